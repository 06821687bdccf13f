using System.Collections.Immutable;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>How the decisions of a round become one outcome.</summary>
public enum Agreement
{
    /// <summary>The first decision settles it (或签).</summary>
    AnyOne,

    /// <summary>Every seat decides; one refusal ends the round (会签).</summary>
    All,
}

/// <summary>One place at the table: a role in the unit of a level above the case.</summary>
public sealed record Seat(Role Role, UnitLevel Level);

/// <summary>Who decides a round and how. Fixed when the round opens; an edit of the definition never changes it.</summary>
public sealed record ReviewPlan
{
    public static readonly ReviewPlan Nobody = new();

    public ImmutableArray<Seat> Seats { get; init; } = [];

    public Agreement Agreement { get; init; } = Agreement.AnyOne;

    /// <summary>Seats are taken by different people.</summary>
    public bool DifferentPeople { get; init; }

    /// <summary>Steps whose deciders may not sit here: the reconsideration of a refusal has a different decider.</summary>
    public ImmutableArray<string> NotDecidersOf { get; init; } = [];

    /// <summary>Which part of the amount a decision or payout is about.</summary>
    public Part Part { get; init; } = Part.All;

    /// <summary>Steps (by name) a decider may return the case to.</summary>
    public ImmutableArray<string> ReturnTo { get; init; } = [];
}
