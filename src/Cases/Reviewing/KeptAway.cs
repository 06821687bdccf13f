using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What keeps somebody from deciding a task, told from what was decided in its case alone: for lists, which ask of many tasks at once what <see cref="TaskDesk"/> asks of one.</summary>
public static class KeptAway
{
    /// <param name="principal">For whom they would act; null where as themselves.</param>
    /// <param name="inPlace">It is theirs by somebody's absence or word, and not by their own office.</param>
    /// <param name="decided">In the case of the task.</param>
    /// <returns>The earlier step; null where none keeps them away.</returns>
    public static string? ByStep(ReviewTask task, ReviewPlan plan, AccountId account, AccountId? principal, bool inPlace, IReadOnlyCollection<DecidedBy> decided)
    {
        if (task.Purpose == TaskPurpose.Advise)
            return null;
        bool IsTheirs(DecidedBy one) => one.By == account || one.For == account || (principal is not null && (one.By == principal || one.For == principal));
        var earlier = decided.FirstOrDefault(one => IsTheirs(one) && (plan.NotDecidersOf.Contains(one.Step) || (inPlace && task.Kind == RoundKind.Decision && DecidedBy.IsReview(one.Kind))))?.Step;
        return earlier ?? (principal is { } other ? Candidates.OtherStep(task.Kind, task.Step, account, other, decided) : null);
    }
}
