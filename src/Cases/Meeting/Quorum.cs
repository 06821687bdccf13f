using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Whether a meeting could decide a case, and did: counted for each case, after those who withdrew from it.</summary>
public static class Quorum
{
    /// <summary>
    /// Enough of those invited were there, and enough of those there agreed with the result. What is put off needs neither, because it decides nothing.
    /// </summary>
    /// <param name="field">Of the case's result, for what is told.</param>
    /// <returns>Null where all is well.</returns>
    public static RefusedException? WhyNot(Turnout turnout, MeetingOutcome outcome, Share attendance, Share agreement, string field)
    {
        if (outcome == MeetingOutcome.Defer)
            return null;
        if (turnout.Present == 0 || !attendance.IsReachedBy(turnout.Present, turnout.Invited))
            return new("meeting.attendance-short", field, ("present", turnout.Present), ("invited", turnout.Invited), ("needed", Math.Max(1, attendance.Fewest(turnout.Invited))), ("share", attendance));
        if (turnout.Votes is not { } votes)
            return new("meeting.votes-missing", field);
        if (votes.For < 0 || votes.Against < 0 || (long)votes.For + votes.Against > turnout.Present)
            return new("meeting.votes-exceed", field, ("votes", (long)votes.For + votes.Against), ("present", turnout.Present));
        return agreement.IsReachedBy(votes.For, turnout.Present) ? null
            : new("meeting.agreement-short", field, ("for", votes.For), ("present", turnout.Present), ("needed", agreement.Fewest(turnout.Present)), ("share", agreement));
    }
}
