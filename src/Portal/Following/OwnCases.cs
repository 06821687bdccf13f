using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Portal.Rating;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Following;

/// <summary>A case in the list of an applicant.</summary>
/// <param name="For">The applicant, where somebody else looks who sent it in.</param>
public sealed record OwnCase(CaseId Id, string? Number, LocalText Service, DateOnly AppliedOn, CaseStage Stage, CaseOutcome? Outcome, string? For);

/// <summary>A draft in that list.</summary>
/// <param name="For">The applicant as far as the form names one; null where it does not.</param>
public sealed record OwnDraft(DraftId Id, LocalText Service, DateTimeOffset ChangedAt, string? For);

/// <summary>A step that the case stands at now.</summary>
/// <param name="Step">The step's name in the definition.</param>
public sealed record OpenStep(string Step, RoundKind Kind, DateOnly From, LocalText? Unit, Deadline? Due);

/// <summary>Money that arrived and stayed.</summary>
public sealed record OwnPayment(long Cents, string AccountTail, DateOnly On, bool First);

/// <summary>A payment before formalities, from its authorisation to the payee's account.</summary>
public sealed record Advance(long Cents, DateOnly AuthorisedOn, DateOnly? SentOn, DateOnly? ArrivedOn, DateOnly? ReturnedOn);

/// <summary>What is to be given back of a payment before formalities.</summary>
public sealed record Recovery(long PaidCents, long GrantedCents, long GivenBackCents)
{
    public long OwedCents => PaidCents - GrantedCents - GivenBackCents;
}

/// <summary>What the applicant is asked for.</summary>
public sealed record Asked(ImmutableArray<MissingItem> Items, Deadline? Due)
{
    /// <summary>The letter has not reached them yet: their time is counted anew from the day on which it does.</summary>
    public bool BeforeDelivery { get; init; }

    /// <summary>What was uploaded for the papers that are asked for again, oldest first.</summary>
    public ImmutableArray<GivenFile> Before { get; init; } = [];
}

/// <summary>A file that the case has.</summary>
/// <param name="Key">Of the paper that it is for.</param>
public sealed record GivenFile(string Key, string Name, DateOnly On);

/// <summary>What was decided, and why, line by line.</summary>
public sealed record Granted(long? Cents, string? Opinion, DateOnly On, ImmutableArray<AmountLine> Lines);

/// <summary>A numbered paper of the case.</summary>
public sealed record OwnPaper(IssuedDocumentId Id, DocumentKind Kind, string? Number, DateOnly IssuedOn, DateOnly? DeliveredOn);

/// <summary>A hearing that the applicant is invited to.</summary>
public sealed record OwnHearing(DateOnly On, string Place, string Reason);

/// <summary>The service station that applicants turn to.</summary>
/// <param name="Phone">Null where it has told none.</param>
public sealed record Station(LocalText Name, string? Phone);

/// <summary>That the applicant's side asked the office to get on with it.</summary>
/// <param name="SeenAt">When whoever has the case looked; null while they have not.</param>
public sealed record OwnReminder(string Step, DateTimeOffset At, DateTimeOffset? SeenAt);

/// <summary>A case as its applicant follows it.</summary>
public sealed record OwnCaseView(
    AidCase Case, ServicePackage Service, IReadOnlyList<Happened> Story, ImmutableArray<OpenStep> Steps, Asked? Asked, Granted? Granted, ImmutableArray<OwnPaper> Papers, string? AccountTail,
    ImmutableArray<OwnPayment> Paid, DateOnly Today, bool MayWithdraw, bool MayAskAgain)
{
    public required string Applicant { get; init; }

    /// <summary>The township whose service station handles the case.</summary>
    public required Station Station { get; init; }

    public LocalText Place => Station.Name;

    public Advance? Advance { get; init; }

    /// <summary>Null where nothing is to be given back.</summary>
    public Recovery? Recovery { get; init; }

    /// <summary>An objection stopped the notice, and there is no new opinion yet.</summary>
    public bool LookedAtAgain { get; init; }

    /// <summary>They are invited to be heard; null where to no hearing.</summary>
    public OwnHearing? Hearing { get; init; }

    /// <summary>While the notice is up: its last day.</summary>
    public DateOnly? NoticeUntil { get; init; }

    /// <summary>Reconsideration was asked for: it is once.</summary>
    public bool AskedAgain { get; init; }

    /// <summary>What was decided, once it is the applicant's to know.</summary>
    public Granted? Told => Case.ApprovedCents > 0 || Case.Outcome is not null ? Granted : null;

    /// <summary>Those who have the step can be asked to get on with it now.</summary>
    public bool MayRemind { get; init; }

    /// <summary>When they were asked, and when they looked.</summary>
    public ImmutableArray<OwnReminder> Reminders { get; init; } = [];

    /// <summary>How the applicant was served may be said, or changed; null where not, or no longer.</summary>
    public GivenRating? Rating { get; init; }

    /// <summary>Where people look into the case; while only money is on its way, that.</summary>
    public OpenStep? Now => Steps.LastOrDefault(step => step.Kind != RoundKind.Payout) ?? Steps.LastOrDefault();
}

