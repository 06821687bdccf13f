using System.Collections.Frozen;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions.JavaScript;

namespace AidWorkflow.Engine.Expressions;

/// <summary>
/// What a script in a workflow can reach, under Elsa's names: getX() and setX() for each variable, getX() for each input,
/// getYFromX() for outputs of activities, <c>variables</c>, and the functions of <see cref="Function"/>.
/// </summary>
internal sealed class ScriptWorld(ExpressionScope scope, Action<List<string>>? outcomes) : IJsHost, IJsMembers
{
    /// <summary>All that <see cref="Function"/> knows, and <c>variables</c>.</summary>
    internal static readonly FrozenSet<string> Functions = FrozenSet.ToFrozenSet(
    [
        "variables", "getVariable", "setVariable", "getInput", "getOutputFrom", "getLastResult", "getCorrelationId", "setCorrelationId",
        "getWorkflowInstanceId", "getWorkflowInstanceName", "setWorkflowInstanceName", "getWorkflowDefinitionId", "getWorkflowDefinitionVersionId",
        "getWorkflowDefinitionVersion", "setOutcome", "setOutcomes", "newGuid", "newGuidString", "newShortGuid", "parseGuid",
        "isNullOrWhiteSpace", "isNullOrEmpty", "toJson", "parseJson", "stringToBase64", "stringFromBase64", "bytesToString", "bytesFromString",
        "bytesToBase64", "bytesFromBase64", "getGuidString", "getShortGuid",
    ]);

    // As Elsa writes it: every language's letters stay, and what HTML reads as its own is escaped.
    private static readonly JsonSerializerOptions Written = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public DateTimeOffset Now => scope.Now;

    public IEnumerable<string> Names => scope.VariableNames.Distinct(StringComparer.Ordinal);

    public double NextRandom() => scope.NextRandom();

    bool IJsMembers.TryGet(string name, out JsValue value)
    {
        var found = scope.TryVariable(name, out var node);
        value = Read(node);
        return found;
    }

    bool IJsMembers.TrySet(string name, JsValue value)
    {
        scope.SetVariable(name, value.ToJson());
        return true;
    }

    bool IJsHost.TryGet(string name, out JsValue value)
    {
        if (name == "variables")
        {
            value = JsValue.Live(this);
            return true;
        }

        if ((Accessor(name) ?? Function(name)) is { } function)
        {
            value = JsValue.Function(name, function);
            return true;
        }

        value = default;
        return false;
    }

    private JsHostFunction? Accessor(string name)
    {
        if (name.Length <= 3)
            return null;
        var rest = name[3..];
        if (name.StartsWith("set", StringComparison.Ordinal) && VariableCalled(rest) is { } target)
            return arguments => Set(target, arguments.Length > 0 ? arguments[0] : default);
        if (!name.StartsWith("get", StringComparison.Ordinal))
            return null;
        if (VariableCalled(rest) is { } variable)
            return _ => Variable(variable);
        if (scope.InputNames.FirstOrDefault(input => input == rest || TypeNaming.Pascalize(input) == rest) is { } named)
            return _ => Read(scope.Input(named));
        if (rest.IndexOf("From", StringComparison.Ordinal) is var at and > 0 && rest != "OutputFrom")
            return _ => Read(scope.ActivityOutput(rest[(at + 4)..], rest[..at]));
        return null;
    }

