using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Approving;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Rehearsing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Designer.Managing;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Designing;

/// <summary>Where administrators edit workflows: the list of definitions, and the editor of one.</summary>
internal static class DesignerPages
{
    /// <summary>What is shown inside another page, and in which language, whatever the reader has chosen for the rest.</summary>
    private sealed class InLanguage(IResult page, string language) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            return page.ExecuteAsync(httpContext);
        }
    }

    public static void MapDesigner(this IEndpointRouteBuilder pages)
    {
        var designer = pages.MapGroup("/admin/designer").RequireAuthorization().ForHolders(Role.Administrator);
        designer.MapGet("", (IActs acts, PortalSettings settings, HttpContext http) => ListAsync("", null, Faults.None, acts, settings, http));
        designer.MapPost("", BeginAsync);
        designer.MapGet("/{definitionId}", async (string definitionId, IActs acts, HttpContext http) => Page.Of<EditorPage>((nameof(EditorPage.Version), await LatestAsync(definitionId, acts, http))));
        designer.MapGet("/{definitionId}/compare", async (string definitionId, string? from, string? to, IActs acts, HttpContext http) => Page.Of<VersionsPage>(
            (nameof(VersionsPage.Version), await LatestAsync(definitionId, acts, http)), (nameof(VersionsPage.View), "compare"), (nameof(VersionsPage.From), from), (nameof(VersionsPage.To), to)));
        designer.MapGet("/{definitionId}/live", async (string definitionId, int? version, Guid? instance, IActs acts, HttpContext http) => Page.Of<VersionsPage>(
            (nameof(VersionsPage.Version), await LatestAsync(definitionId, acts, http)), (nameof(VersionsPage.View), "live"), (nameof(VersionsPage.Number), version), (nameof(VersionsPage.Instance), instance)));
        designer.MapGet("/{definitionId}/rehearsal", RehearseAsync);
        designer.MapGet("/{service}/form", async (string service, IActs acts, HttpContext http) => Page.Of<FormPage>((nameof(FormPage.Service), await DraftAsync(service, acts, http))));
        designer.MapGet("/{service}/form/preview", PreviewAsync);
        designer.MapPost("/{service}/form/preview", PreviewAsync);
        designer.MapRuleTables();
        designer.MapTemplates();
        designer.MapSimulations();
    }

    private static async Task<IResult> ListAsync(string name, string? like, Faults faults, IActs acts, PortalSettings settings, HttpContext http)
    {
        var versions = await acts.RunAsync<DefinitionShelf, IReadOnlyList<ManagedVersion>>((shelf, token) => shelf.ListAsync(http.Visitor().Actor, VersionWish.Parse("LatestOrPublished"), null, token), http.RequestAborted);
        var waiting = await acts.RunAsync<Proposals, IReadOnlySet<string>>((proposals, token) => proposals.WaitingAsync(http.Visitor().Actor, token), http.RequestAborted);
        var parameters = ((string, object?)[])[(nameof(DefinitionsPage.HasStudio), settings.Studio.Enabled), (nameof(DefinitionsPage.Rows), DefinitionLine.Of(versions, waiting)),
            (nameof(DefinitionsPage.Name), name), (nameof(DefinitionsPage.Like), like), (nameof(DefinitionsPage.Faults), faults)];
        return faults.Any ? Page.Faulty<DefinitionsPage>(parameters) : Page.Of<DefinitionsPage>(parameters);
    }

    private static async Task<IResult> BeginAsync(IActs acts, PortalSettings settings, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (name, like) = (form["name"].ToString(), form["like"].ToString() is { Length: > 0 } said ? said : null);
        return await Trying.RunAsync(
            () => acts.RunAsync<DefinitionWriting, ManagedVersion>((writing, token) => writing.BeginAsync(http.Visitor().Actor, name, like, token), http.RequestAborted),
            begun => Page.SeeOther($"/admin/designer/{Uri.EscapeDataString(begun.DefinitionId)}"),
            faults => ListAsync(name, like, faults, acts, settings, http));
    }

    private static Task<ManagedVersion> LatestAsync(string definitionId, IActs acts, HttpContext http) =>
        acts.RunAsync<DefinitionShelf, ManagedVersion>((shelf, token) => shelf.GetAsync(http.Visitor().Actor, definitionId, VersionWish.Latest, token), http.RequestAborted);

    internal static Task<EditedService> DraftAsync(string service, IActs acts, HttpContext http) =>
        acts.RunAsync<ServiceDesk, EditedService>((desk, token) => desk.GetAsync(http.Visitor().Actor, service, token), http.RequestAborted);

    /// <summary>A section of the draft form; what is sent is checked as an application would be, and nothing of it is kept.</summary>
    private static async Task<IResult> PreviewAsync(string service, string? step, string? section, string? language, IActs acts, TimeProvider time, HttpContext http)
    {
        var (edited, today) = (await DraftAsync(service, acts, http), LocalDay.Today(time));
        var read = DraftForm.Read(edited.Files.GetValueOrDefault("form.json", ""));
        var view = read.Form is { } form ? PreviewedForm.Of(form, edited, step ?? FormSteps.Apply, section, today) : null;
        SecurityHeaders.MayBePreviewed(http.Response);
        var parameters = new List<(string, object?)> { (nameof(FormPreview.View), view) };
        if (HttpMethods.IsPost(http.Request.Method) && view is { Section: { } topic })
        {
            var sent = await http.Request.ReadFormAsync(http.RequestAborted);
            if (sent["remove"].ToString() is { Length: > 0 } removed)
                sent = new FormCollection(sent.Where(answer => !answer.Key.StartsWith(removed, StringComparison.Ordinal)).ToDictionary());
            var answers = PostedAnswers.Read(sent, topic.Fields);
            var isTried = sent["remove"].Count == 0 && sent["add"].Count == 0;
            var own = topic.Fields.Where(field => view.Access.To(field.Key) >= FieldAccess.Edit).Select(field => field.Key).ToHashSet(StringComparer.Ordinal);
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language == "en" ? "en" : "zh-CN"); // faults are words already
            parameters.AddRange([(nameof(FormPreview.Answers), answers), (nameof(FormPreview.AddTo), sent["add"].ToString()), (nameof(FormPreview.Tried), isTried),
                (nameof(FormPreview.Faults), isTried ? Trying.Of(view.Access.Check(answers, new(today)).Where(fault => own.Contains(fault.Field.Split('[')[0]))) : Faults.None)]);
        }

        return new InLanguage(Page.Of<FormPreview>([.. parameters]), language == "en" ? "en" : "zh-CN");
    }

    private static async Task<IResult> RehearseAsync(string definitionId, int? count, IActs acts, HttpContext http)
    {
        var version = await LatestAsync(definitionId, acts, http);
        var service = version.Service ?? throw new RefusedException("rehearsal.no-service", null, ("definition", definitionId));
        var most = Math.Clamp(count ?? RehearseDraft.Usual, 1, RehearseDraft.Most);
        var rehearsed = await acts.RunAsync<RehearseDraft, RehearsedDraft>((act, token) => act.RunAsync(http.Visitor().Actor, service.ServiceId, most, token), http.RequestAborted);
        return Page.Of<RehearsalPage>((nameof(RehearsalPage.Version), version), (nameof(RehearsalPage.Rehearsed), rehearsed), (nameof(RehearsalPage.Count), most));
    }
}

