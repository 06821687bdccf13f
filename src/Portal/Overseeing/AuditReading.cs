using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Overseeing;

/// <summary>An entry of a trail as it is read.</summary>
public sealed record TrailRow(DateTimeOffset At, string By, string Act, string? Subject, string Facts);

/// <summary>The trail of a case, and who looked at it.</summary>
public sealed record CaseTrail(CaseId Case, string? ReceiptNumber, ImmutableArray<TrailRow> Entries, ImmutableArray<TrailRow> Looks);

/// <summary>Reads the audit trail and the access log for auditors: only of cases and people in their area.</summary>
public sealed class AuditReading(IUnitOfWork work, Scopes scopes)
{
    /// <summary>How many looks are shown at once, the newest first.</summary>
    public const int Most = 200;

    /// <returns>Null when there is no such case in the area.</returns>
    public async Task<CaseTrail?> CaseAsync(string receiptNumber, Actor actor, CancellationToken cancellation)
    {
        var (db, number) = (work.Db, receiptNumber.Trim().ToUpperInvariant());
        var found = await db.Set<AidCase>().AsNoTracking().Where(one => one.ReceiptNumber == number)
            .Within(await scopes.OfAsync(actor, [Role.Auditor], cancellation), db).Select(one => new { one.Id, one.ReceiptNumber }).FirstOrDefaultAsync(cancellation);
        if (found is null)
            return null;
        var (stream, subject) = ($"case:{found.Id}", $"case:{found.Id}");
        return new CaseTrail(found.Id, found.ReceiptNumber,
            Rows(await db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == stream).OrderBy(entry => entry.Number).ToListAsync(cancellation)),
            Rows(await db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Subject == subject && entry.Act == "personal.viewed").OrderByDescending(entry => entry.At).Take(Most).ToListAsync(cancellation)));
    }

    /// <summary>The newest looks of people who work in the area.</summary>
    /// <param name="userName">Only theirs; null for everybody's.</param>
    public async Task<ImmutableArray<TrailRow>> LooksAsync(string? userName, Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var mine = db.Set<RoleAssignment>().AsNoTracking().Within(await scopes.OfAsync(actor, [Role.Auditor], cancellation), db);
        var looks = db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream.StartsWith("access:") && entry.ActorAccount != null && mine.Any(held => held.AccountId == entry.ActorAccount));
        if (userName?.Trim().ToLowerInvariant() is { Length: > 0 } name)
            looks = looks.Where(entry => entry.ActorName == name);
        return Rows(await looks.OrderByDescending(entry => entry.At).Take(Most).ToListAsync(cancellation));
    }

    private static ImmutableArray<TrailRow> Rows(IEnumerable<AuditEntry> entries) => [.. entries.Select(entry => new TrailRow(entry.At, entry.ActorName, entry.Act, entry.Subject, Facts(entry.Facts)))];

    /// <summary>"on: 2022-03-01, proof: …"</summary>
    private static string Facts(string json)
    {
        using var facts = JsonDocument.Parse(json);
        return string.Join(", ", facts.RootElement.EnumerateObject().Select(fact => $"{fact.Name}: {fact.Value}"));
    }
}
