using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Replaying;

/// <summary>What every part of a replay needs: the clock, the acts, the calendar, and a look into the database.</summary>
internal sealed class Stage(IServiceScopeFactory scopes, IActs acts, ReplayClock clock, ReplayPlan plan)
{
    private readonly Dictionary<(Role, UnitId), IReadOnlyList<Account>> holders = [];

    public ReplayPlan Plan => plan;

    public ReplayClock Clock => clock;

    public required WorkingCalendar Calendar { get; init; }

    /// <summary>Does an act once for the key; a repeat changes nothing.</summary>
    public Task<string?> DoAsync<TAct, TResult>(string key, Func<TAct, CancellationToken, Task<TResult>> act, CancellationToken cancellation)
        where TAct : notnull =>
        acts.RunAsync<Once<TAct>, string?>((once, token) => once.RunAsync(key, act, token), cancellation);

    public async Task<TResult> ReadAsync<TResult>(Func<DbContext, CancellationToken, Task<TResult>> read, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db, cancellation);
    }

    /// <summary>Asks two services of one scope; nothing is written.</summary>
    public async Task<TResult> WithAsync<TFirst, TSecond, TResult>(Func<TFirst, TSecond, CancellationToken, Task<TResult>> ask, CancellationToken cancellation)
        where TFirst : notnull
        where TSecond : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ask(scope.ServiceProvider.GetRequiredService<TFirst>(), scope.ServiceProvider.GetRequiredService<TSecond>(), cancellation);
    }

    /// <summary>The people who hold a role at a unit; offices do not change during a replay.</summary>
    public async Task<Actor> ActorAsync(Role role, UnitId unit, int place, CancellationToken cancellation)
    {
        if (!holders.TryGetValue((role, unit), out var found))
        {
            await using var scope = scopes.CreateAsyncScope();
            found = await scope.ServiceProvider.GetRequiredService<Cases.Organisation.Directory>().HoldersAsync(role, unit, LocalDay.Today(clock), cancellation);
            holders.Add((role, unit), found);
        }

        return found.Count > 0 ? found[place % found.Count].AsActor() : throw new InvalidOperationException($"Nobody holds {role} at unit {unit}");
    }

    /// <summary>A moment of office hours so many working days later; the same for the same key, so that a resumed replay goes on the same way.</summary>
    public DateTimeOffset After(DateTimeOffset moment, int workingDays, string key)
    {
        var day = LocalDay.Of(moment);
        day = workingDays == 0 && Calendar.IsWorkingDay(day).IsWorking ? day : Calendar.Shift(day, Math.Max(1, workingDays)).On;
        var minute = (int)(Spread(key) % 420); // between 09:00 and 16:00
        var at = LocalDay.At(day, new TimeOnly(9, 0).AddMinutes(minute));
        return at > moment ? at : moment.AddMinutes(1);
    }

    public int Pace(string step) => plan.Pace.TryGetValue(step, out var days) ? days : 2;

    private static uint Spread(string key)
    {
        var hash = 2166136261u;
        foreach (var letter in key)
            hash = (hash ^ letter) * 16777619u;
        return hash;
    }
}
