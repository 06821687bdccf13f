using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
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
using AidWorkflow.Cases.Signing;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Messages;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Handling;

/// <summary>A document the office issued, without its text.</summary>
/// <param name="Opens">The reader may open it: it tells nothing that is withheld from them.</param>
public sealed record CaseDocumentRow(IssuedDocumentId Id, DocumentKind Kind, string? Number, DateOnly IssuedOn, DateOnly? DeliveredOn, DeliveryMethod? Method, bool Opens = true);

/// <summary>Another agency that was asked, or a hearing that was called.</summary>
public sealed record AgencyWaitRow(
    AgencyWaitId Id, WaitCause Cause, DateOnly? HeldOn, string? Place, string Agency, string Reason, StoredFileId Paper, DateTimeOffset AskedAt, DateTimeOffset? EndedAt, string? Answer, StoredFileId? AnswerPaper);

/// <summary>A payment of the case as far as whoever looks may see it.</summary>
public sealed record CasePaymentRow(DateOnly OrderedOn, string Payee, string? AccountTail, long Cents, PaymentState State, DateOnly? SettledOn, DateOnly? ReturnedOn, string? Reason);

/// <summary>What this person may do with the case as it stands now; the acts themselves check it again.</summary>
public sealed record PossibleActs
{
    public bool Deliver { get; init; }
    public bool RecordDeath { get; init; }
    public bool TakeOver { get; init; }

    /// <summary>Somebody else than who recorded it may take the death or the move back.</summary>
    public bool UndoDeath { get; init; }
    public bool UndoMove { get; init; }
    public bool RecordMove { get; init; }
    public bool HandOver { get; init; }
    public bool Withdraw { get; init; }
    public bool AskAgain { get; init; }
    public bool Object { get; init; }

    /// <summary>The task for which another agency may be asked.</summary>
    public TaskId? AskAgency { get; init; }

    /// <summary>The task for which a hearing may be called.</summary>
    public TaskId? CallHearing { get; init; }

    /// <summary>The hearing whose record is awaited.</summary>
    public AgencyWaitId? EndHearing { get; init; }

    /// <summary>The question whose answer may be entered.</summary>
    public AgencyWaitId? AnswerAgency { get; init; }
    public ImmutableArray<EndReason> Ends { get; init; } = [];

    public bool Any => Deliver || RecordDeath || TakeOver || UndoDeath || UndoMove || RecordMove || HandOver || Withdraw || AskAgain || Object || AskAgency is not null || AnswerAgency is not null || CallHearing is not null || EndHearing is not null || !Ends.IsEmpty;
}

/// <summary>What was stopped when the applicant died, and what of it cannot be stopped here.</summary>
/// <param name="OnRollCents">On a roll that has not gone to the bank.</param>
/// <param name="AtBankCents">With the bank, which has not answered yet.</param>
/// <param name="Told">The unit whose payment makers were told of what is on its way; null where nothing was.</param>
public sealed record MoneyAfterDeath(long StoppedCents, long OnRollCents, long AtBankCents, LocalText? Told);

/// <summary>A case with its whole life, as far as whoever looks may see it.</summary>
public sealed record CaseView
{
    /// <summary>The file is among what the reader may open here.</summary>
    public bool Shows(Guid file) => Dossier is { } dossier && (dossier.Shows(file) || Waits.Any(wait => wait.Paper.Value == file || wait.AnswerPaper?.Value == file));

    public required AidCase Case { get; init; }
    public required ServicePackage Service { get; init; }
    public required string Person { get; init; }
    public required LocalText Place { get; init; }

    /// <summary>Papers, opinions and answers are for those who handle cases or audit them; null for everybody else.</summary>
    public CaseDossier? Dossier { get; init; }
    public required ImmutableArray<Round> Rounds { get; init; }

