using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Services;

/// <param name="Json">The value as rules.json would have it.</param>
/// <param name="Source">The document that sets it.</param>
/// <param name="Reason">Why it begins on a day that has begun already, where it does: applications of those days were told of another one.</param>
public sealed record NewRuleValue(string Key, DateOnly From, string Json, bool Demo, string Source, string? Reason = null);

/// <summary>A new value of a rule from a day on. It closes the row before it, and ends where a later row begins.</summary>
public sealed class AddRuleValue(IUnitOfWork work, IIds ids, ServiceCatalogue catalogue, MendingRights rights, AuditTrail audit, TimeProvider time)
{
    public const int LongestReason = 500;

    /// <exception cref="RefusedException">
    /// admin.not-yours: it holds in the whole city; service.unknown, rules.unused-value, rules.source-missing, rules.value-malformed, rules.value-exists: a row begins the same day, rules.backdated-without-reason, rules.reason-too-long
    /// </exception>
    public async Task<RuleValueId> RunAsync(Actor actor, string serviceId, NewRuleValue value, CancellationToken cancellation)
    {
        if (!await rights.MayAsync(actor, about: null, cancellation))
            throw new RefusedException("admin.not-yours");
        var (_, package) = await catalogue.CurrentAsync(work.Db, serviceId, cancellation);
        if (!package.Formula.Keys.Contains(value.Key, StringComparer.Ordinal))
            throw new RefusedException("rules.unused-value", "key", ("key", value.Key));
        if (string.IsNullOrWhiteSpace(value.Source))
            throw new RefusedException("rules.source-missing", "source");
        if (Faults(package.Formula, value.Key, value.Json) is [var first, ..])
            throw new RefusedException("rules.value-malformed", "value", ("key", first.Place), ("reason", first.Reason("zh-CN")), ("reasonEn", first.Reason("en")));
        var reason = value.Reason?.Trim() ?? "";
        if (reason.Length > LongestReason)
            throw new RefusedException("rules.reason-too-long", "reason", ("most", LongestReason));
        if (value.From <= LocalDay.Today(time) && reason.Length == 0)
            throw new RefusedException("rules.backdated-without-reason", "reason", ("from", value.From));

        var rows = await work.Db.Set<RuleValue>().Where(row => row.ServiceId == serviceId && row.Key == value.Key).ToListAsync(cancellation);
        var added = new RuleValue(RuleValueId.Of(ids.Next()), serviceId, value.Key, value.From, null, value.Json, value.Demo, value.Source);
        RuleTimeline.Insert(rows, added);
        work.Db.Add(added);
        audit.Record($"service:{serviceId}", "rule.value-added", actor,
            [("key", value.Key), ("from", Yuan.Day(value.From)), ("value", value.Json), ("source", value.Source), ("demo", value.Demo ? "yes" : "no"), .. reason.Length > 0 ? [("reason", reason)] : Array.Empty<(string, string)>()]);
        return added.Id;
    }

    /// <summary>Everything that is wrong with a value, its place told from the key on: "bands[1].from".</summary>
    public static ImmutableArray<FileFault> Faults(AmountFormula formula, string key, string json)
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

        return [.. faults];
    }
}
