using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Signing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Writes out for somebody about to decide what their signature would stand under, as everything is now.</summary>
public sealed class StatementReading(IUnitOfWork work, CaseFiles files, Signatures signatures, TimeProvider time)
{
    /// <exception cref="RefusedException">task.unknown, round.closed, task.not-yours</exception>
    public async Task<SignedStatement> OfAsync(DecideCommand command, Actor actor, CancellationToken cancellation)
    {
        var task = await work.Db.Set<ReviewTask>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == command.Task, cancellation) ?? throw new RefusedException("task.unknown");
        var file = await files.LoadAsync(task.CaseId, actor, cancellation);
        return signatures.Of(file, file.OpenRound(task.RoundId), command, actor.Account ?? throw new RefusedException("task.not-yours"), time.GetUtcNow());
    }
}
