using System.Text.Json.Nodes;
using AidWorkflow.Cases.Rehearsing;

namespace AidWorkflow.Designer.Managing;

/// <summary>The shape of a rehearsal on closed cases. Amounts are yuan with two places, as text.</summary>
internal static class Rehearsals
{
    internal static JsonObject Of(RehearsedDraft rehearsed)
    {
        var answer = Answers.Items(rehearsed.Cases, Of);
        answer["service"] = rehearsed.ServiceId;
        answer["version"] = rehearsed.Version;
        answer["isDraft"] = rehearsed.IsDraft;
        answer["unchanged"] = rehearsed.Unchanged;
        answer["changed"] = rehearsed.Changed;
        answer["notComparable"] = rehearsed.NotComparable;
        answer["assumed"] = new JsonArray([.. rehearsed.Assumed.Select(step => (JsonNode)new JsonObject { ["zh-CN"] = step.Zh, ["en"] = step.En })]);
        answer["amountBefore"] = Yuan(rehearsed.CentsBefore);
        answer["amountAfter"] = Yuan(rehearsed.CentsAfter);
        return answer;
    }

    private static JsonObject Of(RehearsedCase one) => new()
    {
        ["number"] = one.Number,
        ["changed"] = one.Changed,
        ["routeChanged"] = one.RouteChanged,
        ["before"] = Of(one.Before),
        ["after"] = one.After is { } after ? Of(after) : null,
        ["added"] = new JsonArray([.. one.Added.Select(step => (JsonNode)step)]),
        ["dropped"] = new JsonArray([.. one.Dropped.Select(step => (JsonNode)step)]),
        ["notComparable"] = one.NotComparable is { } why ? new JsonObject { ["zh-CN"] = why.Zh, ["en"] = why.En } : null,
    };

    private static JsonObject Of(CaseEnd end) => new() { ["outcome"] = end.Outcome?.ToString(), ["amount"] = Yuan(end.Cents), ["workingDays"] = end.WorkingDays };

    private static string Yuan(long cents) => (cents / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture);
}
