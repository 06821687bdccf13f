using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>Why an account is not of whoever is entitled, and the stored paper that proves it.</summary>
public sealed record OtherHolder(string Reason, StoredFileId? Paper)
{
    /// <summary>As long as an application may say it.</summary>
    public const int MostReason = 300;
}

/// <summary>
/// Money goes to an account of whoever is entitled to it: the applicant, or the heir or successor of a dead one. To somebody else's it goes for a
/// reason that is said and proved, as when it is applied for; the paper lies with the case, and the trail has the reason.
/// </summary>
public sealed class OtherHolders(IUnitOfWork work, Documents documents, AuditTrail audit)
{
    /// <param name="earlier">The account that was paid to on the same ground until now: somebody else whom a paper proved stays proved.</param>
    /// <exception cref="RefusedException">payee.other-reason-missing, payee.other-proof-missing, document.not-uploaded</exception>
    public async Task RequireAsync(CaseFile file, string entitled, PayeeReport report, PayeeAccount? earlier, CancellationToken cancellation)
    {
        var holder = PersonName.Parse(report.Name, "accountName").Value; // as the register writes it: no normalisation makes two people one
        if (holder == entitled || (holder == earlier?.HolderName && await HasPaperAsync(file, cancellation)))
            return;
        var refusals = new Refusals();
        refusals.Require(!string.IsNullOrWhiteSpace(report.Other?.Reason), new("payee.other-reason-missing", "otherReason"));
        refusals.Require(report.Other?.Paper is not null, new("payee.other-proof-missing", "otherProof"));
        refusals.ThrowIfAny();
        var (reason, paper) = (report.Other!.Reason.Trim(), report.Other.Paper!.Value);
        await documents.KeepAsync(paper, "otherProof", cancellation);
        if (await work.Db.Set<CaseDocument>().FindAsync([file.Case.Id, paper], cancellation) is null)
            work.Db.Add(new CaseDocument { CaseId = file.Case.Id, FileId = paper, Key = PayeeProof.Paper, LinkedAt = file.Now });
        audit.Record(file.AuditStream, "payee.other-holder", file.Actor, ("reason", reason), ("file", paper.ToString()));
    }

    private Task<bool> HasPaperAsync(CaseFile file, CancellationToken cancellation) => file.Service.Documents.Documents.All(document => document.Key != PayeeProof.Paper)
        ? Task.FromResult(true)
        : work.Db.Set<CaseDocument>().AnyAsync(document => document.CaseId == file.Case.Id && document.Key == PayeeProof.Paper, cancellation);
}
