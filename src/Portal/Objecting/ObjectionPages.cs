using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Objecting;

/// <summary>Anybody objects to a notice that stands; staff write down what somebody says who came in person.</summary>
internal static class ObjectionPages
{
    /// <summary>Who objects without an account, as the audit trail names them.</summary>
    private static readonly Actor Anybody = new(null, "public");

    public static void MapObjecting(this IEndpointRouteBuilder pages)
    {
        var objection = pages.MapGroup("/notices/{id:guid}/objection");
        objection.MapGet("", async (Guid id, Noticeboard board, CaseReading cases, HttpContext http) => await StandingAsync(id, board, http) is { } notice
            ? Page.Of<ObjectionPage>([.. await AboutAsync(notice, cases, http)])
            : Page.SeeOther($"/notices/{id}")); // it says there what became of it
        objection.MapPost("", ObjectAsync).RequireRateLimiting(SignInSetup.Guessing);
        objection.MapGet("/taken", () => Page.Of<ObjectionTaken>());
    }

    private static async Task<IResult> ObjectAsync(Guid id, Noticeboard board, CaseReading cases, IActs acts, HttpContext http)
    {
        if (await StandingAsync(id, board, http) is not { } notice)
            return Page.SeeOther($"/notices/{id}");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var inPerson = await IsInPersonAsync(notice, cases, http);
        return await Trying.RunAsync(
            () =>
            {
                var words = Words(form, inPerson ? http.Visitor().Account!.NameZh : null);
                return acts.RunAsync<RaiseObjection, CaseId>((act, token) => act.RaiseAsync(notice.Id, words, inPerson ? http.Visitor().Actor : Anybody, token), http.RequestAborted);
            },
            taken => Page.SeeOther(inPerson ? $"/cases/{taken}?done=objection" : $"/notices/{id}/objection/taken"),
            async faults => Page.Faulty<ObjectionPage>(
                [.. await AboutAsync(notice, cases, http), (nameof(ObjectionPage.Written), form), (nameof(ObjectionPage.Faults), faults)]));
    }

    private static async Task<PublicNotice?> StandingAsync(Guid id, Noticeboard board, HttpContext http) =>
        await board.FindAsync(NoticeId.Of(id), http.RequestAborted) is { } notice && board.StandingOf(notice) == NoticeStanding.Open ? notice : null;

    /// <summary>Staff in whose area the case lies write down what others say; everybody else speaks for themselves.</summary>
    private static async Task<bool> IsInPersonAsync(PublicNotice notice, CaseReading cases, HttpContext http) =>
        http.Visitor().IsStaff && await cases.SeesAsync(notice.CaseId, http.Visitor(), http.RequestAborted);

    private static async Task<(string, object?)[]> AboutAsync(PublicNotice notice, CaseReading cases, HttpContext http)
    {
        var inPerson = await IsInPersonAsync(notice, cases, http);
        return
        [
            (nameof(ObjectionPage.Posted), notice), (nameof(ObjectionPage.ForSomebody), inPerson),
            (nameof(ObjectionPage.Back), inPerson ? $"/cases/{notice.CaseId}" : $"/notices/{notice.Id}"),
        ];
    }

    /// <summary>The objection as those read it who look into it: what was said, by whom as far as they said, and who wrote it down.</summary>
    private static string Words(IFormCollection form, string? writtenBy)
    {
        var words = Text(form, "words", 2000);
        if (words.Length == 0)
            throw new RefusedException("objection.words-missing", "words");
        var (name, contact) = (Text(form, "name", 50), Text(form, "contact", 100));
        string[] about = [name.Length > 0 ? $"姓名：{name}" : "", contact.Length > 0 ? $"联系方式：{contact}" : "", writtenBy is null ? "" : $"当面提出，{writtenBy}记录"];
        var known = string.Join("；", about.Where(part => part.Length > 0));
        return known.Length == 0 ? words : $"{words}（{known}）";
    }

    private static string Text(IFormCollection form, string name, int most)
    {
        var text = form[name].ToString().Trim();
        return text.Length <= most ? text : throw new RefusedException("form.too-long", name,
            ("label", Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en" ? "This" : "内容"), ("most", most), ("length", text.Length));
    }
}
