using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>The answer of a delegate (委派): it goes back to whoever asked, who decides. It counts in no vote.</summary>
internal static class Advising
{
    /// <exception cref="RefusedException">decision.verdict-not-possible, opinion.missing</exception>
    public static Conclusion Answer(TaskInHand hand, DecideCommand command)
    {
        if (hand.Task.Purpose != TaskPurpose.Advise || command.Verdict != Verdict.Advise)
            throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict));
        if (string.IsNullOrWhiteSpace(command.Opinion))
            throw new RefusedException("opinion.missing", "opinion");
        SaidInVain.Refuse(hand.Round, command);
        hand.File.Tasks.Find(task => task.Id == hand.Task.PreviousId && task.State == TaskState.OnHold)?.GoOn();
        return new((string?)null);
    }
}
