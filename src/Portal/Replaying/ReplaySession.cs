using System.Diagnostics;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Storage.Migrating;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Replaying;

/// <summary>What a replay came to. The shape is a promise: it is printed as JSON.</summary>
internal sealed record ReplayResult(
    IReadOnlyList<ServiceFigure> Services, int Cases, IReadOnlyDictionary<string, int> Outcomes, EventFigures Events, bool Reconciled,
    IReadOnlyList<string> Differences, long Steps, double Seconds, DateTimeOffset SimulatedFrom, DateTimeOffset SimulatedTo, double StepsPerSecond);

/// <summary>Sets the stage in a database, plays the plan to its end, and asks the database what it came to.</summary>
internal sealed class ReplaySession(ServiceProvider services, ReplayClock clock, ReplayPlan plan)
{
    private const string PlanKey = "replay/plan";

    private readonly IServiceScopeFactory scopes = services.GetRequiredService<IServiceScopeFactory>();
    private readonly IActs acts = services.GetRequiredService<IActs>();

    public static DateTimeOffset StartOf(ReplayPlan plan) => LocalDay.At(new DateOnly(plan.Year, 1, 1), TimeOnly.MinValue);

    /// <exception cref="PlanException">The plan cannot be played to its end; nothing was written.</exception>
    /// <exception cref="RefusedException">replay.not-empty, replay.plan-changed, replay.nothing-to-resume</exception>
    public async Task<ReplayResult> RunAsync(bool resume, IProgress<int> progress, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        new PlanCheck(plan, await VillagesAsync(cancellation), ServiceFolder.ReadAll(services.GetRequiredService<PortalSettings>().WorkflowFolder(""))).Run();
        await services.GetRequiredService<Preparation>().RunAsync(cancellation);
        await RequirePlanAsync(resume, cancellation);
        await acts.RunAsync<Once<OpenFunds>, string?>((once, token) => once.RunAsync("replay/funds", (act, inner) => act.OpenAsync(plan, inner), token), cancellation);

        await using var scope = scopes.CreateAsyncScope();
        var stage = new Stage(scopes, acts, clock, plan) { Calendar = await scope.ServiceProvider.GetRequiredService<Calendars>().CurrentAsync(cancellation) };
        var byKey = plan.Cases.ToDictionary(planned => planned.Key, StringComparer.Ordinal);
        var sweeps = scope.ServiceProvider.GetServices<ISweep>().ToList();
        await new Replay(stage, new Story(stage, new Townspeople(stage)), new Province(stage, byKey), new Treasury(stage, byKey), sweeps).RunAsync(progress, cancellation);
        return await ResultAsync(watch, cancellation);
    }

    /// <summary>Those of the database, or, where it has none yet, those of the demo organisation that it will get.</summary>
    private async Task<HashSet<string>> VillagesAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var isReady = (await scope.ServiceProvider.GetRequiredService<IMigrator>().PendingAsync(cancellation)).Count == 0;
        var known = isReady
            ? await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db.Set<Unit>().Where(unit => unit.Level == UnitLevel.Village && unit.ValidTo == null)
                .Select(unit => unit.DivisionCode).ToListAsync(cancellation)
            : [];
        return (known.Count > 0 ? known : SeedDemoOrganisation.VillageCodes).ToHashSet(StringComparer.Ordinal);
    }

    private async Task RequirePlanAsync(bool resume, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db;
        var played = await db.Set<DoneKey>().AsNoTracking().FirstOrDefaultAsync(done => done.Key == PlanKey, cancellation);
        if (played is null)
        {
            if (resume && await db.Set<AidCase>().AnyAsync(cancellation))
                throw new RefusedException("replay.nothing-to-resume");
            if (await db.Set<AidCase>().AnyAsync(cancellation))
                throw new RefusedException("replay.not-empty");
            await acts.RunAsync<Once<OpenFunds>, string?>((once, token) => once.RunAsync(PlanKey, (_, _) => Task.FromResult(plan.Hash), token), cancellation);
            return;
        }

        if (!resume)
            throw new RefusedException("replay.not-empty");
        if (played.Answer != plan.Hash)
            throw new RefusedException("replay.plan-changed");
        clock.MoveTo(await db.Set<DoneKey>().MaxAsync(done => done.At, cancellation));
        if (await db.Set<InstanceRow>().MaxAsync(row => (DateTimeOffset?)row.UpdatedAt, cancellation) is { } last)
            clock.MoveTo(last);
    }

    private async Task<ReplayResult> ResultAsync(Stopwatch watch, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db;
        var report = await scope.ServiceProvider.GetRequiredService<YearFigures>().OfAsync(plan.Year, cancellation);
        var differences = await scope.ServiceProvider.GetRequiredService<MoneyAgrees>().DifferencesAsync(cancellation);
        var steps = await db.Set<InstanceRow>().SumAsync(row => row.Revision, cancellation);
        return new(report.Services, report.Cases, report.Outcomes, report.Events, differences.Count == 0, differences, steps, watch.Elapsed.TotalSeconds,
            StartOf(plan).ToOffset(LocalDay.Offset), clock.GetUtcNow().ToOffset(LocalDay.Offset), steps / watch.Elapsed.TotalSeconds);
    }
}

/// <summary>Opens the purses of a plan at the city.</summary>
internal sealed class OpenFunds(IUnitOfWork work, OpenFund open)
{
    public async Task<int> OpenAsync(ReplayPlan plan, CancellationToken cancellation)
    {
        var city = await work.Db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City && unit.ValidTo == null).Select(unit => unit.Id).FirstAsync(cancellation);
        foreach (var fund in plan.Funds)
            await open.OpenAsync(new NewFund(fund.Code, fund.NameZh, fund.NameEn, plan.Year, fund.Source, city, ReplayPlan.Cents(fund.Yuan)!.Value, IsDemo: true), Actor.System, cancellation);
        return plan.Funds.Length;
    }
}
