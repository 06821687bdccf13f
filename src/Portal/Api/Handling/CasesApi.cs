using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Signing;
using AidWorkflow.Portal.Api.Applying;
using AidWorkflow.Portal.Api.Following;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Awaiting;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Searching;
using AidWorkflow.Portal.Serving;

namespace AidWorkflow.Portal.Api.Handling;

/// <summary>Cases of one's area: found, read, and what is done with them outside their tasks.</summary>
internal static class CasesApi
{
    public static void MapCases(this RouteGroupBuilder api)
    {
        var cases = api.Room("/cases", "Cases").RequireAuthorization();
        cases.MapGet("", async (string? search, string? service, CaseStage? stage, int? page, CaseSearch searching, Asking asking) =>
        {
            var found = await searching.FindAsync(asking.Visitor, search, service, stage, Paging.Number(page), asking.Cancellation);
            await asking.ListedAsync("cases", $"stage={stage} service={service} searched={(search is { Length: > 0 } ? "yes" : "no")}", found.Rows.Count);
            return new Paged<FoundCase>(found.Rows, found.Page, FoundCases.Size, found.Count);
        }).Called("cases", "Cases of my area. Search by name, receipt number or whole identity number.");
        cases.MapGet("/waiting", async (Guid? unit, WaitsOn? on, int? page, WaitReading reading, Asking asking) =>
        {
            var waits = await reading.OfAreaAsync(asking.Visitor, unit, on, Paging.Number(page), asking.Cancellation);
            await asking.ListedAsync("waits", WaitPages.Looked(waits), waits.Steps.Length);
            return new Paged<WaitingStep>(waits.Steps, waits.Number, WaitingPage.Size, waits.Count);
        }).Called("waits", "Open steps of my area, or of a unit's part of it, with whom each waits on, since when and how long is left; the longest waiting first.");
        var one = cases.MapGroup("/{id:guid}");
        one.MapGet("/waits", async (Guid id, CaseReading reading, WaitReading waits, Asking asking) =>
        {
            await RequireAsync(id, reading, asking);
            await asking.LookedAsync($"case:{id}", "whom it waits on");
            return await waits.OfCaseAsync(new(id), asking.Visitor, asking.Cancellation);
        }).Called("caseWaits", "The open steps of the case with whom each waits on. The look is recorded.");
        one.MapGet("", async (Guid id, CaseReading reading, IActs acts, Asking asking) =>
        {
            var view = await ReadAsync(id, reading, asking);
            await asking.LookedAsync($"case:{id}", "case page");
            await HandlingPages.ReadCopyAsync(acts, id, asking.Visitor, asking.Cancellation);
            return CaseDetail.Of(view, Spoken);
        }).Called("case", "A case with its whole life. The look is recorded.");
        one.MapGet("/papers/{file:guid}", async (Guid id, Guid file, CaseReading reading, StoredPapers papers, Asking asking) =>
        {
            var paper = (await ReadAsync(id, reading, asking)).Shows(file) ? new StoredFileId(file) : throw new RefusedException("document.unknown-issued");
            await asking.LookedAsync($"case:{id}", $"paper {paper}, case page");
            return await papers.OpenAsync(paper, asking.Cancellation);
        }).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").Called("casePaper", "A paper of the case. The look is recorded.");
        one.MapGet("/approval-form", ApprovalFormAsync).Called("approvalForm", "Every opinion of the case as its approval form prints them. The look is recorded.");
        one.MapGet("/signatures", SignaturesAsync).Called("caseSignatures", "The handwritten signatures of the case, each held against what is on record now.");
        one.MapGet("/signatures/{signature:guid}", SignatureAsync).Produces(StatusCodes.Status200OK, contentType: "image/png").Called("caseSignature", "The picture of a signature. The look is recorded.");
        one.MapGet("/documents/{document:guid}", DocumentAsync).Called("caseDocument", "A document that the office issued. The look is recorded.");
        one.MapGet("/hand-over/places", async (Guid id, Guid? @in, CaseReading reading, Places places, Asking asking) =>
        {
            await RequireAsync(id, reading, asking);
            return PlaceChoices.Of(await places.DecidedByAsync(asking.Actor, @in, asking.Cancellation));
        }).Called("handOverPlaces", "Where the case can be handed over to, a level at a time.");
        one.MapCaseActs();
    }

    /// <exception cref="RefusedException">case.unknown: there is none, or it lies elsewhere; nobody learns which.</exception>
    public static async Task RequireAsync(Guid id, CaseReading reading, Asking asking)
    {
        if (!await reading.SeesAsync(new(id), asking.Visitor, asking.Cancellation))
            throw new RefusedException("case.unknown");
    }

    private static async Task<ImmutableArray<PrintedOpinion>> ApprovalFormAsync(Guid id, CaseReading reading, ApprovalFormReading forms, Asking asking)
    {
        if (await ReadAsync(id, reading, asking) is not { Dossier: not null } view)
            throw new RefusedException("case.unknown");
        await asking.LookedAsync($"case:{id}", "approval form");
        return await forms.ReadAsync(view, asking.Cancellation);
    }

    private static async Task<ImmutableArray<CheckedSignature>> SignaturesAsync(Guid id, CaseReading reading, Asking asking) => (await ReadAsync(id, reading, asking)).Signatures;

    private static async Task<IResult> SignatureAsync(Guid id, Guid signature, CaseReading reading, StoredPapers papers, Asking asking)
    {
        var signed = (await ReadAsync(id, reading, asking)).Signatures.FirstOrDefault(one => one.Id.Value == signature) ?? throw new RefusedException("document.unknown-issued");
        await asking.LookedAsync($"case:{id}", $"signature {signature}");
        return await papers.OpenAsync(signed.Picture, asking.Cancellation);
    }

    private static async Task<PaperText> DocumentAsync(Guid id, Guid document, CaseReading reading, Asking asking)
    {
        if (await ReadAsync(id, reading, asking) is not { Dossier: not null } view || view.Documents.All(one => one.Id.Value != document))
            throw new RefusedException("document.unknown-issued");
        return PaperText.Of(await asking.DoAsync<ReadIssuedDocument, DocumentText>((act, actor, token) => act.ReadAsync(new(document), Spoken, "case page", actor, token)));
    }

    private static async Task<CaseView> ReadAsync(Guid id, CaseReading reading, Asking asking) =>
        await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation) ?? throw new RefusedException("case.unknown");

    private static string Spoken => Speech.Of(CultureInfo.CurrentUICulture);
}
