using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// Which matters exist for somebody: those of their area. An accusation, and a note of what is said among people, is for the section for the protection of rights and for whoever received it, an accusation
/// for nobody whom it accuses (art. 30): lists, counts, pages and acts all ask here.
/// </summary>
public sealed class MatterSight(IUnitOfWork work, Scopes scopes)
{
    public static readonly ImmutableArray<Role> Readers = [Role.DeskClerk, Role.RightsOfficer, Role.UnitHead, Role.Leader, Role.Auditor];

    /// <param name="roles">Only posts of these count; all that read the register where none are named.</param>
    public async Task<IQueryable<Matter>> OfAsync(Actor actor, ImmutableArray<Role> roles, CancellationToken cancellation)
    {
        if (actor.Account is not { } account)
            return work.Db.Set<Matter>().Where(matter => false);
        var area = work.Db.Set<Matter>().Within(await scopes.OfAsync(actor, roles.IsEmpty ? Readers : roles, cancellation), work.Db);
        var closed = work.Db.Set<Matter>().Within(await scopes.OfAsync(actor, [Role.RightsOfficer], cancellation), work.Db).Select(matter => matter.Id);
        return area.Where(matter => !work.Db.Set<MatterAccused>().Any(accused => accused.MatterId == matter.Id && accused.AccountId == account)
            && (matter.FirstContact == account || closed.Contains(matter.Id) || (matter.Kind != MatterKind.OpinionNote && !work.Db.Set<Petition>().Any(petition => petition.Id == matter.Id && petition.Class == PetitionClass.Accusation))));
    }
}
