using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Copying;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Following;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Handling;

/// <summary>A case of one's area, and what is done with it outside its tasks.</summary>
internal static class HandlingPages
{
    private const string Acts = "^(delivery|death|undo-death|take-over|end|withdrawal|again|move|undo-move|hand-over|copy|urge|agency|agency-answer|hearing|hearing-record|hearing-off)$";

    public static void MapHandling(this IEndpointRouteBuilder pages)
    {
        var cases = pages.MapGroup("/cases").RequireAuthorization();
        cases.MapGet("/handed-over", () => Page.Of<Problem>(
            (nameof(Problem.Title), Said("已移交", "Handed over")),
            (nameof(Problem.Words), Said("案件已由新的村、镇办理，不再列入您的辖区。", "The units of the new place go on with the case; it is no longer in your area."))));
        var one = cases.MapGroup("/{id:guid}");
        one.MapGet("", async (Guid id, string? done, CaseReading reading, IActs acts, HttpContext http) =>
        {
            if (await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted) is not { } view)
                return TypedResults.NotFound();
            await LookedAsync(acts, http, $"case:{id}", "case page");
            if (!HeadRequests.Is(http))
                await ReadCopyAsync(acts, id, http.Visitor(), http.RequestAborted);
            return (IResult)Page.Of<CaseDesk>((nameof(CaseDesk.View), view), (nameof(CaseDesk.Done), DoneWords(done)));
        });
        one.MapGet("/papers/{file:guid}", PaperAsync);
        one.MapGet("/documents/{document:guid}", DocumentAsync);
        one.MapGet("/approval-form", ApprovalFormAsync);
        one.MapGet("/signatures/{signature:guid}", SignatureAsync);
        one.MapGet("/place/{act:regex(^(move|hand-over)$)}", PlaceAsync);
        one.MapGet($"/{{act:regex({Acts})}}", (Guid id) => Page.SeeOther($"/cases/{id}")); // where signing in again leads after a post

