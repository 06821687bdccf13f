using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Inbox;

namespace AidWorkflow.Portal.Api.Inbox;

/// <summary>A view to keep: a tab with filters and an order, under a name.</summary>
internal sealed record ViewSaid : IAsked
{
    public required string Name { get; init; }
    public InboxTab? Tab { get; init; }
    public string? Service { get; init; }
    public string? Step { get; init; }
    public Guid? Unit { get; init; }
    public Cases.Applying.CaseStage? Stage { get; init; }
    public DateOnly? ArrivedFrom { get; init; }
    public DateOnly? ArrivedTo { get; init; }
    public DateOnly? DueFrom { get; init; }
    public DateOnly? DueTo { get; init; }
    public long? CentsFrom { get; init; }
    public long? CentsTo { get; init; }
    public bool? Listed { get; init; }
    public InboxSort? Sort { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public string Query => Filter.Query(Tab ?? InboxTab.Team, withSearch: false);

    private InboxFilter Filter => new()
    {
        Service = Service,
        Step = Step,
        Unit = Unit,
        Stage = Stage,
        ArrivedFrom = ArrivedFrom,
        ArrivedTo = ArrivedTo,
        DueFrom = DueFrom,
        DueTo = DueTo,
        CentsFrom = CentsFrom,
        CentsTo = CentsTo,
        Listed = Listed,
        Sort = Sort ?? default,
    };
}

/// <summary>Whether the inbox opens with a view.</summary>
internal sealed record ViewOpens(bool Default) : IAsked;

internal sealed record ViewChanged(InboxViewId Id);

/// <summary>A page of the inbox, with how many tasks each of its tabs holds.</summary>
internal sealed record Tasks(IReadOnlyList<InboxRow> Items, int Page, int Size, int Count, IReadOnlyDictionary<InboxTab, int> Counts)
{
    public static Tasks Of(InboxPage page) => new(page.Rows, page.Number, InboxPage.Size, page.Counts[page.Tab], page.Counts);
}

/// <summary>What a signature would stand under: its digest and moment go along with the signature.</summary>
internal sealed record ToSign(string Number, string Step, int Visit, Verdict Verdict, long? Cents, string Opinion, DateTimeOffset At, string Digest)
{
    public static ToSign Of(Cases.Signing.SignedStatement said) => new(said.Number, said.Step, said.Visit, said.Verdict, said.Cents, said.Opinion, said.At, said.Digest);
}

internal sealed record NewPhrase(string Text) : IAsked;

/// <summary>The phrase that was kept or removed.</summary>
internal sealed record PhraseChanged(Cases.Phrasing.PhraseId Phrase);

/// <summary>Cases that were sent to whoever asks.</summary>
internal sealed record Copied(ImmutableArray<CopiedRow> Items, int Page, int Size, int Count, int Unread);

/// <summary>Something that was checked.</summary>
internal sealed record Finding(string Code, FindingSeverity Severity, string Title);

internal sealed record Visit(DateOnly VisitedOn, VisitMethod Method, string FamilyMember, string Findings, LocalText First, LocalText? Second);

internal sealed record LikeCase(string Code, LocalText Title, RelatedCase? Other, string Reason);

/// <summary>A question whose answer may be corrected.</summary>
/// <param name="Owed">It must be filled before the step is agreed to.</param>
internal sealed record CorrectableAnswer(string Key, LocalText Label, bool Owed);

/// <summary>What a case rests on, as far as the reader's role may read it.</summary>
/// <param name="Answers">By the key of each question; what the role may not see is masked or left out.</param>
/// <param name="Submitted">What the applicant gave where an official corrected it since.</param>
/// <param name="HidesNumbers">Identity and account numbers are masked.</param>
/// <param name="Correctable">The questions whose answers the reader may correct here.</param>
internal sealed record Dossier(
    JsonObject Answers, JsonObject Submitted, ImmutableArray<CorrectableAnswer> Correctable, bool HidesNumbers, ImmutableArray<CasePaper> Papers, ImmutableArray<Finding> Findings, ImmutableArray<RelatedCase> Related, ImmutableArray<LikeCase> Likenesses, ImmutableArray<NamingSeen> Naming,
    ImmutableArray<Visit> Visits, ImmutableArray<ObjectionSeen> Objections, ImmutableArray<AskedAgain> AskedAgain, ImmutableArray<PastEvent> History, AmountProposal? Proposal)
{
    public static Dossier Of(CaseDossier dossier, string language) => new(
        dossier.Answers, dossier.Submitted, [.. dossier.Correctable.Select(field => new CorrectableAnswer(field.Key, field.Label, dossier.Owed.Contains(field)))], dossier.HidesNumbers, dossier.Papers,
        [.. dossier.Findings.Select(finding => new Finding(finding.Code, finding.Severity, finding.Say(language)))], dossier.Related,
        [.. dossier.Likenesses.Select(one => new LikeCase(one.Code, LikenessWords.ToStaff(one.Code), one.Other, one.Reason))], dossier.Naming,
        [.. dossier.Visits.Select(visit => new Visit(visit.Signed.VisitedOn, visit.Signed.Method, visit.Signed.FamilyMember, visit.Signed.Findings, visit.First, visit.Second))],
        dossier.Objections, dossier.AskedAgain, dossier.History, dossier.Proposal);
}

/// <summary>What a seat of a round has said, or waits for.</summary>
internal enum SeatState
{
    /// <summary>Its turn has not come, or it need not answer any more.</summary>
    NotAsked,
    Asked,

