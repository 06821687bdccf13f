using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Definitions;
using DrawnStep = AidWorkflow.Cases.Services.DrawnStep;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// Holds the workflow of petitions against the law: which step, with which limit, a change would take away, and what the law does not let follow. An author may put steps of the house between those of the law; a
/// definition that leaves one out is not published.
/// </summary>
public sealed class PetitionLint(PetitionHouse house, TimeProvider time)
{
    /// <summary>What goes on at once, or waits for a word of the house that <see cref="PetitionChecks"/> lets be given at any time.</summary>
    internal static readonly FrozenSet<string> Between = new[]
    {
        "Elsa.Start", "Elsa.FlowDecision", "Elsa.FlowSwitch", "Elsa.FlowFork", "Elsa.FlowJoin", "Elsa.SetVariable", "Elsa.SetName", "Elsa.SetOutput", "Elsa.Correlate", "Elsa.WriteLine", "Elsa.RunJavaScript", "Elsa.PublishEvent",
        StatutoryStep.CheckType, "Petition.Tell",
    }.ToFrozenSet(StringComparer.Ordinal);

    public ImmutableArray<DefinitionFault> Check(WorkflowDefinition definition)
    {
        var steps = DrawnStep.In("", definition.Json.ToJsonString());
        if (definition.DefinitionId == VisitRuns.DefinitionId)
            return VisitLint.Check(definition, steps);
        if (VisitLint.Strangers(steps) is { IsEmpty: false } visits)
            return visits;
        if (definition.DefinitionId != PetitionRuns.DefinitionId)
            return [.. steps.Where(IsOfPetitions).Select(step => new DefinitionFault(Severity.Error, step.Path, "petition.not-its-workflow", Words(
                $"“{step.Title}”只能用在信访流程（{PetitionRuns.DefinitionId}）中", $"'{step.Title}' can only stand in the workflow of petitions ({PetitionRuns.DefinitionId})")))];
        var law = house.Laws.All.LastOrDefault(law => law.Governs(LocalDay.Of(time.GetUtcNow())));
        var faults = ImmutableArray.CreateBuilder<DefinitionFault>();
        foreach (var missing in StatutoryStep.All.Where(step => steps.All(drawn => drawn.Type != step.Type)))
            faults.Add(new(Severity.Error, "$.root", "petition.step-missing", Words($"缺少法定步骤“{missing.Name.Zh}”{Limits(missing, law).Zh}", $"the step of the law '{missing.Name.En}' is missing{Limits(missing, law).En}")));
        var flow = new PortFlow(definition, type => StatutoryStep.Of(type) is not null);
        foreach (var nested in steps.Where(step => StatutoryStep.Of(step.Type) is not null && !flow.Has(step.Id)))
            faults.Add(new(Severity.Error, nested.Path, "petition.step-nested", Words($"法定步骤“{nested.Title}”须放在主流程中，不能放在其他容器里", $"the step of the law '{nested.Title}' has to stand in the main flow, not within another container")));
        foreach (var first in flow.First().Where(first => first.Type != "Petition.Registration"))
            faults.Add(new(Severity.Error, first.Path, "petition.not-first", Words($"流程须从“登记与去向”开始，不能先到“{first.Title}”", $"the flow begins with the registration; it cannot come to '{first.Title}' before it")));
        foreach (var drawn in steps.Where(step => StatutoryStep.Of(step.Type) is not null && flow.Has(step.Id)))
            foreach (var way in StatutoryStep.Of(drawn.Type)!.Ways)
                faults.AddRange(Follows(drawn, way, flow));
        var between = new PortFlow(definition, type => StatutoryStep.Of(type) is not null || !Between.Contains(type));
        var holding = between.First().Concat(steps.Where(step => between.Has(step.Id)).SelectMany(step => (StatutoryStep.Of(step.Type)?.Ways ?? []).Where(way => !way.Next.IsEmpty).SelectMany(way => between.Behind(step.Id, way.Port))));
        foreach (var held in holding.Where(step => StatutoryStep.Of(step.Type) is null).DistinctBy(step => step.Id))
            faults.Add(new(Severity.Error, held.Path, "petition.step-holds", Words(
                $"“{held.Title}”会让流程停下或中断，法定步骤就登记不了，期限也起算不了；法定步骤之间只能放内部审核、告知同事、分支和赋值",
                $"'{held.Title}' would hold the flow up or break it off: the step of the law behind it could not be entered, and its limit would not begin. Between them stand checks of the house, tellings, branches and assignments alone")));
        foreach (var aid in steps.Where(step => step.Type.StartsWith("Aid.", StringComparison.Ordinal)))
            faults.Add(new(Severity.Error, aid.Path, "petition.aid-step", Words($"“{aid.Title}”是帮扶办理的环节，信访流程中没有可办的申请", $"'{aid.Title}' is a step of applications for aid, and a petition is none")));
        return faults.ToImmutable();
    }

    /// <summary>Steps that need a petition before them.</summary>
    internal static bool IsOfPetitions(DrawnStep step) => step.Type.StartsWith(StatutoryStep.Prefix, StringComparison.Ordinal);

    /// <summary>What comes behind a way out, against what the law lets come.</summary>
    private static IEnumerable<DefinitionFault> Follows(DrawnStep drawn, WayOut way, PortFlow flow)
    {
        var next = flow.Behind(drawn.Id, way.Port);
        foreach (var wrong in next.Where(step => !way.Next.Contains(step.Type)))
        {
            yield return new(Severity.Error, drawn.Path, "petition.wrong-order", way.Next.IsEmpty
                ? Words($"“{drawn.Title}”之后“{way.Name.Zh}”即告结束，不能再到“{wrong.Title}”", $"behind '{way.Name.En}' of '{drawn.Title}' the petition is over: '{wrong.Title}' cannot follow")
                : Words($"“{drawn.Title}”之后“{way.Name.Zh}”，不能直接到“{wrong.Title}”，须先到{Names(way.Next).Zh}", $"behind '{way.Name.En}' of '{drawn.Title}' comes {Names(way.Next).En}, not '{wrong.Title}'"));
        }

        if (!way.Next.IsEmpty && next.Count == 0)
            yield return new(Severity.Error, drawn.Path, "petition.way-ends", Words($"“{drawn.Title}”之后“{way.Name.Zh}”没有接到{Names(way.Next).Zh}，事项会停在这里", $"'{way.Name.En}' of '{drawn.Title}' leads to nothing, and {Names(way.Next).En} has to follow"));
    }

    private static LocalText Names(ImmutableArray<string> types) => new(
        string.Join("或", types.Select(type => $"“{StatutoryStep.Of(type)!.Name.Zh}”")), string.Join(" or ", types.Select(type => $"'{StatutoryStep.Of(type)!.Name.En}'")));

    /// <summary>The limits that would go with a step, as the law of today has them.</summary>
    private static LocalText Limits(StatutoryStep step, PetitionLaw? law)
    {
        if (law is null || step.Limits.IsEmpty)
            return new("", "");
        var rules = step.Limits.Select(kind => (Of: PetitionWords.Of(kind), Term: PetitionWords.Of(law[kind].Term), law[kind].Article)).ToList();
        return new($"，随之失去期限：{string.Join("；", rules.Select(rule => $"{rule.Of.Zh} {rule.Term.Zh}（第{rule.Article}条）"))}", $", and with it the limit: {string.Join("; ", rules.Select(rule => $"{rule.Of.En}, {rule.Term.En} (art. {rule.Article})"))}");
    }

    private static Engine.Authoring.Words Words(string zh, string en) => new(zh, en);
}
