using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Petitioning;

namespace AidWorkflow.Portal.Api.Petitioning;

/// <param name="Fields">What the author writes, by the names of the document's fields; days are written 2022-05-09, a choice by its key.</param>
/// <param name="Seen">How many documents the matter had when it was read; where there are more, nothing is issued.</param>
internal sealed record DocumentAsked(PetitionDocumentKind Kind, ImmutableDictionary<string, string> Fields, int? Seen = null) : IAsked;

/// <param name="Scan">A file that was uploaded before.</param>
internal sealed record OpinionAsked(PetitionDocumentKind Kind, ImmutableDictionary<string, string> Fields, StoredFileId? Scan = null, int? Seen = null) : IAsked;

/// <param name="To">Who took it, the number under which it was posted, or the address it was sent to.</param>
internal sealed record DeliveryAsked(DeliveryMethod? Method = null, DateOnly? On = null, string? To = null) : IAsked;

internal sealed record DocumentEntered(PetitionDocumentId Document);

/// <summary>Documents of petitions.</summary>
internal static class MatterDocumentsApi
{
    /// <param name="matters">The register, for those who read it.</param>
    public static void MapMatterDocuments(this RouteGroupBuilder matters)
    {
        matters.MapGet("/{id:guid}/documents", async (Guid id, MatterDocumentReading reading, Asking asking) =>
        {
            var view = await reading.OfAsync(new(id), asking.Visitor, asking.Cancellation);
            await asking.LookedAsync($"matter:{id}", "documents");
            return view;
        }).Called("matterDocuments", "The documents of a matter with their delivery, and which can be issued now. The look is recorded.");
        matters.MapGet("/{id:guid}/documents/new", async (Guid id, PetitionDocumentKind kind, MatterDocumentReading reading, Asking asking) =>
        {
            var begun = await reading.BeginAsync(new(id), kind, asking.Visitor, asking.Cancellation);
            await asking.LookedAsync($"matter:{id}", "documents");
            return begun;
        }).Called("matterDocumentFields", "What the author of a document writes, and what the matter says of it already. The look is recorded.");
        matters.MapPost("/{id:guid}/documents/preview", async (Guid id, DocumentAsked asked, Asking asking) =>
            await asking.DoAsync<IssuePetitionDocument, PetitionSheets>((act, actor, token) => act.PreviewAsync(Command(id, asked), actor, token)))
            .Called("previewMatterDocument", "A document as it would be issued now, but for its number. Nothing is kept.");
        matters.MapPost("/{id:guid}/documents", async (Guid id, DocumentAsked asked, Asking asking) => new DocumentEntered(PetitionDocumentId.Of(await asking.OnceAsync<IssuePetitionDocument, Guid>(asked, async (act, actor, token) =>
            (await act.RunAsync(Command(id, asked), actor, token)).Id.Value))))
            .TakesKey().Called("issueMatterDocument", "Issue a document under the seal of my unit.");
        matters.MapPost("/{id:guid}/opinions", async (Guid id, OpinionAsked asked, Asking asking) => new DocumentEntered(PetitionDocumentId.Of(await asking.OnceAsync<RecordSuperiorOpinion, Guid>(asked, async (act, actor, token) =>
            (await act.RunAsync(new(new(id), asked.Kind, asked.Fields ?? [], asked.Scan, asked.Seen), actor, token)).Id.Value))))
            .TakesKey().Called("recordSuperiorOpinion", "Record the opinion of review or re-review of a body outside the system, with the scan of its paper.");
        matters.MapGet("/{id:guid}/documents/{document:guid}", (Guid id, Guid document, string? language, Asking asking) => ReadAsync(id, document, language ?? "zh-CN", "page", asking))
            .Called("matterDocument", "A document as it was issued, or recorded. The look is recorded.");
        matters.MapGet("/{id:guid}/documents/{document:guid}/pdf", async (Guid id, Guid document, string? language, PaperPdf pdf, Asking asking) =>
            TypedResults.Bytes(await pdf.OfAsync((await ReadAsync(id, document, language ?? "zh-CN", "pdf", asking)).Html ?? throw new RefusedException("petition-document.unknown"), asking.Cancellation), "application/pdf"))
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf").Called("matterDocumentPdf", "A document as a PDF, where the installation makes them. The look is recorded.");
        matters.MapGet("/{id:guid}/documents/{document:guid}/scan", async (Guid id, Guid document, StoredPapers papers, Asking asking) =>
            await papers.OpenAsync((await ReadAsync(id, document, "zh-CN", "scan", asking)).Scan ?? throw new RefusedException("petition-document.unknown"), asking.Cancellation))
            .Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").Called("matterDocumentScan", "The scan of a recorded opinion. The look is recorded.");
        matters.MapPost("/{id:guid}/documents/{document:guid}/delivery", async (Guid id, Guid document, DeliveryAsked asked, Asking asking) => new DocumentEntered(PetitionDocumentId.Of(await asking.OnceAsync<RecordPetitionDelivery, Guid>(asked, async (act, actor, token) =>
            (await act.RunAsync(new(new(id), new(document), asked.Method, asked.On, asked.To ?? ""), actor, token)).Id.Value))))
            .TakesKey().Called("recordMatterDocumentDelivery", "Record how and when a document reached whom it is for. The delivery of an opinion begins the petitioner's next limit.");
    }

    private static PetitionDocumentCommand Command(Guid id, DocumentAsked asked) => new(new(id), asked.Kind, asked.Fields ?? [], asked.Seen);

    private static Task<PetitionDocumentText> ReadAsync(Guid id, Guid document, string language, string purpose, Asking asking) =>
        asking.DoAsync<ReadPetitionDocument, PetitionDocumentText>((act, actor, token) => act.RunAsync(new(id), new(document), language, purpose, actor, token));
}
