using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Clocks;

public enum ClockState
{
    Running,
    Paused,

    /// <summary>What it waited for was done; whether in time is told by <see cref="CaseClock.StoppedOn"/>.</summary>
    Met,

    /// <summary>It no longer matters: the case went another way.</summary>
    Ended,
}

/// <summary>
/// One statutory limit of a case. What is stored is the rule (count, unit, start, pauses); the date beside it is derived and is dated anew whenever
/// a calendar year is loaded.
/// </summary>
public sealed class CaseClock : IRevised
{
    private CaseClock()
    {
    }

    public ClockId Id { get; private init; }

    public CaseId CaseId { get; private init; }

    public RoundId? RoundId { get; private init; }

    /// <summary>What the limit is for, as the service names it: "completeness", "district-decision".</summary>
    public string Kind { get; private init; } = "";

    public int Count { get; private init; }

    public TimeUnit Unit { get; private init; }

    public Roll Roll { get; private init; }

    /// <summary>The day of the event that starts it; counting begins with the day after.</summary>
    public DateOnly StartedOn { get; private init; }

    /// <summary>Its passing would end a person's right, so nothing may follow from a date that is only provisional.</summary>
    public bool EndsRight { get; private init; }

    public Holder Holder { get; private set; }

    /// <summary>While paused: the date it would have had without the pause that is still open.</summary>
    public DateOnly DueOn { get; private set; }

    public bool Provisional { get; private set; }

    public ClockState State { get; private set; }

    public DateOnly? PausedOn { get; private set; }

    public DateOnly? StoppedOn { get; private set; }

    /// <summary>The loading of the calendar that <see cref="DueOn"/> was computed with.</summary>
    public long DatedBy { get; private set; }

    public long Revision { get; private set; }

    public Term Term => new(Count, Unit);

    public bool IsOpen => State is ClockState.Running or ClockState.Paused;

    public ImmutableArray<Pause> Pauses => PauseText.Read(PausesText);

    /// <summary>Finished pauses, compact; see <see cref="PauseText"/>.</summary>
    internal string PausesText { get; private set; } = "";

    public static CaseClock Start(
        ClockId id, CaseId caseId, RoundId? round, ClockPlan plan, DateOnly on, Holder holder, WorkingCalendar calendar)
    {
        var clock = new CaseClock
        {
            Id = id,
            CaseId = caseId,
            RoundId = round,
            Kind = plan.Kind,
            Count = plan.Term.Count,
            Unit = plan.Term.Unit,
            Roll = plan.Roll,
            EndsRight = plan.EndsRight,
            StartedOn = on,
            Holder = holder,
            State = ClockState.Running,
        };
        clock.DateAnew(calendar);
        return clock;
    }

    /// <summary>
    /// What this one waited for was taken back: another goes on in its place under the round that takes it up, from the same day, with the same pauses and so the same due day, but for those since.
    /// This one counts no more.
    /// </summary>
    internal CaseClock GoOn(ClockId id, RoundId round, ImmutableArray<Pause> since, Holder holder, WorkingCalendar calendar)
    {
        var on = new CaseClock
        {
            Id = id,
            CaseId = CaseId,
            RoundId = round,
            Kind = Kind,
            Count = Count,
            Unit = Unit,
            Roll = Roll,
            EndsRight = EndsRight,
            StartedOn = StartedOn,
            Holder = holder,
            State = ClockState.Running,
            PausesText = PauseText.Write(Pauses.AddRange(since)),
        };
        on.DateAnew(calendar);
        State = ClockState.Ended;
        return on;
    }

    /// <summary>The case leaves our hands: the days after this one do not count.</summary>
    public void Pause(DateOnly on, Holder holder)
    {
        Require(ClockState.Running, on);
        (State, PausedOn, Holder) = (ClockState.Paused, on, holder);
    }

