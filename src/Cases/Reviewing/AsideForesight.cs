using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What becomes of a task when whoever has it stands aside from its case.</summary>
/// <param name="GoesBackTo">Whoever asked for an answer, who decides without it; null where no answer was asked.</param>
/// <param name="Others">Those who are asked instead; null where nobody is, and the vote goes on without the seat.</param>
/// <param name="HasMore">They have other tasks in the case, which go to others too.</param>
public sealed record AsideForeseen(LocalText? GoesBackTo, ImmutableArray<LocalText>? Others, bool HasMore);

/// <summary>Stands aside on a scope that is never committed, and tells what came of it before somebody confirms it.</summary>
public sealed class AsideForesight(IUnitOfWork work, DecideTask decide, CaseFiles files, Rounds rounds, Organisation.Directory directory)
{
    /// <exception cref="RefusedException">What <see cref="DecideTask"/> refuses.</exception>
    public async Task<AsideForeseen> AfterAsync(TaskId id, string words, Actor actor, CancellationToken cancellation)
    {
        var receipt = await decide.DecideAsync(new(id, Verdict.Recuse, words), actor, cancellation);
        var all = work.Db.ChangeTracker.Entries<ReviewTask>().ToArray();
        var task = all.First(entry => entry.Entity.Id == id).Entity;
        var more = all.Any(entry => entry.State != EntityState.Added && entry.Entity.Id != id && entry.Entity.PreviousId != id && entry.Entity.CancelledBecause is "reassigned" or "recalled");
        if (task.Purpose == TaskPurpose.Advise)
            return new(await directory.NameAsync(task.GivenById, cancellation) ?? LocalText.Same(""), null, more);
        if (all.FirstOrDefault(entry => entry.State == EntityState.Added && entry.Entity.PreviousId == id && entry.Entity.Purpose == TaskPurpose.Decide)?.Entity is not { } anew)
            return new(null, null, more);
        var file = await files.LoadAsync(receipt.Case, actor, cancellation);
        var may = await rounds.WhoMayAsync(file, file.OpenRound(anew.RoundId), anew, cancellation);
        return new(null, [.. may.Select(account => new LocalText(account.NameZh, account.NameEn))], more);
    }
}
