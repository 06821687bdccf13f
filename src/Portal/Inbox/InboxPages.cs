using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Phrasing;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Signing;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Giving;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace AidWorkflow.Portal.Inbox;

/// <summary>The staff's tasks.</summary>
internal static class InboxPages
{
    public static void MapInbox(this IEndpointRouteBuilder pages)
    {
        var tasks = pages.MapGroup("/tasks").RequireAuthorization();
        tasks.MapGet("", ListAsync);
        tasks.MapInboxViews();
        tasks.MapMany();
        tasks.MapGiving();
        tasks.MapTeam();
        tasks.MapGet("/back", (HttpContext http) => LastList.GoBack(http));
        tasks.MapGet("/copied", async (int? page, CopiedReading reading, IActs acts, HttpContext http) =>
        {
            var copied = await reading.ReadAsync(http.Visitor(), Math.Max(1, page ?? 1), http.RequestAborted);
            await acts.RunAsync<AccessLog, bool>((act, _) =>
            {
                act.Listed(http.Visitor().Actor, "copied", "", copied.Rows.Length);
                return Task.FromResult(true);
            }, http.RequestAborted);
            return Page.Of<CopiedList>((nameof(CopiedList.Copied), copied));
        });
        // Whose session has ended is told that nothing more comes (204 ends an event source for good); sent to the sign-in page it would ask for ever.
        tasks.MapGet("/news", (LiveNews news, HttpContext http) => Listener.Of(http) is { } listener && !HeadRequests.Is(http)
            ? TypedResults.ServerSentEvents(news.OfAsync(listener, http.RequestAborted))
            : (IResult)TypedResults.NoContent()).AllowAnonymous();
        tasks.MapGet("/{id:guid}", async (Guid id, TaskReading reading, IActs acts, HttpContext http) =>
        {
            var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
            await acts.RunAsync<OpenTask, bool>((act, token) => act.OpenAsync(view.Task, view.Stands, http.Visitor().Actor, token), http.RequestAborted);
            await SeenAsync(acts, view, http.Visitor(), http.RequestAborted);
            return Page.Of<TaskPage>((nameof(TaskPage.View), view));
        });
        tasks.MapGet("/{id:guid}/papers/{file:guid}", PaperAsync);
        tasks.MapPost("/{id:guid}/decision", DecideAsync);
        tasks.MapPost("/{id:guid}/numbers", NumbersAsync);
        tasks.MapPost("/{id:guid}/answers", CorrectionPost.CorrectAsync);
        tasks.MapPost("/{id:guid}/phrases", (Guid id, IActs acts, TaskReading reading, HttpContext http) => PhraseAsync(id, reading, http, form =>
            acts.RunAsync<KeepPhrase, PhraseId>((act, token) => act.KeepAsync(form["opinion"], http.Visitor().Account!.Id, token), http.RequestAborted)));
        tasks.MapPost("/{id:guid}/phrases/{phrase:guid}/forget", (Guid id, Guid phrase, IActs acts, TaskReading reading, HttpContext http) => PhraseAsync(id, reading, http, _ =>
            acts.RunAsync<KeepPhrase, PhraseId>((act, token) => act.ForgetAsync(PhraseId.Of(phrase), http.Visitor().Account!.Id, token), http.RequestAborted)));
        tasks.MapGet("/{id:guid}/phrases/{phrase:guid}/forget", (Guid id, Guid phrase) => Page.SeeOther($"/tasks/{id}"));
        tasks.MapGet("/{id:guid}/{act:regex(^(decision|claim|release|numbers|answers|phrases|transfer|delegate|recall|signers|stand-aside|take-back)$)}", (Guid id) => Page.SeeOther($"/tasks/{id}")); // where signing in again leads after a post
        tasks.MapPost("/{id:guid}/claim", (Guid id, IActs acts, TaskReading reading, HttpContext http) =>
            ClaimAsync(id, (act, token) => act.ClaimAsync(new(id), http.Visitor().Actor, token), acts, reading, http));
        tasks.MapPost("/{id:guid}/release", (Guid id, IActs acts, TaskReading reading, HttpContext http) =>
            ClaimAsync(id, (act, token) => act.ReleaseAsync(new(id), http.Visitor().Actor, token), acts, reading, http));
    }