    /// <summary>It comes back: counting goes on with the day after this one.</summary>
    public void Resume(DateOnly on, WorkingCalendar calendar, Holder holder = Holder.Us)
    {
        Require(ClockState.Paused, on);
        ClosePause(on);
        (State, Holder) = (ClockState.Running, holder);
        DateAnew(calendar);
    }

    /// <param name="how"><see cref="ClockState.Met"/> or <see cref="ClockState.Ended"/>.</param>
    public void Stop(DateOnly on, ClockState how)
    {
        if (how is not (ClockState.Met or ClockState.Ended))
            throw new ArgumentOutOfRangeException(nameof(how), how, "A clock stops as met or as ended.");
        if (!IsOpen)
            throw new RefusedException("clock.already-stopped", null, ("kind", Kind), ("on", StoppedOn));
        if (State == ClockState.Paused)
            ClosePause(on);
        (State, StoppedOn) = (how, on);
    }

    /// <summary>Computes the date by this calendar. A pure function of what is stored, so it may be asked any time.</summary>
    /// <returns>The deadline it had when that changed, else null.</returns>
    public Deadline? DateAnew(WorkingCalendar calendar)
    {
        var was = new Deadline(DueOn, Provisional);
        var now = calendar.After(StartedOn, Term, Roll, Pauses);
        (DueOn, Provisional, DatedBy) = (now.On, now.Provisional, calendar.Number);
        return now == was ? null : was;
    }

    /// <summary>It was stopped only after its date had passed. Days on which it stood still at the end are none by which it was late.</summary>
    public bool RanOut => StoppedOn is { } stopped && (Pauses is [.., { } last] && last.Until == stopped ? last.From : stopped) > DueOn;

    public bool IsOverdue(DateOnly today) => State == ClockState.Running && today > DueOn;

    /// <summary>Whether the passing of this limit may take a right from somebody: only once the date is confirmed.</summary>
    public bool MayEndRight(DateOnly today) => EndsRight && !Provisional && IsOverdue(today);

    private void ClosePause(DateOnly on)
    {
        PausesText = PauseText.Write(Pauses.Add(new Pause(PausedOn!.Value, on, Holder)));
        PausedOn = null;
    }

    private void Require(ClockState state, DateOnly on)
    {
        if (State != state)
            throw new RefusedException(state == ClockState.Running ? "clock.not-running" : "clock.not-paused", null, ("kind", Kind));
        var last = PausedOn ?? (Pauses is { IsEmpty: false } pauses ? pauses[^1].Until!.Value : StartedOn);
        if (on < last)
            throw new RefusedException("clock.before-last-event", null, ("kind", Kind), ("last", last), ("on", on));
    }
}

/// <summary>How a limit is to run: what a service's definition says of it.</summary>
/// <param name="Kind">What it is for: "completeness", "district-decision".</param>
/// <param name="EndsRight">Its passing would end a person's right.</param>
/// <param name="Ladder">Whom it reminds or informs, and when.</param>
public sealed record ClockPlan(string Kind, Term Term, Roll Roll = Roll.None, bool EndsRight = false, ImmutableArray<Rung> Ladder = default);

/// <summary>Pauses in one column: <c>2022-01-28/2022-02-09/Applicant;…</c></summary>
internal static class PauseText
{
    private const string Day = "yyyy-MM-dd";

    public static string Write(ImmutableArray<Pause> pauses) => string.Join(';', pauses.Select(pause =>
        string.Create(CultureInfo.InvariantCulture, $"{pause.From:yyyy-MM-dd}/{pause.Until:yyyy-MM-dd}/{pause.Holder}")));

    public static ImmutableArray<Pause> Read(string text) => text.Length == 0
        ? []
        : [.. text.Split(';').Select(pause => pause.Split('/')).Select(part => new Pause(At(part[0]), At(part[1]), Enum.Parse<Holder>(part[2])))];

    private static DateOnly At(string text) => DateOnly.ParseExact(text, Day, CultureInfo.InvariantCulture);
}
