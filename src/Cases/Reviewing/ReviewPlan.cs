using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>How the decisions of a round become one outcome. What signers added to it say is told apart in <see cref="Tally"/>.</summary>
public enum Agreement
{
    /// <summary>The first decision settles it (或签).</summary>
    AnyOne,

    /// <summary>Every seat decides; one refusal ends the round (会签). Seats of a later stage are asked when the earlier ones have agreed (依次).</summary>
    All,

    /// <summary>By weight (票签): passed from <see cref="ReviewPlan.PassesAt"/> on, refused as soon as that can no longer be reached.</summary>
    Vote,
}

/// <summary>When whoever decides must say why.</summary>
public enum OpinionDuty
{
    /// <summary>On refusal and on return, which is the least.</summary>
    OnRefusal,
    Always,
}

/// <summary>What a resubmission after a return does.</summary>
public enum Resubmission
{
    /// <summary>The flow goes through every step again.</summary>
    WalkAgain,

    /// <summary>Straight back to whoever returned it.</summary>
    StraightBack,
}

/// <summary>One place at the table: a role in the unit of a level above the case, or one person.</summary>
public sealed record Seat(Role Role, UnitLevel Level)
{
    /// <summary>Names the seat within its round; empty in rounds older than seats had names, which have one seat.</summary>
    public string Key { get; init; } = "";

    /// <summary>Whose seat it is; null where it belongs to everybody with the role.</summary>
    public AccountId? Person { get; init; }

    /// <summary>Where the person sits, if not at the case's own unit of the level.</summary>
    public UnitId? Unit { get; init; }

    /// <summary>What its vote weighs.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Seats of a later stage are asked when the earlier stages have passed.</summary>
    public int Stage { get; init; }

    /// <summary>The seat that waits until this one has agreed (前加签).</summary>
    public string? Before { get; init; }

    /// <summary>Who added it to this case only (加签); null for a seat of the definition.</summary>
    public AccountId? AddedBy { get; init; }

    /// <summary>What whoever added it asks of the signer.</summary>
    public string? AddedWith { get; init; }

    /// <summary>Who is to take it; null once that is found, and for a seat of everybody with the role.</summary>
    public WhoRule? Rule { get; init; }
}

/// <summary>Who decides a round and how: the case's own copy. An edit of the definition never changes it; adding and removing signers does.</summary>
public sealed record ReviewPlan
{
    public static readonly ReviewPlan Nobody = new();

    public ImmutableArray<Seat> Seats { get; init; } = [];

    public Agreement Agreement { get; init; } = Agreement.AnyOne;

    /// <summary>Of all weight that is not recused: what has to agree in a vote.</summary>
    public Share PassesAt { get; init; } = Share.Half;

    /// <summary>Of all weight: what has to have voted, abstentions included, before a vote counts.</summary>
    public Share Quorum { get; init; } = Share.None;

    /// <summary>Seats are taken by different people.</summary>
    public bool DifferentPeople { get; init; }

    /// <summary>Steps whose deciders may not sit here: the reconsideration of a refusal has a different decider.</summary>
    public ImmutableArray<string> NotDecidersOf { get; init; } = [];

    /// <summary>Which part of the amount a decision or payout is about.</summary>
    public Part Part { get; init; } = Part.All;

    /// <summary>Steps (by name) a decider may return the case to.</summary>
    public ImmutableArray<string> ReturnTo { get; init; } = [];

    public Resubmission Resubmission { get; init; }

    public OpinionDuty Opinion { get; init; }

    /// <summary>Whoever agrees or refuses signs by hand.</summary>
    public bool Signed { get; init; }

    /// <summary>Where nobody is found for a seat.</summary>
    public Otherwise NobodyFound { get; init; }

    /// <summary>Where only the applicant, or somebody close to them, is found. A payment goes to the administrators always.</summary>
    public Otherwise ApplicantFound { get; init; }

    public Repeat Repeated { get; init; }

    /// <summary>One person has one seat at most.</summary>
    internal bool OneSeatEach => DifferentPeople || Seats.Length > 1;

    /// <summary>The same with names for seats that have none.</summary>
    internal ReviewPlan Named() => this with
    {
        Seats = [.. Seats.Select((seat, at) => seat.Key.Length > 0 ? seat : seat with { Key = $"{at + 1}" })],
    };

    internal Seat? SeatOf(string key) => Seats.FirstOrDefault(seat => seat.Key == key);
}
