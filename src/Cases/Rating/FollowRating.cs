using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Receiving;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Rating;

/// <summary>Who the rated are, and who sees what follows a rating: the heads and the section over the place, and nobody who is rated themselves.</summary>
public sealed class FollowUpSight(IUnitOfWork work, Scopes scopes)
{
    /// <summary>Of the office that is over the place.</summary>
    public static readonly Role[] Office = [Role.UnitHead, Role.RightsOfficer];

    public async Task<IQueryable<RatingFollowUp>> OfAsync(Actor actor, CancellationToken cancellation) => work.Db.Set<RatingFollowUp>().Within(await scopes.OfAsync(actor, Office, cancellation), work.Db);

    /// <summary>Whoever decided in the application or typed it in; whoever received the matter, entered a step or a report of it, or saw whoever came.</summary>
    public async Task<bool> IsRatedAsync(RatingFollowUp one, AccountId account, CancellationToken cancellation)
    {
        if (one.Event == RatedEvent.Visit)
        {
            var matter = MatterId.Of(one.Id.Value);
            return await work.Db.Set<Matter>().AnyAsync(raised => raised.Id == matter && raised.FirstContact == account, cancellation)
                || await work.Db.Set<PetitionEntry>().AnyAsync(entry => entry.MatterId == matter && entry.By == account, cancellation)
                || await work.Db.Set<VisitEntry>().AnyAsync(entry => entry.MatterId == matter && entry.By == account, cancellation)
                || await work.Db.Set<MatterEnd>().AnyAsync(end => end.MatterId == matter && end.By == account, cancellation)
                || await work.Db.Set<Appointment>().AnyAsync(one => one.MatterId == matter && one.With == account, cancellation);
        }

        var application = CaseId.Of(one.Id.Value);
        return await work.Db.Set<AidCase>().AnyAsync(sent => sent.Id == application && sent.SubmittedBy == account && sent.Intake != Intake.Self, cancellation)
            || await work.Db.Set<Decision>().AnyAsync(decision => decision.CaseId == application && (decision.AccountId == account || decision.OnBehalfOfId == account), cancellation);
    }
}

/// <summary>What the office does about a negative rating with a name. Each step is entered once, by somebody who is not rated; an appeal is decided by somebody who did not make it either.</summary>
public sealed class FollowRating(FollowUpSight sight, Vault vault, AuditTrail audit, TimeProvider time)
{
    /// <summary>回访核实.</summary>
    /// <exception cref="RefusedException">follow-up.unknown, follow-up.own, follow-up.not-now, follow-up.words, follow-up.day</exception>
    public Task<RatedId> CallAsync(RatedId id, DateOnly on, string words, Actor actor, CancellationToken cancellation) => StepAsync(id, FollowUpState.ToCall, "call", on, words, actor, (one, kept) => one.Called(on, actor.Account!.Value, kept), cancellation);

    /// <summary>整改.</summary>
    /// <exception cref="RefusedException">As of <see cref="CallAsync"/>.</exception>
    public Task<RatedId> RectifyAsync(RatedId id, DateOnly on, string words, Actor actor, CancellationToken cancellation) => StepAsync(id, FollowUpState.ToRectify, "rectified", on, words, actor, (one, kept) => one.Rectified(on, actor.Account!.Value, kept), cancellation);

    /// <summary>反馈.</summary>
    /// <exception cref="RefusedException">As of <see cref="CallAsync"/>.</exception>
    public Task<RatedId> TellAsync(RatedId id, DateOnly on, string words, Actor actor, CancellationToken cancellation) => StepAsync(id, FollowUpState.ToTell, "told", on, words, actor, (one, kept) => one.Told(on, actor.Account!.Value, kept), cancellation);

    /// <summary>申诉: also by whoever is rated, where they are of the office.</summary>
    /// <exception cref="RefusedException">follow-up.unknown, follow-up.not-now, follow-up.appealed-before, follow-up.reason, follow-up.words</exception>
    public async Task<RatedId> AppealAsync(RatedId id, AppealReason? reason, string words, Actor actor, CancellationToken cancellation)
    {
        var one = await OneAsync(id, actor, cancellation);
        if (one.State is FollowUpState.LeftOut or FollowUpState.TakenBack)
            throw new RefusedException("follow-up.not-now");
        if (one.Appeal is not null)
            throw new RefusedException("follow-up.appealed-before");
        var kept = Words(id, "appeal", words, reason is null ? new RefusedException("follow-up.reason", "reason") : null);
        one.Appealed(reason!.Value, LocalDay.Today(time), actor.Account!.Value, kept);
        audit.Record($"rating:{id}", "rating.appealed", actor, ("reason", reason.Value.ToString()));
        return id;
    }

    /// <exception cref="RefusedException">follow-up.unknown, follow-up.no-appeal, follow-up.own, follow-up.own-appeal, follow-up.words</exception>
    public async Task<RatedId> DecideAppealAsync(RatedId id, bool? upheld, string words, Actor actor, CancellationToken cancellation)
    {
        var one = await OneAsync(id, actor, cancellation);
        if (!one.AwaitsAppeal)
            throw new RefusedException("follow-up.no-appeal");
        if (one.AppealedBy == actor.Account)
            throw new RefusedException("follow-up.own-appeal");
        if (await sight.IsRatedAsync(one, actor.Account!.Value, cancellation))
            throw new RefusedException("follow-up.own");
        var kept = Words(id, "decision", words, upheld is null ? new RefusedException("follow-up.decision", "upheld") : null);
        one.DecideAppeal(upheld!.Value, LocalDay.Today(time), actor.Account.Value, kept);
        audit.Record($"rating:{id}", "rating.appeal-decided", actor, ("upheld", upheld.Value ? "yes" : "no"));
        return id;
    }

    private async Task<RatedId> StepAsync(RatedId id, FollowUpState at, string part, DateOnly on, string words, Actor actor, Action<RatingFollowUp, byte[]> enter, CancellationToken cancellation)
    {
        var one = await OneAsync(id, actor, cancellation);
        if (await sight.IsRatedAsync(one, actor.Account!.Value, cancellation))
            throw new RefusedException("follow-up.own");
        if (one.State != at)
            throw new RefusedException("follow-up.not-now");
        var (from, today) = (one.RectifiedOn ?? one.CalledOn ?? one.Since, LocalDay.Today(time));
        enter(one, Words(id, part, words, on >= from && on <= today ? null : new RefusedException("follow-up.day", "on", ("from", from), ("to", today))));
        audit.Record($"rating:{id}", "rating.followed", actor, ("step", part), ("on", $"{on:yyyy-MM-dd}"));
        return id;
    }

    private async Task<RatingFollowUp> OneAsync(RatedId id, Actor actor, CancellationToken cancellation) =>
        await (await sight.OfAsync(actor, cancellation)).FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("follow-up.unknown");

    private byte[] Words(RatedId id, string part, string words, RefusedException? besides)
    {
        var refusals = new Refusals();
        if (besides is not null)
            refusals.Add(besides);
        refusals.Require(words.Trim().Length is > 0 and <= RatingFollowUp.MostWords, new("follow-up.words", "words", ("most", RatingFollowUp.MostWords)));
        refusals.ThrowIfAny();
        return vault.Seal(words.Trim(), RatingFollowUp.Place(id, part));
    }
}
