using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Engine.Instances;

/// <summary>
/// The stored form: nodes and links by their ids in the definition, so that it survives a new order of the nodes;
/// only what differs from the definition's defaults.
/// </summary>
internal sealed partial class InstanceState
{
    private const byte Format = 1;

    [Flags]
    private enum Has
    {
        None = 0,
        Variables = 1,
        Extras = 2,
        Cursor = 4,
        BackLink = 8,
        State = 16,
        Flow = 32,
        Bookmarks = 64,
        Fault = 128,
        Children = 256,
    }

    internal byte[] Pack()
    {
        var pack = new Packer();
        pack.Byte(Format);
        pack.Number(lastExecution);
        pack.Byte((byte)((UsesTokens ? 1 : 0) | (Awaited is null ? 0 : 2)));
        if (Awaited is { } awaited)
            pack.Guid(awaited.Value);
        pack.Value(Input.Count == 0 ? null : Input);
        pack.Value(Output.Count == 0 ? null : Output);
        pack.Number(ActivityOutputs.Count);
        foreach (var ((node, output), value) in ActivityOutputs)
        {
            pack.Name(node);
            pack.Name(output);
            pack.Value(value);
        }

        pack.Value(LastResult);
        pack.Byte((byte)(Root is null ? 0 : 1));
        if (Root is not null)
            Pack(pack, Root);
        return pack.ToArray();
    }

    /// <exception cref="InvalidDataException">It was not written by this program, or for another definition.</exception>
    internal static InstanceState Unpack(CompiledWorkflow workflow, InstanceRow row)
    {
        var state = new InstanceState(workflow)
        {
            Status = row.Status,
            SubStatus = row.SubStatus,
            CorrelationId = row.CorrelationId,
            Name = row.Name,
        };
        state.Read(new(row.State));
        return state;
    }

    private void Read(Unpacker pack)
    {
        if (pack.Byte() is var format and not Format)
            throw new InvalidDataException($"The state has format {format}, known is {Format}");
        lastExecution = pack.Int();
        var flags = pack.Byte();
        UsesTokens = (flags & 1) != 0;
        Awaited = (flags & 2) != 0 ? new BookmarkId(pack.Guid()) : null;
        Input = pack.Value() as JsonObject ?? [];
        Output = pack.Value() as JsonObject ?? [];
        for (var rest = pack.Count(); rest > 0; rest--)
            ActivityOutputs[(pack.Name(), pack.Name())] = pack.Value();
        LastResult = pack.Value();
        if (pack.Byte() == 1)
            UnpackExecution(pack, null);
    }

    private static void Pack(Packer pack, Execution execution)
    {
        var has = Parts(execution);
        pack.Name(execution.Node.Key);
        pack.Number(execution.Id);
        pack.Number((int)has);
        if (has.HasFlag(Has.Variables))
            PackVariables(pack, execution);
        if (has.HasFlag(Has.Extras))
        {
            pack.Number(execution.Extras!.Count);
            foreach (var (name, value) in execution.Extras)
            {
                pack.Name(name);
                pack.Value(value);
            }
        }

        if (has.HasFlag(Has.Cursor))
            pack.Number(execution.Cursor);
        if (has.HasFlag(Has.State))
            pack.Value(execution.State);
        if (has.HasFlag(Has.Flow))
            PackFlow(pack, execution.Flow!);
        if (has.HasFlag(Has.Bookmarks))
        {
            pack.Number(execution.Bookmarks!.Count);
            foreach (var bookmark in execution.Bookmarks)
                PackBookmark(pack, bookmark);
        }

        if (has.HasFlag(Has.Fault))
            PackFault(pack, execution.Fault!);
        if (has.HasFlag(Has.Children))
        {
            pack.Number(execution.Children.Count);
            foreach (var child in execution.Children)
                Pack(pack, child);
        }
    }

    private void UnpackExecution(Unpacker pack, Execution? parent)
    {
        var node = Workflow.NodeByKey(pack.Name());
        var id = pack.Int();
        var has = (Has)pack.Int();
        var execution = Attach(id, node, parent, has.HasFlag(Has.BackLink));
        if (has.HasFlag(Has.Variables))
        {
            for (var rest = pack.Count(); rest > 0; rest--)
            {
                var slot = node.SlotById(pack.Name());
                var value = pack.Value();
                if (slot >= 0)
                    execution.Variables[slot] = value;
            }
        }

        if (has.HasFlag(Has.Extras))
        {
            execution.Extras = [];
            for (var rest = pack.Count(); rest > 0; rest--)
                execution.Extras.Add((pack.Name(), pack.Value()));
        }

        if (has.HasFlag(Has.Cursor))
            execution.Cursor = pack.Int();
        if (has.HasFlag(Has.State))
            execution.State = pack.Value() as JsonObject;
        if (has.HasFlag(Has.Flow))
            execution.Flow = UnpackFlow(pack, execution);
        if (has.HasFlag(Has.Bookmarks))
        {
            execution.Bookmarks = [];
            for (var rest = pack.Count(); rest > 0; rest--)
                execution.Bookmarks.Add(UnpackBookmark(pack));
        }

        if (has.HasFlag(Has.Fault))
            execution.Fault = UnpackFault(pack);
        if (has.HasFlag(Has.Children))
        {
            for (var rest = pack.Count(); rest > 0; rest--)
                UnpackExecution(pack, execution);
        }
    }

