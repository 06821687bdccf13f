using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Api.Applying;

/// <summary>Files that are uploaded first and named by a later request; what none names within a day is removed.</summary>
internal static class Uploads
{
    public static void MapFiles(this RouteGroupBuilder api) => api.MapPost("/files", async (IFormFile file, Asking asking) =>
    {
        var content = await ReadAsync(file, "file", asking.Cancellation);
        var id = await asking.DoAsync<UploadDocument, StoredFileId>((act, actor, _) => Task.FromResult(act.Upload(file.FileName, content, actor)));
        return TypedResults.Created((string?)null, new FileTaken(id));
    }).RequireAuthorization().WithTags("Applying").Called("uploadFile", "Upload a paper for a supplement, a decision or a take-over. What no request names within 24 hours is removed.");

    /// <exception cref="RefusedException">document.empty, document.too-large</exception>
    public static async Task<byte[]> ReadAsync(IFormFile file, string field, CancellationToken cancellation)
    {
        if (file.Length == 0)
            throw new RefusedException("document.empty", field);
        if (file.Length > UploadDocument.MostBytes)
            throw new RefusedException("document.too-large", field, ("size", $"{file.Length / 1048576m:0.##}"), ("most", "10"));
        using var content = new MemoryStream();
        await file.CopyToAsync(content, cancellation);
        return content.ToArray();
    }

    /// <summary>Only a file that this account uploaded, and that nothing has taken yet: an id is no right to somebody else's paper.</summary>
    /// <exception cref="RefusedException">document.not-uploaded</exception>
    public static async Task RequireOwnAsync(IUnitOfWork work, Asking asking, StoredFileId? file, string field)
    {
        var account = asking.Visitor.Account?.Id;
        if (file is { } id && !await work.Db.Set<StoredFile>().AsNoTracking().AnyAsync(stored => stored.Id == id && stored.UploadedBy == account && !stored.Linked, asking.Cancellation))
            throw new RefusedException("document.not-uploaded", field);
    }
}
