using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Portal.Meetings;

namespace AidWorkflow.Portal.Api.Meetings;

/// <param name="CutOffAt">From then on nothing is added; the list is frozen by itself.</param>
internal sealed record NewMeetingAsked(UnitId Unit, string Step, ImmutableArray<string> Services, DateOnly PlannedOn, DateTimeOffset CutOffAt) : IAsked;

internal sealed record MeetingOpened(MeetingId Meeting);

/// <param name="Count">How many cases it was done with.</param>
internal sealed record MeetingChanged(MeetingId Meeting, int? Count = null);

internal sealed record CaseToAdd(TaskId Task) : IAsked;

/// <param name="Reason">Owed once the list is frozen.</param>
internal sealed record TakingOff(string? Reason = null) : IAsked;

internal sealed record Reasoned(string Reason) : IAsked;

/// <summary>Several cases sent back with one reason for all.</summary>
internal sealed record Returning(ImmutableArray<TaskId> Tasks, string Step, string Reason) : IAsked;

/// <param name="Code">Why it could not be done; null where it was.</param>
internal sealed record CaseDone(TaskId Task, ItemState State, string? Code, string? Words)
{
    public static CaseDone Of(ListedResult result, string language) => new(result.Task, result.State, result.Refusal?.Code, result.Refusal is { } refusal ? Texts.Say(refusal, language) : null);
}

internal sealed record CasesDone(MeetingId Meeting, ImmutableArray<CaseDone> Cases);

/// <param name="Account">Where they have one: whether they must withdraw is looked at by it.</param>
internal sealed record MemberAsked(string Name, bool Attended, AccountId? Account = null, bool Chaired = false) : IAsked;

internal sealed record VotesAsked(int For, int Against) : IAsked;

/// <param name="Withdrew">The places of those who withdrew among the members, from nought.</param>
internal sealed record ResultAsked(TaskId Task, MeetingOutcome Outcome, long? Cents = null, string? Reason = null, ImmutableArray<int>? Withdrew = null, VotesAsked? Votes = null) : IAsked;

/// <summary>The signed minutes.</summary>
/// <param name="Scan">Uploaded before; what was entered before keeps its own where none is named.</param>
/// <param name="Once">How the list was voted on as a whole.</param>
internal sealed record MinutesAsked(string Number, DateOnly HeldOn, ImmutableArray<MemberAsked> Members, ImmutableArray<ResultAsked> Results, StoredFileId? Scan = null, VotesAsked? Once = null) : IAsked
{
    public MinutesReport Report(StoredFileId? scan) => new(Number, HeldOn, scan)
    {
        Members = [.. Members.Select(member => new Member(member.Name, member.Account, member.Attended, member.Chaired))],
        Once = Of(Once),
        Results = [.. Results.Select(result => new CaseResult(result.Task, result.Outcome) { Cents = result.Cents, Reason = result.Reason, Withdrew = result.Withdrew ?? [], Votes = Of(result.Votes) })],
    };

    private static Votes? Of(VotesAsked? votes) => votes is null ? null : new(votes.For, votes.Against);
}

/// <param name="Digest">Of the entry: whoever confirms it names it.</param>
internal sealed record MinutesEntered(MeetingId Meeting, string Digest);

/// <param name="Digest">Of the entry that was compared.</param>
internal sealed record Confirming(string Digest, bool Compared) : IAsked;

/// <param name="Unit">Whose rule; of every unit it is set at the machine itself.</param>
/// <param name="Attendance">Of those invited: "2/3".</param>
/// <param name="Agreement">Of those there.</param>
internal sealed record MeetingRuleAsked(UnitId Unit, DateOnly From, string Attendance, string Agreement, string Source) : IAsked;

internal sealed record MeetingRuleInForce(DateOnly From, string Attendance, string Agreement, string Source)
{
    public static MeetingRuleInForce? Of(MeetingRule? rule) => rule is null ? null : new(rule.From, rule.Attendance, rule.Agreement, rule.Source);
}

internal sealed record MeetingRuleSet(Guid Rule);

/// <summary>A list with everything on it.</summary>
/// <param name="FrozenBy">Null also where it was frozen at its cut-off by itself.</param>
/// <param name="Digest">Of the entry, for whoever confirms it.</param>
/// <param name="ProposedCents">Of what did not leave the list.</param>
/// <param name="GrantedCents">Of what was decided by it.</param>
/// <param name="Waiting">Cases that could still be added.</param>
/// <param name="ReturnTo">Steps that its cases could be sent back to.</param>
internal sealed record MeetingDetail(
    MeetingId Id, string? Number, UnitId Unit, LocalText UnitName, string Step, ImmutableArray<string> Services, DateOnly PlannedOn, DateTimeOffset CutOffAt, MeetingState State, int Round, LocalText? FrozenBy, DateTimeOffset? FrozenAt,
    string? SheetHash, string? MinutesNumber, DateOnly? HeldOn, LocalText? EnteredBy, DateTimeOffset? EnteredAt, LocalText? CheckedBy, DateTimeOffset? CheckedAt, string? Note, string? Digest,
    MeetingRuleInForce? Rule, long ProposedCents, long GrantedCents, ImmutableArray<ListedCase> Cases, ImmutableArray<ListedCase> Waiting, ImmutableArray<string> ReturnTo)
{
    public static MeetingDetail Of(MeetingView view) => new(
        view.List.Id, view.List.Number, view.List.UnitId, view.Unit, view.List.Step, view.List.Services, view.List.PlannedOn, view.List.CutOffAt, view.List.State, view.List.Round, view.FrozenBy, view.List.FrozenAt,
        view.List.SheetHash, view.List.MinutesNumber, view.List.HeldOn, view.EnteredBy, view.List.EnteredAt, view.CheckedBy, view.List.CheckedAt, view.List.Note, view.List.EntryDigest,
        MeetingRuleInForce.Of(view.Rule), view.ProposedCents, view.GrantedCents, view.Cases, view.Waiting, view.ReturnTo);
}
