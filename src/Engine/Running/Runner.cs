using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Running;

/// <summary>Runs bursts: from a stimulus until every branch waits or has ended. Never commits; safe to share.</summary>
public sealed class Runner(IIds ids, TimeProvider time, RunnerOptions? options = null)
{
    private readonly RunnerOptions options = options ?? RunnerOptions.Default;

    /// <param name="subject">What activities find by <see cref="ActivityContext.Subject{T}"/>; null for a bare instance.</param>
    /// <param name="rerun">From <see cref="ActivityThrewException"/> when the burst is run again; else null.</param>
    /// <exception cref="ActivityThrewException">An activity threw; the subject may be half changed.</exception>
    public Task<Burst> StartAsync(CompiledWorkflow workflow, InstanceId id, string? correlationId, JsonObject? input,
        object? subject, Rerun? rerun, CancellationToken cancellation) => StartAsync(workflow, id, new(correlationId, input), subject, rerun, cancellation);

    public Task<Burst> StartAsync(CompiledWorkflow workflow, InstanceId id, Beginning beginning, object? subject, Rerun? rerun, CancellationToken cancellation) =>
        RunAsync(workflow, null, id, async machine =>
        {
            machine.State.Journal!.Cause("start", beginning.TriggerActivityId ?? beginning.At ?? "", null);
            machine.State.Begin(beginning.CorrelationId, beginning.Input, workflow.Definition.UsesTokens ?? options.Mode == FlowchartMode.Token, beginning.OnlyToRest ? null : beginning.Awaited);
            if (beginning.Name is not null)
                machine.State.SetName(beginning.Name);
            machine.AwaitedAtRest = beginning.OnlyToRest ? beginning.Awaited : null;
            machine.State.SetStatus(InstanceStatus.Running, InstanceSubStatus.Executing);
            machine.Trigger = beginning.TriggerActivityId is null ? null : workflow.TryNode(beginning.TriggerActivityId);
            machine.Schedule(new(null, workflow.Root) { JumpTo = beginning.At is null ? null : workflow.TryNode(beginning.At) ?? throw new CannotGoThereException(beginning.At, "there is no such activity") });
            await machine.DrainAsync();
            return InstanceSubStatus.Finished;
        }, subject, rerun, cancellation);

    /// <exception cref="BookmarkGoneException">The instance no longer waits there.</exception>
    /// <exception cref="InstanceOnHoldException">It waits there still, and goes on when it is activated.</exception>
    /// <inheritdoc cref="StartAsync(CompiledWorkflow, InstanceId, string?, JsonObject?, object?, Rerun?, CancellationToken)"/>
    public Task<Burst> ResumeAsync(CompiledWorkflow workflow, InstanceRow instance, BookmarkId bookmark, JsonNode? input,
        object? subject, Rerun? rerun, CancellationToken cancellation) => RunAsync(workflow, instance, instance.Id, async machine =>
        {
            if (instance.Status == InstanceStatus.Finished || machine.State.FindBookmark(bookmark) is not { Execution.Fault: null } found)
                throw new BookmarkGoneException(bookmark);
            RequireActive(instance);
            machine.State.Journal!.Cause("resume", found.Bookmark.Name, found.Bookmark.Stimulus);
            machine.State.RemoveBookmark(found.Execution, found.Bookmark);
            await machine.CallAsync(found.Execution, new(bookmark, found.Bookmark.Name, found.Bookmark.Stimulus, Values.Copy(input), found.Bookmark.DueAt));
            await machine.DrainAsync();
            return InstanceSubStatus.Finished;
        }, subject, rerun, cancellation);

