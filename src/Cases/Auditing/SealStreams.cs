using System.Text.Json;
using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Auditing;

/// <summary>The heads of all streams that moved since the last seal, chained to it. What is sealed can no longer lose its tail unseen.</summary>
public sealed class AuditSeal
{
    private const string Stream = "seal";

    private AuditSeal()
    {
    }

    public long Number { get; private init; }

    public DateTimeOffset At { get; private init; }

    /// <summary>JSON: stream, number, hash of each head.</summary>
    public string Heads { get; private init; } = "";

    public string PreviousHash { get; private init; } = "";

    public string Hash { get; private init; } = "";

    internal static AuditSeal After(AuditSeal? last, DateTimeOffset at, IReadOnlyCollection<SealedHead> heads)
    {
        var (number, previous, text) = ((last?.Number ?? 0) + 1, last?.Hash ?? AuditEntry.Beginning, JsonSerializer.Serialize(heads));
        return new() { Number = number, At = at, Heads = text, PreviousHash = previous, Hash = ChainHash.Of(previous, Stream, number, at, text) };
    }

    internal string Recomputed() => ChainHash.Of(PreviousHash, Stream, Number, At, Heads);

    internal IReadOnlyList<SealedHead> Read() => JsonSerializer.Deserialize<List<SealedHead>>(Heads) ?? [];
}

internal sealed record SealedHead(string Stream, long Number, string Hash);

/// <summary>Seals what moved. Run every few minutes, again at once while it returns as many as asked for.</summary>
public sealed class SealStreams(IUnitOfWork work, TimeProvider time)
{
    /// <returns>How many streams were sealed; nought writes nothing.</returns>
    public async Task<int> RunAsync(int most, CancellationToken cancellation)
    {
        var moved = await work.Db.Set<AuditHead>().Where(head => head.SealedNumber < head.Number).OrderBy(head => head.Stream).Take(most)
            .Join(work.Db.Set<AuditEntry>(), head => new { head.Stream, head.Number }, entry => new { entry.Stream, entry.Number }, (head, entry) => new { Head = head, entry.Hash })
            .ToListAsync(cancellation);
        if (moved.Count == 0)
            return 0;
        var last = await work.Db.Set<AuditSeal>().AsNoTracking().OrderByDescending(one => one.Number).FirstOrDefaultAsync(cancellation);
        work.Db.Add(AuditSeal.After(last, time.GetUtcNow(), [.. moved.Select(one => new SealedHead(one.Head.Stream, one.Head.Number, one.Hash))]));
        foreach (var one in moved)
            one.Head.Seal(one.Head.Number);
        return moved.Count;
    }
}
