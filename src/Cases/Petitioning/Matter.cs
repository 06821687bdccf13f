using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What the desk finds somebody to have come for. Only a petition is under the clocks of the law of petitions.</summary>
public enum MatterKind
{
    /// <summary>咨询: answered on the spot.</summary>
    Consultation,

    /// <summary>心理疏导.</summary>
    Counselling,

    /// <summary>法律援助转介.</summary>
    LegalAid,

    /// <summary>求助: becomes an application for aid.</summary>
    HelpRequest,

    /// <summary>舆情: what is said among people, reported upward.</summary>
    OpinionNote,

    /// <summary>上级交办.</summary>
    AssignedTask,

    /// <summary>信访事项.</summary>
    Petition,
}

/// <summary>How it came.</summary>
public enum MatterChannel
{
    Visit,
    Letter,
    Phone,
    Web,
    Above,
}

/// <summary>The classes of art. 29 to 31, each handled in its own way.</summary>
public enum PetitionClass
{
    /// <summary>建议意见.</summary>
    Suggestion,

    /// <summary>检举控告: nothing of it may reach whom it accuses.</summary>
    Accusation,

    /// <summary>申诉求决.</summary>
    Claim,
}

/// <summary>The six ways of a claim (art. 31). Only the last is answered by a petition opinion and can be reviewed.</summary>
public enum ClaimBranch
{
    Litigation,
    Arbitration,
    PartyAppeal,
    AdministrativeProcedure,
    PerformDuty,
    PetitionHandling,
}

/// <summary>One thing that somebody came to the desk for: a line of the register of a day. What was said, and by whom, is kept sealed.</summary>
public sealed class Matter : IRevised, IPlaced
{
    private Matter()
    {
    }

    public MatterId Id { get; private init; }

    /// <summary>Of the register; given in the commit that enters it.</summary>
    public string? Number { get; internal set; }

    /// <summary>The desk at which it was received.</summary>
    public UnitId UnitId { get; private init; }

    /// <summary>Several matters that one person raised at once have one.</summary>
    public VisitId VisitId { get; private init; }

    public MatterKind Kind { get; private init; }

    public MatterChannel Channel { get; private init; }

    public DateOnly ReceivedOn { get; private init; }

    public DateTimeOffset EnteredAt { get; private init; }

    /// <summary>Whoever received it first answers for it to the petitioner (首接首办).</summary>
    public AccountId FirstContact { get; private init; }

    /// <summary>In the register of people; null where the number is not known, or nobody gave a name.</summary>
    public PersonId? PersonId { get; private init; }

    public bool IsAnonymous { get; private init; }

    /// <summary>How many raise it together; one where nobody else does.</summary>
    public int People { get; private init; }

    /// <summary>What it is about, as a key of the list of subjects.</summary>
    public string Subject { get; private init; } = "";

    /// <summary>Likely to grow, or somebody is in danger: told upward at once (art. 25).</summary>
    public bool IsUrgent { get; private init; }

    /// <summary>Who raised it and what they said (<see cref="MatterWords"/>), encrypted at <see cref="Place"/>.</summary>
    public byte[] Words { get; private init; } = [];

    /// <summary>Blind index of the petitioner's number, or of name and telephone where there is none: what a repeat is found by. Null where nobody gave a name.</summary>
    public string? PetitionerIndex { get; private init; }

    /// <summary>Blind index of name and mobile number together, where both were given: whoever brought their card once and not the next time is found by it.</summary>
    public string? ContactIndex { get; private init; }

    /// <summary>All that its petitioner is found by; nothing of an anonymous one.</summary>
    public string[] PetitionerIndexes => [.. ((string?[])[PetitionerIndex, ContactIndex]).OfType<string>().Distinct()];

    /// <summary>The first of the same petitioner about the same subject.</summary>
    public MatterId? RepeatOf { get; internal set; }

    public DateOnly? ClosedOn { get; private set; }

    public long Revision { get; private set; }

    /// <summary>Where its sealed words stand.</summary>
    public string Place => $"matter.words:{Id}";

    internal static Matter Enter(MatterId id, UnitId desk, VisitId visit, MatterEntry entry, Petitioner who, AccountId by, DateTimeOffset at) => new()
    {
        Id = id,
        UnitId = desk,
        VisitId = visit,
        Kind = entry.Kind,
        Channel = who.Channel,
        ReceivedOn = who.ReceivedOn,
        EnteredAt = at,
        FirstContact = by,
        PersonId = who.Person,
        IsAnonymous = who.IsAnonymous,
        People = who.People,
        Subject = entry.Subject,
        IsUrgent = entry.IsUrgent,
        Words = entry.Sealed(id, who),
        PetitionerIndex = who.Index,
        ContactIndex = who.Contact,
    };

    internal void Close(DateOnly on) => ClosedOn = on;

    internal void Reopen() => ClosedOn = null;

    /// <summary>Where the sealed words of a matter stand.</summary>
    internal static string PlaceOf(MatterId id) => $"matter.words:{id}";
}

/// <summary>Somebody of the staff whom an accusation names: it does not exist for them.</summary>
public sealed class MatterAccused
{
    public required MatterId MatterId { get; init; }

    public required AccountId AccountId { get; init; }
}
