using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Designer.Managing;

/// <summary>What an editor may choose among beside activities. What runs of it, and what is only kept, is told in docs/elsa.md.</summary>
internal static class Lists
{
    /// <summary>The version of Elsa whose format and calls these are.</summary>
    internal const string ElsaVersion = "3.8.0";

    internal static IEnumerable<(string Address, Func<string, JsonObject> List)> All { get; } =
    [
        ("/expression-descriptors", language => Items(language, Expressions)),
        ("/variables", language => Items(language, Variables)),
        ("/storage-drivers", language => Items(language, [Typed("Workflow", "流程实例", "Workflow instance")])),
        ("/workflow-activation-strategies", language => Items(language,
        [
            Typed("Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core", "总是可以启动", "Always"),
            Typed("Elsa.Workflows.ActivationValidators.SingletonStrategy, Elsa.Workflows.Core", "同时只有一个", "Singleton"),
            Typed("Elsa.Workflows.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Core", "每个关联号一个", "Correlation"),
            Typed("Elsa.Workflows.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Core", "本流程每个关联号一个", "Correlated singleton"),
        ])),
        ("/incident-strategies", language => Items(language,
        [
            Typed("Elsa.Workflows.IncidentStrategies.FaultStrategy, Elsa.Workflows.Core", "出错即停", "Fault"),
            Typed("Elsa.Workflows.IncidentStrategies.ContinueWithIncidentsStrategy, Elsa.Workflows.Core", "其余继续", "Continue with incidents"),
        ])),
        ("/log-persistence-strategies", _ => Items("", [])),
        ("/commit-strategies/workflows", _ => Items("", [])),
        ("/commit-strategies/activities", _ => Items("", [])),
        ("/output-converters", _ => Items("", [])),
    ];

    private static Func<string, JsonObject>[] Expressions =>
    [
        Expression("Literal", "固定值", "Value"), Expression("Object", "JSON", "JSON"), Expression("JavaScript", "JavaScript", "JavaScript"),
        Expression("Variable", "变量", "Variable"), Expression("Input", "流程输入", "Input"),
    ];

    private static Func<string, JsonObject>[] Variables =>
    [
        .. ((string[])["Object", "String", "Boolean", "Int32", "Int64", "Double", "Decimal", "Guid", "DateTime", "DateTimeOffset", "TimeSpan", "JsonObject", "JsonArray", "JSON"]).Select(type =>
            new Func<string, JsonObject>(_ => new() { ["typeName"] = type, ["displayName"] = type, ["category"] = type is "JsonObject" or "JsonArray" or "JSON" ? "JSON" : "Primitives", ["description"] = null })),
    ];

    internal static JsonObject Features() => Items("", [_ => new() { ["name"] = "WorkflowManagement", ["namespace"] = "Elsa.Workflows.Management.Features", ["fullName"] = "Elsa.WorkflowManagement", ["displayName"] = "Workflow management", ["description"] = "" }]);

    private static JsonObject Items(string language, Func<string, JsonObject>[] items) => Answers.Items(items, item => item(language));

    private static Func<string, JsonObject> Typed(string type, string chinese, string english) => language =>
        new() { ["typeName"] = type, ["displayName"] = new LocalText(chinese, english).In(language), ["description"] = null };

    private static Func<string, JsonObject> Expression(string type, string chinese, string english) => language =>
        new() { ["type"] = type, ["displayName"] = new LocalText(chinese, english).In(language), ["isSerializable"] = true, ["isBrowsable"] = true, ["properties"] = new JsonObject() };
}
