using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;

namespace AidWorkflow.Cases.Organisation;

/// <summary>One part of a divided unit, and which of its children go there.</summary>
/// <param name="CarriesOn">The one part that takes over the open cases of the divided unit itself.</param>
public sealed record UnitPart(NewUnit Unit, IReadOnlyCollection<UnitId> Children, bool CarriesOn = false);

/// <summary>A unit closes and two or more new ones under the same parent share its area.</summary>
public sealed class SplitUnit(UnitTree tree, UnitNaming naming, AuditTrail audit)
{
    public async Task<IReadOnlyList<Unit>> RunAsync(
        UnitId id, IReadOnlyList<UnitPart> parts, DateOnly on, Actor actor, CancellationToken cancellation)
    {
        var unit = await tree.ForChangeAsync(id, on, actor, cancellation);
        if (unit.ParentId is not { } parent || parts.Count < 2 || parts.Count(part => part.CarriesOn) != 1 || parts.Any(part => part.Unit.Level != unit.Level))
            throw new RefusedException("unit.split-parts", null, ("unit", unit.Called()));
        var children = await tree.ChildrenAsync(id, cancellation);
        foreach (var child in children)
        {
            if (parts.Count(part => part.Children.Contains(child.Id)) != 1)
                throw new RefusedException("unit.child-not-allotted", null, ("unit", child.Called()));
        }

        var refusals = new Refusals();
        for (var index = 0; index < parts.Count; index++)
        {
            var (part, field) = (parts[index].Unit, $"part{index + 1}.");
            await refusals.TryAsync(() => naming.CheckAsync(part, id, field, cancellation));
            refusals.Require(parts.Take(index).All(one => one.Unit.DivisionCode != part.DivisionCode), new RefusedException("unit.code-taken", $"{field}code", ("code", part.DivisionCode), ("unit", part.NameZh)));
        }

        refusals.ThrowIfAny();
        var opened = new List<Unit>();
        foreach (var part in parts)
        {
            var piece = await tree.OpenAsync(parent, part.Unit, on, cancellation);
            foreach (var child in children.Where(child => part.Children.Contains(child.Id)))
                await tree.MoveAsync(child, piece.Id, on, cancellation);
            opened.Add(piece);
        }

        var heir = opened[parts.ToList().FindIndex(part => part.CarriesOn)];
        await tree.CloseAsync(unit, heir.Id, on, cancellation);
        audit.Record($"unit:{id}", "unit.split", actor, ("into", string.Join(' ', opened.Select(piece => piece.Id))), ("on", $"{on:yyyy-MM-dd}"));
        return opened;
    }
}
