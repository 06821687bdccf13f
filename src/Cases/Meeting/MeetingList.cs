using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Meeting;

public readonly record struct MeetingId(Guid Value) : ITypedId<MeetingId>
{
    public static MeetingId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public enum MeetingState
{
    /// <summary>Cases may still come and go.</summary>
    Open,

    /// <summary>What the meeting has before it is fixed and printed; its tasks are decided by the meeting alone.</summary>
    Frozen,

    /// <summary>The minutes are entered from their scan and wait for a second person.</summary>
    Entered,

    /// <summary>A second person found the entry to be what the scan says; the results are being carried out, or one of them could not be.</summary>
    Confirmed,

    /// <summary>Nothing of it is left to do.</summary>
    Closed,

    /// <summary>It was called off; its number is not given again.</summary>
    Dissolved,
}

/// <summary>
/// The list of cases that a bureau's meeting decides (局办公会、党组会). The meeting decides; the authorised decider enters it from the signed minutes, a
/// second person compares, and each case gets a decision of its own that names the meeting.
/// </summary>
public sealed class MeetingList : IRevised, IPlaced
{
    private MeetingList()
    {
    }

    public MeetingId Id { get; private init; }

    /// <summary>Given by a counter of the unit and year in the commit that opens it.</summary>
    public string? Number { get; internal set; }

    /// <summary>The bureau that meets.</summary>
    public UnitId UnitId { get; private init; }

    /// <summary>Whose tasks the meeting decides.</summary>
    public Role Decider { get; private init; }

    /// <summary>The step that it gathers from: "DistrictDecision".</summary>
    public string Step { get; private init; } = "";

    public ImmutableArray<string> Services { get; private init; } = [];

    /// <summary>The day on which it is to meet.</summary>
    public DateOnly PlannedOn { get; private init; }

    /// <summary>From then on nothing is added or taken away any more.</summary>
    public DateTimeOffset CutOffAt { get; private init; }

    public MeetingState State { get; private set; }

    /// <summary>Raised each time a second person sends the entry back.</summary>
    public int Round { get; private set; }

    public AccountId OpenedBy { get; private init; }

    public DateTimeOffset OpenedAt { get; private init; }

    public DateTimeOffset? FrozenAt { get; private set; }

    /// <summary>What is printed (<see cref="MeetingSheet"/>), sealed; null while the list is open.</summary>
    public byte[]? Sheet { get; private set; }

    /// <summary>Algorithm and digest of the sheet's plain bytes: "sha256:…".</summary>
    public string? SheetHash { get; private set; }

    /// <summary>The minutes as they were entered last (<see cref="MinutesReport"/>), sealed.</summary>
    public byte[]? Entry { get; private set; }

    /// <summary>Of the entry's plain bytes: whoever confirms names what they saw.</summary>
    public string? EntryDigest { get; private set; }

    /// <summary>The entry that a second person sent back last, sealed.</summary>
    public byte[]? EarlierEntry { get; private set; }

    public AccountId? EnteredBy { get; private set; }

    public PersonId? EnteredPerson { get; private set; }

    public DateTimeOffset? EnteredAt { get; private set; }

    public string? MinutesNumber { get; private set; }

    public DateOnly? HeldOn { get; private set; }

    /// <summary>The signed minutes.</summary>
    public StoredFileId? Scan { get; private set; }

    public AccountId? CheckedBy { get; private set; }

    public DateTimeOffset? CheckedAt { get; private set; }

    /// <summary>Why it was sent back or called off.</summary>
    public string? Note { get; private set; }

    public long Revision { get; private set; }

    /// <summary>Its tasks are decided by the meeting alone: it is frozen.</summary>
    public bool HoldsTasks => State != MeetingState.Open;

    internal string AuditStream => $"meeting:{Id}";

    internal string SheetPlace => $"meeting.sheet:{Id}";

    internal string EntryPlace => $"meeting.entry:{Id}";

    internal static MeetingList Open(MeetingId id, NewMeeting asked, Role decider, AccountId by, DateTimeOffset at) => new()
    {
        Id = id,
        UnitId = asked.Unit,
        Decider = decider,
        Step = asked.Step,
        Services = asked.Services,
        PlannedOn = asked.PlannedOn,
        CutOffAt = asked.CutOffAt,
        Round = 1,
        OpenedBy = by,
        OpenedAt = at,
    };

    /// <exception cref="RefusedException">meeting.wrong-state, meeting.cut-off-passed</exception>
    internal void RequireChangeable(DateTimeOffset now)
    {
        Require(MeetingState.Open);
        if (now >= CutOffAt)
            throw new RefusedException("meeting.cut-off-passed", null, ("list", Number), ("at", CutOffAt));
    }

    internal void Freeze(byte[] sheet, string hash, DateTimeOffset at)
    {
        Go(MeetingState.Frozen, MeetingState.Open);
        (Sheet, SheetHash, FrozenAt) = (sheet, hash, at);
    }

    /// <summary>Entered for the first time, or anew while nobody has confirmed it.</summary>
    internal void Enter(byte[] entry, string digest, MinutesReport report, Actor by, DateTimeOffset at)
    {
        Go(MeetingState.Entered, MeetingState.Frozen, MeetingState.Entered);
        (Entry, EntryDigest, EnteredBy, EnteredPerson, EnteredAt) = (entry, digest, by.Account, by.Person, at);
        (MinutesNumber, HeldOn, Scan, Note) = (report.Number, report.HeldOn, report.Scan, null);
    }

    internal void SendBack(string note)
    {
        Go(MeetingState.Frozen, MeetingState.Entered);
        (EarlierEntry, Note, Round) = (Entry, note, Round + 1);
    }

    internal void Confirm(AccountId by, DateTimeOffset at)
    {
        Go(MeetingState.Confirmed, MeetingState.Entered);
        (CheckedBy, CheckedAt) = (by, at);
    }

    internal void Close() => Go(MeetingState.Closed, MeetingState.Confirmed);

    internal void Dissolve(string note)
    {
        Go(MeetingState.Dissolved, MeetingState.Open, MeetingState.Frozen);
        Note = note;
    }

    internal void Require(params ReadOnlySpan<MeetingState> states)
    {
        if (!states.Contains(State))
            throw new RefusedException("meeting.wrong-state", null, ("list", Number), ("state", State.Words()));
    }

    private void Go(MeetingState next, params ReadOnlySpan<MeetingState> from)
    {
        Require(from);
        State = next;
    }
}

public static class MeetingStates
{
    public static LocalText Words(this MeetingState state) => state switch
    {
        MeetingState.Open => new("汇集中", "gathering"),
        MeetingState.Frozen => new("已冻结，待会议结果", "frozen, waits for the minutes"),
        MeetingState.Entered => new("已录入，待核对", "entered, waits for the second person"),
        MeetingState.Confirmed => new("已核对，正在办理", "confirmed, being carried out"),
        MeetingState.Closed => new("已办结", "done"),
        _ => new("已取消", "called off"),
    };
}
