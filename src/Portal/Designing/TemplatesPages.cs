using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Designing;

/// <summary>What a service says: every message and document, edited in the draft of the service beside a preview.</summary>
internal static class TemplatesPages
{
    public static void MapTemplates(this IEndpointRouteBuilder designer)
    {
        designer.MapGet("/{service}/templates", async (string service, IActs acts, HttpContext http) => Page.Of<TemplatesPage>((nameof(TemplatesPage.Service), await DesignerPages.DraftAsync(service, acts, http))));
        designer.MapGet("/{service}/templates/{key}", async (string service, string key, bool? sparse, string? done, TemplateHistory history, IActs acts, HttpContext http) =>
        {
            if (EditedTemplate.Find(key) is not { } template)
                return TypedResults.NotFound();
            var edited = await DesignerPages.DraftAsync(service, acts, http);
            return await ShownAsync(template, edited, edited.Stamp, Texts.Languages.ToImmutableDictionary(language => language, language => edited.Files.GetValueOrDefault(template.File(language), "")), sparse == true, Faults.None, done == "kept", null, history, http);
        });
        designer.MapPost("/{service}/templates/{key}", SentAsync);
    }

    /// <summary>Saves what was written, or shows what it would be: a script asks for that while somebody types.</summary>
    private static async Task<IResult> SentAsync(string service, string key, TemplateHistory history, CaseSample sample, IActs acts, HttpContext http)
    {
        if (EditedTemplate.Find(key) is not { } template)
            return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var texts = Texts.Languages.ToImmutableDictionary(language => language, language => form[language].ToString().ReplaceLineEndings("\n"));
        var (stamp, isSparse) = (form["stamp"].ToString(), form["sparse"] == "yes");
        var edited = await DesignerPages.DraftAsync(service, acts, http);
        if (form["do"] != "keep")
        {
            var number = form["do"] == "show" ? form["case"].ToString().Trim() : ""; // each look at a case is on record, so a script that follows the typing takes none
            return await Trying.RunAsync(
                async () => await ShownAsync(template, edited, stamp, texts, isSparse, Faults.None, false, number.Length == 0 ? null : new(number, await sample.OfAsync(number, template, http.Visitor(), http.RequestAborted)), history, http),
                shown => shown,
                async faults => await ShownAsync(template, edited, stamp, texts, isSparse, faults, false, new(number, []), history, http));
        }

        // An empty text is no template: the file goes, and the check says that one is missing.
        var files = texts.ToDictionary(text => template.File(text.Key), text => string.IsNullOrWhiteSpace(text.Value) ? null : text.Value, StringComparer.Ordinal);
        return await Trying.RunAsync(
            () => acts.RunAsync<ServiceDesk, EditedService>((desk, token) => desk.SaveAsync(http.Visitor().Actor, service, new(files, form["over"] == "yes" ? null : stamp), token), http.RequestAborted),
            _ => Page.SeeOther($"/admin/designer/{Uri.EscapeDataString(service)}/templates/{Uri.EscapeDataString(key)}?done=kept"),
            async faults => await ShownAsync(template, await DesignerPages.DraftAsync(service, acts, http), stamp, texts, isSparse, faults, false, null, history, http));
    }

    private static async Task<IResult> ShownAsync(EditedTemplate template, EditedService edited, string stamp, ImmutableDictionary<string, string> texts, bool isSparse, Faults faults, bool isKept, ChosenCase? chosen, TemplateHistory history, HttpContext http)
    {
        var page = Page.Of<TemplatePage>((nameof(TemplatePage.Template), template), (nameof(TemplatePage.Service), edited), (nameof(TemplatePage.Stamp), stamp), (nameof(TemplatePage.Texts), texts), (nameof(TemplatePage.Sparse), isSparse),
            (nameof(TemplatePage.Faults), faults), (nameof(TemplatePage.Kept), isKept), (nameof(TemplatePage.Chosen), chosen), (nameof(TemplatePage.History), await history.OfAsync(edited.ServiceId, template, http.RequestAborted)));
        if (faults.Any)
            page.StatusCode = stamp == edited.Stamp ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
        return page;
    }
}

/// <summary>The case that a preview is for, and what it takes from it.</summary>
public sealed record ChosenCase(string Number, TemplateData Known);
