using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Designing;

/// <summary>The values of a service, for its editor.</summary>
/// <param name="InForce">Key → value on the day that a change would begin.</param>
/// <param name="Situations">The choices that bands may be for; none where bands go by cost alone.</param>
/// <param name="Rows">Every row, by key and day.</param>
/// <param name="Years">Years in which somebody applied, the newest first.</param>
public sealed record RuleValuesView(string ServiceId, LocalText Name, AmountFormula Formula, ImmutableDictionary<string, string> InForce, ImmutableArray<FieldOption> Situations, ImmutableArray<RuleValue> Rows, ImmutableArray<int> Years);

public sealed class RuleTableReading(IUnitOfWork work, DefinitionRights rights, ServiceCatalogue services)
{
    /// <exception cref="RefusedException">definition.not-yours, service.unknown</exception>
    public async Task<RuleValuesView> ReadAsync(Actor actor, string serviceId, DateOnly from, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        var (_, package) = await services.CurrentAsync(work.Db, serviceId, cancellation);
        var rows = await work.Db.Set<RuleValue>().AsNoTracking().Where(value => value.ServiceId == serviceId).ToListAsync(cancellation);
        var applied = await work.Db.Set<AidCase>().AsNoTracking().Where(one => one.ServiceId == serviceId && one.Outcome != null).Select(one => one.AppliedOn).Distinct().ToListAsync(cancellation);
        return new(serviceId, package.Description.Name, package.Formula, RuleValues.At(serviceId, from, rows).Rows.ToImmutableDictionary(row => row.Key, row => row.Value.Json, StringComparer.Ordinal),
            package.Formula.Situation is { } situation ? package.Form.Field(situation)?.Options ?? [] : [],
            [.. rows.OrderBy(row => row.Key, StringComparer.Ordinal).ThenByDescending(row => row.From)], [.. applied.Select(day => day.Year).Distinct().OrderDescending()]);
    }
}
