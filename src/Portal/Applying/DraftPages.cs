using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Applying;

/// <summary>Writing an application, a topic a page. Every post keeps what it brought, right or wrong, before anything is said about it.</summary>
internal static class DraftPages
{
    public static void MapDrafts(this IEndpointRouteBuilder pages)
    {
        var drafts = pages.MapGroup("/drafts/{id:guid}").RequireAuthorization().AddEndpointFilter(SentAsync);
        drafts.MapGet("", async (Guid id, DraftReading reading, HttpContext http) => Page.Of<DraftOverview>((nameof(DraftOverview.View), await ViewAsync(id, reading, http))));
        drafts.MapGet("/go", async (Guid id, DraftReading reading, HttpContext http) => Page.SeeOther((await ViewAsync(id, reading, http)).Next));
        drafts.MapGet("/place", PlaceAsync);
        drafts.MapPost("/place", KeepPlaceAsync);
        drafts.MapGet("/topics/{key}", TopicAsync);
        drafts.MapPost("/topics/{key}", KeepTopicAsync);
        drafts.MapGet("/papers", async (Guid id, DraftReading reading, HttpContext http) => Page.Of<DraftPapers>((nameof(DraftPapers.View), await ViewAsync(id, reading, http))));
        drafts.MapPost("/papers/{key}", AttachAsync);
        drafts.MapPost("/papers/{file:guid}/remove", DetachAsync);
        drafts.MapGet("/sheets/{key}", async Task<IResult> (Guid id, string key, DraftReading reading, HttpContext http) =>
        {
            var view = await ViewAsync(id, reading, http);
            return view.Papers.Select(one => one.Paper).FirstOrDefault(paper => paper.Key == key && !paper.Signs.IsEmpty) is { } paper
                ? Page.Of<SignSheet>((nameof(SignSheet.View), view), (nameof(SignSheet.Paper), paper))
                : TypedResults.NotFound();
        });
        drafts.MapGet("/check", async (Guid id, DraftReading reading, HttpContext http) => Page.Of<DraftCheck>((nameof(DraftCheck.View), await ViewAsync(id, reading, http))));
        drafts.MapPost("/submit", SubmitAsync);
        drafts.MapGet("/submit", (Guid id) => Page.SeeOther($"/drafts/{id}/check")); // where signing in again leads after a post
        drafts.MapGet("/papers/{key}", (Guid id, string key) => Page.SeeOther($"/drafts/{id}/papers#{Names.Id(key)}"));
        drafts.MapPost("/drop", DropAsync);
    }

