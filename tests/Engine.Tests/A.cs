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

    /// <summary>The flowchart with these activities instead of its own.</summary>
    public static JsonObject Holding(this JsonObject flowchart, params JsonNode[] activities)
    {
        flowchart["activities"] = new JsonArray(activities);
        return flowchart;
    }

    /// <summary>The definition as a later version of itself.</summary>
    public static WorkflowDefinition Version(this WorkflowDefinition definition, int version)
    {
        var json = (JsonObject)definition.Json.DeepClone();
        (json["id"], json["version"]) = ($"{definition.DefinitionId}-{version}", version);
        return WorkflowDefinition.Of(json);
    }

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

    /// <summary>Gives an input the value of a variable.</summary>
    public static JsonObject Of(this JsonObject activity, string input, string variable)
    {
        activity[input] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Variable", ["value"] = Reference(variable) } };
        return activity;
    }

    /// <summary>Gives an input a JSON value that Elsa's designer writes as the text of an Object expression.</summary>
    public static JsonObject Object(this JsonObject activity, string input, string json)
    {
        activity[input] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = json } };
        return activity;
    }

    /// <summary>Puts plain JSON, or a child activity, under a name of the activity.</summary>
    public static JsonObject Put(this JsonObject activity, string name, JsonNode? value)
    {
        activity[name] = value;
        return activity;
    }

    /// <summary>Binds an output to a variable.</summary>
    public static JsonObject Into(this JsonObject activity, string output, string variable)
    {
        activity[output] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = $"v-{variable}" } };
        return activity;
    }

    public static JsonObject Sequence(string id, params JsonObject[] activities) => Activity(id, "Elsa.Sequence").Put("activities", new JsonArray([.. activities]));

    /// <summary>Writes what the script says.</summary>
    public static JsonObject Say(string script, string id = "say") => Activity(id, "Elsa.WriteLine").Script("text", "String", script);

    public static JsonObject Event(string name) => Activity(name, "Elsa.Event").With("eventName", "String", name);

    public static JsonObject Set(string variable, string script) => Activity($"set-{variable}", "Elsa.SetVariable").Put("variable", Reference(variable)).Script("value", "Object", script);

    public static JsonObject If(string script, JsonObject? then, JsonObject? otherwise = null) =>
        Activity("if", "Elsa.If").Script("condition", "Boolean", script).Put("then", then).Put("else", otherwise);

    /// <summary>Cases of Switch and FlowSwitch: a label, a condition in JavaScript and, in Switch, what is run.</summary>
    public static JsonArray Cases(params (string Label, string Condition, JsonObject? Activity)[] cases) =>
    [
        .. cases.Select(one => (JsonNode)new JsonObject
        {
            ["label"] = one.Label,
            ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = one.Condition },
            ["activity"] = one.Activity,
        }),
    ];

    /// <summary>Space-separated: "n:Int32=0" is a variable with a default, "r:Object" one without; the id is the name behind "v-".</summary>
    public static string Variables(string text) => new JsonArray([.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Variable)]).ToJsonString();

    /// <summary>Adds activities that no word can say.</summary>
    public static JsonObject And(this JsonObject flowchart, params JsonObject[] activities)
    {
        foreach (var activity in activities)
            flowchart["activities"]!.AsArray().Add(activity);
        return flowchart;
    }

    private static JsonObject Reference(string variable) => new() { ["id"] = $"v-{variable}", ["name"] = variable };

    private static JsonNode Variable(string word)
    {
        var (declared, value) = word.Split('=', 2) is [var before, var behind] ? (before, behind) : (word, null);
        var (name, type) = declared.Split(':') is [var said, var kind] ? (said, kind) : (declared, "Object");
        var json = Reference(name);
        json["typeName"] = type.TrimEnd('[', ']');
        json["isArray"] = type.EndsWith(']');
        json["value"] = value;
        return json;
    }

    /// <summary>
    /// Space-separated: "a" writes a line, "a~Merge" does so and merges in token mode, "e:Event" waits for an event of its name, "d?True" decides
    /// a literal, "s!" starts, "x." ends, "j&amp;WaitAll" joins, "f/One/Two" forks into branches, "n:Some.Type" is anything else.
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
        if (word.Split('~') is [var line, var mergeMode])
            return WriteLine(line).Put("customProperties", new JsonObject { ["mergeMode"] = mergeMode });
        if (word.Split('/') is [var fork, .. { Length: > 0 } branches])
            return With(Activity(fork, "Elsa.FlowFork"), "branches", "String[]", new JsonArray([.. branches.Select(branch => (JsonNode)branch)]));
        if (word.EndsWith('!'))
            return Activity(word[..^1], "Elsa.Start");
        return word.EndsWith('.') ? Activity(word[..^1], "Elsa.End") : WriteLine(word);
    }

    private static JsonNode Link(string text)
    {
        var (source, target) = text.Split("->", StringSplitOptions.TrimEntries) is [var from, var to] ? (from, to) : throw new ArgumentException(text);
        var (activity, port) = source.Split('.') is [var id, var said] ? (id, said == "null" ? null : said) : (source, "Done");
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = activity, ["port"] = port },
            ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
        };
    }
}
