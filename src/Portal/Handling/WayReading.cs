using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Handling;

/// <summary>A step of a workflow with how the case stands to it.</summary>
/// <param name="Sign">Beside what was done, what is open and what failed; empty beside what is ahead and what the flow only passed through.</param>
public sealed record WayStep(LocalText Name, int Depth, Standing Standing, int Times, DateTimeOffset? LastAt, string Sign);

/// <summary>One run of a case on the drawing of its workflow, and the same as a list.</summary>
/// <param name="Svg">In the reader's language.</param>
public sealed record WayView(RunKind Kind, string Svg, ImmutableArray<WayStep> Steps)
{
    /// <summary>The run itself, for whoever may see it on the drawing of the designer.</summary>
    public InstanceId? Instance { get; init; }

    /// <summary>Of the workflow.</summary>
    public string? DefinitionId { get; init; }

    /// <summary>Where it is; not the containers that it is in only through what stands in them.</summary>
    public IEnumerable<WayStep> Now => Steps.Where((step, at) => IsOpen(step) && !Steps.Skip(at + 1).TakeWhile(inner => inner.Depth > step.Depth).Any(IsOpen));

    private static bool IsOpen(WayStep step) => step.Standing is Standing.Current or Standing.Faulted;
}

/// <summary>Reads from the journals where a case stands on its workflows. Whether somebody may know is asked before.</summary>
public sealed class WayReading(IUnitOfWork work, CompiledWorkflows workflows)
{
    private static readonly Dictionary<Standing, (string Sign, LocalText Words)> Signs = new()
    {
        [Standing.Visited] = ("✓", new("已经过", "passed")),
        [Standing.Current] = ("▶", new("现在在这里", "now here")),
        [Standing.Faulted] = ("!", new("出错，等待处理", "failed, waits to be mended")),
        [Standing.Ahead] = ("", new("还没有到", "not reached")),
    };

    /// <summary>The drawing of a definition with no case on it.</summary>
    public static LocalText Draw(CompiledWorkflow workflow)
    {
        var steps = Whereabouts.Of(new Lineage(workflow), []);
        return new(In("zh-CN"), In("en"));
        string In(string language) => Drawing.Svg(
            workflow, steps.ToDictionary(step => step.Key, step => new DrawnStep(null, null, null, Name(step).In(language)), StringComparer.Ordinal), port => Port(port).In(language), Title(workflow, language));
    }

    public static LocalText Port(string port) => SpokenWays.Of(port);

    /// <summary>What the step of an activity is called; the activity's id where the version has no such step.</summary>
    public static LocalText NameOf(ImmutableArray<StepPlace> steps, string activityId) =>
        steps.FirstOrDefault(step => step.Key == activityId || step.Key.EndsWith($":{activityId}", StringComparison.Ordinal)) is { } found ? Name(found) : LocalText.Same(activityId);

    public static LocalText Words(Standing standing) => Signs[standing].Words;

    public async Task<ImmutableArray<WayView>> ReadAsync(CaseFile file, string language, CancellationToken cancellation)
    {
        var id = file.Case.Id;
        var runs = await work.Db.Set<CaseRun>().AsNoTracking().Where(run => run.CaseId == id).OrderBy(run => run.StartedAt).ToListAsync(cancellation);
        var ways = ImmutableArray.CreateBuilder<WayView>();
        foreach (var run in runs)
        {
            var workflow = await workflows.GetAsync(run.DefinitionVersionId, cancellation); // an ended run stays where it ended, wherever its case was moved to
            var journal = await work.Db.Set<JournalRow>().AsNoTracking().Where(row => row.InstanceId == run.Id).OrderBy(row => row.Revision).ToListAsync(cancellation);
            var steps = Whereabouts.Of(await workflows.LineageAsync(workflow, journal, cancellation), journal);
            ways.Add(View(run.Kind, workflow, steps, language) with { Instance = run.Id, DefinitionId = workflow.Definition.DefinitionId });
        }

        return ways.ToImmutable();
    }

    public static WayView View(RunKind kind, CompiledWorkflow workflow, ImmutableArray<StepPlace> steps, string language)
    {
        var through = Drawing.PassedThrough(workflow);
        string SignOf(StepPlace step) => step.Standing == Standing.Visited && through.Contains(step.Key) ? "" : Signs[step.Standing].Sign;
        return new(
            kind, Drawing.Svg(workflow, steps.ToDictionary(step => step.Key, step => Drawn(step, SignOf(step), language), StringComparer.Ordinal), port => Port(port).In(language), Title(workflow, language)),
            [.. steps.Where(step => step.Depth > 0).Select(step => new WayStep(Name(step), step.Depth, step.Standing, step.Times, step.LastAt, SignOf(step)))]);
    }

    /// <summary>Authors name a definition in Chinese; in English it is called what it is.</summary>
    private static string? Title(CompiledWorkflow workflow, string language) => language == "en" ? $"Workflow {workflow.Definition.DefinitionId}" : null;

    private static DrawnStep Drawn(StepPlace step, string sign, string language) => new(
        step.Standing.ToString().ToLowerInvariant(), sign.Length > 0 ? sign : null, Words(step.Standing).In(language), Name(step).In(language));

    private static LocalText Name(StepPlace step) => Name(step.Name, step.Label);

    /// <param name="label">What its author wrote at it.</param>
    public static LocalText Name(string step, string label) => SpokenSteps.Of(step, label);
}
