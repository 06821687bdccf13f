using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Expressions;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Engine.Definitions;

/// <summary>Finds everything that is wrong in a definition in one go: errors that forbid publishing, and warnings.</summary>
public static class Lint
{
    /// <param name="workflows">Finds workflows that are used as activities; null where there are none.</param>
    public static ImmutableArray<DefinitionFault> Check(WorkflowDefinition definition, ActivityCatalog catalog, IWorkflowActivities? workflows = null)
    {
        CompiledWorkflow compiled;
        try
        {
            compiled = CompiledWorkflow.Compile(definition, catalog, workflows);
        }
        catch (DefinitionException broken)
        {
            return [broken.Fault];
        }
        catch (ArgumentException) when (JsonFault.In(definition.Json.ToJsonString()) is { } repeated)
        {
            return [repeated]; // found only when an object is first looked into
        }

        List<DefinitionFault> faults = [.. compiled.Faults];
        foreach (var node in compiled.Nodes.Where(node => node.Key == node.Id || node.Activity is WorkflowScope))
        {
            faults.AddRange(LintInputs.Check(node));
            faults.AddRange(LintNames.Check(node, compiled));
            faults.AddRange(LintNames.CheckEarlier(node, compiled));
            if (node.Graph is not null)
                faults.AddRange(LintFlow.Check(node));
            if (LintFlow.NeverWaits(node))
            {
                faults.Add(new(Severity.Warning, node.Path, "loop-without-wait", new(
                    $"“{node.Name}”的条件始终成立，循环里没有等待的步骤，也没有离开循环的步骤", $"the condition of '{node.Name}' always holds, and nothing in it waits or leaves the loop")));
            }
        }

        return [.. faults.Distinct().OrderByDescending(fault => fault.Severity)];
    }
}

/// <summary>Inputs that are missing, or cannot be what the activity takes.</summary>
internal static class LintInputs
{
    internal static IEnumerable<DefinitionFault> Check(Node node)
    {
        var own = Own(node).ToList();
        foreach (var fault in own)
            yield return fault;
        if (own.Count == 0 && CompiledWorkflow.MayStart(node) && ((Primitive)node.Activity).Starts(node, DateTimeOffset.UnixEpoch) is null)
            yield return new(Severity.Error, node.Path, "trigger-not-constant", new(
                $"“{node.Name}”可以启动流程，它等待的内容必须直接写明，不能由表达式计算", $"'{node.Name}' may start the workflow: what it waits for must be written down, not computed"));
        foreach (var input in node.Activity.Descriptor.Inputs)
        {
            var bound = input.IsWrapped ? node.Input(input.Name) : null;
            if (input.Required && (input.IsWrapped ? bound is null || bound.Expression is Expression.Literal { Value: null } : node.Json.Member(input.Name) is null))
                yield return new(Severity.Error, $"{node.Path}.{input.Name}", "missing-input", new($"“{node.Name}”缺少输入“{input.Name}”", $"'{node.Name}' needs the input '{input.Name}'"));
            else if (input == Cron.Expression && bound?.Expression is Expression.Literal { Value: { } cron } && WrongCron(Values.Text(cron)) is { } broken)
                yield return new(Severity.Error, bound.Path, "bad-cron", new($"不是有效的 cron 表达式：{broken}", $"not a cron expression: {broken}"));
            else if (bound?.Expression is Expression.Literal { Value: { } value } && Wrong(input, value) is { } reason)
                yield return new(Severity.Error, bound.Path, "bad-value", new($"值不合要求：{reason}", reason));
            else if (bound?.Expression is Expression.Literal { Value: { } written } && input.Check?.Invoke(written) is { } fault)
                yield return new(Severity.Error, bound.Path, "bad-value", fault);
        }
    }

