using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>A paper of the case that can be opened.</summary>
/// <param name="SuppliedOn">The day it came with a supplement; null where it came with the application.</param>
public sealed record TaskPaper(StoredFileId File, LocalText Name, string FileName, string MediaType, DateOnly? SuppliedOn);

/// <summary>A decision that was made before.</summary>
public sealed record PastDecision(DateTimeOffset At, LocalText By, string Step, Verdict Verdict, string? Opinion, long? Cents, Part Part);

/// <summary>Another case of the same person or household.</summary>
public sealed record RelatedCase(string? Number, LocalText Service, DateOnly AppliedOn, CaseStage Stage, CaseOutcome? Outcome, long PaidCents)
{
    /// <summary>Granted, or else proposed.</summary>
    public long? Cents { get; init; }
}

/// <summary>A likeness that was passed by when the application was sent, with where the other case stands today and what the applicant said.</summary>
/// <param name="Other">Null where the trail does not name it.</param>
public sealed record SeenLikeness(string Code, RelatedCase? Other, string Reason);

/// <summary>What two investigators found; opened only for a step that may read it.</summary>
public sealed record VisitFound(SignedVisit Signed, LocalText First, LocalText? Second);

/// <summary>A task with everything that its decision rests on, as this person may see it.</summary>
public sealed record TaskView
{
    public required ReviewTask Task { get; init; }
    public required Round Round { get; init; }
    public required AidCase Case { get; init; }
    public required ServicePackage Service { get; init; }
    public required string Person { get; init; }
    public required LocalText Place { get; init; }

    /// <summary>The answers that this step may see, masked where it may not see all.</summary>
    public required JsonObject Answers { get; init; }
    public required ImmutableArray<TaskPaper> Papers { get; init; }
    public required ImmutableArray<EligibilityFinding> Findings { get; init; }
    public required ImmutableArray<Round> Rounds { get; init; }
    public required ImmutableArray<PastDecision> History { get; init; }
    public required ImmutableArray<RelatedCase> Related { get; init; }
    public required ImmutableArray<SeenLikeness> Likenesses { get; init; }
    public required ImmutableArray<VisitFound> Visits { get; init; }
    public required ImmutableArray<string> Objections { get; init; }
    public AmountProposal? Proposal { get; init; }
    public Deadline? Due { get; init; }
    public int? DaysLeft { get; init; }
    public required DateOnly Today { get; init; }

    /// <summary>A visit was written down by the first investigator and waits for the second.</summary>
    public bool VisitWaitsForSecond { get; init; }

    /// <summary>The colleague who has it; null where nobody or the visitor has.</summary>
    public LocalText? ClaimedBy { get; init; }

    public VisitSeat? Seat { get; init; }

    /// <summary>Identity and account numbers are masked, and the visitor may ask to see them.</summary>
    public bool HidesNumbers { get; init; }
}

