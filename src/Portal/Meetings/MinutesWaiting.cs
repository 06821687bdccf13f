using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Meetings;

/// <summary>Minutes that were entered and wait for a second person.</summary>
public sealed record MinutesToCompare(MeetingId Meeting, string? List, string? Minutes, DateOnly? HeldOn);

/// <summary>Finds the minutes that wait for whoever looks: of their bureau, not entered by them, and of no case that they stood aside from.</summary>
public sealed class MinutesWaiting(IUnitOfWork work)
{
    public async Task<ImmutableArray<MinutesToCompare>> ForAsync(Visitor visitor, CancellationToken cancellation)
    {
        var units = visitor.Roles.Where(held => MeetingPeople.All.Contains(held.Role)).Select(held => held.UnitId).Distinct().ToArray();
        if (units.Length == 0)
            return [];
        var (db, account, person) = (work.Db, visitor.Account!.Id, visitor.Actor.Person);
        var found = await db.Set<MeetingList>().AsNoTracking().Where(list => list.State == MeetingState.Entered && units.Contains(list.UnitId) && list.EnteredBy != account
                && !db.Set<MeetingItem>().Any(item => item.MeetingId == list.Id && item.State == ItemState.Listed && db.Set<Decision>().Any(said => said.CaseId == item.CaseId && said.AccountId == account && said.Verdict == Verdict.Recuse)))
            .Select(list => new { list.Id, list.Number, list.MinutesNumber, list.HeldOn, list.EnteredPerson, list.EnteredAt, list.UnitId, list.Decider }).ToListAsync(cancellation);
        return [.. found.Where(list => (list.EnteredPerson is null || list.EnteredPerson != person) && visitor.Roles.Any(held => held.UnitId == list.UnitId && MeetingPeople.Preparers(list.Decider).Contains(held.Role)))
            .OrderBy(list => list.EnteredAt).Select(list => new MinutesToCompare(list.Id, list.Number, list.MinutesNumber, list.HeldOn))];
    }
}