/// <summary>Reads cases for the person they are about, and for whoever sent them in: never by place or role.</summary>
public sealed class OwnCases(IUnitOfWork work, ServiceCatalogue services, OwnStory story, Succession succession, Recoveries recoveries, RatingReading ratings, Vault vault, UrgeLimits urging, TimeProvider time)
{
    public async Task<(IReadOnlyList<OwnCase> Cases, IReadOnlyList<OwnDraft> Drafts)> ListAsync(Account account, CancellationToken cancellation)
    {
        var db = work.Db;
        var cases = new List<OwnCase>();
        var mine = await (await MineAsync(account, cancellation)).OrderByDescending(own => own.AppliedAt).Take(200).ToListAsync(cancellation);
        var others = mine.Select(own => own.ApplicantId).Where(person => person != account.PersonId).Distinct().ToArray();
        var names = await db.Set<Person>().AsNoTracking().Where(person => others.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.Name, cancellation);
        foreach (var own in mine)
            cases.Add(new(own.Id, own.ReceiptNumber, (await services.GetAsync(db, own.ServiceVersionId, cancellation)).Description.Name, own.AppliedOn, own.Stage, own.Outcome, names.GetValueOrDefault(own.ApplicantId)));
        var drafts = new List<OwnDraft>();
        foreach (var draft in await db.Set<Draft>().AsNoTracking().Where(draft => draft.Owner == account.Id && draft.SubmittedAs == null).OrderByDescending(draft => draft.ChangedAt).ToListAsync(cancellation))
            drafts.Add(new(draft.Id, (await services.GetAsync(db, draft.ServiceVersionId, cancellation)).Description.Name, draft.ChangedAt, Answer.Plain(JsonNode.Parse(vault.Open(draft.Answers, draft.Place))?[FormKeys.ApplicantName]) is { Length: > 0 } name ? name : null));
        return (cases, drafts);
    }