    /// <summary>Whoever urged this step learns when its people looked.</summary>
    internal static Task<bool> SeenAsync(IActs acts, TaskView view, Visitor visitor, CancellationToken cancellation) => view.Task.IsOpen && visitor.Account is { } account && view.Urges.Any(urge => urge.SeenAt is null)
        ? acts.RunAsync<SeeUrges, bool>((act, _) =>
        {
            act.See(view.Task.RoundId, account.Id);
            return Task.FromResult(true);
        }, cancellation)
        : Task.FromResult(false);

    /// <summary>An address that says nothing opens with the view that was chosen for it.</summary>
    private static async Task<IResult> ListAsync(int? page, Guid? decision, string? did, Guid? of, InboxReading reading, InboxViewReading views, DecidedReading decided, IActs acts, HttpContext http)
    {
        var visitor = http.Visitor();
        if (!visitor.IsStaff)
            return Page.SeeOther("/applications");
        var asked = http.Request.Query.Where(one => one.Key is not ("decision" or "did" or "of" or "page")).ToList();
        if (asked.Count == 0 && decision is null && of is null && page is null && (await views.ReadAsync(visitor.Account!.Id, http.RequestAborted)).Find(view => view.IsDefault) is { } usual)
            asked = [.. QueryHelpers.ParseQuery(usual.Query)];
        var unreadable = new Refusals();
        var (tab, filter) = (TabOf(asked.FirstOrDefault(one => one.Key == "tab").Value), InboxFilter.Of(asked, unreadable));
        unreadable.Require(tab is not null || asked.FirstOrDefault(one => one.Key == "tab").Value.ToString() is not { Length: > 0 } said, new("inbox.filter-choice", "tab", ("label", InboxFilter.Labels["tab"]), ("value", asked.FirstOrDefault(one => one.Key == "tab").Value.ToString())));
        var done = decision is { } id ? await decided.ReadAsync(id, visitor, http.RequestAborted)
            : of is { } task && Enum.TryParse<Done>(did, out var act) && Enum.IsDefined(act) ? await decided.ReadAsync(act, task, visitor, http.RequestAborted) : null;
        return await ShowAsync(tab, filter, Math.Max(1, page ?? 1), reading, views, http, Faults.None, acts, done?.In(IsEnglish ? "en" : "zh-CN"), unreadable);
    }

    /// <param name="acts">Puts the look on record; null where it is on record already.</param>
    /// <param name="unreadable">What of the address could not be read: the rest holds.</param>
    internal static async Task<IResult> ShowAsync(
        InboxTab? tab, InboxFilter filter, int page, InboxReading reading, InboxViewReading views, HttpContext http, Faults faults, IActs? acts = null, string? done = null, Refusals? unreadable = null)
    {
        var visitor = http.Visitor();
        var inbox = await reading.ReadAsync(visitor.Account!, tab, filter, page, visitor.Roles.Select(held => held.Role), http.RequestAborted);
        LastList.Keep(http, inbox);
        if (acts is not null)
        {
            await acts.RunAsync<AccessLog, bool>((act, _) =>
            {
                act.Listed(visitor.Actor, "inbox", Looked(inbox), inbox.Rows.Count);
                return Task.FromResult(true);
            }, http.RequestAborted);
        }

        (string, object?)[] told = [(nameof(InboxList.Inbox), inbox), (nameof(InboxList.Choices), await reading.ChoicesAsync(visitor.Account!.Id, http.RequestAborted)),
            (nameof(InboxList.Views), await views.ReadAsync(visitor.Account!.Id, http.RequestAborted)), (nameof(InboxList.Done), done), (nameof(InboxList.Faults), faults),
            (nameof(InboxList.Unreadable), unreadable?.Together() is { } refusal ? Trying.Of(refusal) : Faults.None),
            (nameof(InboxList.Typed), Typed(unreadable, http)),
            (nameof(InboxList.Minutes), await http.RequestServices.GetRequiredService<Meetings.MinutesWaiting>().ForAsync(visitor, http.RequestAborted)),
            (nameof(InboxList.CopiesUnread), await http.RequestServices.GetRequiredService<CopiedReading>().UnreadAsync(visitor.Actor, http.RequestAborted))];
        return faults.Any ? Page.Faulty<InboxList>(told) : Page.Of<InboxList>(told);
    }

