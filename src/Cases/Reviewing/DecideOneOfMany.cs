using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A decision that is made together with others (批量): only where nobody's money or right hangs on this one word.</summary>
public sealed class DecideOneOfMany(IUnitOfWork work, DecideTask decide)
{
    /// <exception cref="RefusedException">many.not-this, and what <see cref="DecideTask"/> refuses.</exception>
    public async Task<DecisionReceipt> DecideAsync(DecideCommand command, Actor actor, CancellationToken cancellation)
    {
        var found = await work.Db.Set<ReviewTask>().AsNoTracking().Where(task => task.Id == command.Task)
            .Join(work.Db.Set<Round>(), task => task.RoundId, round => round.Id, (task, round) => new { task.Kind, task.Role, task.Purpose, round.Plan }).FirstOrDefaultAsync(cancellation)
            ?? throw new RefusedException("task.unknown");
        if (!MayBe(found.Kind, found.Role, found.Plan) || found.Purpose != TaskPurpose.Decide || command.Verdict is not (Verdict.Approve or Verdict.Return) || command.ReturnTo == StepNames.Supplement)
            throw new RefusedException("many.not-this");
        return await decide.DecideAsync(command, actor, cancellation);
    }

    /// <summary>Whether tasks like this may be decided with others.</summary>
    public static bool MayBe(RoundKind kind, Role role, ReviewPlan plan) => kind == RoundKind.Review && role != Role.VillageHelper && !plan.Signed;
}