    /// <summary>
    /// Goes back (or forward) to an activity. Whatever is open on a way to it or behind it is taken away, and it is scheduled;
    /// parallel branches that have nothing to do with it go on.
    /// </summary>
    /// <exception cref="CannotGoThereException">It has ended, or nothing of it leads there.</exception>
    /// <exception cref="InstanceOnHoldException">It goes nowhere until it is activated.</exception>
    public Task<Burst> RewindAsync(CompiledWorkflow workflow, InstanceRow instance, string targetActivityId, string reason,
        object? subject, Rerun? rerun, CancellationToken cancellation) => RunAsync(workflow, instance, instance.Id, async machine =>
        {
            RequireActive(instance);
            var target = workflow.TryNode(targetActivityId) ?? throw new CannotGoThereException(targetActivityId, "there is no such activity");
            machine.State.Journal!.Cause("rewind", targetActivityId, reason);
            Jump(machine, target);
            await machine.DrainAsync();
            return InstanceSubStatus.Finished;
        }, subject, rerun, cancellation);

    public Task<Burst> CancelAsync(CompiledWorkflow workflow, InstanceRow instance, string reason, object? subject, CancellationToken cancellation) =>
        RunAsync(workflow, instance, instance.Id, machine =>
        {
            machine.State.Journal!.Cause("cancel", "", reason);
            machine.Finish(Ending.Cancelled);
            return new(InstanceSubStatus.Cancelled);
        }, subject, null, cancellation);

    /// <summary>Runs the faulted activity again, with what it was called with.</summary>
    /// <exception cref="IncidentGoneException">The activity no longer stands there.</exception>
    /// <exception cref="InstanceOnHoldException">Nothing of it goes on until it is activated.</exception>
    public Task<Burst> RetryIncidentAsync(CompiledWorkflow workflow, InstanceRow instance, IncidentId incident, string by,
        object? subject, Rerun? rerun, CancellationToken cancellation) => RunAsync(workflow, instance, instance.Id, async machine =>
        {
            RequireActive(instance);
            var (execution, fault) = Faulted(machine, incident);
            machine.State.Journal!.Cause("retry", execution.Node.Id, by);
            machine.Settle(execution, fault, IncidentState.Retried, by);
            await machine.CallAsync(execution, fault.On);
            await machine.DrainAsync();
            return InstanceSubStatus.Finished;
        }, subject, rerun, cancellation);

    /// <summary>Lets the flow go on behind the faulted activity as if it had completed with the outcome.</summary>
    /// <exception cref="IncidentGoneException">The activity no longer stands there.</exception>
    /// <exception cref="NoSuchWayOutException">The activity never completes with that outcome: the flow would end there quietly.</exception>
    /// <exception cref="InstanceOnHoldException">Nothing of it goes on until it is activated.</exception>
    public Task<Burst> SkipIncidentAsync(CompiledWorkflow workflow, InstanceRow instance, IncidentId incident, string outcome, string reason, string by,
        object? subject, Rerun? rerun, CancellationToken cancellation) => RunAsync(workflow, instance, instance.Id, async machine =>
        {
            RequireActive(instance);
            var (execution, fault) = Faulted(machine, incident);
            if (LintFlow.WaysOut(execution.Node) is var ways && !ways.Contains(outcome))
                throw new NoSuchWayOutException(outcome, ways);
            machine.State.Journal!.Cause("skip", execution.Node.Id, $"{by}: {reason}");
            machine.Settle(execution, fault, IncidentState.Skipped, by);
            machine.Complete(execution, new([outcome], outcome == "Done"));
            await machine.DrainAsync();
            return InstanceSubStatus.Finished;
        }, subject, rerun, cancellation);

