using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Whether a meeting could decide a case, and did: counted for each case, after those who withdrew from it.</summary>
public static class Quorum
{
    /// <summary>
    /// Enough of those invited were there, and enough of those there agreed with the result. What is put off needs neither, because it decides nothing.
    /// </summary>
    /// <param name="field">Of the case's result, for what is told.</param>
    /// <returns>Null where all is well.</returns>
    public static RefusedException? WhyNot(Tally tally, MeetingOutcome outcome, Share attendance, Share agreement, string field)
    {
        if (outcome == MeetingOutcome.Defer)
            return null;
        if (tally.Present == 0 || !attendance.IsReached(tally.Present, tally.Invited))
            return new("meeting.attendance-short", field, ("present", tally.Present), ("invited", tally.Invited), ("needed", Math.Max(1, attendance.Of(tally.Invited))), ("share", attendance));
        if (tally.Votes is not { } votes)
            return new("meeting.votes-missing", field);
        if (votes.For < 0 || votes.Against < 0 || (long)votes.For + votes.Against > tally.Present)
            return new("meeting.votes-exceed", field, ("votes", (long)votes.For + votes.Against), ("present", tally.Present));
        return agreement.IsReached(votes.For, tally.Present) ? null
            : new("meeting.agreement-short", field, ("for", votes.For), ("present", tally.Present), ("needed", agreement.Of(tally.Present)), ("share", agreement));
    }
}
