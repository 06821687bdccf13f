namespace AidWorkflow.Cases.Reviewing;

/// <summary>Who of a round is asked beside whom.</summary>
internal static class Seating
{
    /// <summary>The task joins those of its case; where its round asks others too, all of them know.</summary>
    /// <returns>Whether everybody who may take it was asked already, by another seat of the round that is still free.</returns>
    public static bool Add(CaseFile file, Round round, ReviewTask task)
    {
        var others = file.Tasks.Where(other => other.RoundId == round.Id && other.SeatKey != task.SeatKey && other.IsOpen).ToArray();
        file.Tasks.Add(task);
        if (round.Plan.Seats.Length < 2)
            return false;
        foreach (var one in others.Append(task))
            one.OfSeveral = true;
        return !task.Named && others.Any(other => other is { State: TaskState.Assigned, Named: false, AssigneeId: null } && other.Role == task.Role && other.UnitId == task.UnitId);
    }
}
