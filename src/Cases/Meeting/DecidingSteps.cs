using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Meeting;

/// <summary>The steps of a service at which a role decides an amount, by name, wherever they lie in its flows.</summary>
public static class DecidingSteps
{
    public static IReadOnlyList<string> Of(ServicePackage service, Role role) => [.. service.Files.Where(file => file.Key.EndsWith(".json", StringComparison.Ordinal)).OrderByDescending(file => file.Key, StringComparer.Ordinal) // workflow.json before reconsideration.json
        .SelectMany(file => Steps(file.Value, role.ToString())).Distinct(StringComparer.Ordinal)];

    private static List<string> Steps(string file, string role)
    {
        try
        {
            var steps = new List<string>();
            Walk(JsonNode.Parse(file)?["root"], role, steps);
            return steps;
        }
        catch (JsonException)
        {
            return []; // the engine says what is wrong with a definition that cannot be read
        }
    }

    private static void Walk(JsonNode? node, string role, List<string> steps)
    {
        if (node is not JsonObject activity)
            return;
        if (Text(activity["type"]) == "Aid.Decide" && Text(((activity["role"] as JsonObject)?["expression"] as JsonObject)?["value"]) == role && Text(activity["name"]) is { Length: > 0 } name)
            steps.Add(name);
        foreach (var (_, part) in activity)
        {
            if (part is JsonArray several)
                foreach (var one in several)
                    Walk(one, role, steps);
            else
                Walk(part, role, steps);
        }
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";
}
