using System.Diagnostics;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage.Loading;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Loading;

/// <summary>
/// Fills a demo database to the size of a city of many years: a few dozen cases go through the acts, and all others are cast from their rows. An open
/// case has everything that an open case has, so it can be opened and decided; a finished one has what lists, search and its own page show.
/// </summary>
internal sealed class SeedLoad(IServiceScopeFactory scopes, IActs acts, Preparation preparation, ModelCases models, LoadedOffice office, FieldProtector protector, IBulkLoad load)
{
    /// <summary>Cases that are written at once.</summary>
    private const int Together = 5000;

    /// <summary>Finished cases lie in the years before, open ones in the last weeks.</summary>
    private const int DaysBack = 1500;

    /// <summary>Nobody is ready by the minute: what happened in the model's morning happened until so much later in a copy.</summary>
    private static readonly TimeSpan MostLater = TimeSpan.FromHours(7);

    /// <summary>Of finished cases; the others were turned away at the start.</summary>
    private const int RefusedInHundred = 10;

    /// <summary>How the open tasks are spread over the steps, of a hundred.</summary>
    private static readonly Dictionary<string, int> Shares = new(StringComparer.Ordinal)
    {
        ["Completeness"] = 30,
        ["VillageOpinion"] = 22,
        ["HomeVisit"] = 14,
        ["TownshipReview"] = 20,
        ["DistrictReview"] = 8,
        ["DistrictDecision"] = 6,
    };

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BulkRows> rows = new(StringComparer.Ordinal);
    private int persons;

    /// <exception cref="RefusedException">load.not-empty</exception>
    public async Task<LoadResult> RunAsync(LoadPlan plan, DateTimeOffset now, IProgress<int> progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await preparation.RunAsync(cancellation);
        if (await ReadAsync((db, token) => db.Set<AidCase>().AnyAsync(token), cancellation))
            throw new RefusedException("load.not-empty");
        var made = await models.MakeAsync(now, cancellation);
        var places = await office.SetUpAsync(plan, cancellation);
        var moulds = await MouldsAsync(made, cancellation);

#pragma warning disable CA5394 // Made-up people need a repeatable dice, not a secret one.
        var dice = new Random(plan.Seed);
        var ids = new LoadedIds(plan.Seed);
        var (open, finished, openCases) = (0, 0, 0);

        var turnedAway = moulds.Where(mould => mould.Model.Ends == "NotAccepted").ToList();
        var refused = moulds.Where(mould => mould.Model.Ends == "Refused").ToList();
        for (var number = 0; number < plan.Finished; number++)
        {
            var ended = number * RefusedInHundred / 100 != (number + 1) * RefusedInHundred / 100 ? refused : turnedAway;
            var mould = ended[dice.Next(ended.Count)];
            Cast(mould, places[dice.Next(places.Count)], DaysBack - (int)((long)number * DaysBack / plan.Finished), dice, ids);
            finished += mould.FinishedTasks;
            await FlushAsync(number + 1, number + 1 == plan.Finished, cancellation);
            progress.Report(number + 1);
        }

        var openings = new List<CaseMould>();
        foreach (var (step, share) in Shares)
        {
            var standing = moulds.Where(mould => mould.Model.Until == step).ToList();
            for (var due = (int)((long)plan.Open * share / 100); due > 0; due -= openings[^1].OpenTasks)
                openings.Add(standing[dice.Next(standing.Count)]);
        }

        // In the order in which they arrived, so that ids rise as they do in life.
        foreach (var (number, mould) in openings.OrderBy(mould => mould.AppliedAt).Index())
        {
            Cast(mould, places[dice.Next(places.Count)], 0, dice, ids);
            open += mould.OpenTasks;
            finished += mould.FinishedTasks;
            openCases++;
            await FlushAsync(number + 1, number + 1 == openings.Count, cancellation);
            progress.Report(plan.Finished + open);
        }
#pragma warning restore CA5394

        await WriteCountersAsync(cancellation);
        while (await acts.RunAsync<SealStreams, int>((act, token) => act.RunAsync(Together, token), cancellation) > 0)
        {
            // A node that finds so many streams unsealed would have its first hours to do with them.
        }

        await load.FinishAsync(cancellation);
        return new(plan.Units, plan.Staff, open, finished, openCases, plan.Finished, plan.Seed, Math.Round(watch.Elapsed.TotalSeconds, 1));
    }

