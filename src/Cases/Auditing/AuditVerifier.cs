using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Auditing;

public enum AuditFault
{
    /// <summary>The row does not have the hash of what it says.</summary>
    EntryChanged,

    /// <summary>A number is missing.</summary>
    EntryRemoved,

    /// <summary>It is chained to another entry than the one before it.</summary>
    OutOfOrder,

    /// <summary>The stream ends before its head or before what a seal holds.</summary>
    TailRemoved,

    /// <summary>The stream is gone although a head or a seal knows it.</summary>
    StreamMissing,

    /// <summary>The entry a seal holds is another one now.</summary>
    SealBroken,
    SealChanged,
    SealRemoved,

    /// <summary>Entries beyond the head, or without any: they did not come through the trail.</summary>
    HeadDisagrees,

    /// <summary>What stands in the tables must have left entries, and there is none.</summary>
    Unrecorded,

    /// <summary>What stands in the tables must have left more entries than there are.</summary>
    TooFewEntries,

    /// <summary>A seal that was noted outside the system is not, or not so, in the trail.</summary>
    NotedSealGone,
}

/// <param name="Number">Of the entry or seal; null where it is the whole stream.</param>
public sealed record AuditProblem(AuditFault Fault, string Stream, long? Number);

/// <param name="LastSeal">Number and hash of the newest seal; noted outside the system, it also shows a seal that was removed at the end.</param>
public sealed record AuditReport(long Entries, int Streams, long Seals, string? LastSeal, IReadOnlyList<AuditProblem> Problems)
{
    public bool IsSound => Problems.Count == 0;
}

/// <summary>Walks every chain from its beginning and holds it against its head and all seals. Reads only, and beside running work.</summary>
public sealed class AuditVerifier
{
    private readonly List<AuditProblem> problems = [];
    private readonly Dictionary<string, List<SealedHead>> sealedHeads = new(StringComparer.Ordinal);
    private long entries;
    private long seals;
    private string? lastSeal;
    private bool noteHolds;

    private AuditVerifier()
    {
    }

    public static Task<AuditReport> VerifyAsync(DbContext db, CancellationToken cancellation) => VerifyAsync(db, null, cancellation);

    /// <param name="noted">A seal that was written down outside the system.</param>
    public static async Task<AuditReport> VerifyAsync(DbContext db, NotedSeal? noted, CancellationToken cancellation)
    {
        var verifier = new AuditVerifier();
        var implied = await ImpliedEntries.OfAsync(db, cancellation); // before the walk: work goes on, and entries only become more
        await verifier.WalkSealsAsync(db, noted, cancellation);
        var heads = await db.Set<AuditHead>().AsNoTracking().ToDictionaryAsync(head => head.Stream, StringComparer.Ordinal, cancellation);
        var streams = await verifier.WalkEntriesAsync(db, heads, cancellation);
        await verifier.CheckHeadsAsync(db, heads, streams, cancellation);
        verifier.CheckImplied(implied, streams);
        return new AuditReport(verifier.entries, streams.Count, verifier.seals, verifier.lastSeal, verifier.problems);
    }

    private async Task WalkSealsAsync(DbContext db, NotedSeal? noted, CancellationToken cancellation)
    {
        var (number, previous) = (0L, AuditEntry.Beginning);
        await foreach (var seal in db.Set<AuditSeal>().AsNoTracking().OrderBy(seal => seal.Number).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            seals++;
            if (seal.Number != number + 1)
                Report(AuditFault.SealRemoved, "seal", number + 1);
            else if (seal.PreviousHash != previous)
                Report(AuditFault.OutOfOrder, "seal", seal.Number);
            if (seal.Hash != seal.Recomputed())
                Report(AuditFault.SealChanged, "seal", seal.Number);
            foreach (var head in Heads(seal))
            {
                if (!sealedHeads.TryGetValue(head.Stream, out var held))
                    sealedHeads.Add(head.Stream, held = []);
                held.Add(head);
            }

            (number, previous, lastSeal) = (seal.Number, seal.Hash, $"{seal.Number} {seal.Hash}");
            noteHolds |= noted == new NotedSeal(seal.Number, seal.Hash);
        }

        if (noted is not null && !noteHolds)
            Report(AuditFault.NotedSealGone, "seal", noted.Number);
    }

