namespace AidWorkflow.Portal.Benching;

/// <summary>Engine steps a second beside the raw commits of the same database, measured in turns.</summary>
internal static class EngineBench
{
    public static async Task RunAsync(BenchPlace place, BenchPlan plan, Figures figures, CancellationToken cancellation)
    {
        await using var house = await BenchHouse.OpenAsync(place, cancellation);
        await new AgainstRaw(place, plan, figures).RunAsync("engine steps", house.Folder,
            callers => Pace.MeasureAsync(callers, plan.Each, (_, token) => house.Approvals.ApproveAsync(token), cancellation), cancellation);
    }
}
