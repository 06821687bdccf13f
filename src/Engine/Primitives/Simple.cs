using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Primitives;

internal sealed class SetVariable : Primitive
{
    private static readonly Input<JsonObject> Variable = new("variable")
    {
        IsWrapped = false,
        UiHint = "variable-picker",
        Required = true,
        DisplayName = new("变量", "Variable"),
    };

    private static readonly Input<JsonNode> Value = new("value") { DisplayName = new("值", "Value") };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.SetVariable",
        Category = "Primitives",
        DisplayName = new("设置变量", "Set variable"),
        Description = new("给变量赋值。", "Gives a variable a value."),
        Inputs = [Variable, Value],
    };

    internal override void Prepare(Compiler compiler, Node node) => node.Plan = node.Json.Member("variable") switch
    {
        JsonObject variable => variable.Text("id") ?? variable.Text("name"),
        var name => JsonReading.Text(name),
    };

    protected override Outcome Run(RunContext run)
    {
        var value = run.Get(Value);
        return run.Node.Plan is string variable && run.Scope.TrySetBound(variable, value?.DeepClone())
            ? Outcome.Done
            : new Outcome.Failed($"Variable '{run.Node.Plan}' not found.");
    }
}

internal sealed class SetOutput : Primitive
{
    private static readonly Input<string> OutputName = new("outputName") { UiHint = "output-picker", DisplayName = new("输出名", "Output name") };

    private static readonly Input<JsonNode> OutputValue = new("outputValue") { DisplayName = new("值", "Output value") };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.SetOutput",
        Category = "Primitives",
        DisplayName = new("设置输出", "Set output"),
        Description = new("给工作流的输出赋值。", "Gives an output of the workflow a value."),
        Inputs = [OutputName, OutputValue],
    };

    /// <summary>The output where it is written down; null where it is computed.</summary>
    internal static string? NameOf(Node node) => Constant(node, OutputName);

    protected override Outcome Run(RunContext run)
    {
        var (name, value) = (run.Get(OutputName), run.Get(OutputValue));
        if (string.IsNullOrEmpty(name))
            return Outcome.Done;
        run.Scope.SetWorkflowOutput(run.Scope.Composite(), name, value);
        return Outcome.Done;
    }
}

internal sealed class SetName : Primitive
{
    private static readonly Input<string> Value = new("value") { DisplayName = new("名称", "Name") };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.SetName",
        Category = "Primitives",
        DisplayName = new("命名实例", "Set name"),
        Inputs = [Value],
    };

    protected override Outcome Run(RunContext run)
    {
        run.Machine.State.SetName(run.Get(Value));
        return Outcome.Done;
    }
}

internal sealed class Correlate : Primitive
{
    private static readonly Input<string> CorrelationId = new("correlationId") { DisplayName = new("关联号", "Correlation ID") };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Correlate",
        Category = "Primitives",
        DisplayName = new("设置关联号", "Correlate"),
        Inputs = [CorrelationId],
    };

    protected override Outcome Run(RunContext run)
    {
        run.Machine.State.SetCorrelation(run.Get(CorrelationId));
        return Outcome.Done;
    }
}

internal sealed class WriteLine : Primitive
{
    private static readonly Input<string> Text = new("text", "") { DisplayName = new("文字", "Text") };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.WriteLine",
        Category = "Console",
        DisplayName = new("写一行", "Write line"),
        Description = new("写一行文字，便于试运行。", "Writes a line, for trying things out."),
        Inputs = [Text],
    };

    protected override Outcome Run(RunContext run)
    {
        run.WriteLine(run.Get(Text));
        return Outcome.Done;
    }
}

/// <summary>Faults on purpose.</summary>
internal sealed class Fault : Primitive
{
    private static readonly Input<string> Code = new("code") { DisplayName = new("代码", "Code") };

    private static readonly Input<string> Category = new("category") { DisplayName = new("类别", "Category") };

    private static readonly Input<string> FaultType = new("faultType") { DisplayName = new("类型", "Type") };

    private static readonly Input<string> Message = new("message") { DisplayName = new("说明", "Message") };

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.Fault",
        Category = "Primitives",
        DisplayName = new("报错", "Fault"),
        Description = new("停在这里，等人处理。", "Stops here for a person to look at."),
        Inputs = [Code, Category, FaultType, Message],
    };

    protected override Outcome Run(RunContext run)
    {
        throw new FaultException(run.Get(Message), run.Get(Code) ?? "0", run.Get(Category) ?? "General", run.Get(FaultType) ?? "System");
    }

    /// <summary>Its text goes into the incident's detail, so that whoever mends it sees code, category and type.</summary>
    private sealed class FaultException(string? message, string code, string category, string type) : Exception(string.IsNullOrWhiteSpace(message) ? $"Fault {code}" : message)
    {
        public override string ToString() => $"{nameof(FaultException)} {code} ({category}, {type}): {Message}";
    }
}

/// <summary>A script of its own. It may set variables and say its outcomes.</summary>
internal sealed class RunJavaScript : Primitive
{
    private static readonly Input<string> Script = new("script")
    {
        UiHint = "code-editor",
        DisplayName = new("脚本", "Script"),
        Description = new("要运行的脚本。", "The script to run."),
    };

    private static readonly Input<string[]> PossibleOutcomes = new("possibleOutcomes", [])
    {
        UiHint = "dynamic-outcomes",
        DisplayName = new("可能的结果", "Possible outcomes"),
    };

    private static readonly Output<JsonNode> Result = new("result");

    private static readonly Outcome Done = Outcome.With("Done");

    // A script may set a variable and throw after it.
    internal override bool ChangesNothingWhenItThrows => false;

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = "Elsa.RunJavaScript",
        Category = "Scripting",
        DisplayName = new("运行脚本", "Run JavaScript"),
        Inputs = [Script, PossibleOutcomes],
        Outputs = [Result],
        PortsFrom = "possibleOutcomes",
    };

    internal override void Prepare(Compiler compiler, Node node)
    {
        // The usual script is a literal: compiled once.
        if (node.Input("script") is { Expression: Expression.Literal { Value: { } source } } input && !string.IsNullOrWhiteSpace(Values.Text(source)))
            node.Plan = compiler.Script(Values.Text(source), input.Path);
    }

    protected override Outcome Run(RunContext run)
    {
        var source = run.Node.Plan is null ? run.Get(Script) : null;
        if (run.Node.Plan is null && string.IsNullOrWhiteSpace(source))
            return Outcome.Done;
        var script = run.Node.Plan as Expression ?? ScriptExpression.Compile(source!);
        List<string>? outcomes = null;
        var value = script is ScriptExpression compiled ? compiled.Evaluate(run.Scope, said => outcomes = said) : run.Evaluate(script);

        // What says nothing leaves its output as it was.
        if (value is not null)
            run.Set(Result, value);
        return outcomes is null ? Done : Outcome.With([.. outcomes]);
    }
}
