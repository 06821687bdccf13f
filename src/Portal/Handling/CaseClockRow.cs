using System.Collections.Immutable;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Portal.Handling;

/// <summary>A limit of the case with its date.</summary>
/// <param name="DaysLeft">In the unit that the rule counts in, negative when it is past; null when it no longer runs or is counted in months.</param>
public sealed record CaseClockRow(string Kind, Term Term, Holder Holder, ClockState State, DateOnly StartedOn, Deadline Due, DateOnly? StoppedOn, int? DaysLeft)
{
    /// <summary>By the points that the service sets.</summary>
    public Pressure Pressure { get; init; }

    /// <summary>It is past, though no working day has gone by since.</summary>
    public bool IsJustPast { get; init; }

    /// <summary>The time in which somebody could use a right is over, and they did not: nobody is late.</summary>
    public bool Lapsed { get; init; }

    /// <summary>The office did it, and only after the date.</summary>
    public bool Late { get; init; }

    /// <summary>Time of the applicant from before the notice reached them: it begins with the delivery, so none of it counts.</summary>
    public bool BeforeDelivery { get; init; }

    public static ImmutableArray<CaseClockRow> Of(IReadOnlyList<CaseClock> clocks, IReadOnlyList<CaseDocumentRow> documents, CaseFile file) =>
        [.. clocks.OrderBy(clock => clock.StartedOn).ThenBy(clock => clock.Id.Value).Select(clock =>
        {
            var undelivered = IsSupplement(clock) && IsBeforeDelivery(clock, clocks, documents);
            var lapsed = clock.Kind == ConfirmDelivery.ReconsiderationClock ? clock.MayEndRight(file.Today) : IsSupplement(clock) && clock.State == ClockState.Ended && clock.RanOut && !undelivered;
            return new CaseClockRow(clock.Kind, clock.Term, clock.Holder, clock.State, clock.StartedOn, new Deadline(clock.DueOn, clock.Provisional), clock.StoppedOn, lapsed ? null : DaysLeftOf(clock, file))
            {
                Pressure = !lapsed && DaysLeftOf(clock, file) is { } days ? file.Service.Description.Clock(clock.Kind).At(days == 0 && clock.IsOverdue(file.Today) ? -1 : days) : Pressure.Calm,
                IsJustPast = clock.IsOverdue(file.Today) && DaysLeftOf(clock, file) == 0,
                Lapsed = lapsed,
                Late = clock is { State: ClockState.Met, EndsRight: false, RanOut: true },
                BeforeDelivery = undelivered && clock.State != ClockState.Met,
            };
        })];

    private static int? DaysLeftOf(CaseClock clock, CaseFile file) => clock switch
    {
        { State: not ClockState.Running } or { Unit: TimeUnit.Months } => null,
        { Unit: TimeUnit.WorkingDays } => file.Calendar.WorkingDaysBetween(file.Today, clock.DueOn).Days,
        _ => clock.DueOn.DayNumber - file.Today.DayNumber,
    };

    private static bool IsSupplement(CaseClock clock) => clock is { EndsRight: true, RoundId: not null };

    /// <summary>The notice that it belongs to is undelivered, or a later clock took its place on the day of the delivery. A delivery that was only recorded late leaves it as it was.</summary>
    private static bool IsBeforeDelivery(CaseClock clock, IReadOnlyList<CaseClock> clocks, IReadOnlyList<CaseDocumentRow> documents) =>
        documents.Where(document => document.Kind == DocumentKind.CompletionNotice && document.IssuedOn <= clock.StartedOn).MaxBy(document => document.IssuedOn) is { } notice
        && (notice.DeliveredOn is not { } delivered || (delivered > clock.StartedOn && clocks.Any(other => other.RoundId == clock.RoundId && other.StartedOn == delivered)));
}
