using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Tests.Clocks;
using FsCheck;
using FsCheck.Fluent;

namespace AidWorkflow.Cases.Tests.Petitioning;

/// <summary>Whatever happens to a petition, in whatever order: it stands somewhere legal, and its dates are those that counting on fingers gives.</summary>
[TestFixture]
internal sealed class PetitionPropertyTests
{
    private static readonly PetitionEventKind[] Kinds = Enum.GetValues<PetitionEventKind>();

    [FsCheck.NUnit.Property(MaxTest = 400)]
    public Property Every_standing_that_can_be_reached_is_legal_and_every_date_is_right() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var isReviewable = seed % 3 != 0;
        var story = Told(new Random(seed), isReviewable);
        var wrong = Wrong(story).ToList();
        if (!isReviewable && story.Limits.Any(limit => limit.Kind is not (LimitKind.Registering or LimitKind.Notifying or LimitKind.Objecting)))
            wrong.Add("a limit that only opinions have");
        return (wrong.Count == 0).Label($"{string.Join(", ", wrong)}: {string.Join(" ", story.Events.Select(one => $"{one.Kind} {one.On:yyyy-MM-dd} {one.Days}"))}");
    });

    [FsCheck.NUnit.Property(MaxTest = 100)]
    public Property A_story_told_again_is_the_same() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var story = Told(new Random(seed));
        var again = PetitionStory.Of(story.Law, story.Events, A.Calendar);
        return again.Status == story.Status && again.Limits.Select(limit => (limit.Kind, limit.Due, limit.StoppedOn, limit.IsMet)).SequenceEqual(story.Limits.Select(limit => (limit.Kind, limit.Due, limit.StoppedOn, limit.IsMet)));
    });

    internal static PetitionStory Told(Random random, bool isReviewable = true)
    {
        var story = PetitionStory.Of(Laws.All.ByKey("regulation-2022"), [new(PetitionEventKind.Received, A.Day("2022-05-01").AddDays(random.Next(900)))], A.Calendar, isReviewable);
        for (var tried = 0; tried < 120 && !(story.Status == PetitionStatus.Final && random.Next(4) == 0); tried++)
        {
            var next = new PetitionEvent(Kinds[random.Next(Kinds.Length)], story.LastDay.AddDays(random.Next(-1, 12)), random.Next(0, 34));
            if (PetitionSteps.Refusal(story, next) is null)
                story = story.Then(next);
        }

        return story;
    }

    private static IEnumerable<string> Wrong(PetitionStory story)
    {
        var open = story.Limits.Where(limit => limit.IsOpen).Select(limit => limit.Kind).ToList();
        if (open.Count != open.Distinct().Count())
            yield return "two of a kind run";
        if (open.Except(MayRun(story.Status)).Any())
            yield return $"{string.Join(", ", open)} while {story.Status}";
        if (story.Limits.Any(limit => limit.Kind is LimitKind.Objecting or LimitKind.AskingReview or LimitKind.AskingReReview && limit.IsMet && !limit.Due.Provisional && limit.LateBy(limit.StoppedOn!.Value) > 0))
            yield return "a right was used after its day";
        if (story.Events.Count(one => one.Kind == PetitionEventKind.Extended) > 1)
            yield return "extended twice";
        if (story.IsOver && open.Count > 0)
            yield return "what is over waits";
        foreach (var limit in story.Limits.Where(limit => !limit.Pauses.Any(pause => pause.Until is null) && limit.Due.On != OnFingers(limit)))
            yield return $"{limit.Kind} from {limit.StartedOn:yyyy-MM-dd} ends on {OnFingers(limit):yyyy-MM-dd}, not {limit.Due.On:yyyy-MM-dd}";
    }

    /// <summary>Day by day from the published lists, and nothing of the calendar's own arithmetic.</summary>
    private static DateOnly OnFingers(PetitionLimit limit)
    {
        var (day, left) = (limit.StartedOn, limit.Rule.Term.Count + limit.ExtendedBy);
        while (left > 0)
        {
            day = day.AddDays(1);
            if (limit.Pauses.Any(pause => day > pause.From && day <= pause.Until) || (limit.Rule.Term.Unit == TimeUnit.WorkingDays && !IsWorked(day)))
                continue;
            left--;
        }

        while (limit.Rule.Roll == Roll.ToNextWorkingDay && !IsWorked(day))
            day = day.AddDays(1);
        return day;
    }

    private static bool IsWorked(DateOnly day)
    {
        var year = A.Years.Single(noticed => noticed.Year == day.Year);
        return year.MakeUpDays.Contains(day) || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !year.OffDays.Contains(day));
    }

    private static LimitKind[] MayRun(PetitionStatus status) => status switch
    {
        PetitionStatus.Registered => [LimitKind.Registering],
        PetitionStatus.AtBody => [LimitKind.Registering, LimitKind.Notifying, LimitKind.Objecting],
        PetitionStatus.Objected => [LimitKind.Registering, LimitKind.Notifying],
        PetitionStatus.Handling => [LimitKind.Handling],
        PetitionStatus.MayAskReview => [LimitKind.AskingReview],
        PetitionStatus.Reviewing => [LimitKind.Reviewing],
        PetitionStatus.MayAskReReview => [LimitKind.AskingReReview],
        PetitionStatus.ReReviewing => [LimitKind.ReReviewing],
        _ => [],
    };
}
