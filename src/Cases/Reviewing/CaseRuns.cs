using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Branching;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Runs the bursts of a case and hands what they did to the act's commit.</summary>
public sealed class CaseRuns(IUnitOfWork work, IInstances instances, CaseDefinitions definitions, Runner runner, Desk desk, ReturnTargets returns, Attempt attempt, IIds ids)
{
    /// <summary>Where bursts of this act have brought an instance; the store knows it only after the commit.</summary>
    private readonly Dictionary<InstanceId, InstanceRow> reached = [];

    public Task<CaseRun> StartAsync(CaseFile file, RunKind kind, CancellationToken cancellation) => StartAsync(file, kind, null, cancellation);

    /// <param name="at">The activity at which it goes on, as if it had come there; null for its own beginning.</param>
    internal async Task<CaseRun> StartAsync(CaseFile file, RunKind kind, string? at, CancellationToken cancellation)
    {
        var workflow = definitions.Of(file.Case.ServiceVersionId, file.Service, kind);
        var id = InstanceId.Of(ids.Next());
        var run = new CaseRun(id, file.Case.Id, kind, workflow.Definition.Id, file.Now);
        work.Db.Add(run);
        file.Runs.Add(run);
        var input = new JsonObject { ["FundSource"] = file.Service.Description.Route.ToString() };
        await TakeAsync(file, await runner.StartAsync(workflow, id, new Beginning(file.Case.Id.ToString(), input, At: at), await AtHandAsync(file, workflow, cancellation), attempt.Rerun, cancellation), cancellation);
        return run;
    }

    /// <summary>
    /// The bank took a payment back: the station is asked for the account at once, also while another part of the case goes on. A case that has ended as paid opens again for it.
    /// </summary>
    public async Task PayAgainAsync(CaseFile file, CancellationToken cancellation)
    {
        if (file.Runs.Any(run => run is { Kind: RunKind.Repayment, EndedAt: null }))
            return; // one after the other: at its end it is asked again
        if (!file.Case.IsOpen)
            file.Case.Reopen(CaseStage.Paying);
        await StartAsync(file, RunKind.Repayment, cancellation);
    }

    /// <summary>The round is settled: the flow goes on by the port.</summary>
    /// <exception cref="LostRaceException">The instance was read later than the round, and somebody settled it in between.</exception>
    /// <exception cref="RefusedException">case.on-hold</exception>
    public async Task ResumeAsync(CaseFile file, Round round, string outcome, CancellationToken cancellation)
    {
        if (round.BackTo is { } step && outcome is "Approve" or "Complete" or "Supplied" or "Done")
        {
            await StraightBackAsync(file, round, step, cancellation);
            return;
        }

        try
        {
            await TakeAsync(file, await runner.ResumeAsync(
                Workflow(file, round.InstanceId), await RowAsync(round.InstanceId, cancellation), round.BookmarkId,
                new JsonObject { ["outcome"] = outcome }, await AtHandAsync(file, Workflow(file, round.InstanceId), cancellation), attempt.Rerun, cancellation), cancellation);
        }
        catch (BookmarkGoneException gone)
        {
            throw new LostRaceException(gone.Message, gone);
        }
        catch (InstanceOnHoldException)
        {
            throw new RefusedException("case.on-hold");
        }
    }

    /// <summary>What was sent back is done: it goes to whoever sent it, and not through every step between them again.</summary>
    private async Task StraightBackAsync(CaseFile file, Round round, string step, CancellationToken cancellation)
    {
        // An opinion given before stands. An amount was agreed to on what the case said then: it is agreed to anew.
        if (file.Rounds.FindLast(earlier => earlier.Step == step && earlier.InstanceId == round.InstanceId) is { Kind: RoundKind.Review, State: RoundState.Returned } returned)
            file.TakenUp = new(returned, null);
        await RewindAsync(file, round.InstanceId, ActivityOf(file, round, step), "resubmitted", cancellation);
        if (file.OpenRounds.LastOrDefault(opened => opened.Step == step && opened.InstanceId == round.InstanceId) is { } again)
            await desk.Rounds.GiveBackAsync(file, again, round.BackToPerson!.Value, cancellation);
    }

