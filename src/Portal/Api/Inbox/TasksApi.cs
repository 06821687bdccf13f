using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Correcting;
using AidWorkflow.Cases.Phrasing;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Api.Applying;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Api.Inbox;

/// <summary>The staff's tasks.</summary>
internal static class TasksApi
{
    public static void MapTasks(this RouteGroupBuilder api)
    {
        var tasks = api.Room("/tasks", "Tasks").RequireAuthorization();
        tasks.MapGiving();
        tasks.MapTeam();
        tasks.MapGet("", ListAsync).Called("tasks", "My inbox, by tab: Mine, Team, Waiting, Overdue or Done. Every part of the filter narrows rows and counts alike.");
        tasks.MapGet("/views", (InboxViewReading views, Asking asking) => views.ReadAsync(asking.Visitor.Account!.Id, asking.Cancellation)).Called("taskViews", "My own views of the inbox.");
        tasks.MapPost("/views", async (ViewSaid said, Asking asking) => new ViewChanged(await asking.OnceAsync<KeepInboxView, InboxViewId>(said, (act, actor, token) => act.KeepAsync(said.Name, said.Query, actor, token))))
            .TakesKey().Called("keepTaskView", "Keep a view under a name; the same name again says it anew.");
        tasks.MapPost("/views/{view:guid}/default", async (Guid view, ViewOpens said, Asking asking) => new ViewChanged(await asking.OnceAsync<KeepInboxView, InboxViewId>(said, (act, actor, token) => act.OpenWithAsync(new(view), said.Default, actor, token))))
            .TakesKey().Called("openWithTaskView", "Let the inbox open with the view, or no longer.");
        tasks.MapPost("/views/{view:guid}/remove", async (Guid view, Asking asking) => new ViewChanged(await asking.OnceAsync<KeepInboxView, InboxViewId>(null, (act, actor, token) => act.ForgetAsync(new(view), actor, token))))
            .TakesKey().Called("removeTaskView", "Remove the view.");
        tasks.MapGet("/copied", async (int? page, CopiedReading reading, Asking asking) =>
        {
            var copied = await reading.ReadAsync(asking.Visitor, Paging.Number(page), asking.Cancellation);
            await asking.ListedAsync("copied", "", copied.Rows.Length);
            return new Copied(copied.Rows, copied.Number, CopiedPage.Size, copied.Count, copied.Unread);
        }).Called("copiedCases", "Cases that were sent to me to know of, unread first. Reading the case marks it as read.");
        tasks.MapGet("/news", (LiveNews news, HttpContext http) => Listener.Of(http) is { } listener && !HeadRequests.Is(http)
                ? TypedResults.ServerSentEvents(news.OfAsync(listener, http.RequestAborted)) : (IResult)TypedResults.NoContent())
            .Produces<InboxNews>(StatusCodes.Status200OK, "text/event-stream").Called("taskNews", "Tells, as server-sent events, how many tasks wait.");
        tasks.MapGet("/{id:guid}", async (Guid id, TaskReading reading, IActs acts, Asking asking) =>
        {
            var view = await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation);
            await asking.DoAsync<OpenTask, bool>((act, actor, token) => act.OpenAsync(view.Task, view.Stands, actor, token));
            await InboxPages.SeenAsync(acts, view, asking.Visitor, asking.Cancellation);
            return TaskDetail.Of(view, Spoken);
        }).Called("task", "A task with everything its decision rests on. The look is recorded.");
        tasks.MapPost("/{id:guid}/numbers", async (Guid id, TaskReading reading, Asking asking) =>
        {
            var view = await reading.ReadAsync(new(id), asking.Visitor, withNumbers: true, asking.Cancellation);
            await asking.LookedAsync($"case:{view.Case.Id}", $"numbers in full, task {id}", view.Stands);
            return TaskDetail.Of(view, Spoken);
        }).Called("taskNumbers", "The same with identity and account numbers in full, as far as the step may see them. The look is recorded.");
        tasks.MapGet("/{id:guid}/papers/{file:guid}", async (Guid id, Guid file, TaskReading reading, StoredPapers papers, Asking asking) =>
        {
            var view = await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation);
            var paper = view.Dossier.Shows(file) ? new StoredFileId(file) : throw new RefusedException("document.unknown-issued");
            await asking.LookedAsync($"case:{view.Case.Id}", $"paper {paper}, task {id}");
            return await papers.OpenAsync(paper, asking.Cancellation);
        }).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").Called("taskPaper", "A paper of the case. The look is recorded.");
        tasks.MapGet("/{id:guid}/ahead", async (Guid id, TaskReading reading, AheadReading ahead, Asking asking) =>
                (await ahead.ReadAsync(await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation), asking.Actor, asking.Cancellation)).Select(one => TaskAhead.Of(one, Spoken)).ToImmutableArray())
            .Called("taskAhead", "Who is next after each choice at the task, before one is made. Nothing is changed.");
        tasks.MapPost("/{id:guid}/decision", DecideAsync).TakesKey().Called("decide", "Decide on the task.");
        tasks.MapPost("/{id:guid}/decision/check", CheckAsync).Called("checkDecision", "Learn what a decision would be refused for, without deciding.");
        tasks.MapPost("/{id:guid}/answers", async (Guid id, AnswersCorrected said, Asking asking) =>
        {
            var made = await asking.OnceAsync<CorrectAnswers, CorrectionReceipt>(said, (act, actor, token) => act.CorrectAsync(new(new(id), said.Answers, said.Why), actor, token));
            return new CorrectionMade(made.Task, made.Case, made.Fields);
        }).TakesKey().Called("correctAnswers", "Correct answers of the application, where the step may edit them. What the applicant sent is kept as it was sent.");
        tasks.MapPost("/{id:guid}/decision/statement", StatementAsync).Called("statementToSign", "What a handwritten signature of this decision would stand under, as everything is now. Nothing is changed.");
        tasks.MapGet("/{id:guid}/phrases", PhrasesAsync).Called("phrases", "Words for the opinion at the task: those of the service, filled, and my own.");
        tasks.MapPost("/phrases", KeepAsync).TakesKey().Called("keepPhrase", "Keep words as a phrase of mine.");
        tasks.MapDelete("/phrases/{phrase:guid}", ForgetAsync).Called("forgetPhrase", "Remove a phrase of mine.");
        tasks.MapPost("/{id:guid}/claim", async (Guid id, Asking asking) => new TaskChanged(await asking.OnceAsync<ClaimTask, TaskId>(null, (act, actor, token) => act.ClaimAsync(new(id), actor, token))))
            .TakesKey().Called("claim", "Take the task, so that no colleague decides it meanwhile.");
        tasks.MapPost("/{id:guid}/release", async (Guid id, Asking asking) => new TaskChanged(await asking.OnceAsync<ClaimTask, TaskId>(null, (act, actor, token) => act.ReleaseAsync(new(id), actor, token))))
            .TakesKey().Called("release", "Give the task back.");
    }

    private static async Task<Tasks> ListAsync(
        InboxTab? tab, string? search, string? service, string? step, Guid? unit, CaseStage? stage, DateOnly? arrivedFrom, DateOnly? arrivedTo, DateOnly? dueFrom, DateOnly? dueTo,
        long? centsFrom, long? centsTo, bool? listed, InboxSort? sort, int? page, InboxReading reading, Asking asking)
    {
        var visitor = asking.Visitor;
        var filter = new InboxFilter
        {
            Search = search,
            Service = service,
            Step = step,
            Unit = unit,
            Stage = stage,
            ArrivedFrom = arrivedFrom,
            ArrivedTo = arrivedTo,
            DueFrom = dueFrom,
            DueTo = dueTo,
            CentsFrom = centsFrom,
            CentsTo = centsTo,
            Listed = listed,
            Sort = sort ?? default,
        };
        var inbox = await reading.ReadAsync(visitor.Account!, tab ?? InboxTab.Team, filter, Paging.Number(page), visitor.Roles.Select(held => held.Role), asking.Cancellation);
        await asking.ListedAsync("inbox", InboxPages.Looked(inbox), inbox.Rows.Count);
        return Tasks.Of(inbox);
    }

    private static async Task<ToSign> StatementAsync(Guid id, DecisionSaid said, StatementReading reading, TaskReading tasks, Asking asking)
    {
        await tasks.ReadAsync(new(id), asking.Visitor, asking.Cancellation);
        return ToSign.Of(await reading.OfAsync(said.ToCommand(new(id)), asking.Actor, asking.Cancellation));
    }

    private static async Task<ImmutableArray<Phrase>> PhrasesAsync(Guid id, TaskReading tasks, Asking asking) => (await tasks.ReadAsync(new(id), asking.Visitor, asking.Cancellation)).Phrases;

    private static async Task<PhraseChanged> KeepAsync(NewPhrase said, Asking asking) =>
        new(await asking.OnceAsync<KeepPhrase, PhraseId>(said, (act, actor, token) => act.KeepAsync(said.Text, actor.Account!.Value, token)));

    private static async Task<PhraseChanged> ForgetAsync(Guid phrase, Asking asking) =>
        new(await asking.DoAsync<KeepPhrase, PhraseId>((act, actor, token) => act.ForgetAsync(PhraseId.Of(phrase), actor.Account!.Value, token)));

    private static async Task<DecisionMade> DecideAsync(Guid id, DecisionSaid said, AheadReading ahead, IUnitOfWork work, Asking asking)
    {
        var made = await Told.Async(DecisionSaid.Fields, () => asking.OnceAsync<DecideTask, DecisionReceipt>(said, async (act, actor, token) =>
        {
            await RequireAsync(said, work, asking);
            var receipt = await act.DecideAsync(said.ToCommand(new(id)), actor, token);
            await ahead.RequireNameableAsync(said.ToCommand(new(id)), actor, token);
            return receipt;
        }));
        return new(made.Decision, made.Case, made.Settled);
    }

    private static async Task<NoContent> CheckAsync(Guid id, DecisionSaid said, AheadReading ahead, DryRun dryRun, IUnitOfWork work, Asking asking)
    {
        await Told.Async(DecisionSaid.Fields, async () =>
        {
            await RequireAsync(said, work, asking);
            await dryRun.RunAsync<DecideTask>((act, token) => act.DecideAsync(said.ToCommand(new(id)), asking.Actor, token), asking.Cancellation);
            await ahead.RequireNameableAsync(said.ToCommand(new(id)), asking.Actor, asking.Cancellation);
            return true;
        });
        return TypedResults.NoContent();
    }

    /// <summary>What the act cannot know: whose the papers are, and that an amount decided elsewhere was compared with its paper.</summary>
    private static async Task RequireAsync(DecisionSaid said, IUnitOfWork work, Asking asking)
    {
        if (said is { Verdict: Verdict.Approve, External.Compared: false })
            throw new RefusedException("external.not-compared", "external.compared");
        await Uploads.RequireOwnAsync(work, asking, said.Signature?.Picture, "signature");
        await Uploads.RequireOwnAsync(work, asking, said.External?.Scan, "external.scan");
        await Uploads.RequireOwnAsync(work, asking, said.Payee?.Successor?.ProofFile, "payee.successor.proofFile");
        await Uploads.RequireOwnAsync(work, asking, said.Payee?.OtherProof, "payee.otherProof");
    }

    private static string Spoken => Speech.Of(CultureInfo.CurrentUICulture);
}
