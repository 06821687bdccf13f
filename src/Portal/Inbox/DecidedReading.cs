using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Dossiers;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>What somebody did with a task beside deciding it.</summary>
public enum Done
{
    /// <summary>Of the task that was written for whoever took it over.</summary>
    Transferred,
    TakenBack,
    SignerRemoved,
}

/// <summary>Tells whoever has decided, or given a task away, what they did, and who is next.</summary>
public sealed class DecidedReading(IUnitOfWork work, ServiceCatalogue services, TaskRelations relations, TimeProvider time)
{
    /// <param name="of">The task.</param>
    /// <returns>Null where the visitor did no such thing with it.</returns>
    public async Task<LocalText?> ReadAsync(Done done, Guid of, Visitor visitor, CancellationToken cancellation)
    {
        var (db, id) = (work.Db, new TaskId(of));
        if (visitor.Account?.Id is not { } account || await db.Set<ReviewTask>().AsNoTracking().FirstOrDefaultAsync(task => task.Id == id, cancellation) is not { } task)
            return null;
        var did = done switch
        {
            Done.Transferred => task.GivenById == account,
            Done.TakenBack => task.TakenBackAt is not null && task.AssigneeId == account,
            _ => await relations.OfAsync(task, visitor.Actor, LocalDay.Today(time), cancellation) is not null,
        };
        if (!did)
            return null;
        var theCase = await db.Set<AidCase>().AsNoTracking().FirstAsync(one => one.Id == task.CaseId, cancellation);
        var (name, step) = (await NameAsync(theCase, task.Step, task.Role, visitor, cancellation), StepWords.Of(task.Step));
        var who = await db.Set<Account>().AsNoTracking().Where(one => one.Id == task.AssigneeId).Select(one => new LocalText(one.NameZh, one.NameEn)).FirstOrDefaultAsync(cancellation);
        var said = done switch
        {
            Done.Transferred => new LocalText($"已转办给{who?.Zh}，由其负责办理。", $"transferred to {who?.En}, who is responsible for it now."),
            Done.TakenBack => new("已取回意见，原意见留在记录里，这一环节仍由您办理。", "your opinion is taken back and stays on record; the step is yours to decide."),
            _ => new("已减签，不再请其签批。", "the signer is removed and no longer asked."),
        };
        return new($"{name}（{step.Zh}）：{said.Zh}", $"{name}, {step.En}: {said.En}");
    }

