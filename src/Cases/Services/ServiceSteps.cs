using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Organisation;

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

    /// <summary>The steps at which officials are asked, wherever in the definitions they stand, with whose they are; everybody's where a definition does not say it plainly.</summary>
    /// <param name="workflows">The definitions of the service.</param>
    public static FrozenDictionary<string, ImmutableArray<Role>> Seats(IEnumerable<string> workflows) => workflows.SelectMany(Activities)
        .Where(activity => Waiting.Contains(Text(activity["type"]), StringComparer.Ordinal) || Text(activity["type"]) == "Aid.Payout")
        .GroupBy(activity => Text(activity["name"]), RolesOf, StringComparer.Ordinal)
        .ToFrozenDictionary(step => step.Key, step => step.SelectMany(roles => roles).Distinct().ToImmutableArray(), StringComparer.Ordinal);

    private static IEnumerable<Role> RolesOf(JsonObject activity)
    {
        if (activity["role"]?["expression"] is JsonObject said)
            return Text(said["type"]) == "Literal" && Enum.TryParse<Role>(Text(said["value"]), out var role) && Enum.IsDefined(role) ? [role] : Enum.GetValues<Role>();
        return Text(activity["type"]) is "Aid.Completeness" or "Aid.Supplement" ? [Role.StationClerk] : Enum.GetValues<Role>();
    }

    /// <summary>Every activity, also those of flowcharts within.</summary>
    private static IEnumerable<JsonObject> Activities(string workflow)
    {
        try
        {
            return [.. Within(JsonNode.Parse(workflow))];
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static IEnumerable<JsonObject> Within(JsonNode? node) => node switch
    {
        JsonObject one => (one.ContainsKey("type") && one.ContainsKey("name") ? [one] : Enumerable.Empty<JsonObject>()).Concat(one.SelectMany(property => Within(property.Value))),
        JsonArray many => many.SelectMany(Within),
        _ => [],
    };

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
