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

    /// <summary>More than this of one value is no state of a workflow: it is stored with every step.</summary>
    internal const int LargestValue = 4 * 1024 * 1024;

    private const int LongestOutcome = 200;

    private IJsMeter? meter;

    public DateTimeOffset Now => scope.Now;

    public IEnumerable<string> Names => scope.VariableNames.Distinct(StringComparer.Ordinal);

    public double NextRandom() => scope.NextRandom();

    void IJsHost.Begin(IJsMeter meter) => this.meter = meter;

    /// <summary>A value that leaves the script, to be kept.</summary>
    /// <exception cref="ExpressionFaultException">It is more than a value may be.</exception>
    internal JsonNode? Leave(JsValue value) => value.ToJson(new Kept(meter));

    bool IJsMembers.TryGet(string name, out JsValue value)
    {
        var found = scope.TryVariable(name, out var node);
        value = Read(node);
        return found;
    }

    bool IJsMembers.TrySet(string name, JsValue value)
    {
        scope.SetVariable(name, Leave(value));
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
        "toJson" => arguments => Counted((arguments.Length > 0 ? arguments[0].ToJson(meter) : null)?.ToJsonString(Written) ?? "null"),
        "parseJson" => arguments => Read(Json(Long(arguments))),
        "stringToBase64" => arguments => Counted(Convert.ToBase64String(Encoding.UTF8.GetBytes(Long(arguments)))),
        "stringFromBase64" => arguments => Counted(Encoding.UTF8.GetString(FromBase64(Long(arguments)))),
        "bytesFromString" => arguments => Bytes(Encoding.UTF8.GetBytes(Long(arguments))),
        "bytesToString" => arguments => Counted(Encoding.UTF8.GetString(Bytes(arguments))),
        "bytesFromBase64" => arguments => Bytes(FromBase64(Long(arguments))),
        "bytesToBase64" => arguments => Counted(Convert.ToBase64String(Bytes(arguments))),
        _ => null,
    };

    /// <summary>A text that is worked through as a whole: what is made of it is counted with it.</summary>
    private string Long(ReadOnlySpan<JsValue> arguments)
    {
        var text = Text(arguments, 0);
        meter?.Allocate(4L * text.Length);
        return text;
    }

    private JsValue Counted(string text)
    {
        meter?.Allocate(2L * text.Length);
        return JsValue.Of(text);
    }

    private JsValue Say(List<string> said)
    {
        if (said.Exists(outcome => outcome.Length > LongestOutcome))
            throw new JsErrorException($"An outcome has at most {LongestOutcome} characters");
        outcomes!(said);
        return default;
    }

    private JsValue Variable(string name) => scope.TryVariable(name, out var value) ? Read(value) : JsValue.Null;

    private JsValue Set(string name, JsValue value)
    {
        scope.SetVariable(name, Leave(value));
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
    private JsValue Bytes(byte[] bytes)
    {
        meter?.Allocate(32L * bytes.Length);
        return JsValue.Array(bytes.Select(each => JsValue.Of(each)));
    }

    private byte[] Bytes(ReadOnlySpan<JsValue> arguments) => (arguments.Length > 0 ? arguments[0].ToJson(meter) : null) switch
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

    private List<string> Texts(JsValue value) => value.ToJson(meter) switch
    {
        JsonArray list => [.. list.OfType<JsonNode>().Select(Values.Text)],
        null => [],
        var one => [Values.Text(one)],
    };

    private static string Text(ReadOnlySpan<JsValue> arguments, int index) =>
        arguments.Length > index ? arguments[index].Text ?? arguments[index].ToString() : "";

    private static JsValue Read(string? text) => text is null ? JsValue.Null : JsValue.Of(text);

    private JsValue Read(JsonNode? node)
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

        return JsValue.FromJson(node, meter);
    }

    /// <summary>Counts one value against what a value may be, and against the run.</summary>
    private sealed class Kept(IJsMeter? run) : IJsMeter
    {
        private long left = 2L * LargestValue; // two bytes a character, and more for each value of a list or object

        public void Allocate(long bytes)
        {
            run?.Allocate(bytes);
            left -= bytes;
            if (left < 0)
                throw new ExpressionFaultException(ExpressionFault.Budget, 0, 0, $"The value is larger than the {LargestValue / 1024 / 1024} MB that a workflow keeps");
        }
    }
}
