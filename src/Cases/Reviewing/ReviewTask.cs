using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Reviewing;

public enum TaskState
{
    /// <summary>Waits for its role or its assignee.</summary>
    Assigned,

    /// <summary>Claimed by a person.</summary>
    InProgress,
    OnHold,
    Completed,
    Cancelled,
}

/// <summary>What one seat of a round has to do. A reassignment cancels it and writes a new one; nothing is overwritten.</summary>
public sealed class ReviewTask : IRevised, IPlaced
{
    private ReviewTask()
    {
    }

    public TaskId Id { get; private init; }
    public RoundId RoundId { get; private init; }
    public CaseId CaseId { get; private init; }
    public string ServiceId { get; private init; } = "";
    public string Step { get; private init; } = "";
    public RoundKind Kind { get; private init; }
    public Role Role { get; private init; }

    /// <summary>The unit whose people see and decide it.</summary>
    public UnitId UnitId { get; private init; }

    /// <summary>Who claimed it or was named; null while it belongs to the role.</summary>
    public AccountId? AssigneeId { get; private set; }
    public TaskState State { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset? ClaimedAt { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>Why it was cancelled: "decided-by-other", "returned", "withdrawn", "reassigned", "moved".</summary>
    public string? CancelledBecause { get; private set; }

    /// <summary>The task this one took over from.</summary>
    public TaskId? PreviousId { get; private init; }
    public long Revision { get; private set; }

    public bool IsOpen => State is TaskState.Assigned or TaskState.InProgress or TaskState.OnHold;

    public static ReviewTask For(TaskId id, Round round, string serviceId, Seat seat, UnitId unit, DateTimeOffset at, TaskId? previous = null) => new()
    {
        Id = id,
        RoundId = round.Id,
        CaseId = round.CaseId,
        ServiceId = serviceId,
        Step = round.Step,
        Kind = round.Kind,
        Role = seat.Role,
        UnitId = unit,
        State = TaskState.Assigned,
        CreatedAt = at,
        PreviousId = previous,
    };

    /// <summary>Why it is gone, in words.</summary>
    internal static LocalText Because(string? cancelledBecause) => cancelledBecause switch
    {
        null or "decided" => new("已经办结", "it is decided"),
        "decided-by-other" => new("已由他人办结", "somebody else decided it"),
        "returned" => new("案件已退回前面环节", "the case went back to an earlier step"),
        "withdrawn" => new("申请已撤回", "the application was withdrawn"),
        "reassigned" => new("已改派", "it was given to somebody else"),
        "delivered-since" => new("告知书已送达，补正时间重新起算", "the notice has been delivered since, and the applicant's time runs"),
        "moved" => new("案件已移交", "the case moved to another unit"),
        var other => LocalText.Same(other),
    };

    internal void Claim(AccountId account, DateTimeOffset at)
    {
        AssigneeId = account;
        ClaimedAt = at;
        State = TaskState.InProgress;
    }

    internal void Release()
    {
        AssigneeId = null;
        ClaimedAt = null;
        State = TaskState.Assigned;
    }

    internal void Complete(AccountId account, DateTimeOffset at)
    {
        AssigneeId = account;
        CompletedAt = at;
        State = TaskState.Completed;
    }

    internal void Cancel(string because, DateTimeOffset at)
    {
        CancelledAt = at;
        CancelledBecause = because;
        State = TaskState.Cancelled;
    }
}
