using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace AidWorkflow.Portal.Showing;

/// <summary>
/// A paper that came with a form. It is stored before the act, and where the form comes back with a fault it comes back with the paper: a browser does
/// not fill in a file again.
/// </summary>
internal static class BroughtPaper
{
    /// <summary>The field that carries the id of the stored paper, and the one with its name.</summary>
    public static string Kept(string field) => $"{field}.kept";

    public static string KeptName(string field) => $"{field}.keptName";

    /// <returns>The stored paper; null where none came. The request's form names it from now on.</returns>
    /// <param name="refusals">Where a paper of the wrong kind or size is told, with everything else that is wrong.</param>
    public static async Task<StoredFileId?> TakeAsync(string field, Refusals refusals, IActs acts, IUnitOfWork work, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form.Files[field] is not { Length: > 0 } paper)
            return await KeptBeforeAsync(form, field, work, http);
        using var content = new MemoryStream();
        await paper.CopyToAsync(content, http.RequestAborted);
        try
        {
            var id = await acts.RunAsync<UploadDocument, StoredFileId>((act, _) => Task.FromResult(act.Upload(paper.FileName, content.ToArray(), http.Visitor().Actor)), http.RequestAborted);
            var written = form.ToDictionary(one => one.Key, one => one.Value, StringComparer.Ordinal);
            (written[Kept(field)], written[KeptName(field)]) = (new StringValues($"{id}"), new StringValues(Path.GetFileName(paper.FileName)));
            http.Request.Form = new FormCollection(written, form.Files);
            return id;
        }
        catch (RefusedException refusal)
        {
            refusals.Add(new(refusal.Code, field, [.. refusal.Values.Select(value => (value.Key, value.Value))]));
            return null;
        }
    }

    /// <summary>Only a paper that this person stored, and that no case has yet.</summary>
    private static async Task<StoredFileId?> KeptBeforeAsync(IFormCollection form, string field, IUnitOfWork work, HttpContext http)
    {
        if (!Guid.TryParse(form[Kept(field)], out var kept) || http.Visitor().Account?.Id is not { } account)
            return null;
        var id = StoredFileId.Of(kept);
        return await work.Db.Set<StoredFile>().AsNoTracking().AnyAsync(file => file.Id == id && file.UploadedBy == account && !file.Linked, http.RequestAborted) ? id : null;
    }
}
