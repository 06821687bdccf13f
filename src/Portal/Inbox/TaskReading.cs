using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <param name="LikelyDuplicate">A likeness to another case was passed by when the application was sent.</param>
/// <param name="RelativeOfStaff">The applicant is a near relative of somebody on the staff.</param>
/// <param name="Returns">How often the case was sent back.</param>
public sealed record TaskFlags(bool FastTrack, bool LikelyDuplicate, bool RelativeOfStaff, int Returns)
{
    public bool Any => FastTrack || LikelyDuplicate || RelativeOfStaff || Returns > 0;
}

/// <summary>A task with everything that its decision rests on, as this person may see it.</summary>
public sealed record TaskView
{
    public required ReviewTask Task { get; init; }
    public required Round Round { get; init; }
    public required AidCase Case { get; init; }
    public required ServicePackage Service { get; init; }
    public required string Person { get; init; }
    public required LocalText Place { get; init; }
    public required CaseDossier Dossier { get; init; }

    /// <summary>What of the answers is seen and may be changed at this task.</summary>
    public required AnswerSight Sight { get; init; }
    public required ImmutableArray<Passage> Way { get; init; }

    /// <summary>What became of the case since the visitor looked at it before.</summary>
    public SinceLooked Since { get; init; } = SinceLooked.First;

    /// <summary>What is out of the ordinary about it, as the row of the inbox says it too.</summary>
    public TaskFlags Flags => new(Service.Description.FastTrack, !Dossier.Likenesses.IsEmpty, Case.RelativeOfStaff, Returns);

    /// <summary>How often the case was sent back.</summary>
    public required int Returns { get; init; }

    /// <summary>For the record of this look: how things stand, so that the next one can tell what changed.</summary>
    public CaseStanding Stands => new(Dossier.History.Max(past => past.Entry?.Number) ?? 0, Dossier.Proposal?.Cents);

    public Deadline? Due { get; init; }
    public DaysLeft? Left { get; init; }
    public required DateOnly Today { get; init; }

    /// <summary>A visit was written down by the first investigator and waits for the second.</summary>
    public bool VisitWaitsForSecond { get; init; }

    /// <summary>The colleague who has it; null where nobody or the visitor has.</summary>
    public LocalText? ClaimedBy { get; init; }

    public VisitSeat? Seat { get; init; }

    /// <summary>Who was sent the case, and who was urged.</summary>
    public CaseBesides Besides { get; init; } = CaseBesides.None;

    /// <summary>That this very step was urged.</summary>
    public IEnumerable<UrgeRow> Urges => Besides.Urges.Where(urge => urge.Round == Task.RoundId);

    /// <summary>Words that can be put into the opinion.</summary>
    public ImmutableArray<Phrase> Phrases { get; init; } = [];

    /// <summary>Who gave it, whose answer it waits for, and who else decides.</summary>
    public Giving.GivenTask Given { get; init; } = Giving.GivenTask.Plain;

    /// <summary>For whom the visitor would decide, standing in for them.</summary>
    public LocalText? For { get; init; }

    /// <summary>The visitor, or whoever they would act for, stood aside from the case (回避): it is read as on the page of the case, and nothing is done in it.</summary>
    public bool StoodAside { get; init; }

    /// <summary>The task could be decided now, and the visitor may not: what they did before, or are to the applicant, leaves it to others.</summary>
    public KeptFrom? KeptAway { get; init; }

    /// <summary>Nothing stands in the way of the visitor's own word: nobody else has it, it waits for nobody, and it is not left to others.</summary>
    public bool MayDecide => Task.IsOpen && ClaimedBy is null && Task.State != TaskState.OnHold && Meeting is null && Case.HeldAt is null && !StoodAside && KeptAway is null;

    /// <summary>Whose work this is, where the visitor's unit does it for a time.</summary>
    public LocalText? Covers { get; init; }

    /// <summary>Who is on record as entitled to the money of a dead applicant, where an account is asked for.</summary>
    public string? OnRecord { get; init; }

    /// <summary>The frozen list of a meeting that it lies on, and which alone decides it; null where there is none.</summary>
    public MeetingList? Meeting { get; init; }

    /// <summary>The list that it was gathered to and which is not frozen yet: whoever decides the task takes it off; null where there is none.</summary>
    public MeetingList? Gathered { get; init; }

    /// <summary>The meetings that put it off.</summary>
    public ImmutableArray<Deferral> Deferrals { get; init; } = [];

    /// <summary>What the bank sent back, where its account is to be corrected.</summary>
    public CameBack? CameBack { get; init; }

    /// <summary>What the step waits for outside the house; null where for nothing.</summary>
    public AgencyWait? Wait { get; init; }

    /// <summary>Who sent the case back to this step, and why; null where it came otherwise.</summary>
    public SentBack? SentBack { get; init; }
}

