using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <param name="What">The limit that ends first, or the reply that is owed.</param>
public sealed record DeadlineLine(MatterId Matter, string Number, LocalText What, DateOnly Due);

/// <summary>
/// Limits of the authorities that end soon, or have ended, and replies that are owed, by who has to see to it: whoever received it until it is with a body, then the section; of what is overdue the heads too. Nobody whom
/// an accusation names, and nobody who stood aside, is among them, and of an accusation no head.
/// </summary>
public sealed class PetitionDeadlines(IUnitOfWork work, PetitionTelling telling, Calendars calendars)
{
    /// <summary>In working days.</summary>
    public const int Ahead = 5;

    /// <summary>In calendar days: what was sent on and has not arrived by then is asked after. A rule of the house, as the Regulation names no limit for the way, on which a petition would else be forgotten.</summary>
    public const int OnTheWay = 7;

    private static readonly LimitKind?[] OfPetitioners = [LimitKind.AskingReview, LimitKind.AskingReReview];

    public async Task<Dictionary<AccountId, List<DeadlineLine>>> ByPersonAsync(DateOnly today, CancellationToken cancellation)
    {
        var until = (await calendars.CurrentAsync(cancellation)).Shift(today, Ahead).On;
        Due[] due = [.. await LimitsAsync(until, cancellation), .. await OnTheWayAsync(today, cancellation), .. await RepliesAsync(until, cancellation)];
        var (ids, lines) = (due.Select(one => one.Matter.Id).Distinct().ToArray(), new Dictionary<AccountId, List<DeadlineLine>>());
        var accused = (await work.Db.Set<MatterAccused>().AsNoTracking().Where(one => ids.Contains(one.MatterId)).Select(one => new { one.MatterId, one.AccountId }).ToListAsync(cancellation))
            .Concat(await work.Db.Set<MatterRecusal>().AsNoTracking().Where(one => ids.Contains(one.MatterId) && one.EndedAt == null).Select(one => new { one.MatterId, one.AccountId }).ToListAsync(cancellation)).ToLookup(one => one.MatterId, one => one.AccountId);
        var contacts = due.Select(one => one.Matter.FirstContact).Distinct().ToArray();
        var here = (await work.Db.Set<Account>().AsNoTracking().Where(account => contacts.Contains(account.Id) && account.Active).Select(account => account.Id).ToListAsync(cancellation)).ToHashSet();
        var offices = new Dictionary<(UnitId, PetitionAudience), IReadOnlyList<AccountId>>(); // asked once, however many petitions a unit has
        foreach (var one in due)
        {
            var line = new DeadlineLine(one.Matter.Id, one.Matter.Number ?? "", one.What, one.On);
            var those = new List<AccountId>();
            if (one.ToContact && here.Contains(one.Matter.FirstContact) && !accused[line.Matter].Contains(one.Matter.FirstContact))
                those.Add(one.Matter.FirstContact);
            if (one.ToSection || those.Count == 0)
                those.AddRange(await OfficeAsync(one.Matter.UnitId, PetitionAudience.Section)); // also where whoever received it has left
            if (line.Due < today && one.Class != PetitionClass.Accusation)
                those.AddRange(await OfficeAsync(one.Matter.UnitId, PetitionAudience.Heads));
            foreach (var account in those.Distinct().Except(accused[line.Matter]))
            {
                if (!lines.TryGetValue(account, out var own))
                    lines[account] = own = [];
                own.Add(line);
            }
        }

        return lines;

        async Task<IReadOnlyList<AccountId>> OfficeAsync(UnitId unit, PetitionAudience audience)
        {
            if (!offices.TryGetValue((unit, audience), out var known))
                offices[(unit, audience)] = known = [.. (await telling.OfficeAsync(unit, audience, cancellation)).Select(account => account.Id)];
            return known;
        }
    }

    private async Task<IEnumerable<Due>> LimitsAsync(DateOnly until, CancellationToken cancellation) =>
        (await work.Db.Set<Petition>().AsNoTracking().Where(petition => petition.NextDueOn != null && petition.NextDueOn <= until && !OfPetitioners.Contains(petition.NextLimit))
            .Join(work.Db.Set<Matter>().Where(matter => matter.ClosedOn == null), petition => petition.Id, matter => matter.Id, (petition, matter) => new { petition, matter }).AsNoTracking().ToListAsync(cancellation))
        .Select(one => new Due(one.matter, one.petition.Class, PetitionWords.Of(one.petition.NextLimit!.Value), one.petition.NextDueOn!.Value, one.petition.NextLimit == LimitKind.Registering, one.petition.NextLimit != LimitKind.Registering));

    private async Task<IEnumerable<Due>> OnTheWayAsync(DateOnly today, CancellationToken cancellation)
    {
        var sent = work.Db.Set<PetitionEntry>().Where(entry => entry.Kind == PetitionEventKind.Forwarded || entry.Kind == PetitionEventKind.Assigned);
        return (await work.Db.Set<Petition>().AsNoTracking().Where(petition => petition.Status == PetitionStatus.OnItsWay)
                .Join(work.Db.Set<Matter>().Where(matter => matter.ClosedOn == null), petition => petition.Id, matter => matter.Id, (petition, matter) => new { petition, matter })
                .Select(one => new { one.petition, one.matter, On = sent.Where(entry => entry.MatterId == one.petition.Id).OrderByDescending(entry => entry.Number).Select(entry => entry.On).First() }).AsNoTracking().ToListAsync(cancellation))
            .Where(one => one.On.AddDays(OnTheWay) <= today)
            .Select(one => new Due(one.matter, one.petition.Class, new("转送、交办后是否收到，请询问", "sent on and not arrived: ask"), one.On.AddDays(OnTheWay), ToContact: true, ToSection: false));
    }

    private async Task<IEnumerable<Due>> RepliesAsync(DateOnly until, CancellationToken cancellation) =>
        (await work.Db.Set<ReplyDuty>().AsNoTracking().Where(duty => duty.EndedOn == null && duty.ReplyBy <= until)
            .Join(work.Db.Set<Matter>(), duty => duty.MatterId, matter => matter.Id, (duty, matter) => new { duty, matter, petition = work.Db.Set<Petition>().FirstOrDefault(petition => petition.Id == matter.Id) }).AsNoTracking().ToListAsync(cancellation))
        .Select(one => new Due(one.matter, one.petition?.Class, new($"{ReplyDuties.Words(one.duty.Kind).Zh}回复", $"reply owed ({ReplyDuties.Words(one.duty.Kind).En})"), one.duty.ReplyBy, ToContact: true, ToSection: true));

    private sealed record Due(Matter Matter, PetitionClass? Class, LocalText What, DateOnly On, bool ToContact, bool ToSection);
}
