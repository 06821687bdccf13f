using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Keying;

/// <summary>Finance keys what the bank said of each line of a roll; two people must read the same.</summary>
internal static class KeyingPages
{
    public static void MapKeying(this IEndpointRouteBuilder pages)
    {
        var keying = pages.MapGroup("/payouts/{id:guid}/keying").RequireAuthorization().ForHolders(Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser);
        keying.MapGet("", async (Guid id, int? keyed, int? agreed, KeyingReading reading, IActs acts, HttpContext http) => Page.Of<KeyingPage>(
            (nameof(KeyingPage.View), await ShownAsync(id, reading, acts, http)),
            (nameof(KeyingPage.Done), keyed is null ? null : Said(
                $"已录入 {keyed} 笔，其中 {agreed ?? 0} 笔两人一致、等待入账。", $"{keyed} keyed; of these, {agreed ?? 0} agree with a first reading and are being booked."))));
        keying.MapPost("", KeyAsync);
    }

    private static async Task<IResult> KeyAsync(Guid id, KeyingReading reading, IActs acts, HttpContext http)
    {
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var faults = new List<Fault>();
        var (keyed, agreed) = (0, 0);
        foreach (var line in view.Lines.Where(line => form[$"{line.Line.Payment}.status"].ToString().Length > 0))
        {
            // A line is an act of its own: what was read of the others stays, whatever is wrong with this one.
            if (await LineAsync(new(id), line, form, acts, http) is var (agrees, refusal) && refusal is null)
                (keyed, agreed) = (keyed + 1, agreed + (agrees ? 1 : 0));
            else
                faults.AddRange(Trying.Of(refusal!).All);
        }

        if (keyed == 0 && faults.Count == 0)
            faults.Add(new(null, Said("还没有录入任何一行。", "No line was keyed yet.")));
        return faults.Count == 0
            ? Page.SeeOther($"/payouts/{id}/keying?keyed={keyed}&agreed={agreed}")
            : Page.Faulty<KeyingPage>((nameof(KeyingPage.View), await ShownAsync(id, reading, acts, http)), (nameof(KeyingPage.Written), form), (nameof(KeyingPage.Faults), new Faults(faults)));
    }

    private static async Task<(bool Agrees, RefusedException? Refusal)> LineAsync(BatchId batch, KeyingLine line, IFormCollection form, IActs acts, HttpContext http)
    {
        var payment = line.Line.Payment;
        try
        {
            var read = new KeyedReading(payment, Status(form, payment), Cents(form, payment), form[$"{payment}.reason"].ToString().Trim());
            return (await acts.RunAsync<KeyBankAnswer, bool>((act, token) => act.KeyAsync(batch, read, http.Visitor().Actor, null, token), http.RequestAborted), null);
        }
        catch (RefusedException refusal)
        {
            return (false, OfLine(refusal, payment));
        }
    }

    /// <summary>The refusal beside its line, with the bank's answers in the reader's words.</summary>
    private static RefusedException OfLine(RefusedException refusal, PaymentId payment) => new(
        refusal.Code, refusal.Field is { } field && field.StartsWith($"{payment}.", StringComparison.Ordinal) ? field : $"{payment}.{(refusal.Field == "amount" ? "amount" : "status")}",
        [.. refusal.Values.Select(value => (value.Key, value.Value is AnswerStatus status ? KeyingWords.Of(status).In(Language) : value.Value))]);

    private static AnswerStatus Status(IFormCollection form, PaymentId payment) =>
        Enum.TryParse<AnswerStatus>(form[$"{payment}.status"], out var status) && Enum.IsDefined(status) ? status : throw new RefusedException("payment.unknown", $"{payment}.status");

    private static long Cents(IFormCollection form, PaymentId payment) => Answer.CentsOf(form[$"{payment}.amount"].ToString().Trim(), $"{payment}.amount", new("回单上的金额", "The amount on the slip"));

    private static async Task<KeyingView> ShownAsync(Guid id, KeyingReading reading, IActs acts, HttpContext http)
    {
        var view = await reading.ReadAsync(new(id), http.Visitor(), http.RequestAborted);
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Viewed(http.Visitor().Actor, $"batch:{id}", $"keying roll {view.Roll.Batch.Number}, {view.Lines.Length} lines");
            return Task.FromResult(true);
        }, http.RequestAborted);
        return view;
    }

    private static string Said(string chinese, string english) => Language == "en" ? english : chinese;

    private static string Language => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture);
}
