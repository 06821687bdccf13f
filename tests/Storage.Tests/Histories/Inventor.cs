using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>
/// Writes definitions by chance: waits for people, the clock and the outside, effects, steps that throw now and then, branches that meet again, ways back, and
/// workflows that start others and wait for them. The same seed writes the same.
/// </summary>
internal sealed class Inventor(Random random, string prefix)
{
    /// <summary>Events all definitions of a history share, so that one that is published reaches several.</summary>
    public static readonly string[] Events = ["approve", "supplement", "visit"];

    private const int Definitions = 3;
    private const int MostParts = 5;

    private readonly JsonArray activities = [];
    private readonly JsonArray links = [];
    private int number;
    private int written;

    public DefinitionSet Invent() => new([.. Enumerable.Range(0, Definitions).Select(Write)]);

    public static string Named(string prefix, int definition) => $"{prefix}-{definition}";

    private WorkflowDefinition Write(int definition)
    {
        (number, written) = (definition, 0);
        activities.Clear();
        links.Clear();
        Add("start", "Elsa.Start");
        var end = "start";
        var way = new List<string>();
        var parts = random.Next(2, MostParts + 1);
        for (var part = 0; part < parts; part++)
        {
            end = random.Next(4) switch
            {
                0 => Branches(end),
                1 when way.Count > 0 => WayBack(end, way[random.Next(way.Count)]),
                _ => Step(end),
            };
            way.Add(end);
        }

        Link(end, "Done", Add("end", "Elsa.End"));
        var name = Named(prefix, definition);
        return WorkflowDefinition.Of(new JsonObject
        {
            ["id"] = $"{name}-v1",
            ["definitionId"] = name,
            ["name"] = name,
            ["version"] = 1,
            ["isPublished"] = true,
            ["variables"] = new JsonArray(new JsonObject { ["id"] = "v-n", ["name"] = "n", ["typeName"] = "Int32", ["value"] = "0" }),
            ["root"] = new JsonObject
            {
                ["id"] = "flow",
                ["type"] = "Elsa.Flowchart",
                ["version"] = 1,
                ["activities"] = activities.DeepClone(),
                ["connections"] = links.DeepClone(),
            },
        });
    }

    private string Step(string from)
    {
        var step = random.Next(10) switch
        {
            0 or 1 or 2 => With(Add("wait", "Elsa.Event"), "eventName", "String", Events[random.Next(Events.Length)]),
            3 or 4 => With(Add("delay", "Elsa.Delay"), "timeSpan", "TimeSpan", TimeSpan.FromMinutes(random.Next(1, 90)).ToString("c", CultureInfo.InvariantCulture)),
            5 => With(Add("task", "Elsa.RunTask"), "taskName", "String", "scan"),
            6 or 7 => Add("errand", Errand.TypeName),
            8 => With(Add("tell", "Elsa.PublishEvent"), "eventName", "String", Events[random.Next(Events.Length)]),
            _ when number + 1 < Definitions => With(
                With(Add("call", "Elsa.DispatchWorkflow"), "workflowDefinitionId", "String", Named(prefix, random.Next(number + 1, Definitions))), "waitForCompletion", "Boolean", random.Next(2) == 0),
            _ => Add("errand", Errand.TypeName),
        };
        Link(from, "Done", step);
        return step;
    }

    private string Branches(string from)
    {
        var names = new[] { "A", "B", "C" }[..random.Next(2, 4)];
        var fork = Script(Add("fork", "Elsa.FlowFork"), "branches", "String[]", $"[{string.Join(',', names.Select(name => $"'{name}'"))}]");
        Link(from, "Done", fork);
        var join = With(Add("join", "Elsa.FlowJoin"), "mode", "FlowJoinMode", random.Next(4) == 0 ? "WaitAny" : "WaitAll");
        foreach (var name in names)
        {
            var end = Add("pass", "Elsa.FlowNode");
            Link(fork, name, end);
            for (var steps = random.Next(1, 3); steps > 0; steps--)
                end = Step(end);
            Link(end, "Done", join);
        }

        return join;
    }

    /// <summary>Goes back a few times at most.</summary>
    private string WayBack(string from, string to)
    {
        var count = Script(Add("count", "Elsa.RunJavaScript"), "script", "String", "setN(getN() + 1)");
        Link(from, "Done", count);
        var decision = Script(Add("again", "Elsa.FlowDecision"), "condition", "Boolean", $"getN() < {random.Next(1, 4)}");
        Link(count, "Done", decision);
        Link(decision, "True", to);
        var on = Add("on", "Elsa.FlowNode");
        Link(decision, "False", on);
        return on;
    }

    private string Add(string name, string type)
    {
        var id = name is "start" or "end" ? name : $"{name}{++written}";
        activities.Add(new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 });
        return id;
    }

    private string With(string id, string input, string typeName, JsonNode? value) => Set(id, input, typeName, "Literal", value);

    private string Script(string id, string input, string typeName, string script) => Set(id, input, typeName, "JavaScript", script);

    private string Set(string id, string input, string typeName, string syntax, JsonNode? value)
    {
        activities.First(activity => (string?)activity!["id"] == id)![input] = new JsonObject
        {
            ["typeName"] = typeName,
            ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value },
        };
        return id;
    }

    private void Link(string source, string port, string target) => links.Add(new JsonObject
    {
        ["source"] = new JsonObject { ["activity"] = source, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
    });
}