    /// <summary>The clock or a message resumes a bookmark.</summary>
    public async Task ResumeAsync(CaseFile file, BookmarkRow bookmark, JsonNode? input, CancellationToken cancellation) =>
        await TakeAsync(file, await runner.ResumeAsync(
            Workflow(file, bookmark.InstanceId), await RowAsync(bookmark.InstanceId, cancellation), bookmark.Id,
            input, await AtHandAsync(file, Workflow(file, bookmark.InstanceId), cancellation), attempt.Rerun, cancellation), cancellation);

    /// <summary>The flow goes back to an earlier step; open parallel branches end as returned.</summary>
    /// <exception cref="RefusedException">case.on-hold</exception>
    public async Task RewindAsync(CaseFile file, InstanceId instance, string activityId, string reason, CancellationToken cancellation)
    {
        try
        {
            await TakeAsync(file, await runner.RewindAsync(
                Workflow(file, instance), await RowAsync(instance, cancellation), activityId, reason,
                await AtHandAsync(file, Workflow(file, instance), cancellation), attempt.Rerun, cancellation), cancellation);
        }
        catch (InstanceOnHoldException)
        {
            throw new RefusedException("case.on-hold");
        }
    }

    /// <summary>A step sends the case back; its own round ends by that, and so do branches that part from where it goes back to.</summary>
    /// <exception cref="RefusedException">case.on-hold, return.not-before</exception>
    internal async Task SendBackAsync(CaseFile file, Round round, string step, string reason, CancellationToken cancellation)
    {
        var refused = new RefusedException("return.not-before", "returnTo", ("step", SpokenSteps.Of(step)));
        try
        {
            await RewindAsync(file, round.InstanceId, returns.BeforeOf(file, round, step) ?? throw refused, reason, cancellation);
        }
        catch (CannotGoThereException)
        {
            throw refused; // the run began behind it
        }

        if (round.State == RoundState.Open)
            throw refused;
    }

    /// <summary>A person intervenes in a run. No activity runs; where the run waits may be called otherwise afterwards.</summary>
    internal async Task<InstanceRow> InterveneAsync(CaseFile file, CaseRun run, Func<InstanceRow, object, Task<Burst>> step, CancellationToken cancellation)
    {
        var burst = await step(await RowAsync(run.Id, cancellation), new CaseAtHand(file, desk));
        await TakeAsync(file, burst, cancellation);
        var waiting = burst.Waiting.ToDictionary(row => row.Id);
        foreach (var round in file.Rounds.Where(round => round.State == RoundState.Open && round.InstanceId == run.Id))
        {
            if (waiting.TryGetValue(round.BookmarkId, out var row) && row.ActivityId != round.ActivityId)
                round.StandAt(row.ActivityId);
        }

        return burst.Writes.Instance;
    }

    /// <summary>The run ends where it stands: withdrawn, died, moved away.</summary>
    public async Task CancelAsync(CaseFile file, string reason, CancellationToken cancellation)
    {
        foreach (var run in file.Runs.Where(run => run.EndedAt is null))
            await TakeAsync(file, await runner.CancelAsync(
                Workflow(file, run.Id), await RowAsync(run.Id, cancellation), reason, new CaseAtHand(file, desk), cancellation), cancellation);
    }

    /// <summary>A person settles an incident of the case.</summary>
    /// <exception cref="IncidentGoneException">Somebody was first.</exception>
    /// <exception cref="RefusedException">case.on-hold, incident.decides</exception>
    internal async Task<InstanceSubStatus> SettleAsync(CaseFile file, IncidentRow incident, Settlement how, CancellationToken cancellation)
    {
        if (file.Case.HeldAt is not null)
            throw new RefusedException("case.on-hold");
        var workflow = Workflow(file, incident.InstanceId);
        RequirePossible(workflow, incident, how);
        var burst = await how.RunAsync(
            runner, new(workflow, await RowAsync(incident.InstanceId, cancellation), incident.Id, file.Actor.Name, await AtHandAsync(file, workflow, cancellation), attempt.Rerun), cancellation);
        await TakeAsync(file, burst, cancellation);
        return burst.Incidents.IsEmpty ? burst.SubStatus : InstanceSubStatus.Faulted; // it, or a step behind it, threw again
    }

