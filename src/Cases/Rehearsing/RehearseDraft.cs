using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Branching;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Rehearsing;

/// <summary>
/// Plays the draft of a service with the answers and decisions of its newest closed cases, and compares. The version that a case really ran on is played too: only where that
/// ends as the case did does the difference come from the draft. Nothing is written.
/// </summary>
public sealed class RehearseDraft(IUnitOfWork work, DefinitionRights rights, EditedServices services, CaseFiles files, Proposals proposals, Branchings branchings, CompiledWorkflows workflows, ActivityCatalog catalog)
{
    public const int Usual = 50;
    public const int Most = 200;

    private const string Flow = "workflow.json";

    /// <param name="count">How many cases, the newest first; at most <see cref="Most"/>, so that it is done within one request.</param>
    /// <exception cref="RefusedException">definition.not-yours, service.unknown, rehearsal.draft-wrong: its files do not fit together as they stand</exception>
    public async Task<RehearsedDraft> RunAsync(Actor actor, string serviceId, int count, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var edited = await services.GetAsync(serviceId, cancellation);
        var reading = ServicePackage.Parse(serviceId, edited.Files);
        if (reading.Package is not { } draft)
            throw new RefusedException("rehearsal.draft-wrong", null, ("file", reading.Faults[0].File), ("reason", new LocalText(reading.Faults[0].Reason("zh-CN"), reading.Faults[0].Reason("en"))));
        var play = new Play(catalog);
        var stage = new Stage(play, play.Compile(WorkflowDefinition.Parse(draft.Files[Flow])), draft);
        var ids = await work.Db.Set<AidCase>().AsNoTracking().Where(one => one.ServiceId == serviceId && one.ClosedAt != null)
            .OrderByDescending(one => one.ClosedAt).ThenByDescending(one => one.Id).Select(one => one.Id).Take(Math.Clamp(count, 1, Most)).ToListAsync(cancellation);
        var cases = new List<RehearsedCase>();
        foreach (var id in ids)
        {
            cases.Add(await CompareAsync(stage, await files.LoadAsync(id, actor, cancellation), cancellation));
            work.Db.ChangeTracker.Clear();
        }

        return new(serviceId, draft.Description.Name, edited.Number, edited.IsDraft, cases, stage.Labels) { Assumed = [.. stage.Assumed.Select(stage.Spoken)] };
    }

    private async Task<RehearsedCase> CompareAsync(Stage stage, CaseFile file, CancellationToken cancellation)
    {
        var before = new CaseEnd(file.Case.Outcome, IsGranted(file.Case.Outcome) ? file.Case.ApprovedCents ?? 0 : 0, Days(file, file.Case.ClosedAt!.Value));
        if (file.Runs is not [{ Kind: RunKind.Main } run])
            return NotComparable(file, before, new("案件办过复核或重新发放", "it was looked at again or paid again"));
        if (await PlayAsync(stage, run, file, cancellation) is not var (asItWas, asDrafted))
            return NotComparable(file, before, new("没有留存这件案件的办理过程", "how it went from step to step was not kept"));
        if (asItWas.Stuck is not null || asItWas.Fault is not null || !Agree(asItWas.Outcome, file.Case.Outcome))
            return NotComparable(file, before, new("案件不是由流程的步骤办结的（如撤回、去世）", "no step of its workflow ended it (withdrawn, for example, or the applicant died)"));
        if (asDrafted.Fault is { } fault)
            return NotComparable(file, before, new($"草稿中有步骤出错：{fault}", $"a step of the draft failed: {fault}"));
        if (asDrafted.Stuck is { } step)
            return NotComparable(file, before, new($"“{stage.Spoken(step).Zh}”从未作出决定", $"{stage.Spoken(step).En} was never decided"));

        // Of a case that came to the same end nothing is said but what the draft changes: the real days, and those that it adds or saves.
        var outcome = Agree(asDrafted.Outcome, file.Case.Outcome) ? file.Case.Outcome : asDrafted.Outcome;
        var days = before.WorkingDays + Days(file, asDrafted.EndsAt) - Days(file, asItWas.EndsAt);
        var after = new CaseEnd(outcome, IsGranted(outcome) ? await GrantedAsync(file, stage.Draft, cancellation) : 0, days);
        return new(file.Case.Id, file.Case.ReceiptNumber, before, after, [.. Beyond(asDrafted.Route, asItWas.Route)], [.. Beyond(asItWas.Route, asDrafted.Route)], !asDrafted.Route.SequenceEqual(asItWas.Route, StringComparer.Ordinal), null);
    }

