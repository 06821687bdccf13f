using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Whoever was invited to the meeting.</summary>
/// <param name="Account">Their account, where they have one: the house looks by it whether they are close to an applicant.</param>
public sealed record Member(string Name, AccountId? Account, bool Attended, bool Chaired = false);

/// <summary>For granting what is proposed (or the other amount), and against it, as the minutes say; of the whole list, for what was made of it. Whoever was there and is in neither number abstained.</summary>
public sealed record Votes(int For, int Against);

/// <summary>What the minutes say of one case.</summary>
public sealed record CaseResult(TaskId Task, MeetingOutcome Outcome)
{
    /// <summary>The other amount, in cents.</summary>
    public long? Cents { get; init; }

    public string? Reason { get; init; }

    /// <summary>Who withdrew from it (回避): their places among the members, from nought.</summary>
    public ImmutableArray<int> Withdrew { get; init; } = [];

    /// <summary>Null where the list was voted on once for all.</summary>
    public Votes? Votes { get; init; }
}

/// <summary>The signed minutes as somebody reads them into the house.</summary>
/// <param name="Number">Of the minutes: "局办公会纪要〔2022〕3号".</param>
/// <param name="Scan">The signed paper; owed, and null only where whoever enters it forgot.</param>
public sealed record MinutesReport(string Number, DateOnly HeldOn, StoredFileId? Scan)
{
    public ImmutableArray<Member> Members { get; init; } = [];

    /// <summary>How the list was voted on as a whole; null where each case was.</summary>
    public Votes? Once { get; init; }

    public ImmutableArray<CaseResult> Results { get; init; } = [];
}

/// <summary>Who counted in one case, after those who withdrew from it.</summary>
public sealed record Turnout(int Invited, int Present, Votes? Votes)
{
    public static Turnout Of(MinutesReport minutes, CaseResult result)
    {
        var counted = minutes.Members.Where((_, place) => !result.Withdrew.Contains(place)).ToList();
        return new(counted.Count, counted.Count(member => member.Attended), result.Votes ?? minutes.Once);
    }
}
