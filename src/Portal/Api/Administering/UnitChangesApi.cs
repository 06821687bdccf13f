using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Reorganising;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>Units renamed, moved, opened, merged, split and closed; each change can be looked at before, with what it moves.</summary>
internal static class UnitChangesApi
{
    public static void MapUnitChanges(this RouteGroupBuilder admin)
    {
        var units = admin.MapGroup("/units/{id:guid}");
        units.MapGet("/choices", (Guid id, UnitChanging changing) => changing.ChoicesAsync(id)).Called("unitChoices", "Where a unit may go: under which others, to which of its own level, and what lies below it.");
        units.MapPost("/rename", (Guid id, Renaming said, UnitChanging changing) => changing.DoAsync(id, said)).TakesKey().Called("renameUnit", "Rename a unit; papers of earlier days keep the earlier name.");
        units.MapPost("/move", (Guid id, Moving said, UnitChanging changing) => changing.DoAsync(id, said)).TakesKey().Called("moveUnit", "Put a unit under another.");
        units.MapPost("/open", (Guid id, Opening said, UnitChanging changing) => changing.DoAsync(id, said)).TakesKey().Called("openUnit", "Set up a unit below this one.");
        units.MapPost("/merge", (Guid id, Merging said, UnitChanging changing) => changing.DoAsync(id, said)).TakesKey().Called("mergeUnit", "Merge a unit into another of its level.");
        units.MapPost("/split", (Guid id, Splitting said, UnitChanging changing) => changing.DoAsync(id, said)).TakesKey().Called("splitUnit", "Split a unit into new ones.");
        units.MapPost("/close", (Guid id, Closing said, UnitChanging changing) => changing.DoAsync(id, said)).TakesKey().Called("closeUnit", "Close a unit.");

        units.MapPost("/rename/check", (Guid id, Renaming said, UnitChanging changing) => changing.CheckAsync(id, said)).Called("checkRenamingUnit", Looked);
        units.MapPost("/move/check", (Guid id, Moving said, UnitChanging changing) => changing.CheckAsync(id, said)).Called("checkMovingUnit", Looked);
        units.MapPost("/open/check", (Guid id, Opening said, UnitChanging changing) => changing.CheckAsync(id, said)).Called("checkOpeningUnit", Looked);
        units.MapPost("/merge/check", (Guid id, Merging said, UnitChanging changing) => changing.CheckAsync(id, said)).Called("checkMergingUnit", Looked);
        units.MapPost("/split/check", (Guid id, Splitting said, UnitChanging changing) => changing.CheckAsync(id, said)).Called("checkSplittingUnit", Looked);
        units.MapPost("/close/check", (Guid id, Closing said, UnitChanging changing) => changing.CheckAsync(id, said)).Called("checkClosingUnit", Looked);
    }

    private const string Looked = "What that would move, and what it would be refused for. Nothing is changed.";
}

/// <summary>Does a change of a unit for whoever asks, or only looks at it.</summary>
internal sealed class UnitChanging(HouseReading reading, UnitDesk desk, DryRun dryRun, TimeProvider time, Asking asking)
{
    /// <exception cref="RefusedException">unit.unknown, also where it lies outside this administrator's area.</exception>
    public async Task<UnitChoices> ChoicesAsync(Guid id) => await reading.UnitAsync(new(id), asking.Actor, asking.Cancellation) is null
        ? throw new RefusedException("unit.unknown", null, ("unit", id)) : await desk.ChoicesAsync(new(id), asking.Actor, asking.Cancellation);

    public Task<UnitsChanged> DoAsync(Guid id, IUnitSaid said) => Told.Async(said.Fields, async () =>
        new UnitsChanged(await (await ReadAsync(id, said)).DoAsync(new KeyedActs(asking, said), asking.Cancellation)));

    public Task<UnitMoves> CheckAsync(Guid id, IUnitSaid said) => Told.Async(said.Fields, async () =>
    {
        var change = await ReadAsync(id, said);
        await change.TryAsync(dryRun, asking.Cancellation);
        return UnitMoves.Of(await desk.EffectsAsync(new(id), change.Closes, asking.Cancellation));
    });

    private async Task<UnitChange> ReadAsync(Guid id, IUnitSaid said) => said.Read(new(id), await ChoicesAsync(id), said.On ?? LocalDay.Today(time), asking.Actor);
}