    /// <summary>Takes the faulted activity away; its branch ends there.</summary>
    /// <exception cref="IncidentGoneException">The activity no longer stands there.</exception>
    /// <exception cref="InstanceOnHoldException">Nothing of it goes on until it is activated.</exception>
    public Task<Burst> CancelIncidentAsync(CompiledWorkflow workflow, InstanceRow instance, IncidentId incident, string reason, string by,
        object? subject, Rerun? rerun, CancellationToken cancellation) => RunAsync(workflow, instance, instance.Id, async machine =>
        {
            RequireActive(instance);
            var (execution, fault) = Faulted(machine, incident);
            machine.State.Journal!.Cause("cancel-activity", execution.Node.Id, $"{by}: {reason}");
            machine.Settle(execution, fault, IncidentState.Cancelled, by);
            machine.Cancel(execution, CancelReason.Cancelled);
            if (execution.Parent is { Node.Activity: Container container } parent)
                container.ChildTakenAway(machine, parent, execution);
            await machine.DrainAsync();
            return InstanceSubStatus.Finished;
        }, subject, rerun, cancellation);

    /// <summary>Changes a variable of the workflow from outside. No activity runs; the subject says all the same whether an instance with an open incident stays open.</summary>
    /// <exception cref="NoSuchVariableException">The workflow declares none of that name.</exception>
    /// <exception cref="UnfitValueException">The value is not of the variable's type.</exception>
    public Task<Burst> SetVariableAsync(CompiledWorkflow workflow, InstanceRow instance, string name, JsonNode? value, string reason, string by,
        object? subject, CancellationToken cancellation) => RunAsync(workflow, instance, instance.Id, machine =>
        {
            if (machine.State.Root is not { } root)
                throw new CannotGoThereException(name, "the instance has ended");
            var slot = root.Node.SlotByName(name);
            if (slot < 0)
                throw new NoSuchVariableException(name, [.. root.Node.Variables.Select(variable => variable.Name)]);
            machine.State.Journal!.Cause("set-variable", name, $"{by}: {reason}");
            new MachineScope(machine, root).SetVariable(name, Fit(root.Node.Variables[slot], value));
            return new(InstanceSubStatus.Finished);
        }, subject, null, cancellation);

    /// <summary>Puts the instance on hold: it keeps where it waits, but nothing resumes it, and its timers do not fire.</summary>
    /// <exception cref="InstanceStandsOtherwiseException">It has ended.</exception>
    /// <exception cref="InstanceOnHoldException">It is on hold already.</exception>
    public Task<Burst> SuspendAsync(CompiledWorkflow workflow, InstanceRow instance, string reason, string by, object? subject, CancellationToken cancellation) =>
        RunAsync(workflow, instance, instance.Id, machine =>
        {
            if (instance.Status == InstanceStatus.Finished)
                throw new InstanceStandsOtherwiseException(instance.Id, instance.Status, instance.SubStatus);
            RequireActive(instance);
            machine.State.Journal!.Cause("suspend", "", $"{by}: {reason}");
            machine.State.SetStatus(InstanceStatus.Running, InstanceSubStatus.OnHold);
            machine.WritesBookmarksAnew = true;
            return new(InstanceSubStatus.Finished);
        }, subject, null, cancellation);

    /// <summary>Takes the hold away. Timers that came due meanwhile fire with the next sweep.</summary>
    /// <exception cref="InstanceStandsOtherwiseException">It is not on hold.</exception>
    public Task<Burst> ActivateAsync(CompiledWorkflow workflow, InstanceRow instance, string reason, string by, object? subject, CancellationToken cancellation) =>
        RunAsync(workflow, instance, instance.Id, machine =>
        {
            if (instance.SubStatus != InstanceSubStatus.OnHold)
                throw new InstanceStandsOtherwiseException(instance.Id, instance.Status, instance.SubStatus);
            machine.State.Journal!.Cause("activate", "", $"{by}: {reason}");
            machine.State.SetStatus(InstanceStatus.Running, InstanceSubStatus.Suspended);
            machine.WritesBookmarksAnew = true;
            return new(InstanceSubStatus.Finished);
        }, subject, null, cancellation);

    /// <summary>What <see cref="MigrateAsync"/> would do. Nothing is changed.</summary>
    /// <inheritdoc cref="MigrateAsync"/>
    public static MigrationPlan PlanMigration(CompiledWorkflow workflow, InstanceRow instance, CompiledWorkflow to, IReadOnlyDictionary<string, string> mapping) =>
        Migration.Of(InstanceState.Unpack(workflow, instance), instance, to, mapping).Plan;