    /// <summary>As it is shown above the case.</summary>
    public required ImmutableArray<Passage> Way { get; init; }
    public required ImmutableArray<CaseClockRow> Clocks { get; init; }
    public required ImmutableArray<CaseDocumentRow> Documents { get; init; }
    public required ImmutableArray<CasePaymentRow> Payments { get; init; }

    /// <summary>Whose every hour of it was.</summary>
    public required CaseHeld Held { get; init; }

    /// <summary>Other agencies that were asked; for those who see the dossier.</summary>
    public ImmutableArray<AgencyWaitRow> Waits { get; init; } = [];

    /// <summary>What was told of the case, and where it has come to; for those who see the dossier.</summary>
    public ImmutableArray<DeliveryRow> Deliveries { get; init; } = [];

    /// <summary>Where it stands on its workflows; for the same.</summary>
    public ImmutableArray<WayView> Ways { get; init; } = [];
    public required DateOnly Today { get; init; }
    public DateOnly? DiedOn { get; init; }

    /// <summary>What became of the money when the applicant died.</summary>
    public MoneyAfterDeath? AfterDeath { get; init; }
    public DateOnly? MovedOn { get; init; }
    public string? MovedTo { get; init; }

    /// <summary>Who goes on for a dead applicant.</summary>
    public string? Successor { get; init; }

    /// <summary>The notice that stands now.</summary>
    public NoticeId? Notice { get; init; }
    public required PossibleActs Acts { get; init; }

    /// <summary>Who was sent it and who was urged.</summary>
    public CaseBesides Besides { get; init; } = CaseBesides.None;

    /// <summary>Handwritten signatures, each held against the record; for those who see the dossier.</summary>
    public ImmutableArray<CheckedSignature> Signatures { get; init; } = [];

    /// <summary>What whoever looks has to do in it themselves.</summary>
    public OwnTask? Own { get; init; }

    /// <summary>Whoever looks may intervene in it as an administrator.</summary>
    public bool MayIntervene { get; init; }
}