    /// <summary>For the record of who looked: what was searched for is not repeated.</summary>
    internal static string Looked(InboxPage inbox) => Looked(inbox.Tab, inbox.Filter);

    internal static string Looked(InboxTab? tab, InboxFilter filter) =>
        $"tab={tab} searched={(filter.Search is { Length: > 0 } ? "yes" : "no")}{(filter.Parts is { Length: > 0 } parts ? $" by={parts}" : "")}";

    /// <summary>What was written and could not be read, by field.</summary>
    internal static Dictionary<string, string> Typed(Refusals? unreadable, HttpContext http) =>
        InboxFilter.Labels.Keys.Where(part => unreadable?.Has(part) == true).ToDictionary(part => part, part => http.Request.Query[part].ToString(), StringComparer.Ordinal);

    internal static InboxTab? TabOf(StringValues said) => Enum.TryParse<InboxTab>(said.ToString(), out var named) && Enum.IsDefined(named) ? named : null;

    private static async Task<IResult> PaperAsync(Guid id, Guid file, TaskReading reading, IActs acts, StoredPapers papers, HttpContext http)
    {
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        var paper = view.Dossier.Shows(file) ? new StoredFileId(file) : throw new RefusedException("task.unknown");
        await LookedAsync(acts, http, $"case:{view.Case.Id}", $"paper {paper}, task {id}");
        http.Response.Headers.ContentDisposition = "inline";
        SecurityHeaders.MayBeFramed(http.Response);
        return await papers.OpenAsync(paper, http.RequestAborted);
    }

    /// <summary>Identity and account numbers in full, for this one answer: the look is on record before it goes out, and what was written stays written.</summary>
    private static async Task<IResult> NumbersAsync(Guid id, IActs acts, TaskReading reading, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var view = await reading.ReadAsync(new(id), http.Visitor(), withNumbers: true, http.RequestAborted);
        await LookedAsync(acts, http, $"case:{view.Case.Id}", $"numbers in full, task {id}", view.Stands);
        http.Response.Headers.CacheControl = "no-store";
        return Page.Of<TaskPage>((nameof(TaskPage.View), view), (nameof(TaskPage.Written), form));
    }

