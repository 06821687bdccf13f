using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Expressions.JavaScript;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Running;

/// <summary>Work that a container scheduled and that has not been started.</summary>
internal readonly record struct Work(Execution? Owner, Node Node, bool ByBackLink = false, Node? JumpTo = null)
{
    internal ImmutableArray<(string Name, JsonNode? Value)> Extras { get; init; } = [];
}

/// <summary>What an activity completed with.</summary>
internal readonly record struct Completion(ImmutableArray<string> Names, bool IsDefault)
{
    internal static readonly Completion Done = new(["Done"], true);

    /// <summary>Follows no link: what was skipped or taken away.</summary>
    internal static readonly Completion None = new([], false);

    internal bool Follows(string? port) => port is null ? IsDefault : Names.Contains(port);
}

/// <summary>One burst: one queue, first in first out, one activity at a time, all in memory.</summary>
internal sealed class Machine
{
    private readonly Queue<Work> queue = new();
    private readonly ImmutableArray<FaultMark> marks;
    private readonly Lazy<Random> random;
    /// <summary>What a person reads of an incident, in characters.</summary>
    private const int LongestReason = 2_000;

    /// <summary>A stack trace and more, in characters.</summary>
    private const int LongestDetail = 20_000;

    private readonly int callsAtMost;
    private int calls;

    internal Machine(InstanceState state, InstanceId id, IIds ids, BurstConditions conditions)
    {
        State = state;
        Id = id;
        Ids = ids;
        Revision = conditions.Revision;
        Now = conditions.At;
        Seed = conditions.Seed;
        marks = conditions.Faults;
        Subject = conditions.Subject;
        Options = conditions.Options;
        callsAtMost = conditions.Options.CallsPerBurst;
        Cancellation = conditions.Cancellation;
        random = new(() => new Random(Seed));
    }

    internal InstanceState State { get; }

    internal InstanceId Id { get; }

    internal IIds Ids { get; }

    /// <summary>The number of the step that this burst is to be.</summary>
    internal long Revision { get; }

    internal DateTimeOffset Now { get; }

    internal int Seed { get; }

    internal object? Subject { get; }

    internal RunnerOptions Options { get; }

    internal CancellationToken Cancellation { get; }

    internal Random Random => random.Value;

    internal CompiledWorkflow Workflow => State.Workflow;

    internal List<string> Lines { get; } = [];

    internal List<OutboxRow> Messages { get; } = [];

    internal List<IncidentRow> Opened { get; } = [];

    internal List<IncidentRow> Settled { get; } = [];

    internal List<(IncidentId Incident, string ActivityId)> Renamed { get; } = [];

    internal Node? Trigger { get; set; }

    /// <summary>An HTTP request brought this burst about, and waits for its answer.</summary>
    internal bool HasCaller { get; set; }

    internal HttpAnswer? Response { get; set; }

    /// <summary>Where another instance waits for this one to come to rest, were it only to wait.</summary>
    internal BookmarkId? AwaitedAtRest { get; set; }

    /// <summary>What the rows of the bookmarks say has changed, though the bookmarks are the same.</summary>
    internal bool WritesBookmarksAnew { get; set; }

    /// <summary>What the definition says. Where it says nothing a bare instance does as Elsa's do, and one with a subject goes on: its other branches are other people's work.</summary>
    private bool ContinuesWithIncidents => Workflow.Definition.ContinuesWithIncidents ?? (Subject is not null || Options.ContinuesWithIncidents);

    /// <summary>Goes on with another version; where open incidents stand may be called otherwise there.</summary>
    internal void Follow(Move move, CompiledWorkflow workflow)
    {
        var called = State.Executions().Where(execution => execution.Fault is not null).ToDictionary(execution => execution.Fault!.Incident, execution => execution.Node.Id);
        State.Follow(move, workflow);
        WritesBookmarksAnew = true;
        Renamed.AddRange(State.Executions().Where(execution => execution.Fault is not null && called[execution.Fault.Incident] != execution.Node.Id)
            .Select(execution => (execution.Fault!.Incident, execution.Node.Id)));
    }

    internal void Schedule(Work work)
    {
        if (work.Owner is not null)
            work.Owner.Queued++;
        queue.Enqueue(work);
    }

    internal bool IsScheduled(Execution owner, Node node)
    {
        if (owner.Queued == 0)
            return false;
        foreach (var work in queue)
        {
            if (work.Owner == owner && work.Node == node)
                return true;
        }

        return false;
    }

