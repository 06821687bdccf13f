namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>What one run of a script may use. Beyond any of these it ends in a fault that it cannot catch.</summary>
/// <param name="Clock">Measures <see cref="Time"/>; looked at every few thousand steps.</param>
public sealed record JsBudget(TimeProvider Clock)
{
    /// <summary>Nodes of the script visited, at most; built-in functions count in proportion to their work.</summary>
    public long Steps { get; init; } = 20_000_000;

    /// <summary>Calls inside calls.</summary>
    public int Depth { get; init; } = 500;

    /// <summary>Bytes allocated in all by one run, whether still in use or not; approximate.</summary>
    public long Bytes { get; init; } = 64 * 1024 * 1024;

    public TimeSpan Time { get; init; } = TimeSpan.FromMilliseconds(500);
}