    private async Task<List<CaseMould>> MouldsAsync(IReadOnlyList<ModelCase> made, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var reader = ActivatorUtilities.CreateInstance<ModelRows>(scope.ServiceProvider);
        var theirs = await StandInsAsync(cancellation);
        var moulds = new List<CaseMould>();
        foreach (var model in made)
            moulds.Add(CaseMould.Of(model, await reader.OfAsync(model, cancellation), theirs, protector));
        var short0 = moulds.FirstOrDefault(mould => mould.Model.Until is not null && mould.OpenTasks == 0);
        return short0 is null ? moulds : throw new InvalidOperationException($"The model case {short0.Model.Id} did not come to {short0.Model.Until}.");
    }

    /// <summary>Units and accounts of the demo organisation that the models were decided by, in the order of <see cref="OthersOf"/>.</summary>
    private Task<List<Guid>> StandInsAsync(CancellationToken cancellation) => ReadAsync(
        async (db, token) =>
        {
            var found = new List<Guid>();
            var village = await db.Set<Unit>().SingleAsync(unit => unit.DivisionCode == "370402001001" && unit.Level == UnitLevel.Village, token);
            var township = await db.Set<Unit>().SingleAsync(unit => unit.Id == village.ParentId, token);
            found.AddRange([village.Id.Value, township.Id.Value, township.ParentId!.Value.Value]);
            foreach (var name in new[] { "village1", "station1", "township1", "township2", "district1", "decider1" })
                found.Add((await db.Set<Account>().SingleAsync(account => account.UserName == name, token)).Id.Value);
            return found;
        }, cancellation);

    private static IEnumerable<Guid> OthersOf(LoadedPlace place, bool second) =>
    [
        place.Units.Village.Value, place.Units.Township.Value, place.Units.District.Value,
        .. new[] { Post.Helper, Post.Station, Post.Township, Post.Township2, second ? Post.District2 : Post.District, second ? Post.Decider2 : Post.Decider }.Select(post => place.People[post].Account.Value),
    ];

#pragma warning disable CA5394
    private void Cast(CaseMould mould, LoadedPlace place, int daysEarlier, Random dice, LoadedIds ids)
    {
        var later = (long)(dice.NextDouble() * MostLater.Ticks);
        var at = new DateTimeOffset(mould.AppliedAt + later - (daysEarlier * TimeSpan.TicksPerDay), TimeSpan.Zero);
        Guid[] own = [.. mould.Own.Select(_ => ids.Next(at)), .. OthersOf(place, dice.Next(2) == 0)];
        var person = LoadedPerson.Of(persons++, dice);
        var series = string.Create(CultureInfo.InvariantCulture, $"receipt/{place.Units.DistrictCode}/{mould.AppliedOn.AddDays(-daysEarlier).Year}");
        numbers[series] = numbers.GetValueOrDefault(series) + 1;
        var receipt = string.Create(CultureInfo.InvariantCulture, $"SQ{place.Units.DistrictCode}{mould.AppliedOn.AddDays(-daysEarlier).Year}{numbers[series]:00000}");
        var key = string.Create(CultureInfo.InvariantCulture, $"{ModelCases.Key}copy:{persons}");
        mould.Cast(new(own, person, place, receipt, key, later, daysEarlier), (table, columns) =>
        {
            if (!rows.TryGetValue(table, out var known))
                rows.Add(table, known = new BulkRows(table, columns));
            return known.Rows;
        });
    }
#pragma warning restore CA5394

    private async Task FlushAsync(int cast, bool last, CancellationToken cancellation)
    {
        if (cast % Together != 0 && !last)
            return;
        await load.WriteAsync(rows.Values, cancellation);
        foreach (var table in rows.Values)
            table.Rows.Clear();
    }

    /// <summary>The next real case of a district is numbered after these.</summary>
    private Task WriteCountersAsync(CancellationToken cancellation)
    {
        var counters = new BulkRows("counters", ["key", "last"]);
        foreach (var (series, last) in numbers)
            counters.Rows.Add([series, (long)last]);
        return load.WriteAsync([counters], cancellation);
    }

    private async Task<T> ReadAsync<T>(Func<DbContext, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db, cancellation);
    }
}