    /// <summary>
    /// No step of a case is taken away, and none is skipped at which people decide, a paper is issued or the case ends: the flow would go on as if it had
    /// been done. A message may be skipped; somebody then tells it in another way.
    /// </summary>
    /// <exception cref="RefusedException">incident.decides</exception>
    private static void RequirePossible(CompiledWorkflow workflow, IncidentRow incident, Settlement how)
    {
        if (how is Settlement.Cancel)
            throw new RefusedException("incident.decides", null, ("step", workflow.NameOf(incident.ActivityId)));
        if (how is Settlement.Retry || workflow.DescriptorOf(incident.ActivityId) is not { } descriptor)
            return;
        if (descriptor.TypeName.StartsWith("Aid.", StringComparison.Ordinal) && descriptor.TypeName != "Aid.Notify")
            throw new RefusedException("incident.decides", null, ("step", workflow.NameOf(incident.ActivityId)));
    }

    /// <summary>What a burst finds at hand; with the amount as the rules propose it now where an expression may ask for it.</summary>
    private async Task<CaseAtHand> AtHandAsync(CaseFile file, CompiledWorkflow workflow, CancellationToken cancellation)
    {
        if (workflow.MayAskFor(CaseInputs.Proposed))
            await desk.Branchings.ProposeAsync(file, cancellation);
        return new(file, desk);
    }

    /// <summary>The step with this name that is nearest to where the round stands in the running definition.</summary>
    /// <exception cref="RefusedException">step.unknown</exception>
    private string ActivityOf(CaseFile file, Round round, string step) =>
        Workflow(file, round.InstanceId).NearestOf(step, round.ActivityId) ?? throw new RefusedException("step.unknown", "returnTo", ("step", step));

    /// <summary>Whether what was sent back can go straight to whoever sent it: not into a branch halfway, whose other ways would then never be gone.</summary>
    internal bool CanGoStraightBack(CaseFile file, Round sender, Round again) => Workflow(file, sender.InstanceId).StandsAround(sender.ActivityId, again.ActivityId);

    internal CompiledWorkflow Workflow(CaseFile file, InstanceId instance) =>
        definitions.Of(file.Case.ServiceVersionId, file.Service, file.Runs.First(run => run.Id == instance).Kind);

    internal async Task<InstanceRow> RowAsync(InstanceId id, CancellationToken cancellation) =>
        reached.GetValueOrDefault(id) ?? await instances.FindAsync(id, cancellation) ?? throw new InvalidOperationException($"Instance {id} of a case is not in the store");

    private async Task TakeAsync(CaseFile file, Burst burst, CancellationToken cancellation)
    {
        work.Add(burst.Writes);
        reached[burst.Writes.Instance.Id] = burst.Writes.Instance;
        if (file.Runs.Count(run => run.EndedAt is null) > 1)
            work.Db.Entry(file.Case).Property(one => one.Stage).IsModified = true; // runs of one case share no other row: they take turns by its revision
        var isOver = burst is { Status: InstanceStatus.Finished, SubStatus: not InstanceSubStatus.Faulted };
        if (isOver)
            file.Runs.First(run => run.Id == burst.Writes.Instance.Id).EndedAt = file.Now;
        await desk.Rounds.FlushAsync(file, cancellation);
        foreach (var incident in burst.Incidents)
            await desk.Rounds.TellOfIncidentAsync(file, incident, Workflow(file, incident.InstanceId).NameOf(incident.ActivityId) ?? incident.ActivityId, cancellation);

        // What ended without a grant pays nothing again; whichever other way the flow came to its end, what the bank took back meanwhile is still owed.
        if (isOver && !file.Case.IsOpen && file.Case.Outcome != CaseOutcome.Paid)
            await CancelAsync(file, "case closed", cancellation);
        else if (isOver && (!file.Case.IsOpen || IsRepaid(file, burst)) && await desk.Payouts.OwesReturnedAsync(file, cancellation))
            await PayAgainAsync(file, cancellation);
        if (isOver && burst.SubStatus == InstanceSubStatus.Finished && KindOf(file, burst) == RunKind.Acceptance && file.Case.IsOpen)
            await AcceptAsync(file, cancellation);
    }

    /// <summary>It should have been accepted: it is, and starts anew at the completeness check, where it can no longer be turned away.</summary>
    private async Task AcceptAsync(CaseFile file, CancellationToken cancellation)
    {
        file.Case.AcceptedOn ??= file.Today;
        await StartAsync(file, RunKind.Main, cancellation);
    }

    private static bool IsRepaid(CaseFile file, Burst burst) => burst.SubStatus == InstanceSubStatus.Finished && KindOf(file, burst) == RunKind.Repayment;

    private static RunKind KindOf(CaseFile file, Burst burst) => file.Runs.First(run => run.Id == burst.Writes.Instance.Id).Kind;
}
