using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Auditing;

/// <summary>Appends to the hash-chained audit streams in the commit of the act that did it.</summary>
public sealed class AuditTrail(IUnitOfWork work, TimeProvider time)
{
    private readonly List<Happening> happenings = [];

    /// <param name="stream">The chain it belongs to: "case:{id}", "account:{id}", "fund:{id}", "system:{yyyy-MM-dd}".</param>
    /// <param name="act">A stable verb: "case.opened", "task.decided", "payment.released".</param>
    /// <param name="facts">What an auditor needs to understand it in five years; ids and values, personal data only by reference.</param>
    /// <exception cref="RefusedException">text.unfit: words that stand in the trail alone are held to the same as those of the record.</exception>
    public void Record(string stream, string act, Actor actor, params (string Name, string? Value)[] facts) =>
        Record(stream, act, actor, subject: null, facts);

    /// <param name="subject">Whom or what it is about, "person:{id}", so that it can be asked for.</param>
    internal void Record(string stream, string act, Actor actor, string? subject, (string Name, string? Value)[] facts)
    {
        foreach (var (name, value) in facts)
        {
            if (value is not null && FitTexts.WhyNot(name, value, most: null) is { } refusal)
                throw refusal;
        }

        // All of an act go in together: a stream is locked once, and streams always in the same order, so two acts never wait for each other.
        if (happenings.Count == 0)
            work.Within(AppendAsync);
        happenings.Add(new Happening(stream, time.GetUtcNow(), act, actor, subject, CanonicalFacts.Write(facts)));
    }

    private async Task AppendAsync(DbContext db, CancellationToken cancellation)
    {
        foreach (var stream in happenings.GroupBy(one => one.Stream, StringComparer.Ordinal).OrderBy(stream => stream.Key, StringComparer.Ordinal))
        {
            var (number, previous) = await AdvanceAsync(db, stream.Key, stream.Count(), cancellation);
            foreach (var happening in stream)
            {
                var entry = AuditEntry.After(previous, ++number, happening);
                db.Add(entry);
                previous = entry.Hash;
            }
        }

        happenings.Clear();
    }

    /// <summary>Takes the next numbers of a stream. The UPDATE comes first: where steps run side by side it locks the head until the commit.</summary>
    private static async Task<(long Number, string Hash)> AdvanceAsync(DbContext db, string stream, int by, CancellationToken cancellation)
    {
        var advanced = await db.Database.ExecuteSqlAsync($"UPDATE audit_heads SET number = number + {by} WHERE stream = {stream}", cancellation);
        if (advanced == 0)
        {
            db.Add(AuditHead.Of(stream, by));
            return (0, AuditEntry.Beginning);
        }

        var last = await db.Set<AuditHead>().Where(head => head.Stream == stream).Select(head => new
        {
            Number = head.Number - by,
            Hash = db.Set<AuditEntry>().Where(entry => entry.Stream == stream && entry.Number == head.Number - by).Select(entry => entry.Hash).FirstOrDefault(),
        }).SingleAsync(cancellation);

        // A missing last entry is for the verifier to report; it must not stop everybody's work.
        return (last.Number, last.Hash ?? AuditEntry.Beginning);
    }
}

internal sealed record Happening(string Stream, DateTimeOffset At, string Act, Actor Actor, string? Subject, string Facts);
