using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Portal.Api.Applying;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Payouts;
using AidWorkflow.Portal.Serving;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Api.Payouts;

/// <summary>The payment desk of the three finance people.</summary>
internal static class PayoutsApi
{
    public static void MapPayouts(this RouteGroupBuilder api)
    {
        var payouts = api.Room("/payouts", "Payouts").RequireAuthorization();
        payouts.MapGet("", async (int? page, PayoutReading reading, Asking asking) => Paging.Of((await reading.DeskAsync(asking.Visitor, asking.Cancellation)).Batches, page))
            .Called("rolls", "The newest rolls of the funds of my unit.");
        payouts.MapGet("/funds", async (int? page, PayoutReading reading, Asking asking) => Paging.Of([.. (await reading.DeskAsync(asking.Visitor, asking.Cancellation)).Funds.Select(FundState.Of)], page))
            .Called("funds", "The funds of my unit with what is in them and what waits to be paid.");
        payouts.MapGet("/formats", async (int? page, PayoutReading reading, Asking asking) => Paging.Of(
                [.. (await reading.DeskAsync(asking.Visitor, asking.Cancellation)).Templates.Select(format => new FileFormat(format.Id, new(format.NameZh, format.NameEn), format.Demo))], page))
            .Called("fileFormats", "Formats of a bank's file.");
        payouts.MapPost("", MakeAsync).TakesKey().Called("makeRoll", "Make a roll of all payments of a fund that wait.");
        var roll = payouts.MapGroup("/{id:guid}");
        roll.MapGet("", async (Guid id, PayoutReading reading, IActs acts, Asking asking) =>
                RollDetail.Of(await PayoutPages.ShownAsync(new(id), asking.Visitor, reading, acts, asking.Cancellation)))
            .Called("roll", "A roll with its lines, signatures and what the bank said. The look is recorded.");
        roll.MapGet("/news", (Guid id, LiveNews news, HttpContext http) => Listener.Of(http) is { } listener && !HeadRequests.Is(http)
                ? TypedResults.ServerSentEvents(news.OfRollAsync(listener, new(id), http.RequestAborted)) : (IResult)TypedResults.NoContent())
            .Produces<RollNews>(StatusCodes.Status200OK, "text/event-stream").Called("rollNews", "Tells, as server-sent events, that a roll stands otherwise than before.");
        Verb<LockBatch>("lock", "lockRoll", "Lock the roll, to be checked.", (act, id, actor, token) => act.LockAsync(id, actor, null, token));
        Verb<CheckBatch>("check", "checkRoll", "Check the roll, as somebody other than who made it.", (act, id, actor, token) => act.CheckAsync(id, actor, null, token));
        Verb<ReleaseBatch>("release", "releaseRoll", "Release the roll: money may leave.", (act, id, actor, token) => act.ReleaseAsync(id, actor, null, token));
        Verb<SendBatch>("send", "sendRoll", "Say that the file went to the bank.", (act, id, actor, token) => act.SendAsync(id, actor, null, token));
        Verb<ReconcileBatch>("reconcile", "reconcileRoll", "Reconcile what was sent with what the bank answered.", (act, id, actor, token) => act.ReconcileAsync(id, actor, null, token));
        Verb<CloseBatch>("close", "closeRoll", "File the roll.", (act, id, actor, token) => act.CloseAsync(id, actor, null, token));
        roll.MapPost("/reject", async (Guid id, Rejection said, Asking asking) => await DoAsync<RejectBatch>(id, said, asking, (act, actor, token) => act.RejectAsync(new(id), said.Reason, actor, null, token)))
            .TakesKey().Called("rejectRoll", "Give the roll back, with the reason.");
        roll.MapPost("/lines/{payment:guid}/take", async (Guid id, Guid payment, Rejection said, Asking asking) =>
            await DoAsync<TakeFromBatch>(id, said, asking, (act, actor, token) => act.TakeAsync(new(id), new(payment), said.Reason, actor, null, token)))
            .TakesKey().Called("takeFromRoll", "Take a payment off a roll that is still open, with the reason.");
        roll.MapPost("/release/check", async (Guid id, PayoutReading reading, DryRun dryRun, Asking asking) =>
        {
            await reading.BatchAsync(new(id), asking.Visitor, asking.Cancellation);
            await dryRun.RunAsync<ReleaseBatch>((act, token) => act.ReleaseAsync(new(id), asking.Actor, null, token), asking.Cancellation);
            return TypedResults.NoContent();
        }).Called("checkRelease", "Learn what a release would be refused for, without releasing.");
        roll.MapGet("/file", async (Guid id, Asking asking) =>
        {
            var file = await asking.DoAsync<DownloadBankFile, DownloadedBankFile>((act, actor, token) => act.DownloadAsync(new(id), actor, null, token));
            return TypedResults.File(file.Bytes, file.ContentType, file.FileName);
        }).Produces(StatusCodes.Status200OK, contentType: "application/octet-stream").Called("bankFile", "The file for the bank. The download is recorded.");
        roll.MapPost("/answer", AnswerAsync).TakesKey().Called("importAnswer", "Take in the bank's return file.");
        roll.MapKeying();

        void Verb<TAct>(string verb, string name, string summary, Func<TAct, BatchId, Actor, CancellationToken, Task> run)
            where TAct : notnull => roll.MapPost($"/{verb}", async (Guid id, Asking asking) => await DoAsync<TAct>(id, null, asking, (act, actor, token) => run(act, new(id), actor, token))).TakesKey().Called(name, summary);
    }

    private static async Task<Created<RollMade>> MakeAsync(NewRoll asked, Asking asking)
    {
        var made = await asking.OnceAsync<MakeBatch, RollMade>(asked, async (act, actor, token) =>
        {
            var made = await act.MakeAsync(new BatchRequest(asked.Fund, asked.Template), actor, null, token);
            return new(made.Batch, made.Number, made.Count, made.Cents, [.. made.Excluded.Select(left => new LeftOut(left.Payment, left.Why.Code))]);
        });
        return TypedResults.Created(made.Roll is { } roll ? $"/api/payouts/{roll}" : null, made);
    }

    private static async Task<ReturnFileTaken> AnswerAsync(Guid id, IFormFile file, Asking asking)
    {
        if (file.Length == 0)
            throw new RefusedException("answer.empty", "file");
        var content = await Uploads.ReadAsync(file, "file", asking.Cancellation);
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content));
        return await asking.OnceAsync<ImportReturnFile, ReturnFileTaken>($"{file.FileName} {hash}", (act, actor, token) => act.ImportAsync(new(id), file.FileName, content, actor, null, token));
    }

    private static async Task<RollChanged> DoAsync<TAct>(Guid id, object? said, Asking asking, Func<TAct, Actor, CancellationToken, Task> run)
        where TAct : notnull
    {
        await asking.OnceAsync<TAct, bool>(said, async (act, actor, token) =>
        {
            await run(act, actor, token);
            return true;
        });
        return new(new(id));
    }
}