    /// <summary>Takes back what was scheduled and not started.</summary>
    /// <returns>The nodes taken back.</returns>
    internal List<Node> Withdraw(Execution owner, Func<Node, bool> which)
    {
        List<Node> withdrawn = [];
        if (owner.Queued == 0)
            return withdrawn;
        for (var rest = queue.Count; rest > 0; rest--)
        {
            var work = queue.Dequeue();
            if (work.Owner == owner && which(work.Node))
            {
                owner.Queued--;
                withdrawn.Add(work.Node);
            }
            else
            {
                queue.Enqueue(work);
            }
        }

        return withdrawn;
    }

    internal async ValueTask DrainAsync()
    {
        while (queue.TryDequeue(out var work))
        {
            Cancellation.ThrowIfCancellationRequested();
            if (work.Owner is { } owner)
            {
                owner.Queued--;
                if (owner.IsClosed)
                    continue;
            }

            var execution = State.Open(work.Node, work.Owner, work.ByBackLink);
            foreach (var (name, value) in work.Extras)
                State.SetExtra(execution, name, value);
            await CallAsync(execution, null, work.JumpTo);
        }
    }

    internal async ValueTask CallAsync(Execution execution, Stimulus? stimulus, Node? jumpTo = null)
    {
        var activity = execution.Node.Activity;
        if (++calls > callsAtMost)
        {
            Fault(execution, $"More than {callsAtMost} activities ran without a wait: an endless loop?", null, stimulus);
            return;
        }

        if (State.Journal is { } journal && journal.Length > Options.BytesPerBurst)
        {
            Fault(execution, $"The step has changed more than the {Options.BytesPerBurst / 1024 / 1024} MB that one step may: large values in a loop?", null, stimulus);
            return;
        }

        foreach (var mark in marks)
        {
            if (mark.Call == calls)
            {
                Fault(execution, mark.Reason, mark.Detail, stimulus);
                return;
            }
        }

        var context = new RunContext(this, execution) { JumpTo = jumpTo };
        Outcome outcome;
        try
        {
            outcome = stimulus is null ? await activity.ExecuteAsync(context) : await activity.ResumeAsync(context, stimulus);
        }
        catch (Exception thrown) when (thrown is not (NotAFaultException or ActivityThrewException) && !(thrown is OperationCanceledException && Cancellation.IsCancellationRequested))
        {
            var (reason, detail) = (Reason(thrown), thrown.ToString());
            if (!activity.ChangesNothingWhenItThrows)
                throw new ActivityThrewException(new(Now, Seed, marks.Add(new(calls, reason, detail))), thrown);
            Fault(execution, reason, detail, stimulus);
            return;
        }

        context.Keep();
        if (!execution.IsClosed)
            Answer(execution, outcome, stimulus);
    }

    private void Answer(Execution execution, Outcome outcome, Stimulus? stimulus)
    {
        switch (outcome)
        {
            case Outcome.Completed completed:
                Complete(execution, new(completed.Names, completed.IsDefault), stimulus);
                return;
            case Outcome.Waiting waiting:
                foreach (var bookmark in waiting.Bookmarks)
                    State.AddBookmark(execution, new(bookmark.Id, bookmark.Name, bookmark.Stimulus, bookmark.DueAt, Now));
                if (execution.Bookmarks is not { Count: > 0 })
                    Fault(execution, "It waits, but for nothing.", null, stimulus);
                return;
            case Outcome.Failed failed:
                Fault(execution, failed.Reason, null, stimulus);
                return;
            default:
                return;
        }
    }

    internal void Complete(Execution execution, Completion completion, Stimulus? stimulus = null)
    {
        var container = execution.Parent?.Node.Activity as Container;
        if (container?.Refuses(execution.Parent!, execution, completion) is { } refusal)
        {
            Fault(execution, refusal, null, stimulus);
            return;
        }

        foreach (var child in execution.Children.ToArray())
            Cancel(child, CancelReason.Cancelled);
        BurnAll(execution);
        State.Close(execution, Ending.Completed, completion.Names);
        if (container is null)
            return;
        try
        {
            container.ChildCompleted(this, execution.Parent!, execution, completion);
        }
        catch (Exception thrown) when (thrown is InputException or ConversionException or ExpressionFaultException)
        {
            // The condition of a loop, the mode of a join: the container cannot go on.
            Fault(execution.Parent!, thrown.Message, thrown.ToString(), null);
        }
    }