/// <summary>Reads a case for staff in whose area it lies: by the same predicate as the list of cases.</summary>
public sealed class CaseReading(
    IUnitOfWork work, Scopes scopes, CaseFiles files, DossierReading dossiers, Competence competence, Succession succession, DeliveryReading deliveries, WayReading ways, BesidesReading besides, SignatureCheck signatures, HeldReading held, TaskRelations relations, OwnTasks own)
{
    /// <summary>The column of the form's access table is chosen by the first of these that the reader holds over the case.</summary>
    private static readonly ImmutableArray<Role> Order =
    [
        Role.StationClerk, Role.TownshipReviewer, Role.DistrictReviewer, Role.DistrictDecider, Role.CityChecker, Role.CityDecider, Role.VillageHelper, Role.UnitHead, Role.Auditor,
    ];

    public async Task<bool> SeesAsync(CaseId id, Visitor visitor, CancellationToken cancellation) => visitor.IsSignedIn
        && await work.Db.Set<AidCase>().AsNoTracking().Where(one => one.Id == id).Within(await scopes.OfAsync(visitor.Actor, cancellation), work.Db).AnyAsync(cancellation);

    /// <returns>Null when there is none, or it lies elsewhere: nobody learns which.</returns>
    public async Task<CaseView?> ReadAsync(CaseId id, Visitor visitor, CancellationToken cancellation)
    {
        if (!await SeesAsync(id, visitor, cancellation))
            return null;
        var db = work.Db;
        var file = await files.LoadAsync(id, visitor.Actor, cancellation);
        var person = (await db.Set<Person>().FindAsync([file.Case.ApplicantId], cancellation))!;
        var roles = await RolesAsync(file.Case.UnitId, visitor, cancellation);
        Role? reader = Order.Where(roles.Contains).Select(role => (Role?)role).FirstOrDefault();
        var sight = AnswerSight.OnCase(file.Service, Order.Where(roles.Contains));
        var name = reader is null ? Sights.Of(roles, PersonalField.Name) : sight.Name(Sights.Of(roles, PersonalField.Name));
        var documents = await DocumentsAsync(id, sight, cancellation);
        var notice = await db.Set<PublicNotice>().AsNoTracking().Where(one => one.CaseId == id && one.State == NoticeState.Posted && one.ToDay >= file.Today)
            .Select(one => (NoticeId?)one.Id).FirstOrDefaultAsync(cancellation);
        return new CaseView
        {
            Held = await held.OfCaseAsync(id, withPeople: reader is not null, cancellation),
            Waits = reader is null ? [] : await WaitsAsync(id, cancellation),
            Case = file.Case,
            Service = file.Service,
            Person = Mask.Name(person.Name, name),
            Place = await dossiers.PlaceAsync(file.Case.UnitId, cancellation),
            Dossier = reader is { } role // whole numbers are shown where something is decided
                ? await dossiers.ReadAsync(file, role, sight, withNumbers: false, withProposal: file.Case.IsOpen && file.Case.AcceptedOn is not null, cancellation) : null,
            Rounds = [.. file.Rounds],
            Way = await Passage.OfAsync(db, file, cancellation),
            Clocks = await ClocksAsync(file, documents, cancellation),
            Documents = documents,
            Payments = await PaymentsAsync(id, roles, reader is null || sight.ShowsAccountTail, cancellation),
            Deliveries = reader is null ? [] : await deliveries.OfCaseAsync(id, name, cancellation),
            // Administrators move and wake cases by where they stand; of the person it says nothing.
            Ways = reader is null && !roles.Contains(Role.Administrator) ? [] : await ways.ReadAsync(file, Speech.Of(System.Globalization.CultureInfo.CurrentUICulture), cancellation),
            Today = file.Today,
            DiedOn = person.DeceasedOn,
            AfterDeath = person.DeceasedOn is null ? null : await AfterDeathAsync(file, cancellation),
            MovedOn = person.MovedOn,
            MovedTo = person.MovedTo,
            Successor = person.DeceasedOn is null || await succession.CurrentAsync(person.Id, file.Today, cancellation) is not { } successor
                ? null : Mask.Name(successor.Name, Sights.Of(roles, PersonalField.Name)),
            Notice = notice,
            Acts = await ActsAsync(file, person, documents, notice, visitor.Actor, cancellation),
            Besides = await besides.ReadAsync(file, visitor, cancellation),
            Signatures = reader is null ? [] : await signatures.OfAsync(id, cancellation),
            Own = (await own.OfAsync(visitor.Account!.Id, [id], cancellation)).GetValueOrDefault(id),
            MayIntervene = roles.Contains(Role.Administrator),
        };
    }

    /// <summary>The visitor's roles whose area the case lies in.</summary>
    private async Task<Role[]> RolesAsync(UnitId unit, Visitor visitor, CancellationToken cancellation)
    {
        var above = await work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => line.UnitId == unit && line.ValidTo == null).Select(line => line.AncestorId).ToListAsync(cancellation);
        return [.. visitor.Roles.Where(held => held.Role != Role.Applicant && above.Contains(held.UnitId)).Select(held => held.Role).Distinct()];
    }

    private async Task<ImmutableArray<CaseClockRow>> ClocksAsync(CaseFile file, ImmutableArray<CaseDocumentRow> documents, CancellationToken cancellation)
    {
        var id = file.Case.Id;
        return CaseClockRow.Of(await work.Db.Set<CaseClock>().AsNoTracking().Where(clock => clock.CaseId == id).ToListAsync(cancellation), documents, file);
    }

    private async Task<ImmutableArray<CaseDocumentRow>> DocumentsAsync(CaseId id, AnswerSight sight, CancellationToken cancellation) =>
        [.. (await work.Db.Set<IssuedDocument>().AsNoTracking().Where(document => document.CaseId == id).OrderBy(document => document.IssuedAt)
            .Select(document => new { document.Id, document.Kind, document.Number, document.IssuedAt, document.DeliveredOn, document.Method }).ToListAsync(cancellation))
            .Select(document => new CaseDocumentRow(document.Id, document.Kind, document.Number, LocalDay.Of(document.IssuedAt), document.DeliveredOn, document.Method, sight.Shows(document.Kind)))];

    private async Task<ImmutableArray<CasePaymentRow>> PaymentsAsync(CaseId id, Role[] roles, bool withAccount, CancellationToken cancellation)
    {
        var payments = await work.Db.Set<Payment>().AsNoTracking().Where(payment => payment.Case == id).OrderBy(payment => payment.CreatedAt).ThenBy(payment => payment.Id).ToListAsync(cancellation);
        var (name, account) = (Sights.Of(roles, PersonalField.Name), Sights.Of(roles, PersonalField.Account));
        return [.. payments.Select(payment => new CasePaymentRow(
            LocalDay.Of(payment.CreatedAt), Mask.Name(payment.PayeeName, name), account == Sight.Hidden || !withAccount ? null : payment.AccountTail, payment.Cents, payment.State,
            payment.SettledAt is { } settled ? LocalDay.Of(settled) : null, payment.ReturnedAt is { } returned ? LocalDay.Of(returned) : null, payment.ReturnReason))];
    }

    /// <summary>The trail says which payments were stopped and told of for that reason; the payments themselves, where they are now.</summary>
    private async Task<MoneyAfterDeath> AfterDeathAsync(CaseFile file, CancellationToken cancellation)
    {
        var (db, id, stream) = (work.Db, file.Case.Id, file.AuditStream);
        var payments = await db.Set<Payment>().AsNoTracking().Where(payment => payment.Case == id).ToListAsync(cancellation);
        var facts = await db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == stream && (entry.Act == "payment.cancelled" || entry.Act == "payment.payee-died"))
            .Select(entry => new { entry.Act, entry.Facts }).ToListAsync(cancellation);
        var told = PaymentsOf(facts.Where(fact => fact.Act == "payment.payee-died").Select(fact => fact.Facts));
        var stopped = PaymentsOf(facts.Where(fact => fact.Act == "payment.cancelled").Select(fact => fact.Facts), Cases.Deciding.Payouts.PayeeDied);
        long Sum(Func<Payment, bool> which) => payments.Where(which).Sum(payment => payment.Cents);
        var fund = payments.FirstOrDefault(payment => told.Contains(payment.Id.Value))?.Fund;
        return new(
            Sum(payment => stopped.Contains(payment.Id.Value)),
            Sum(payment => told.Contains(payment.Id.Value) && payment.State == PaymentState.InBatch),
            Sum(payment => told.Contains(payment.Id.Value) && payment.State is PaymentState.Released or PaymentState.Unknown),
            fund is null ? null : await db.Set<Fund>().AsNoTracking().Where(one => one.Id == fund)
                .Join(db.Set<Unit>(), one => one.Owner, unit => unit.Id, (_, unit) => new LocalText(unit.NameZh, unit.NameEn)).FirstAsync(cancellation));
    }

    private static HashSet<Guid> PaymentsOf(IEnumerable<string> facts, string? reason = null) =>
        [.. facts.Select(fact => JsonNode.Parse(fact)!).Where(fact => reason is null || (string?)fact["reason"] == reason).Select(fact => Guid.Parse((string)fact["payment"]!))];

    /// <summary>The open tasks that are for the actor.</summary>
    private async Task<List<ReviewTask>> TheirsAsync(CaseFile file, Actor actor, CancellationToken cancellation)
    {
        var theirs = new List<ReviewTask>();
        if (file.Case.SomebodyStoodAside && await work.Db.Set<Decision>().AnyAsync(one => one.CaseId == file.Case.Id && one.Verdict == Verdict.Recuse && one.AccountId == actor.Account, cancellation))
            return theirs; // whoever left the case to others
        foreach (var task in file.Tasks.Where(task => task is { IsOpen: true, Purpose: TaskPurpose.Decide }))
        {
            if (await relations.OfAsync(task, actor, file.Today, cancellation) is not null)
                theirs.Add(task);
        }

        return theirs;
    }

    private async Task<ImmutableArray<AgencyWaitRow>> WaitsAsync(CaseId id, CancellationToken cancellation) =>
        [.. await work.Db.Set<AgencyWait>().AsNoTracking().Where(wait => wait.CaseId == id).OrderBy(wait => wait.AskedAt)
            .Select(wait => new AgencyWaitRow(wait.Id, wait.Cause, wait.HeldOn, wait.Place, wait.Agency, wait.Reason, wait.Paper, wait.AskedAt, wait.EndedAt, wait.Answer, wait.AnswerPaper)).ToListAsync(cancellation)];

    private async Task<PossibleActs> ActsAsync(
        CaseFile file, Person person, ImmutableArray<CaseDocumentRow> documents, NoticeId? notice, Actor actor, CancellationToken cancellation)
    {
        var (theCase, unit) = (file.Case, file.Case.UnitId);
        var (lives, undecided) = (person.DeceasedOn is null, !EndApplication.IsDecided(theCase));
        var payments = await work.Db.Set<Payment>().AsNoTracking().Where(payment => payment.Case == theCase.Id).ToListAsync(cancellation);
        var (station, helper) = (await competence.IsStationAsync(unit, actor, cancellation), await competence.IsHelperAsync(unit, actor, cancellation));
        var theirs = await TheirsAsync(file, actor, cancellation);
        var mayWait = theirs.FindAll(task => task.State != TaskState.OnHold && (task.AssigneeId is null || task.AssigneeId == actor.Account)
            && file.Clocks.Exists(clock => clock.RoundId == task.RoundId && clock is { State: ClockState.Running, Holder: Holder.Us }));
        var awaited = theirs.Count == 0 ? null : (await work.Db.Set<AgencyWait>().AsNoTracking().Where(wait => wait.CaseId == theCase.Id && wait.EndedAt == null).ToListAsync(cancellation))
            .Find(wait => theirs.Exists(task => task.RoundId == wait.RoundId));
        return new PossibleActs
        {
            AskAgency = mayWait.FirstOrDefault()?.Id,
            AnswerAgency = awaited is { Cause: WaitCause.Agency } ? awaited.Id : null,
            CallHearing = mayWait.Find(task => file.Service.Description.Clock(task.Step).Hearing)?.Id,
            EndHearing = awaited is { Cause: WaitCause.Hearing } ? awaited.Id : null,
            Deliver = documents.Any(document => document.DeliveredOn is null) && await competence.IsDelivererAsync(unit, actor, cancellation),
            RecordDeath = station && lives,
            TakeOver = station && !lives && theCase.IsOpen,
            UndoDeath = station && !lives,
            RecordMove = station && lives,
            UndoMove = station && lives && person.MovedOn is not null,
            HandOver = theCase.IsOpen && undecided && await competence.IsDeciderAsync(unit, actor, cancellation),
            Withdraw = helper && lives && EndApplication.CanBeWithdrawn(file, payments),
            AskAgain = helper && Reconsideration.PaperOf(theCase) is { } adverse && !Reconsideration.Was(file, adverse) && Reconsideration.HasFlow(file.Service, adverse)
                && documents.Any(document => document.Kind == adverse && document.DeliveredOn is not null),
            Object = helper && notice is not null,
            Ends = !station || !theCase.IsOpen ? [] :
            [
                .. lives ? Array.Empty<EndReason>() : [EndReason.Died],
                .. lives && undecided && person.MovedOn is not null ? [EndReason.MovedAway] : Array.Empty<EndReason>(),
            ],
        };
    }
}
