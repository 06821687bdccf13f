using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Following;

/// <summary>A case in the list of an applicant.</summary>
public sealed record OwnCase(CaseId Id, string? Number, LocalText Service, DateOnly AppliedOn, CaseStage Stage, CaseOutcome? Outcome);

/// <summary>A draft in that list.</summary>
public sealed record OwnDraft(DraftId Id, LocalText Service, DateTimeOffset ChangedAt);

/// <summary>Something that happened to a case, or happens now.</summary>
/// <param name="Step">The step's name in the definition.</param>
/// <param name="EndedOn">Null while it goes on.</param>
public sealed record PassedStep(string Step, RoundKind Kind, RoundState State, string? Outcome, DateOnly From, DateOnly? EndedOn, LocalText? Unit, Deadline? Due);

/// <summary>What the applicant is asked for.</summary>
public sealed record Asked(ImmutableArray<MissingItem> Items, Deadline? Due);

/// <summary>What was decided, and why, line by line.</summary>
public sealed record Granted(long? Cents, string? Opinion, DateOnly On, ImmutableArray<AmountLine> Lines);

/// <summary>A numbered paper of the case.</summary>
public sealed record OwnPaper(IssuedDocumentId Id, DocumentKind Kind, string? Number, DateOnly IssuedOn, DateOnly? DeliveredOn);

/// <summary>A case as its applicant follows it.</summary>
public sealed record OwnCaseView(
    AidCase Case, ServicePackage Service, ImmutableArray<PassedStep> Steps, Asked? Asked, Granted? Granted, ImmutableArray<OwnPaper> Papers, string? AccountTail,
    ImmutableArray<DateOnly> PaidOn, DateOnly Today, bool MayWithdraw, bool MayAskAgain)
{
    /// <summary>While the notice is up: its last day.</summary>
    public DateOnly? NoticeUntil { get; init; }

    /// <summary>Reconsideration was asked for: it is once.</summary>
    public bool AskedAgain { get; init; }

    public PassedStep? Now => Steps.LastOrDefault(step => step.State == RoundState.Open);
}

/// <summary>Reads cases for the person they are about, and for whoever sent them in: never by place or role.</summary>
public sealed class OwnCases(IUnitOfWork work, ServiceCatalogue services, TimeProvider time)
{
    public async Task<(IReadOnlyList<OwnCase> Cases, IReadOnlyList<OwnDraft> Drafts)> ListAsync(Account account, CancellationToken cancellation)
    {
        var db = work.Db;
        var cases = new List<OwnCase>();
        foreach (var own in await Mine(account).OrderByDescending(own => own.AppliedAt).Take(200).ToListAsync(cancellation))
            cases.Add(new(own.Id, own.ReceiptNumber, (await services.GetAsync(db, own.ServiceVersionId, cancellation)).Description.Name, own.AppliedOn, own.Stage, own.Outcome));
        var drafts = new List<OwnDraft>();
        foreach (var draft in await db.Set<Draft>().AsNoTracking().Where(draft => draft.Owner == account.Id && draft.SubmittedAs == null).OrderByDescending(draft => draft.ChangedAt).ToListAsync(cancellation))
            drafts.Add(new(draft.Id, (await services.GetAsync(db, draft.ServiceVersionId, cancellation)).Description.Name, draft.ChangedAt));
        return (cases, drafts);
    }