    private static async Task<IResult> DecideAsync(Guid id, IActs acts, TaskReading reading, AheadReading foresight, DryRun dryRun, StatementReading signatures, IUnitOfWork work, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["sure"] == "no")
            return Page.Of<TaskPage>((nameof(TaskPage.View), await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted)), (nameof(TaskPage.Written), form));
        if (form["sure"] != "yes" && await CheckAsync(id, reading, foresight, dryRun, signatures, acts, work, http) is { } check)
            return check;
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        return await Trying.RunAsync(
            async () =>
            {
                var refusals = new Refusals();
                var command = Command(new(id), form, refusals);
                foreach (var field in PapersOf(command))
                    command = With(command, field, await BroughtPaper.TakeAsync(field, refusals, acts, work, http));
                if (Signatures.IsAsked(view.Round.Plan, command.Verdict))
                    command = command with { Signature = await SignedAsync(form, refusals, acts, work, http) };
                if (refusals.Any) // what the act itself would refuse is told with it
                {
                    await refusals.TryAsync(() => dryRun.RunAsync<DecideTask>((act, token) => act.DecideAsync(command, http.Visitor().Actor, token), http.RequestAborted));
                    refusals.ThrowIfAny();
                }

                return await acts.RunAsync<DecideTask, DecisionReceipt>(async (act, token) =>
                {
                    var receipt = await act.DecideAsync(command, http.Visitor().Actor, token);
                    await foresight.RequireNameableAsync(command, http.Visitor().Actor, token);
                    return receipt;
                }, http.RequestAborted);
            },
            decided => LastList.GoBack(http, $"decision={decided.Decision}"),
            async faults => faults.All.Any(fault => fault.Field == "signature") && await CheckAsync(id, reading, foresight, dryRun, signatures, acts, work, http, faults) is { } again
                ? again
                : Page.Faulty<TaskPage>((nameof(TaskPage.View), await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted)),
                    (nameof(TaskPage.Written), http.Request.Form), (nameof(TaskPage.Faults), Told(faults))));
    }

    /// <summary>A signature is under one statement: what was signed before something changed is not kept for the next.</summary>
    private static async Task<HandSigned?> SignedAsync(IFormCollection form, Refusals refusals, IActs acts, IUnitOfWork work, HttpContext http) =>
        DateTimeOffset.TryParseExact(form["signature.at"], "O", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var at) && form.Files["signature"] is { Length: > 0 }
            ? new(await BroughtPaper.TakeAsync("signature", refusals, acts, work, http), form["signature.digest"].ToString(), at)
            : null;

    /// <summary>The fund, the bank account and the payment call some fields otherwise than this page does.</summary>
    private static Faults Told(Faults faults) => faults.Moved("amount", "cents").Moved("payeeName", "payee.name").Moved("accountName", "payee.name").Moved("bankName", "payee.bankName").Moved("account", "accountNumber").Moved("households", "verdict");

    /// <summary>What grants, refuses, turns away or ends the case in any other way is done only after it was shown once more.</summary>
    /// <returns>Null where nothing is to be confirmed.</returns>
    private static async Task<IResult?> CheckAsync(Guid id, TaskReading reading, AheadReading foresight, DryRun dryRun, StatementReading signatures, IActs acts, IUnitOfWork work, HttpContext http, Faults? signing = null)
    {
        if (!Enum.TryParse<Verdict>(http.Request.Form["verdict"], out var verdict))
            return null;
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        if (!view.Task.IsOpen)
            return null;
        var cents = view.Task.Kind == RoundKind.Decision && verdict == Verdict.Approve ? Answer.Cents(http.Request.Form["cents"].ToString().Trim()) : null;
        if (await foresight.OneAsync(view, new(verdict, verdict == Verdict.Return ? http.Request.Form["returnTo"].ToString() : null, cents) { Next = Named(verdict, http.Request.Form) }, LocalText.Same(""), http.Visitor().Actor, http.RequestAborted) is var ahead && !IsGrave(view.Task, verdict, ahead) && !Signatures.IsAsked(view.Round.Plan, verdict))
            return null;
        return await Trying.RunAsync(
            async () =>
            {
                var refusals = new Refusals();
                var command = Command(new(id), http.Request.Form, refusals);
                foreach (var field in PapersOf(command))
                    command = With(command, field, await BroughtPaper.TakeAsync(field, refusals, acts, work, http));
                await refusals.TryAsync(() => dryRun.RunAsync<DecideTask>(async (act, token) =>
                {
                    try
                    {
                        await act.DecideAsync(command, http.Visitor().Actor, token);
                    }
                    catch (RefusedException refused) when (refused.Code == "signature.missing")
                    {
                        // Nothing else stands against it: it is signed on the page that comes now.
                    }
                }, http.RequestAborted));
                refusals.ThrowIfAny();
                return (Command: command, Statement: Signatures.IsAsked(view.Round.Plan, verdict) ? await signatures.OfAsync(command, http.Visitor().Actor, http.RequestAborted) : null);
            },
            checking =>
            {
                (string, object?)[] all =
                [
                    (nameof(DecisionCheck.View), view), (nameof(DecisionCheck.Written), http.Request.Form), (nameof(DecisionCheck.Verdict), verdict), (nameof(DecisionCheck.Cents), checking.Command.Cents ?? 0), (nameof(DecisionCheck.Ahead), ahead),
                    (nameof(DecisionCheck.Statement), checking.Statement), (nameof(DecisionCheck.Signer), IsEnglish ? http.Visitor().Account!.NameEn : http.Visitor().Account!.NameZh), (nameof(DecisionCheck.Faults), signing ?? Faults.None),
                ];
                return signing is null ? Page.Of<DecisionCheck>(all) : Page.Faulty<DecisionCheck>(all);
            },
            faults => Task.FromResult<IResult>(Page.Faulty<TaskPage>((nameof(TaskPage.View), view), (nameof(TaskPage.Written), http.Request.Form), (nameof(TaskPage.Faults), Told(faults)))));
    }

    private static bool IsGrave(ReviewTask task, Verdict verdict, Ahead ahead) => ahead.Foreseen?.Ends is not null || verdict == Verdict.NotAccept
        || (task.Kind == RoundKind.Decision && verdict is Verdict.Approve or Verdict.Refuse) || (task.Kind == RoundKind.ExternalDecision && verdict == Verdict.Refuse);

    /// <summary>A phrase is kept or given up; what was written into the form stays written.</summary>
    private static async Task<IResult> PhraseAsync(Guid id, TaskReading reading, HttpContext http, Func<IFormCollection, Task<PhraseId>> act)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        return await Trying.RunAsync(
            async () =>
            {
                await act(form);
                return await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
            },
            after => Page.Of<TaskPage>((nameof(TaskPage.View), after), (nameof(TaskPage.Written), form)),
            faults => Task.FromResult<IResult>(Page.Faulty<TaskPage>((nameof(TaskPage.View), view), (nameof(TaskPage.Written), form), (nameof(TaskPage.Faults), faults))));
    }

    private static Task<IResult> ClaimAsync(Guid id, Func<ClaimTask, CancellationToken, Task<TaskId>> claim, IActs acts, TaskReading reading, HttpContext http) => Trying.RunAsync(
        () => acts.RunAsync(claim, http.RequestAborted),
        _ => Page.SeeOther($"/tasks/{id}"),
        async faults => Page.Faulty<TaskPage>((nameof(TaskPage.View), await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted)), (nameof(TaskPage.Faults), faults)));

    /// <summary>What the page's form says, as the act takes it. Amounts are yuan here and cents from here on.</summary>
    /// <param name="refusals">What cannot be read, each with its field; the command is done only where there is nothing.</param>
    private static DecideCommand Command(TaskId id, IFormCollection form, Refusals refusals)
    {
        var verdict = Enum.TryParse<Verdict>(form["verdict"], out var said) ? said : throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", form["verdict"].ToString()));
        return new DecideCommand(id, verdict, Text(form, "opinion"))
        {
            Cents = verdict == Verdict.Approve ? Cents(form, "cents", refusals) : null, // filled in beforehand, like the step to return to: not everything on the form was said
            ReturnTo = verdict == Verdict.Return ? Text(form, "returnTo") : null,
            Missing = [.. form["missing"].OfType<string>().Select(key => new MissingItem(key, Text(form, MissingItems.Field(key))))],
            Next = Named(verdict, form),
            IdentityProved = verdict == Verdict.Complete && form["identityProved"] == "yes",
            Households = verdict is not (Verdict.Complete or Verdict.Approve or Verdict.Refuse) ? [] : [.. form.Keys.Where(key => key.StartsWith(Households.Field(null), StringComparison.Ordinal))
                .Select(key => new HouseholdSaid(key[Households.Field(null).Length..], form[key] == "yes"))],
            Visit = form.ContainsKey("visit.findings") && verdict == Verdict.Complete
                ? new VisitReport(Day(form, new RefusedException("visit.day-missing", "visit.visitedOn"), refusals), Enum.TryParse<VisitMethod>(form["visit.method"], out var method) ? method : VisitMethod.Home,
                    Text(form, "visit.findings") ?? "", Text(form, "visit.familyMember") ?? "", form["visit.familySigned"] == "yes")
                : null,
            External = form.ContainsKey("external.documentNumber") && verdict is Verdict.Approve or Verdict.Refuse ? External(form, verdict, refusals) : null,
            Payee = form.ContainsKey("accountNumber") && verdict == Verdict.Complete
                ? new PayeeReport(Text(form, "payee.name") ?? "", Text(form, "accountNumber") ?? "", Text(form, "payee.bankName") ?? "", Text(form, "correction") ?? "", form["payee.bankErred"] == "yes")
                {
                    Heir = Heir(form, refusals),
                    Other = refusals.Try(() => Limited.Text(form["otherReason"], "otherReason", OtherHolder.MostReason)) is { Length: > 0 } reason ? new OtherHolder(reason, null) : HasPaper(form, "otherProof") ? new OtherHolder("", null) : null,
                }
                : null,
        };
    }

    /// <summary>Whom the form names for the next step; sending back names nobody.</summary>
    private static System.Collections.Immutable.ImmutableArray<string> Named(Verdict verdict, IFormCollection form) => verdict is Verdict.Return or Verdict.Incomplete or Verdict.NotAccept or Verdict.Extend or Verdict.Advise or Verdict.Recuse ? [] : [.. form["next"].OfType<string>()];

    private static ExternalReport External(IFormCollection form, Verdict verdict, Refusals refusals)
    {
        // The amount was decided elsewhere: whoever writes it down says that it is what the paper says.
        if (verdict == Verdict.Approve)
            refusals.Require(form["external.compared"] == "yes", new RefusedException("external.not-compared", "external.compared"));
        return new ExternalReport(Text(form, "external.documentNumber") ?? "", Day(form, new RefusedException("external.day-missing", "external.decidedOn"), refusals), Cents(form, "external.cents", refusals) ?? 0);
    }

    private static SuccessorReport? Heir(IFormCollection form, Refusals refusals) => Text(form, "successor.name") is not { } name ? null
        : new SuccessorReport(name, Text(form, "successor.citizenId") ?? "", Enum.TryParse<Kinship>(form["successor.kinship"], out var kinship) ? kinship : Kinship.Other, Text(form, "successor.proof") ?? "")
        {
            Until = Text(form, "successor.until") is null ? null : Day(form, new RefusedException("successor.until-unreadable", "successor.until"), refusals),
        };

    /// <summary>The fields of the papers that a decision rests on.</summary>
    private static IEnumerable<string> PapersOf(DecideCommand command)
    {
        if (command.Payee?.Heir is not null)
            yield return "successor.proofFile";
        if (command.Payee?.Other is not null)
            yield return "otherProof";
        if (command.External is not null)
            yield return "external.scan";
    }

    private static DecideCommand With(DecideCommand command, string field, StoredFileId? paper) => field switch
    {
        "successor.proofFile" => command with { Payee = command.Payee! with { Heir = command.Payee.Heir! with { ProofFile = paper } } },
        "otherProof" => command with { Payee = command.Payee! with { Other = command.Payee.Other! with { Paper = paper } } },
        _ => command with { External = command.External! with { Scan = paper } },
    };

    private static bool HasPaper(IFormCollection form, string field) => form.Files[field] is { Length: > 0 } || Text(form, BroughtPaper.Kept(field)) is not null;

    private static string? Text(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } text ? text : null;

    private static long? Cents(IFormCollection form, string name, Refusals refusals) => Text(form, name) is not { } text ? null : refusals.Try(() => Answer.CentsOf(text, name, new("批准金额", "Amount granted")));

    /// <summary>The day in the field that the refusal speaks of.</summary>
    private static DateOnly Day(IFormCollection form, RefusedException otherwise, Refusals refusals) => refusals.Try(() => Answer.Day(form[otherwise.Field!].ToString().Trim()) ?? throw otherwise);

    private static Task<bool> LookedAsync(IActs acts, HttpContext http, string subject, string purpose, CaseStanding? seen = null) => acts.RunAsync<AccessLog, bool>((act, _) =>
    {
        act.Viewed(http.Visitor().Actor, subject, purpose, seen);
        return Task.FromResult(true);
    }, http.RequestAborted);

    private static bool IsEnglish => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en";
}
