using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Applying;

/// <summary>A village is chosen from above: the units chosen so far, and those below to choose from.</summary>
public sealed record PlaceChoice(IReadOnlyList<Unit> Chosen, IReadOnlyList<Unit> Below);

/// <summary>Reads the tree of units for whoever looks for a village.</summary>
public sealed class Places(IUnitOfWork work, Units units, Competence competence, TimeProvider time)
{
    /// <param name="inside">The district or township that was chosen; null at the beginning.</param>
    public async Task<PlaceChoice> ReadAsync(Guid? inside, CancellationToken cancellation)
    {
        var chosen = new List<Unit>();
        for (var at = inside is { } start ? await work.Db.Set<Unit>().FindAsync([new UnitId(start)], cancellation) : null; at is { Level: UnitLevel.District or UnitLevel.Township };
             at = at.ParentId is { } above ? await units.GetAsync(above, cancellation) : null)
            chosen.Insert(0, at);
        var level = chosen.Count switch { 0 => UnitLevel.District, 1 => UnitLevel.Township, _ => UnitLevel.Village };
        return new(chosen, chosen.Count > 0
            ? await units.InAreaAsync(chosen[^1].Id, level, LocalDay.Today(time), cancellation)
            : await work.Db.Set<Unit>().AsNoTracking().Where(unit => unit.Level == level && unit.ValidTo == null).OrderBy(unit => unit.DivisionCode).ToListAsync(cancellation));
    }

    /// <summary>As <see cref="ReadAsync"/>, for a case that is handed over: that is done within the decider's own area.</summary>
    public async Task<PlaceChoice> DecidedByAsync(Actor decider, Guid? inside, CancellationToken cancellation)
    {
        var choice = await ReadAsync(inside, cancellation);
        if (choice.Chosen.Count > 0)
            return choice;
        var mine = new List<Unit>();
        foreach (var district in choice.Below)
            if (await competence.IsDeciderAsync(district.Id, decider, cancellation))
                mine.Add(district);
        return choice with { Below = mine };
    }
}
