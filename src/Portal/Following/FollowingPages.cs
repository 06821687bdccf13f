using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Following;

/// <summary>What an applicant sees and does after the application was sent.</summary>
internal static class FollowingPages
{
    public static void MapFollowing(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/applications", ListAsync).RequireAuthorization();
        var own = pages.MapGroup("/applications/{id:guid}").RequireAuthorization();
        own.MapGet("", async (Guid id, string? done, OwnCases cases, HttpContext http) =>
            Page.Of<CasePage>((nameof(CasePage.View), await ViewAsync(id, cases, http)), (nameof(CasePage.Done), Said(done))));
        own.MapGet("/receipt", async (Guid id, OwnCases cases, HttpContext http) => Page.Of<Receipt>((nameof(Receipt.View), await ViewAsync(id, cases, http))));
        own.MapGet("/papers/{paper:guid}", PaperAsync);
        own.MapGet("/supplement", SupplementAsync);
        own.MapPost("/supplement", SupplyAsync);
        own.MapGet("/withdraw", async (Guid id, OwnCases cases, HttpContext http) => Withdraw(await ViewAsync(id, cases, http), null, Faults.None));
        own.MapPost("/withdraw", WithdrawAsync);
        own.MapGet("/again", async (Guid id, OwnCases cases, HttpContext http) => Again(await ViewAsync(id, cases, http), null, Faults.None));
        own.MapPost("/again", AgainAsync);
        own.MapGet("/urge", (Guid id) => Page.SeeOther($"/applications/{id}")); // where signing in again leads after a post
        own.MapPost("/urge", UrgeAsync);
        pages.MapGet("/progress", () => Page.Of<ProgressPage>());
        pages.MapPost("/progress", ProgressAsync).RequireRateLimiting(SignInSetup.Guessing);
    }

    private static async Task<IResult> ListAsync(OwnCases cases, IActs acts, HttpContext http)
    {
        if (http.Visitor().Account is not { } account)
            return Page.SeeOther("/sign-in");
        var (sent, drafts) = await cases.ListAsync(account, http.RequestAborted);
        if (http.Visitor().IsStaff) // other people's names
            await acts.RunAsync<AccessLog, bool>((act, _) =>
            {
                act.Listed(http.Visitor().Actor, "applied-for", "", sent.Count + drafts.Count);
                return Task.FromResult(true);
            }, http.RequestAborted);
        return Page.Of<MyApplications>((nameof(MyApplications.Cases), sent), (nameof(MyApplications.Drafts), drafts));
    }

    private static async Task<IResult> PaperAsync(Guid id, Guid paper, IActs acts, HttpContext http)
    {
        var language = IsEnglish ? "en" : "zh-CN";
        var document = await acts.RunAsync<ReadIssuedDocument, DocumentText>(
            (act, token) => act.ReadAsync(new(paper), language, "/applications", http.Visitor().Actor, token), http.RequestAborted);
        return Page.Of<Sheet>((nameof(Sheet.Title), PlainWords.Of(document.Kind).In(language)), (nameof(Sheet.Back), $"/applications/{id}"), (nameof(Sheet.Html), document.Html));
    }

    private static async Task<IResult> SupplementAsync(Guid id, OwnCases cases, Vault vault, HttpContext http)
    {
        var view = await ViewAsync(id, cases, http);
        return view.Asked is null
            ? Page.SeeOther($"/applications/{id}")
            : Page.Of<SupplementPage>((nameof(SupplementPage.View), view), (nameof(SupplementPage.Answers), Given(view, vault)), (nameof(SupplementPage.Given), Given(view, vault)));
    }

