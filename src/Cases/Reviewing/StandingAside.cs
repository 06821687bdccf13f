using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>
/// Somebody stands aside from a case (回避), for a reason that stays on record. In a vote that can do without the seat, and is not decided by that, it is counted without it; otherwise the seat is
/// asked of somebody else, and where there is nobody, of whom the administrators name. From then on that person does nothing in the case.
/// </summary>
public sealed class StandingAside(Ballots ballots, Rounds rounds, Advising advising, PassOn passOn)
{
    /// <exception cref="RefusedException">opinion.missing, decision.verdict-not-possible</exception>
    internal async Task<Conclusion> StandAsideAsync(TaskInHand hand, DecideCommand command, CancellationToken cancellation)
    {
        var (task, round, file) = (hand.Task, hand.Round, hand.File);
        if (string.IsNullOrWhiteSpace(command.Opinion))
            throw new RefusedException("opinion.missing", "opinion");
        if (round.Plan.SeatOf(task.SeatKey) is not { } seat)
            throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict));
        SaidInVain.Refuse(round, command);
        file.Case.SomebodyStoodAside = true;
        if (task.Purpose == TaskPurpose.Advise)
        {
            await advising.GoOnAsync(hand, cancellation);
            return new((string?)null) { Cancels = "recused", AsksAnew = LeaveAsync };
        }

        var said = (await ballots.OfAsync(round, cancellation)).ConvertAll(one => one.Ballot);
        var tally = Tally.Of(round.Plan, [.. said, new(seat.Key, Verdict.Recuse)]);
        // A step is agreed to or refused by whoever decides, and not by somebody leaving the table: there the seat is asked of another.
        if (tally.State != TallyState.Open || !Tally.MayStandAside(round.Plan, seat.Key, said))
            return new((string?)null) { Cancels = "recused", AsksAnew = ReplaceAsync };
        return new((string?)null) { Tally = tally, AsksAnew = LeaveAsync };

        Task LeaveAsync() => passOn.LeaveAsync(file, hand.By, cancellation);

        async Task ReplaceAsync()
        {
            await rounds.ReplaceAsync(file, round, task, seat, cancellation);
            await LeaveAsync();
        }
    }
}
