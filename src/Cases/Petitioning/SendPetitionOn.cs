using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <param name="Kind">Forwarded or assigned.</param>
/// <param name="Why">Why it goes elsewhere than was suggested; owed then.</param>
/// <param name="ReplyBy">By when the body reports back; owed of an assignment.</param>
/// <param name="Words">Anything else to be kept with it.</param>
public sealed record PetitionSendCommand(MatterId Matter, PetitionEventKind Kind, DateOnly On, string Body, string Why = "", DateOnly? ReplyBy = null, string Words = "", int? Seen = null);

/// <summary>Sends a petition to the body in charge: where the rules suggest, or elsewhere for a reason that is kept, and with a day to report back by where one is named.</summary>
public sealed class SendPetitionOn(IUnitOfWork work, RecordPetitionStep steps, PetitionRouting routing, ReplyDuties duties, Vault vault)
{
    public const int MostWhy = 1000;

    /// <exception cref="RefusedException">send.kind, send.body, send.why, duty.reply-by-missing, duty.reply-by-early, and what <see cref="RecordPetitionStep"/> refuses</exception>
    public async Task<PetitionStatus> RunAsync(PetitionSendCommand command, Actor actor, CancellationToken cancellation)
    {
        if (command.Kind is not (PetitionEventKind.Forwarded or PetitionEventKind.Assigned))
            throw new RefusedException("send.kind", "kind");
        var (body, why, refusals) = (command.Body.Trim(), command.Why.Trim(), new Refusals());
        await steps.MayAsync(command.Matter, command.Kind, actor, cancellation); // before anything of the matter is told
        var (matter, petition) = (await work.Db.Set<Matter>().FirstAsync(one => one.Id == command.Matter, cancellation), await work.Db.Set<Petition>().FirstOrDefaultAsync(one => one.Id == command.Matter, cancellation) ?? throw new RefusedException("matter.no-petition"));
        var suggested = await routing.OfAsync(matter, petition, cancellation);
        refusals.Require(body.Length is > 0 and <= RouteRule.MostBody, new("send.body", "body", ("most", RouteRule.MostBody)));
        refusals.Require(suggested.Body is not { } usual || suggested.IsOwn || body.Length == 0 || suggested.Is(body) || why.Length > 0, new("send.why", "why", ("body", suggested.Body)));
        refusals.Require(why.Length <= MostWhy, new("text.too-long", "why", ("label", new LocalText("理由", "The reason")), ("most", MostWhy), ("length", why.Length)));
        refusals.Require(command.Kind != PetitionEventKind.Assigned || command.ReplyBy is not null, new("duty.reply-by-missing", "replyBy"));
        refusals.Require(command.ReplyBy is not { } by || by > command.On, new("duty.reply-by-early", "replyBy", ("after", command.On)));
        refusals.ThrowIfAny();

        var status = await steps.RunAsync(new(command.Matter, command.Kind, command.On, Words: command.Words.Trim() is { Length: > 0 } words ? $"{body}\n{words}" : body, Seen: command.Seen), actor, cancellation);
        var entry = work.Db.Set<PetitionEntry>().Local.Where(one => one.MatterId == command.Matter).Max(one => one.Number);
        work.Db.Add(new PetitionSending
        {
            MatterId = command.Matter,
            Entry = entry,
            Body = body,
            Suggested = suggested.Body?.Zh,
            RuleId = suggested.Rule,
            Why = why.Length > 0 ? vault.Seal(why, PetitionSending.PlaceOf(command.Matter, entry)) : null,
        });
        if (command.ReplyBy is { } until)
            duties.Begin(matter, ReplyDutyKind.AssignedOn, body, command.On, until, command.Words.Trim(), actor);
        return status;
    }
}
