using System.Collections.Immutable;

namespace AidWorkflow.Engine.Authoring;

public enum ActivityKind
{
    Action,
    Trigger,
    Job,
    Task,
}

public enum PortKind
{
    /// <summary>A way out that links leave from.</summary>
    Flow,

    /// <summary>A child activity that stands inside this one (If.then).</summary>
    Embedded,
}

public sealed record Port(string Name, PortKind Kind = PortKind.Flow)
{
    public Words? DisplayName { get; init; }
}

/// <summary>A palette entry: what an author can know of an activity type without running it.</summary>
public sealed record ActivityDescriptor
{
    /// <summary>Stored in definitions for ever: "Aid.Review".</summary>
    public required string TypeName { get; init; }
    public int Version { get; init; } = 1;
    public required string Category { get; init; }
    public required Words DisplayName { get; init; }
    public Words Description { get; init; } = new("", "");
    public ActivityKind Kind { get; init; } = ActivityKind.Action;
    public ImmutableArray<InputDefinition> Inputs { get; init; } = [];
    public ImmutableArray<OutputDefinition> Outputs { get; init; } = [];

    /// <summary>Its fixed ways out and embedded children; "Done" only when nothing is said.</summary>
    public ImmutableArray<Port> Ports { get; init; } = [new("Done")];

    /// <summary>The input whose entries are further ways out: a list of names, or of objects with a label. Null when there is none.</summary>
    public string? PortsFrom { get; init; }

    /// <summary>Completing it completes the flowchart or sequence around it.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>A flowchart starts here.</summary>
    public bool IsStart { get; init; }

    /// <summary>It may wait for somebody or for the clock; a loop without such an activity is a lint warning.</summary>
    public bool CanWait { get; init; }

    public bool IsContainer { get; init; }

    /// <summary>False hides it from the palette.</summary>
    public bool IsBrowsable { get; init; } = true;
}
