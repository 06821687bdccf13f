namespace AidWorkflow.Portal.Replaying;

/// <summary>The clock of a replay: it stands still until the replay moves it, and never goes back.</summary>
internal sealed class ReplayClock(DateTimeOffset start) : TimeProvider
{
    private long now = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref now), TimeSpan.Zero);

    public void MoveTo(DateTimeOffset moment)
    {
        if (moment.UtcTicks > Interlocked.Read(ref now))
            Interlocked.Exchange(ref now, moment.UtcTicks);
    }
}