    /// <returns>Null where the case has no journal.</returns>
    private async Task<(Played AsItWas, Played AsDrafted)?> PlayAsync(Stage stage, CaseRun run, CaseFile file, CancellationToken cancellation)
    {
        var journal = await work.Db.Set<JournalRow>().AsNoTracking().Where(row => row.InstanceId == run.Id).OrderBy(row => row.Revision).ToListAsync(cancellation);
        if (journal.Count == 0)
            return null;
        var real = await workflows.GetAsync(run.DefinitionVersionId, cancellation);
        var story = Story.Of(await workflows.LineageAsync(real, journal, cancellation), journal);
        var recording = new Recording(story.Entries, real.NameOf);
        var then = stage.Past.TryGetValue(run.DefinitionVersionId, out var known) ? known : stage.Past[run.DefinitionVersionId] = stage.Play.Compile(real.Definition);
        var route = new JsonObject { ["FundSource"] = stage.Draft.Description.Route.ToString() };
        var asItWas = await stage.Play.RunAsync(then, recording, null, run.StartedAt, story.Input, cancellation);
        var added = stage.NewSince(then, file.Calendar);
        var facts = stage.Parts ? await branchings.FactsAsync(file, stage.Draft, cancellation) : null;
        var asDrafted = await stage.Play.RunAsync(stage.Workflow, recording.With(added), facts, run.StartedAt, route, cancellation);
        stage.Assumed.UnionWith(asDrafted.Asked.Select(asked => asked.Step).Where(added.ContainsKey));
        return (asItWas, asDrafted);
    }

    /// <summary>Where people granted what the rules proposed, what the draft's would propose; where they granted otherwise, that stays their word.</summary>
    private async Task<long> GrantedAsync(CaseFile file, ServicePackage draft, CancellationToken cancellation)
    {
        var then = (await proposals.ComputeAsync(file, cancellation)).Amount.Cents;
        var now = (await proposals.ComputeAsync(file, draft, cancellation)).Amount.Cents;
        return file.Case.ApprovedCents is > 0 and var granted && (granted != then || then == now) ? granted : now;
    }

    private static RehearsedCase NotComparable(CaseFile file, CaseEnd before, LocalText why) => new(file.Case.Id, file.Case.ReceiptNumber, before, null, [], [], RouteChanged: false, why);

    private static bool IsGranted(CaseOutcome? outcome) => outcome is CaseOutcome.Paid or CaseOutcome.Recovering;

    /// <summary>Whether something is to come back is found out by the money, not by the flow.</summary>
    private static bool Agree(CaseOutcome? played, CaseOutcome? real) =>
        played == real || (real == CaseOutcome.Recovering && played is CaseOutcome.Paid or CaseOutcome.Refused);

    private static int Days(CaseFile file, DateTimeOffset end) => file.Calendar.WorkingDaysBetween(file.Case.AppliedOn, LocalDay.Of(end)).Days;

    private static IEnumerable<string> Beyond(IReadOnlyList<string> route, IReadOnlyList<string> other) => route.Except(other, StringComparer.Ordinal);

    private sealed record Stage(Play Play, CompiledWorkflow Workflow, ServicePackage Draft)
    {
        /// <summary>The versions that cases ran on, as they are played.</summary>
        internal Dictionary<string, CompiledWorkflow> Past { get; } = new(StringComparer.Ordinal);

        /// <summary>What the authors of the steps wrote at them, by name; the draft's word before those of the past.</summary>
        internal IReadOnlyDictionary<string, string> Labels => Past.Values.Prepend(Workflow).SelectMany(Play.LabelsOf).DistinctBy(label => label.Key, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);

        /// <summary>Steps of the draft at which somebody is asked, or something hangs, and that were not there then: each takes all the time it has.</summary>
        internal Dictionary<string, Func<DateTimeOffset, TimeSpan>> NewSince(CompiledWorkflow then, WorkingCalendar calendar)
        {
            var known = then.ActivityIds.Select(then.NameOf).ToHashSet(StringComparer.Ordinal);
            var found = new Dictionary<string, Func<DateTimeOffset, TimeSpan>>(StringComparer.Ordinal);
            foreach (var id in Workflow.ActivityIds.Where(id => Workflow.DescriptorOf(id) is { CanWait: true } descriptor && descriptor.TypeName.StartsWith("Aid.", StringComparison.Ordinal) && !known.Contains(Workflow.NameOf(id))))
            {
                var term = Workflow.TypeOf(id) == "Aid.PublicNotice" ? Draft.Description.Notice.Days : Draft.Description.Deadlines.GetValueOrDefault(Workflow.NameOf(id)!);
                found[Workflow.NameOf(id)!] = at => term is null ? TimeSpan.Zero : LocalDay.At(calendar.After(LocalDay.Of(at), term.ToTerm()).On, TimeOnly.FromTimeSpan(at.ToOffset(LocalDay.Offset).TimeOfDay)) - at;
            }

            return found;
        }

        /// <summary>Whether the draft parts by what is known of a case.</summary>
        internal bool Parts { get; } = Workflow.ActivityIds.Any(id => Workflow.TypeOf(id) == BranchReading.Step) || CaseInputs.All.Any(Workflow.MayAskFor);

        /// <summary>Every step that was taken to agree in some case.</summary>
        internal SortedSet<string> Assumed { get; } = new(StringComparer.Ordinal);

        /// <summary>A step that the house does not know is called by what its author wrote at it, and by its name: two may have been given the same words.</summary>
        internal LocalText Spoken(string step)
        {
            var label = Play.LabelsOf(Workflow).GetValueOrDefault(step, step);
            var known = SpokenSteps.Of(step);
            return known.Zh != step ? SpokenSteps.Of(step, label) : label == step ? known : new($"{label}（{step}）", $"{label} ({step})");
        }
    }
}
