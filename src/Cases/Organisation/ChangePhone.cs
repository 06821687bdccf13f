using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Says where people call a unit: applicants are told it wherever they are told to turn to the station.</summary>
public sealed partial class ChangePhone(UnitTree tree, AuditTrail audit, TimeProvider time)
{
    /// <param name="phone">Null or empty takes it away.</param>
    /// <exception cref="RefusedException">unit.phone, unit.unknown, unit.not-yours</exception>
    public async Task<UnitId> ChangeAsync(UnitId id, string? phone, Actor actor, CancellationToken cancellation)
    {
        var unit = await tree.ForChangeAsync(id, LocalDay.Today(time), actor, cancellation);
        var number = string.IsNullOrWhiteSpace(phone) ? null : phone.Trim();
        if (number is not null && !Number().IsMatch(number))
            throw new RefusedException("unit.phone", "phone");
        if (number == unit.Phone)
            return id;
        audit.Record($"unit:{id}", "unit.phone-changed", actor, ("from", unit.Phone), ("to", number));
        unit.CallAt(number);
        return id;
    }

    /// <summary>Digits as people write them, with an extension: 0632-3312345, +86 632 3312345, 0632-3312345 转 8.</summary>
    [GeneratedRegex(@"^\+?[0-9][0-9 \-]{3,24}( ?(转|ext\.?) ?[0-9]{1,5})?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
