using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A decision that is made together with others (批量): only where nobody's money or right hangs on this one word, and nothing about the case asks for a look of its own.</summary>
public sealed class DecideOneOfMany(IUnitOfWork work, DecideTask decide)
{
    /// <summary>A case that was sent back more often is read by itself.</summary>
    private const int MostReturns = 2;

    /// <exception cref="RefusedException">many.not-this, many.duplicate, many.relative, many.returned-often, and what <see cref="DecideTask"/> refuses.</exception>
    public async Task<DecisionReceipt> DecideAsync(DecideCommand command, Actor actor, CancellationToken cancellation)
    {
        var found = await work.Db.Set<ReviewTask>().AsNoTracking().Where(task => task.Id == command.Task)
            .Join(work.Db.Set<Round>(), task => task.RoundId, round => round.Id, (task, round) => new { task.Kind, task.Role, task.Purpose, task.State, task.CaseId, round.Plan }).FirstOrDefaultAsync(cancellation)
            ?? throw new RefusedException("task.unknown");
        if (!MayBe(found.Kind, found.Role, found.Plan) || found.Purpose != TaskPurpose.Decide || command.Verdict is not (Verdict.Approve or Verdict.Return) || command.ReturnTo == StepNames.Supplement)
            throw new RefusedException("many.not-this");
        if (found.State is TaskState.Assigned or TaskState.InProgress && await WhyAloneAsync(found.CaseId, cancellation) is { } alone)
            throw new RefusedException(alone);
        return await decide.DecideAsync(command, actor, cancellation);
    }

    /// <summary>Whether tasks like this may be decided with others.</summary>
    public static bool MayBe(RoundKind kind, Role role, ReviewPlan plan) => kind == RoundKind.Review && role != Role.VillageHelper && !plan.Signed;

    /// <summary>What about its case asks that it be decided by itself.</summary>
    /// <param name="duplicate">It looked like another case when it was sent in.</param>
    /// <param name="returns">How often it was sent back.</param>
    /// <returns>The code of the refusal; null where it may be decided with others.</returns>
    public static string? WhyAlone(bool duplicate, bool relative, int returns) =>
        duplicate ? "many.duplicate" : relative ? "many.relative" : returns > MostReturns ? "many.returned-often" : null;

    private async Task<string?> WhyAloneAsync(CaseId id, CancellationToken cancellation) => WhyAlone(
        (await PassedLikeness.AmongAsync(work.Db, [id], cancellation)).Contains(id),
        await work.Db.Set<AidCase>().AnyAsync(one => one.Id == id && one.RelativeOfStaff, cancellation),
        await ReturnsAsync(work.Db, id, cancellation));

    /// <summary>How often a case was sent back; what was taken back was not.</summary>
    public static Task<int> ReturnsAsync(DbContext db, CaseId id, CancellationToken cancellation) =>
        db.Set<Decision>().CountAsync(one => one.CaseId == id && one.Verdict == Verdict.Return && !db.Set<ReviewTask>().Any(task => task.Id == one.TaskId && task.TakenBackAt != null), cancellation);
}
