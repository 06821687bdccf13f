using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

public enum RoundingMode
{
    Down,
    HalfUp,
    Up,
}


/// <summary>
/// What is counted as cost: an amount less what others already paid. With <see cref="Rows"/> it is summed row by row over a table
/// (bills), and rows dated before the look-back do not count.
/// </summary>
/// <param name="Take">The field (or column) with the whole amount.</param>
/// <param name="Less">Fields (or columns) taken off: insurances.</param>
/// <param name="LessOnce">Fields of the form taken off the whole: other aid.</param>
public sealed record CostFormula(string? Rows, string? Date, string Take, ImmutableArray<string> Less, ImmutableArray<string> LessOnce);

/// <summary>The formula of a service: part of its version. It names rule values; their amounts are effective-dated rows outside it.</summary>
public sealed record AmountFormula
{
    public required GrantUnit Unit { get; init; }

    /// <summary>Null where nothing is measured: the bands go by situation alone, and cost neither raises nor caps the amount.</summary>
    public CostFormula? Cost { get; init; }

    /// <summary>The field whose choice picks among bands; null where bands go by cost alone.</summary>
    public string? Situation { get; init; }

    // Keys of rule values.
    public string? LookBackMonths { get; init; }
    public string? Threshold { get; init; }
    public required string Bands { get; init; }
    public string? Floor { get; init; }
    public required string CapPerCase { get; init; }
    public required string CapPerYear { get; init; }
    public required string Rounding { get; init; }
    public required string Frequency { get; init; }

    /// <summary>The share of a fast-track first payment, in basis points.</summary>
    public string? FirstShare { get; init; }

    /// <summary>The questions of the form that an amount rests on; of a table, the table.</summary>
    public IEnumerable<string> Fields => Cost is not { } cost ? Situated : Situated.Concat(cost.Rows is { } table ? [table] : [cost.Take, .. cost.Less]).Concat(cost.LessOnce);

    private IEnumerable<string> Situated => Situation is { } situation ? [situation] : [];

    /// <summary>Every key that must have a value.</summary>
    public IEnumerable<string> Keys => new[] { LookBackMonths, Threshold, Bands, Floor, CapPerCase, CapPerYear, Rounding, Frequency, FirstShare }.OfType<string>();
}

/// <summary>One row of a band table: a flat sum, a ratio, or a flat sum and a ratio of what lies above.</summary>
/// <param name="Situation">The choice it is for; null: any.</param>
/// <param name="FromCents">The least cost of the band.</param>
/// <param name="BelowCents">The cost at which the next band begins; null: no end.</param>
/// <param name="RatioBasisPoints">10,000 is the whole.</param>
/// <param name="OverCents">The ratio is taken of what lies above this.</param>
public sealed record AmountBand(string? Situation, long FromCents, long? BelowCents, long FlatCents, int RatioBasisPoints, long OverCents, LocalText? Label)
{
    /// <summary>In hundredths of a basis point of a cent, so that nothing is lost before rounding: cents × 10,000.</summary>
    internal Int128 Exact(long cost) => ((Int128)FlatCents * 10_000) + ((Int128)RatioBasisPoints * Math.Max(0, cost - OverCents));
}

/// <param name="UnitCents">Amounts are multiples of it: 100 is a yuan.</param>
public sealed record AmountRounding(long UnitCents, RoundingMode Mode)
{
    /// <param name="exact">Cents × 10,000.</param>
    internal long Round(Int128 exact)
    {
        var unit = (Int128)UnitCents * 10_000;
        var whole = exact / unit;
        var rest = exact % unit;
        var up = Mode switch
        {
            RoundingMode.Down => false,
            RoundingMode.Up => rest > 0,
            _ => rest * 2 >= unit,
        };
        return (long)((up ? whole + 1 : whole) * UnitCents);
    }
}

/// <summary>What a proposal is computed from.</summary>
public sealed record AmountFacts
{
    /// <summary>The application date: the look-back counts back from it.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The rows that may count as cost, one where the form has no table.</summary>
    public ImmutableArray<CostRow> Costs { get; init; } = [];

    /// <summary>Taken off the sum: other aid.</summary>
    public long LessOnceCents { get; init; }
    public string? Situation { get; init; }

    /// <summary>Granted to the same person or household under this service in the calendar year of the application, and how often.</summary>
    public long GrantedThisYearCents { get; init; }
    public int GrantsThisYear { get; init; }
}

/// <param name="On">When it was settled; null where the form has no dates.</param>
public sealed record CostRow(DateOnly? On, long TakeCents, long LessCents);

/// <summary>One line of the explanation of an amount.</summary>
/// <param name="Code">Stable: "cost", "threshold", "band", "rounding", "floor", "cap-per-case", "cap-per-year", "cap-cost", "first-payment", "amount".</param>
/// <param name="Cents">What the line comes to: the running result after it.</param>
public sealed record AmountLine(string Code, LocalText Label, LocalText Computation, long Cents);

/// <summary>An amount proposed to a decider, line by line. The program proposes; a person decides.</summary>
/// <param name="Cap">The code of the last cap that bit: "cap-per-case", "cap-per-year", "cap-cost"; null when none did.</param>
/// <param name="ZeroReason">Why nothing is proposed: "below-threshold", "no-band", "frequency", "cap-per-year", "no-cost"; null when something is.</param>
/// <param name="FirstPaymentCents">The part that a fast track pays at once; null where the service has none.</param>
public sealed record AmountProposal(
    long Cents, long? CostCents, long? FirstPaymentCents, ImmutableArray<AmountLine> Lines, string? Cap, string? ZeroReason, bool Demo);