/// <summary>Reads a task for somebody who may decide it.</summary>
public sealed class TaskReading(
    IUnitOfWork work, CaseFiles files, Cases.Organisation.Directory directory, ServiceCatalogue services, Vault vault, Eligibility eligibility, Proposals proposals, TimeProvider time)
{
    /// <exception cref="RefusedException">task.unknown, also where it is another unit's: nobody learns that it exists.</exception>
    public Task<TaskView> ReadAsync(TaskId id, Visitor visitor, CancellationToken cancellation) => ReadAsync(id, visitor, withNumbers: false, cancellation);

    /// <param name="withNumbers">Identity and account numbers are shown as far as the step may see them; the caller has put the look on record.</param>
    public async Task<TaskView> ReadAsync(TaskId id, Visitor visitor, bool withNumbers, CancellationToken cancellation)
    {
        var db = work.Db;
        var today = LocalDay.Today(time);
        var task = await db.Set<ReviewTask>().AsNoTracking().FirstOrDefaultAsync(task => task.Id == id, cancellation) ?? throw new RefusedException("task.unknown");
        if (!await directory.HoldsAsync(visitor.Actor, task.Role, task.UnitId, today, cancellation))
            throw new RefusedException("task.unknown");

        var file = await files.LoadAsync(task.CaseId, visitor.Actor, cancellation);
        var person = (await db.Set<Person>().FindAsync([file.Case.ApplicantId], cancellation))!;
        var form = file.Service.Form.At(FormStep(task.Role));
        var names = await db.Set<Account>().AsNoTracking().Where(account => account.Id == task.AssigneeId).Select(account => new LocalText(account.NameZh, account.NameEn)).FirstOrDefaultAsync(cancellation);
        var answers = vault.OpenAnswers(file.Case);
        var clock = file.Clocks.FirstOrDefault(clock => clock.RoundId == task.RoundId);
        return new TaskView
        {
            Task = task,
            Round = file.Rounds.First(round => round.Id == task.RoundId),
            Case = file.Case,
            Service = file.Service,
            Person = Mask.Name(person.Name, Sights.Of(visitor.Roles.Select(held => held.Role), PersonalField.Name)),
            Place = await PlaceAsync(file.Case.UnitId, cancellation),
            Answers = withNumbers ? form.Filter(answers) : form.FilterWithoutNumbers(answers),
            HidesNumbers = !withNumbers && form.HidesNumbers(answers),
            Papers = await PapersAsync(file, cancellation),
            Findings = await eligibility.OfAsync(file, identityProved: true, cancellation),
            Rounds = [.. file.Rounds],
            History = await HistoryAsync(file, cancellation),
            Related = await RelatedAsync(file, cancellation),
            Likenesses = await LikenessesAsync(file.Case.Id, cancellation),
            Visits = task.Role == Role.VillageHelper ? [] : await VisitsAsync(file.Case.Id, cancellation),
            Objections = await ObjectionsAsync(file.Case.Id, cancellation),
            Proposal = task.Role is Role.VillageHelper or Role.StationClerk ? null : (await proposals.ComputeAsync(file, cancellation)).Amount,
            Due = clock is null ? null : new Deadline(clock.DueOn, clock.Provisional),
            DaysLeft = clock is null ? null : file.Calendar.WorkingDaysBetween(today, clock.DueOn).Days,
            Today = today,
            VisitWaitsForSecond = task.Kind == RoundKind.HomeVisit && await db.Set<HomeVisit>().AnyAsync(visit => visit.RoundId == task.RoundId, cancellation),
            ClaimedBy = task.AssigneeId is { } who && who != visitor.Account!.Id ? names : null,
            Seat = task.Kind != RoundKind.HomeVisit ? null
                : VisitSeat.Of(task.Id, await db.Set<ReviewTask>().AsNoTracking().Where(seat => seat.RoundId == task.RoundId).ToListAsync(cancellation), visitor.Account!.Id),
        };
    }

    /// <summary>Which column of the form's access table a role reads by.</summary>
    public static string FormStep(Role role) => role switch
    {
        Role.StationClerk => FormSteps.Completeness,
        Role.VillageHelper => FormSteps.Village,
        Role.TownshipReviewer => FormSteps.Township,
        Role.DistrictReviewer or Role.DistrictDecider => FormSteps.District,
        Role.CityChecker or Role.CityDecider => FormSteps.City,
        Role.FinanceMaker or Role.FinanceChecker or Role.FinanceReleaser => FormSteps.Finance,
        _ => FormSteps.Audit,
    };

    internal async Task<LocalText> PlaceAsync(UnitId unit, CancellationToken cancellation)
    {
        var above = await work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => line.UnitId == unit && line.ValidTo == null)
            .Join(work.Db.Set<Unit>().Where(one => one.Level == UnitLevel.Village || one.Level == UnitLevel.Township || one.Level == UnitLevel.District),
                line => line.AncestorId, one => one.Id, (line, one) => new { line.Depth, one.NameZh, one.NameEn })
            .OrderByDescending(one => one.Depth).ToListAsync(cancellation);
        return new(string.Concat(above.Select(one => one.NameZh)), string.Join(", ", above.AsEnumerable().Reverse().Select(one => one.NameEn)));
    }

    internal async Task<ImmutableArray<TaskPaper>> PapersAsync(CaseFile file, CancellationToken cancellation)
    {
        var id = file.Case.Id;
        var linked = await work.Db.Set<CaseDocument>().AsNoTracking().Where(document => document.CaseId == id)
            .Join(work.Db.Set<StoredFile>(), document => document.FileId, stored => stored.Id, (document, stored) => new { document.Key, document.FileId, stored.FileName, stored.MediaType, document.LinkedAt })
            .OrderBy(document => document.LinkedAt).ToListAsync(cancellation);
        var asked = await work.Db.Set<SupplementRequest>().AsNoTracking().Where(request => request.CaseId == id)
            .OrderBy(request => request.RequestedAt).Select(request => (DateTimeOffset?)request.RequestedAt).FirstOrDefaultAsync(cancellation);
        return [.. linked.Select(document => new TaskPaper(document.FileId,
            file.Service.Documents.Documents.FirstOrDefault(paper => paper.Key == document.Key)?.Name ?? LocalText.Same(document.Key), document.FileName, document.MediaType,
            document.LinkedAt > asked ? LocalDay.Of(document.LinkedAt) : null))];
    }

    internal async Task<ImmutableArray<PastDecision>> HistoryAsync(CaseFile file, CancellationToken cancellation)
    {
        var id = file.Case.Id;
        return [.. (await work.Db.Set<Decision>().AsNoTracking().Where(decision => decision.CaseId == id)
            .Join(work.Db.Set<Account>(), decision => decision.AccountId, account => account.Id, (decision, account) => new { decision, account.NameZh, account.NameEn })
            .OrderByDescending(one => one.decision.At).ToListAsync(cancellation))
            .Select(one => new PastDecision(one.decision.At, new(one.NameZh, one.NameEn), one.decision.Step, one.decision.Verdict, one.decision.Opinion, one.decision.Cents,
                file.Rounds.FirstOrDefault(round => round.Id == one.decision.RoundId)?.Plan.Part ?? Part.All))];
    }

    internal async Task<ImmutableArray<RelatedCase>> RelatedAsync(CaseFile file, CancellationToken cancellation)
    {
        var (id, applicant, household) = (file.Case.Id, file.Case.ApplicantId, file.Case.HouseholdId);
        var others = await work.Db.Set<AidCase>().AsNoTracking()
            .Where(other => other.Id != id && (other.ApplicantId == applicant || (household != null && other.HouseholdId == household)))
            .OrderByDescending(other => other.AppliedAt).Take(20).ToListAsync(cancellation);
        var related = new List<RelatedCase>();
        foreach (var other in others)
            related.Add(await RelatedAsync(other, cancellation));
        return [.. related];
    }

    private async Task<RelatedCase> RelatedAsync(AidCase other, CancellationToken cancellation) =>
        new(other.ReceiptNumber, (await services.GetAsync(work.Db, other.ServiceVersionId, cancellation)).Description.Name, other.AppliedOn, other.Stage, other.Outcome, other.PaidCents)
        {
            Cents = other.ApprovedCents ?? other.ProposedCents,
        };

    /// <summary>The number, service and state of the other case, and what it is about in money: nothing of its people.</summary>
    private async Task<ImmutableArray<SeenLikeness>> LikenessesAsync(CaseId id, CancellationToken cancellation)
    {
        var seen = new List<SeenLikeness>();
        foreach (var passed in await PassedLikeness.OfAsync(work.Db, id, cancellation))
        {
            var other = await work.Db.Set<AidCase>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == passed.Other, cancellation);
            seen.Add(new(passed.Code, other is null ? null : await RelatedAsync(other, cancellation), passed.Reason));
        }

        return [.. seen];
    }

    internal async Task<ImmutableArray<VisitFound>> VisitsAsync(CaseId id, CancellationToken cancellation)
    {
        var visits = await work.Db.Set<HomeVisit>().AsNoTracking().Where(visit => visit.CaseId == id).OrderBy(visit => visit.RecordedAt).ToListAsync(cancellation);
        var who = visits.SelectMany(visit => new[] { visit.FirstInvestigatorId, visit.SecondInvestigatorId ?? visit.FirstInvestigatorId }).Distinct().ToArray();
        var accounts = await work.Db.Set<Account>().AsNoTracking().Where(account => who.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        return [.. visits.Select(visit => new VisitFound(SignedVisit.Read(vault.Open(visit.Findings, $"visit.findings:{visit.Id}")),
            accounts.GetValueOrDefault(visit.FirstInvestigatorId) ?? LocalText.Same(""), visit.SecondInvestigatorId is { } second ? accounts.GetValueOrDefault(second) : null))];
    }

    internal async Task<ImmutableArray<string>> ObjectionsAsync(CaseId id, CancellationToken cancellation) =>
        [.. (await work.Db.Set<Objection>().AsNoTracking().Where(objection => objection.CaseId == id).OrderBy(objection => objection.RaisedAt).ToListAsync(cancellation))
            .Select(objection => vault.Open(objection.Words, $"objection.words:{objection.Id}"))];
}
