using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>What a unit may be called: both names, and a code that no other open unit of its level bears.</summary>
public sealed class UnitNaming(IUnitOfWork work)
{
    public const int LongestName = 100;
    public const int LongestCode = 12;
    private const int LongestKind = 40;

    /// <exception cref="RefusedException">unit.name-missing</exception>
    internal static void CheckNames(string zh, string en, string field = "")
    {
        if (zh.Trim() is not { Length: > 0 and <= LongestName })
            throw new RefusedException("unit.name-missing", $"{field}nameZh", ("most", LongestName));
        if (en.Trim() is not { Length: > 0 and <= LongestName })
            throw new RefusedException("unit.name-missing", $"{field}nameEn", ("most", LongestName));
    }

    /// <param name="replaced">The unit that closes for this one, whose code it may keep.</param>
    /// <param name="field">What stands before the field's name where a form names several units.</param>
    /// <exception cref="RefusedException">unit.name-missing, unit.kind-missing, unit.code-missing, unit.code-taken</exception>
    internal async Task CheckAsync(NewUnit spec, UnitId? replaced, string field, CancellationToken cancellation)
    {
        var refusals = new Refusals();
        refusals.Require(spec.DivisionCode is { Length: > 0 and <= LongestCode } && spec.DivisionCode.All(char.IsAsciiDigit), new RefusedException("unit.code-missing", $"{field}code", ("most", LongestCode)));
        refusals.Try(() =>
        {
            CheckNames(spec.NameZh, spec.NameEn, field);
            return true;
        });
        refusals.Require(spec.Kind is { Length: > 0 and <= LongestKind }, new RefusedException("unit.kind-missing", $"{field}kind", ("most", LongestKind)));
        if (await work.Db.Set<Unit>().AsNoTracking().FirstOrDefaultAsync(
                unit => unit.DivisionCode == spec.DivisionCode && unit.Level == spec.Level && unit.ValidTo == null && unit.Id != replaced, cancellation) is { } other)
            refusals.Add(new RefusedException("unit.code-taken", $"{field}code", ("code", spec.DivisionCode), ("unit", other.Called())));
        refusals.ThrowIfAny();
    }
}
