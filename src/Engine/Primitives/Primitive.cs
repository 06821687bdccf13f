using System.Collections.Immutable;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

/// <summary>An activity of the engine itself: it may look behind the context.</summary>
internal abstract class Primitive : Activity
{
    internal override bool ChangesNothingWhenItThrows => true;

    /// <summary>Reads of the JSON, once, what is no plain input.</summary>
    internal virtual void Prepare(Compiler compiler, Node node)
    {
    }

    /// <summary>For a trigger that may start the workflow: what starts it, and for the clock when next after the moment. Null where that is known only while it runs.</summary>
    internal virtual ImmutableArray<TriggerPlace>? Starts(Node node, DateTimeOffset after) => [];

    protected internal override ValueTask<Outcome> ExecuteAsync(ActivityContext context) => new(Run((RunContext)context));

    protected internal sealed override ValueTask<Outcome> ResumeAsync(ActivityContext context, Stimulus stimulus) => new(Resume((RunContext)context, stimulus));

    protected abstract Outcome Run(RunContext run);

    /// <summary>The value of an input that is written down; default where it is computed, left out or not of the type.</summary>
    private protected static T? Constant<T>(Node node, Input<T> input)
    {
        try
        {
            return node.Input(input.Name)?.Expression is Expression.Literal { Value: { } value } ? Values.To<T>(value) : default;
        }
        catch (ConversionException)
        {
            return default; // Lint says so.
        }
    }

    protected virtual Outcome Resume(RunContext run, Stimulus stimulus) => Outcome.Done;
}

/// <summary>An activity that schedules others and is told when they end.</summary>
internal abstract class Container : Primitive
{
    internal abstract void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion);

    /// <summary>A person took the child away: its branch ends there.</summary>
    internal virtual void ChildTakenAway(Machine machine, Execution self, Execution child) => machine.Complete(self, Completion.Done);

    /// <summary>Why the flow cannot go on behind the child; asked before the child is closed, so that the child faults.</summary>
    internal virtual string? Refuses(Execution self, Execution child, Completion completion) => null;

    /// <summary>Goes to one of its children, taking away what that leaves. False where that has no meaning.</summary>
    /// <param name="step">The child.</param>
    /// <param name="target">The child, or what to go to inside it.</param>
    internal virtual bool Jump(Machine machine, Execution self, Node step, Node target) => false;

    protected static Work Going(Execution self, Node step, Node target) => new(self, step) { JumpTo = ReferenceEquals(step, target) ? null : target };
}

/// <summary>A workflow, or a workflow used as an activity: what Elsa.Complete completes.</summary>
internal abstract class Composite : Container
{
    internal override void ChildCompleted(Machine machine, Execution self, Execution child, Completion completion) =>
        machine.Complete(self, Completion.Done);

    internal override bool Jump(Machine machine, Execution self, Node step, Node target)
    {
        foreach (var child in self.Children.ToArray())
            machine.Cancel(child, CancelReason.Rewound);
        machine.Schedule(Going(self, step, target));
        return true;
    }
}
