using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Funding;

/// <summary>Who gave the money; provincial money has gates of its own before it may be paid.</summary>
public enum FundSource
{
    District,
    City,
    Provincial,
}

/// <summary>One purse of one year. What is in it stands in <see cref="FundBalance"/> and, entry by entry, in <see cref="LedgerEntry"/>.</summary>
public sealed class Fund : IRevised
{
    private Fund()
    {
    }

    public FundId Id { get; private init; }

    /// <summary>Short and unique, as it stands on batches and bank files: "SD-KNBF-2022".</summary>
    public required string Code { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    /// <summary>The budget year, in China Standard Time.</summary>
    public int Year { get; private init; }

    public FundSource Source { get; private init; }

    /// <summary>The unit that keeps the fund; its finance people pay from it.</summary>
    public UnitId Owner { get; private init; }

    /// <summary>Invented money for demonstrations: nothing is paid from it in Production.</summary>
    public bool IsDemo { get; private init; }

    /// <summary>The number of the newest batch. It lives here so that two makers cannot take the same number.</summary>
    public int LastBatch { get; private set; }

    public long Revision { get; private set; }

    public string Name(string language) => language == "en" ? NameEn : NameZh;

    internal static Fund Open(FundId id, NewFund asked) => new()
    {
        Id = id,
        Code = asked.Code,
        NameZh = asked.NameZh,
        NameEn = asked.NameEn,
        Year = asked.Year,
        Source = asked.Source,
        Owner = asked.Owner,
        IsDemo = asked.IsDemo,
    };

    internal int NextBatch() => ++LastBatch;
}

/// <summary>
/// What is in the accounts of a fund, in cents. The row is hot: fifty deciders change it at once, so it carries no revision and is changed
/// only by conditional updates inside the transaction of the act (<see cref="Funds"/>).
/// Always: budget = available + reserved + committed + paid + returned.
/// </summary>
public sealed class FundBalance
{
    private FundBalance()
    {
    }

    public FundId Fund { get; private init; }

    /// <summary>What was given to the fund.</summary>
    public long Budget { get; private init; }

    /// <summary>What a decider may still grant.</summary>
    public long Available { get; private init; }

    /// <summary>Granted to cases, not yet in a batch.</summary>
    public long Reserved { get; private init; }

    /// <summary>In a batch, not yet answered by the bank.</summary>
    public long Committed { get; private init; }

    /// <summary>Credited to the payee, as the bank says.</summary>
    public long Paid { get; private init; }

    /// <summary>Sent back by the bank and waiting for a correction; still the case's money.</summary>
    public long Returned { get; private init; }

    internal static FundBalance Opened(FundId fund, long cents) => new() { Fund = fund, Budget = cents, Available = cents };
}
