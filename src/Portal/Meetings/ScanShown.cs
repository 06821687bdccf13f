using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Meetings;

/// <summary>The scan of the signed minutes as a page shows it beside its form.</summary>
/// <param name="Opened">Somebody just asked for it: it is open when the page comes.</param>
public sealed record ScanShown(string Address, string MediaType, string FileName, bool Opened);

/// <summary>Finds the scan that belongs beside a form: the one that came with it and is not entered yet, else the one of the list.</summary>
public sealed class ScanReading(IUnitOfWork work)
{
    /// <summary>The field that says that the scan stands beside the form when it is sent.</summary>
    public const string Beside = "beside";

    internal async Task<ScanShown?> OfAsync(MeetingView view, IFormCollection? written, Visitor visitor, bool opened, CancellationToken cancellation)
    {
        if (written is not null && Guid.TryParse(written[BroughtPaper.Kept("scan")], out var kept) && await BroughtAsync(StoredFileId.Of(kept), visitor, cancellation) is { } brought)
            return new($"/meetings/{view.List.Id}/scan/{brought.Id}", brought.MediaType, brought.FileName, opened);
        if (!view.SeesAll || view.List.Scan is not { } entered)
            return null;
        var scan = await work.Db.Set<StoredFile>().AsNoTracking().Where(file => file.Id == entered).Select(file => new { file.MediaType, file.FileName }).FirstAsync(cancellation);
        return new($"/meetings/{view.List.Id}/scan", scan.MediaType, scan.FileName, opened);
    }

    /// <summary>What this person uploaded and nothing has yet; null of everything else.</summary>
    internal async Task<(StoredFileId Id, string MediaType, string FileName)?> BroughtAsync(StoredFileId id, Visitor visitor, CancellationToken cancellation)
    {
        if (visitor.Account?.Id is not { } account)
            return null;
        var found = await work.Db.Set<StoredFile>().AsNoTracking().Where(file => file.Id == id && file.UploadedBy == account && !file.Linked).Select(file => new { file.MediaType, file.FileName }).FirstOrDefaultAsync(cancellation);
        return found is null ? null : (id, found.MediaType, found.FileName);
    }
}
