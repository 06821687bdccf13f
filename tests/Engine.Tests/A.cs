using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Engine.Tests;

/// <summary>Definitions for tests, in few words. An activity is JSON; links are "a.Port -> b", the port being Done when left out.</summary>
internal static class A
{
    public static WorkflowDefinition Flow(string activities, params string[] links) => Definition(Flowchart(activities, links));

    public static JsonObject Flowchart(string activities, params string[] links)
    {
        var flowchart = Activity("flow", "Elsa.Flowchart");
        flowchart["activities"] = Activities(activities);
        flowchart["connections"] = new JsonArray([.. links.Select(Link)]);
        return flowchart;
    }

    public static WorkflowDefinition Definition(JsonNode root, string variables = "[]", string inputs = "[]", string outputs = "[]", string options = "{}", string name = "Test") => WorkflowDefinition.Of(new JsonObject
    {
        ["id"] = $"{name}-1",
        ["definitionId"] = name,
        ["name"] = name,
        ["version"] = 1,
        ["variables"] = JsonNode.Parse(variables),
        ["inputs"] = JsonNode.Parse(inputs),
        ["outputs"] = JsonNode.Parse(outputs),
        ["options"] = JsonNode.Parse(options),
        ["root"] = root,
    });

    public static JsonObject Activity(string id, string type) => new() { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };

    public static JsonObject WriteLine(string id, string? text = null) => With(Activity(id, "Elsa.WriteLine"), "text", "String", text ?? id);

    public static JsonObject Script(this JsonObject activity, string input, string typeName, string script)
    {
        activity[input] = new JsonObject { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script } };
        return activity;
    }

    public static JsonObject With(this JsonObject activity, string input, string typeName, JsonNode? value)
    {
        activity[input] = new JsonObject { ["typeName"] = typeName, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
        return activity;
    }

    /// <summary>
    /// Space-separated: "a" writes a line, "e:Event" waits for an event of its name, "d?True" decides a literal, "s!" starts, "x." ends,
    /// "j&amp;WaitAll" joins, "n:Some.Type" is anything else.
    /// </summary>
    public static JsonArray Activities(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(One)];

    private static JsonNode One(string word)
    {
        if (word.Split(':') is [var id, var type])
            return type == "Event" ? With(Activity(id, "Elsa.Event"), "eventName", "String", id) : Activity(id, type.Contains('.', StringComparison.Ordinal) ? type : $"Elsa.{type}");
        if (word.Split('?') is [var decision, var value])
            return With(Activity(decision, "Elsa.FlowDecision"), "condition", "Boolean", value);
        if (word.Split('&') is [var join, var mode])
            return With(Activity(join, "Elsa.FlowJoin"), "mode", "FlowJoinMode", mode);
        if (word.EndsWith('!'))
            return Activity(word[..^1], "Elsa.Start");
        return word.EndsWith('.') ? Activity(word[..^1], "Elsa.End") : WriteLine(word);
    }

    private static JsonNode Link(string text)
    {
        var (source, target) = text.Split("->", StringSplitOptions.TrimEntries) is [var from, var to] ? (from, to) : throw new ArgumentException(text);
        var (activity, port) = source.Split('.') is [var id, var said] ? (id, said) : (source, "Done");
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = activity, ["port"] = port },
            ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
        };
    }
}
