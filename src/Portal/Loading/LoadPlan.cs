namespace AidWorkflow.Portal.Loading;

/// <summary>How much is made up.</summary>
/// <param name="Open">Open tasks.</param>
/// <param name="Finished">Finished cases; each has one decided task at least, so there are somewhat more finished tasks.</param>
/// <param name="Staff">People who decide, beside those of the demo organisation.</param>
/// <param name="Units">Districts, townships and villages, beside the same.</param>
/// <param name="Seed">The same seed makes the same people, places and amounts of everything on the same day.</param>
internal sealed record LoadPlan(int Open, int Finished, int Staff, int Units, int Seed)
{
    public static readonly LoadPlan Default = new(100_000, 1_000_000, 2_000, 5_000, 1);
}

/// <summary>What was made. The shape is a promise: it is printed as JSON.</summary>
internal sealed record LoadResult(int Units, int Staff, int OpenTasks, int FinishedTasks, int OpenCases, int FinishedCases, int Seed, double Seconds);
