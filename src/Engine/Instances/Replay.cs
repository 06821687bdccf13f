using System.Text.Json.Nodes;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Instances;

/// <summary>Rebuilds an instance from its journal alone. What it gives must equal the stored state: that is how both are checked.</summary>
internal static class Replay
{
    internal static InstanceState Rebuild(Lineage versions, IEnumerable<JournalRow> steps)
    {
        var state = new InstanceState(versions.First);
        foreach (var step in steps)
            Apply(versions, state, step, null);
        return state;
    }

    internal static void Apply(Lineage versions, InstanceState state, JournalRow step, Retold? listener)
    {
        if (step.Revision < versions.Since)
            return;
        var pack = Journal.Read(step.Events);
        while (!pack.AtEnd)
        {
            var op = (Journal.Op)pack.Byte();
            if (op == Journal.Op.Move)
                Follow(versions, state, Move.Unpack(pack), listener);
            else
                Apply(state, op, pack, listener);
        }
    }

    private static void Follow(Lineage versions, InstanceState state, Move move, Retold? listener)
    {
        state.Follow(move, versions.Version(move.To));
        listener?.Moved(move);
    }

    private static void Apply(InstanceState state, Journal.Op op, Unpacker pack, Retold? listener)
    {
        switch (op)
        {
            case Journal.Op.Begin:
                var (correlationId, input, flags) = (Optional(pack), pack.Value() as JsonObject, pack.Byte());
                state.Begin(correlationId, input, (flags & 1) != 0, (flags & 2) != 0 ? new BookmarkId(pack.Guid()) : null);
                return;
            case Journal.Op.Status:
                state.SetStatus((InstanceStatus)pack.Byte(), (InstanceSubStatus)pack.Byte());
                listener?.Say("Status", null, $"{state.Status}/{state.SubStatus}");
                return;
            case Journal.Op.Correlation:
                state.SetCorrelation(Optional(pack));
                return;
            case Journal.Op.Rename:
                state.SetName(Optional(pack));
                return;
            case Journal.Op.Open:
                var opened = Open(state, pack);
                listener?.Opened(opened);
                return;
            case Journal.Op.Output:
                var (output, value) = (pack.Name(), pack.Value());
                state.SetOutput(output, value);
                listener?.Say("Output", null, $"{output} = {value?.ToJsonString() ?? "null"}");
                return;
            case Journal.Op.ActivityOutput:
                state.SetActivityOutput(pack.Name(), pack.Name(), pack.Value());
                return;
            case Journal.Op.LastResult:
                state.SetLastResult(pack.Value());
                return;
            case Journal.Op.Cause:
                var (what, about, detail) = (pack.Name(), pack.Name(), Optional(pack));
                listener?.Say(what, null, string.Join(": ", new[] { about, detail }.Where(part => !string.IsNullOrEmpty(part))));
                return;
            case Journal.Op.Line:
                var line = pack.Text();
                listener?.Say("Line", null, line);
                return;
            case Journal.Op.Message:
                var (channel, key) = (pack.Name(), pack.Text());
                listener?.Say("Message", null, $"{channel} {key}");
                return;
            default:
                ApplyTo(state, state.Find(pack.Int()) ?? throw new InvalidDataException($"the journal speaks of an execution that is not open ({op})"), op, pack, listener);
                return;
        }
    }

    private static void ApplyTo(InstanceState state, Execution execution, Journal.Op op, Unpacker pack, Retold? listener)
    {
        switch (op)
        {
            case Journal.Op.Close:
                var ending = (Ending)pack.Byte();
                var outcomes = Enumerable.Range(0, pack.Count()).Select(_ => pack.Name()).ToList();
                listener?.Say(ending.ToString(), execution, string.Join(", ", outcomes));
                state.Close(execution, ending, [.. outcomes]);
                return;
            case Journal.Op.Variable:
                var (slot, value) = (execution.Node.SlotById(pack.Name()), pack.Value());
                state.SetSlot(execution, slot, value);
                listener?.Changed(execution, execution.Node.Variables[slot].Name, value);
                return;
            case Journal.Op.Extra:
                var (name, extra) = (pack.Name(), pack.Value());
                state.SetExtra(execution, name, extra);
                listener?.Changed(execution, name, extra);
                return;
            case Journal.Op.Cursor:
                state.SetCursor(execution, pack.Int());
                return;
            case Journal.Op.State:
                state.KeepState(execution, pack.Value() as JsonObject);
                return;
            case Journal.Op.Bookmark:
                var bookmark = InstanceState.UnpackBookmark(pack);
                state.AddBookmark(execution, bookmark);
                listener?.Say("Waiting", execution, bookmark.Name == RunTask.TypeName ? $"{bookmark.Stimulus} {bookmark.Id}" : bookmark.Stimulus); // whoever does a task completes it by the id
                return;
            case Journal.Op.Burn:
                var id = new BookmarkId(pack.Guid());
                state.RemoveBookmark(execution, execution.Bookmarks!.First(held => held.Id == id));
                listener?.Say("Burned", execution, null);
                return;
            case Journal.Op.Fault:
                var fault = pack.Byte() == 1 ? InstanceState.UnpackFault(pack) : null;
                state.SetFault(execution, fault);
                listener?.Say(fault is null ? "Helped" : "Faulted", execution, fault?.Reason);
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

    private static Execution Open(InstanceState state, Unpacker pack)
    {
        _ = pack.Int();
        var node = state.Workflow.NodeByKey(pack.Name());
        var parent = pack.Int();
        return state.Open(node, parent == 0 ? null : state.Find(parent), pack.Byte() == 1);
    }

    private static string? Optional(Unpacker pack) => pack.Byte() == 1 ? pack.Text() : null;
}
