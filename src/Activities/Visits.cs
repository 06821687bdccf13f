using System.Collections.Immutable;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>A matter of the visit desk that is no petition: it waits until it is answered, referred, begun as a petition or ended.</summary>
public sealed class VisitReception : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = VisitSteps.Reception,
        Category = "Visit",
        DisplayName = ("接访办理", "Reception"),
        Description = ("等待答复、转介、转为信访事项或者结束", "Waits until the matter is answered, referred, begun as a petition or ended"),
        Ports = [.. new[] { VisitEventKind.Answered, VisitEventKind.Referred, VisitEventKind.PetitionBegun, VisitEventKind.Ended }.Select(kind => new Port(kind.ToString()) { DisplayName = (VisitSteps.Words(kind).Zh, VisitSteps.Words(kind).En) })],
        CanWait = true,
    };

    protected override ValueTask<Outcome> ExecuteAsync(ActivityContext context) => new(Outcome.Wait(context.NewBookmark()));

    protected override ValueTask<Outcome> ResumeAsync(ActivityContext context, Stimulus stimulus) => new(Outcome.With(stimulus.Input!["outcome"]!.GetValue<string>()));
}

/// <summary>Waits for the reply of the body to which a matter was referred, for so many days.</summary>
public sealed class VisitReferral : Activity
{
    private const int MostDays = 60;

    private static readonly Input<int> Days = new("days", 7)
    {
        DisplayName = ("等几天", "Days"),
        Description = ("自然日，1 到 60；到期仍未回复的，从“未回复”出去", "Calendar days, 1 to 60; where nobody replied by then it leaves by 'Unanswered'"),
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = VisitSteps.Referral,
        Category = "Visit",
        DisplayName = ("等待转介回复", "Reply to a referral"),
        Description = ("转介后等待有关单位回复；到期未回复的催问", "Waits for the reply of the body to which the matter was referred; where none comes, somebody is told"),
        Inputs = [Days],
        Ports = [new(nameof(VisitEventKind.Replied)) { DisplayName = ("收到回复", "Replied") }, new("Unanswered") { DisplayName = ("到期未回复", "Unanswered") }],
        CanWait = true,
    };

    /// <summary>At nine in the morning of the last day's morrow.</summary>
    protected override ValueTask<Outcome> ExecuteAsync(ActivityContext context) =>
        new(Outcome.Wait(context.NewBookmark(dueAt: LocalDay.At(LocalDay.Of(context.Now).AddDays(Math.Clamp(context.Get(Days), 1, MostDays)), new TimeOnly(9, 0)))));

    protected override ValueTask<Outcome> ResumeAsync(ActivityContext context, Stimulus stimulus) => new(Outcome.With(stimulus.Input?["outcome"]?.GetValue<string>() ?? "Unanswered"));
}

/// <summary>Tells colleagues of a matter inside the house, by its number and never by what it says.</summary>
public sealed class VisitTell : Activity
{
    private static readonly Input<PetitionAudience> To = new("to", PetitionAudience.FirstContact)
    {
        Required = true,
        DisplayName = ("告诉谁", "Who is told"),
        Description = ("首接人、接访点、权益维护科或负责人", "The first contact, the desk, the section or the heads"),
        Options = [.. Enum.GetNames<PetitionAudience>()],
        UiHint = "dropdown",
    };

    private static readonly Input<string> Words = new("words")
    {
        Required = true,
        DisplayName = ("说什么", "What is said"),
        Description = ("登记编号和事项类别会自动写明", "Number and subject are said by themselves"),
        UiHint = "multi-line",
    };

    private static readonly Input<string> WordsEn = new("wordsEn", "")
    {
        DisplayName = ("英文", "In English"),
        Description = ("不填则用中文", "The Chinese words where nothing is said"),
        UiHint = "multi-line",
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = VisitSteps.Tell,
        Category = "Visit",
        DisplayName = ("告知同事", "Tell colleagues"),
        Description = ("站内信告知经办人员", "A message inside the house"),
        Inputs = [To, Words, WordsEn],
    };

    protected override async ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var (zh, en) = (context.Get(Words), context.Get(WordsEn));
        await context.Subject<VisitAtHand>().TellAsync(context.Get(To), new(zh, string.IsNullOrWhiteSpace(en) ? zh : en), context.ExecutionKey, context.Cancellation);
        return Outcome.Done;
    }
}

/// <summary>What this room puts on the canvas for visits.</summary>
public static class VisitActivities
{
    public static ImmutableArray<Activity> All { get; } = [new VisitReception(), new VisitReferral(), new VisitTell()];
}