    private JsHostFunction? Function(string name) => name switch
    {
        "getVariable" => arguments => Variable(Text(arguments, 0)),
        "setVariable" => arguments => Set(Text(arguments, 0), arguments.Length > 1 ? arguments[1] : default),
        "getInput" => arguments => Read(scope.Input(Text(arguments, 0))),
        "getOutputFrom" => arguments => Read(scope.ActivityOutput(Text(arguments, 0), arguments.Length > 1 && !arguments[1].IsNullish ? Text(arguments, 1) : null)),
        "getLastResult" => _ => Read(scope.LastResult),
        "getCorrelationId" => _ => Read(scope.CorrelationId),
        "setCorrelationId" => arguments =>
        {
            scope.SetCorrelationId(Text(arguments, 0));
            return default;
        }
        ,
        "getWorkflowInstanceId" => _ => Read(scope.InstanceId),
        "getWorkflowInstanceName" => _ => Read(scope.InstanceName),
        "setWorkflowInstanceName" => arguments =>
        {
            scope.SetInstanceName(Text(arguments, 0));
            return default;
        }
        ,
        "getWorkflowDefinitionId" => _ => Read(scope.DefinitionId),
        "getWorkflowDefinitionVersionId" => _ => Read(scope.DefinitionVersionId),
        "getWorkflowDefinitionVersion" => _ => JsValue.Of(scope.DefinitionVersion),
        "setOutcome" when outcomes is not null => arguments => Say([Text(arguments, 0)]),
        "setOutcomes" when outcomes is not null => arguments => Say(Texts(arguments.Length > 0 ? arguments[0] : default)),
        "newGuid" or "newGuidString" or "getGuidString" => _ => Read(scope.NewId().ToString()),
        "newShortGuid" or "getShortGuid" => _ => Read(string.Concat(Convert.ToBase64String(scope.NewId().ToByteArray()).Where(char.IsLetterOrDigit))),
        "parseGuid" => arguments => Read(Guid.TryParse(Text(arguments, 0), out var guid) ? guid.ToString() : throw new JsErrorException($"'{Text(arguments, 0)}' is not a guid")),
        "isNullOrWhiteSpace" => arguments => JsValue.Of(arguments.Length == 0 || arguments[0].IsNullish || string.IsNullOrWhiteSpace(Text(arguments, 0))),
        "isNullOrEmpty" => arguments => JsValue.Of(arguments.Length == 0 || arguments[0].IsNullish || Text(arguments, 0).Length == 0),
        "toJson" => arguments => Read((arguments.Length > 0 ? arguments[0].ToJson() : null)?.ToJsonString(Written) ?? "null"),
        "parseJson" => arguments => Read(Json(Text(arguments, 0))),
        "stringToBase64" => arguments => Read(Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(arguments, 0)))),
        "stringFromBase64" => arguments => Read(Encoding.UTF8.GetString(FromBase64(Text(arguments, 0)))),
        "bytesFromString" => arguments => Bytes(Encoding.UTF8.GetBytes(Text(arguments, 0))),
        "bytesToString" => arguments => Read(Encoding.UTF8.GetString(Bytes(arguments))),
        "bytesFromBase64" => arguments => Bytes(FromBase64(Text(arguments, 0))),
        "bytesToBase64" => arguments => Read(Convert.ToBase64String(Bytes(arguments))),
        _ => null,
    };

    private JsValue Say(List<string> said)
    {
        outcomes!(said);
        return default;
    }

    private JsValue Variable(string name) => scope.TryVariable(name, out var value) ? Read(value) : JsValue.Null;

    private JsValue Set(string name, JsValue value)
    {
        scope.SetVariable(name, value.ToJson());
        return default;
    }

    /// <summary>The variable that getX means: one of the name, else one whose name becomes it.</summary>
    private string? VariableCalled(string accessor)
    {
        if (scope.TryVariable(accessor, out _))
            return accessor;
        foreach (var name in scope.VariableNames)
        {
            if (TypeNaming.Pascalize(name) == accessor)
                return name;
        }

        return null;
    }

    private static JsonNode? Json(string text)
    {
        try
        {
            return Literals.Json(text);
        }
        catch (ConversionException wrong)
        {
            throw new JsErrorException(wrong.Message);
        }
    }

    /// <summary>Bytes are a list of numbers here; a variable of type ByteArray holds them as base64.</summary>
    private static JsValue Bytes(byte[] bytes) => JsValue.FromJson(new JsonArray([.. bytes.Select(each => (JsonNode)JsonValue.Create((long)each))]));

    private static byte[] Bytes(ReadOnlySpan<JsValue> arguments) => (arguments.Length > 0 ? arguments[0].ToJson() : null) switch
    {
        JsonArray list when list.All(item => item is JsonValue value && value.TryGetValue<long>(out var number) && number is >= 0 and <= 255) => [.. list.Select(item => (byte)item!.GetValue<long>())],
        JsonValue text when JsonReading.Text(text) is { } said => FromBase64(said),
        _ => throw new JsErrorException("not bytes"),
    };

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw new JsErrorException("not base64");
        }
    }

    private static List<string> Texts(JsValue value) => value.ToJson() switch
    {
        JsonArray list => [.. list.OfType<JsonNode>().Select(Values.Text)],
        null => [],
        var one => [Values.Text(one)],
    };

    private static string Text(ReadOnlySpan<JsValue> arguments, int index) =>
        arguments.Length > index ? arguments[index].Text ?? arguments[index].ToString() : "";

    private static JsValue Read(string? text) => text is null ? JsValue.Null : JsValue.Of(text);

    private static JsValue Read(JsonNode? node)
    {
        // The usual values, without a way through text.
        if (node is JsonValue value)
        {
            if (value.TryGetValue<long>(out var whole))
                return JsValue.Of(whole);
            if (value.TryGetValue<string>(out var text))
                return JsValue.Of(text);
            if (value.TryGetValue<bool>(out var flag))
                return JsValue.Of(flag);
        }

        return JsValue.FromJson(node);
    }
}
