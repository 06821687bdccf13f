namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>What one run of a script may use. Beyond any of these it ends in a fault that it cannot catch.</summary>
/// <param name="Clock">Measures <see cref="Time"/>; looked at every few thousand steps.</param>
public sealed record JsBudget(TimeProvider Clock)
{
    /// <summary>Nodes of the script visited, at most; built-in functions count in proportion to their work.</summary>
    public long Steps { get; init; } = 10_000_000;

    /// <summary>Calls inside calls.</summary>
    public int Depth { get; init; } = 500;

    /// <summary>Bytes allocated in all by one run, whether still in use or not; approximate.</summary>
    public long Bytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// By the clock on the wall. The steps decide, so that a script ends the same on a busy machine as on an idle one; this is for what they count too low.
    /// </summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(5);
}
