using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Instances;

/// <summary>What one step did, in order, in a few bytes each. Enough to rebuild the state, and to tell the story.</summary>
internal sealed class Journal
{
    private const byte Plain = 1;
    private const byte Deflated = 2;

    /// <summary>Deflated, and begins with a move to another version: found without reading what stands in it.</summary>
    private const byte Moving = 3;

    private readonly Packer pack = new();
    private bool moves;

    /// <summary>What the step has to say so far, in bytes before they are compressed.</summary>
    internal int Length => pack.Length;

    internal enum Op : byte
    {
        Begin = 1,
        Status,
        Correlation,
        Rename,
        Open,
        Close,
        Variable,
        Extra,
        Cursor,
        State,
        Bookmark,
        Burn,
        Fault,
        Output,
        ActivityOutput,
        LastResult,
        Flow,
        VisitNode,
        VisitLink,

        /// <summary>Why the step was made; changes nothing by itself.</summary>
        Cause,

        /// <summary>A line that WriteLine wrote; changes nothing.</summary>
        Line,

        /// <summary>A message that leaves with the step; changes nothing.</summary>
        Message,

        /// <summary>The instance goes on with another version of its definition.</summary>
        Move,
    }

    internal byte[] ToArray()
    {
        var plain = pack.ToArray();
        if (plain.Length < 400 && !moves)
            return [Plain, .. plain];
        using var output = new MemoryStream();
        output.WriteByte(moves ? Moving : Deflated);
        using (var deflate = new DeflateStream(output, CompressionLevel.Fastest, leaveOpen: true))
            deflate.Write(plain);
        return output.ToArray();
    }

    internal static Unpacker Read(byte[] events)
    {
        switch (events.Length == 0 ? 0 : events[0])
        {
            case Plain:
                return new(events.AsMemory(1));
            case Deflated or Moving:
                using (var input = new DeflateStream(new MemoryStream(events, 1, events.Length - 1), CompressionMode.Decompress))
                using (var output = new MemoryStream())
                {
                    input.CopyTo(output);
                    return new(output.ToArray());
                }

            default:
                throw new InvalidDataException("a journal of an unknown format");
        }
    }

    /// <returns>The move that the step was made for; null for any other step.</returns>
    internal static Move? MoveOf(JournalRow step)
    {
        if (step.Events is not [Moving, ..])
            return null;
        var read = Read(step.Events);
        return (Op)read.Byte() == Op.Move ? Instances.Move.Unpack(read) : throw new InvalidDataException("a move does not begin with one");
    }

    /// <summary>Must be the first that is noted of a step.</summary>
    internal void Move(Move move)
    {
        moves = true;
        Start(Op.Move);
        move.Pack(pack);
    }

    internal void Begin(string? correlationId, JsonObject input, bool tokens, BookmarkId? awaited)
    {
        Start(Op.Begin);
        Optional(correlationId);
        pack.Value(input.Count == 0 ? null : input);
        pack.Byte((byte)((tokens ? 1 : 0) | (awaited is null ? 0 : 2)));
        if (awaited is { } bookmark)
            pack.Guid(bookmark.Value);
    }

    internal void Status(InstanceStatus status, InstanceSubStatus sub)
    {
        Start(Op.Status);
        pack.Byte((byte)status);
        pack.Byte((byte)sub);
    }

    internal void Correlation(string? value)
    {
        Start(Op.Correlation);
        Optional(value);
    }

    internal void Rename(string? value)
    {
        Start(Op.Rename);
        Optional(value);
    }

    internal void Open(Execution execution)
    {
        Start(Op.Open);
        pack.Number(execution.Id);
        pack.Name(execution.Node.Key);
        pack.Number(execution.Parent?.Id ?? 0);
        pack.Byte((byte)(execution.ByBackLink ? 1 : 0));
    }

    internal void Close(Execution execution, Ending ending, ImmutableArray<string> outcomes)
    {
        Of(Op.Close, execution);
        pack.Byte((byte)ending);
        pack.Number(outcomes.Length);
        foreach (var outcome in outcomes)
            pack.Name(outcome);
    }

    internal void Variable(Execution scope, string id, JsonNode? value)
    {
        Of(Op.Variable, scope);
        pack.Name(id);
        pack.Value(value);
    }

    internal void Extra(Execution scope, string name, JsonNode? value)
    {
        Of(Op.Extra, scope);
        pack.Name(name);
        pack.Value(value);
    }

    internal void Cursor(Execution execution, int cursor)
    {
        Of(Op.Cursor, execution);
        pack.Number(cursor);
    }

    internal void State(Execution execution, JsonObject? state)
    {
        Of(Op.State, execution);
        pack.Value(state);
    }

    internal void Bookmark(Execution execution, Bookmark bookmark)
    {
        Of(Op.Bookmark, execution);
        InstanceState.PackBookmark(pack, bookmark);
    }

    internal void Burn(Execution execution, Bookmark bookmark)
    {
        Of(Op.Burn, execution);
        pack.Guid(bookmark.Id.Value);
    }

    internal void Fault(Execution execution, Standstill? fault)
    {
        Of(Op.Fault, execution);
        pack.Byte((byte)(fault is null ? 0 : 1));
        if (fault is not null)
            InstanceState.PackFault(pack, fault);
    }

    internal void Output(string name, JsonNode? value)
    {
        Start(Op.Output);
        pack.Name(name);
        pack.Value(value);
    }

    internal void ActivityOutput(string node, string output, JsonNode? value)
    {
        Start(Op.ActivityOutput);
        pack.Name(node);
        pack.Name(output);
        pack.Value(value);
    }

    internal void LastResult(JsonNode? value)
    {
        Start(Op.LastResult);
        pack.Value(value);
    }

    internal void Flow(Execution flowchart)
    {
        Of(Op.Flow, flowchart);
        InstanceState.PackFlow(pack, flowchart.Flow!);
    }

    internal void VisitNode(Execution flowchart, int node)
    {
        Of(Op.VisitNode, flowchart);
        pack.Name(flowchart.Flow!.Graph.Nodes[node].Key);
    }

    internal void VisitLink(Execution flowchart, int link, LinkVisit visit)
    {
        Of(Op.VisitLink, flowchart);
        var graph = flowchart.Flow!.Graph;
        pack.Name(graph.Nodes[graph.Links[link].Source].Key);
        pack.Name(graph.Links[link].Port ?? "");
        pack.Name(graph.Nodes[graph.Links[link].Target].Key);
        pack.Byte((byte)visit);
    }

    internal void Cause(string what, string about, string? detail)
    {
        Start(Op.Cause);
        pack.Name(what);
        pack.Name(about);
        Optional(detail);
    }

    internal void Line(string text)
    {
        Start(Op.Line);
        pack.Text(text);
    }

    internal void Message(string channel, string key)
    {
        Start(Op.Message);
        pack.Name(channel);
        pack.Text(key);
    }

    private void Start(Op op) => pack.Byte((byte)op);

    private void Of(Op op, Execution execution)
    {
        Start(op);
        pack.Number(execution.Id);
    }

    private void Optional(string? text)
    {
        pack.Byte((byte)(text is null ? 0 : 1));
        if (text is not null)
            pack.Text(text);
    }
}
