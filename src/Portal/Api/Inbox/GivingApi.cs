using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Serving;

namespace AidWorkflow.Portal.Api.Inbox;

/// <param name="To">The user name of somebody of the list of nominees.</param>
/// <param name="Words">Why, or what is asked.</param>
internal sealed record GiveSaid(string To, string Words) : IAsked;

/// <param name="Place">Before whoever adds them, beside, or after.</param>
internal sealed record SignerSaid(string To, SignerPlace Place, string Words) : IAsked;

internal sealed record WhySaid(string Words) : IAsked;

internal sealed record SignersChanged(RoundId Round);

internal sealed record TakenBack(CaseId Case);

/// <summary>Tasks that get one and the same word.</summary>
/// <param name="Verdict">Approve or Return.</param>
/// <param name="ReturnTo">Where they are sent back to.</param>
internal sealed record ManySaid(ImmutableArray<Guid> Tasks, Verdict Verdict, string? Opinion = null, string? ReturnTo = null) : IAsked;

/// <param name="Code">Why it was refused; null where it is done.</param>
internal sealed record OneOfMany(Guid Task, bool Done, string? Code, string? Why);

/// <summary>What is done with a task beside deciding it.</summary>
internal static class GivingApi
{
    public static void MapGiving(this RouteGroupBuilder tasks)
    {
        tasks.MapGet("/{id:guid}/nominees", async (Guid id, NomineesOfTask nominees, TaskReading reading, Asking asking) =>
            {
                await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation); // refused where they do not see it
                return await nominees.ReadAsync(new(id), asking.Actor, asking.Cancellation) ?? new NomineeLists([], [], []);
            })
            .Called("nominees", "To whom the task may be transferred, who may be asked for an answer, and who may be added as a signer; nobody where a colleague has it.");
        tasks.MapPost("/{id:guid}/transfer", async (Guid id, GiveSaid said, Asking asking) =>
            new TaskChanged(await asking.OnceAsync<GiveTask, TaskId>(said, (act, actor, token) => act.TransferAsync(new(id), said.To, said.Words, actor, token)))).TakesKey().Called("transfer", "Give the task to a colleague, who is responsible from then on. Answers with the new task.");
        tasks.MapPost("/{id:guid}/delegate", async (Guid id, GiveSaid said, Asking asking) =>
            new TaskChanged(await asking.OnceAsync<GiveTask, TaskId>(said, (act, actor, token) => act.DelegateAsync(new(id), said.To, said.Words, actor, token)))).TakesKey().Called("delegateTask", "Ask somebody for an answer; the task waits for it. Answers with the task of whoever is asked.");
        tasks.MapPost("/{id:guid}/recall", async (Guid id, Asking asking) =>
            new TaskChanged(await asking.OnceAsync<GiveTask, TaskId>(null, (act, actor, token) => act.RecallAsync(new(id), actor, token)))).TakesKey().Called("recall", "Take the question back and decide without its answer.");
        tasks.MapPost("/{id:guid}/signers", async (Guid id, SignerSaid said, Asking asking) =>
            new SignersChanged(await asking.OnceAsync<ChangeSigners, RoundId>(said, (act, actor, token) => act.AddAsync(new(id), said.To, said.Place, said.Words, actor, token)))).TakesKey().Called("addSigner", "Add a signer to this case.");
        tasks.MapPost("/{id:guid}/signers/{seat}/remove", async (Guid id, string seat, WhySaid said, TaskReading reading, Asking asking) =>
        {
            var round = (await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation)).Round.Id;
            return new SignersChanged(await asking.OnceAsync<ChangeSigners, RoundId>(said, (act, actor, token) => act.RemoveAsync(round, seat, said.Words, actor, token)));
        }).TakesKey().Called("removeSigner", "Remove a signer who has not acted.");
        tasks.MapPost("/{id:guid}/take-back", async (Guid id, WhySaid said, TaskReading reading, Asking asking) =>
        {
            await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation); // refused where they do not see it
            return new TakenBack(await asking.OnceAsync<TakeBack, CaseId>(said, (act, actor, token) => act.OfTaskAsync(new(id), said.Words, actor, token)));
        }).TakesKey().Called("takeBack", "Take back one's own opinion on the task while nobody has gone on from it.");
        tasks.MapPost("/many", async (ManySaid said, DecidingMany many, Asking asking) =>
        {
            var done = await many.DecideAsync([.. said.Tasks.Select(task => new DecideCommand(new(task), said.Verdict, said.Opinion) { ReturnTo = said.ReturnTo })], asking.Actor, asking.Cancellation);
            return done.Select(one => new OneOfMany(one.Task.Value, one.Refused is null, one.Refused?.Code, one.Refused is { } refused ? Texts.Say(refused, Speech.Of(System.Globalization.CultureInfo.CurrentUICulture)) : null)).ToImmutableArray();
        }).Called("decideMany", "Agree to, or send back, several reviews with the same words; each is a commit of its own and has its own result. What is decided already is told so, so it may be sent again.");
    }
}
