using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>The answer of a delegate (委派): it goes back to whoever asked, who decides. It counts in no vote.</summary>
public sealed class Advising(IUnitOfWork work, Colleagues colleagues, Organisation.Directory directory)
{
    /// <exception cref="RefusedException">decision.verdict-not-possible, opinion.missing</exception>
    internal async Task<Conclusion> AnswerAsync(TaskInHand hand, DecideCommand command, CancellationToken cancellation)
    {
        if (hand.Task.Purpose != TaskPurpose.Advise || command.Verdict != Verdict.Advise)
            throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict));
        if (string.IsNullOrWhiteSpace(command.Opinion))
            throw new RefusedException("opinion.missing", "opinion");
        SaidInVain.Refuse(hand.Round, command);
        await GoOnAsync(hand, cancellation);
        if (hand.Task.GivenById is { } asker)
        {
            var about = new AboutTask(hand.Round.Id, hand.File.Tasks.Find(task => task.Id == hand.Task.PreviousId)?.Role);
            colleagues.Tell(new HouseMessage(hand.File.Case.Id, "advice.given", $"advice:{hand.Task.Id}", ("name", await directory.NameAsync(hand.By, cancellation)), ("number", hand.File.Case.ReceiptNumber)) { About = about }, asker);
        }

        return new((string?)null);
    }

    /// <summary>Whoever asked has the task again.</summary>
    internal async Task GoOnAsync(TaskInHand hand, CancellationToken cancellation)
    {
        if (hand.File.Tasks.Find(task => task.Id == hand.Task.PreviousId && task.State == TaskState.OnHold) is { } asking)
            await work.Db.ComesBackAsync(hand.File, asking, cancellation);
    }
}
