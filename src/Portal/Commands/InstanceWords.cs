using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Intervening;

namespace AidWorkflow.Portal.Commands;

/// <summary>Results of <c>instance</c> as lines to read.</summary>
internal static class InstanceWords
{
    public static string Of(SharedOptions shared, IReadOnlyList<InstanceOutcome> outcomes)
    {
        var refused = outcomes.Count(one => one.Refused is not null);
        return Lines(outcomes.Select(one => one.Refused is { } why ? $"{one.Id}  {Texts.Say(why, shared.Language)}" : $"{one.Id}  {InstanceVerb.State(shared, one.State!.SubStatus)}  {one.State.DefinitionVersionId}")
            .Append(shared.Say(($"{outcomes.Count - refused} 个已办，{refused} 个未办。", $"{outcomes.Count - refused} done, {refused} refused."))));
    }

    public static string Of(SharedOptions shared, IReadOnlyList<PlannedOutcome> plans)
    {
        var refused = plans.Count(one => !one.IsPossible);
        return Lines(plans.SelectMany(one => Plan(shared, one))
            .Append(shared.Say(($"试运行，未作改动：{plans.Count - refused} 个可以迁移，{refused} 个不能。", $"A dry run; nothing was changed. {plans.Count - refused} can be moved, {refused} cannot."))));
    }

    public static string Of(SharedOptions shared, MigrationNote note) => shared.Say((note.Why.Zh, note.Why.En));

    private static IEnumerable<string> Plan(SharedOptions shared, PlannedOutcome one)
    {
        if (one.Plan is not { } plan)
        {
            yield return $"{one.Id}  {Texts.Say(one.Refused!, shared.Language)}";
            yield break;
        }

        yield return $"{one.Id}  {(plan.IsPossible ? shared.Say(("可以迁移", "can be moved")) : shared.Say(("不能迁移", "cannot be moved")))}  → {plan.To}";
        foreach (var activity in plan.Activities)
            yield return activity.Id == activity.ToId ? $"  {activity.Name} ({activity.Id})" : $"  {activity.Name} ({activity.Id}) → {activity.ToName} ({activity.ToId})";
        foreach (var note in plan.Obstacles)
            yield return $"  ✗ {Of(shared, note)}";
        foreach (var note in plan.Warnings)
            yield return $"  ! {Of(shared, note)}";
        if (plan.VariablesDropped.Length > 0)
            yield return $"  {shared.Say(("舍弃的变量", "Variables dropped"))}: {string.Join(", ", plan.VariablesDropped)}";
        if (plan.VariablesAdded.Length > 0)
            yield return $"  {shared.Say(("新增的变量", "Variables added"))}: {string.Join(", ", plan.VariablesAdded)}";
    }

    private static string Lines(IEnumerable<string> lines) => string.Join(Environment.NewLine, lines);
}
