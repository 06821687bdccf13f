using System.Collections.Immutable;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>How a round stands by what its seats have said.</summary>
public enum TallyState
{
    /// <summary>Somebody has still to say something.</summary>
    Open,
    Passed,
    Refused,
}

/// <summary>What a seat has said: <see cref="Verdict.Approve"/>, <see cref="Verdict.Refuse"/>, and in a vote <see cref="Verdict.Abstain"/> or <see cref="Verdict.Recuse"/>.</summary>
public sealed record Ballot(string Seat, Verdict Verdict);

/// <summary>
/// What the seats of a round have said together. It is computed from the plan and the ballots of this very round and nothing else, so no vote counts in another step or twice.
/// Signers that were added to the round must each agree, whatever its agreement; in a vote those beside the others vote with them.
/// </summary>
/// <param name="Asked">Seats whose turn it is, in the order of the plan.</param>
/// <param name="Waiting">Seats that stand still until another one, asked before them, has agreed.</param>
public sealed record Tally(TallyState State, ImmutableArray<string> Asked, ImmutableArray<string> Waiting)
{
    /// <param name="ballots">In the order in which they were cast; at most one a seat.</param>
    public static Tally Of(ReviewPlan plan, IEnumerable<Ballot> ballots)
    {
        var said = ballots.ToList();
        foreach (var stage in plan.Seats.GroupBy(seat => seat.Stage).OrderBy(stage => stage.Key))
        {
            var at = Of(plan, [.. stage], said);
            if (at.State != TallyState.Passed)
                return at;
        }

        return new(TallyState.Passed, [], []);
    }

    private static Tally Of(ReviewPlan plan, ImmutableArray<Seat> seats, List<Ballot> said)
    {
        var added = seats.Where(seat => IsMandatory(plan, seat)).ToList();
        if (added.Exists(seat => VerdictOf(seat, said) == Verdict.Refuse))
            return new(TallyState.Refused, [], []);
        var own = seats.Where(seat => !IsMandatory(plan, seat)).ToList();
        var standing = own.Count == 0 ? TallyState.Passed : plan.Agreement switch
        {
            Agreement.AnyOne => First(own, said),
            Agreement.All => Everybody(own, said),
            _ => Vote(plan, own, said),
        };
        if (standing == TallyState.Refused)
            return new(standing, [], []);
        var open = seats.Where(seat => VerdictOf(seat, said) is null && (standing == TallyState.Open || IsMandatory(plan, seat))).ToList();
        if (standing == TallyState.Passed && open.Count == 0)
            return new(TallyState.Passed, [], []);
        var waiting = open.Where(seat => open.Exists(first => first.Before == seat.Key)).Select(seat => seat.Key).ToImmutableArray();
        return new(TallyState.Open, [.. open.Select(seat => seat.Key).Where(key => !waiting.Contains(key))], waiting);
    }

    /// <summary>Whether the seat has to agree by itself, beside what the others come to.</summary>
    private static bool IsMandatory(ReviewPlan plan, Seat seat) => seat.AddedBy is not null && (plan.Agreement != Agreement.Vote || seat.Before is not null);

    private static Verdict? VerdictOf(Seat seat, List<Ballot> said) => said.FindLast(ballot => ballot.Seat == seat.Key)?.Verdict;

    private static TallyState First(List<Seat> seats, List<Ballot> said) => said.Find(ballot => seats.Exists(seat => seat.Key == ballot.Seat))?.Verdict switch
    {
        null => TallyState.Open,
        Verdict.Approve => TallyState.Passed,
        _ => TallyState.Refused,
    };

    private static TallyState Everybody(List<Seat> seats, List<Ballot> said)
    {
        var verdicts = seats.ConvertAll(seat => VerdictOf(seat, said));
        return verdicts.Contains(Verdict.Refuse) ? TallyState.Refused : verdicts.TrueForAll(verdict => verdict == Verdict.Approve) ? TallyState.Passed : TallyState.Open;
    }

    /// <summary>In whole numbers, so that two thirds of three are two and not a rounding.</summary>
    private static TallyState Vote(ReviewPlan plan, List<Seat> seats, List<Ballot> said)
    {
        long Weight(Func<Verdict?, bool> which) => seats.Where(seat => which(VerdictOf(seat, said))).Sum(seat => (long)seat.Weight);
        var all = Weight(_ => true);
        var counted = Weight(verdict => verdict != Verdict.Recuse);
        var present = Weight(verdict => verdict is Verdict.Approve or Verdict.Refuse or Verdict.Abstain);
        if (!plan.Quorum.IsReachedBy(present, all))
            return TallyState.Open;
        var agreed = Weight(verdict => verdict == Verdict.Approve);
        if (agreed > 0 && plan.PassesAt.IsReachedBy(agreed, counted))
            return TallyState.Passed;
        var possible = agreed + Weight(verdict => verdict is null);
        return possible == 0 || !plan.PassesAt.IsReachedBy(possible, counted) ? TallyState.Refused : TallyState.Open;
    }

    /// <summary>
    /// Whether the vote can still reach its quorum once this seat stands aside. Where it cannot, the seat is given to somebody else instead, or the round could never be settled.
    /// </summary>
    public static bool MayStandAside(ReviewPlan plan, string key, IEnumerable<Ballot> ballots)
    {
        if (plan.Agreement != Agreement.Vote || plan.SeatOf(key) is not { } seat || IsMandatory(plan, seat))
            return false;
        var said = ballots.Append(new(key, Verdict.Recuse)).ToList();
        var voters = plan.Seats.Where(one => !IsMandatory(plan, one) && one.Stage == seat.Stage).ToList();
        var left = voters.Where(one => VerdictOf(one, said) != Verdict.Recuse).Sum(one => (long)one.Weight);
        return left > 0 && plan.Quorum.IsReachedBy(left, voters.Sum(one => (long)one.Weight));
    }
}
