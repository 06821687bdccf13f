namespace AidWorkflow.Storage.Sending;

/// <summary>How long a failed message waits: doubling, bounded, and spread so that a receiver that comes back is not hit by all at once.</summary>
public static class Backoff
{
    public static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(30);

    /// <param name="attempts">How often it was tried, this time included.</param>
    /// <param name="jitter">A random number in [0, 1).</param>
    /// <returns>Between half and all of the doubled wait.</returns>
    public static TimeSpan After(int attempts, double jitter)
    {
        var whole = Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30)));
        return TimeSpan.FromSeconds(whole * (0.5 + (0.5 * jitter)));
    }

    /// <summary>Spread by the id of what waits instead of by chance, so that a replayed run waits as the first did.</summary>
    /// <inheritdoc cref="After(int, double)"/>
    public static TimeSpan After(int attempts, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        var mixed = (BitConverter.ToUInt32(bytes[12..]) ^ ((uint)attempts * 0x9E3779B9u)) * 2654435761u;
        return After(attempts, mixed / (uint.MaxValue + 1.0));
    }
}
