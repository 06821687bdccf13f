using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Publicising;

/// <summary>How long a notice is up.</summary>
/// <param name="FromDay">The day it is posted. It is not counted (Civil Code, art. 201), so the village has the whole of every day that is.</param>
/// <param name="ToDay">The last day that is counted.</param>
/// <param name="Provisional">The last day rests on a year whose calendar is not published.</param>
public sealed record NoticePeriod(DateOnly FromDay, DateOnly ToDay, Term Term, bool Provisional)
{
    /// <summary>Midnight after the last day.</summary>
    public DateTimeOffset EndsAt => LocalDay.At(ToDay.AddDays(1), TimeOnly.MinValue);
}

/// <summary>Posts and takes down public notices.</summary>
public sealed class Posting(IUnitOfWork work, IIds ids, AuditTrail audit, Rounds rounds, Proposals proposals, NoticeWording wording, CaseTelling telling)
{
    /// <summary>Up from today, counted from tomorrow.</summary>
    public Task<NoticePeriod> PeriodAsync(CaseFile file, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var term = file.Service.Description.Notice.Days.ToTerm();
        var (last, provisional) = file.Calendar.After(file.Today, term);
        return Task.FromResult(new NoticePeriod(file.Today, last, term, provisional));
    }

    /// <summary>
    /// The last day of a posted notice by the calendar as it is now. It never comes before the day that the notice itself names, and while it is
    /// provisional it does not pass: nobody loses the right to object by it.
    /// </summary>
    public static DateOnly LastDay(CaseFile file, PublicNotice notice)
    {
        var (on, provisional) = file.Calendar.After(notice.FromDay, new Term(notice.Days, notice.DayType));
        var last = on > notice.ToDay ? on : notice.ToDay;
        return provisional && last < file.Today ? file.Today : last;
    }

    /// <summary>The time of the notice has come. Where its last day has moved, it stays up.</summary>
    /// <returns>When to look again; null when it is over.</returns>
    public async Task<DateTimeOffset?> ProlongAsync(CaseFile file, RoundId id, CancellationToken cancellation)
    {
        var notice = await OfAsync(id, cancellation);
        var last = LastDay(file, notice);
        if (last < file.Today)
            return null;
        if (notice.ToDay != last)
        {
            audit.Record(file.AuditStream, "notice.prolonged", file.Actor, ("notice", notice.Id.ToString()), ("to", last.ToString("O", null)));
            notice.ToDay = last;
        }

        return LocalDay.At(last.AddDays(1), TimeOnly.MinValue);
    }

    /// <summary>Whether a notice of the case hung for its whole time and nobody objected.</summary>
    public Task<bool> HasEndedAsync(CaseFile file, CancellationToken cancellation) =>
        work.Db.Set<PublicNotice>().AnyAsync(notice => notice.CaseId == file.Case.Id && notice.State == NoticeState.Ended, cancellation);

    public async Task PostAsync(CaseFile file, Round round, NoticePeriod period, CancellationToken cancellation)
    {
        var proposal = await proposals.ProposeAsync(file, cancellation);
        var (zh, en) = await wording.WriteAsync(file, file.Case.DecidedCents ?? proposal.Amount.Cents, period, cancellation);
        var notice = new PublicNotice
        {
            Id = NoticeId.Of(ids.Next()),
            CaseId = file.Case.Id,
            RoundId = round.Id,
            TextZh = zh,
            TextEn = en,
            Channels = string.Join(',', file.Service.Description.Notice.Channels),
            FromDay = period.FromDay,
            ToDay = period.ToDay,
            Days = period.Term.Count,
            DayType = period.Term.Unit,
        };
        work.Db.Add(notice);
        audit.Record(file.AuditStream, "notice.posted", file.Actor, ("notice", notice.Id.ToString()), ("to", period.ToDay.ToString("O", null)));
        await telling.TellAsync(file, Occasions.NoticePublished, Audience.Applicant, notice.Id.ToString(), cancellation,
            new TemplateData { ["fromOn"] = period.FromDay }.Due(new Deadline(period.ToDay, period.Provisional), "toOn"));
    }

    /// <summary>The period is over and nobody objected.</summary>
    public void Expire(CaseFile file, RoundId id)
    {
        var round = file.OpenRound(id);
        rounds.Settle(file, round, "Ended");
        file.AfterBurst(cancellation => SetAsync(id, NoticeState.Ended, cancellation));
    }

    /// <summary>Taken down because the case went elsewhere.</summary>
    public void Withdraw(CaseFile file, RoundId id, RoundState state)
    {
        rounds.End(file, id, state);
        file.AfterBurst(cancellation => SetAsync(id, NoticeState.Withdrawn, cancellation));
    }

    private async Task SetAsync(RoundId round, NoticeState state, CancellationToken cancellation)
    {
        var notice = await OfAsync(round, cancellation);
        if (notice.State == NoticeState.Posted)
            notice.State = state;
    }

    private async Task<PublicNotice> OfAsync(RoundId round, CancellationToken cancellation) =>
        work.Db.Set<PublicNotice>().Local.FirstOrDefault(notice => notice.RoundId == round)
            ?? await work.Db.Set<PublicNotice>().FirstAsync(notice => notice.RoundId == round, cancellation);
}