    private static async Task<IResult> SupplyAsync(Guid id, OwnCases cases, IActs acts, Vault vault, HttpContext http)
    {
        var view = await ViewAsync(id, cases, http);
        if (view.Asked is not { } asked)
        {
            var late = Page.Of<NothingAsked>((nameof(NothingAsked.View), view), (nameof(NothingAsked.Written), await http.Request.ReadFormAsync(http.RequestAborted)));
            late.StatusCode = StatusCodes.Status409Conflict;
            return late;
        }

        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var fields = asked.Items.Select(item => view.Service.Form.Field(item.Key)).OfType<Cases.Forms.FormField>().ToArray();
        var sent = PostedAnswers.Read(form, fields);
        return await Trying.RunAsync(
            async () =>
            {
                var linked = ImmutableArray.CreateBuilder<LinkedFile>();
                foreach (var file in form.Files.Where(file => file.Length > 0 && asked.Items.Any(item => item.Key == file.Name)))
                {
                    using var content = new MemoryStream();
                    await file.CopyToAsync(content, http.RequestAborted);
                    linked.Add(new(file.Name, await acts.RunAsync<UploadDocument, StoredFileId>(
                        (act, _) => Task.FromResult(act.Upload(file.FileName, content.ToArray(), http.Visitor().Actor)), http.RequestAborted)));
                }

                return await acts.RunAsync<SupplyMissing, CaseId>((act, token) => act.SupplyAsync(new SupplyCommand(new(id), sent, linked.ToImmutable()), http.Visitor().Actor, token), http.RequestAborted);
            },
            _ => Page.SeeOther($"/applications/{id}?done=supplied"),
            faults =>
            {
                var answers = Given(view, vault);
                foreach (var field in fields)
                    answers[field.Key] = sent[field.Key]?.DeepClone();
                return Task.FromResult<IResult>(Page.Faulty<SupplementPage>((nameof(SupplementPage.View), view), (nameof(SupplementPage.Answers), answers), (nameof(SupplementPage.Given), Given(view, vault)), (nameof(SupplementPage.Faults), faults)));
            });
    }

    /// <summary>What the case has now, as far as the applicant sees it while they supplement.</summary>
    private static System.Text.Json.Nodes.JsonObject Given(OwnCaseView view, Vault vault) => view.Service.Form.At(Cases.Forms.FormSteps.Supplement).Filter(vault.OpenAnswers(view.Case));

