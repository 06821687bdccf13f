using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>A likeness to another case that was passed by when the application was sent. It stands in the audit trail, where nobody changes it.</summary>
/// <param name="Code">"duplicate.account"; empty where the trail is older than this note of it.</param>
/// <param name="Number">The receipt number of the other case as it was then.</param>
/// <param name="Reason">What the applicant, or whoever wrote for them, said.</param>
public sealed record PassedLikeness(string Code, CaseId Other, string? Number, string Reason)
{
    internal const string Act = "duplicate.overridden";

    public static async Task<ImmutableArray<PassedLikeness>> OfAsync(DbContext db, CaseId aidCase, CancellationToken cancellation)
    {
        var stream = $"case:{aidCase}";
        var facts = await db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == stream && entry.Act == Act)
            .OrderBy(entry => entry.Number).Select(entry => entry.Facts).ToListAsync(cancellation);
        return [.. facts.Select(Read)];
    }

    /// <summary>Those of the cases that looked like another one.</summary>
    public static async Task<HashSet<CaseId>> AmongAsync(DbContext db, IReadOnlyCollection<CaseId> cases, CancellationToken cancellation)
    {
        var byStream = cases.ToDictionary(one => $"case:{one}", StringComparer.Ordinal);
        var streams = byStream.Keys.ToArray();
        return streams.Length == 0 ? [] : [.. (await db.Set<AuditEntry>().AsNoTracking().Where(entry => streams.Contains(entry.Stream) && entry.Act == Act)
            .Select(entry => entry.Stream).Distinct().ToListAsync(cancellation)).Select(stream => byStream[stream])];
    }

    private static PassedLikeness Read(string facts)
    {
        var read = JsonNode.Parse(facts)!;
        return new((string?)read["finding"] ?? "", Guid.TryParse((string?)read["case"], out var other) ? new CaseId(other) : default, (string?)read["number"], (string?)read["reason"] ?? "");
    }
}