/// <summary>Why somebody may not decide a task, and some of those who may.</summary>
/// <param name="Others">Nobody where there is none at the moment.</param>
public sealed record KeptFrom(LocalText Why, ImmutableArray<LocalText> Others);

/// <summary>A return that led to a step.</summary>
/// <param name="Step">From where.</param>
public sealed record SentBack(LocalText By, string Step, DateTimeOffset At, string? Words);

/// <summary>A payment that came back: how much, of which account, when and why by the bank's words.</summary>
public sealed record CameBack(long Cents, string AccountTail, DateOnly? On, string? Reason)
{
    internal static CameBack? Of(Payment? payment) =>
        payment is null ? null : new(payment.Cents, payment.AccountTail, payment.ReturnedAt is { } at ? LocalDay.Of(at) : null, payment.ReturnReason);
}

/// <summary>Reads a task for somebody who may decide it.</summary>
public sealed class TaskReading(IUnitOfWork work, CaseFiles files, Rounds rounds, TaskDesk desk, TaskRelations relations, DossierReading dossiers, MeetingHolds meetings, CasePayees payees, Cases.Deciding.Payouts payouts, BesidesReading besides, PhraseReading phrases, Giving.GivingReading giving, SinceReading since, TimeProvider time)
{
    /// <exception cref="RefusedException">task.unknown, also where it is another unit's: nobody learns that it exists.</exception>
    public Task<TaskView> ReadAsync(TaskId id, Visitor visitor, CancellationToken cancellation) => ReadAsync(id, visitor, withNumbers: false, cancellation);

    /// <param name="withNumbers">Identity and account numbers are shown as far as the step may see them; the caller has put the look on record.</param>
    /// <exception cref="RefusedException">task.unknown; task.stood-aside: whoever left the case to others needs no number of it in full.</exception>
    public async Task<TaskView> ReadAsync(TaskId id, Visitor visitor, bool withNumbers, CancellationToken cancellation)
    {
        var db = work.Db;
        var today = LocalDay.Today(time);
        var task = await db.Set<ReviewTask>().AsNoTracking().FirstOrDefaultAsync(task => task.Id == id, cancellation) ?? throw new RefusedException("task.unknown");
        var relation = await relations.OfAsync(task, visitor.Actor, today, cancellation) ?? throw new RefusedException("task.unknown");

        var file = await files.LoadAsync(task.CaseId, visitor.Actor, cancellation);
        var person = (await db.Set<Person>().FindAsync([file.Case.ApplicantId], cancellation))!;
        var names = await db.Set<Account>().AsNoTracking().Where(account => account.Id == task.AssigneeId).Select(account => new LocalText(account.NameZh, account.NameEn)).FirstOrDefaultAsync(cancellation);
        var principal = task.ForId is { } named ? (named == visitor.Account!.Id ? null : task.ForId) : relation.For;
        var inStead = principal is null ? null : await db.Set<Account>().AsNoTracking().Where(account => account.Id == principal).Select(account => new LocalText(account.NameZh, account.NameEn)).FirstOrDefaultAsync(cancellation);
        var clock = file.Clocks.FirstOrDefault(clock => clock.RoundId == task.RoundId);
        var aside = await StoodAsideAsync(file, visitor.Account!.Id, principal, cancellation);
        if (aside && withNumbers)
            throw new RefusedException("task.stood-aside");
        var roles = visitor.Roles.Select(held => held.Role).Append(task.Role).ToArray(); // whoever does the task sees what it takes
        var sight = aside ? AnswerSight.OnCase(file.Service, roles) : AnswerSight.AtTask(file.Service, task.Step, task.Role);
        var name = sight.Name(Sights.Of(roles, PersonalField.Name));
        var list = task.Kind == RoundKind.Decision ? await meetings.ListAsync(task.Id, cancellation) : null;
        var view = new TaskView
        {
            Task = task,
            Round = file.Rounds.First(round => round.Id == task.RoundId),
            Case = file.Case,
            Service = file.Service,
            OnRecord = task.Kind is RoundKind.Payout or RoundKind.Correction && await payees.OnRecordAsync(file.Case, today, cancellation) is { } entitled
                ? Mask.Name(entitled.Name, Sights.Of(roles, PersonalField.Name)) : null,
            Wait = await db.Set<AgencyWait>().AsNoTracking().FirstOrDefaultAsync(wait => wait.RoundId == task.RoundId && wait.EndedAt == null, cancellation),
            SentBack = await SentBackAsync(file.Rounds.First(round => round.Id == task.RoundId), cancellation),
            CameBack = task.Kind == RoundKind.Correction ? CameBack.Of(await payouts.PaysAgainAsync(file, file.Rounds.First(round => round.Id == task.RoundId), cancellation)) : null,
            Person = Mask.Name(person.Name, name),
            Sight = sight,
            Place = await dossiers.PlaceAsync(file.Case.UnitId, cancellation),
            Dossier = await dossiers.ReadAsync(file, task.Role, sight, withNumbers, withProposal: true, cancellation),
            Way = await Passage.OfAsync(db, file, cancellation),
            Returns = await DecideOneOfMany.ReturnsAsync(db, file.Case.Id, cancellation),
            Due = clock is null ? null : new Deadline(clock.DueOn, clock.Provisional),
            Left = DaysLeft.Of(clock, file.Calendar, today, file.Service.Description),
            Today = today,
            Meeting = list is { HoldsTasks: true } ? list : null,
            Gathered = list is { HoldsTasks: false } && task.IsOpen ? list : null,
            Deferrals = task.Kind == RoundKind.Decision && task.IsOpen ? await meetings.DeferralsAsync(task.RoundId, cancellation) : [],
            Besides = await besides.ReadAsync(file, visitor, cancellation),
            VisitWaitsForSecond = task.Kind == RoundKind.HomeVisit && await db.Set<HomeVisit>().AnyAsync(visit => visit.RoundId == task.RoundId, cancellation),
            ClaimedBy = task.AssigneeId is { } who && who != visitor.Account!.Id && who != relation.For && task.ForId != visitor.Account.Id ? StoodIn.Name(names!, inStead) : null,
            For = inStead,
            StoodAside = aside,
            Covers = relation.Covers ? await dossiers.PlaceAsync(task.UnitId, cancellation) : null,
            Seat = task.Kind != RoundKind.HomeVisit ? null
                : VisitSeat.Of(task.Id, await db.Set<ReviewTask>().AsNoTracking().Where(seat => seat.RoundId == task.RoundId).ToListAsync(cancellation), visitor.Account!.Id),
        };
        if (view.MayDecide && await desk.WhyKeptAwayAsync(task, file, relation, cancellation) is { } why)
            view = view with { KeptAway = new(new(Texts.Say(why, "zh-CN"), Texts.Say(why, "en")), await OthersAsync(file, view, visitor.Account!.Id, cancellation)) };
        if (!view.Dossier.Correctable.IsEmpty && !await MayCorrectAsync(file, view, principal ?? visitor.Account!.Id, cancellation))
            view = view with { Dossier = view.Dossier with { Correctable = [] } };
        return view with { Phrases = await phrases.ReadAsync(view, visitor, cancellation), Given = await giving.ReadAsync(view, file, visitor, cancellation), Since = await since.ReadAsync(view, visitor.Actor, cancellation) };
    }

