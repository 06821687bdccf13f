using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Designer.Managing;

/// <summary>The palette as Elsa's clients read it, in the reader's language. What is ours beside it: isRequired, editor, canWait, portsFrom, and what the house calls steps and ways.</summary>
internal static class Descriptors
{
    private static readonly Dictionary<string, LocalText> Categories = new(StringComparer.Ordinal)
    {
        ["Aid"] = new("帮扶办理", "Aid"),
        ["Branching"] = new("分支", "Branching"),
        ["Composition"] = new("调用流程", "Composition"),
        ["Console"] = new("控制台", "Console"),
        ["Control Flow"] = new("流程控制", "Control Flow"),
        ["Events"] = new("事件", "Events"),
        ["Flow"] = new("流向", "Flow"),
        ["HTTP"] = new("HTTP", "HTTP"),
        ["Looping"] = new("循环", "Looping"),
        ["Petition"] = new("信访", "Petitions"),
        ["Primitives"] = new("基本", "Primitives"),
        ["Scheduling"] = new("定时", "Scheduling"),
        ["Scripting"] = new("脚本", "Scripting"),
        ["Visit"] = new("来访", "Visits"),
        ["Workflows"] = new("容器", "Workflows"),
    };

    internal static JsonObject All(ActivityCatalog catalog, string language)
    {
        var items = catalog.All.Select(activity => activity.Descriptor).OrderBy(one => one.TypeName, StringComparer.Ordinal).Select(one => (JsonNode)Of(one, language)).ToArray();
        return new()
        {
            ["items"] = new JsonArray(items),
            ["count"] = items.Length,
            ["house"] = new JsonObject
            {
                ["language"] = language,
                ["titles"] = new JsonObject(SpokenSteps.All.Select(step => KeyValuePair.Create(step.Key, (JsonNode?)new JsonObject { ["words"] = step.Value.In(language), ["labels"] = new JsonArray([.. SpokenSteps.LabelsOf(step.Key).Select(label => (JsonNode)label)]) }))),
                ["seconds"] = new JsonObject(SpokenSteps.Seconds.Select(step => KeyValuePair.Create(step.Key, (JsonNode?)step.Value.In(language)))),
                ["ways"] = new JsonObject(SpokenWays.All.Select(way => KeyValuePair.Create(way.Key, (JsonNode?)way.Value.In(language)))),
            },
        };
    }

    /// <summary>What a field chooses among; none where it does not choose.</summary>
    /// <exception cref="RefusedException">definition.input-unknown: there is no such activity, or it has no such input</exception>
    internal static JsonObject Options(ActivityCatalog catalog, string type, string input, string language)
    {
        var found = catalog.All.Select(activity => activity.Descriptor).Where(one => one.TypeName == type).SelectMany(one => one.Inputs).FirstOrDefault(one => string.Equals(one.Name, input, StringComparison.OrdinalIgnoreCase))
            ?? throw new RefusedException("definition.input-unknown", null, ("type", type), ("input", input));
        return new() { ["items"] = Of(found, 0, language)["uiSpecifications"]!.DeepClone() };
    }

