using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Running;

/// <summary>What a burst leaves to be written, from the state before and after it.</summary>
internal static class BurstRows
{
    /// <summary>
    /// Bookmarks that can be hit. Those of a faulted activity or instance stay in its state and come back when it is helped,
    /// but nobody can hit them meanwhile.
    /// </summary>
    internal static ImmutableArray<(Execution Execution, Bookmark Bookmark)> Live(InstanceState state) =>
        state.Status == InstanceStatus.Finished ? [] : [.. state.Bookmarks().Where(found => found.Execution.Fault is null)];

    internal static Burst Of(Machine machine, InstanceRow? row, ImmutableArray<(Execution Execution, Bookmark Bookmark)> before)
    {
        var state = machine.State;
        var live = Live(state);
        var revision = machine.Revision;
        var waiting = live.Select(found => Row(machine, found.Execution, found.Bookmark)).ToImmutableArray();
        var definition = state.Workflow.Definition;

        // An event finds who waits by the correlation id, so those who wait already follow its change.
        var anew = machine.WritesBookmarksAnew || (row is not null && row.CorrelationId != state.CorrelationId);
        return new()
        {
            Writes = new()
            {
                ExpectedRevision = row?.Revision,
                Instance = new()
                {
                    Id = machine.Id,
                    DefinitionId = definition.DefinitionId,
                    DefinitionVersionId = definition.Id,
                    CorrelationId = state.CorrelationId,
                    Name = state.Name,
                    Status = state.Status,
                    SubStatus = state.SubStatus,
                    Revision = revision,
                    State = state.Pack(),
                    CreatedAt = row?.CreatedAt ?? machine.Now,
                    UpdatedAt = machine.Now,
                },
                BookmarksCreated = before.IsEmpty || anew ? waiting : [.. waiting.Where(bookmark => !Has(before, bookmark.Id))],
                BookmarksBurned = [.. before.Select(found => found.Bookmark.Id).Where(id => anew || !Has(live, id))],
                Journal = new() { InstanceId = machine.Id, Revision = revision, At = machine.Now, Events = state.Journal!.ToArray() },
                Messages = [.. machine.Messages],
                IncidentsOpened = [.. machine.Opened],
                IncidentsSettled = [.. machine.Settled],
                IncidentsRenamed = [.. machine.Renamed],
            },
            Lines = [.. machine.Lines],
            Answer = machine.Response,
            Output = state.Output.Count == 0 ? [] : (JsonObject)state.Output.DeepClone(),
            Waiting = waiting,
        };
    }

    private static bool Has(ImmutableArray<(Execution Execution, Bookmark Bookmark)> bookmarks, BookmarkId id)
    {
        foreach (var found in bookmarks)
        {
            if (found.Bookmark.Id == id)
                return true;
        }

        return false;
    }

    private static BookmarkRow Row(Machine machine, Execution execution, Bookmark bookmark) => new()
    {
        Id = bookmark.Id,
        InstanceId = machine.Id,
        Name = bookmark.Name,
        Stimulus = bookmark.Stimulus,
        ActivityId = execution.Node.Key,
        CorrelationId = machine.State.CorrelationId,
        CreatedAt = bookmark.CreatedAt,
        DueAt = machine.State.SubStatus == InstanceSubStatus.OnHold ? null : bookmark.DueAt, // so that no sweep finds it
    };
}
