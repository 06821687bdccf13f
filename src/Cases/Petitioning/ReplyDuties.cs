using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Keeps what somebody owes a reply for, within whatever act brings it about.</summary>
public sealed class ReplyDuties(IUnitOfWork work, Vault vault, AuditTrail audit, IIds ids, TimeProvider time)
{
    public static LocalText Words(ReplyDutyKind kind) => kind switch
    {
        ReplyDutyKind.FromAbove => new("上级交办", "task from above"),
        ReplyDutyKind.AssignedOn => new("交办", "assigned"),
        _ => new("督办", "supervision"),
    };

    internal ReplyDuty Begin(Matter matter, ReplyDutyKind kind, string party, DateOnly begun, DateOnly replyBy, string why, Actor actor)
    {
        var id = ReplyDutyId.Of(ids.Next());
        var duty = ReplyDuty.Begin(id, matter.Id, kind, party, begun, replyBy, why.Length > 0 ? vault.Seal(why, ReplyDuty.WhyPlaceOf(id)) : null, actor.Account!.Value, time.GetUtcNow());
        work.Db.Add(duty);
        Record("reply.owed", duty, actor, ("from", $"{begun:yyyy-MM-dd}"), ("until", $"{replyBy:yyyy-MM-dd}"));
        return duty;
    }

    internal void Reply(ReplyDuty duty, DateOnly on, string whom, string words, Actor actor)
    {
        var number = duty.Reply(); // of two who reply at once one looks again
        work.Db.Add(new ReplyGiven { DutyId = duty.Id, Number = number, On = on, Whom = whom, Words = vault.Seal(words, ReplyGiven.PlaceOf(duty.Id, number)), By = actor.Account!.Value, At = time.GetUtcNow() });
        Record("reply.given", duty, actor, ("on", $"{on:yyyy-MM-dd}"), ("until", null));
    }

    internal void End(ReplyDuty duty, DateOnly on, Actor actor)
    {
        duty.End(on, actor.Account!.Value);
        Record("reply.ended", duty, actor, ("on", $"{on:yyyy-MM-dd}"), ("until", null));
    }

    private void Record(string act, ReplyDuty duty, Actor actor, (string, string?) when, (string, string?) until) =>
        audit.Record($"matter:{duty.MatterId}", act, actor, ("duty", duty.Id.ToString()), ("kind", duty.Kind.ToString()), when, until);
}
