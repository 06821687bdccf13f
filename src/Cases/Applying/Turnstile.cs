using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>
/// What rests on a look at all there is of something, such as the cases of a person or household (whether an application is a second one, what is left of a yearly cap) goes through
/// one after the other. Whoever passed since the look makes the commit lose its race, and the act looks again.
/// </summary>
public sealed class Turnstile(IUnitOfWork work)
{
    /// <summary>To be called before the look.</summary>
    /// <param name="named">What else the look goes by: the index of everybody whom a form names.</param>
    public async Task PassAsync(PersonId person, HouseholdId? household, IEnumerable<string> named, CancellationToken cancellation)
    {
        await PassAsync(person, household, cancellation);
        foreach (var index in named.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            await PassAsync($"turnstile/number/{index}", cancellation);
    }

    /// <inheritdoc cref="PassAsync(PersonId, HouseholdId?, IEnumerable{string}, CancellationToken)"/>
    public async Task PassAsync(PersonId person, HouseholdId? household, CancellationToken cancellation)
    {
        // Always in this order, so that two who pass both never wait for one another.
        await PassAsync($"turnstile/person/{person}", cancellation);
        if (household is { } shared)
            await PassAsync($"turnstile/household/{shared}", cancellation);
    }

    /// <inheritdoc cref="PassAsync(PersonId, HouseholdId?, IEnumerable{string}, CancellationToken)"/>
    public async Task PassAsync(string key, CancellationToken cancellation)
    {
        var seen = await work.Db.Set<Counter>().AsNoTracking().Where(counter => counter.Key == key).Select(counter => (long?)counter.Last).FirstOrDefaultAsync(cancellation);
        work.Within(async (db, token) =>
        {
            if (seen is null)
                db.Add(new Counter { Key = key, Last = 1 }); // two firsts at once: the unique key lets one through
            else if (await db.Set<Counter>().Where(counter => counter.Key == key && counter.Last == seen)
                .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Last, counter => counter.Last + 1), token) == 0)
                throw new LostRaceException($"Somebody passed {key} meanwhile.");
        });
    }
}
