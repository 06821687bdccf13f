using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Following;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Whose turn it is, or would be, in words.</summary>
internal static class NextWords
{
    /// <summary>More are told by their number.</summary>
    private const int MostNames = 3;

    public static LocalText Of(Foreseen foreseen) => foreseen.Vote switch
    {
        null => After(foreseen),
        TallyState.Open => new($"表决继续，还有 {foreseen.Next.Length} 人正在表决", $"the vote goes on; {foreseen.Next.Length} {(foreseen.Next.Length == 1 ? "has" : "have")} still to vote"),
        TallyState.Passed => new($"表决通过{Briefly(foreseen).Zh}", $"the vote is passed{Briefly(foreseen).En}"),
        _ => new($"表决不通过{Briefly(foreseen).Zh}", $"the vote is not passed{Briefly(foreseen).En}"),
    };

    /// <summary>Where the case goes after a vote: what a voter has to know is the result, and who does the next step by when stands on the page of the case.</summary>
    private static LocalText Briefly(Foreseen foreseen) => (foreseen.Ends, foreseen.Next) switch
    {
        ({ } ends, _) => new($"，{Closed(ends).Zh}", $"; {Closed(ends).En}"),
        (_, []) => new("", ""),
        (_, var next) => new($"，转入“{string.Join("”“", next.Select(one => StepWords.Of(one.Step).Zh))}”", $", then {string.Join(", ", next.Select(one => StepWords.Of(one.Step).En))}"),
    };

    private static LocalText After(Foreseen foreseen)
    {
        var told = foreseen.Next.Select(Of).ToList();
        if (foreseen.Ends is { } ends)
            told.Add(Closed(ends));
        if (told.Count == 0 && foreseen.Beside.Select(Of).ToArray() is { Length: > 0 } beside)
            return new($"等同时进行的环节办完：{string.Join("；", beside.Select(one => one.Zh))}", $"the case waits for what goes on beside it: {string.Join("; ", beside.Select(one => one.En))}");
        return told.Count == 0
            ? new("案件由系统继续办理", "the case goes on by itself")
            : new(string.Join("；", told.Select(one => one.Zh)), string.Join("; ", told.Select(one => one.En)));
    }

    /// <summary>That nothing comes any more, and how it ended.</summary>
    public static LocalText Closed(CaseOutcome outcome) => new($"结案：{PlainWords.Of(outcome).Zh}", outcome switch
    {
        CaseOutcome.NotAccepted => "the case is closed without being accepted",
        CaseOutcome.Recovering => "the case is closed; the first payment is to be returned",
        CaseOutcome.Ended => "the case is closed",
        _ => $"the case is closed as {PlainWords.Of(outcome).En.ToLowerInvariant()}",
    });

    public static LocalText Of(NextStep next)
    {
        var (step, who) = (StepWords.Of(next.Step), next.Notice is { } span ? Hanging(span, next.Then) : Who(next));
        return new($"{step.Zh}{who.Zh}{(next.By is { } until ? $"，{Texts.Day(until, "zh-CN")}前" : "")}", $"{step.En}{who.En}{(next.By is { } by ? $", due {Texts.Day(by, "en")}" : "")}");
    }

    /// <summary>How long a notice hangs, and who comes after it where that is known.</summary>
    private static LocalText Hanging(NoticeSpan span, ImmutableArray<NextStep> then)
    {
        var (days, behind) = (span.Unit == TimeUnit.WorkingDays, then.Select(Of).ToArray());
        return new(
            $" {span.Days} 个{(days ? "工作日" : "自然日")}，至 {Texts.Day(span.To, "zh-CN")}，期满无异议{(behind.Length == 0 ? "自动继续" : $"后：{string.Join("；", behind.Select(one => one.Zh))}")}",
            $" for {span.Days} {(days ? "working" : "calendar")} {(span.Days == 1 ? "day" : "days")}, until {Texts.Day(span.To, "en")}; without an objection {(behind.Length == 0 ? "it goes on by itself" : $"then: {string.Join("; ", behind.Select(one => one.En))}")}");
    }

    private static LocalText Who(NextStep next)
    {
        if (next.Nameable is { IsDefaultOrEmpty: false } may && may.All(one => !one.IsNamed))
            return new("，由您指定的人办理", ", by whoever you name");
        if (next is { Role: { } role, Unit: { } unit })
        {
            var people = People(next.People);
            var first = next.Awaits is { } asked ? new LocalText($"，待{asked.Zh}答复后", $", once {asked.En} has answered") : new("", "");
            return new($"{first.Zh}，由{unit.Zh}的{role.Words().Zh}办理{people.Zh}", $"{first.En}, by the {role.Words().En} of {unit.En}{people.En}");
        }

        return next.Kind switch
        {
            RoundKind.Supplement => new("，由申请人补齐", ""), // the English name of the step says who
            RoundKind.Notice => new("，期满无异议自动继续", "; without an objection it goes on by itself"),
            RoundKind.Payout => new("，由财务制单、复核、放款", ", by the three of finance"),
            _ => new("", ""),
        };
    }

    private static LocalText People(ImmutableArray<LocalText>? asked) => (asked ?? []) switch
    {
        _ when asked is null => new("", ""),
        [] => new("（目前无人可办，将通知系统管理员）", " (nobody can do it now; the administrators will be told)"),
        { Length: <= MostNames } people => new($"（{string.Join("、", people.Select(one => one.Zh))}）", $" ({string.Join(", ", people.Select(one => one.En))})"),
        var people => new($"（{string.Join("、", people.Take(MostNames).Select(one => one.Zh))}等 {people.Length} 人）", $" ({string.Join(", ", people.Take(MostNames).Select(one => one.En))} and {people.Length - MostNames} more)"),
    };
}
