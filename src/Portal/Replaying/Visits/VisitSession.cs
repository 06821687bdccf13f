using System.Diagnostics;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Replaying.Visits;

/// <summary>What a year of visits came to. The shape is a promise: it is printed as JSON.</summary>
/// <param name="WorkingDays">Of the year, counted from the published list alone.</param>
/// <param name="Limits">How many were worked out a second time.</param>
/// <param name="LateLimits">Of the authorities: what was not done in time.</param>
/// <param name="Refused">By code, what was refused as planned.</param>
internal sealed record VisitResult(
    int Visits, int Matters, IReadOnlyDictionary<string, int> Kinds, int Petitions, IReadOnlyDictionary<string, int> Classes, IReadOnlyDictionary<string, int> Statuses, int Repeats, int Entries, int RegisterDays, int WorkingDays, int Limits,
    int LateLimits, IReadOnlyDictionary<string, int> Refused, bool Agrees, IReadOnlyList<string> Differences, double Seconds);

/// <summary>Sets the stage in an empty database, plays the year, and has every clock worked out again.</summary>
internal sealed class VisitSession(ServiceProvider services, ReplayClock clock, VisitPlan plan)
{
    private readonly IServiceScopeFactory scopes = services.GetRequiredService<IServiceScopeFactory>();

    /// <exception cref="PlanException">Something was refused that was not to be, or the other way round.</exception>
    /// <exception cref="RefusedException">replay.not-empty</exception>
    public async Task<VisitResult> RunAsync(IProgress<int> progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await services.GetRequiredService<Preparation>().RunAsync(cancellation);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db;
        if (await db.Set<Matter>().AnyAsync(cancellation))
            throw new RefusedException("replay.not-empty");
        var replay = new VisitReplay(scopes, services.GetRequiredService<IActs>(), clock, plan, await scope.ServiceProvider.GetRequiredService<Calendars>().CurrentAsync(cancellation));
        await replay.RunAsync(progress, cancellation);
        return await ResultAsync(replay, db, watch, cancellation);
    }

    private async Task<VisitResult> ResultAsync(VisitReplay replay, DbContext db, Stopwatch watch, CancellationToken cancellation)
    {
        var check = new ClockCheck(await File.ReadAllTextAsync(Path.Combine(services.GetRequiredService<PortalSettings>().WorkflowFolder("calendars"), "cn-working-days.json"), cancellation));
        var (matters, petitions) = (await db.Set<Matter>().AsNoTracking().ToListAsync(cancellation), await db.Set<Petition>().AsNoTracking().ToListAsync(cancellation));
        var entries = (await db.Set<PetitionEntry>().AsNoTracking().OrderBy(entry => entry.Number).ToListAsync(cancellation)).ToLookup(entry => entry.MatterId);
        var numbers = matters.ToDictionary(matter => matter.Id, matter => matter.Number!);
        var (differences, late) = (new List<string>(), 0);
        await using (var scope = scopes.CreateAsyncScope())
        {
            var files = scope.ServiceProvider.GetRequiredService<PetitionFiles>();
            foreach (var petition in petitions)
            {
                var limits = (await files.LoadAsync(petition.Id, cancellation)).Story.Limits;
                differences.AddRange(check.Differences(numbers[petition.Id], petition is { Class: PetitionClass.Claim, Branch: ClaimBranch.PetitionHandling }, [.. entries[petition.Id]], limits));
                late += limits.Count(limit => !limit.IsRight && limit.LateBy(LocalDay.Today(clock)) > 0);
                scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db.ChangeTracker.Clear();
            }
        }

        var closed = await db.Set<RegisterDay>().AsNoTracking().Select(day => day.Day).ToListAsync(cancellation);
        var working = Enumerable.Range(0, 366).Select(new DateOnly(plan.Year, 1, 1).AddDays).Where(day => day.Year == plan.Year && check.IsWorked(day)).ToHashSet();
        differences.AddRange(working.Except(closed).Select(day => $"{day:yyyy-MM-dd} was not closed"));
        differences.AddRange(closed.Except(working).Select(day => $"{day:yyyy-MM-dd} was closed, and is a day of rest"));
        return new(replay.Visits, matters.Count, Counts(matters.Select(matter => matter.Kind)), petitions.Count, Counts(petitions.Select(petition => petition.Class)), Counts(petitions.Select(petition => petition.Status)),
            matters.Count(matter => matter.RepeatOf is not null), entries.Sum(group => group.Count()), closed.Count, working.Count, check.Checked, late, replay.Refusals, differences.Count == 0, differences, watch.Elapsed.TotalSeconds);
    }

    private static SortedDictionary<string, int> Counts<T>(IEnumerable<T> values)
        where T : struct, Enum => new(values.GroupBy(value => value).ToDictionary(group => group.Key.ToString(), group => group.Count(), StringComparer.Ordinal), StringComparer.Ordinal);
}
