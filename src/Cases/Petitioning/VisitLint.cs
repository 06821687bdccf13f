using System.Collections.Immutable;
using AidWorkflow.Engine.Definitions;
using DrawnStep = AidWorkflow.Cases.Services.DrawnStep;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Holds the workflow of visits against what the register owes whoever came: a matter waits until it is answered, and what was referred is chased. How long it is waited, and who is told, is the house's.</summary>
internal static class VisitLint
{
    public static ImmutableArray<DefinitionFault> Check(WorkflowDefinition definition, IReadOnlyList<DrawnStep> steps)
    {
        var faults = ImmutableArray.CreateBuilder<DefinitionFault>();
        foreach (var stranger in steps.Where(step => step.Type.StartsWith(StatutoryStep.Prefix, StringComparison.Ordinal) || step.Type.StartsWith("Aid.", StringComparison.Ordinal)))
            faults.Add(Fault(stranger.Path, "visit.other-step", $"“{stranger.Title}”用不到来访事项上：这里没有信访事项，也没有申请", $"'{stranger.Title}' cannot stand here: a visit is neither a petition nor an application"));
        var flow = new PortFlow(definition, type => type.StartsWith(VisitSteps.Prefix, StringComparison.Ordinal));
        foreach (var waits in steps.Where(step => flow.Has(step.Id) && !PetitionLint.Between.Contains(step.Type) && !step.Type.StartsWith(VisitSteps.Prefix, StringComparison.Ordinal)))
            faults.Add(Fault(waits.Path, "visit.step-holds", $"“{waits.Title}”会让流程停下或中断，答复就登记不了；这里只能放接访、转介、告知、分支和赋值", $"'{waits.Title}' would hold the flow up or break it off, and no answer could be entered. Receptions, referrals, tellings, branches and assignments alone stand here"));
        var receptions = steps.Where(step => step.Type == VisitSteps.Reception && flow.Has(step.Id)).ToList();
        if (receptions.Count == 0)
            faults.Add(Fault("$.root", "visit.step-missing", "缺少“接访办理”：事项登记后没有等待答复的步骤", "the step 'Reception' is missing: nothing waits until a matter is answered"));
        else if (flow.First().All(step => step.Type is not (VisitSteps.Reception or VisitSteps.Tell)))
            faults.Add(Fault("$.root", "visit.not-first", "流程须从“接访办理”开始（之前只可以告知同事）", "the flow begins with the reception; colleagues alone may be told before"));
        foreach (var reception in receptions.Where(reception => flow.Behind(reception.Id, nameof(VisitEventKind.Referred)) is var next && !next.Exists(step => step.Type == VisitSteps.Referral) && !Leads(flow, next, VisitSteps.Referral)))
            faults.Add(Fault(reception.Path, "visit.not-chased", $"“{reception.Title}”转介之后没有接到“等待转介回复”，没有人会催问", $"behind 'Referred' of '{reception.Title}' no step waits for the reply, so nobody would ask for it"));
        foreach (var referral in steps.Where(step => step.Type == VisitSteps.Referral && flow.Has(step.Id)))
        {
            if (flow.Behind(referral.Id, "Unanswered") is var late && !late.Exists(step => step.Type == VisitSteps.Tell))
                faults.Add(Fault(referral.Path, "visit.nobody-told", $"“{referral.Title}”到期未回复之后须先告知同事，否则没有人知道", $"behind 'Unanswered' of '{referral.Title}' somebody has to be told first, or nobody would know"));
            if (flow.Behind(referral.Id, nameof(VisitEventKind.Replied)) is var replied && !replied.Exists(step => step.Type == VisitSteps.Reception) && !Leads(flow, replied, VisitSteps.Reception))
                faults.Add(Fault(referral.Path, "visit.way-ends", $"“{referral.Title}”收到回复之后须回到“接访办理”，由接访员答复来访人", $"behind 'Replied' of '{referral.Title}' the flow has to come back to the reception, which answers whoever came"));
        }

        return faults.ToImmutable();
    }

    /// <summary>Steps of visits in a workflow that is not theirs.</summary>
    public static ImmutableArray<DefinitionFault> Strangers(IReadOnlyList<DrawnStep> steps) => [.. steps.Where(step => step.Type.StartsWith(VisitSteps.Prefix, StringComparison.Ordinal)).Select(step =>
        Fault(step.Path, "visit.not-its-workflow", $"“{step.Title}”只能用在来访流程（{VisitRuns.DefinitionId}）中", $"'{step.Title}' can only stand in the workflow of visits ({VisitRuns.DefinitionId})"))];

    /// <summary>Whether the flow comes to a step of the type through steps that tell alone.</summary>
    private static bool Leads(PortFlow flow, IEnumerable<DrawnStep> from, string type)
    {
        var (seen, next) = (new HashSet<string>(StringComparer.Ordinal), new Queue<DrawnStep>(from));
        while (next.TryDequeue(out var step))
        {
            if (step.Type == type)
                return true;
            if (step.Type == VisitSteps.Tell && seen.Add(step.Id))
                foreach (var behind in flow.Behind(step.Id, "Done"))
                    next.Enqueue(behind);
        }

        return false;
    }

    private static DefinitionFault Fault(string path, string code, string zh, string en) => new(Severity.Error, path, code, new Engine.Authoring.Words(zh, en));
}