    /// <summary>The instance goes on with another version of its definition from where it stands. No activity runs, and bookmarks keep their ids.</summary>
    /// <param name="mapping">Ids of activities in the version that it runs on, and what they are called in the other; one that is not named keeps its id.</param>
    /// <exception cref="CannotMigrateException">Something open has no place in the other version.</exception>
    public Task<Burst> MigrateAsync(CompiledWorkflow workflow, InstanceRow instance, CompiledWorkflow to, IReadOnlyDictionary<string, string> mapping, string reason, string by,
        object? subject, CancellationToken cancellation) => RunAsync(workflow, instance, instance.Id, machine =>
        {
            var (plan, move) = Migration.Of(machine.State, instance, to, mapping);
            if (!plan.IsPossible)
                throw new CannotMigrateException(plan);
            machine.Follow(move, to);
            machine.State.Journal!.Cause("migrate", to.Definition.Id, $"{by}: {reason}");
            return new(InstanceSubStatus.Finished);
        }, subject, null, cancellation);

    /// <summary>Takes the move back while nothing has run since: the instance is what it was before, to the byte.</summary>
    /// <param name="last">The last step of the instance.</param>
    /// <param name="from">The version that <see cref="MovedFrom"/> names.</param>
    /// <exception cref="NothingToUndoException">The last step was no move.</exception>
    public Task<Burst> UndoMigrationAsync(CompiledWorkflow workflow, InstanceRow instance, JournalRow last, CompiledWorkflow from, string reason, string by,
        object? subject, CancellationToken cancellation) => RunAsync(workflow, instance, instance.Id, machine =>
        {
            if (last.Revision != instance.Revision || Journal.MoveOf(last) is not { IsBack: false } move || move.From != from.Definition.Id)
                throw new NothingToUndoException(instance.Id);
            machine.Follow(move.Back(), from);
            machine.State.Journal!.Cause("undo-migrate", from.Definition.Id, $"{by}: {reason}");
            return new(InstanceSubStatus.Finished);
        }, subject, null, cancellation);

    /// <summary>The version that the step moved the instance from; null when the step was no move that can be taken back.</summary>
    public static string? MovedFrom(JournalRow step) => Journal.MoveOf(step) is { IsBack: false } move ? move.From : null;

    private static void RequireActive(InstanceRow instance)
    {
        if (instance.SubStatus == InstanceSubStatus.OnHold)
            throw new InstanceOnHoldException(instance.Id);
    }

    private static JsonNode? Fit(VariableSlot slot, JsonNode? value)
    {
        try
        {
            return Literals.As(value, slot.TypeName);
        }
        catch (ConversionException)
        {
            throw new UnfitValueException(slot.Name, slot.TypeName);
        }
    }

    /// <summary>A bare instance has no subject to spoil, so a burst whose activity threw is run again here.</summary>
    private async Task<Burst> RunAsync(CompiledWorkflow workflow, InstanceRow? row, InstanceId id, Func<Machine, ValueTask<InstanceSubStatus>> run,
        object? subject, Rerun? rerun, CancellationToken cancellation)
    {
        using var span = Tracing.Begin(workflow, id);
        var (at, seed, faults) = rerun is null ? (time.GetUtcNow().ToUniversalTime(), Random.Shared.Next(), []) : (rerun.At, rerun.Seed, rerun.Faults);
        while (true)
        {
            var state = row is null ? new InstanceState(workflow) : InstanceState.Unpack(workflow, row);
            var before = row is null ? [] : BurstRows.Live(state);
            state.Journal = new();
            var machine = new Machine(state, id, ids, new((row?.Revision ?? 0) + 1, at, seed, faults, subject, options, cancellation));
            try
            {
                machine.Rest(await run(machine));
                var burst = BurstRows.Of(machine, row, before);
                Tracing.End(span, workflow, burst);
                return burst;
            }
            catch (ActivityThrewException threw) when (subject is null)
            {
                faults = threw.Rerun.Faults;
            }
        }
    }

