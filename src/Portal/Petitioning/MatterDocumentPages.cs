using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>Documents of petitions: written, looked at before they go out, issued, delivered, read and printed.</summary>
internal static class MatterDocumentPages
{
    /// <param name="matters">The pages of the register, for those who read it.</param>
    public static void MapDocuments(this RouteGroupBuilder matters)
    {
        matters.MapGet("/{id:guid}/documents/new", BeginAsync);
        matters.MapGet("/{id:guid}/documents", (Guid id) => Page.SeeOther($"/matters/{id}#documents")); // where signing in again leads after a post
        matters.MapPost("/{id:guid}/documents", WriteAsync);
        matters.MapGet("/{id:guid}/documents/{document:guid}", ShowAsync);
        matters.MapGet("/{id:guid}/documents/{document:guid}/scan", ScanAsync);
        matters.MapGet("/{id:guid}/documents/{document:guid}/delivery", async (Guid id, Guid document, MatterDocumentReading reading, HttpContext http) =>
            Page.Of<DeliveryPage>((nameof(DeliveryPage.Matter), new MatterId(id)), (nameof(DeliveryPage.Row), await RowAsync(id, document, reading, http))));
        matters.MapPost("/{id:guid}/documents/{document:guid}/delivery", DeliverAsync);
    }

    private static async Task<IResult> BeginAsync(Guid id, string? kind, MatterDocumentReading reading, HttpContext http) =>
        Page.Of<DocumentFormPage>((nameof(DocumentFormPage.Begun), await reading.BeginAsync(new(id), Kind(kind), http.Visitor(), http.RequestAborted)));

    private static async Task<IResult> WriteAsync(Guid id, MatterDocumentReading reading, IActs acts, IUnitOfWork work, HttpContext http)
    {
        var kind = Kind((await http.Request.ReadFormAsync(http.RequestAborted))["kind"]);
        var begun = await reading.BeginAsync(new(id), kind, http.Visitor(), http.RequestAborted);
        return await Trying.RunAsync(
            async () =>
            {
                var refusals = new Refusals();
                var scan = begun.IsElsewhere ? await BroughtPaper.TakeAsync("scan", refusals, acts, work, http) : null;
                refusals.ThrowIfAny();
                var form = http.Request.Form;
                var written = begun.Fields.ToDictionary(one => one.Name, one => form[one.Name].ToString(), StringComparer.Ordinal);
                var (seen, actor) = (int.TryParse(form["seen"], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : (int?)null, http.Visitor().Actor);
                if (begun.IsElsewhere)
                    return Issued(id, await acts.RunAsync<RecordSuperiorOpinion, PetitionDocument>((act, token) => act.RunAsync(new(new(id), kind, written, scan, seen), actor, token), http.RequestAborted));
                return form["do"] == "issue"
                    ? Issued(id, await acts.RunAsync<IssuePetitionDocument, PetitionDocument>((act, token) => act.RunAsync(new(new(id), kind, written, seen), actor, token), http.RequestAborted))
                    : Page.Of<DocumentFormPage>((nameof(DocumentFormPage.Begun), begun), (nameof(DocumentFormPage.Written), form),
                        (nameof(DocumentFormPage.Sheets), await acts.RunAsync<IssuePetitionDocument, PetitionSheets>((act, token) => act.PreviewAsync(new(new(id), kind, written), actor, token), http.RequestAborted)));
            },
            answer => answer,
            faults => Task.FromResult<IResult>(Page.Faulty<DocumentFormPage>((nameof(DocumentFormPage.Begun), begun), (nameof(DocumentFormPage.Written), http.Request.Form), (nameof(DocumentFormPage.Faults), faults))));
    }

    private static IResult Issued(Guid matter, PetitionDocument document) => Page.SeeOther($"/matters/{matter}?done={(document.IsRecorded ? 4 : 3)}#documents");

    private static async Task<IResult> ShowAsync(Guid id, Guid document, string? format, PaperPdf pdf, IActs acts, HttpContext http)
    {
        var language = Speech.Of(CultureInfo.CurrentUICulture);
        var text = await acts.RunAsync<ReadPetitionDocument, PetitionDocumentText>(
            (act, token) => act.RunAsync(new(id), new(document), language, format == "pdf" ? "pdf" : "page", http.Visitor().Actor, token), http.RequestAborted);
        if (text.Html is not { } html)
            return Page.Of<RecordedOpinionPage>((nameof(RecordedOpinionPage.Text), text));
        if (format == "pdf")
            return TypedResults.Bytes(await pdf.OfAsync(html, http.RequestAborted), "application/pdf", $"{text.Number}.pdf");
        return Page.Of<Sheet>((nameof(Sheet.Title), $"{text.Name.In(language)} {text.Number}"), (nameof(Sheet.Back), $"/matters/{id}"), (nameof(Sheet.Html), html), (nameof(Sheet.Pdf), pdf.IsThere ? $"/matters/{id}/documents/{document}?format=pdf" : null));
    }

    private static async Task<IResult> ScanAsync(Guid id, Guid document, StoredPapers papers, IActs acts, HttpContext http)
    {
        var text = await acts.RunAsync<ReadPetitionDocument, PetitionDocumentText>((act, token) => act.RunAsync(new(id), new(document), "zh-CN", "scan", http.Visitor().Actor, token), http.RequestAborted);
        http.Response.Headers.ContentDisposition = "inline";
        SecurityHeaders.MayBeFramed(http.Response);
        return await papers.OpenAsync(text.Scan ?? throw new RefusedException("petition-document.unknown"), http.RequestAborted);
    }

    private static async Task<IResult> DeliverAsync(Guid id, Guid document, MatterDocumentReading reading, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<RecordPetitionDelivery, PetitionDocument>((act, token) => act.RunAsync(
                new(new(id), new(document), PostedVisit.Chosen<DeliveryMethod>(form["method"]), Answer.Day(form["on"].ToString()), form["to"].ToString()), http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/matters/{id}?done=5#documents"),
            async faults => Page.Faulty<DeliveryPage>((nameof(DeliveryPage.Matter), new MatterId(id)), (nameof(DeliveryPage.Row), await RowAsync(id, document, reading, http)), (nameof(DeliveryPage.Written), form), (nameof(DeliveryPage.Faults), faults)));
    }

    private static async Task<MatterDocumentRow> RowAsync(Guid id, Guid document, MatterDocumentReading reading, HttpContext http) =>
        (await reading.OfAsync(new(id), http.Visitor(), http.RequestAborted)).Rows.FirstOrDefault(row => row.Id.Value == document) ?? throw new RefusedException("petition-document.unknown");

    private static PetitionDocumentKind Kind(string? said) => PostedVisit.Chosen<PetitionDocumentKind>(said) ?? throw new RefusedException("petition-document.kind");
}
