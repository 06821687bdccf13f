using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// A case as an act has it before it: loaded before the burst, changed in memory by acts and activities, written by the act's commit.
/// </summary>
public sealed class CaseFile
{
    public required AidCase Case { get; init; }

    /// <summary>The service version the case keeps.</summary>
    public required ServicePackage Service { get; init; }

    public required IReadOnlyDictionary<UnitLevel, UnitId> Units { get; init; }

    /// <summary>The code of the district's unit: the place in numbers.</summary>
    public required string DistrictCode { get; init; }

    /// <summary>The document this act issued last; its number exists inside the transaction.</summary>
    public Deciding.IssuedDocument? LastDocument { get; internal set; }

    public required List<CaseRun> Runs { get; init; }

    /// <summary>Every round of the case, oldest first.</summary>
    public required List<Round> Rounds { get; init; }

    /// <summary>The tasks of open rounds.</summary>
    public required List<ReviewTask> Tasks { get; init; }

    /// <summary>The clocks that have not stopped.</summary>
    public required List<CaseClock> Clocks { get; init; }

    public required WorkingCalendar Calendar { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Who does the act; the system where a clock does.</summary>
    public required Actor Actor { get; init; }

    /// <summary>How often deputies and covers had changed when it was loaded.</summary>
    internal long StandInChanges { get; init; }

    /// <summary>The round that this act takes up again where the flow comes back to its step; null where it opens every round anew.</summary>
    internal TakenUp? TakenUp { get; set; }

    /// <summary>What synchronous parts of the burst left to be written, done before the commit.</summary>
    private readonly List<Func<CancellationToken, Task>> afterwards = [];

    public DateOnly Today => LocalDay.Of(Now);

    public string AuditStream => $"case:{Case.Id}";

    /// <summary>A run that pays again what the bank took back.</summary>
    public bool IsRepayment(Engine.Instances.InstanceId run) => Runs.Any(one => one.Id == run && one.Kind == RunKind.Repayment);

    /// <summary>A run that looks again at a refusal or a non-acceptance.</summary>
    public bool IsReconsideration(Engine.Instances.InstanceId run) => Runs.Any(one => one.Id == run && one.Kind is RunKind.Reconsideration or RunKind.Acceptance);

    /// <summary>Whether the case goes on in another run meanwhile.</summary>
    public bool GoesOnBeside(Engine.Instances.InstanceId run) => Runs.Any(one => one.Id != run && one.EndedAt is null);

    public IEnumerable<Round> OpenRounds => Rounds.Where(round => round.State == RoundState.Open);

    /// <exception cref="RefusedException">round.closed: the flow has gone on since.</exception>
    public Round OpenRound(RoundId id) =>
        Rounds.FirstOrDefault(round => round.Id == id && round.State == RoundState.Open) ?? throw new RefusedException("round.closed");

    /// <summary>The one open round of a kind; null when the case does not stand there.</summary>
    public Round? Open(RoundKind kind) => OpenRounds.FirstOrDefault(round => round.Kind == kind);

    /// <exception cref="RefusedException">unit.no-such-level: the applicant's unit has no unit of that level above it.</exception>
    public UnitId UnitAt(UnitLevel level) =>
        Units.TryGetValue(level, out var unit) ? unit : throw new RefusedException("unit.no-such-level", null, ("level", level));

    internal void AfterBurst(Func<CancellationToken, Task> work) => afterwards.Add(work);

    internal async Task FlushAsync(CancellationToken cancellation)
    {
        foreach (var work in afterwards.ToArray())
            await work(cancellation);
        afterwards.Clear();
    }
}
