using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What the activities of petitions find as the subject of a burst: the petition, and what can be done with it.</summary>
public sealed class PetitionAtHand
{
    internal PetitionAtHand(PetitionFile file, PetitionTelling telling, PetitionWindows windows) => (File, Telling, Windows) = (file, telling, windows);

    public PetitionFile File { get; }

    public PetitionTelling Telling { get; }

    public PetitionWindows Windows { get; }
}

/// <summary>The times in which a petitioner may ask on, as the clock sees them.</summary>
public sealed class PetitionWindows(PetitionFiles files, Calendars calendars, TimeProvider time)
{
    /// <summary>The first moment after the last day; null where the limit does not run.</summary>
    public static DateTimeOffset? EndOf(PetitionFile file, LimitKind kind) => file.Story.Open(kind) is { } open ? LocalDay.At(open.Due.On.AddDays(1), TimeOnly.MinValue) : null;

    /// <summary>
    /// The clock came. Nobody asked and the last day is over: that is entered. A last day that rests on a calendar nobody has published takes nothing from anybody, and is looked at again a day later.
    /// </summary>
    /// <returns>When to look again; null where the time has ended.</returns>
    public async Task<DateTimeOffset?> LapseAsync(PetitionFile file, LimitKind kind, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var today = LocalDay.Of(now);
        var next = new PetitionEvent(PetitionEventKind.Lapsed, today);
        if (PetitionSteps.Refusal(file.Story, next) is not null)
            return EndOf(file, kind) is { } end && end > now ? end : LocalDay.At(today.AddDays(1), TimeOnly.MinValue);
        files.Follow(file, next, "", await calendars.CurrentAsync(cancellation), Actor.System, now);
        return null;
    }
}
