using System.Globalization;
using System.Text.Json;
using AidWorkflow.Cases.Petitioning;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Replaying.Visits;

/// <summary>
/// Works every limit of every petition out again from its entries and the published list of holidays, day by day on its fingers, and holds it against what the house says. It uses nothing of the calendar, the story or
/// the laws of the house: the figures of the Regulation (信访工作条例, 2022, art. 22 to 36) stand here a second time on purpose.
/// </summary>
internal sealed class ClockCheck
{
    private static readonly DateOnly InForce = new(2022, 5, 1);

    private readonly HashSet<DateOnly> off = [];
    private readonly HashSet<DateOnly> madeUp = [];

    public ClockCheck(string calendarJson)
    {
        using var calendar = JsonDocument.Parse(calendarJson);
        foreach (var year in calendar.RootElement.GetProperty("years").EnumerateObject())
        {
            off.UnionWith(year.Value.GetProperty("offDays").EnumerateArray().Select(Day));
            madeUp.UnionWith(year.Value.GetProperty("makeUpWorkdays").EnumerateArray().Select(Day));
        }
    }

    /// <summary>How many limits were worked out.</summary>
    public int Checked { get; private set; }

    public bool IsWorked(DateOnly day) => madeUp.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !off.Contains(day));

    /// <summary>What differs between a petition's limits as the house has them and as they are counted here.</summary>
    /// <param name="isOpinion">It is a claim that is answered by a petition opinion (art. 31, item 6): to those alone art. 34 to 36 give a limit for answering, and review.</param>
    /// <param name="limits">As its page shows them.</param>
    public IEnumerable<string> Differences(string number, bool isOpinion, IReadOnlyList<PetitionEntry> entries, IReadOnlyList<PetitionLimit> limits)
    {
        var counted = Count(entries, isOpinion || entries[0].On < InForce);
        Checked += counted.Count;
        var said = limits.Select(limit => (limit.Kind, limit.StartedOn, Due: limit.IsPaused ? (DateOnly?)null : limit.Due.On, limit.StoppedOn)).ToList();
        foreach (var one in counted.Except(said))
            yield return $"{number}: {one.Kind} from {one.StartedOn:yyyy-MM-dd} is due on {one.Due:yyyy-MM-dd}, stopped on {one.StoppedOn:yyyy-MM-dd}; the house says otherwise";
        foreach (var one in said.Except(counted))
            yield return $"{number}: the house says that {one.Kind} from {one.StartedOn:yyyy-MM-dd} is due on {one.Due:yyyy-MM-dd}, stopped on {one.StoppedOn:yyyy-MM-dd}";
        if (entries.FirstOrDefault(entry => entry.Kind == PetitionEventKind.Lapsed) is { } lapsed && counted.Last(one => one.Kind is LimitKind.AskingReview or LimitKind.AskingReReview).Due is { } last && lapsed.On != last.AddDays(1))
            yield return $"{number}: lapsed on {lapsed.On:yyyy-MM-dd}, and the last day was {last:yyyy-MM-dd}";
    }

    /// <param name="isReviewable">Under the regulation before, every petition.</param>
    private List<(LimitKind Kind, DateOnly StartedOn, DateOnly? Due, DateOnly? StoppedOn)> Count(IReadOnlyList<PetitionEntry> entries, bool isReviewable)
    {
        var limits = new List<(LimitKind Kind, DateOnly StartedOn, DateOnly? Due, DateOnly? StoppedOn)>();
        for (var at = 0; at < entries.Count; at++)
        {
            foreach (var kind in Begun(entries[at].Kind).Where(kind => isReviewable || kind is LimitKind.Registering or LimitKind.Notifying or LimitKind.Objecting))
            {
                var end = entries.Skip(at + 1).FirstOrDefault(later => Ends(kind, later.Kind));
                var until = end?.On ?? DateOnly.MaxValue;
                var within = entries.Skip(at + 1).TakeWhile(later => later != end).ToList();
                limits.Add((kind, entries[at].On, Due(kind, entries[at].On, within), end is null ? null : until));
            }
        }

        return limits;
    }

    private static LimitKind[] Begun(PetitionEventKind by) => by switch
    {
        PetitionEventKind.Received or PetitionEventKind.ObjectionAllowed => [LimitKind.Registering],
        PetitionEventKind.Arrived => [LimitKind.Notifying, LimitKind.Objecting],
        PetitionEventKind.Accepted => [LimitKind.Handling],
        PetitionEventKind.Delivered => [LimitKind.AskingReview],
        PetitionEventKind.ReviewAsked => [LimitKind.Reviewing],
        PetitionEventKind.ReviewDelivered => [LimitKind.AskingReReview],
        PetitionEventKind.ReReviewAsked => [LimitKind.ReReviewing],
        _ => [],
    };

    private static bool Ends(LimitKind kind, PetitionEventKind by) => by is PetitionEventKind.Withdrawn or PetitionEventKind.NotAccepted or PetitionEventKind.Routed || kind switch
    {
        LimitKind.Registering => by is PetitionEventKind.Forwarded or PetitionEventKind.Assigned or PetitionEventKind.Accepted or PetitionEventKind.ObjectionAllowed,
        LimitKind.Notifying => by is PetitionEventKind.Accepted or PetitionEventKind.ObjectionAllowed or PetitionEventKind.NoticeWaived,
        LimitKind.Objecting => by is PetitionEventKind.Accepted or PetitionEventKind.Objected,
        LimitKind.Handling => by is PetitionEventKind.Answered,
        LimitKind.AskingReview => by is PetitionEventKind.ReviewAsked or PetitionEventKind.Lapsed,
        LimitKind.Reviewing => by is PetitionEventKind.ReviewAnswered,
        LimitKind.AskingReReview => by is PetitionEventKind.ReReviewAsked or PetitionEventKind.Lapsed,
        _ => by is PetitionEventKind.ReReviewAnswered,
    };

    /// <summary>The last day; null while a hearing is open, as the limit then stands still.</summary>
    private DateOnly? Due(LimitKind kind, DateOnly from, List<PetitionEntry> within)
    {
        var left = kind switch
        {
            LimitKind.Registering or LimitKind.Notifying => 15,
            LimitKind.Objecting => 5,
            LimitKind.Handling => 60 + within.Where(entry => entry.Kind == PetitionEventKind.Extended).Sum(entry => entry.Days),
            _ => 30,
        };
        var hearings = kind == LimitKind.ReReviewing ? Hearings(within) : [];
        if (hearings.Exists(hearing => hearing.Held is null))
            return null;
        var day = from;
        while (left > 0)
        {
            day = day.AddDays(1);
            if ((kind != LimitKind.Objecting || IsWorked(day)) && !hearings.Exists(hearing => day > hearing.Called && day <= hearing.Held))
                left--;
        }

        while (kind is LimitKind.AskingReview or LimitKind.AskingReReview && !IsWorked(day))
            day = day.AddDays(1);
        return day;
    }

    private static List<(DateOnly Called, DateOnly? Held)> Hearings(List<PetitionEntry> within) => [.. within.Where(entry => entry.Kind == PetitionEventKind.HearingCalled)
        .Select(called => (called.On, within.FirstOrDefault(later => later.Kind == PetitionEventKind.HearingHeld && later.Number > called.Number)?.On))];

    private static DateOnly Day(JsonElement said) => DateOnly.Parse(said.GetString()!, CultureInfo.InvariantCulture);
}