    private static async Task<IResult> WithdrawAsync(Guid id, OwnCases cases, IActs acts, HttpContext http)
    {
        var view = await ViewAsync(id, cases, http);
        var reasons = (await http.Request.ReadFormAsync(http.RequestAborted))["reasons"].ToString();
        return await Trying.RunAsync(
            () => acts.RunAsync<EndApplication, CaseId>((act, token) => act.EndAsync(new(id), EndReason.Withdrawn, reasons, http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/applications/{id}?done=withdrawn"),
            faults => Task.FromResult<IResult>(Withdraw(view, reasons, faults)));
    }

    private static async Task<IResult> UrgeAsync(Guid id, OwnCases cases, IActs acts, HttpContext http)
    {
        var view = await ViewAsync(id, cases, http);
        return await Trying.RunAsync(
            () => acts.RunAsync<UrgeCase, ImmutableArray<UrgeId>>((act, token) => act.UrgeAsync(new(id), http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/applications/{id}?done=urged"),
            faults => Task.FromResult<IResult>(Page.Faulty<CasePage>((nameof(CasePage.View), view), (nameof(CasePage.Faults), faults))));
    }

    private static async Task<IResult> AgainAsync(Guid id, OwnCases cases, IActs acts, HttpContext http)
    {
        var view = await ViewAsync(id, cases, http);
        var reasons = (await http.Request.ReadFormAsync(http.RequestAborted))["reasons"].ToString();
        return await Trying.RunAsync(
            () => acts.RunAsync<RequestReconsideration, CaseId>((act, token) => act.RequestAsync(new(id), reasons, http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/applications/{id}?done=asked-again"),
            faults => Task.FromResult<IResult>(Again(view, reasons, faults)));
    }

    /// <summary>Without an account: the receipt number and the last four characters of the identity number, and nothing but the stage comes back.</summary>
    private static async Task<IResult> ProgressAsync(IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (number, tail) = (form["number"].ToString(), form["tail"].ToString());
        return await Trying.RunAsync(
            () => acts.RunAsync<ProgressLookUp, Progress?>((act, token) => act.FindAsync(number, tail, token), http.RequestAborted),
            found => ProgressShown(number, tail, found),
            faults => Task.FromResult<IResult>(Page.Faulty<ProgressPage>((nameof(ProgressPage.Number), number), (nameof(ProgressPage.Tail), tail), (nameof(ProgressPage.Faults), faults))));
    }

    private static RazorComponentResult ProgressShown(string number, string tail, Progress? found)
    {
        var faults = found is null
            ? new Faults([new("number", IsEnglish ? "No application has this receipt number with these last four characters. Check both, or ask at the station." : "没有找到受理号和身份证号后四位都相符的申请，请核对，或到服务站查询。")])
            : Faults.None;
        var page = Page.Of<ProgressPage>((nameof(ProgressPage.Number), number), (nameof(ProgressPage.Tail), tail), (nameof(ProgressPage.Found), found), (nameof(ProgressPage.Faults), faults));
        page.StatusCode = found is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
        return page;
    }

    private static RazorComponentResult Withdraw(OwnCaseView view, string? written, Faults faults) => Ask(faults,
        (nameof(AskPage.View), view), (nameof(AskPage.Value), written), (nameof(AskPage.Faults), faults),
        (nameof(AskPage.Title), IsEnglish ? "Withdraw the application?" : "要撤回申请吗？"),
        (nameof(AskPage.Words), IsEnglish ? "It ends now and nothing is paid. You can apply again later." : "撤回后这次申请就结束了，不会发放款项；以后可以重新申请。"),
        (nameof(AskPage.Label), IsEnglish ? "Why (optional)" : "原因（选填）"),
        (nameof(AskPage.Button), IsEnglish ? "Withdraw" : "确认撤回"));

    private static RazorComponentResult Again(OwnCaseView view, string? written, Faults faults) => Ask(faults,
        (nameof(AskPage.View), view), (nameof(AskPage.Value), written), (nameof(AskPage.Faults), faults),
        (nameof(AskPage.Title), IsEnglish ? "Ask for reconsideration" : "申请复核"),
        (nameof(AskPage.Words), IsEnglish ? "Other people than before look at it again." : "将由其他人员重新审查。"),
        (nameof(AskPage.Label), IsEnglish ? "What should be looked at again, and why" : "请写明要求复核的事项和理由"),
        (nameof(AskPage.Button), IsEnglish ? "Send" : "提交复核申请"));

    private static RazorComponentResult Ask(Faults faults, params (string Name, object? Value)[] shown) => faults.Any ? Page.Faulty<AskPage>(shown) : Page.Of<AskPage>(shown);

    private static bool IsEnglish => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en";

    private static string? Said(string? done) => done switch
    {
        "supplied" => IsEnglish ? "Thank you: what you added has arrived, and the office goes on." : "已收到您补交的内容，办理继续进行。",
        "rated" => IsEnglish ? "Thank you for saying how it was." : "感谢您的评价。",
        "urged" => IsEnglish ? "Whoever has your case was reminded. When they have looked is shown below." : "已提醒经办人；对方何时看到，显示在下面。",
        "withdrawn" => IsEnglish ? "The application is withdrawn." : "申请已撤回。",
        "asked-again" => IsEnglish ? "Your request has arrived; other people look at it now." : "复核申请已收到，将由其他人员审查。",
        _ => null,
    };

    private static async Task<OwnCaseView> ViewAsync(Guid id, OwnCases cases, HttpContext http) =>
        await cases.ReadAsync(new(id), http.Visitor().Account ?? throw new RefusedException("case.unknown"), http.RequestAborted);
}
