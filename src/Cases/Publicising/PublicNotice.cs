using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;

namespace AidWorkflow.Cases.Publicising;

public enum NoticeState
{
    Posted,

    /// <summary>An objection holds it until there is a new opinion.</summary>
    Held,
    Ended,
    Withdrawn,
}

/// <summary>
/// What the village may read: name as masked by the rule, household size and amount, never an illness
/// (Measures for minimum-living review, 2021, arts. 19 and 24).
/// </summary>
public sealed class PublicNotice : IRevised
{
    public required NoticeId Id { get; init; }

    /// <summary>A short number that two notices of one place and day do not share, and that tells nothing.</summary>
    public static string NumberOf(NoticeId id) => id.Value.ToString("N")[^6..].ToUpperInvariant();

    public required CaseId CaseId { get; init; }
    public required RoundId RoundId { get; init; }
    public required string TextZh { get; init; }
    public required string TextEn { get; init; }

    /// <summary>"board", "web" or "board,web".</summary>
    public required string Channels { get; init; }

    /// <summary>The day it was posted; counting begins on the next (Civil Code, art. 201).</summary>
    public required DateOnly FromDay { get; init; }

    /// <summary>The last day on which an objection is in time. A provisional one moves on until the calendar of its year confirms it.</summary>
    public required DateOnly ToDay { get; set; }
    public required int Days { get; init; }
    public required TimeUnit DayType { get; init; }
    public NoticeState State { get; internal set; }
    public long Revision { get; private set; }
}

/// <summary>What somebody has against a notice. It asks for a new opinion version, not a comment.</summary>
public sealed class Objection
{
    public required Guid Id { get; init; }
    public required NoticeId NoticeId { get; init; }
    public required CaseId CaseId { get; init; }

    /// <summary>Words and name of the objector, encrypted.</summary>
    public required byte[] Words { get; init; }
    public required DateTimeOffset RaisedAt { get; init; }
    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>The round whose opinion answered it.</summary>
    public RoundId? AnsweredBy { get; set; }
}