    /// <exception cref="RefusedException">case.unknown: there is none, or it is somebody else's.</exception>
    public async Task<OwnCaseView> ReadAsync(CaseId id, Account account, CancellationToken cancellation)
    {
        var db = work.Db;
        var aidCase = await (await MineAsync(account, cancellation)).FirstOrDefaultAsync(own => own.Id == id, cancellation) ?? throw new RefusedException("case.unknown");
        var service = await services.GetAsync(db, aidCase.ServiceVersionId, cancellation);
        var rounds = await db.Set<Round>().AsNoTracking().Where(round => round.CaseId == id).OrderBy(round => round.OpenedAt).ThenBy(round => round.Id).ToListAsync(cancellation);
        var clocks = await db.Set<CaseClock>().AsNoTracking().Where(clock => clock.CaseId == id).ToListAsync(cancellation);
        var units = (await db.Set<ReviewTask>().AsNoTracking().Where(task => task.CaseId == id)
            .Join(db.Set<Unit>(), task => task.UnitId, unit => unit.Id, (task, unit) => new { task.RoundId, unit.NameZh, unit.NameEn }).Distinct().ToListAsync(cancellation))
            .GroupBy(unit => unit.RoundId).ToDictionary(unit => unit.Key, unit => new LocalText(unit.First().NameZh, unit.First().NameEn));
        var today = LocalDay.Today(time);
        var papers = await db.Set<IssuedDocument>().AsNoTracking().Where(paper => paper.CaseId == id).OrderBy(paper => paper.IssuedAt)
            .Select(paper => new { paper.Id, paper.Kind, paper.Number, paper.IssuedAt, paper.DeliveredOn }).ToListAsync(cancellation);
        var payments = await db.Set<Payment>().AsNoTracking().Where(payment => payment.Case == id).OrderBy(payment => payment.CreatedAt).ThenBy(payment => payment.Id).ToListAsync(cancellation);

        // A day that is put off while the time stands still is not named.
        Deadline? Due(RoundId round) => clocks.FirstOrDefault(clock => clock.RoundId == round && clock.IsOpen && (clock.State == ClockState.Running || clock.Holder == Holder.Applicant)) is { } clock ? new Deadline(clock.DueOn, clock.Provisional) : null;
        var open = rounds.FirstOrDefault(round => round is { State: RoundState.Open, Kind: RoundKind.Supplement });
        var asked = open is null ? null : await db.Set<SupplementRequest>().AsNoTracking().Where(request => request.CaseId == id && request.SuppliedAt == null)
            .OrderByDescending(request => request.RequestedAt).FirstOrDefaultAsync(cancellation);
        var adverse = Reconsideration.PaperOf(aidCase);
        var looking = Reconsideration.RunOf(adverse ?? DocumentKind.Refusal);
        var urges = await db.Set<Urge>().AsNoTracking().Where(urge => urge.CaseId == id && urge.ByKey == Urge.Applicant).OrderBy(urge => urge.At).ToListAsync(cancellation);
        var waiting = await db.Set<ReviewTask>().Where(task => task.CaseId == id && (task.State == TaskState.Assigned || task.State == TaskState.InProgress)).Select(task => task.RoundId).Distinct().ToListAsync(cancellation);
        var askedAgain = await db.Set<CaseRun>().AnyAsync(run => run.CaseId == id && run.Kind == looking, cancellation);
        return new OwnCaseView(
            aidCase, service, await story.OfAsync(aidCase, rounds, payments, cancellation),
            [.. rounds.Where(round => round.State == RoundState.Open).Select(round => new OpenStep(round.Step, round.Kind, LocalDay.Of(round.OpenedAt), units.GetValueOrDefault(round.Id), Due(round.Id)))],
            asked is null ? null : new Asked(asked.Items, Due(open!.Id)) { BeforeDelivery = papers.LastOrDefault(paper => paper.Kind == DocumentKind.CompletionNotice) is { DeliveredOn: null }, Before = await BeforeAsync(id, cancellation) },
            await GrantedAsync(aidCase, cancellation),
            [.. papers.Select(paper => new OwnPaper(paper.Id, paper.Kind, paper.Number, LocalDay.Of(paper.IssuedAt), paper.DeliveredOn))],
            payments.LastOrDefault()?.AccountTail,
            [.. payments.Where(payment => payment.State == PaymentState.Settled)
                .Select(payment => new OwnPayment(payment.Cents, payment.AccountTail, LocalDay.Of(payment.SettledAt!.Value), payment.IsOf(Part.First, payments)))],
            today,
            MayWithdraw: aidCase is { IsOpen: true, ApprovedCents: null or 0 },
            MayAskAgain: adverse is { } kind && Reconsideration.HasFlow(service, kind) && !askedAgain && papers.Any(paper => paper.Kind == kind && paper.DeliveredOn is not null))
        {
            Applicant = await db.Set<Person>().AsNoTracking().Where(person => person.Id == aidCase.ApplicantId).Select(person => person.Name).FirstAsync(cancellation),
            Station = await StationAsync(aidCase.UnitId, cancellation),
            Advance = await AdvanceAsync(aidCase, rounds, payments, cancellation),
            Recovery = await RecoveryAsync(aidCase, cancellation),
            LookedAtAgain = aidCase.Stage == CaseStage.Reviewing
                && await db.Set<PublicNotice>().Where(notice => notice.CaseId == id).OrderByDescending(notice => notice.Id).Select(notice => (NoticeState?)notice.State).FirstOrDefaultAsync(cancellation) == NoticeState.Held,
            AskedAgain = askedAgain,
            Hearing = await db.Set<AgencyWait>().AsNoTracking().Where(wait => wait.CaseId == id && wait.Cause == WaitCause.Hearing && wait.EndedAt == null)
                .Select(wait => new OwnHearing(wait.HeldOn!.Value, wait.Place!, wait.Reason)).FirstOrDefaultAsync(cancellation),
            MayRemind = aidCase is { IsOpen: true, HeldAt: null } && waiting.Exists(round => urges.Count(urge => urge.RoundId == round && urge.On == today) < urging.ADay),
            Reminders = [.. urges.Select(urge => new OwnReminder(urge.Step, urge.At, urge.SeenAt))],
            Rating = await ratings.OfCaseAsync(aidCase, account.AsActor(), cancellation),
            NoticeUntil = aidCase.Stage == CaseStage.Publicising
                ? await db.Set<PublicNotice>().Where(notice => notice.CaseId == id && notice.State == NoticeState.Posted).Select(notice => (DateOnly?)notice.ToDay).FirstOrDefaultAsync(cancellation)
                : null,
        };
    }

    private async Task<ImmutableArray<GivenFile>> BeforeAsync(CaseId id, CancellationToken cancellation) =>
    [
        .. (await work.Db.Set<CaseDocument>().AsNoTracking().Where(document => document.CaseId == id)
            .Join(work.Db.Set<StoredFile>(), document => document.FileId, stored => stored.Id, (document, stored) => new { document.Key, stored.FileName, document.LinkedAt })
            .OrderBy(one => one.LinkedAt).ToListAsync(cancellation)).Select(one => new GivenFile(one.Key, one.FileName, LocalDay.Of(one.LinkedAt))),
    ];

