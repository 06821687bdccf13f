using System.Collections.Immutable;
using System.Text.Json.Serialization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Reorganising;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>A change of a unit as a request asks for it.</summary>
internal interface IUnitSaid : IAsked
{
    /// <summary>From that day; today where none is named.</summary>
    DateOnly? On { get; }

    UnitChange Read(UnitId unit, UnitChoices choices, DateOnly on, Actor actor);

    /// <summary>What the act calls otherwise than the request.</summary>
    [JsonIgnore]
    (string From, string To)[] Fields => [];
}

/// <param name="On">From that day; today where none is named.</param>
internal sealed record Renaming(string NameZh, string NameEn, DateOnly? On = null) : IUnitSaid
{
    public UnitChange Read(UnitId unit, UnitChoices choices, DateOnly on, Actor actor) => UnitChange.Rename(unit, NameZh.Trim(), NameEn.Trim(), on, actor);
}

/// <param name="On">From that day; today where none is named.</param>
internal sealed record Moving(UnitId Under, DateOnly? On = null) : IUnitSaid
{
    public UnitChange Read(UnitId unit, UnitChoices choices, DateOnly on, Actor actor) => UnitChange.Move(unit, Under, on, actor);
}

/// <summary>A unit set up below another; its level follows from that.</summary>
/// <param name="Kind">As the place is called: 街道, 镇, 社区 and so on.</param>
/// <param name="Code">Its division code.</param>
/// <param name="On">From that day; today where none is named.</param>
internal sealed record Opening(string Kind, string Code, string NameZh, string NameEn, DateOnly? On = null) : IUnitSaid
{
    public UnitChange Read(UnitId unit, UnitChoices choices, DateOnly on, Actor actor) =>
        UnitChange.Open(unit, new(choices.Opens ?? UnitLevel.Village, Kind.Trim(), Code.Trim(), NameZh.Trim(), NameEn.Trim()), on, actor);
}

/// <param name="On">From that day; today where none is named.</param>
internal sealed record Merging(UnitId Into, DateOnly? On = null) : IUnitSaid
{
    public UnitChange Read(UnitId unit, UnitChoices choices, DateOnly on, Actor actor) => UnitChange.Merge(unit, Into, on, actor);
}

/// <param name="Below">The units below the one that is split which come under this part.</param>
/// <param name="CarriesOn">This part goes on with the open cases; of one part alone.</param>
internal sealed record NewPart(string Kind, string Code, string NameZh, string NameEn, ImmutableArray<UnitId> Below, bool CarriesOn) : IAsked
{
    public UnitPart At(UnitLevel level) => new(new(level, Kind.Trim(), Code.Trim(), NameZh.Trim(), NameEn.Trim()), Below.IsDefault ? [] : Below, CarriesOn);
}

/// <param name="On">From that day; today where none is named.</param>
internal sealed record Splitting(ImmutableArray<NewPart> Parts, DateOnly? On = null) : IUnitSaid
{
    public UnitChange Read(UnitId unit, UnitChoices choices, DateOnly on, Actor actor) => UnitChange.Split(unit, Parts.IsDefault ? [] : [.. Parts.Select(part => part.At(choices.Level))], on, actor);

    [JsonIgnore]
    public (string From, string To)[] Fields => Parts.IsDefault ? []
        : [.. Parts.SelectMany((_, index) => ((string[])["kind", "code", "nameZh", "nameEn"]).Select(name => ($"part{index + 1}.{name}", $"parts[{index}].{name}")))];
}

/// <param name="Successor">Who goes on with its work.</param>
/// <param name="On">From that day; today where none is named.</param>
internal sealed record Closing(UnitId? Successor = null, DateOnly? On = null) : IUnitSaid
{
    public UnitChange Read(UnitId unit, UnitChoices choices, DateOnly on, Actor actor) => UnitChange.Close(unit, Successor, on, actor);
}

/// <summary>The unit that was changed, or those that came of it.</summary>
internal sealed record UnitsChanged(ImmutableArray<UnitId> Units);

/// <summary>A role that ends with its unit.</summary>
internal sealed record EndingRole(LocalText Name, string UserName, Role Role);

/// <summary>What a change of a unit would touch.</summary>
/// <param name="Units">The unit with all below it.</param>
/// <param name="Tasks">Open tasks at those units.</param>
/// <param name="TasksAbove">Open tasks of those cases at offices above: they stay with whoever has them.</param>
/// <param name="Ending">Roles at the unit itself, which end where it closes.</param>
internal sealed record UnitMoves(int Units, int Cases, int Tasks, int TasksAbove, ImmutableArray<EndingRole> Ending, ImmutableArray<AidWorkflow.Portal.Reorganising.TasksOfRole> ByRole, int Covers, int Deputies)
{
    public static UnitMoves Of(UnitEffects effects) =>
        new(effects.Units, effects.Cases, effects.Tasks, effects.TasksAbove, [.. effects.Ending.Select(one => new EndingRole(one.Name, one.UserName, one.Role))], effects.ByRole, effects.Covers, effects.Deputies);
}
