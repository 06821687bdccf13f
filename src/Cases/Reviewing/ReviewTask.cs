using System.Collections.Immutable;
using System.Text.Json;
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

/// <summary>What is asked of whoever has a task.</summary>
public enum TaskPurpose
{
    /// <summary>To decide, by what the round asks for.</summary>
    Decide,

    /// <summary>To answer whoever delegated the question (委派), and who then decides.</summary>
    Advise,
}

/// <summary>Somebody had claimed a task, and it went back to its role.</summary>
public sealed record EarlierHand(AccountId Who, DateTimeOffset From, DateTimeOffset Until);

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

    /// <summary>The seat of the round's plan; empty in rounds older than seats had names.</summary>
    public string SeatKey { get; private init; } = "";

    /// <summary>Others of its round are, or were, asked as well: whoever has one of its seats takes no other, so lists offer them none.</summary>
    public bool OfSeveral { get; internal set; }

    public TaskPurpose Purpose { get; private init; }

    /// <summary>Who claimed it or was named; null while it belongs to the role.</summary>
    public AccountId? AssigneeId { get; private set; }

    /// <summary>It was given to this very person, so it does not go back to the role.</summary>
    public bool Named { get; private init; }

    /// <summary>For whom the person stands in, where they were absent when the task was made (代理).</summary>
    public AccountId? ForId { get; private init; }
    public TaskState State { get; private set; }

    /// <summary>When the step asked for it. A task that takes over from another keeps its moment: to the step, and to whoever waits for it, it is the same.</summary>
    public DateTimeOffset CreatedAt { get; private init; }

    /// <summary>When it came to whoever has it, where that was later: given by a colleague, handed over, asked of another.</summary>
    public DateTimeOffset? GivenAt { get; private init; }

    /// <summary>Since when those who have it now have had it before them.</summary>
    public DateTimeOffset CameAt => GivenAt ?? CreatedAt;
    public DateTimeOffset? ClaimedAt { get; private set; }

    /// <summary>Who had it before it went back to its role, as it is stored; read it with <see cref="EarlierHands"/>.</summary>
    public string? Hands { get; private set; }

    /// <summary>Who had it before it went back to its role, oldest first: the hours are theirs, whoever decides in the end.</summary>
    public ImmutableArray<EarlierHand> EarlierHands => Hands is null ? [] : JsonSerializer.Deserialize<ImmutableArray<EarlierHand>>(Hands);
    public DateTimeOffset? HeldAt { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }

    /// <summary>Whoever decided took it back before anybody went on from it (取回): what was decided stays on record and counts no more.</summary>
    public DateTimeOffset? TakenBackAt { get; private set; }
    public DateTimeOffset? CancelledAt { get; private set; }

    /// <summary>Why it was cancelled: "decided-by-other", "returned", "withdrawn", "reassigned", "moved", "recused", "removed", "recalled", "taken-back", "escalated", "terminated", "jumped".</summary>
    public string? CancelledBecause { get; private set; }

    /// <summary>Who gave it to this person, and with what words; null where the step itself asks.</summary>
    public AccountId? GivenById { get; private set; }
    public string? GivenWords { get; private set; }

    /// <summary>The task this one took over from.</summary>
    public TaskId? PreviousId { get; private init; }
    public long Revision { get; private set; }

    public bool IsOpen => State is TaskState.Assigned or TaskState.InProgress or TaskState.OnHold;

    public static ReviewTask For(TaskId id, Round round, string serviceId, Seat seat, UnitId unit, DateTimeOffset at, ReviewTask? previous = null) =>
        For(id, round, serviceId, seat, new(seat.Role, unit, seat.Person), TaskPurpose.Decide, at, previous);

    /// <param name="holder">Who has it, and in what capacity.</param>
    /// <param name="previous">The task that it takes over from; of a question, the one that waits for its answer.</param>
    internal static ReviewTask For(TaskId id, Round round, string serviceId, Seat seat, TaskHolder holder, TaskPurpose purpose, DateTimeOffset at, ReviewTask? previous) => new()
    {
        Id = id,
        RoundId = round.Id,
        CaseId = round.CaseId,
        ServiceId = serviceId,
        Step = round.Step,
        Kind = round.Kind,
        SeatKey = seat.Key,
        Purpose = purpose,
        Role = holder.Role,
        UnitId = holder.Unit,
        AssigneeId = holder.Person,
        Named = holder.Person is not null,
        ForId = holder.For,
        State = TaskState.Assigned,
        CreatedAt = purpose == TaskPurpose.Decide && previous is not null ? previous.CreatedAt : at,
        GivenAt = purpose == TaskPurpose.Decide && previous is not null ? at : null,
        PreviousId = previous?.Id,
    };

    /// <summary>Why it is gone, in words.</summary>
    public static LocalText Because(string? cancelledBecause) => cancelledBecause switch
    {
        null or "decided" => new("已经办结", "it is decided"),
        "decided-by-other" => new("已由他人办结", "somebody else decided it"),
        "returned" => new("案件已退回前面环节", "the case went back to an earlier step"),
        "cancelled" => new("申请已撤回或者终止", "the application was withdrawn or ended"),
        "withdrawn" => new("申请已撤回", "the application was withdrawn"),
        "reassigned" => new("已改派", "it was given to somebody else"),
        "delivered-since" => new("告知书已送达，补正时间重新起算", "the notice has been delivered since, and the applicant's time runs"),
        "moved" => new("案件已移交", "the case moved to another unit"),
        "recused" => new("办理人已回避", "whoever had it stands aside from this case"),
        "removed" => new("已减签", "the signer was removed"),
        "recalled" => new("委派已收回", "whoever asked took the question back"),
        "taken-back" => new("已被取回", "it was taken back"),
        "escalated" => new("逾期未办，已改由他人办理", "it waited too long and was opened to others"),
        "terminated" => new("案件已终止", "the case was ended"),
        "jumped" => new("案件已由系统管理员调整到其他环节", "an administrator moved the case to another step"),
        var other => LocalText.Same(other),
    };

    internal void Claim(AccountId account, DateTimeOffset at)
    {
        AssigneeId = account;
        ClaimedAt = at;
        State = TaskState.InProgress;
    }

    /// <param name="at">Until then whoever had claimed it had it.</param>
    internal void Release(DateTimeOffset at)
    {
        if (AssigneeId is { } who && ClaimedAt is { } from && at > from)
            Hands = JsonSerializer.Serialize(EarlierHands.Add(new(who, from, at)));
        AssigneeId = null;
        ClaimedAt = null;
        State = TaskState.Assigned;
    }

    /// <summary>It waits for somebody else: a delegate, or a signer who comes first.</summary>
    internal void Hold(DateTimeOffset at)
    {
        HeldAt = at;
        State = TaskState.OnHold;
    }

    internal void GoOn()
    {
        HeldAt = null;
        State = ClaimedAt is null ? TaskState.Assigned : TaskState.InProgress;
    }

    internal void GivenWith(string words, AccountId by) => (GivenWords, GivenById) = (words, by);

    internal void TakeBack(DateTimeOffset at) => TakenBackAt = at;

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

/// <summary>Who has a task, and in what capacity: they hold this role at this unit.</summary>
/// <param name="Person">Null where it belongs to everybody with the role.</param>
/// <param name="For">For whom they stand in.</param>
internal sealed record TaskHolder(Role Role, UnitId Unit, AccountId? Person = null, AccountId? For = null);