    private IReadOnlyList<SealedHead> Heads(AuditSeal seal)
    {
        try
        {
            return seal.Read();
        }
        catch (JsonException)
        {
            Report(AuditFault.SealChanged, "seal", seal.Number);
            return [];
        }
    }

    private async Task<Dictionary<string, long>> WalkEntriesAsync(DbContext db, Dictionary<string, AuditHead> heads, CancellationToken cancellation)
    {
        var ends = new Dictionary<string, long>(StringComparer.Ordinal);
        var (stream, number, previous) = ((string?)null, 0L, AuditEntry.Beginning);
        var held = new Queue<SealedHead>();
        var ordered = db.Set<AuditEntry>().AsNoTracking().OrderBy(entry => entry.Stream).ThenBy(entry => entry.Number);
        await foreach (var entry in ordered.AsAsyncEnumerable().WithCancellation(cancellation))
        {
            entries++;
            if (entry.Stream != stream)
            {
                EndOf(stream, number, held, heads);
                (stream, number, previous) = (entry.Stream, 0, AuditEntry.Beginning);
                held = new Queue<SealedHead>(sealedHeads.GetValueOrDefault(stream, []).OrderBy(head => head.Number));
            }

            if (entry.Number != number + 1)
                Report(AuditFault.EntryRemoved, stream, number + 1);
            else if (entry.PreviousHash != previous)
                Report(AuditFault.OutOfOrder, stream, entry.Number);
            if (entry.Hash != entry.Recomputed())
                Report(AuditFault.EntryChanged, stream, entry.Number);
            while (held.TryPeek(out var head) && head.Number <= entry.Number)
            {
                held.Dequeue();
                if (head.Number == entry.Number && head.Hash != entry.Hash)
                    Report(AuditFault.SealBroken, stream, entry.Number);
            }

            (number, previous) = (entry.Number, entry.Hash);
            ends[stream] = number;
        }

        EndOf(stream, number, held, heads);
        return ends;
    }

    private void EndOf(string? stream, long number, Queue<SealedHead> held, Dictionary<string, AuditHead> heads)
    {
        if (stream is null)
            return;
        var known = Math.Max(heads.GetValueOrDefault(stream)?.Number ?? 0, held.Count > 0 ? held.Max(head => head.Number) : 0);
        if (number < known)
            Report(AuditFault.TailRemoved, stream, number + 1);
    }

    private async Task CheckHeadsAsync(DbContext db, Dictionary<string, AuditHead> heads, Dictionary<string, long> ends, CancellationToken cancellation)
    {
        foreach (var stream in heads.Keys.Concat(sealedHeads.Keys).Distinct(StringComparer.Ordinal).Where(stream => !ends.ContainsKey(stream)))
            Report(AuditFault.StreamMissing, stream, null);
        foreach (var head in heads.Values)
        {
            var held = sealedHeads.TryGetValue(head.Stream, out var known) ? known.Max(one => one.Number) : 0;
            if (head.SealedNumber > held)
                Report(AuditFault.SealRemoved, head.Stream, head.SealedNumber);
        }

        // Work goes on while this runs: a stream that was longer than its head is asked once more.
        foreach (var (stream, end) in ends.Where(end => end.Value > (heads.GetValueOrDefault(end.Key)?.Number ?? 0)))
        {
            var now = await db.Set<AuditHead>().AsNoTracking().Where(head => head.Stream == stream).Select(head => head.Number).FirstOrDefaultAsync(cancellation);
            if (end > now)
                Report(AuditFault.HeadDisagrees, stream, now);
        }
    }

    private void CheckImplied(IReadOnlyDictionary<string, long> implied, Dictionary<string, long> ends)
    {
        foreach (var (stream, least) in implied.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var end = ends.GetValueOrDefault(stream);
            if (end == 0)
                Report(AuditFault.Unrecorded, stream, null);
            else if (end < least)
                Report(AuditFault.TooFewEntries, stream, end);
        }
    }

    private void Report(AuditFault fault, string stream, long? number) => problems.Add(new AuditProblem(fault, stream, number));
}