    private async Task<bool> StoodAsideAsync(CaseFile file, AccountId visitor, AccountId? principal, CancellationToken cancellation)
    {
        var (id, people) = (file.Case.Id, new[] { visitor, principal ?? visitor });
        return file.Case.SomebodyStoodAside && await work.Db.Set<Decision>().AnyAsync(one => one.CaseId == id && one.Verdict == Verdict.Recuse && people.Contains(one.AccountId), cancellation);
    }

    /// <summary>Answers are corrected by who may decide the task, and by nobody else who reads it: not by who is only asked for advice, nor while a colleague has it or it rests.</summary>
    private async Task<bool> MayCorrectAsync(CaseFile file, TaskView view, AccountId who, CancellationToken cancellation) =>
        view.Task is { IsOpen: true, Purpose: TaskPurpose.Decide, State: not TaskState.OnHold } && view is { ClaimedBy: null, Meeting: null, Case.HeldAt: null }
        && (await rounds.WhoMayAsync(file, view.Round, view.Task, cancellation)).Any(one => one.Id == who);

    /// <summary>Who may do it instead: whose it is, or else those of its role; of a task that is the visitor's by name those who may take it over.</summary>
    private async Task<ImmutableArray<LocalText>> OthersAsync(CaseFile file, TaskView view, AccountId visitor, CancellationToken cancellation)
    {
        var (task, owner) = (view.Task, view.Task.ForId ?? view.Task.AssigneeId);
        var may = await rounds.WhoMayAsync(file, view.Round, task, cancellation, ofRole: task.Named && owner == visitor);
        var theirs = owner is { } one && one != visitor ? may.Where(account => account.Id == one).ToList() : [];
        return [.. (theirs.Count > 0 ? theirs : may.Where(account => account.Id != visitor)).Take(Giving.SignerRow.MostNames).Select(account => new LocalText(account.NameZh, account.NameEn))];
    }

    /// <summary>A return and the step that it leads to come in one commit.</summary>
    private Task<SentBack?> SentBackAsync(Round round, CancellationToken cancellation)
    {
        var (db, id, at) = (work.Db, round.CaseId, round.OpenedAt);
        return (from decision in db.Set<Decision>().AsNoTracking()
                where decision.CaseId == id && decision.At == at && decision.Verdict == Verdict.Return
                join account in db.Set<Account>() on decision.AccountId equals account.Id
                select new SentBack(new(account.NameZh, account.NameEn), decision.Step, decision.At, decision.Opinion)).FirstOrDefaultAsync(cancellation);
    }
}
