using System.Text.Json.Nodes;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Authoring;

/// <summary>
/// What a node of a definition does. One instance serves every workflow, so it holds no state:
/// inputs come from the context, what must last goes into variables, outputs or the execution's own state.
/// </summary>
public abstract class Activity
{
    /// <summary>What the palette, lint and the compiler know of it. Always the same object.</summary>
    public abstract ActivityDescriptor Descriptor { get; }

    /// <summary>Runs it. Throwing faults this execution alone; the rest of the step is kept.</summary>
    protected internal abstract ValueTask<Outcome> ExecuteAsync(ActivityContext context);

    /// <summary>
    /// One of its bookmarks was hit and is burned. Its other bookmarks stay until it completes.
    /// Answering <see cref="Outcome.Waiting"/> again adds bookmarks and keeps it running.
    /// </summary>
    protected internal virtual ValueTask<Outcome> ResumeAsync(ActivityContext context, Stimulus stimulus) => new(Outcome.Done);

    /// <summary>True where every read comes before every change, so that throwing leaves nothing half done.</summary>
    internal virtual bool ChangesNothingWhenItThrows => false;

    /// <summary>It was open and is taken away; its bookmarks are burned. Close what it opened in the subject.</summary>
    protected internal virtual void OnCancelled(ActivityContext context, CancelReason reason)
    {
    }
}

/// <summary>Why an open activity was taken away.</summary>
public enum CancelReason
{
    /// <summary>Its scope was completed or cancelled without it (a race was lost, the workflow finished).</summary>
    Cancelled,

    /// <summary>The flow went back to an earlier activity.</summary>
    Rewound,
}

/// <summary>What resumed a waiting activity.</summary>
/// <param name="Name">The bookmark's name.</param>
/// <param name="Value">What it waited for within the name, for example the event's name.</param>
/// <param name="Input">What the caller brought; null when the clock resumed it.</param>
/// <param name="DueAt">When the clock would have resumed it.</param>
public sealed record Stimulus(BookmarkId Bookmark, string Name, string Value, JsonNode? Input, DateTimeOffset? DueAt)
{
    /// <summary>What the caller brought, as a value or as a record that its JSON fits; default when nothing.</summary>
    public T? Read<T>() => Values.To<T>(Input);
}