    /// <exception cref="RefusedException">case.unknown: there is none, or it is somebody else's.</exception>
    public async Task<OwnCaseView> ReadAsync(CaseId id, Account account, CancellationToken cancellation)
    {
        var db = work.Db;
        var aidCase = await Mine(account).FirstOrDefaultAsync(own => own.Id == id, cancellation) ?? throw new RefusedException("case.unknown");
        var service = await services.GetAsync(db, aidCase.ServiceVersionId, cancellation);
        var rounds = await db.Set<Round>().AsNoTracking().Where(round => round.CaseId == id).OrderBy(round => round.OpenedAt).ThenBy(round => round.Id).ToListAsync(cancellation);
        var clocks = await db.Set<CaseClock>().AsNoTracking().Where(clock => clock.CaseId == id).ToListAsync(cancellation);
        var units = (await db.Set<ReviewTask>().AsNoTracking().Where(task => task.CaseId == id)
            .Join(db.Set<Unit>(), task => task.UnitId, unit => unit.Id, (task, unit) => new { task.RoundId, unit.NameZh, unit.NameEn }).Distinct().ToListAsync(cancellation))
            .GroupBy(unit => unit.RoundId).ToDictionary(unit => unit.Key, unit => new LocalText(unit.First().NameZh, unit.First().NameEn));
        var today = LocalDay.Today(time);
        var papers = await db.Set<IssuedDocument>().AsNoTracking().Where(paper => paper.CaseId == id).OrderBy(paper => paper.IssuedAt)
            .Select(paper => new { paper.Id, paper.Kind, paper.Number, paper.IssuedAt, paper.DeliveredOn }).ToListAsync(cancellation);
        var payments = await db.Set<Payment>().AsNoTracking().Where(payment => payment.Case == id).OrderBy(payment => payment.CreatedAt)
            .Select(payment => new { payment.AccountTail, payment.State, payment.SettledAt }).ToListAsync(cancellation);

        Deadline? Due(RoundId round) => clocks.FirstOrDefault(clock => clock.RoundId == round && clock.IsOpen) is { } clock ? new Deadline(clock.DueOn, clock.Provisional) : null;
        var open = rounds.FirstOrDefault(round => round is { State: RoundState.Open, Kind: RoundKind.Supplement });
        var asked = open is null ? null : await db.Set<SupplementRequest>().AsNoTracking().Where(request => request.CaseId == id && request.SuppliedAt == null)
            .OrderByDescending(request => request.RequestedAt).FirstOrDefaultAsync(cancellation);
        var refusalDelivered = papers.Any(paper => paper is { Kind: DocumentKind.Refusal, DeliveredOn: not null });
        var askedAgain = await db.Set<CaseRun>().AnyAsync(run => run.CaseId == id && run.Kind == RunKind.Reconsideration, cancellation);
        return new OwnCaseView(
            aidCase, service,
            [.. rounds.Select(round => new PassedStep(round.Step, round.Kind, round.State, round.Outcome, LocalDay.Of(round.OpenedAt),
                round.ClosedAt is { } closed ? LocalDay.Of(closed) : null, units.GetValueOrDefault(round.Id), Due(round.Id)))],
            asked is null ? null : new Asked(asked.Items, Due(open!.Id)),
            await GrantedAsync(aidCase, cancellation),
            [.. papers.Select(paper => new OwnPaper(paper.Id, paper.Kind, paper.Number, LocalDay.Of(paper.IssuedAt), paper.DeliveredOn))],
            payments.LastOrDefault()?.AccountTail,
            [.. payments.Where(payment => payment.State == PaymentState.Settled).Select(payment => LocalDay.Of(payment.SettledAt!.Value))],
            today,
            MayWithdraw: aidCase is { IsOpen: true, ApprovedCents: null or 0 },
            MayAskAgain: Reconsideration.IsOpenTo(aidCase) && refusalDelivered && !askedAgain)
        {
            AskedAgain = askedAgain,
            NoticeUntil = aidCase.Stage == CaseStage.Publicising
                ? await db.Set<PublicNotice>().Where(notice => notice.CaseId == id && notice.State == NoticeState.Posted).Select(notice => (DateOnly?)notice.ToDay).FirstOrDefaultAsync(cancellation)
                : null,
        };
    }

    private IQueryable<AidCase> Mine(Account account) => work.Db.Set<AidCase>().AsNoTracking()
        .Where(own => own.SubmittedBy == account.Id || (account.PersonId != null && own.ApplicantId == account.PersonId));

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
