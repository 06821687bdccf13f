using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Links uploaded files to cases, as the service's document list allows.</summary>
public sealed class Documents(IUnitOfWork work, TimeProvider time)
{
    /// <exception cref="RefusedException">document.not-uploaded, and what the document list refuses.</exception>
    public async Task LinkAsync(CaseId aidCase, ServicePackage service, LinkedFile linked, CancellationToken cancellation)
    {
        var file = await work.Db.Set<StoredFile>().FirstOrDefaultAsync(file => file.Id == linked.File, cancellation)
            ?? throw new RefusedException("document.not-uploaded", linked.Key);
        var already = work.Db.Set<CaseDocument>().Local.Count(document => document.CaseId == aidCase && document.Key == linked.Key);
        service.Documents.Accept(linked.Key, file.MediaType, file.Bytes, already);
        file.Linked = true;
        work.Db.Add(new CaseDocument { CaseId = aidCase, FileId = linked.File, Key = linked.Key, LinkedAt = time.GetUtcNow() });
    }
}
