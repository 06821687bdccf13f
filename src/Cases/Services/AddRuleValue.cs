using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

/// <summary>A new value of a rule from a day on. It closes the row before it, and ends where a later row begins.</summary>
public sealed class AddRuleValue(IUnitOfWork work, IIds ids, ServiceCatalogue catalogue, AuditTrail audit)
{
    /// <exception cref="RefusedException">An unknown service or key, a value of the wrong shape, or a row that begins the same day.</exception>
    public async Task<RuleValueId> RunAsync(Actor actor, string serviceId, string key, DateOnly from, string json, bool demo, string source, CancellationToken cancellation)
    {
        var (_, package) = await catalogue.CurrentAsync(work.Db, serviceId, cancellation);
        if (!package.Formula.Keys.Contains(key, StringComparer.Ordinal))
            throw new RefusedException("rules.unused-value", "key", ("key", key));
        if (string.IsNullOrWhiteSpace(source))
            throw new RefusedException("rules.source-missing", "source");
        Check(package.Formula, key, json);

        var rows = await work.Db.Set<RuleValue>().Where(value => value.ServiceId == serviceId && value.Key == key).ToListAsync(cancellation);
        var added = new RuleValue(RuleValueId.Of(ids.Next()), serviceId, key, from, null, json, demo, source);
        RuleTimeline.Insert(rows, added);
        work.Db.Add(added);
        audit.Record($"service:{serviceId}", "rule.value-added", actor, ("key", key), ("from", Yuan.Day(from)), ("value", json), ("source", source), ("demo", demo ? "yes" : "no"));
        return added.Id;
    }

    private static void Check(AmountFormula formula, string key, string json)
    {
        var faults = new List<FileFault>();
        try
        {
            using var value = JsonDocument.Parse(json);
            AmountValues.Check(formula, key, new JsonSpot(value.RootElement, "", key, faults));
        }
        catch (JsonException broken)
        {
            faults.Add(new FileFault("", key, "file.not-json", [("detail", broken.Message)]));
        }

        if (faults is [var first, ..])
            throw new RefusedException("rules.value-malformed", "value", ("key", first.Place), ("reason", first.Reason("zh-CN")), ("reasonEn", first.Reason("en")));
    }
}