    /// <returns>Null where it is nobody's, or somebody else's decision.</returns>
    public async Task<LocalText?> ReadAsync(Guid id, Visitor visitor, CancellationToken cancellation)
    {
        var (db, wanted) = (work.Db, DecisionId.Of(id));
        if (visitor.Account?.Id is not { } account
            || await db.Set<Decision>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == wanted && one.AccountId == account, cancellation) is not { } decision)
            return null;
        var rounds = await db.Set<Round>().AsNoTracking().Where(round => round.CaseId == decision.CaseId).OrderBy(round => round.OpenedAt).ToListAsync(cancellation);
        var round = rounds.First(one => one.Id == decision.RoundId);
        var theCase = await db.Set<AidCase>().AsNoTracking().FirstAsync(one => one.Id == decision.CaseId, cancellation);
        var role = await db.Set<ReviewTask>().AsNoTracking().Where(task => task.Id == decision.TaskId).Select(task => task.Role).FirstAsync(cancellation);
        var (name, did) = (await NameAsync(theCase, decision.Step, role, visitor, cancellation), StepWords.Did(round.Kind, decision.Verdict, round.Plan.Part, await AgainAsync(decision, round, cancellation)));
        var to = decision.Verdict == Verdict.Return && rounds.LastOrDefault(one => one.State == RoundState.Open) is { } target ? StepWords.Of(target.Step) : null;
        var next = await NextAsync(theCase, rounds, cancellation);
        return new(
            $"{name}（{StepWords.Of(round.Step).Zh}）：已{did.Zh}{(to is null ? "" : $"到“{to.Zh}”")}。{next.Zh}",
            $"{name}, {StepWords.Of(round.Step).En}: {did.En}{(to is null ? "" : $" to “{to.En}”")}. {next.En}");
    }

    /// <summary>The applicant's, as far as the step shows it to the visitor.</summary>
    private async Task<string> NameAsync(AidCase theCase, string step, Role role, Visitor visitor, CancellationToken cancellation)
    {
        var person = await work.Db.Set<Person>().AsNoTracking().Where(one => one.Id == theCase.ApplicantId).Select(one => one.Name).FirstAsync(cancellation);
        return Mask.Name(person, AnswerSight.AtTask(await services.GetAsync(work.Db, theCase.ServiceVersionId, cancellation), step, role).Name(Sights.Of(visitor.Roles.Select(held => held.Role), PersonalField.Name)));
    }

    private async Task<LocalText?> NameAsync(AccountId? who, CancellationToken cancellation) => who is null ? null
        : await work.Db.Set<Account>().AsNoTracking().Where(one => one.Id == who).Select(one => new LocalText(one.NameZh, one.NameEn)).FirstOrDefaultAsync(cancellation);

    /// <summary>As <see cref="StepWords.Did"/> asks for it.</summary>
    private Task<bool> AgainAsync(Decision decision, Round round, CancellationToken cancellation) => round.Kind == RoundKind.HomeVisit
        ? work.Db.Set<Decision>().AnyAsync(one => one.RoundId == round.Id && one.At < decision.At, cancellation)
        : work.Db.Set<Decision>().Where(one => one.CaseId == decision.CaseId && one.At < decision.At && one.Verdict == Verdict.Complete)
            .AnyAsync(one => work.Db.Set<Round>().Any(earlier => earlier.Id == one.RoundId && earlier.Kind == RoundKind.Completeness), cancellation);

    /// <summary>Whose turn it is now.</summary>
    private async Task<LocalText> NextAsync(AidCase theCase, List<Round> rounds, CancellationToken cancellation)
    {
        if (theCase.Outcome is { } outcome)
        {
            var closed = NextWords.Closed(outcome);
            return new($"申请已{closed.Zh}。", $"{char.ToUpperInvariant(closed.En[0])}{closed.En[1..]}.");
        }

        var (db, next, today) = (work.Db, new List<LocalText>(), LocalDay.Today(time));
        foreach (var round in rounds.Where(round => round.State == RoundState.Open))
        {
            // Whoever is asked for an answer does not do the step: it waits for them, and somebody else decides it.
            var tasks = await db.Set<ReviewTask>().AsNoTracking().Where(task => task.RoundId == round.Id && (task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold)).ToListAsync(cancellation);
            var seat = tasks.Where(task => task.Purpose == TaskPurpose.Decide).OrderBy(task => task.State == TaskState.OnHold).ThenBy(task => task.CreatedAt).ThenBy(task => task.SeatKey, StringComparer.Ordinal).FirstOrDefault();
            var unit = seat is null ? null : await db.Set<Unit>().AsNoTracking().Where(one => one.Id == seat.UnitId).Select(one => new LocalText(one.NameZh, one.NameEn)).FirstAsync(cancellation);
            var due = await db.Set<CaseClock>().AsNoTracking().Where(clock => clock.RoundId == round.Id && clock.State == ClockState.Running && clock.DueOn >= today).Select(clock => (DateOnly?)clock.DueOn).FirstOrDefaultAsync(cancellation);
            var notice = round.Kind != RoundKind.Notice ? null
                : await db.Set<PublicNotice>().AsNoTracking().Where(one => one.RoundId == round.Id).Select(one => new NoticeSpan(one.Days, one.DayType, one.ToDay)).FirstOrDefaultAsync(cancellation);
            next.Add(NextWords.Of(new NextStep(round.Step, round.Kind, seat?.Role, unit, await NameAsync(seat?.AssigneeId, cancellation) is { } has ? [has] : null, due)
            {
                Notice = notice,
                Awaits = seat?.State != TaskState.OnHold ? null : await NameAsync(tasks.Find(task => task.PreviousId == seat.Id && task.Purpose == TaskPurpose.Advise)?.AssigneeId, cancellation),
            }));
        }

        return next.Count == 0
            ? new("案件由系统继续办理。", "The case goes on by itself.")
            : new($"下一步：{string.Join("；", next.Select(one => one.Zh))}。", $"Next: {string.Join("; ", next.Select(one => one.En))}.");
    }
}
