using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Engine.Instances;

/// <summary>How often a flowchart's nodes and links were visited (counter mode), or the tokens on its links (token mode).</summary>
internal sealed class FlowScope(FlowGraph graph, bool tokens)
{
    internal FlowGraph Graph { get; } = graph;

    /// <summary>By the node's place in the flowchart.</summary>
    internal int[] Nodes { get; } = tokens ? [] : new int[graph.Nodes.Length];

    /// <summary>By the link's place in the flowchart.</summary>
    internal int[] Links { get; } = tokens ? [] : new int[graph.Links.Length];

    internal LinkVisit[] Last { get; } = tokens ? [] : new LinkVisit[graph.Links.Length];

    internal List<Token>? Tokens { get; } = tokens ? [] : null;
}

/// <summary>What the last visit of a link was.</summary>
internal enum LinkVisit : byte
{
    Skipped,
    Followed,

    /// <summary>The flow jumped past it: it holds nobody up and lets nobody through.</summary>
    Jumped,
}

/// <summary>A token on a link of a flowchart in token mode.</summary>
internal sealed record Token(int Link, bool Blocked);