/// <summary>A definition in the list: its newest version, and the one in force.</summary>
/// <param name="IsProposed">Its draft waits for another administrator to approve it.</param>
public sealed record DefinitionLine(ManagedVersion Latest, int? InForce, bool IsProposed)
{
    /// <param name="waiting">Subjects, as the trail calls them, of which a proposal waits.</param>
    public static IReadOnlyList<DefinitionLine> Of(IEnumerable<ManagedVersion> versions, IReadOnlySet<string> waiting) =>
    [
        .. versions.GroupBy(version => version.DefinitionId, StringComparer.Ordinal)
            .Select(group => new DefinitionLine(group.First(version => version.IsLatest), group.FirstOrDefault(version => version.IsPublished)?.Version, waiting.Contains(SubjectOf(group.First()))))
            .OrderBy(line => line.Latest.Service is null).ThenBy(line => line.Latest.Service?.ServiceId, StringComparer.Ordinal).ThenByDescending(line => line.Latest.File == "workflow.json").ThenBy(line => line.Latest.DefinitionId, StringComparer.Ordinal),
    ];

    /// <summary>What the trail calls it: the service that it belongs to, or itself.</summary>
    internal static string SubjectOf(ManagedVersion version) => version.Service is { } service ? $"service:{service.ServiceId}" : $"definition:{version.DefinitionId}";
}
