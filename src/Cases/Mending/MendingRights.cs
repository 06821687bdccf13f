using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Mending;

/// <summary>Who may look after what is stuck: the administrator of the case's area; for what belongs to no case, of the whole area.</summary>
public sealed class MendingRights(IUnitOfWork work, Scopes scopes)
{
    /// <exception cref="RefusedException">mending.not-yours</exception>
    public async Task RequireAsync(Actor actor, CaseId? about, CancellationToken cancellation)
    {
        if (!await MayAsync(actor, about, cancellation))
            throw new RefusedException("mending.not-yours");
    }

    public async Task<bool> MayAsync(Actor actor, CaseId? about, CancellationToken cancellation)
    {
        // The command line is nobody's account: whoever has the database and the keys already.
        if (actor.Account is null)
            return true;
        var scope = await scopes.OfAsync(actor, [Role.Administrator], cancellation);
        if (scope.IsEmpty)
            return false;
        if (about is { } id)
            return await work.Db.Set<AidCase>().Where(aidCase => aidCase.Id == id).Within(scope, work.Db).AnyAsync(cancellation);

        // The province stands above the city in the tree and has no cases of its own: the whole area is every city.
        var cities = await work.Db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City && unit.ValidTo == null).Select(unit => unit.Id).ToListAsync(cancellation);
        foreach (var city in cities)
        {
            if (!await scope.SeesAsync(city, work.Db, cancellation))
                return false;
        }

        return cities.Count > 0;
    }
}
