using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Engine.Running;

/// <summary>How flowcharts decide what runs next.</summary>
public enum FlowchartMode
{
    /// <summary>By counting visits of nodes and links: Elsa's default.</summary>
    Counter,

    /// <summary>By tokens on links and the merge mode of each node.</summary>
    Token,
}

/// <summary>How a runner behaves where a definition says nothing.</summary>
public sealed record RunnerOptions
{
    public static RunnerOptions Default { get; } = new();

    public FlowchartMode Mode { get; init; }

    /// <summary>False: the first fault ends the workflow, as in Elsa. True: the other branches go on.</summary>
    public bool ContinuesWithIncidents { get; init; }

    /// <summary>
    /// Where activities that start another workflow look whether it is there; they fault where it is not. Null: nobody looks, and the message
    /// that starts it finds out.
    /// </summary>
    public IDefinitions? Definitions { get; init; }

    /// <summary>So many activities may run in one burst; beyond it the next one faults.</summary>
    public int CallsPerBurst { get; init; } = 20_000;

    /// <summary>So many bytes one step may have to tell, the values of variables each time they change; beyond it the next activity faults.</summary>
    public int BytesPerBurst { get; init; } = 32 * 1024 * 1024;
}