    /// <summary>It stands still until somebody else has answered.</summary>
    Waits,
    Said,
}

/// <summary>One of several seats of the step.</summary>
/// <param name="Key">Names it in <c>/signers/{seat}/remove</c>.</param>
/// <param name="Who">The person who has or had it; where nobody has, those who may take it.</param>
/// <param name="Said">What they decided; null while they have not.</param>
/// <param name="Weight">Of its vote.</param>
/// <param name="Stage">Seats of a later stage are asked when the earlier ones have agreed.</param>
/// <param name="AddedBy">Who added the signer to this case; null for a seat of the definition.</param>
/// <param name="MayRemove">Whoever asks may take the signer out.</param>
internal sealed record TaskSeat(string Key, Role Role, LocalText Who, SeatState State, Verdict? Said, int Weight, int Stage, LocalText? AddedBy, bool MayRemove)
{
    public static TaskSeat Of(Giving.SignerRow row) => new(
        row.Seat, row.Role, row.Who, row.Said is not null ? SeatState.Said : row.Waits ? SeatState.Waits : row.Asked ? SeatState.Asked : SeatState.NotAsked, row.Said, row.Weight, row.Stage, row.AddedBy, row.MayRemove);
}

/// <summary>How the task came to whoever has it, where somebody gave it to them.</summary>
/// <param name="By">Who gave it, or asks.</param>
/// <param name="Words">Why, or the question.</param>
/// <param name="AsksAnswer">It asks for an answer: whoever gave it decides.</param>
internal sealed record TaskGiven(LocalText By, string Words, bool AsksAnswer);

/// <summary>A task with everything that its decision rests on.</summary>
/// <param name="Left">In the unit that the limit is counted in; null where there is none.</param>
/// <param name="Part">What a decision on an amount decides: the whole, or a first payment before the formalities.</param>
/// <param name="ReturnTo">The steps it may be sent back to.</param>
/// <param name="ClaimedBy">A colleague who has it.</param>
/// <param name="Seat">Of a visit: the first investigator writes down, the second confirms.</param>
/// <param name="StoodAside">I, or the person I stand in for, stood aside from the case: nothing more is asked of me.</param>
/// <param name="KeptAway">Why I may not decide it, though it is open: what I did in the case before, or what I am to the applicant.</param>
/// <param name="OnHold">An administrator keeps the case on hold: nothing of it is decided.</param>
/// <param name="Urges">That this very step was urged.</param>
/// <param name="For">For whom I would decide, standing in for them.</param>
/// <param name="Covers">The unit whose work it is, where mine does it for a time.</param>
/// <param name="Since">What changed since whoever asks looked at the case before.</param>
/// <param name="SentBack">Who sent the case back to this step, from where and why.</param>
/// <param name="Meeting">The list of a meeting that it lies on.</param>
/// <param name="Seats">Of the step, where several decide it.</param>
/// <param name="Given">Where somebody gave it: who, and their words or question.</param>
/// <param name="Awaits">Of whom it awaits an answer before it can be decided.</param>
/// <param name="TakenBackAt">When what was decided on it was taken back.</param>
/// <param name="Anew">The task that was made for that.</param>
/// <param name="CameBack">Where an account is to be corrected: the payment that the bank sent back.</param>
internal sealed record TaskDetail(
    TaskId Id, string Step, LocalText StepName, RoundKind Kind, Cases.Deciding.Part Part, Role Role, TaskState State, CaseId Case, string? Number, string Service, LocalText ServiceName, string Person,
    LocalText Place, Deadline? Due, DaysLeft? Left, ImmutableArray<string> ReturnTo, LocalText? ClaimedBy, int? Seat, bool VisitWaitsForSecond, CameBack? CameBack, SentBack? SentBack, TaskMeeting? Meeting, TaskWait? Waits, bool OnHold, bool StoodAside, LocalText? KeptAway, ImmutableArray<UrgeRow> Urges, LocalText? For, LocalText? Covers, TaskFlags Flags, SinceLooked Since, ImmutableArray<TaskSeat> Seats, TaskGiven? Given, LocalText? Awaits, DateTimeOffset? TakenBackAt, TaskId? Anew, Dossier Dossier)
{
    public static TaskDetail Of(TaskView view, string language) => new(
        view.Task.Id, view.Task.Step, StepWords.Of(view.Task.Step), view.Task.Kind, view.Round.Plan.Part, view.Task.Role, view.Task.State, view.Case.Id, view.Case.ReceiptNumber, view.Service.Id,
        view.Service.Description.Name, view.Person, view.Place, view.Due, view.Left, view.Round.Plan.ReturnTo, view.ClaimedBy, view.Seat?.Number, view.VisitWaitsForSecond, view.CameBack, view.SentBack, TaskMeeting.Of(view.Meeting ?? view.Gathered), view.Wait is { } wait ? new(wait.Cause, wait.Agency, wait.Reason, wait.HeldOn, wait.Place, wait.AskedAt) : null, view.Case.HeldAt is not null, view.StoodAside, view.KeptAway?.Why, [.. view.Urges], view.For, view.Covers, view.Flags, view.Since, [.. view.Given.Signers.Select(TaskSeat.Of)],
        view.Given is { By: { } by, Words: { } words } ? new(by, words, view.Task.Purpose == TaskPurpose.Advise) : null, view.Given.Awaited, view.Task.TakenBackAt, view.Given.Anew, Dossier.Of(view.Dossier, language));
}

/// <summary>The list of a meeting that a task lies on.</summary>
/// <param name="Decides">It is frozen: nobody decides the task but the meeting. Until then whoever decides it takes it off the list.</param>
internal sealed record TaskMeeting(Cases.Meeting.MeetingId Id, string? Number, DateOnly On, bool Decides)
{
    public static TaskMeeting? Of(Cases.Meeting.MeetingList? list) => list is null ? null : new(list.Id, list.Number, list.PlannedOn, list.HoldsTasks);
}

/// <summary>What a step waits for outside the house.</summary>
/// <param name="Agency">Whose answer is waited for; of a hearing, who is invited.</param>
/// <param name="HeldOn">The day of the hearing; null of an agency, as is its place.</param>
internal sealed record TaskWait(WaitCause Cause, string Agency, string Reason, DateOnly? HeldOn, string? Place, DateTimeOffset AskedAt);

/// <summary>A choice at a task with what would come of it.</summary>
/// <param name="Then">In words; also where it cannot be told, and why.</param>
/// <param name="Ends">How the case would end.</param>
/// <param name="Next">The steps that would open, and who would get them; null where it cannot be told or the case stays where it is.</param>
internal sealed record TaskAhead(Verdict Verdict, string? ReturnTo, string Then, Cases.Applying.CaseOutcome? Ends, ImmutableArray<NextStep>? Next)
{
    public static TaskAhead Of(Ahead one, string language) => new(one.Choice.Verdict, one.Choice.ReturnTo, one.Then.In(language), one.Foreseen?.Ends, one.Foreseen?.Next);
}
