using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Whose hands a matter may be in: whoever sees it, has the post and did not stand aside from it (art. 28).</summary>
public sealed class MatterHands(IUnitOfWork work, MatterSight sight)
{
    /// <returns>The matter, to be changed.</returns>
    /// <exception cref="RefusedException">matter.unknown: they do not see it; matter.not-yours: they do not hold the post; matter.recused</exception>
    internal async Task<Matter> TakeAsync(MatterId id, IReadOnlyCollection<Role> roles, Actor actor, CancellationToken cancellation)
    {
        if (!await (await sight.OfAsync(actor, [], cancellation)).AnyAsync(matter => matter.Id == id, cancellation))
            throw new RefusedException("matter.unknown");
        var matter = await (await sight.OfAsync(actor, [.. roles], cancellation)).FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("matter.not-yours");
        await RequireAsync(id, actor, cancellation);
        return matter;
    }

    /// <exception cref="RefusedException">matter.recused</exception>
    internal async Task RequireAsync(MatterId id, Actor actor, CancellationToken cancellation)
    {
        if (await IsOutAsync(id, actor, cancellation))
            throw new RefusedException("matter.recused");
    }

    /// <summary>Whether somebody stood aside from a matter, or was told to.</summary>
    public Task<bool> IsOutAsync(MatterId id, Actor actor, CancellationToken cancellation) =>
        work.Db.Set<MatterRecusal>().AnyAsync(recusal => recusal.MatterId == id && recusal.AccountId == actor.Account && recusal.EndedAt == null, cancellation);
}
