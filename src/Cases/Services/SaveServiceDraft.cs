using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Defining;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

/// <param name="Files">What is written: path → text; null takes the file out. The others stay as they are.</param>
/// <param name="Stamp">Of what the writer had before them; null where they do not know of stamps.</param>
public sealed record ServiceChange(IReadOnlyDictionary<string, string?> Files, string? Stamp = null);

/// <summary>
/// Writes files of a service into its draft, which begins with the version in force. A draft may be wrong; only publishing asks. What a writer without a stamp
/// writes over is kept (<see cref="OverwrittenDraft"/>).
/// </summary>
public sealed partial class SaveServiceDraft(IUnitOfWork work, DefinitionRights rights, EditedServices services, Overwriting overwriting, FourEyes fourEyes, AuditTrail audit, TimeProvider time)
{
    public const int LongestFile = 2_000_000;

    /// <summary>Of one writer, only the first save of an hour is told to the trail: an editor saves every few seconds.</summary>
    private static readonly TimeSpan Sitting = TimeSpan.FromHours(1);

    /// <returns>The service as it is now. Writing what stands there already changes nothing.</returns>
    /// <exception cref="RefusedException">definition.not-yours, service.unknown, service.file-unfit, service.file-too-long, service.draft-changed-meanwhile</exception>
    public async Task<EditedService> RunAsync(Actor actor, string serviceId, ServiceChange change, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        foreach (var (path, text) in change.Files)
            RequireFit(path, text);

        var before = await services.GetAsync(serviceId, cancellation);
        if (change.Stamp is not null && change.Stamp != before.Stamp)
            throw ChangedMeanwhile(before);
        var files = change.Files.Aggregate(before.Files, (all, file) => file.Value is { } text ? all.SetItem(file.Key, text.ReplaceLineEndings("\n")) : all.Remove(file.Key));
        if (ServiceContent.Hash(files) == before.Stamp)
            return before;

        var now = time.GetUtcNow();
        var draft = await work.Db.Set<ServiceDraft>().FirstOrDefaultAsync(draft => draft.ServiceId == serviceId, cancellation);
        if (draft is null || draft.ChangedBy != actor.Name || now - draft.ChangedAt > Sitting)
            audit.Record($"service:{serviceId}", "service.draft-saved", actor, ("number", $"{(before.IsDraft ? before.Number : before.Number + 1)}"), ("files", string.Join(", ", change.Files.Keys.Order(StringComparer.Ordinal))));
        if (draft is null)
        {
            draft = new ServiceDraft(serviceId, files, before.Number, actor, now);
            work.Db.Add(draft);
        }
        else
        {
            var (content, by, at, stamp) = (draft.Files, draft.ChangedBy, draft.ChangedAt, draft.Stamp);
            draft.Write(files, actor, now);
            if (change.Stamp is null)
                await overwriting.KeepAsync(new($"service:{serviceId}", content, by, at, stamp), actor, draft.Stamp, cancellation);
        }

        await fourEyes.WrittenAsync($"service:{serviceId}", actor, cancellation);
        var newest = await work.Db.Set<ServiceVersion>().Where(version => version.ServiceId == serviceId).MaxAsync(version => version.Number, cancellation);
        return before with { Files = files, Number = newest + 1, IsDraft = true, Stamp = draft.Stamp, ChangedBy = draft.ChangedBy, ChangedAt = draft.ChangedAt, BasedOn = draft.BasedOn };
    }

    /// <exception cref="RefusedException">service.file-unfit, service.file-too-long</exception>
    internal static void RequireFit(string path, string? text)
    {
        if (path.Length > 200 || !Fit().IsMatch(path))
            throw new RefusedException("service.file-unfit", "files", ("file", path));
        if (text?.Length > LongestFile)
            throw new RefusedException("service.file-too-long", "files", ("file", path), ("most", LongestFile));
    }

    internal static RefusedException ChangedMeanwhile(EditedService now) =>
        new("service.draft-changed-meanwhile", null, ("by", now.ChangedBy ?? "workflows/"), ("at", now.ChangedAt));

    [GeneratedRegex(@"^((templates|documents)/)?[A-Za-z0-9][A-Za-z0-9._-]*\.(json|hbs)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fit();
}
