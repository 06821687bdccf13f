using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Whether a meeting could decide a case, and did: counted for each case, after those who withdrew from it.</summary>
public static class Quorum
{
    /// <summary>The code where too few of those invited were there.</summary>
    public const string TooFewThere = "meeting.attendance-short";

    /// <summary>
    /// Enough of those invited were there, and enough of those there voted for granting. A refusal follows where they did not, as the paper has it: "0 for, 3 against"; where the list was voted on
    /// once for all, those for it agreed with its refusals too. What is put off needs neither, because it decides nothing.
    /// </summary>
    /// <param name="own">The votes are of this case alone.</param>
    /// <param name="field">Of the case's result, for what is told.</param>
    /// <returns>Null where all is well.</returns>
    public static RefusedException? WhyNot(Turnout turnout, MeetingOutcome outcome, bool own, Share attendance, Share agreement, string field)
    {
        if (outcome == MeetingOutcome.Defer)
            return null;
        if (turnout.Present == 0 || !attendance.IsReachedBy(turnout.Present, turnout.Invited))
            return new(TooFewThere, field, ("present", turnout.Present), ("invited", turnout.Invited), ("needed", Math.Max(1, attendance.Fewest(turnout.Invited))), ("share", attendance));
        if (turnout.Votes is not { } votes)
            return new("meeting.votes-missing", field);
        if (votes.For < 0 || votes.Against < 0 || (long)votes.For + votes.Against > turnout.Present)
            return new("meeting.votes-exceed", field, ("votes", (long)votes.For + votes.Against), ("present", turnout.Present));
        var isCarried = agreement.IsReachedBy(votes.For, turnout.Present);
        if (outcome == MeetingOutcome.Refuse)
            return isCarried && own ? new("meeting.refused-though-carried", field, ("for", votes.For), ("present", turnout.Present), ("needed", agreement.Fewest(turnout.Present))) : null;
        return isCarried ? null
            : new("meeting.agreement-short", field, ("for", votes.For), ("present", turnout.Present), ("needed", agreement.Fewest(turnout.Present)), ("share", agreement));
    }
}
