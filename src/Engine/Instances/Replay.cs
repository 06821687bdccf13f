using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Engine.Instances;

/// <summary>Rebuilds an instance from its journal alone. What it gives must equal the stored state: that is how both are checked.</summary>
internal static class Replay
{
    internal static InstanceState Rebuild(CompiledWorkflow workflow, IEnumerable<JournalRow> steps)
    {
        var state = new InstanceState(workflow);
        foreach (var step in steps)
        {
            var pack = Journal.Read(step.Events);
            while (!pack.AtEnd)
                Apply(state, (Journal.Op)pack.Byte(), pack);
        }

        return state;
    }

    private static void Apply(InstanceState state, Journal.Op op, Unpacker pack)
    {
        switch (op)
        {
            case Journal.Op.Begin:
                state.Begin(Optional(pack), pack.Value() as JsonObject, pack.Byte() == 1);
                return;
            case Journal.Op.Status:
                state.SetStatus((InstanceStatus)pack.Byte(), (InstanceSubStatus)pack.Byte());
                return;
            case Journal.Op.Correlation:
                state.SetCorrelation(Optional(pack));
                return;
            case Journal.Op.Rename:
                state.SetName(Optional(pack));
                return;
            case Journal.Op.Open:
                Open(state, pack);
                return;
            case Journal.Op.Output:
                state.SetOutput(pack.Name(), pack.Value());
                return;
            case Journal.Op.ActivityOutput:
                state.SetActivityOutput(pack.Name(), pack.Name(), pack.Value());
                return;
            case Journal.Op.LastResult:
                state.SetLastResult(pack.Value());
                return;
            case Journal.Op.Cause:
                (_, _, _) = (pack.Name(), pack.Name(), Optional(pack));
                return;
            case Journal.Op.Line:
                pack.Text();
                return;
            case Journal.Op.Message:
                (_, _) = (pack.Name(), pack.Text());
                return;
            default:
                ApplyTo(state, state.Find(pack.Int()) ?? throw new InvalidDataException($"the journal speaks of an execution that is not open ({op})"), op, pack);
                return;
        }
    }

    private static void ApplyTo(InstanceState state, Execution execution, Journal.Op op, Unpacker pack)
    {
        switch (op)
        {
            case Journal.Op.Close:
                var ending = (Ending)pack.Byte();
                state.Close(execution, ending, [.. Enumerable.Range(0, pack.Count()).Select(_ => pack.Name())]);
                return;
            case Journal.Op.Variable:
                state.SetSlot(execution, execution.Node.SlotById(pack.Name()), pack.Value());
                return;
            case Journal.Op.Extra:
                state.SetExtra(execution, pack.Name(), pack.Value());
                return;
            case Journal.Op.Cursor:
                state.SetCursor(execution, pack.Int());
                return;
            case Journal.Op.State:
                state.KeepState(execution, pack.Value() as JsonObject);
                return;
            case Journal.Op.Bookmark:
                state.AddBookmark(execution, InstanceState.UnpackBookmark(pack));
                return;
            case Journal.Op.Burn:
                var id = new BookmarkId(pack.Guid());
                state.RemoveBookmark(execution, execution.Bookmarks!.First(bookmark => bookmark.Id == id));
                return;
            case Journal.Op.Fault:
                state.SetFault(execution, pack.Byte() == 1 ? InstanceState.UnpackFault(pack) : null);
                return;
            case Journal.Op.Flow:
                execution.Flow = InstanceState.UnpackFlow(pack, execution);
                return;
            case Journal.Op.VisitNode:
                state.VisitNode(execution, execution.Flow!.Graph.NodeByKey(pack.Name()));
                return;
            case Journal.Op.VisitLink:
                var link = execution.Flow!.Graph.LinkBetween(pack.Name(), pack.Name(), pack.Name());
                state.VisitLink(execution, link, (LinkVisit)pack.Byte());
                return;
            default:
                throw new InvalidDataException($"the journal has an unknown event {(byte)op}");
        }
    }

    private static void Open(InstanceState state, Unpacker pack)
    {
        _ = pack.Int();
        var node = state.Workflow.NodeByKey(pack.Name());
        var parent = pack.Int();
        state.Open(node, parent == 0 ? null : state.Find(parent), pack.Byte() == 1);
    }

    private static string? Optional(Unpacker pack) => pack.Byte() == 1 ? pack.Text() : null;
}
