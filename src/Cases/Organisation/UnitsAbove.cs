using System.Collections.Concurrent;
using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Organisation;

/// <summary>A unit in whose area another lies.</summary>
internal sealed record UnitAbove(UnitLevel Level, UnitId Id, string DivisionCode);

/// <summary>
/// Who stands above whom, kept between the acts of this process for one state of the tree. Each act reads the number of the tree's changes
/// from the database first, so a change on another node is never passed by.
/// </summary>
public sealed class UnitsAboveCache
{
    private volatile Tree last = new(-1);

    /// <summary>What is known of the tree after so many changes: nothing yet, where it has changed.</summary>
    internal ConcurrentDictionary<UnitId, ImmutableArray<UnitAbove>> After(long changes)
    {
        var tree = last;
        if (tree.Changes != changes)
            last = tree = new(changes);
        return tree.Known;
    }

    private sealed class Tree(long changes)
    {
        public long Changes { get; } = changes;

        public ConcurrentDictionary<UnitId, ImmutableArray<UnitAbove>> Known { get; } = new();
    }
}