    private static (Execution, Standstill) Faulted(Machine machine, IncidentId incident) =>
        machine.State.Executions().FirstOrDefault(execution => execution.Fault?.Incident == incident) is { } execution
            ? (execution, execution.Fault!)
            : throw new IncidentGoneException(incident);

    private static void Jump(Machine machine, Node target)
    {
        if (machine.State.Root is null)
            throw new CannotGoThereException(target.Id, "the instance has ended");
        for (var step = target; step.Parent is { } parent; step = parent)
        {
            var open = machine.State.Executions().Where(execution => execution.Node == parent).ToList();
            if (open.Count == 0)
                continue;
            if (open.Count > 1)
                throw new CannotGoThereException(target.Id, $"'{parent.Name}' runs more than once");
            if (parent.Activity is not Container container || !container.Jump(machine, open[0], step, target))
                throw new CannotGoThereException(target.Id, $"no way of '{parent.Name}' leads there");
            if (open[0].Fault is { } fault)
                machine.Settle(open[0], fault, IncidentState.Cancelled, nameof(CancelReason.Rewound));
            return;
        }

        throw new CannotGoThereException(target.Id, "it is no activity of the flow");
    }
}

/// <summary>What an instance starts with.</summary>
/// <param name="TriggerActivityId">The trigger that was hit: a flowchart starts there.</param>
/// <param name="At">The activity at which the flow goes on as if it had come there from its start: ways back from it lead to all that lies before it. A flowchart that begins at a trigger has no such ways.</param>
/// <param name="Awaited">Where another instance waits for this one: told, through the outbox, when it has ended.</param>
/// <param name="Name">The name of the instance, which it may change itself.</param>
/// <param name="OnlyToRest">The other one waits only until this one has ended or waits for something itself.</param>
public sealed record Beginning(string? CorrelationId, JsonObject? Input, string? TriggerActivityId = null, BookmarkId? Awaited = null, bool OnlyToRest = false, string? Name = null, string? At = null);

/// <summary>The instance no longer waits there: somebody was first, or the flow went another way.</summary>
public sealed class BookmarkGoneException(BookmarkId bookmark) : NotAFaultException($"Bookmark {bookmark} is gone")
{
    public BookmarkId Bookmark { get; } = bookmark;
}

/// <summary>The workflow declares no variable of that name.</summary>
public sealed class NoSuchVariableException(string name, IReadOnlyList<string> names) : NotAFaultException($"There is no variable '{name}'")
{
    /// <summary>Those that it declares.</summary>
    public IReadOnlyList<string> Names { get; } = names;
}

/// <summary>The value is not of the type that the variable is declared with.</summary>
public sealed class UnfitValueException(string name, string typeName) : NotAFaultException($"The variable '{name}' is a {typeName}")
{
    public string TypeName { get; } = typeName;
}

/// <summary>The activity has no way out of that name.</summary>
/// <param name="ways">Those that it has.</param>
public sealed class NoSuchWayOutException(string way, ImmutableArray<string> ways) : NotAFaultException($"There is no way out called '{way}', only {string.Join(", ", ways)}")
{
    public ImmutableArray<string> Ways => ways;
}

/// <summary>The incident was settled before.</summary>
public sealed class IncidentGoneException(IncidentId incident) : NotAFaultException($"Incident {incident} is settled")
{
    public IncidentId Incident { get; } = incident;
}

/// <summary>The flow cannot be sent to that activity now.</summary>
public sealed class CannotGoThereException(string target, string reason) : NotAFaultException($"Cannot go to '{target}': {reason}")
{
    public string Target { get; } = target;

    public string Reason { get; } = reason;
}
