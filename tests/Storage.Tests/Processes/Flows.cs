using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Storage.Tests.Processes;

/// <summary>Flowcharts in few words: "name:Type" is an activity, "a.Port -> b" a link, the port being Done when left out.</summary>
internal static class Flows
{
    /// <param name="inputs">Of activities, as JSON: <c>{"a":{"timeSpan":{…}}}</c>.</param>
    public static WorkflowDefinition Of(string name, string activities, string links, string inputs = "{}")
    {
        var given = JsonNode.Parse(inputs)!;
        return WorkflowDefinition.Of(new JsonObject
        {
            ["id"] = $"{name}-v1",
            ["definitionId"] = name,
            ["name"] = name,
            ["version"] = 1,
            ["isPublished"] = true,
            ["root"] = new JsonObject
            {
                ["id"] = "flow",
                ["type"] = "Elsa.Flowchart",
                ["version"] = 1,
                ["activities"] = new JsonArray([.. activities.Split(' ').Select(word => Activity(word, given))]),
                ["connections"] = new JsonArray([.. links.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(Link)]),
            },
        });
    }

    private static JsonObject Activity(string word, JsonNode given)
    {
        var (id, type) = word.Split(':') is [var name, var kind] ? (name, kind) : throw new ArgumentException(word, nameof(word));
        var activity = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type.Contains('.', StringComparison.Ordinal) ? type : $"Elsa.{type}", ["version"] = 1 };
        if (type == "Event")
            activity["eventName"] = new JsonObject { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = id } };
        foreach (var (input, value) in given[id]?.AsObject() ?? [])
            activity[input] = value!.DeepClone();
        return activity;
    }

    private static JsonNode Link(string text)
    {
        var (source, target) = text.Split(" -> ") is [var from, var to] ? (from, to) : throw new ArgumentException(text, nameof(text));
        var (activity, port) = source.Split('.') is [var id, var said] ? (id, said) : (source, "Done");
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = activity, ["port"] = port },
            ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
        };
    }
}
