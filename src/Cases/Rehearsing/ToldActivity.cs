using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Branching;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Cases.Rehearsing;

/// <summary>A step at which somebody is asked, as the play came to it.</summary>
/// <param name="MayReturn">Where its author lets the case be sent back to, as it is written there.</param>
/// <param name="SentBackTo">Where it was sent back to; null where it was not, or not yet.</param>
internal sealed record Asking(string ActivityId, string Step, ImmutableArray<string> MayReturn, string? SentBackTo);

/// <summary>What the steps of a rehearsal are told to answer, and what they were asked for. One rehearsal has one, and plays its cases one after the other.</summary>
internal sealed class Prompter
{
    private readonly Dictionary<string, int> visits = new(StringComparer.Ordinal);
    private readonly List<Asking> asked = [];
    private Recording? recording;

    /// <summary>What branches see.</summary>
    private BranchFacts? facts;

    /// <summary>What some branches see of the case; null where somebody says which is taken, because nothing that they look at is known.</summary>
    internal BranchFacts? FactsFor(ImmutableArray<Branch> branches) => recording!.IsKnown is not { } known || branches.Any(branch => branch.Tests.Any(known)) ? facts : null;

    /// <summary>As the recording says.</summary>
    internal bool GoesOtherwise => recording!.GoesOtherwise;

    /// <summary>Every time that somebody was asked, in order.</summary>
    internal IReadOnlyList<Asking> Asked => asked;

    /// <summary>The first step that was reached more often than it was ever decided.</summary>
    internal string? Undecided { get; private set; }

    internal CaseOutcome? Outcome { get; set; }

    internal void Begin(Recording what, BranchFacts? known)
    {
        (recording, facts, Undecided, Outcome, NoticeEnded) = (what, known, null, null, false);
        visits.Clear();
        asked.Clear();
    }

    /// <summary>As the recording says.</summary>
    internal Func<DateTimeOffset, DateTimeOffset>? NoticeEnds => recording!.NoticeEnds;

    /// <summary>A public notice has hung for its whole time.</summary>
    internal bool NoticeEnded { get; set; }

    /// <summary>How often a step was asked.</summary>
    internal int VisitsTo(string step) => visits.GetValueOrDefault(step);

    /// <summary>It passes by itself; what somebody said there is of no account.</summary>
    internal void Pass(string activityId, string step)
    {
        visits[step] = visits.GetValueOrDefault(step) + 1;
        asked.Add(new(activityId, step, [], null));
    }

    internal Stay? Ask(string activityId, string step, ImmutableArray<string> mayReturn, DateTimeOffset at, string agrees)
    {
        var visit = visits.GetValueOrDefault(step);
        visits[step] = visit + 1;
        var stay = recording!.Find(step, visit, at, agrees);
        if (stay is null)
            Undecided ??= step;
        asked.Add(new(activityId, step, mayReturn, stay?.SentBackTo));
        return stay;
    }
}

/// <summary>
/// Stands in for a step of a case in a rehearsal. A step at which people decide answers as they did in the case, after the same time; one that tells or issues does nothing.
/// Nothing is read or written.
/// </summary>
internal sealed class ToldActivity(Activity real, Prompter prompter) : Activity
{
    private const string Ports = "ports";
    private const string NoticeOver = "Ended";
    private static readonly Input<string[]> ReturnTo = new("returnTo", []);
    private static readonly Input<bool> OnlyWhereNone = new("onlyWhereNone");
    private static readonly Input<JsonNode?> Branches = new("branches");
    private static readonly Input<CaseOutcome> HowItEnds = new("outcome") { Required = true };

    public override ActivityDescriptor Descriptor => real.Descriptor;

    /// <summary>The name of a bookmark whose stay ended by being sent back; the stimulus is where to.</summary>
    internal const string SentBack = "SentBack";

    protected override ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        if (Descriptor.TypeName == "Aid.Close")
            prompter.Outcome = context.Get(HowItEnds);
        if (Descriptor.TypeName == BranchReading.Step)
            return new(Part(context));
        if (Descriptor.TypeName == "Aid.PublicNotice" && prompter is { NoticeEnds: not null, NoticeEnded: true } && context.Get(OnlyWhereNone))
        {
            prompter.Pass(context.ActivityId, context.ActivityName);
            return new(Outcome.With(NoticeOver));
        }

        if (!Descriptor.CanWait)
            return new(Outcome.Done);
        if (prompter.Ask(context.ActivityId, context.ActivityName, [.. context.Get(ReturnTo) ?? []], context.Now, Descriptor.Ports[0].Name) is not { } stay)
            return new(Outcome.Wait(context.NewBookmark())); // nobody ever said anything here
        if (stay.SentBackTo is { } target)
            return new(Outcome.Wait(context.NewBookmark(target, context.Now + stay.Took, SentBack)));
        if (Descriptor.TypeName == "Aid.PublicNotice" && prompter.NoticeEnds is { } ends)
            stay = stay with { Took = stay.Ports is [NoticeOver] || context.Now + stay.Took > ends(context.Now) ? ends(context.Now) - context.Now : stay.Took };
        prompter.NoticeEnded |= Descriptor.TypeName == "Aid.PublicNotice" && stay.Ports is [NoticeOver];
        if (stay.Took == TimeSpan.Zero)
            return new(Outcome.With([.. stay.Ports]));
        context.State[Ports] = string.Join('\n', stay.Ports);
        return new(Outcome.Wait(context.NewBookmark(dueAt: context.Now + stay.Took)));
    }

    /// <summary>By what is known of the case; where nothing is, as it went or as somebody says, and without any time.</summary>
    private Outcome Part(ActivityContext context)
    {
        var branches = BranchReading.Read(context.Get(Branches)).Branches;
        return prompter.FactsFor(branches) is { } facts ? Outcome.With(BranchTaken.Of(branches, facts).Way)
            : prompter.Ask(context.ActivityId, context.ActivityName, [], context.Now, BranchTaken.Otherwise) is { Ports: { Length: > 0 } ports } ? Outcome.With([.. ports])
            : prompter.GoesOtherwise ? Outcome.With(BranchTaken.Otherwise)
            : Outcome.Wait(context.NewBookmark());
    }

    protected override ValueTask<Outcome> ResumeAsync(ActivityContext context, Stimulus stimulus) => new(Outcome.With([.. context.State[Ports]!.GetValue<string>().Split('\n')]));
}