    /// <summary>A draft that was sent is answered with what it became, whichever of its pages was asked for. Sending it again answers for itself.</summary>
    private static async ValueTask<object?> SentAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Request.Path.Value!.EndsWith("/submit", StringComparison.Ordinal) || http.Visitor().Account is not { } owner)
            return await next(context);
        var id = new DraftId(Guid.Parse((string)http.Request.RouteValues["id"]!));
        var db = http.RequestServices.GetRequiredService<IUnitOfWork>().Db;
        var sent = await db.Set<Draft>().AsNoTracking().Where(draft => draft.Id == id && draft.Owner == owner.Id && draft.SubmittedAs != null)
            .Join(db.Set<AidCase>(), draft => draft.SubmittedAs, aidCase => aidCase.Id, (_, aidCase) => new { aidCase.Id, aidCase.ReceiptNumber }).FirstOrDefaultAsync(http.RequestAborted);
        if (sent is null)
            return await next(context);
        var page = Page.Of<DraftSent>((nameof(DraftSent.Case), sent.Id), (nameof(DraftSent.Number), sent.ReceiptNumber));
        page.StatusCode = HttpMethods.IsPost(http.Request.Method) ? StatusCodes.Status409Conflict : StatusCodes.Status200OK;
        return page;
    }

    private static async Task<IResult> PlaceAsync(Guid id, Guid? @in, DraftReading reading, Places places, HttpContext http) =>
        await PlacePageAsync(await ViewAsync(id, reading, http), @in, Faults.None, places, http.RequestAborted);

    private static async Task<IResult> PlacePageAsync(DraftView view, Guid? inside, Faults faults, Places places, CancellationToken cancellation, UnitId? picked = null)
    {
        var choice = await places.ReadAsync(inside, cancellation);
        var page = Page.Of<DraftPlace>((nameof(DraftPlace.View), view), (nameof(DraftPlace.Chosen), choice.Chosen), (nameof(DraftPlace.Below), choice.Below), (nameof(DraftPlace.Picked), picked), (nameof(DraftPlace.Faults), faults));
        page.StatusCode = faults.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        return page;
    }

    private static async Task<IResult> KeepPlaceAsync(Guid id, IActs acts, DraftReading reading, Places places, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            async () => await acts.RunAsync<WriteDraft, DraftId>((act, token) => act.PlaceAsync(
                new(id), Guid.TryParse(form["unit"], out var unit) ? new UnitId(unit) : throw new RefusedException("draft.no-unit", "unit"),
                form[DraftTopic.StandField].ToString() is { Length: > 0 } stand ? stand : null, http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/drafts/{id}/go"),
            async faults => await PlacePageAsync(await ViewAsync(id, reading, http), Guid.TryParse(form["in"], out var inside) ? inside : null, faults, places, http.RequestAborted, Guid.TryParse(form["unit"], out var picked) ? new UnitId(picked) : null));
    }

    private static async Task<IResult> TopicAsync(Guid id, string key, DraftReading reading, Offers offers, HttpContext http)
    {
        var view = await ViewAsync(id, reading, http);
        if (view.Topic(key) is not { } topic)
            return Page.SeeOther(view.Address);
        var known = view.IsDone(topic) ? [] : (await offers.BeginningAsync(http.Visitor(), http.RequestAborted)).Known;
        return TopicPage(view, topic, view.Answers, Faults.None, null, known: [.. topic.Fields.Where(field => known[field.Key] is { } answer && JsonNode.DeepEquals(answer, view.Answers[field.Key]))]);
    }

    private static async Task<IResult> KeepTopicAsync(Guid id, string key, IActs acts, DraftReading reading, TimeProvider time, HttpContext http)
    {
        var view = await ViewAsync(id, reading, http);
        if (view.Topic(key) is not { } topic)
            return Page.SeeOther(view.Address);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var removed = form["remove"].ToString();
        if (removed.Length > 0)
            form = new FormCollection(form.Where(answer => !answer.Key.StartsWith(removed, StringComparison.Ordinal)).ToDictionary());
        var sent = PostedAnswers.Read(form, topic.Fields);
        var check = view.Check(topic, sent, LocalDay.Today(time));
        var adds = form["add"].ToString() is { Length: > 0 } table ? table : null;

        try
        {
            await acts.RunAsync<WriteDraft, DraftId>((act, token) => form[DraftTopic.StandField].ToString() is { Length: > 0 } stand
                ? act.KeepSeenAsync(new(id), key, sent, check.Faults.IsEmpty, stand, http.Visitor().Actor, token)
                : act.KeepAsync(new(id), key, sent, check.Faults.IsEmpty, http.Visitor().Actor, token), http.RequestAborted);
        }
        catch (RefusedException refusal) when (refusal.Code == WriteDraft.ChangedElsewhere)
        {
            var fresh = await ViewAsync(id, reading, http);
            var both = TopicPage(fresh, topic, fresh.Check(topic, sent, LocalDay.Today(time)).Answers, Faults.None, null, elsewhere: fresh.Answers);
            both.StatusCode = StatusCodes.Status409Conflict;
            return both;
        }

        if (adds is not null || removed.Length > 0)
            return TopicPage(view, topic, check.Answers, Faults.None, adds);
        if (!check.Faults.IsEmpty)
            return TopicPage(view, topic, check.Answers, Trying.Of(check.Faults), null);
        if (!check.Odd.IsEmpty && topic.Fields.Any(field => !JsonNode.DeepEquals(view.Answers[field.Key], check.Answers[field.Key])))
            return TopicPage(view, topic, check.Answers, Faults.None, null, asked: true); // asked once: the same answers again go on
        return Page.SeeOther((await ViewAsync(id, reading, http)).Next);
    }

    private static async Task<IResult> AttachAsync(Guid id, string key, IActs acts, DraftReading reading, HttpContext http)
    {
        return await Trying.RunAsync(
            async () =>
            {
                var form = await http.Request.ReadFormAsync(http.RequestAborted);
                if (form.Files["file"] is not { Length: > 0 } file)
                    throw new RefusedException("document.empty", key);
                if (file.Length > UploadDocument.MostBytes)
                    throw new RefusedException("document.too-large", key, ("size", $"{file.Length / 1048576m:0.##}"), ("most", "10"));
                using var content = new MemoryStream();
                await file.CopyToAsync(content, http.RequestAborted);
                return await acts.RunAsync<WriteDraft, StoredFileId>((act, token) => act.AttachAsync(new(id), key, file.FileName, content.ToArray(), http.Visitor().Actor, token), http.RequestAborted);
            },
            _ => Page.SeeOther($"/drafts/{id}/papers#{Names.Id(key)}"),
            async faults => Page.Faulty<DraftPapers>((nameof(DraftPapers.View), await ViewAsync(id, reading, http)),
                (nameof(DraftPapers.Faults), new Faults([.. faults.All.Select(fault => fault with { Field = key })]))));
    }

    private static async Task<IResult> DetachAsync(Guid id, Guid file, IActs acts, HttpContext http)
    {
        await acts.RunAsync<WriteDraft, DraftId>((act, token) => act.DetachAsync(new(id), new(file), http.Visitor().Actor, token), http.RequestAborted);
        return Page.SeeOther($"/drafts/{id}/papers");
    }

    private static async Task<IResult> SubmitAsync(Guid id, IActs acts, DraftReading reading, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var reason = form["reason"].ToString();
        var likenesses = Words(form["likenesses"]);
        var view = await ViewAsync(id, reading, http);
        if (view.Draft.SubmittedAs is { } sent)
            return Page.SeeOther($"/applications/{sent}/receipt"); // a second tap, or the page kept open
        return await Trying.RunAsync(
            async () =>
            {
                try
                {
                    return await acts.RunAsync<SubmitDraft, CaseId>((act, token) => act.SubmitAsync(new(id), reason, http.Visitor().Actor, token), http.RequestAborted);
                }
                catch (RefusedException refusal) when (refusal.Values.TryGetValue("likenesses", out var found))
                {
                    likenesses = Words(found as string);
                    throw;
                }
            },
            opened => Page.SeeOther($"/applications/{opened}/receipt"),
            faults => Task.FromResult<IResult>(Page.Faulty<DraftCheck>((nameof(DraftCheck.View), view), (nameof(DraftCheck.Faults), faults),
                (nameof(DraftCheck.Likenesses), likenesses), (nameof(DraftCheck.Reason), reason))));
    }

    private static string[] Words(string? text) => (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static async Task<IResult> DropAsync(Guid id, IActs acts, HttpContext http)
    {
        await acts.RunAsync<WriteDraft, DraftId>((act, token) => act.DropAsync(new(id), http.Visitor().Actor, token), http.RequestAborted);
        return Page.SeeOther("/applications");
    }

    private static Task<DraftView> ViewAsync(Guid id, DraftReading reading, HttpContext http) => reading.ReadAsync(new(id), http.Visitor().Actor, http.RequestAborted);

    private static RazorComponentResult TopicPage(DraftView view, FormSection topic, JsonObject answers, Faults faults, string? addTo, bool asked = false, JsonObject? elsewhere = null, FormField[]? known = null)
    {
        var page = Page.Of<DraftTopic>((nameof(DraftTopic.View), view), (nameof(DraftTopic.Topic), topic), (nameof(DraftTopic.Answers), answers),
            (nameof(DraftTopic.Faults), faults), (nameof(DraftTopic.AddTo), addTo), (nameof(DraftTopic.Asked), asked), (nameof(DraftTopic.Elsewhere), elsewhere), (nameof(DraftTopic.Known), known ?? []));
        page.StatusCode = faults.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        return page;
    }
}
