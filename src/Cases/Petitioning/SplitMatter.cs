using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Makes two of a matter that raises two requests (分案): the second has a number and limits of its own, which run from the day on which the first was received.</summary>
public sealed class SplitMatter(IUnitOfWork work, MatterHands hands, RegisterVisit register, MatterLinks links, AuditTrail audit, TimeProvider time)
{
    /// <summary>Standings behind which a request is answered together with the others.</summary>
    private static readonly PetitionStatus[] Early = [PetitionStatus.Registered, PetitionStatus.OnItsWay, PetitionStatus.AtBody, PetitionStatus.Objected, PetitionStatus.Handling];

    /// <param name="raised">The request that goes its own way.</param>
    /// <returns>The matter of that request.</returns>
    /// <exception cref="RefusedException">matter.unknown, matter.not-yours, matter.recused, matter.over, split.answered, split.accusation, link.why, and what is wrong with the request as at its registration</exception>
    public async Task<Matter> RunAsync(MatterId id, MatterCommand raised, string why, Actor actor, CancellationToken cancellation)
    {
        var from = await hands.TakeAsync(id, [Role.DeskClerk, Role.RightsOfficer], actor, cancellation);
        if (from.ClosedOn is { } over)
            throw new RefusedException("matter.over", null, ("on", over));
        if (await work.Db.Set<Petition>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation) is { } petition && !Early.Contains(petition.Status))
            throw new RefusedException("split.answered", null, ("status", PetitionWords.Of(petition.Status)));
        var refusals = new Refusals();
        MatterLinks.Check(why, refusals);
        var made = await refusals.TryAsync(() => register.OutOfAsync(from, raised, actor, cancellation));
        refusals.ThrowIfAny();
        links.Add(made!.Id, id, MatterLinkKind.SplitFrom, LocalDay.Today(time), why, actor);
        audit.Record($"matter:{id}", "matter.split", actor, ("other", made.Id.ToString()), ("kind", raised.Kind.ToString()));
        return made;
    }
}
