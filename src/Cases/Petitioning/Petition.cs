using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// What a matter is beyond its line in the register, where it is a petition: its class and the law of its day. Where it stands and what is due next are taken from its events (<see cref="PetitionStory"/>)
/// and written here for lists and sweeps to ask by.
/// </summary>
public sealed class Petition : IRevised
{
    private Petition()
    {
    }

    public MatterId Id { get; private init; }

    public string LawKey { get; private init; } = "";

    public PetitionClass Class { get; private init; }

    /// <summary>Of a claim; null for other classes.</summary>
    public ClaimBranch? Branch { get; private init; }

    /// <summary>What <see cref="PetitionLaw.IsReviewable"/> said when it was received: a petition keeps the course that it began with.</summary>
    public bool IsReviewable { get; private init; }

    public PetitionStatus Status { get; private set; }

    /// <summary>Which limit ends first; null where none runs, or all stand still.</summary>
    public LimitKind? NextLimit { get; private set; }

    public DateOnly? NextDueOn { get; private set; }

    public bool NextIsProvisional { get; private set; }

    /// <summary>Of the calendar that it was dated by.</summary>
    public long DatedBy { get; private set; }

    /// <summary>The workflow that leads it; null where the house has published none, and the order of the law alone leads.</summary>
    public InstanceId? InstanceId { get; internal set; }

    public long Revision { get; private set; }

    internal static Petition Open(MatterId id, PetitionClass class_, ClaimBranch? branch, PetitionStory story, WorkingCalendar calendar)
    {
        var petition = new Petition { Id = id, LawKey = story.Law.Key, Class = class_, Branch = branch, IsReviewable = story.IsReviewable };
        petition.Follow(story, calendar);
        return petition;
    }

    /// <summary>Takes over where the story has come to.</summary>
    internal void Follow(PetitionStory story, WorkingCalendar calendar)
    {
        Status = story.Status;
        var next = story.Limits.Where(limit => limit is { IsOpen: true, IsPaused: false }).OrderBy(limit => limit.Due.On).FirstOrDefault();
        (NextLimit, NextDueOn, NextIsProvisional, DatedBy) = (next?.Kind, next?.Due.On, next?.Due.Provisional == true, calendar.Number);
    }
}

/// <summary>One event of a petition, as somebody entered it. Inserted once, never changed.</summary>
public sealed class PetitionEntry
{
    public required MatterId MatterId { get; init; }

    /// <summary>Counted within the petition, so that of two who enter at once one looks again.</summary>
    public required int Number { get; init; }

    public required PetitionEventKind Kind { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>Of an extension, in calendar days.</summary>
    public int Days { get; init; }

    /// <summary>The body it went to or came from, its reasons, how it was delivered; encrypted at <see cref="Place"/>.</summary>
    public byte[]? Words { get; init; }

    /// <summary>Null where the clock entered it.</summary>
    public required AccountId? By { get; init; }

    public required DateTimeOffset At { get; init; }

    public string Place => PlaceOf(MatterId, Number);

    public PetitionEvent Event => new(Kind, On, Days);

    internal static string PlaceOf(MatterId matter, int number) => $"petition.entry:{matter}:{number}";
}
