using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Organisation;

/// <summary>The four levels of a city's service system, and the province above it.</summary>
public enum UnitLevel
{
    Province,
    City,
    District,
    Township,
    Village,
}

/// <summary>A row that belongs to a place: what <see cref="Scope"/> decides on.</summary>
public interface IPlaced
{
    UnitId UnitId { get; }
}

/// <summary>
/// An authority with its area. Its id never changes and says nothing; the division code is one of its attributes and is never compared by prefix.
/// Days are half-open: <see cref="ValidTo"/> is the first day on which it no longer is.
/// </summary>
public sealed class Unit : IRevised
{
    private Unit()
    {
    }

    public UnitId Id { get; private init; }

    /// <summary>The unit above it; for a closed one, the last that was.</summary>
    public UnitId? ParentId { get; internal set; }

    public UnitLevel Level { get; private init; }

    /// <summary>What it calls itself: "bureau", "sub-district", "town", "village", "high-tech zone". Display only.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>National code, or the local code of a zone the nation gives none.</summary>
    public string DivisionCode { get; private init; } = "";

    public string NameZh { get; private set; } = "";

    public string NameEn { get; private set; } = "";

    /// <summary>Where people call it; null where it has told none.</summary>
    public string? Phone { get; private set; }

    public DateOnly ValidFrom { get; private init; }

    public DateOnly? ValidTo { get; private set; }

    /// <summary>Who carries on its cases since it closed.</summary>
    public UnitId? SuccessorId { get; private set; }

    public bool IsDemo { get; private init; }

    public long Revision { get; private set; }

    public bool IsOpen(DateOnly day) => ValidFrom <= day && (ValidTo is not { } to || day < to);

    /// <param name="language">"zh-CN" or "en".</param>
    public string Name(string language) => language == "en" ? NameEn : NameZh;

    /// <summary>For a sentence in either language.</summary>
    internal LocalText Called() => new(NameZh, NameEn);

    internal static Unit Open(UnitId id, UnitId? parent, NewUnit spec, DateOnly from) => new()
    {
        Id = id,
        ParentId = parent,
        Level = spec.Level,
        Kind = spec.Kind,
        DivisionCode = spec.DivisionCode,
        NameZh = spec.NameZh,
        NameEn = spec.NameEn,
        ValidFrom = from,
        IsDemo = spec.IsDemo,
    };

    internal void Rename(string zh, string en) => (NameZh, NameEn) = (zh, en);

    internal void CallAt(string? phone) => Phone = phone;

    internal void Close(DateOnly on, UnitId? successor)
    {
        if (ValidTo is { } closed)
            throw new RefusedException("unit.already-closed", null, ("unit", NameZh), ("on", closed));
        if (on <= ValidFrom)
            throw new RefusedException("unit.closed-before-opened", null, ("unit", NameZh), ("from", ValidFrom));
        (ValidTo, SuccessorId) = (on, successor);
    }
}

/// <summary>What is said of a unit that is set up.</summary>
public sealed record NewUnit(UnitLevel Level, string Kind, string DivisionCode, string NameZh, string NameEn, bool IsDemo = false);

/// <summary>The name a unit bore from one day to another, so that a paper of that day is still shown with the name of that day.</summary>
public sealed class UnitName
{
    public UnitId UnitId { get; internal init; }

    public DateOnly ValidFrom { get; internal init; }

    public DateOnly? ValidTo { get; internal set; }

    public string NameZh { get; internal init; } = "";

    public string NameEn { get; internal init; } = "";
}

/// <summary>
/// One line of the closure of the tree: <see cref="AncestorId"/> is above <see cref="UnitId"/> (or is it, at depth nought). A closed unit lies
/// below its successor, so whoever carries on sees the old cases. Rows without <see cref="ValidTo"/> are the tree of today.
/// </summary>
public sealed class UnitAncestor
{
    public UnitId UnitId { get; internal init; }

    public UnitId AncestorId { get; internal init; }

    public int Depth { get; internal init; }

    public DateOnly ValidFrom { get; internal init; }

    public DateOnly? ValidTo { get; internal set; }
}

/// <summary>One row that every change of the tree's shape writes, so that two at once cannot leave a closure that fits neither.</summary>
internal sealed class UnitTreeHead : IRevised
{
    public int Id { get; init; }

    public long Changes { get; set; }

    /// <summary>How often deputies and covers have changed.</summary>
    public long StandInChanges { get; set; }

    public long Revision { get; private set; }
}