    /// <summary>Takes an open execution away with all it holds open.</summary>
    internal void Cancel(Execution execution, CancelReason reason)
    {
        if (execution.IsClosed)
            return;
        foreach (var child in execution.Children.ToArray())
            Cancel(child, reason);
        execution.Node.Activity.OnCancelled(new RunContext(this, execution), reason);
        if (execution.Fault is { } fault)
            Settle(execution, fault, IncidentState.Cancelled, reason.ToString());
        BurnAll(execution);
        State.Close(execution, reason == CancelReason.Rewound ? Ending.Rewound : Ending.Cancelled, []);
    }

    /// <summary>Ends the whole workflow at once.</summary>
    internal void Finish(Ending ending)
    {
        queue.Clear();
        if (State.Root is not { } root)
            return;
        if (ending == Ending.Cancelled)
        {
            Cancel(root, CancelReason.Cancelled);
            return;
        }

        Complete(root, Completion.Done);
    }

    internal void Fault(Execution execution, string reason, string? detail, Stimulus? stimulus)
    {
        reason = Cut(reason, LongestReason)!;
        var incident = new IncidentRow
        {
            Id = new(Ids.Next()),
            InstanceId = Id,
            ActivityId = execution.Node.Id,
            ActivityType = execution.Node.Type,
            ExecutionId = execution.Id,
            Reason = reason,
            Detail = Cut(detail, LongestDetail),
            At = Now,
        };
        Opened.Add(incident);
        State.SetFault(execution, new(incident.Id, reason, Now, stimulus));
    }

    private static string? Cut(string? text, int most) => text is null || text.Length <= most ? text : $"{text[..most]}…";

    internal void Settle(Execution execution, Standstill fault, IncidentState how, string by)
    {
        State.SetFault(execution, null);
        if (Opened.RemoveAll(opened => opened.Id == fault.Incident) > 0)
            return;
        Settled.Add(new()
        {
            Id = fault.Incident,
            InstanceId = Id,
            ActivityId = execution.Node.Id,
            ActivityType = execution.Node.Type,
            ExecutionId = execution.Id,
            Reason = fault.Reason,
            At = fault.At,
            State = how,
            ResolvedAt = Now,
            ResolvedBy = by,
        });
    }

    /// <summary>The states that the instance has come to: everything waits, has ended, or stands still on a fault.</summary>
    internal void Rest(InstanceSubStatus whenEnded)
    {
        var before = (State.Status, State.SubStatus);
        if (State.Root is null)
            State.SetStatus(InstanceStatus.Finished, whenEnded);
        else if (State.SubStatus == InstanceSubStatus.OnHold)
            return; // also with an incident: what comes of it is told when it is activated
        else if (!ContinuesWithIncidents && State.Executions().Any(execution => execution.Fault is not null))
            State.SetStatus(InstanceStatus.Finished, InstanceSubStatus.Faulted);
        else
            State.SetStatus(InstanceStatus.Running, InstanceSubStatus.Suspended);
        var hasEnded = State.Status == InstanceStatus.Finished && before != (State.Status, State.SubStatus);
        if (((hasEnded ? State.Awaited : null) ?? AwaitedAtRest) is { } awaited)
            Send(Channels.WorkflowEnded, $"{Id}/ended/{Revision}", Channels.Ended(awaited, Id, State).ToJsonString()); // one that faulted and was helped may fault again
    }

    internal void Send(string channel, string idempotencyKey, string payload)
    {
        State.Journal?.Message(channel, idempotencyKey);
        Messages.Add(new()
        {
            Id = new(Ids.Next()),
            Channel = channel,
            IdempotencyKey = idempotencyKey,
            Payload = payload,
            CorrelationId = State.CorrelationId,
            CreatedAt = Now,
            NextAttemptAt = Now,
            TraceParent = Tracing.Here,
        });
    }

    private static string Reason(Exception thrown) => string.IsNullOrWhiteSpace(thrown.Message) ? thrown.GetType().Name : thrown.Message;

    private void BurnAll(Execution execution)
    {
        while (execution.Bookmarks is [.., var last])
            State.RemoveBookmark(execution, last);
    }
}

/// <summary>What does not change while a burst runs.</summary>
internal sealed record BurstConditions(long Revision, DateTimeOffset At, int Seed, ImmutableArray<FaultMark> Faults, object? Subject, RunnerOptions Options, CancellationToken Cancellation);
