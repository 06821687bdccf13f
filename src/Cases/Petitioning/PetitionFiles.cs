using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>A petition before an act: its line in the register, what it is, and its story so far.</summary>
public sealed record PetitionFile(Matter Matter, Petition Petition, PetitionStory Story);

/// <summary>Opens petitions and takes them from the shelf.</summary>
public sealed class PetitionFiles(IUnitOfWork work, PetitionHouse house, Calendars calendars)
{
    /// <exception cref="RefusedException">matter.unknown</exception>
    public async Task<PetitionFile> LoadAsync(MatterId id, CancellationToken cancellation)
    {
        var matter = await work.Db.Set<Matter>().FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("matter.unknown");
        var petition = await work.Db.Set<Petition>().FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("matter.no-petition");
        var entries = await work.Db.Set<PetitionEntry>().AsNoTracking().Where(entry => entry.MatterId == id).OrderBy(entry => entry.Number).ToListAsync(cancellation);
        return new(matter, petition, PetitionStory.Of(house.Laws.ByKey(petition.LawKey), entries.Select(entry => entry.Event), await calendars.CurrentAsync(cancellation)));
    }

    /// <summary>Matters of the same petitioner about the same subject, the first of them first.</summary>
    internal async Task<IReadOnlyList<Matter>> EarlierAsync(string[] petitioner, string subject, CancellationToken cancellation) => petitioner.Length == 0 ? []
        : await work.Db.Set<Matter>().AsNoTracking().Where(matter => matter.Subject == subject && matter.PetitionerIndex != null && petitioner.Contains(matter.PetitionerIndex))
            .OrderBy(matter => matter.ReceivedOn).ThenBy(matter => matter.Id).ToListAsync(cancellation);

    /// <summary>The number of a petition of theirs about the subject that is final.</summary>
    internal async Task<string?> FinalAsync(string[] petitioner, string subject, CancellationToken cancellation)
    {
        var earlier = (await EarlierAsync(petitioner, subject, cancellation)).ToDictionary(matter => matter.Id);
        var ids = earlier.Keys.ToArray();
        var final = ids.Length == 0 ? null : await work.Db.Set<Petition>().AsNoTracking().Where(petition => ids.Contains(petition.Id) && petition.Status == PetitionStatus.Final).OrderBy(petition => petition.Id).FirstOrDefaultAsync(cancellation);
        return final is null ? null : earlier[final.Id].Number;
    }

    internal void Open(Matter matter, PetitionClass @class, ClaimBranch? branch, WorkingCalendar calendar, Actor actor, DateTimeOffset now)
    {
        var received = new PetitionEvent(PetitionEventKind.Received, matter.ReceivedOn);
        work.Db.Add(Petition.Open(matter.Id, @class, branch, PetitionStory.Of(house.Laws.Of(matter.ReceivedOn), [received], calendar), calendar));
        work.Db.Add(new PetitionEntry { MatterId = matter.Id, Number = 1, Kind = received.Kind, On = received.On, By = actor.Account!.Value, At = now });
    }
}