    /// <summary>What an activity cannot do anything with though it is of the type.</summary>
    private static IEnumerable<DefinitionFault> Own(Node node)
    {
        if (node.Activity is Delay delay && delay.Spans(node) is { } span && delay.Written(node) is { } time && time <= TimeSpan.Zero)
        {
            yield return delay.Descriptor.Kind == ActivityKind.Trigger
                ? new(Severity.Error, span.Path, "bad-value", new($"“{node.Name}”的间隔必须大于零", $"the interval of '{node.Name}' must be longer than nothing"))
                : new(Severity.Warning, span.Path, "bad-value", new($"“{node.Name}”的时长不大于零，不会等待", $"'{node.Name}' waits for no time at all"));
        }

        if (node.Activity is not HttpEndpoint || HttpEndpoint.MethodsOf(node) is not { } methods)
            yield break;
        var path = node.Input(HttpEndpoint.Methods.Name)!.Path;
        if (methods.Length == 0)
            yield return new(Severity.Error, path, "bad-value", new($"“{node.Name}”没有写明方法，收不到请求", $"'{node.Name}' names no method and is never called"));
        foreach (var method in methods.Where(method => !HttpEndpoint.Known.Contains(method)))
        {
            yield return new(Severity.Error, path, "bad-value", new(
                $"没有“{method}”这种 HTTP 方法（可用：{string.Join("、", HttpEndpoint.Known)}）", $"'{method}' is no HTTP method (there are {string.Join(", ", HttpEndpoint.Known)})"));
        }
    }

