using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AidWorkflow.Cases.Services;

/// <summary>The terms that a service sets in service.json: two of its own, and one for every step at which somebody is waited for.</summary>
public static class ServiceSteps
{
    /// <summary>From acceptance to decision.</summary>
    public const string WholeCase = "case";

    /// <summary>The applicant's time to ask for reconsideration, from the delivery of the decision.</summary>
    public const string Reconsideration = "reconsideration";

    private static readonly ImmutableArray<string> Waiting =
        ["Aid.Completeness", "Aid.Supplement", "Aid.Review", "Aid.HomeVisit", "Aid.Decide", "Aid.ExternalDecision", "Aid.CorrectPayee"];

    /// <param name="workflows">The definitions of the service.</param>
    public static IEnumerable<string> Owed(IEnumerable<string> workflows) =>
        workflows.SelectMany(Steps).Prepend(Reconsideration).Prepend(WholeCase).Distinct(StringComparer.Ordinal);

    // A definition that cannot be read owes nothing here: the engine says what is wrong with it.
    private static IEnumerable<string> Steps(string workflow)
    {
        try
        {
            return [.. from activity in JsonNode.Parse(workflow)?["root"]?["activities"] as JsonArray ?? []
                where Waiting.Contains(Text(activity?["type"]), StringComparer.Ordinal)
                select Text(activity?["name"])];
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
