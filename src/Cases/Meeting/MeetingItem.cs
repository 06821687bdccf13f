using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Meeting;

/// <summary>What the meeting made of a case.</summary>
public enum MeetingOutcome
{
    /// <summary>The amount of the sheet.</summary>
    Approve,

    /// <summary>Another amount, with the reason.</summary>
    OtherAmount,

    Refuse,

    /// <summary>Nothing was decided: the task stays open, and may come to another meeting.</summary>
    Defer,
}

public enum ItemState
{
    /// <summary>It is before the meeting, or its result waits to be carried out.</summary>
    Listed,
    Decided,
    Deferred,

    /// <summary>Its task ended without the meeting: withdrawn, returned, moved. It is passed over and never decided.</summary>
    Gone,

    /// <summary>Somebody took it off the frozen list, with the reason.</summary>
    TakenOff,

    /// <summary>Sent back to an earlier step from the list.</summary>
    Returned,

    /// <summary>The result was refused when it was to be carried out (too little in the fund, say); a person settles it.</summary>
    Failed,
}

/// <summary>One case on a meeting's list.</summary>
public sealed class MeetingItem : IRevised
{
    private MeetingItem()
    {
    }

    public MeetingId MeetingId { get; private init; }
    public TaskId TaskId { get; private init; }
    public CaseId CaseId { get; private init; }
    public RoundId RoundId { get; private init; }

    /// <summary>Its place on the printed sheet, from one; nought while the list is open.</summary>
    public int Number { get; private set; }

    public ItemState State { get; private set; }

    /// <summary>What the rules proposed when the list was frozen, in cents, as the sheet has it; null while the list is open.</summary>
    public long? ProposedCents { get; private set; }

    /// <summary>Why it is gone, was taken off or returned; of a failed one what <see cref="Texts.SayReason"/> puts into words.</summary>
    public string? Why { get; private set; }

    public MeetingOutcome? Outcome { get; private set; }

    /// <summary>What was granted, in cents.</summary>
    public long? Cents { get; private set; }

    public string? Reason { get; private set; }

    /// <summary>Who took part in the vote on it, and how they voted.</summary>
    public int? Present { get; private set; }
    public int? VotesFor { get; private set; }
    public int? VotesAgainst { get; private set; }

    /// <summary>The names of those who withdrew from it, as people read them.</summary>
    public string? Withdrew { get; private set; }

    public DecisionId? DecisionId { get; private set; }

    public DateTimeOffset AddedAt { get; private init; }
    public long Revision { get; private set; }

    /// <summary>Its result is confirmed and still to be carried out.</summary>
    public bool IsPending => State == ItemState.Listed && Outcome is not (null or MeetingOutcome.Defer);

    internal static MeetingItem Of(MeetingId meeting, ReviewTask task, DateTimeOffset at) =>
        new() { MeetingId = meeting, TaskId = task.Id, CaseId = task.CaseId, RoundId = task.RoundId, AddedAt = at };

    internal void StandAt(int number, long proposed) => (Number, ProposedCents) = (number, proposed);

    internal void Resolve(CaseResult result, long? cents, Turnout turnout, string? withdrew)
    {
        (Outcome, Cents, Reason, Withdrew) = (result.Outcome, cents, result.Reason, withdrew);
        (Present, VotesFor, VotesAgainst) = (turnout.Present, turnout.Votes?.For, turnout.Votes?.Against);
        if (result.Outcome == MeetingOutcome.Defer)
            State = ItemState.Deferred;
    }

    internal void Decide(DecisionId decision) => (State, DecisionId, Why) = (ItemState.Decided, decision, null);

    internal void Leave(ItemState state, string? why) => (State, Why) = (state, why);

    /// <summary>What stood in its way may be mended: once more.</summary>
    internal void TryAgain() => (State, Why) = (ItemState.Listed, null);
}

/// <summary>That a task lies on a meeting's list. A task lies on one at a time; once the list is frozen it is decided by the meeting alone.</summary>
public sealed class ListedTask
{
    public required TaskId TaskId { get; init; }
    public required MeetingId MeetingId { get; init; }
}

public static class MeetingWords
{
    public static LocalText Words(this MeetingOutcome outcome) => outcome switch
    {
        MeetingOutcome.Approve => new("同意", "granted"),
        MeetingOutcome.OtherAmount => new("调整金额", "another amount"),
        MeetingOutcome.Refuse => new("不同意", "refused"),
        _ => new("暂缓", "deferred"),
    };

    public static LocalText Words(this ItemState state) => state switch
    {
        ItemState.Listed => new("待会议", "before the meeting"),
        ItemState.Decided => new("已办理", "decided"),
        ItemState.Deferred => new("暂缓", "deferred"),
        ItemState.Gone => new("已不在此环节", "gone"),
        ItemState.TakenOff => new("已移出", "taken off"),
        ItemState.Returned => new("已退回", "returned"),
        _ => new("未能办理", "could not be carried out"),
    };

    /// <summary>It left the list before the meeting made anything of it; on a frozen one it stays struck out.</summary>
    public static bool HasLeft(this ItemState state) => state is ItemState.Gone or ItemState.TakenOff or ItemState.Returned;
}
