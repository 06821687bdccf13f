using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Tests.Definitions;

/// <summary>
/// Writes definitions as Elsa exports them, and as older versions did, at random: known and unknown activities with any inputs, nested, linked in
/// every form, with places, flags, notes and properties that nobody knows. A seed gives the same definition again.
/// </summary>
internal sealed class DefinitionWriter(int seed)
{
    private static readonly string[] Types = ["String", "Int32", "Boolean", "Object", "ObjectDictionary", "TimeSpan", "System.Int64, System.Private.CoreLib", "UnregisteredClrType:Acme.Order, Acme", "Long"];

    private static readonly string[] Texts = ["", "文字 \"quoted\"", "<b>&'", "😀", "line\nbreak", "True", "4", "00:00:05", "[\"GET\"]", "{\"a\":1}", "0 0 * * * *", "x"];

    private static readonly string[] Scripts = ["1 + 1", "getN()", "getNothing()", "return true;", "variables.n = 3", "'", "[1, 2]", "({ a: getInput('x') })", "throw 1", "getCurrentValue() == 2"];

    private readonly Random random = new(seed);
    private int made;

    public JsonObject Write()
    {
        var json = new JsonObject { ["id"] = $"v{seed}", ["definitionId"] = "d", ["tenantId"] = null, ["name"] = Pick(Texts), ["version"] = random.Next(9), ["isLatest"] = true, ["toolVersion"] = "3.5.0.0" };
        json["variables"] = Variables();
        json["inputs"] = new JsonArray([.. Some(3, () => (JsonNode)new JsonObject { ["type"] = Pick(Types), ["name"] = $"in{made++}", ["uiHint"] = "singleline", ["storageDriverType"] = null })]);
        json["outputs"] = new JsonArray([.. Some(2, () => (JsonNode)new JsonObject { ["type"] = Pick(Types), ["name"] = $"out{made++}" })]);
        json["outcomes"] = new JsonArray([.. Some(2, () => (JsonNode)Pick(Texts))]);
        json["customProperties"] = Anything(2, isObject: true);
        json["options"] = new JsonObject { ["usableAsActivity"] = Flag(), ["activationStrategyType"] = Pick(["", "Elsa.Workflows.ActivationValidators.SingletonStrategy, Elsa"]), ["incidentStrategyType"] = null };
        if (random.Next(3) == 0)
            json["usableAsActivity"] = Flag();
        json["root"] = Container(Pick(["Elsa.Flowchart", "Elsa.Flowchart", "Elsa.Sequence", "Elsa.Parallel"]), 3);
        if (random.Next(2) == 0)
            json[$"unknown{made++}"] = Anything(2, isObject: false);
        return json;
    }

