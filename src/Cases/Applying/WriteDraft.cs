using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Begins, keeps, and gives up drafts. What is written is kept even where it is wrong: a fault is shown, never a loss.</summary>
public sealed class WriteDraft(IUnitOfWork work, ServiceCatalogue services, Vault vault, Documents documents, UploadDocument uploads, Receiving.MatterDrafts matters, IIds ids, TimeProvider time)
{
    public const string ChangedElsewhere = "draft.changed-elsewhere";

    /// <summary>Begins a draft, or goes on with the one the account already writes for this service.</summary>
    /// <exception cref="RefusedException">service.unknown</exception>
    public async Task<DraftId> BeginAsync(string service, Intake intake, JsonObject prefilled, Actor actor, CancellationToken cancellation)
    {
        var owner = Owner(actor);
        if (intake == Intake.Self && await work.Db.Set<Draft>().Where(draft => draft.Owner == owner && draft.ServiceId == service && draft.SubmittedAs == null)
                .Select(draft => (DraftId?)draft.Id).FirstOrDefaultAsync(cancellation) is { } written)
            return written;
        var (version, _) = await services.CurrentAsync(work.Db, service, cancellation);
        var draft = new Draft { Id = DraftId.Of(ids.Next()), Owner = owner, ServiceId = service, ServiceVersionId = version, Intake = intake };
        Keep(draft, prefilled);
        work.Db.Add(draft);
        return draft.Id;
    }

    /// <summary>Keeps the answers of one page.</summary>
    /// <param name="done">The page has no fault.</param>
    public async Task<DraftId> KeepAsync(DraftId id, string section, JsonObject answers, bool done, Actor actor, CancellationToken cancellation)
    {
        var (draft, service) = await OpenAsync(id, actor, cancellation);
        var kept = Answers(draft);
        foreach (var field in service.Form.Applicants.First(one => one.Key == section).Fields)
        {
            if (answers.TryGetPropertyValue(field.Key, out var node) && !Answer.IsEmpty(node))
                kept[field.Key] = node!.DeepClone();
            else
                kept.Remove(field.Key);
        }

        Keep(draft, kept);
        Mark(draft, section, done);
        return id;
    }

    /// <summary>Keeps what a page sent that had shown the answers as they stood then.</summary>
    /// <param name="stand">The <see cref="TopicStand"/> of what the page had shown.</param>
    /// <exception cref="RefusedException">draft.changed-elsewhere: another window has kept something else since, and neither may be lost unseen.</exception>
    public async Task<DraftId> KeepSeenAsync(DraftId id, string section, JsonObject answers, bool done, string stand, Actor actor, CancellationToken cancellation)
    {
        var (draft, service) = await OpenAsync(id, actor, cancellation);
        var topic = service.Form.Applicants.First(one => one.Key == section);
        var now = TopicStand.Of(topic, Answers(draft));
        return now == stand || now == TopicStand.Of(topic, answers)
            ? await KeepAsync(id, section, answers, done, actor, cancellation)
            : throw new RefusedException(ChangedElsewhere);
    }

    /// <exception cref="RefusedException">draft.place-changed: another window has chosen another village since.</exception>
    /// <param name="seen">The place as the page showed it (<see cref="PlaceStand"/>); null where that is not said.</param>
    public async Task<DraftId> PlaceAsync(DraftId id, UnitId unit, string? seen, Actor actor, CancellationToken cancellation)
    {
        var (draft, _) = await OpenAsync(id, actor, cancellation);
        if (seen is not null && PlaceStand(draft.UnitId) != seen && draft.UnitId != unit)
            throw new RefusedException("draft.place-changed", "unit");
        draft.UnitId = unit;
        draft.ChangedAt = time.GetUtcNow();
        return id;
    }

    /// <summary>How the place stands, as a page carries it.</summary>
    public static string PlaceStand(UnitId? unit) => unit?.ToString() ?? "none";

    /// <summary>Takes an uploaded file into the draft, under a paper of the service's list.</summary>
    /// <exception cref="RefusedException">What the upload or the document list refuses.</exception>
    public async Task<StoredFileId> AttachAsync(DraftId id, string key, string fileName, byte[] content, Actor actor, CancellationToken cancellation)
    {
        var (draft, service) = await OpenAsync(id, actor, cancellation);
        var file = uploads.Upload(fileName, content, actor);
        service.Documents.Accept(key, UploadDocument.MediaType(content)!, content.Length, draft.Files.Count(linked => linked.Key == key));
        documents.Hold(file);
        SetFiles(draft, draft.Files.Add(new(key, file)));
        return file;
    }

    public async Task<DraftId> DetachAsync(DraftId id, StoredFileId file, Actor actor, CancellationToken cancellation)
    {
        var (draft, _) = await OpenAsync(id, actor, cancellation);
        SetFiles(draft, draft.Files.RemoveAll(linked => linked.File == file));
        await documents.LetGoAsync(file, cancellation);
        return id;
    }