    private static Has Parts(Execution execution)
    {
        var has = Has.None;
        for (var slot = 0; slot < execution.Variables.Length; slot++)
        {
            if (!ReferenceEquals(execution.Variables[slot], execution.Node.Variables[slot].Default))
                has |= Has.Variables;
        }

        if (execution.Extras is { Count: > 0 })
            has |= Has.Extras;
        if (execution.Cursor != 0)
            has |= Has.Cursor;
        if (execution.ByBackLink)
            has |= Has.BackLink;
        if (execution.State is { Count: > 0 })
            has |= Has.State;
        if (execution.Flow is not null)
            has |= Has.Flow;
        if (execution.Bookmarks is { Count: > 0 })
            has |= Has.Bookmarks;
        if (execution.Fault is not null)
            has |= Has.Fault;
        if (execution.Children.Count > 0)
            has |= Has.Children;
        return has;
    }

    private static void PackVariables(Packer pack, Execution execution)
    {
        var slots = execution.Node.Variables;
        var changed = 0;
        for (var slot = 0; slot < slots.Length; slot++)
            changed += ReferenceEquals(execution.Variables[slot], slots[slot].Default) ? 0 : 1;
        pack.Number(changed);
        for (var slot = 0; slot < slots.Length; slot++)
        {
            if (ReferenceEquals(execution.Variables[slot], slots[slot].Default))
                continue;
            pack.Name(slots[slot].Id);
            pack.Value(execution.Variables[slot]);
        }
    }

    internal static void PackBookmark(Packer pack, Bookmark bookmark)
    {
        pack.Guid(bookmark.Id.Value);
        pack.Name(bookmark.Name);
        pack.Name(bookmark.Stimulus);
        pack.Moment(bookmark.DueAt);
        pack.Moment(bookmark.CreatedAt);
    }

    internal static Bookmark UnpackBookmark(Unpacker pack) =>
        new(new(pack.Guid()), pack.Name(), pack.Name(), pack.Moment(), pack.Moment()!.Value);

    internal static void PackFault(Packer pack, Standstill fault)
    {
        pack.Guid(fault.Incident.Value);
        pack.Text(fault.Reason);
        pack.Moment(fault.At);
        pack.Byte((byte)(fault.On is null ? 0 : 1));
        if (fault.On is not { } on)
            return;
        pack.Guid(on.Bookmark.Value);
        pack.Name(on.Name);
        pack.Name(on.Value);
        pack.Value(on.Input);
        pack.Moment(on.DueAt);
    }

    internal static Standstill UnpackFault(Unpacker pack)
    {
        var (incident, reason, at) = (new IncidentId(pack.Guid()), pack.Text(), pack.Moment()!.Value);
        if (pack.Byte() == 0)
            return new(incident, reason, at, null);
        return new(incident, reason, at, new Stimulus(new(pack.Guid()), pack.Name(), pack.Name(), pack.Value(), pack.Moment()));
    }

    internal static void PackFlow(Packer pack, FlowScope flow)
    {
        var graph = flow.Graph;
        pack.Name(graph.Start?.Key ?? "");
        if (flow.Tokens is { } tokens)
        {
            pack.Byte(1);
            pack.Number(tokens.Count);
            foreach (var token in tokens)
            {
                PackLink(pack, graph, token.Link);
                pack.Byte((byte)(token.Blocked ? 1 : 0));
            }

            return;
        }

        pack.Byte(0);
        pack.Number(flow.Nodes.Count(count => count > 0));
        for (var node = 0; node < flow.Nodes.Length; node++)
        {
            if (flow.Nodes[node] == 0)
                continue;
            pack.Name(graph.Nodes[node].Key);
            pack.Number(flow.Nodes[node]);
        }

        pack.Number(flow.Links.Count(count => count > 0));
        for (var link = 0; link < flow.Links.Length; link++)
        {
            if (flow.Links[link] == 0)
                continue;
            PackLink(pack, graph, link);
            pack.Number((flow.Links[link] * 3) + (int)flow.Last[link]);
        }
    }

    internal static FlowScope UnpackFlow(Unpacker pack, Execution execution)
    {
        var graph = execution.Node.GraphFrom(pack.Name());
        var flow = new FlowScope(graph, tokens: pack.Byte() == 1);
        if (flow.Tokens is { } tokens)
        {
            for (var rest = pack.Count(); rest > 0; rest--)
            {
                var link = UnpackLink(pack, graph);
                var blocked = pack.Byte() == 1;
                if (link >= 0)
                    tokens.Add(new(link, blocked));
            }

            return flow;
        }

        for (var rest = pack.Count(); rest > 0; rest--)
        {
            var node = graph.NodeByKey(pack.Name());
            var count = pack.Int();
            if (node >= 0)
                flow.Nodes[node] = count;
        }

        for (var rest = pack.Count(); rest > 0; rest--)
        {
            var link = UnpackLink(pack, graph);
            var count = pack.Int();
            if (link < 0)
                continue;
            flow.Links[link] = count / 3;
            flow.Last[link] = (LinkVisit)(count % 3);
        }

        return flow;
    }

    private static void PackLink(Packer pack, FlowGraph graph, int index)
    {
        var link = graph.Links[index];
        pack.Name(graph.Nodes[link.Source].Key);
        pack.Name(link.Port ?? "");
        pack.Name(graph.Nodes[link.Target].Key);
    }

    private static int UnpackLink(Unpacker pack, FlowGraph graph) => graph.LinkBetween(pack.Name(), pack.Name(), pack.Name());
}
