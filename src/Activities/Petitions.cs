using System.Collections.Immutable;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Activities;

/// <summary>
/// A step of the law of petitions on the canvas: it waits until what the law asks for is entered, and leaves by what was entered. It has no inputs, so nothing of its limit can be set: the limit is computed from
/// the law of the petition's day.
/// </summary>
public sealed class StatutoryActivity(StatutoryStep step) : Activity
{
    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = step.Type,
        Category = "Petition",
        DisplayName = (step.Name.Zh, step.Name.En),
        Description = (step.About.Zh, step.About.En),
        Ports = [.. step.Ways.Select(way => new Port(way.Port) { DisplayName = (way.Name.Zh, way.Name.En) })],
        CanWait = true,
    };

    protected override ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var file = context.Subject<PetitionAtHand>().File;
        if (step.Window is not null && file.Story.IsOver)
            return new(Outcome.With("Lapsed")); // its answer cannot be reviewed: nobody is waited for
        return new(Outcome.Wait(context.NewBookmark(dueAt: step.Window is { } window ? PetitionWindows.EndOf(file, window) : null)));
    }

    protected override async ValueTask<Outcome> ResumeAsync(ActivityContext context, Stimulus stimulus)
    {
        if (stimulus.Input?["outcome"]?.GetValue<string>() is { } outcome)
            return Outcome.With(outcome);
        var atHand = context.Subject<PetitionAtHand>();
        return await atHand.Windows.LapseAsync(atHand.File, step.Window!.Value, context.Cancellation) is { } later ? Outcome.Wait(context.NewBookmark(dueAt: later)) : Outcome.With("Lapsed");
    }
}

/// <summary>A step of the house between those of the law: somebody with a role agrees before it goes on. The limit of the law runs on meanwhile.</summary>
public sealed class PetitionCheck : Activity
{
    private static readonly Input<Role> Who = new("role", Role.UnitHead)
    {
        Required = true,
        DisplayName = ("由谁审核", "Who looks at it"),
        Description = ("本地区内担任该岗位的人", "Whoever holds the post in the area"),
        Options = [nameof(Role.UnitHead), nameof(Role.RightsOfficer), nameof(Role.DeskClerk)],
        UiHint = "dropdown",
    };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = StatutoryStep.CheckType,
        Category = "Petition",
        DisplayName = ("内部审核", "Check in the house"),
        Description = ("法定步骤之间的内部审核；法定期限照常计算", "Between the steps of the law; the limit of the law runs on"),
        Inputs = [Who],
        Ports = [new("Agreed") { DisplayName = ("同意", "Agreed") }, new("SentBack") { DisplayName = ("退回", "Sent back") }],
        CanWait = true,
    };

    protected override ValueTask<Outcome> ExecuteAsync(ActivityContext context) => new(Outcome.Wait(context.NewBookmark(context.Get(Who).ToString())));

    protected override ValueTask<Outcome> ResumeAsync(ActivityContext context, Stimulus stimulus) => new(Outcome.With(stimulus.Input!["outcome"]!.GetValue<string>()));
}

/// <summary>Tells colleagues of a petition inside the house, by its number and never by what it says.</summary>
public sealed class PetitionTell : Activity
{
    private static readonly Input<PetitionAudience> To = new("to", PetitionAudience.Section)
    {
        Required = true,
        DisplayName = ("告诉谁", "Who is told"),
        Description = ("检举控告只告诉权益维护科和首接人", "Of an accusation only the section and whoever received it"),
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
        TypeName = "Petition.Tell",
        Category = "Petition",
        DisplayName = ("告知同事", "Tell colleagues"),
        Description = ("站内信告知经办人员", "A message inside the house"),
        Inputs = [To, Words, WordsEn],
    };

    protected override async ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        var atHand = context.Subject<PetitionAtHand>();
        var (zh, en) = (context.Get(Words), context.Get(WordsEn));
        await atHand.Telling.TellAsync(atHand.File, context.Get(To), new(zh, string.IsNullOrWhiteSpace(en) ? zh : en), context.ExecutionKey, context.Cancellation);
        return Outcome.Done;
    }
}

/// <summary>What this room puts on the canvas for petitions.</summary>
public static class PetitionActivities
{
    public static ImmutableArray<Activity> All { get; } = [.. StatutoryStep.All.Select(step => new StatutoryActivity(step)), new PetitionCheck(), new PetitionTell()];
}