    private static string? WrongCron(string text)
    {
        try
        {
            return CronSchedule.Parse(text).Next(DateTimeOffset.UnixEpoch) is null ? "it never comes true" : null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    private static string? Wrong(InputDefinition input, JsonNode value)
    {
        try
        {
            switch (input.TypeName)
            {
                case "TimeSpan":
                    Values.To<TimeSpan>(value);
                    break;
                case "DateTimeOffset":
                    Values.To<DateTimeOffset>(value);
                    break;
                case "Boolean":
                    Values.To<bool>(value);
                    break;
                case "Int32":
                    Values.To<int>(value);
                    break;
                case "String" when !input.Options.IsEmpty && !input.Options.Contains(Values.Text(value), StringComparer.OrdinalIgnoreCase):
                    return $"'{Values.Text(value)}' is none of {string.Join(", ", input.Options)}";
            }

            return null;
        }
        catch (ConversionException wrong)
        {
            return wrong.Message;
        }
    }
}

/// <summary>Variables and names in scripts that nothing declares.</summary>
internal static class LintNames
{
    /// <summary>Steps that are named as earlier ones, and stand in a branch beside the activity or behind it.</summary>
    internal static IEnumerable<DefinitionFault> CheckEarlier(Node node, CompiledWorkflow workflow)
    {
        foreach (var input in node.Activity.Descriptor.Inputs.Where(input => input.NamesEarlier))
        {
            if (node.Input(input.Name) is not { Expression: Expression.Literal { Value: { } written } } bound)
                continue;
            foreach (var name in Read(written).Where(name => workflow.NearestOf(name, node.Id) is not null && workflow.NearestBefore(name, node.Id) is null))
                yield return new(Severity.Warning, bound.Path, "not-before", new($"“{name}”不在“{node.Name}”之前，不能退回到那里", $"'{name}' does not come before '{node.Name}': a case cannot go back there"));
        }
    }

    private static string[] Read(JsonNode written)
    {
        try
        {
            return Values.To<string[]>(written) ?? [];
        }
        catch (ConversionException)
        {
            return [];
        }
    }

    internal static IEnumerable<DefinitionFault> Check(Node node, CompiledWorkflow workflow)
    {
        foreach (var output in node.Outputs.Where(output => !Declares(node, output.Variable)))
            yield return new(Severity.Warning, $"{node.Path}.{output.Name}", "unknown-variable", Undeclared(output.Variable, node));
        if (node.Activity is SetVariable && node.Plan is string variable && !Declares(node, variable))
            yield return new(Severity.Error, $"{node.Path}.variable", "unknown-variable", Undeclared(variable, node));
        else if (node.Activity is SetVariable && node.Plan is not string && node.Json.Member("variable") is not null)
            yield return new(Severity.Error, $"{node.Path}.variable", "unknown-variable", new($"“{node.Name}”没有写明变量：应有变量的 id 或 name", $"'{node.Name}' names no variable: its id or name is asked for"));
        foreach (var twice in node.Variables.GroupBy(slot => slot.Name).Where(group => group.Count() > 1))
            yield return new(Severity.Warning, $"{node.Path}.variables", "repeated-variable", new($"有两个变量都叫“{twice.Key}”", $"two variables are called '{twice.Key}'"));
        if (node.Activity is SetOutput && SetOutput.NameOf(node) is { Length: > 0 } named && !ScopeOf(node).WorkflowOutputs.Contains(named))
            yield return new(Severity.Warning, $"{node.Path}.outputName", "unknown-output", new($"流程没有声明输出“{named}”", $"the workflow declares no output '{named}'"));
        foreach (var (expression, path) in Expressions(node))
        {
            foreach (var fault in expression switch
            {
                ScriptExpression script => script.FreeNames.Where(name => !Knows(node, workflow, name))
                    .Select(name => new DefinitionFault(Severity.Warning, path, "unknown-name", new($"这里没有名为“{name}”的东西", $"nothing here is called '{name}'"))),
                Expression.Variable of when !Holds(node, of) => [new(Severity.Warning, path, "unknown-variable", Undeclared(of.Name ?? of.Id, node))],
                Expression.Input of when !workflow.InputNames.Contains(of.Name, StringComparer.OrdinalIgnoreCase) =>
                    [new(Severity.Warning, path, "unknown-input", new($"流程没有声明输入“{of.Name}”", $"the workflow declares no input '{of.Name}'"))],
                _ => Enumerable.Empty<DefinitionFault>(),
            })
                yield return fault;
        }
    }

    private static Words Undeclared(string variable, Node node) =>
        new($"“{node.Name}”所在范围内没有声明变量“{variable}”", $"no variable '{variable}' is declared around '{node.Name}'");

    private static IEnumerable<(Expression Expression, string Path)> Expressions(Node node)
    {
        foreach (var input in node.Inputs)
            yield return (input.Expression, input.Path);
        if (node.Plan is Expression own)
            yield return (own, node.Path);
        if (node.Plan is not ImmutableArray<Case> cases)
            yield break;
        foreach (var one in cases)
            yield return (one.Condition, $"{node.Path}.cases");
    }

    /// <summary>The workflow, or the workflow used as an activity, that it stands in.</summary>
    private static Node ScopeOf(Node node)
    {
        var scope = node;
        while (scope is { Activity: not SubWorkflow, Parent: not null })
            scope = scope.Parent;
        return scope;
    }

    /// <summary>A variable is declared, or given by what goes round it.</summary>
    private static bool Holds(Node node, Expression.Variable variable)
    {
        var name = variable.Name ?? variable.Id;
        for (var scope = node; scope is not null; scope = scope.Parent)
        {
            if (scope.SlotById(variable.Id) >= 0 || scope.SlotByName(name) >= 0 || Gives(scope, node, name))
                return true;
        }

        return false;
    }

    /// <summary>What an activity calls the piece that it has in hand.</summary>
    private static bool Gives(Node scope, Node asking, string name) => scope.Activity switch
    {
        Loop => name is "CurrentValue" or "CurrentIndex",
        BulkDispatchWorkflows => name == "ChildInstanceId" || (scope == asking && name == BulkDispatchWorkflows.ItemName(asking)),
        _ => false,
    };

    private static bool Declares(Node node, string variable)
    {
        for (var scope = node; scope is not null; scope = scope.Parent)
        {
            if (scope.SlotById(variable) >= 0 || scope.SlotByName(variable) >= 0 || scope.WorkflowOutputs.Contains(variable))
                return true;
        }

        return false;
    }

    private static bool Knows(Node node, CompiledWorkflow workflow, string name)
    {
        if (ScriptWorld.Functions.Contains(name))
            return true;
        if (name.Length <= 3 || !(name.StartsWith("get", StringComparison.Ordinal) || name.StartsWith("set", StringComparison.Ordinal)))
            return false;
        var rest = name[3..];
        for (var scope = node; scope is not null; scope = scope.Parent)
        {
            if (scope.Variables.Any(slot => slot.Name == rest || TypeNaming.Pascalize(slot.Name) == rest))
                return true;
            if (Gives(scope, node, rest))
                return true;
        }

        if (workflow.InputNames.Any(input => input == rest || TypeNaming.Pascalize(input) == rest))
            return true;
        return rest.IndexOf("From", StringComparison.Ordinal) is var at and > 0
            && workflow.Nodes.Any(other => TypeNaming.Pascalize(other.Name) == rest[(at + 4)..]);
    }
}
