using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Funds;

/// <summary>A fund opened or its budget changed: the maker proposes, the page of the proposal shows it once more, and another person of finance confirms there.</summary>
internal static class FundActPages
{
    public static void MapFundActs(this IEndpointRouteBuilder pages)
    {
        var funds = pages.MapGroup("/funds").RequireAuthorization();
        var makers = funds.MapGroup("").ForHolders(Role.FinanceMaker);
        makers.MapGet("/new", async (string? key, string? year, FundDesk desk, HttpContext http) => Page.Of<OpenFundPage>(
            (nameof(OpenFundPage.Choices), await desk.ChoicesAsync(http.Visitor(), http.RequestAborted)), (nameof(OpenFundPage.Key), key), (nameof(OpenFundPage.Year), year)));
        makers.MapPost("/new", OpenAsync);
        makers.MapPost("/{id:guid}/budget", ChangeAsync);
        var readers = funds.MapGroup("").ForHolders(FundsReading.Readers);
        readers.MapGet("/{id:guid}", async (Guid id, FundDesk desk, HttpContext http) => Page.Of<FundPage>((nameof(FundPage.View), await desk.FundAsync(new(id), http.Visitor(), http.RequestAborted))));
        readers.MapGet("/{id:guid}/budget", (Guid id) => Page.SeeOther($"/funds/{id}")); // where signing in again leads after a post
        readers.MapGet("/proposals/{id:guid}", async (Guid id, FundDesk desk, HttpContext http) => Page.Of<ProposalPage>((nameof(ProposalPage.View), await desk.ProposalAsync(new(id), http.Visitor(), http.RequestAborted))));
        readers.MapPost("/proposals/{id:guid}/confirm", (Guid id, FundDesk desk, IActs acts, HttpContext http) => SettleAsync(id, desk, acts, http, (act, _, token) => act.ConfirmAsync(new(id), http.Visitor().Actor, token)));
        readers.MapPost("/proposals/{id:guid}/decline", (Guid id, FundDesk desk, IActs acts, HttpContext http) => SettleAsync(id, desk, acts, http, (act, note, token) => act.DeclineAsync(new(id), note, http.Visitor().Actor, token)));
        readers.MapGet("/proposals/{id:guid}/{act:regex(^(confirm|decline)$)}", (Guid id) => Page.SeeOther($"/funds/proposals/{id}"));
    }

    private static async Task<IResult> OpenAsync(FundDesk desk, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<ProposeFund, ProposalId>((act, token) => act.OpenAsync(Asked(form), http.Visitor().Actor, token), http.RequestAborted),
            proposal => Page.SeeOther($"/funds/proposals/{proposal}"),
            async faults => Page.Faulty<OpenFundPage>(
                (nameof(OpenFundPage.Choices), await desk.ChoicesAsync(http.Visitor(), http.RequestAborted)), (nameof(OpenFundPage.Written), form), (nameof(OpenFundPage.Faults), faults)));
    }

    private static async Task<IResult> ChangeAsync(Guid id, FundDesk desk, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var view = await desk.FundAsync(new(id), http.Visitor(), http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<ProposeFund, ProposalId>((act, token) => act.ChangeAsync(new(id), Change(form), form["reason"].ToString(), http.Visitor().Actor, token), http.RequestAborted),
            proposal => Page.SeeOther($"/funds/proposals/{proposal}"),
            faults => Task.FromResult<IResult>(Page.Faulty<FundPage>((nameof(FundPage.View), view), (nameof(FundPage.Written), form), (nameof(FundPage.Faults), faults))));
    }

    private static async Task<IResult> SettleAsync(Guid id, FundDesk desk, IActs acts, HttpContext http, Func<SettleProposal, string, CancellationToken, Task<FundId>> settle)
    {
        var note = (await http.Request.ReadFormAsync(http.RequestAborted))["note"].ToString();
        await desk.ProposalAsync(new(id), http.Visitor(), http.RequestAborted); // of somebody else's area there is none
        return await Trying.RunAsync(
            () => acts.RunAsync<SettleProposal, FundId>((act, token) => settle(act, note, token), http.RequestAborted),
            _ => Page.SeeOther($"/funds/proposals/{id}"),
            async faults => Page.Faulty<ProposalPage>((nameof(ProposalPage.View), await desk.ProposalAsync(new(id), http.Visitor(), http.RequestAborted)), (nameof(ProposalPage.Note), note), (nameof(ProposalPage.Faults), faults.Moved("cents", null).Moved("code", null))));
    }

    /// <summary>Everything that cannot be read is told at once; what can be read and may not be, the act tells.</summary>
    private static Opening Asked(IFormCollection form)
    {
        var refusals = new Refusals();
        var year = int.TryParse(form["year"], out var read) ? read : 0;
        var cents = refusals.Try(() => Money(form, mayBeNone: true));
        var owner = refusals.Try(() => new UnitId(Guid.TryParse(form["owner"], out var unit) ? unit : throw new RefusedException("unit.unknown", "owner")));
        refusals.ThrowIfAny();
        return new(form["key"].ToString(), year, owner, Enum.TryParse<FundSource>(form["source"], out var source) ? source : FundSource.Provincial,
            form["nameZh"].ToString(), form["nameEn"].ToString(), cents, form["reason"].ToString());
    }

    private static long Change(IFormCollection form) => Money(form, mayBeNone: false) * (form["direction"] == "less" ? -1 : 1);

    private static long Money(IFormCollection form, bool mayBeNone)
    {
        var text = form["cents"].ToString().Trim();
        if (text.Length == 0 && mayBeNone)
            return 0;
        var label = new LocalText("金额", "The amount");
        return Answer.CentsOf(text, "cents", label) is >= 0 and var cents ? cents : throw new RefusedException("form.negative", "cents", ("label", label));
    }
}
