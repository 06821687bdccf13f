using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Giving;

/// <summary>One seat of the round that a task belongs to.</summary>
/// <param name="Who">The person; where it is nobody's yet those who may take it, with their role.</param>
/// <param name="Said">What they decided; null while they have not.</param>
/// <param name="Waits">They wait for a signer who comes first, or for an answer.</param>
/// <param name="AddedBy">Who added the signer to this case.</param>
public sealed record SignerRow(string Seat, LocalText Who, Verdict? Said, bool Asked, bool Waits, LocalText? AddedBy, bool MayRemove)
{
    /// <summary>More names would not be read.</summary>
    internal const int MostNames = 5;

    public required Role Role { get; init; }

    /// <summary>Somebody has it; otherwise it waits for one of those who may take it.</summary>
    public bool IsTaken { get; init; }

    /// <summary>What its vote weighs.</summary>
    public int Weight { get; init; }

    /// <summary>Seats of a later stage are asked when the earlier ones have agreed.</summary>
    public int Stage { get; init; }

    /// <summary>Some of those who may take a seat, and in what capacity.</summary>
    internal static LocalText Of(Role role, IReadOnlyList<LocalText> names)
    {
        var (what, more) = (role.Words(), names.Count > MostNames);
        return names.Count == 0 ? what : new(
            $"{string.Join("、", names.Take(MostNames).Select(name => name.Zh))}{(more ? " 等" : "")}（{what.Zh}）",
            $"{string.Join(", ", names.Take(MostNames).Select(name => name.En))}{(more ? " and others" : "")} ({what.En})");
    }
}

/// <summary>How a task came to whoever has it, and who else has a say.</summary>
/// <param name="By">Who gave it to them.</param>
/// <param name="Awaited">Of whom an answer is awaited.</param>
/// <param name="TakeBack">The visitor's own decision on it, where it may still be taken back.</param>
public sealed record GivenTask(LocalText? By, string? Words, LocalText? Awaited, ImmutableArray<SignerRow> Signers, DecisionId? TakeBack)
{
    public static readonly GivenTask Plain = new(null, null, null, [], null);

    /// <summary>Why the visitor's own word can no longer be taken back; null where it can, or never could.</summary>
    public LocalText? Stands { get; init; }

    /// <summary>The task that was made when what was decided on this one was taken back.</summary>
    public TaskId? Anew { get; init; }
}

/// <summary>Reads what stands around a task that somebody gave, or that several decide.</summary>
public sealed class GivingReading(IUnitOfWork work, Cases.Reviewing.Rounds rounds, TakeBack takeBack)
{
    public async Task<GivenTask> ReadAsync(TaskView view, CaseFile file, Visitor visitor, CancellationToken cancellation)
    {
        var (task, round, db) = (view.Task, view.Round, work.Db);
        var alone = round.Plan.Seats.Length < 2 && task is { GivenById: null, State: not TaskState.OnHold and not TaskState.Completed };
        if (alone)
            return GivenTask.Plain;
        var tasks = await db.Set<ReviewTask>().AsNoTracking().Where(one => one.RoundId == round.Id).ToListAsync(cancellation);
        var decided = await db.Set<Decision>().AsNoTracking().Where(one => one.RoundId == round.Id && one.CaseId == round.CaseId).Select(one => new { one.Id, one.TaskId, one.AccountId, one.OnBehalfOfId, one.Verdict }).ToListAsync(cancellation);
        var people = tasks.SelectMany(one => new[] { one.AssigneeId, one.ForId, one.GivenById }).Concat(round.Plan.Seats.SelectMany(seat => new[] { seat.Person, seat.AddedBy })).Concat(decided.Select(one => one.OnBehalfOfId)).OfType<AccountId>().Distinct().ToArray();
        var names = await db.Set<Account>().AsNoTracking().Where(one => people.Contains(one.Id)).ToDictionaryAsync(one => one.Id, one => new LocalText(one.NameZh, one.NameEn), cancellation);
        LocalText? Name(AccountId? account) => account is { } id ? names.GetValueOrDefault(id) : null;

        var rows = new List<SignerRow>();
        foreach (var seat in round.Plan.Seats.Length < 2 ? [] : round.Plan.Seats)
        {
            var (last, cast) = (tasks.FindLast(one => one.SeatKey == seat.Key && one is { Purpose: TaskPurpose.Decide, IsOpen: true }),
                tasks.Find(one => one.SeatKey == seat.Key && one is { Purpose: TaskPurpose.Decide, State: TaskState.Completed, TakenBackAt: null }));
            var said = cast is null ? null : decided.Find(one => one.TaskId == cast.Id);
            var who = Name(cast?.AssigneeId ?? last?.AssigneeId ?? seat.Person)
                ?? SignerRow.Of(seat.Role, last is null ? [] : [.. (await rounds.WhoMayAsync(file, round, last, cancellation)).Where(account => !HasAnother(account.Id, seat.Key)).Select(account => new LocalText(account.NameZh, account.NameEn))]);
            rows.Add(new(seat.Key, StoodIn.Name(who, Name(said is null ? last?.ForId : said.OnBehalfOfId)), said?.Verdict, last is not null, last?.State == TaskState.OnHold, Name(seat.AddedBy),
                round.State == RoundState.Open && cast is null && seat.AddedBy is { } by && by == visitor.Account?.Id)
            {
                Role = seat.Role,
                IsTaken = last?.AssigneeId is not null,
                Weight = seat.Weight,
                Stage = seat.Stage,
            });
        }

        bool HasAnother(AccountId account, string key) => tasks.Exists(one => one.SeatKey != key && one.AssigneeId == account && one is { Purpose: TaskPurpose.Decide, State: not TaskState.Cancelled, TakenBackAt: null }); // one person, one seat

        var awaited = tasks.Find(one => one.PreviousId == task.Id && one is { IsOpen: true, Purpose: TaskPurpose.Advise });
        var mine = task is { State: TaskState.Completed, TakenBackAt: null, Purpose: TaskPurpose.Decide } && view.Case.IsOpen
            ? decided.Find(one => one.TaskId == task.Id && one.AccountId == visitor.Account?.Id && TakeBack.MayBe(task.Kind, one.Verdict))?.Id : null;
        var stands = mine is { } own ? await WhyItStandsAsync(own, visitor, cancellation) : null;
        if (stands is not null)
            mine = null;
        return new(Name(task.GivenById), task.GivenWords, Name(awaited?.AssigneeId), [.. rows], mine)
        {
            Stands = stands is null ? null : new(Texts.Say(stands, "zh-CN"), Texts.Say(stands, "en")),
            Anew = task.TakenBackAt is null ? null
                : await db.Set<ReviewTask>().Where(one => one.CaseId == task.CaseId && one.PreviousId == task.Id && one.Purpose == TaskPurpose.Decide).Select(one => (TaskId?)one.Id).FirstOrDefaultAsync(cancellation),
        };
    }

    /// <summary>Why taking it back would be refused now: the act itself is asked, so that what is offered and what is refused cannot come apart. Nothing is gone through for it: this is asked at each look at one's own finished task.</summary>
    private async Task<RefusedException?> WhyItStandsAsync(DecisionId decision, Visitor visitor, CancellationToken cancellation)
    {
        try
        {
            await takeBack.RequireAsync(decision, visitor.Actor, cancellation);
            return null;
        }
        catch (RefusedException refused)
        {
            return refused;
        }
    }
}