        one.MapPost("/copy", (Guid id, CaseReading reading, IActs acts, HttpContext http) => ActAsync(id, "copy", reading, acts, http, (_, form) =>
            acts.RunAsync<CopyCase, int>((act, token) => act.CopyAsync(
                new(id), [.. form["copy.to"].Select(one => Guid.TryParse(one, out var account) ? new AccountId(account) : throw new RefusedException("copy.not-staff-here", "to")).Distinct()], Text(form, "copy.note", CaseCopy.MostNote), http.Visitor().Actor, token), http.RequestAborted)));
        one.MapPost("/urge", (Guid id, CaseReading reading, IActs acts, HttpContext http) => ActAsync(id, "urge", reading, acts, http, (_, _) =>
            acts.RunAsync<UrgeCase, ImmutableArray<UrgeId>>((act, token) => act.UrgeAsync(new(id), http.Visitor().Actor, token), http.RequestAborted)));
        one.MapPost("/delivery", (Guid id, CaseReading reading, IActs acts, HttpContext http) => ActAsync(id, "delivery", reading, acts, http, (view, form) =>
        {
            var document = view.Documents.FirstOrDefault(document => document.Id.ToString() == form["delivery.document"].ToString()) ?? throw new RefusedException("document.unknown-issued");
            var on = Day(form, new RefusedException("delivery.day-missing", "delivery.on"));
            return acts.RunAsync<ConfirmDelivery, CaseId>((act, token) => act.ConfirmAsync(
                document.Id, on, Chosen(form, "delivery.method", DeliveryMethod.InPerson), http.Visitor().Actor, token), http.RequestAborted);
        }));
        one.MapPost("/death", (Guid id, CaseReading reading, IActs acts, HttpContext http) => ActAsync(id, "death", reading, acts, http, (_, form) =>
            acts.RunAsync<RecordDeath, PersonId>((act, token) => act.RecordAsync(
                new(new(id), Day(form, new RefusedException("death.day-missing", "death.on")), Text(form, "death.proof", 300), form["death.sure"] == "yes"), http.Visitor().Actor, token), http.RequestAborted)));
        one.MapPost("/undo-death", (Guid id, CaseReading reading, IActs acts, IUnitOfWork work, HttpContext http) =>
            UndoAsync(id, "undo-death", (act, report, token) => act.DeathAsync(report, http.Visitor().Actor, token), reading, acts, work, http));
        one.MapPost("/undo-move", (Guid id, CaseReading reading, IActs acts, IUnitOfWork work, HttpContext http) =>
            UndoAsync(id, "undo-move", (act, report, token) => act.MoveAsync(report, http.Visitor().Actor, token), reading, acts, work, http));
        one.MapPost("/take-over", TakeOverAsync);
        one.MapPost("/end", (Guid id, CaseReading reading, IActs acts, HttpContext http) => ActAsync(id, "end", reading, acts, http, (view, form) =>
            EndAsync(id, Chosen(form, "end.reason", view.Acts.Ends.FirstOrDefault(EndReason.Died)), Text(form, "end.words", 500), acts, http)));
        one.MapPost("/withdrawal", (Guid id, CaseReading reading, IActs acts, HttpContext http) => ActAsync(id, "withdrawal", reading, acts, http, (_, form) =>
            EndAsync(id, EndReason.Withdrawn, Text(form, "withdrawal.words", 1000), acts, http)));
        one.MapPost("/again", (Guid id, CaseReading reading, IActs acts, HttpContext http) => ActAsync(id, "again", reading, acts, http, (_, form) =>
            acts.RunAsync<RequestReconsideration, CaseId>((act, token) => act.RequestAsync(new(id), Text(form, "again.reasons", 1000), http.Visitor().Actor, token), http.RequestAborted)));
        one.MapPost("/agency", AskAgencyAsync);
        one.MapPost("/agency-answer", AnswerAgencyAsync);
        one.MapPost("/hearing", CallHearingAsync);
        one.MapPost("/hearing-record", RecordHearingAsync);
        one.MapPost("/hearing-off", CallHearingOffAsync);
        one.MapPost("/move", MoveAsync);
        one.MapPost("/hand-over", (Guid id, CaseReading reading, IActs acts, Places places, HttpContext http) => ActAsync(id, "hand-over", reading, acts, http,
            (_, form) => acts.RunAsync<MoveCase, CaseId>((act, token) => act.MoveAsync(new(id), Village(form, "hand-over"), Text(form, "hand-over.why", 1000), http.Visitor().Actor, token), http.RequestAborted),
            (view, form, faults) => PlacePageAsync(view, "hand-over", Inside(form), form, faults, places, http)));
    }

    private static Task<IResult> AskAgencyAsync(Guid id, CaseReading reading, IActs acts, IUnitOfWork work, HttpContext http) => ActAsync(id, "agency", reading, acts, http, async (view, form) =>
    {
        var refusals = new Refusals();
        var paper = await BroughtPaper.TakeAsync("agency.paper", refusals, acts, work, http);
        refusals.ThrowIfAny();
        var question = new AgencyQuestion(view.Acts.AskAgency ?? throw new RefusedException("agency.not-here"), Text(form, "agency.agency", AgencyWait.MostAgency), Text(form, "agency.reason", AgencyWait.MostWords), paper);
        return await acts.RunAsync<AskAgency, AgencyWaitId>((act, token) => act.AskAsync(question, http.Visitor().Actor, token), http.RequestAborted);
    });

    private static Task<IResult> CallHearingAsync(Guid id, CaseReading reading, IActs acts, IUnitOfWork work, HttpContext http) => ActAsync(id, "hearing", reading, acts, http, async (view, form) =>
    {
        var refusals = new Refusals();
        var on = Answer.Day(form["hearing.on"].ToString().Trim());
        refusals.Require(on is not null, new RefusedException("hearing.day-missing", "hearing.on"));
        var paper = await BroughtPaper.TakeAsync("hearing.paper", refusals, acts, work, http);
        refusals.ThrowIfAny();
        var call = new HearingCall(view.Acts.CallHearing ?? throw new RefusedException("hearing.not-here"), on!.Value, Text(form, "hearing.place", AgencyWait.MostPlace),
            Text(form, "hearing.invited", AgencyWait.MostAgency), Text(form, "hearing.reason", AgencyWait.MostWords), paper);
        return await acts.RunAsync<HoldHearing, AgencyWaitId>((act, token) => act.CallAsync(call, http.Visitor().Actor, token), http.RequestAborted);
    });

    private static Task<IResult> RecordHearingAsync(Guid id, CaseReading reading, IActs acts, IUnitOfWork work, HttpContext http) => ActAsync(id, "hearing-record", reading, acts, http, async (view, form) =>
    {
        var refusals = new Refusals();
        var paper = await BroughtPaper.TakeAsync("hearing-record.paper", refusals, acts, work, http);
        refusals.ThrowIfAny();
        var record = new HearingRecord(view.Acts.EndHearing ?? throw new RefusedException("agency.unknown"), Text(form, "hearing-record.came", AgencyWait.MostWords), paper);
        return await acts.RunAsync<HoldHearing, AgencyWaitId>((act, token) => act.RecordAsync(record, http.Visitor().Actor, token), http.RequestAborted);
    });

    private static Task<IResult> CallHearingOffAsync(Guid id, CaseReading reading, IActs acts, HttpContext http) => ActAsync(id, "hearing-off", reading, acts, http, (view, form) =>
        acts.RunAsync<HoldHearing, AgencyWaitId>((act, token) => act.CallOffAsync(view.Acts.EndHearing ?? throw new RefusedException("agency.unknown"), Text(form, "hearing-off.reason", AgencyWait.MostWords), http.Visitor().Actor, token), http.RequestAborted));

    private static Task<IResult> AnswerAgencyAsync(Guid id, CaseReading reading, IActs acts, IUnitOfWork work, HttpContext http) => ActAsync(id, "agency-answer", reading, acts, http, async (view, form) =>
    {
        var refusals = new Refusals();
        var paper = await BroughtPaper.TakeAsync("agency-answer.paper", refusals, acts, work, http);
        refusals.ThrowIfAny();
        var answer = new AgencyAnswer(view.Acts.AnswerAgency ?? throw new RefusedException("agency.unknown"), Text(form, "agency-answer.answer", AgencyWait.MostWords), paper);
        return await acts.RunAsync<AskAgency, AgencyWaitId>((act, token) => act.AnswerAsync(answer, http.Visitor().Actor, token), http.RequestAborted);
    });

    private static Task<IResult> MoveAsync(Guid id, CaseReading reading, IActs acts, Places places, HttpContext http) => ActAsync(id, "move", reading, acts, http,
        (_, form) =>
        {
            var report = new MoveReport(new(id), Day(form, new RefusedException("move.day-missing", "move.on")), form.ContainsKey("in") ? Village(form, "move") : null, Text(form, "move.elsewhere", 200));
            return acts.RunAsync<RecordMove, PersonId>((act, token) => act.RecordAsync(report, http.Visitor().Actor, token), http.RequestAborted);
        },
        (view, form, faults) => form.ContainsKey("in")
            ? PlacePageAsync(view, "move", Inside(form), form, faults, places, http)
            : DeskAsync(view, "move", form, faults));

    /// <summary>A death or a move that was recorded by mistake is taken back, with the paper that shows it.</summary>
    private static Task<IResult> UndoAsync(
        Guid id, string name, Func<UndoLifeEvent, UndoReport, CancellationToken, Task<PersonId>> undo, CaseReading reading, IActs acts, IUnitOfWork work, HttpContext http) =>
        ActAsync(id, name, reading, acts, http, async (_, form) =>
        {
            var refusals = new Refusals();
            var paper = await BroughtPaper.TakeAsync($"{name}.paper", refusals, acts, work, http);
            refusals.ThrowIfAny();
            var report = new UndoReport(new(id), Text(form, $"{name}.why", 1000), paper);
            return await acts.RunAsync<UndoLifeEvent, PersonId>((act, token) => undo(act, report, token), http.RequestAborted);
        });

    /// <summary>Who takes over, by which proof, and where the money goes: whatever is wrong with it is told together.</summary>
    private static Task<IResult> TakeOverAsync(Guid id, CaseReading reading, IActs acts, DryRun dryRun, IUnitOfWork work, HttpContext http) =>
        ActAsync(id, "take-over", reading, acts, http, async (_, form) =>
        {
            var refusals = new Refusals();
            var paper = await BroughtPaper.TakeAsync("take-over.proofFile", refusals, acts, work, http);
            string Read(string name, int most) => refusals.Try(() => Text(form, name, most)) ?? "";
            var successor = new SuccessorReport(Read("take-over.successor.name", 50), Read("take-over.successor.citizenId", 18),
                Chosen(form, "take-over.kinship", Kinship.Other), Read("take-over.successor.proof", 300))
            {
                Mobile = Read("take-over.successor.mobile", 20),
                ProofFile = paper,
            };
            var (why, proof) = (Read("take-over.otherReason", OtherHolder.MostReason), await BroughtPaper.TakeAsync("take-over.otherProof", refusals, acts, work, http));
            var account = new PayeeReport(Read("take-over.accountName", 50), Read("take-over.accountNumber", 30), Read("take-over.bankName", 100), successor.Proof)
            {
                Other = why.Length == 0 && proof is null ? null : new OtherHolder(why, proof),
            };
            var command = new TakeOverCommand(new(id), successor, account);
            if (refusals.Any) // what the act itself would refuse is told with it
            {
                await refusals.TryAsync(() => dryRun.RunAsync<TakeOverCase>((act, token) => act.TakeOverAsync(command, http.Visitor().Actor, token), http.RequestAborted));
                refusals.ThrowIfAny();
            }

            return await acts.RunAsync<TakeOverCase, PersonId>((act, token) => act.TakeOverAsync(command, http.Visitor().Actor, token), http.RequestAborted);
        });

    private static async Task<IResult> ApprovalFormAsync(Guid id, CaseReading reading, ApprovalFormReading forms, TimeProvider time, IActs acts, HttpContext http)
    {
        if (await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted) is not { Dossier: not null } view)
            return TypedResults.NotFound();
        await LookedAsync(acts, http, $"case:{id}", "approval form, printed");
        var printer = http.Visitor().Account!;
        return Page.Of<ApprovalForm>((nameof(ApprovalForm.View), view), (nameof(ApprovalForm.Opinions), await forms.ReadAsync(view, http.RequestAborted)),
            (nameof(ApprovalForm.Printer), IsEnglish ? printer.NameEn : printer.NameZh), (nameof(ApprovalForm.At), time.GetUtcNow()));
    }

    private static async Task<IResult> SignatureAsync(Guid id, Guid signature, CaseReading reading, IActs acts, StoredPapers papers, HttpContext http)
    {
        if (await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted) is not { } view || view.Signatures.FirstOrDefault(signed => signed.Id.Value == signature) is not { } one)
            return TypedResults.NotFound();
        await LookedAsync(acts, http, $"case:{id}", $"signature {signature}");
        http.Response.Headers.ContentDisposition = "inline";
        return await papers.OpenAsync(one.Picture, http.RequestAborted);
    }

    /// <summary>Whoever was sent the case to know of it has opened it.</summary>
    internal static Task<bool> ReadCopyAsync(IActs acts, Guid id, Visitor visitor, CancellationToken cancellation) => acts.RunAsync<ReadCopy, bool>((act, _) =>
    {
        if (visitor.Account is { } account)
            act.Read(new(id), account.Id);
        return Task.FromResult(true);
    }, cancellation);

    private static Task<CaseId> EndAsync(Guid id, EndReason reason, string words, IActs acts, HttpContext http) =>
        acts.RunAsync<EndApplication, CaseId>((act, token) => act.EndAsync(new(id), reason, words, http.Visitor().Actor, token), http.RequestAborted);

    /// <summary>Does it for somebody who sees the case; what is refused comes back beside its field, with everything that was written.</summary>
    private static async Task<IResult> ActAsync<T>(
        Guid id, string name, CaseReading reading, IActs acts, HttpContext http,
        Func<CaseView, IFormCollection, Task<T>> act, Func<CaseView, IFormCollection, Faults, Task<IResult>>? refused = null)
    {
        if (await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted) is not { } view)
            return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var did = false;
        var answer = await Trying.RunAsync(
            () => act(view, form),
            _ =>
            {
                did = true;
                return Page.SeeOther($"/cases/{id}?done={name}");
            },
            async faults =>
            {
                await LookedAsync(acts, http, $"case:{id}", "case page");
                var own = new Faults([.. faults.All.Select(fault => fault with { Field = Own(name, fault.Field) }).DistinctBy(fault => fault.Field ?? fault.Words)]);
                return await (refused ?? ((seen, written, wrong) => DeskAsync(seen, name, written, wrong)))(view, http.Request.Form, own);
            });
        return did && !await reading.SeesAsync(new(id), http.Visitor(), http.RequestAborted) ? Page.SeeOther("/cases/handed-over") : answer;
    }

    private static Task<IResult> DeskAsync(CaseView view, string name, IFormCollection form, Faults faults) => Task.FromResult<IResult>(Page.Faulty<CaseDesk>(
        (nameof(CaseDesk.View), view), (nameof(CaseDesk.Acting), name), (nameof(CaseDesk.Written), form), (nameof(CaseDesk.Faults), faults)));

    /// <summary>The acts name fields by themselves; on the page each form has its own.</summary>
    private static string? Own(string act, string? field) => field switch
    {
        null => null,
        "deceasedOn" => $"{act}.on",
        "village" or "unit" or "to" => $"{act}.to",
        _ when field.StartsWith($"{act}.", StringComparison.Ordinal) => field,
        _ => $"{act}.{field}",
    };

    private static async Task<IResult> PlaceAsync(Guid id, string act, Guid? @in, CaseReading reading, IActs acts, Places places, HttpContext http)
    {
        if (await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted) is not { } view)
            return TypedResults.NotFound();
        if (act == "move" ? !view.Acts.RecordMove : !view.Acts.HandOver)
            return Page.SeeOther($"/cases/{id}");
        await LookedAsync(acts, http, $"case:{id}", $"case page, {act}");
        return await PlacePageAsync(view, act, @in, null, Faults.None, places, http);
    }

    private static async Task<IResult> PlacePageAsync(
        CaseView view, string act, Guid? inside, IFormCollection? written, Faults faults, Places places, HttpContext http)
    {
        var choice = act == "hand-over" ? await places.DecidedByAsync(http.Visitor().Actor, inside, http.RequestAborted) : await places.ReadAsync(inside, http.RequestAborted);
        var page = Page.Of<PlacePage>((nameof(PlacePage.Case), view.Case.Id), (nameof(PlacePage.Act), act), (nameof(PlacePage.Chosen), choice.Chosen), (nameof(PlacePage.Below), choice.Below),
            (nameof(PlacePage.Written), written), (nameof(PlacePage.Faults), faults));
        page.StatusCode = faults.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        return page;
    }

    private static async Task<IResult> PaperAsync(Guid id, Guid file, CaseReading reading, IActs acts, StoredPapers papers, HttpContext http)
    {
        if (await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted) is not { } view || !view.Shows(file))
            return TypedResults.NotFound();
        var paper = new StoredFileId(file);
        await LookedAsync(acts, http, $"case:{id}", $"paper {paper}, case page");
        http.Response.Headers.ContentDisposition = "inline";
        SecurityHeaders.MayBeFramed(http.Response);
        return await papers.OpenAsync(paper, http.RequestAborted);
    }

    /// <summary>The act checks who may read it and writes the access log.</summary>
    private static async Task<IResult> DocumentAsync(Guid id, Guid document, CaseReading reading, IActs acts, HttpContext http)
    {
        if (await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted) is not { Dossier: not null } view || view.Documents.All(one => one.Id.Value != document))
            return TypedResults.NotFound();
        var language = IsEnglish ? "en" : "zh-CN";
        var text = await acts.RunAsync<ReadIssuedDocument, DocumentText>(
            (act, token) => act.ReadAsync(new(document), language, "case page", http.Visitor().Actor, token), http.RequestAborted);
        return Page.Of<Sheet>((nameof(Sheet.Title), PlainWords.Of(text.Kind).In(language)), (nameof(Sheet.Back), $"/cases/{id}"), (nameof(Sheet.Html), text.Html));
    }

    private static string Text(IFormCollection form, string name, int most) => Limited.Text(form[name], name, most);

    /// <summary>The day in the field that the refusal speaks of.</summary>
    private static DateOnly Day(IFormCollection form, RefusedException otherwise) => Answer.Day(form[otherwise.Field!].ToString().Trim()) ?? throw otherwise;

    private static TChoice Chosen<TChoice>(IFormCollection form, string name, TChoice otherwise)
        where TChoice : struct, Enum => Enum.TryParse<TChoice>(form[name], out var chosen) && Enum.IsDefined(chosen) ? chosen : otherwise;

    private static UnitId Village(IFormCollection form, string act) =>
        Guid.TryParse(form[$"{act}.to"], out var unit) ? new UnitId(unit) : throw new RefusedException("draft.no-unit", $"{act}.to");

    private static Guid? Inside(IFormCollection form) => Guid.TryParse(form["in"], out var inside) ? inside : null;

    private static Task<bool> LookedAsync(IActs acts, HttpContext http, string subject, string purpose) => acts.RunAsync<AccessLog, bool>((act, _) =>
    {
        act.Viewed(http.Visitor().Actor, subject, purpose);
        return Task.FromResult(true);
    }, http.RequestAborted);

    private static string? DoneWords(string? done) => done switch
    {
        "delivery" => Said("送达已登记。", "The delivery is recorded."),
        "death" => Said("已登记去世。款项的情况写在下面。", "The death is recorded. What becomes of the money is said below."),
        "take-over" => Said("已由家庭成员承接，并已告知。", "The member of the household goes on and was told."),
        "end" => Said("申请已结束。", "The application has ended."),
        "withdrawal" => Said("申请已撤回。", "The application is withdrawn."),
        "again" => Said("复核申请已提交，由其他人员重新审查。", "The request is in; other people look at it again."),
        "move" => Said("户籍迁移已登记。", "The move is recorded."),
        "undo-death" => Said("已撤销误登记的去世：申请人可以继续申请、收到通知和款项。", "The death is taken back: the applicant can apply, is told and is paid again."),
        "undo-move" => Said("已撤销误登记的户籍迁出。", "The move is taken back."),
        "agency" => Said("已登记，期限暂停。", "It is recorded; the time stands still."),
        "hearing" => Said("已登记，申请人已得到通知，期限暂停。", "It is recorded and the applicant is told; the time stands still."),
        "hearing-record" => Said("笔录已登记，期限继续计算。", "The record is entered; the time runs on."),
        "hearing-off" => Said("听证已取消，申请人已得到通知，期限继续计算。", "The hearing is called off and the applicant is told; the time runs on."),
        "agency-answer" => Said("答复已登记，期限继续计算。", "The answer is entered; the time runs on."),
        "objection" => Said("异议已登记，公示已暂停，案件回到核实环节。", "The objection is entered; the notice is held and the case goes back to be looked into."),
        "copy" => Said("已抄送；对方何时阅读，显示在“抄送与催办”中。", "It is sent; when they read it is shown under “Sent on and urged”."),
        "urge" => Said("已催办；对方何时看到，显示在“抄送与催办”中。", "They are urged; when they saw it is shown under “Sent on and urged”."),
        "hand-over" => Said("案件已移交。", "The case is handed over."),
        _ => null,
    };

    private static string Said(string chinese, string english) => IsEnglish ? english : chinese;

    private static bool IsEnglish => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en";
}
