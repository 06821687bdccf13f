using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <param name="Unit">Null for every unit that has none of its own.</param>
public sealed record NewMeetingRule(UnitId? Unit, DateOnly From, string Attendance, string Agreement, string Source);

/// <summary>How many must be there and agree, from a day on. What was in force before stays as it was.</summary>
public sealed class SetMeetingRule(IUnitOfWork work, Units units, Scopes scopes, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <summary>An administrator of the unit's area; of every unit only whoever is at the machine itself.</summary>
    /// <exception cref="RefusedException">meeting.rule-not-yours, meeting.share-unreadable, meeting.source-missing, meeting.rule-exists, meeting.rule-past</exception>
    public async Task<MeetingRuleId> SetAsync(NewMeetingRule asked, Actor actor, CancellationToken cancellation)
    {
        if (actor.Account is not null && (asked.Unit is not { } unit || !await (await scopes.OfAsync(actor, [Role.Administrator], cancellation)).SeesAsync(unit, work.Db, cancellation)))
            throw new RefusedException("meeting.rule-not-yours");
        if (asked.Unit is { } its)
            MeetingPeople.DeciderAt((await units.GetAsync(its, cancellation)).Level);
        var refusals = new Refusals();
        refusals.Require(asked.From >= LocalDay.Today(time), new("meeting.rule-past", "from", ("today", LocalDay.Today(time))));
        refusals.ThrowIfAny();
        return await KeepAsync(asked, actor, cancellation);
    }

    /// <summary>What the folder says holds where nothing was said yet; what was set since is left as it is.</summary>
    public async Task<bool> FillAsync(NewMeetingRule usual, CancellationToken cancellation)
    {
        if (await work.Db.Set<MeetingRule>().AnyAsync(rule => rule.UnitId == null, cancellation))
            return false;
        await KeepAsync(usual with { Unit = null }, Actor.System, cancellation);
        return true;
    }

    private async Task<MeetingRuleId> KeepAsync(NewMeetingRule asked, Actor actor, CancellationToken cancellation)
    {
        var refusals = new Refusals();
        var attendance = refusals.Try(() => MeetingRule.ReadShare(asked.Attendance, "attendance"));
        var agreement = refusals.Try(() => MeetingRule.ReadShare(asked.Agreement, "agreement"));
        refusals.Require(asked.Source.Trim() is { Length: > 0 and <= 500 }, new("meeting.source-missing", "source"));
        if (await work.Db.Set<MeetingRule>().AnyAsync(rule => rule.UnitId == asked.Unit && rule.From == asked.From, cancellation))
            refusals.Add(new("meeting.rule-exists", "from", ("from", asked.From)));
        refusals.ThrowIfAny();
        var rule = new MeetingRule
        {
            Id = MeetingRuleId.Of(ids.Next()),
            UnitId = asked.Unit,
            From = asked.From,
            Attendance = attendance.ToString(),
            Agreement = agreement.ToString(),
            Source = asked.Source.Trim(),
            SetAt = time.GetUtcNow(),
        };
        work.Db.Add(rule);
        audit.Record($"system:{Written.Day(LocalDay.Today(time))}", "meeting.rule-set", actor, ("unit", asked.Unit?.ToString()), ("from", Written.Day(asked.From)), ("attendance", rule.Attendance), ("agreement", rule.Agreement), ("source", rule.Source));
        return rule.Id;
    }
}
