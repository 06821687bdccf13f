namespace AidWorkflow.Portal.Benching;

/// <summary>Decisions of people a second, each with everything its commit holds, beside the raw commits of the same database.</summary>
internal static class DomainBench
{
    /// <summary>So that a turn takes about the time that was asked for on a machine like ours.</summary>
    private const double CasesASecond = 60;

    public static async Task RunAsync(BenchPlace place, BenchPlan plan, Figures figures, CancellationToken cancellation)
    {
        await using var house = await BenchHouse.OpenOfficeAsync(place, cancellation);
        var cases = Math.Max(4, (int)(plan.Each.TotalSeconds * CasesASecond));
        await new AgainstRaw(place, plan, figures).RunAsync("domain decisions", house.Folder,
            callers => house.Reviewers.DecideAsync(cases, callers, cancellation), cancellation);
    }
}
