using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Payouts;

/// <summary>The payment desk of the three finance people.</summary>
internal static class PayoutPages
{
    public static void MapPayouts(this IEndpointRouteBuilder pages)
    {
        var payouts = pages.MapGroup("/payouts").RequireAuthorization();
        payouts.MapGet("", async (PayoutReading reading, HttpContext http) => Page.Of<DeskPage>((nameof(DeskPage.Desk), await reading.DeskAsync(http.Visitor(), http.RequestAborted))));
        payouts.MapPost("", MakeAsync);
        payouts.MapGet("/{id:guid}", async (Guid id, string? left, PayoutReading reading, IActs acts, HttpContext http) => Page.Of<BatchPage>(
            (nameof(BatchPage.View), await ShownAsync(id, reading, acts, http)),
            (nameof(BatchPage.Note), left is null ? null : IsEnglish ? $"Payments that could not go on this roll, because the bank's file cannot carry them: {left}." : $"有 {left} 笔因银行文件无法承载而未列入本名册。")));
        payouts.MapGet("/{id:guid}/news", (Guid id, LiveNews news, HttpContext http) => Listener.Of(http) is { } listener && !HeadRequests.Is(http)
            ? TypedResults.ServerSentEvents(news.OfRollAsync(listener, new(id), http.RequestAborted))
            : (IResult)TypedResults.NoContent()).AllowAnonymous(); // as that of the inbox
        payouts.MapGet("/{id:guid}/file", DownloadAsync);
        payouts.MapPost("/{id:guid}/answer", AnswerAsync);
        payouts.MapPost("/{id:guid}/reject", RejectAsync);
        payouts.MapGet("/{id:guid}/lines/{payment:guid}/take", async (Guid id, Guid payment, PayoutReading reading, IActs acts, HttpContext http) =>
            await ShownAsync(id, reading, acts, http) is var view && view.Line(new(payment)) is { } line
                ? Page.Of<TakeLine>((nameof(TakeLine.View), view), (nameof(TakeLine.Line), line)) : Page.SeeOther($"/payouts/{id}"));
        payouts.MapPost("/{id:guid}/lines/{payment:guid}/take", TakeAsync);
        Verb<LockBatch>("lock", (act, id, actor, token) => act.LockAsync(id, actor, null, token));
        Verb<CheckBatch>("check", (act, id, actor, token) => act.CheckAsync(id, actor, null, token));
        payouts.MapPost("/{id:guid}/release", ReleaseAsync);
        Verb<SendBatch>("send", (act, id, actor, token) => act.SendAsync(id, actor, null, token));
        Verb<ReconcileBatch>("reconcile", (act, id, actor, token) => act.ReconcileAsync(id, actor, null, token));
        Verb<CloseBatch>("close", (act, id, actor, token) => act.CloseAsync(id, actor, null, token));

        void Verb<TAct>(string verb, Func<TAct, BatchId, Actor, CancellationToken, Task> run)
            where TAct : notnull =>
            payouts.MapPost($"/{{id:guid}}/{verb}", (Guid id, IActs acts, PayoutReading reading, HttpContext http) => DoAsync(id, acts, reading, http, (TAct act, CancellationToken token) => run(act, new(id), http.Visitor().Actor, token)));
    }

