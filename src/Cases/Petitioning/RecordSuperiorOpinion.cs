using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <param name="Fields">The body, the number and date of its paper, and the result (<see cref="PetitionPaper.Recorded"/>).</param>
/// <param name="Scan">The paper itself; owed.</param>
public sealed record SuperiorOpinionCommand(MatterId Matter, PetitionDocumentKind Kind, IReadOnlyDictionary<string, string> Fields, StoredFileId? Scan, int? Seen = null);

/// <summary>Records what another body gave of a petition, with the scan of its paper: the body in charge to which it was sent, or the one above that reviewed. Its delivery begins the same limits as that of one issued here.</summary>
public sealed class RecordSuperiorOpinion(IUnitOfWork work, PetitionDrafting drafting, Documents documents, Vault vault, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <exception cref="RefusedException">petition-document.not-recorded, petition-document.missing and whatever else is wrong with the fields, petition-document.day-ahead, petition-document.before-request, petition-document.scan-missing, document.not-uploaded, and what <see cref="PetitionDrafting.OpenAsync"/> refuses</exception>
    public async Task<PetitionDocument> RunAsync(SuperiorOpinionCommand command, Actor actor, CancellationToken cancellation)
    {
        var (file, paper, unit) = await drafting.OpenAsync(command.Matter, command.Kind, isRecorded: true, actor, cancellation);
        if (paper.LooksAgainAt is null && !(paper.IsOfBody && await drafting.IsElsewhereAsync(file, paper, actor, cancellation)))
            throw new RefusedException("petition-document.not-recorded", "kind", ("document", paper.Name));
        var (refusals, today, asked) = (new Refusals(), LocalDay.Today(time), RequestedOn(paper, file.Story));
        var fields = PetitionPapers.Read(paper.Recorded, command.Fields, refusals);
        var date = Answer.Day(fields["date"]);
        refusals.Require(date is null || date <= today, new("petition-document.day-ahead", "date", ("on", date)));
        refusals.Require(date is null || date >= asked, new("petition-document.before-request", "date", ("on", date), ("asked", asked)));
        refusals.Require(command.Scan is not null, new("petition-document.scan-missing", "scan"));
        refusals.Require(command.Scan is not { } brought || await IsOwnAsync(brought, actor, cancellation), new("document.not-uploaded", "scan"));
        refusals.ThrowIfAny();

        await documents.KeepAsync(command.Scan!.Value, "scan", cancellation);
        var draft = new PetitionDraft(file, paper, PetitionPapers.EntryOf(paper, file.Story)!.Value, unit, date!.Value, fields) { Scan = command.Scan, Number = fields["number"] };
        var id = PetitionDocumentId.Of(ids.Next());
        var document = await drafting.EnterAsync(id, draft, command.Seen, vault.Seal(JsonSerializer.Serialize(fields), PetitionDocument.FieldsPlaceOf(id)), actor, cancellation);
        audit.Record($"matter:{command.Matter}", "petition.document-recorded", actor, ("document", document.Id.ToString()), ("kind", document.Kind.ToString()), ("on", $"{date:yyyy-MM-dd}"), ("result", fields.GetValueOrDefault("result")));
        return document;
    }

    /// <summary>The day of the request that it answers: that of the review or re-review, else the receipt of the petition.</summary>
    public static DateOnly RequestedOn(PetitionPaper paper, PetitionStory story) => story.Events.Last(one => one.Kind == paper.Kind switch
    {
        PetitionDocumentKind.ReviewOpinion => PetitionEventKind.ReviewAsked,
        PetitionDocumentKind.ReReviewOpinion => PetitionEventKind.ReReviewAsked,
        _ => PetitionEventKind.Received,
    }).On;

    /// <summary>Somebody else's file is not made readable by naming it here.</summary>
    private async Task<bool> IsOwnAsync(StoredFileId id, Actor actor, CancellationToken cancellation) =>
        await work.Db.Set<StoredFile>().AnyAsync(file => file.Id == id && file.UploadedBy == actor.Account && !file.Linked, cancellation);
}
