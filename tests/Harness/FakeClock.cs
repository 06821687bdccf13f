namespace AidWorkflow.Harness;

/// <summary>A clock that stands still until a test moves it; timers fire, in order, when it is moved past them.</summary>
public sealed class FakeClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private DateTimeOffset now = start;

    /// <summary>A working Monday morning in Zaozhuang: 2022-03-07 09:00 (UTC+8).</summary>
    public FakeClock()
        : this(new DateTimeOffset(2022, 3, 7, 1, 0, 0, TimeSpan.Zero))
    {
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by) => MoveTo(GetUtcNow() + by);

    /// <summary>Moves on to a moment, stopping at each timer on the way.</summary>
    public void MoveTo(DateTimeOffset moment)
    {
        if (moment < GetUtcNow())
            throw new ArgumentOutOfRangeException(nameof(moment), moment, "The clock does not run backwards.");
        while (NextBefore(moment) is { } timer)
            timer.Fire();
        lock (gate)
            now = moment;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private Timer? NextBefore(DateTimeOffset moment)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.Due <= moment).MinBy(timer => timer.Due);
            if (next is null)
                return null;
            now = next.Due > now ? next.Due : now;
            next.Reschedule();
            return next;
        }
    }

    private sealed class Timer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
                this.period = period;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = clock.now + dueTime;
                clock.timers.Add(this);
            }

            return true;
        }

        /// <summary>Called under the clock's gate.</summary>
        public void Reschedule()
        {
            if (period == Timeout.InfiniteTimeSpan || period == TimeSpan.Zero)
                clock.timers.Remove(this);
            else
                Due += period;
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (clock.gate)
                clock.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