    /// <summary>Also those of the dead whom the account's person goes on for, as far as they were open then.</summary>
    private async Task<IQueryable<AidCase>> MineAsync(Account account, CancellationToken cancellation)
    {
        var all = work.Db.Set<AidCase>().AsNoTracking();
        var mine = all.Where(own => own.SubmittedBy == account.Id || (account.PersonId != null && own.ApplicantId == account.PersonId));
        foreach (var (person, since) in account.PersonId is { } successor ? await succession.PredecessorsAsync(successor, LocalDay.Today(time), cancellation) : [])
        {
            var begin = LocalDay.At(since, TimeOnly.MinValue);
            mine = mine.Union(all.Where(own => own.ApplicantId == person && (own.ClosedAt == null || own.ClosedAt >= begin)));
        }

        return mine;
    }

    private async Task<Station> StationAsync(UnitId unit, CancellationToken cancellation)
    {
        var above = await work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => line.UnitId == unit && line.ValidTo == null)
            .Join(work.Db.Set<Unit>().Where(one => one.Level == UnitLevel.Township || one.Level == UnitLevel.District),
                line => line.AncestorId, one => one.Id, (line, one) => new { line.Depth, one.NameZh, one.NameEn, one.Phone })
            .OrderBy(one => one.Depth).FirstAsync(cancellation);
        return new(new(above.NameZh, above.NameEn), above.Phone);
    }

    private async Task<Advance?> AdvanceAsync(AidCase aidCase, List<Round> rounds, List<Payment> payments, CancellationToken cancellation)
    {
        if (rounds.LastOrDefault(round => round is { Kind: RoundKind.Decision, Plan.Part: Part.First, Outcome: "Approve" }) is not { } authorised)
            return null;
        var first = payments.LastOrDefault(payment => payment.IsOf(Part.First, payments) && payment.State != PaymentState.Cancelled);
        var sent = first?.Batch is { } batch ? await work.Db.Set<PayoutBatch>().AsNoTracking().Where(one => one.Id == batch).Select(one => one.SentAt).FirstAsync(cancellation) : null;
        var cents = first?.Cents ?? aidCase.FirstCents
            ?? await work.Db.Set<Decision>().AsNoTracking().Where(decision => decision.RoundId == authorised.Id && decision.Cents != null).Select(decision => decision.Cents!.Value).FirstAsync(cancellation);
        return new(cents, LocalDay.Of(authorised.ClosedAt!.Value), DayOf(sent), DayOf(first?.SettledAt), DayOf(first?.ReturnedAt));
    }

    private async Task<Recovery?> RecoveryAsync(AidCase aidCase, CancellationToken cancellation)
    {
        if (!await recoveries.IsOwedAsync(aidCase.Id, cancellation))
            return null;
        var back = await work.Db.Set<LedgerEntry>().AsNoTracking().Where(entry => entry.Case == aidCase.Id && (entry.Kind == PostingKind.Recover || entry.Kind == PostingKind.Restore)).SumAsync(entry => entry.Kind == PostingKind.Recover ? entry.Cents : -entry.Cents, cancellation);
        return new(aidCase.PaidCents + back, aidCase.ApprovedCents ?? 0, back);
    }

    private static DateOnly? DayOf(DateTimeOffset? moment) => moment is { } at ? LocalDay.Of(at) : null;

    /// <summary>The newest decision on the amount that was made known, with the proposal it rested on.</summary>
    private async Task<Granted?> GrantedAsync(AidCase aidCase, CancellationToken cancellation)
    {
        if (aidCase.DecidedOn is not { } on)
            return null;
        var decision = await work.Db.Set<Decision>().AsNoTracking().Where(decision => decision.CaseId == aidCase.Id && decision.Detail != null && decision.Detail.Contains("\"proposal\""))
            .OrderByDescending(decision => decision.At).FirstOrDefaultAsync(cancellation);

        // Refused after a payment in advance: what was approved before is the advance, and nothing was granted.
        if (decision?.Verdict == Verdict.Refuse)
            return new Granted(0, decision.Opinion, on, []);
        if (await work.Db.Set<ExternalDecision>().AsNoTracking().Where(above => above.CaseId == aidCase.Id).OrderByDescending(above => above.RecordedAt).FirstOrDefaultAsync(cancellation) is { Approved: false } refused
            && (decision is null || refused.RecordedAt >= decision.At)) // not where it was looked at again since
            return new Granted(0, refused.Reason, on, []);
        return new Granted(aidCase.ApprovedCents, decision?.Opinion, on, await Explanations.OfAsync(work.Db, aidCase.Id, cancellation));
    }
}