    /// <summary>The applicant gives the draft up; its files go with it.</summary>
    public async Task<DraftId> DropAsync(DraftId id, Actor actor, CancellationToken cancellation)
    {
        var (draft, _) = await OpenAsync(id, actor, cancellation);
        foreach (var linked in draft.Files)
            await documents.LetGoAsync(linked.File, cancellation);
        await matters.DroppedAsync(id, actor, cancellation);
        work.Db.Remove(draft);
        return id;
    }

    /// <returns>The case that the draft became; null while it is written, or where there is no such draft.</returns>
    public async Task<CaseId?> SentAsAsync(DraftId id, Actor actor, CancellationToken cancellation)
    {
        var owner = Owner(actor);
        return await work.Db.Set<Draft>().Where(draft => draft.Id == id && draft.Owner == owner).Select(draft => draft.SubmittedAs).FirstOrDefaultAsync(cancellation);
    }

    /// <exception cref="RefusedException">draft.unknown (there is none, or it is somebody else's), draft.submitted</exception>
    internal async Task<(Draft Draft, ServicePackage Service)> OpenAsync(DraftId id, Actor actor, CancellationToken cancellation)
    {
        var owner = Owner(actor);
        var draft = await work.Db.Set<Draft>().FirstOrDefaultAsync(draft => draft.Id == id && draft.Owner == owner, cancellation) ?? throw new RefusedException("draft.unknown");
        if (draft.SubmittedAs is not null)
            throw new RefusedException("draft.submitted");
        return (draft, await services.GetAsync(work.Db, draft.ServiceVersionId, cancellation));
    }

    internal JsonObject Answers(Draft draft) => (JsonObject)JsonNode.Parse(vault.Open(draft.Answers, draft.Place))!;

    private void Keep(Draft draft, JsonObject answers)
    {
        draft.Answers = vault.Seal(answers.ToJsonString(), draft.Place);
        draft.ChangedAt = time.GetUtcNow();
    }

    private void SetFiles(Draft draft, ImmutableArray<LinkedFile> files)
    {
        draft.FilesJson = JsonSerializer.Serialize(files);
        draft.ChangedAt = time.GetUtcNow();
    }

    private static void Mark(Draft draft, string section, bool done) =>
        draft.SectionsDone = string.Join(' ', done ? draft.Done.Add(section) : draft.Done.Remove(section));

    private static AccountId Owner(Actor actor) => actor.Account ?? throw new RefusedException("draft.unknown");
}

/// <summary>Sends a draft: the case is opened and the draft says what became of it, in one commit.</summary>
public sealed class SubmitDraft(IUnitOfWork work, WriteDraft drafts, SubmitApplication submit, Receiving.MatterDrafts matters)
{
    /// <exception cref="MalformedFormException">The answers do not fit the form; the draft stays as it is.</exception>
    /// <exception cref="RefusedException">draft.unknown, draft.no-unit, draft.papers-missing, and what the submission refuses.</exception>
    public async Task<CaseId> SubmitAsync(DraftId id, string? overrideReason, Actor actor, CancellationToken cancellation)
    {
        if (await drafts.SentAsAsync(id, actor, cancellation) is { } sent)
            return sent;
        try
        {
            return await SendAsync(id, overrideReason, actor, cancellation);
        }
        catch (RefusedException)
        {
            // What the other tap opened in between looks like a second application of the same person.
            if (await drafts.SentAsAsync(id, actor, cancellation) is not null)
                throw new LostRaceException("The draft was sent meanwhile.");
            throw;
        }
    }

    private async Task<CaseId> SendAsync(DraftId id, string? overrideReason, Actor actor, CancellationToken cancellation)
    {
        var (draft, service) = await drafts.OpenAsync(id, actor, cancellation);
        var unit = draft.UnitId ?? throw new RefusedException("draft.no-unit", "unit");
        var answers = service.Form.InForce(drafts.Answers(draft));
        var missing = service.Documents.Missing(answers, [.. draft.Files.Select(file => file.Key)]);
        if (!missing.IsEmpty)
            throw new RefusedException("draft.papers-missing", "documents",
                ("documents", string.Join("、", missing.Select(paper => paper.Name.Zh))), ("documentsEn", string.Join(", ", missing.Select(paper => paper.Name.En))));

        // The first of two taps takes the draft. The other loses here, before it inserted anything, and then finds the case that the first opened.
        CaseId? taken = null;
        work.Within(async (db, token) =>
        {
            if (await db.Set<Draft>().Where(mine => mine.Id == id && mine.SubmittedAs == null).ExecuteUpdateAsync(set => set.SetProperty(mine => mine.SubmittedAs, taken), token) == 0)
                throw new LostRaceException("The draft was sent meanwhile.");
        });
        var opened = await submit.SubmitAsync(
            new SubmitCommand(draft.ServiceId, answers, unit, draft.Intake, draft.SubmissionKey) { Documents = draft.Files, OverrideReason = overrideReason }, actor, cancellation);
        draft.SubmittedAs = taken = opened.Id;
        await matters.SentAsync(id, opened.Id, actor, cancellation);
        return opened.Id;
    }
}
