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

/// <summary>Tells whoever has decided what they did, and who is next.</summary>
public sealed class DecidedReading(IUnitOfWork work, ServiceCatalogue services)
{
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
        var person = await db.Set<Person>().AsNoTracking().Where(one => one.Id == theCase.ApplicantId).Select(one => one.Name).FirstAsync(cancellation);
        var role = await db.Set<ReviewTask>().AsNoTracking().Where(task => task.Id == decision.TaskId).Select(task => task.Role).FirstAsync(cancellation);
        var sight = AnswerSight.AtTask(await services.GetAsync(db, theCase.ServiceVersionId, cancellation), decision.Step, role);
        var (name, did) = (Mask.Name(person, sight.Name(Sights.Of(visitor.Roles.Select(held => held.Role), PersonalField.Name))), StepWords.Did(round.Kind, decision.Verdict, round.Plan.Part, await AgainAsync(decision, round, cancellation)));
        var to = decision.Verdict == Verdict.Return && rounds.LastOrDefault(one => one.State == RoundState.Open) is { } target ? StepWords.Of(target.Step) : null;
        var next = await NextAsync(theCase, rounds, cancellation);
        return new(
            $"{name}（{StepWords.Of(round.Step).Zh}）：已{did.Zh}{(to is null ? "" : $"到“{to.Zh}”")}。{next.Zh}",
            $"{name}, {StepWords.Of(round.Step).En}: {did.En}{(to is null ? "" : $" to “{to.En}”")}. {next.En}");
    }

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

        var (db, next) = (work.Db, new List<LocalText>());
        foreach (var round in rounds.Where(round => round.State == RoundState.Open))
        {
            var seat = await db.Set<ReviewTask>().AsNoTracking().Where(task => task.RoundId == round.Id && (task.State == TaskState.Assigned || task.State == TaskState.InProgress))
                .Join(db.Set<Unit>(), task => task.UnitId, unit => unit.Id, (task, unit) => new { task.Role, unit.NameZh, unit.NameEn }).FirstOrDefaultAsync(cancellation);
            var due = await db.Set<CaseClock>().AsNoTracking().Where(clock => clock.RoundId == round.Id && clock.State == ClockState.Running).Select(clock => (DateOnly?)clock.DueOn).FirstOrDefaultAsync(cancellation);
            var notice = round.Kind != RoundKind.Notice ? null
                : await db.Set<PublicNotice>().AsNoTracking().Where(one => one.RoundId == round.Id).Select(one => new NoticeSpan(one.Days, one.DayType, one.ToDay)).FirstOrDefaultAsync(cancellation);
            next.Add(NextWords.Of(new NextStep(round.Step, round.Kind, seat?.Role, seat is null ? null : new(seat.NameZh, seat.NameEn), null, due) { Notice = notice }));
        }

        return next.Count == 0
            ? new("案件由系统继续办理。", "The case goes on by itself.")
            : new($"下一步：{string.Join("；", next.Select(one => one.Zh))}。", $"Next: {string.Join("; ", next.Select(one => one.En))}.");
    }
}
