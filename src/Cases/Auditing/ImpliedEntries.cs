using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Auditing;

/// <summary>
/// How many entries a stream must have at least, by what stands in the other tables: somebody who takes a stream away with everything that knows of it
/// would have to take the case away too.
/// </summary>
internal static class ImpliedEntries
{
    public static async Task<IReadOnlyDictionary<string, long>> OfAsync(DbContext db, CancellationToken cancellation)
    {
        var implied = new Dictionary<string, long>(StringComparer.Ordinal);
        void Add(string stream, long entries) => implied[stream] = implied.GetValueOrDefault(stream) + entries;

        // A case's opening, each round, decision and document of it is an entry of its own; so is each batch and each signature on one, with its fund.
        foreach (var id in await db.Set<AidCase>().Select(aidCase => aidCase.Id).ToListAsync(cancellation))
            Add($"case:{id}", 1);
        foreach (var rounds in await db.Set<Round>().GroupBy(round => round.CaseId).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation))
            Add($"case:{rounds.Key}", rounds.Count);
        foreach (var decisions in await db.Set<Decision>().GroupBy(decision => decision.CaseId).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation))
            Add($"case:{decisions.Key}", decisions.Count);
        foreach (var documents in await db.Set<IssuedDocument>().GroupBy(document => document.CaseId).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation))
            Add($"case:{documents.Key}", documents.Count);
        foreach (var batches in await db.Set<PayoutBatch>().GroupBy(batch => batch.Fund).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation))
            Add($"fund:{batches.Key}", batches.Count);
        foreach (var signatures in await db.Set<BatchSignature>().Join(db.Set<PayoutBatch>(), signature => signature.Batch, batch => batch.Id, (_, batch) => batch.Fund)
            .GroupBy(fund => fund).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation))
            Add($"fund:{signatures.Key}", signatures.Count);
        foreach (var versions in await db.Set<ServiceVersion>().Where(version => version.Source == ServiceSource.Folder)
            .GroupBy(version => version.ServiceId).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation))
            Add($"service:{versions.Key}", versions.Count);
        return implied;
    }
}
