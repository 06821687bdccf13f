using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Dates petitions anew that were dated by an older calendar, so that lists and reminders say what their pages do.</summary>
public sealed class RedatePetitions(IUnitOfWork work, PetitionFiles files, Calendars calendars)
{
    /// <returns>How many were dated.</returns>
    public async Task<int> RunAsync(int most, CancellationToken cancellation)
    {
        var calendar = await calendars.CurrentAsync(cancellation);
        var stale = await work.Db.Set<Petition>().Where(petition => petition.DatedBy != calendar.Number && petition.NextDueOn != null).OrderBy(petition => petition.Id).Select(petition => petition.Id).Take(most).ToListAsync(cancellation);
        foreach (var id in stale)
        {
            var file = await files.LoadAsync(id, cancellation);
            file.Petition.Follow(file.Story, calendar);
        }

        return stale.Count;
    }
}
