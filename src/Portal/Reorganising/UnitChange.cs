using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Reorganising;

/// <summary>A change of a unit: to be tried without its commit, and to be done.</summary>
/// <param name="Closes">The unit is no more afterwards.</param>
/// <param name="DoAsync">Answers with the units that came of it.</param>
internal sealed record UnitChange(string Kind, bool Closes, Func<DryRun, CancellationToken, Task> TryAsync, Func<IActs, CancellationToken, Task<ImmutableArray<UnitId>>> DoAsync)
{
    public static UnitChange Rename(UnitId unit, string nameZh, string nameEn, DateOnly on, Actor actor) =>
        Of<RenameUnit>("rename", async (act, token) => [(await act.RunAsync(unit, nameZh, nameEn, on, actor, token)).Id]);

    public static UnitChange Move(UnitId unit, UnitId under, DateOnly on, Actor actor) =>
        Of<MoveUnit>("move", async (act, token) => [(await act.RunAsync(unit, under, on, actor, token)).Id]);

    public static UnitChange Open(UnitId parent, NewUnit spec, DateOnly on, Actor actor) =>
        Of<OpenUnit>("open", async (act, token) => [await act.RunAsync(parent, spec, on, actor, token)]);

    public static UnitChange Merge(UnitId unit, UnitId into, DateOnly on, Actor actor) =>
        Of<MergeUnits>("merge", async (act, token) => [(await act.RunAsync([unit], into, on, actor, token)).Id], closes: true);

    public static UnitChange Split(UnitId unit, IReadOnlyList<UnitPart> parts, DateOnly on, Actor actor) =>
        Of<SplitUnit>("split", async (act, token) => [.. (await act.RunAsync(unit, parts, on, actor, token)).Select(part => part.Id)], closes: true);

    /// <param name="successor">Who goes on with its work; null where nobody does.</param>
    public static UnitChange Close(UnitId unit, UnitId? successor, DateOnly on, Actor actor) =>
        Of<CloseUnit>("close", async (act, token) => [(await act.RunAsync(unit, successor, on, actor, token)).Id], closes: true);

    private static UnitChange Of<TAct>(string kind, Func<TAct, CancellationToken, Task<ImmutableArray<UnitId>>> act, bool closes = false)
        where TAct : notnull => new(kind, closes, (dryRun, token) => dryRun.RunAsync(act, token), (acts, token) => acts.RunAsync(act, token));
}