    private static async Task<IResult> MakeAsync(IActs acts, PayoutReading reading, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () => acts.RunAsync<MakeBatch, BatchMade>((act, token) => act.MakeAsync(
                new BatchRequest(new FundId(Guid.TryParse(form["fund"], out var fund) ? fund : throw new RefusedException("fund.unknown", "fund")), form["template"].ToString()), http.Visitor().Actor, null, token), http.RequestAborted),
            made => made.Batch is { } batch
                ? Page.SeeOther($"/payouts/{batch}{(made.Excluded.Count > 0 ? $"?left={made.Excluded.Count}" : "")}")
                : Page.SeeOther("/payouts"),
            async faults => Page.Faulty<DeskPage>((nameof(DeskPage.Desk), await reading.DeskAsync(http.Visitor(), http.RequestAborted)), (nameof(DeskPage.Faults), faults.Moved("fund", "template"))));
    }

    private static async Task<IResult> DownloadAsync(Guid id, IActs acts, PayoutReading reading, HttpContext http)
    {
        await reading.BatchAsync(new(id), http.Visitor(), http.RequestAborted); // a roll of somebody else is as none
        var file = await acts.RunAsync<DownloadBankFile, DownloadedBankFile>((act, token) => act.DownloadAsync(new(id), http.Visitor().Actor, null, token), http.RequestAborted);
        return TypedResults.File(file.Bytes, file.ContentType, file.FileName);
    }

    private static async Task<IResult> AnswerAsync(Guid id, IActs acts, PayoutReading reading, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await DoAsync(id, acts, reading, http, async (ImportReturnFile act, CancellationToken token) =>
        {
            if (form.Files["file"] is not { Length: > 0 } file)
                throw new RefusedException("answer.empty", "file");
            using var content = new MemoryStream();
            await file.CopyToAsync(content, token);
            await act.ImportAsync(new(id), file.FileName, content.ToArray(), http.Visitor().Actor, null, token);
        });
    }

    /// <summary>Money leaves only after it was shown once more how much goes to whom.</summary>
    private static async Task<IResult> ReleaseAsync(Guid id, IActs acts, PayoutReading reading, DryRun dryRun, HttpContext http)
    {
        var sure = (await http.Request.ReadFormAsync(http.RequestAborted))["sure"] == "yes";
        if (sure)
            return await DoAsync(id, acts, reading, http, (ReleaseBatch act, CancellationToken token) => act.ReleaseAsync(new(id), http.Visitor().Actor, null, token));
        var view = await ShownAsync(id, reading, acts, http);
        return await Trying.RunAsync(
            async () =>
            {
                await dryRun.RunAsync<ReleaseBatch>((act, token) => act.ReleaseAsync(new(id), http.Visitor().Actor, null, token), http.RequestAborted);
                return view;
            },
            shown => Page.Of<ReleaseCheck>((nameof(ReleaseCheck.View), shown)),
            faults => Task.FromResult<IResult>(Page.Faulty<BatchPage>((nameof(BatchPage.View), view), (nameof(BatchPage.Faults), faults))));
    }

    private static async Task<IResult> RejectAsync(Guid id, IActs acts, PayoutReading reading, HttpContext http)
    {
        var reason = (await http.Request.ReadFormAsync(http.RequestAborted))["reason"].ToString();
        return await DoAsync(id, acts, reading, http, (RejectBatch act, CancellationToken token) => act.RejectAsync(new(id), reason, http.Visitor().Actor, null, token));
    }

    private static async Task<IResult> TakeAsync(Guid id, Guid payment, IActs acts, PayoutReading reading, HttpContext http)
    {
        var reason = (await http.Request.ReadFormAsync(http.RequestAborted))["reason"].ToString();
        return await Trying.RunAsync(
            () => acts.RunAsync<TakeFromBatch, bool>(async (act, token) =>
            {
                await act.TakeAsync(new(id), new(payment), reason, http.Visitor().Actor, null, token);
                return true;
            }, http.RequestAborted),
            _ => Page.SeeOther($"/payouts/{id}"),
            async faults => await ShownAsync(id, reading, acts, http) is var view && view.Line(new(payment)) is { } line
                ? Page.Faulty<TakeLine>((nameof(TakeLine.View), view), (nameof(TakeLine.Line), line), (nameof(TakeLine.Reason), reason), (nameof(TakeLine.Faults), faults))
                : Page.Faulty<BatchPage>((nameof(BatchPage.View), view), (nameof(BatchPage.Faults), faults)));
    }

    private static Task<IResult> DoAsync<TAct>(Guid id, IActs acts, PayoutReading reading, HttpContext http, Func<TAct, CancellationToken, Task> run)
        where TAct : notnull => Trying.RunAsync(
            () => acts.RunAsync<TAct, bool>(async (act, token) =>
            {
                await run(act, token);
                return true;
            }, http.RequestAborted),
            _ => Page.SeeOther($"/payouts/{id}"),
            async faults => Page.Faulty<BatchPage>((nameof(BatchPage.View), await ShownAsync(id, reading, acts, http)), (nameof(BatchPage.Faults), faults.Moved("fund", null).Moved("template", null))));

    /// <summary>A roll shows names and account tails: who looks at it is on record before the page goes out.</summary>
    private static Task<BatchView> ShownAsync(Guid id, PayoutReading reading, IActs acts, HttpContext http) => ShownAsync(new(id), http.Visitor(), reading, acts, http.RequestAborted);

    internal static async Task<BatchView> ShownAsync(BatchId id, Visitor visitor, PayoutReading reading, IActs acts, CancellationToken cancellation)
    {
        var view = await reading.BatchAsync(id, visitor, cancellation);
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Viewed(visitor.Actor, $"batch:{id}", $"roll {view.Batch.Number}, {view.Lines.Length} lines");
            return Task.FromResult(true);
        }, cancellation);
        return view;
    }

    private static bool IsEnglish => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en";
}
