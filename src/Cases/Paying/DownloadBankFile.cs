using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>The bank file as people download it.</summary>
public sealed record DownloadedBankFile(string FileName, string ContentType, byte[] Bytes, string Hash);

/// <summary>Hands out the stored bank file, the same bytes every time, and says in the audit who took it.</summary>
public sealed class DownloadBankFile(IUnitOfWork work, BatchSignatures signatures, FieldProtector protector, TimeProvider time, AuditTrail audit)
{
    public async Task<DownloadedBankFile> DownloadAsync(BatchId id, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser], cancellation);
        var file = await work.Db.Set<StoredBankFile>().FirstOrDefaultAsync(file => file.Batch == id, cancellation)
            ?? throw new RefusedException("batch.wrong-state", null, ("batch", batch.Number), ("state", batch.State.Words()));
        var bytes = protector.OpenBytes(file.Bytes, StoredBankFile.Place(id));
        if (!Digest.Matches(bytes, file.Hash))
            throw new RefusedException("bank-file.changed", null, ("batch", batch.Number));
        file.FetchedAt ??= time.GetUtcNow();
        audit.Record($"fund:{batch.Fund}", "bank-file.downloaded", actor, ("batch", batch.Number), ("file", file.Hash));
        return new DownloadedBankFile(file.FileName, file.ContentType, bytes, file.Hash);
    }
}
