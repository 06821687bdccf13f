using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Dossiers;

/// <summary>Opens an uploaded paper. Whether somebody may see it was asked, and the look put on record, before.</summary>
public sealed class StoredPapers(IUnitOfWork work, FieldProtector protector)
{
    public async Task<IResult> OpenAsync(StoredFileId id, CancellationToken cancellation)
    {
        var stored = await work.Db.Set<StoredFile>().AsNoTracking().FirstAsync(stored => stored.Id == id, cancellation);
        return TypedResults.Bytes(protector.OpenBytes(stored.Content, $"file:{stored.Id}"), stored.MediaType);
    }
}
