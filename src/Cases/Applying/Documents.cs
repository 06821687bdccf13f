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

    /// <summary>A file that a decision rests on, such as the scan of another body's paper, is kept with the case.</summary>
    /// <exception cref="RefusedException">document.not-uploaded</exception>
    internal async Task KeepAsync(StoredFileId id, string field, CancellationToken cancellation)
    {
        var file = await work.Db.Set<StoredFile>().FindAsync([id], cancellation) ?? throw new RefusedException("document.not-uploaded", field); // also one stored by this very act
        file.Linked = true;
    }

    /// <summary>A draft keeps the file uploaded in this very act: it is not swept away while the draft is written.</summary>
    internal void Hold(StoredFileId id) => work.Db.Set<StoredFile>().Local.First(file => file.Id == id).Linked = true;

    /// <summary>The draft no longer needs it.</summary>
    internal async Task LetGoAsync(StoredFileId id, CancellationToken cancellation)
    {
        if (await work.Db.Set<StoredFile>().FirstOrDefaultAsync(file => file.Id == id, cancellation) is { } file)
            file.Linked = false;
    }
}
