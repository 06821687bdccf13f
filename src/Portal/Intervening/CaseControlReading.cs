using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Intervening;

/// <summary>What an administrator does to a case. There are five ways and no sixth.</summary>
public enum CaseAct
{
    Suspend,
    Activate,
    Jump,
    Terminate,
    Wake,
}

/// <summary>One of them, as it was asked for.</summary>
/// <param name="Step">The id of an activity, for a leap and for waking.</param>
/// <param name="Knowing">What a leap leaves out is meant.</param>
public sealed record CaseIntervention(CaseAct Act, string Reason, string? Step = null, bool Knowing = false);

/// <summary>A case as an administrator finds it before intervening.</summary>
public sealed record CaseControlView(
    CaseId Case, string? Number, LocalText Service, CaseStage Stage, CaseOutcome? Outcome, DateTimeOffset? HeldAt, string? HeldBecause, ImmutableArray<string> Open, ImmutableArray<LeapTarget> Targets, ImmutableArray<LeapTarget> Wakeable)
{
    public bool IsOpen => Outcome is null;
}

/// <summary>Reads where a case stands, and does or tries what an administrator asks.</summary>
public sealed class CaseControlReading(MendingRights rights, CaseFiles files, LeapTargets targets, EndedByMistake ended)
{
    /// <exception cref="RefusedException">case.unknown, mending.not-yours</exception>
    public async Task<CaseControlView> ReadAsync(CaseId id, Actor actor, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, id, cancellation);
        var file = await files.LoadAsync(id, actor, cancellation);
        var isWakeable = file.Case is { Outcome: CaseOutcome.Ended, PaidCents: 0 } && await ended.IsTerminatedAsync(file, cancellation);
        return new(id, file.Case.ReceiptNumber, file.Service.Description.Name, file.Case.Stage, file.Case.Outcome, file.Case.HeldAt, file.Case.HeldBecause, [.. file.OpenRounds.Select(round => round.Step)],
            file.Case is { IsOpen: true, HeldAt: null } ? [.. targets.Of(file)] : [], isWakeable ? [.. targets.Reached(file)] : []);
    }
}

/// <summary>Runs one of the acts; with its commit, or without it to show what would come of it.</summary>
internal static class CaseInterventions
{
    public static Task<CaseConsequences> DoAsync(IActs acts, CaseId id, CaseIntervention what, Actor actor, CancellationToken cancellation) => what.Act switch
    {
        CaseAct.Suspend => acts.RunAsync<SuspendCase, CaseConsequences>((act, token) => act.SuspendAsync(id, what.Reason, actor, token), cancellation),
        CaseAct.Activate => acts.RunAsync<SuspendCase, CaseConsequences>((act, token) => act.ActivateAsync(id, what.Reason, actor, token), cancellation),
        CaseAct.Jump => acts.RunAsync<JumpCase, CaseConsequences>((act, token) => act.JumpAsync(new(id, what.Step ?? "", what.Reason, what.Knowing), actor, token), cancellation),
        CaseAct.Terminate => acts.RunAsync<TerminateCase, CaseConsequences>((act, token) => act.TerminateAsync(id, what.Reason, actor, token), cancellation),
        CaseAct.Wake => acts.RunAsync<WakeCase, CaseConsequences>((act, token) => act.WakeAsync(id, what.Step ?? "", what.Reason, actor, token), cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what.Act, "No such act."),
    };

    /// <summary>The same without a commit: nothing is changed and nobody is told.</summary>
    public static Task<CaseConsequences> TryAsync(DryRun dryRun, CaseId id, CaseIntervention what, Actor actor, CancellationToken cancellation) => DoAsync(dryRun.AsActs(), id, what, actor, cancellation);
}
