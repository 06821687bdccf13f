using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Petitioning;

/// <param name="Fields">What the author wrote, by the names of the document's fields.</param>
/// <param name="Seen">How many documents the author had before them; null where that is not said.</param>
public sealed record PetitionDocumentCommand(MatterId Matter, PetitionDocumentKind Kind, IReadOnlyDictionary<string, string> Fields, int? Seen = null);

/// <summary>Issues a document of a petition under the seal of the unit that may: numbered in the commit, kept as it was, sealed, with the version of its templates. Its delivery is recorded by itself.</summary>
public sealed class IssuePetitionDocument(PetitionDrafting drafting, PetitionDocumentFacts facts, PetitionHouse house, Numbers numbers, Vault vault, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <exception cref="RefusedException">petition-document.missing and whatever else is wrong with the fields, petition-document.changed-meanwhile, template.missing, and what <see cref="PetitionDrafting.OpenAsync"/> refuses</exception>
    public async Task<PetitionDocument> RunAsync(PetitionDocumentCommand command, Actor actor, CancellationToken cancellation)
    {
        var draft = await DraftAsync(command, actor, cancellation);
        var earlier = await drafting.EarlierNumberAsync(draft.File, draft.Paper, cancellation);
        Render(draft, earlier, ""); // a faulty template is refused before a number is used up
        var id = PetitionDocumentId.Of(ids.Next());
        var document = await drafting.EnterAsync(id, draft, command.Seen, vault.Seal(JsonSerializer.Serialize(draft.Fields), PetitionDocument.FieldsPlaceOf(id)), actor, cancellation);
        audit.Record($"matter:{command.Matter}", "petition.document-issued", actor, ("document", document.Id.ToString()), ("kind", document.Kind.ToString()), ("unit", draft.Unit.Id.ToString()));
        numbers.Give(draft.Paper.Letters, draft.Unit.DivisionCode, draft.On.Year, number =>
        {
            var sheets = Render(draft, earlier, number);
            document.Issue(number, vault.Seal(sheets.Zh, document.BodyPlace("zh-CN")), vault.Seal(sheets.En, document.BodyPlace("en")), sheets.Hash, sheets.Version);
        });
        return document;
    }

    /// <summary>As it would be issued now, but for its number. Nothing is kept.</summary>
    /// <exception cref="RefusedException">As <see cref="RunAsync"/>.</exception>
    public async Task<PetitionSheets> PreviewAsync(PetitionDocumentCommand command, Actor actor, CancellationToken cancellation)
    {
        var draft = await DraftAsync(command, actor, cancellation);
        return Render(draft, await drafting.EarlierNumberAsync(draft.File, draft.Paper, cancellation), "……");
    }

    /// <summary>What the matter says already, by the fields of the document.</summary>
    /// <exception cref="RefusedException">What <see cref="PetitionDrafting.OpenAsync"/> refuses.</exception>
    public async Task<ImmutableDictionary<string, string>> BeginAsync(MatterId matter, PetitionDocumentKind kind, Actor actor, CancellationToken cancellation)
    {
        var (file, paper, unit) = await drafting.OpenAsync(matter, kind, isRecorded: false, actor, cancellation);
        return await facts.PrefilledAsync(file, paper, unit, LocalDay.Today(time), cancellation);
    }

    private async Task<PetitionDraft> DraftAsync(PetitionDocumentCommand command, Actor actor, CancellationToken cancellation)
    {
        var (file, paper, unit) = await drafting.OpenAsync(command.Matter, command.Kind, isRecorded: false, actor, cancellation);
        var refusals = new Refusals();
        var fields = PetitionPapers.Read(paper.Fields, command.Fields, refusals);
        refusals.ThrowIfAny();
        return new(file, paper, PetitionPapers.EntryOf(paper, file.Story)!.Value, unit, LocalDay.Today(time), fields);
    }

    private PetitionSheets Render(PetitionDraft draft, string? earlierNumber, string number)
    {
        var data = facts.Of(draft, earlierNumber);
        data["documentNumber"] = number;
        return house.Templates.Render(draft.Paper, data);
    }
}
