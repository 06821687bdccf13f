using System.Collections.Immutable;
using AidWorkflow.Cases.Clocks;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>A statutory limit as it ran, or runs, in one petition.</summary>
/// <param name="StartedOn">The day of the event that started it, which is not counted (Civil Code, art. 201).</param>
/// <param name="Due">The last day on which it is kept; while a hearing is pending, that without its days.</param>
/// <param name="StoppedOn">When what it waits for was done, or it lost its meaning; null while it runs.</param>
/// <param name="IsMet">What it waits for was done, be it late; otherwise it lost its meaning.</param>
public sealed record PetitionLimit(StatutoryLimit Rule, DateOnly StartedOn, int ExtendedBy, ImmutableArray<Pause> Pauses, Deadline Due, DateOnly? StoppedOn, bool IsMet)
{
    public LimitKind Kind => Rule.Kind;

    public bool IsOpen => StoppedOn is null;

    /// <summary>Until when somebody may do something, and need not: where they do not, nobody is late.</summary>
    public bool IsRight => Kind is LimitKind.Objecting or LimitKind.AskingReview or LimitKind.AskingReReview;

    /// <summary>It stands still: a hearing was called and not held yet.</summary>
    public bool IsPaused => IsOpen && Pauses is [.., { Until: null }];

    /// <summary>Days by which it was, or is, missed; nought where it was kept. Calendar days, whatever it is counted in.</summary>
    public int LateBy(DateOnly today) => IsPaused ? 0 : Math.Max(0, (StoppedOn ?? today).DayNumber - Due.On.DayNumber);
}