    private JsonObject Activity(int depth)
    {
        switch (random.Next(depth > 0 ? 10 : 6))
        {
            case 0:
                return Common(Pick(["Acme.Unknown", "Acme.Other", ""]), $"Acme{made}").Put("payload", Anything(3, isObject: false)).Put("body", depth > 0 ? Activity(depth - 1) : null);
            case > 6:
                return Container(Pick(["Elsa.Flowchart", "Elsa.Sequence", "Elsa.Parallel", "Elsa.Fork"]), depth - 1);
            default:
                var descriptor = ElsaActivities.All[random.Next(ElsaActivities.All.Count)].Descriptor;
                var json = Common(descriptor.TypeName, $"{descriptor.TypeName.Split('.')[^1]}{made}");
                foreach (var input in descriptor.Inputs.Where(_ => random.Next(4) > 0))
                    json[random.Next(9) == 0 ? char.ToUpperInvariant(input.Name[0]) + input.Name[1..] : input.Name] = input.IsWrapped ? Input() : Anything(2, isObject: false);
                foreach (var output in descriptor.Outputs.Where(_ => random.Next(2) == 0))
                    json[output.Name] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = Pick(["n", "gone", ""]) } };
                foreach (var port in descriptor.Ports.Where(port => port.Kind == PortKind.Embedded && random.Next(3) > 0))
                    json[char.ToLowerInvariant(port.Name[0]) + port.Name[1..]] = depth > 0 ? Activity(depth - 1) : null;
                return json;
        }
    }

    private JsonObject Container(string type, int depth)
    {
        var json = Common(type, $"{type.Split('.')[^1]}{made}");
        json["variables"] = Variables();
        JsonArray children = [.. Some(5, () => (JsonNode)Activity(depth))];
        var ids = children.Select(child => (string?)child!["id"] ?? "?").Append("gone").ToArray();
        json[type == "Elsa.Fork" ? "branches" : "activities"] = random.Next(5) == 0 ? new JsonObject { ["$values"] = children } : children;
        if (type != "Elsa.Flowchart")
            return json;
        JsonArray links = [.. Some(6, () => (JsonNode)Link(Pick(ids), Pick(ids)))];
        json["connections"] = random.Next(6) switch { 0 => new JsonObject { ["$values"] = links }, 1 when links.Count > 0 => links[0]!.DeepClone(), 2 => null, _ => links };
        json["start"] = random.Next(3) == 0 ? Pick(ids) : null;
        if (random.Next(3) == 0)
            json["customProperties"]!["notFoundConnections"] = new JsonArray(Link("gone", Pick(ids)), Link(Pick(ids), "gone"));
        return json;
    }

    private JsonObject Link(string from, string to) => random.Next(3) == 0
        ? new() { ["source"] = from, ["target"] = to, ["sourcePort"] = Pick(["Done", "True", "Default"]), ["targetPort"] = "In" }
        : new()
        {
            ["source"] = new JsonObject { ["activity"] = from, ["port"] = random.Next(5) == 0 ? null : Pick(["Done", "True", "False"]) },
            ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" },
            ["vertices"] = new JsonArray([.. Some(3, () => (JsonNode)new JsonObject { ["x"] = random.NextDouble() * 100, ["y"] = JsonNode.Parse("-1.50") })]),
        };

    private JsonObject Common(string type, string name)
    {
        var json = new JsonObject { ["id"] = random.Next(20) == 0 ? null : $"a{made++}", ["nodeId"] = $"Workflow1:x:a{made}", ["name"] = random.Next(4) == 0 ? null : name, ["type"] = type, ["version"] = random.Next(3) };
        json["customProperties"] = new JsonObject { ["canStartWorkflow"] = Flag(), ["runAsynchronously"] = false, ["mergeMode"] = Pick(["Stream", "Merge", "Converge", "Race", "nonsense"]), ["source"] = "WorkflowBuilder.cs:7" };
        json["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = random.Next(-900, 900), ["y"] = JsonNode.Parse("12.10") }, ["size"] = null }, ["displayText"] = Pick(Texts) };
        if (random.Next(3) == 0)
            json["CanStartWorkflow"] = Flag();
        if (random.Next(3) == 0)
            json[$"extra{made}"] = Anything(2, isObject: false);
        return json;
    }

    private JsonNode? Input() => random.Next(8) switch
    {
        0 => null,
        1 => Pick(Texts),
        2 => new JsonObject { ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "unset" } },
        3 => new JsonObject { ["typeName"] = Pick(Types), ["memoryReference"] = new JsonObject { ["id"] = "x:input-1" }, ["expression"] = Expression() },
        _ => new JsonObject { ["typeName"] = Pick(Types), ["expression"] = Expression() },
    };

    private JsonObject Expression() => random.Next(7) switch
    {
        0 or 1 => new() { ["type"] = "JavaScript", ["value"] = Pick(Scripts) },
        2 => new() { ["type"] = "Object", ["value"] = random.Next(2) == 0 ? Pick(Texts) : Anything(2, isObject: true) },
        3 => new() { ["type"] = "Variable", ["value"] = new JsonObject { ["id"] = Pick(["n", "gone"]), ["name"] = "n", ["typeName"] = "Int32" } },
        4 => new() { ["type"] = Pick(["Liquid", "CSharp", "Python"]), ["value"] = "{{ x }}" },
        _ => new() { ["type"] = "Literal", ["value"] = Anything(0, isObject: false) },
    };

    private JsonArray Variables() =>
    [
        new JsonObject { ["id"] = "n", ["name"] = "n", ["typeName"] = "Int32", ["isArray"] = false, ["value"] = "1", ["storageDriverTypeName"] = "Elsa.Workflows.Services.WorkflowStorageDriver, Elsa.Workflows.Core" },
        .. Some(2, () => (JsonNode)new JsonObject { ["id"] = $"v{made}", ["name"] = $"v{made++}", ["typeName"] = Pick(Types), ["isArray"] = Flag(), ["value"] = Pick(Texts), ["storageDriverTypeName"] = null }),
    ];

    private JsonNode? Anything(int depth, bool isObject)
    {
        switch (isObject ? 9 : random.Next(depth > 0 ? 7 : 5))
        {
            case 0:
                return null;
            case 1:
                return JsonValue.Create(random.Next(-100, 100));
            case 2:
                return Pick(Texts);
            case 3:
                return JsonNode.Parse(Pick(["1.10", "1e3", "true", "-0.5", "12345678901234567890", "false"]));
            case 4 or 5:
                return new JsonArray([.. Some(3, () => depth > 0 ? Anything(depth - 1, isObject: false) : null)]);
            default:
                var json = new JsonObject();
                foreach (var name in Some(4, () => Pick(["_type", "_items", "items", "$values", "id", "type", "expression", "typeName", "Name", "审"])).Distinct())
                    json[name + (random.Next(3) == 0 ? random.Next(9).ToString(CultureInfo.InvariantCulture) : "")] = depth > 0 ? Anything(depth - 1, isObject: false) : null;
                return json;
        }
    }

    private JsonNode Flag() => random.Next(3) switch { 0 => "True", 1 => true, _ => false };

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];

    private IEnumerable<T> Some<T>(int most, Func<T> write) => [.. Enumerable.Range(0, random.Next(most + 1)).Select(_ => write())];
}