    internal static JsonObject Of(ActivityDescriptor descriptor, string language)
    {
        var name = descriptor.TypeName.Split('.')[^1];
        return new()
        {
            ["typeName"] = descriptor.TypeName,
            ["namespace"] = descriptor.TypeName.Contains('.', StringComparison.Ordinal) ? descriptor.TypeName[..descriptor.TypeName.LastIndexOf('.')] : "",
            ["name"] = name,
            ["version"] = descriptor.Version,
            ["category"] = Categories.TryGetValue(descriptor.Category, out var category) ? category.In(language) : descriptor.Category,
            ["displayName"] = In(descriptor.DisplayName, language),
            ["description"] = In(descriptor.Description, language),
            ["inputs"] = new JsonArray([.. descriptor.Inputs.Select((input, order) => (JsonNode)Of(input, order, language))]),
            ["outputs"] = new JsonArray([.. descriptor.Outputs.Select((output, order) => (JsonNode)new JsonObject
            {
                ["name"] = Pascal(output.Name),
                ["typeName"] = output.TypeName,
                ["displayName"] = In(output.DisplayName, language) ?? Pascal(output.Name),
                ["description"] = In(output.Description, language),
                ["order"] = order,
                ["isBrowsable"] = true,
                ["isSynthetic"] = false,
            })]),
            ["kind"] = descriptor.Kind.ToString(),
            ["runAsynchronously"] = false,
            ["ports"] = new JsonArray([.. Ports(descriptor).Select(port => (JsonNode)new JsonObject
            {
                ["name"] = port.Kind == PortKind.Embedded ? Pascal(port.Name) : port.Name,
                ["displayName"] = In(port.DisplayName, language) ?? port.Name,
                ["type"] = port.Kind.ToString(),
                ["isBrowsable"] = true,
            })]),
            ["customProperties"] = new JsonObject(),
            ["constructionProperties"] = new JsonObject(),
            ["isContainer"] = descriptor.IsContainer,
            ["isBrowsable"] = descriptor.IsBrowsable,
            ["isStart"] = descriptor.IsStart,
            ["isTerminal"] = descriptor.IsTerminal,
            ["canWait"] = descriptor.CanWait,
            ["portsFrom"] = descriptor.PortsFrom,
        };
    }

    /// <summary>A plain "Done" goes without saying.</summary>
    private static ImmutableArray<Port> Ports(ActivityDescriptor descriptor) => descriptor.Ports is [{ Name: "Done", Kind: PortKind.Flow, DisplayName: null }] ? [] : descriptor.Ports;

    private static JsonObject Of(InputDefinition input, int order, string language)
    {
        var hint = input.UiHint ?? input.TypeName switch
        {
            "Boolean" => "checkbox",
            _ when !input.Options.IsEmpty => "dropdown",
            "DateTimeOffset" or "DateTime" => "datetime-picker",
            _ when input.TypeName.EndsWith("[]", StringComparison.Ordinal) => "multitext",
            "JsonObject" or "JsonArray" => "json-editor",
            _ => "singleline",
        };
        var specifications = new JsonObject();
        if (!input.Options.IsEmpty)
            specifications[hint] = new JsonObject { ["selectList"] = new JsonObject { ["items"] = new JsonArray([.. input.Options.Select(option => (JsonNode)new JsonObject { ["text"] = OptionWords.Of(input.Name, option).In(language), ["value"] = option })]) } };
        else if (hint == "code-editor")
            specifications[hint] = new JsonObject { ["language"] = "javascript" };
        return new()
        {
            ["isWrapped"] = input.IsWrapped,
            ["uiHint"] = hint,
            ["defaultSyntax"] = input.DefaultSyntax,
            ["isReadOnly"] = false,
            ["isSensitive"] = false,
            ["autoEvaluate"] = !input.IsLazy,
            ["uiSpecifications"] = specifications,
            ["name"] = Pascal(input.Name),
            ["typeName"] = input.TypeName,
            ["displayName"] = In(input.DisplayName, language) ?? Pascal(input.Name),
            ["description"] = In(input.Description, language),
            ["category"] = input.Category,
            ["defaultValue"] = Default(input),
            ["order"] = order,
            ["isBrowsable"] = true,
            ["isSerializable"] = true,
            ["isSynthetic"] = false,
            ["isRequired"] = input.Required,
            ["editor"] = InputEditors.Of(input),
        };
    }

    private static JsonNode? Default(InputDefinition input) => input.DefaultValue switch
    {
        null => null,
        _ when input.Required => null,
        Enum choice => choice.ToString(),
        TimeSpan span => span.ToString(),
        JsonNode node => node.DeepClone(),
        var value => JsonSerializer.SerializeToNode(value, value.GetType()),
    };

    private static string? In(Words? words, string language) => words is null || words.En.Length == 0 ? null : language == "en" ? words.En : words.Zh;

    /// <summary>As Elsa names properties; in definitions they stand with a small letter.</summary>
    private static string Pascal(string name) => string.Concat(name[..1].ToUpperInvariant(), name.AsSpan(1));
}
