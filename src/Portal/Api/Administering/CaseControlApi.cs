using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Intervening;
using AidWorkflow.Portal.Showing;

namespace AidWorkflow.Portal.Api.Administering;

/// <param name="Step">The id of a step, as the case lists them.</param>
/// <param name="Knowing">What the way there leaves out is meant.</param>
internal sealed record Leaping(string Step, string Reason, bool Knowing = false) : IAsked
{
    public CaseIntervention Read() => new(CaseAct.Jump, Reason, Step, Knowing);
}

/// <param name="Step">The id of a step that the case had reached.</param>
internal sealed record Waking(string Step, string Reason) : IAsked
{
    public CaseIntervention Read() => new(CaseAct.Wake, Reason, Step);
}

/// <summary>A step that a case can be moved to, or woken at.</summary>
/// <param name="PassesOver">What decides money, issues a paper or is published on the way there, and is left out.</param>
internal sealed record StepChoice(string Id, LocalText Name, ImmutableArray<LocalText> PassesOver)
{
    public static StepChoice Of(LeapTarget target) => new(target.Activity, StepWords.Of(target.Step), [.. target.PassesOver.Select(StepWords.Of)]);
}

/// <summary>A case as an administrator finds it.</summary>
/// <param name="MovesTo">Steps that it can be moved to as it stands.</param>
/// <param name="WakesAt">Steps that it can be woken at; empty where it was not an administrator who ended it.</param>
internal sealed record ControlledCase(CaseId Id, string? Number, CaseStage Stage, CaseOutcome? Outcome, DateTimeOffset? HeldAt, string? HeldBecause, ImmutableArray<LocalText> StandsAt, ImmutableArray<StepChoice> MovesTo, ImmutableArray<StepChoice> WakesAt)
{
    public static ControlledCase Of(CaseControlView view) => new(view.Case, view.Number, view.Stage, view.Outcome, view.HeldAt, view.HeldBecause, [.. view.Open.Select(StepWords.Of)], [.. view.Targets.Select(StepChoice.Of)], [.. view.Wakeable.Select(StepChoice.Of)]);
}

/// <summary>What administrators do to one case: each can be checked before, which says what would come of it.</summary>
internal static class CaseControlApi
{
    private const string Check = "What would come of it; nothing is changed and nobody is told.";

    public static void MapCaseControl(this RouteGroupBuilder admin)
    {
        var one = admin.MapGroup("/cases/{id:guid}");
        one.MapGet("", async (Guid id, CaseControlReading reading, Asking asking) =>
        {
            var view = await reading.ReadAsync(new(id), asking.Actor, asking.Cancellation);
            await asking.LookedAsync($"case:{id}", "administrators' acts");
            return ControlledCase.Of(view);
        }).Called("controlledCase", "Where a case stands, and where it can be moved to or woken. The look is recorded.");
        one.MapPost("/suspend", (Guid id, Reasoned said, Asking asking) => DoAsync(id, new(CaseAct.Suspend, said.Reason), said, asking)).TakesKey().Called("suspendCase", "Put the case on hold: nobody decides, no time runs, nobody is reminded.");
        one.MapPost("/suspend/check", (Guid id, Reasoned said, DryRun dryRun, Asking asking) => TryAsync(id, new(CaseAct.Suspend, said.Reason), dryRun, asking)).Called("checkSuspendCase", Check);
        one.MapPost("/activate", (Guid id, Reasoned said, Asking asking) => DoAsync(id, new(CaseAct.Activate, said.Reason), said, asking)).TakesKey().Called("activateCase", "Let it go on; every limit gets back the days of the hold.");
        one.MapPost("/activate/check", (Guid id, Reasoned said, DryRun dryRun, Asking asking) => TryAsync(id, new(CaseAct.Activate, said.Reason), dryRun, asking)).Called("checkActivateCase", Check);
        one.MapPost("/jump", (Guid id, Leaping said, Asking asking) => DoAsync(id, said.Read(), said, asking)).TakesKey()
            .Called("jumpCase", "Move the case to another step. What decides money, issues a paper or is published on the way is left out only knowingly.");
        one.MapPost("/jump/check", (Guid id, Leaping said, DryRun dryRun, Asking asking) => TryAsync(id, said.Read(), dryRun, asking)).Called("checkJumpCase", Check);
        one.MapPost("/terminate", (Guid id, Reasoned said, Asking asking) => DoAsync(id, new(CaseAct.Terminate, said.Reason), said, asking)).TakesKey().Called("terminateCase", "End the case: its money goes back, and the applicant is told the reason in these words.");
        one.MapPost("/terminate/check", (Guid id, Reasoned said, DryRun dryRun, Asking asking) => TryAsync(id, new(CaseAct.Terminate, said.Reason), dryRun, asking)).Called("checkTerminateCase", Check);
        one.MapPost("/wake", (Guid id, Waking said, Asking asking) => DoAsync(id, said.Read(), said, asking)).TakesKey().Called("wakeCase", "Take up again a case that an administrator ended, at a step that it had reached.");
        one.MapPost("/wake/check", (Guid id, Waking said, DryRun dryRun, Asking asking) => TryAsync(id, said.Read(), dryRun, asking)).Called("checkWakeCase", Check);
    }

    private static Task<CaseConsequences> DoAsync(Guid id, CaseIntervention what, object said, Asking asking) => CaseInterventions.DoAsync(new KeyedActs(asking, said), new(id), Limit(what), asking.Actor, asking.Cancellation);

    private static Task<CaseConsequences> TryAsync(Guid id, CaseIntervention what, DryRun dryRun, Asking asking) => CaseInterventions.TryAsync(dryRun, new(id), Limit(what), asking.Actor, asking.Cancellation);

    private static CaseIntervention Limit(CaseIntervention what) => what with { Reason = Limited.Text(what.Reason, "reason", InstancePages.LongestReason) };
}
