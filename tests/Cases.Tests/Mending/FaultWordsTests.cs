using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Primitives;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Cases.Tests.Mending;

/// <summary>What the engine says when an activity fails, as people read it: each definition here is run until it fails.</summary>
[TestFixture]
internal sealed class FaultWordsTests
{
    [TestCase("""{ "type": "Elsa.RunJavaScript", "script": { "typeName": "String", "expression": { "type": "JavaScript", "value": "null.foo" } } }""",
        "“x”的输入“script”有误：脚本出错：不能从 null 读取“foo”（第 1 行第 5 列）")]
    [TestCase("""{ "type": "Elsa.RunJavaScript", "script": { "typeName": "String", "expression": { "type": "JavaScript", "value": "nobody + 1" } } }""", "脚本出错：“nobody”没有定义")]
    [TestCase("""{ "type": "Elsa.RunJavaScript", "script": { "typeName": "String", "expression": { "type": "JavaScript", "value": "while (true) {}" } } }""", "上限")]
    [TestCase("""{ "type": "Elsa.RunJavaScript", "script": { "typeName": "String", "expression": { "type": "JavaScript", "value": "throw new Error('no money')" } } }""", "脚本自己抛出了错误“no money”")]
    [TestCase("""{ "type": "Elsa.RunJavaScript", "script": { "typeName": "String", "expression": { "type": "JavaScript", "value": "1 +" } } }""", "脚本不能执行")]
    [TestCase("""{ "type": "Elsa.FlowDecision", "condition": { "typeName": "Boolean", "expression": { "type": "Liquid", "value": "{{ a }}" } } }""", "“x”的输入“condition”有误：这里不计算“Liquid”类型的表达式")]
    [TestCase("""{ "type": "Elsa.Delay" }""", "“x”的输入“timeSpan”有误：必填，但没有填写")]
    [TestCase("""{ "type": "Elsa.Delay", "timeSpan": { "typeName": "TimeSpan", "expression": { "type": "JavaScript", "value": "'soon'" } } }""", "\"soon\" 不是 TimeSpan 类型的值")]
    [TestCase("""{ "type": "Elsa.ForEach", "items": { "typeName": "Object", "expression": { "type": "JavaScript", "value": "null" } }, "body": { "id": "b", "type": "Elsa.WriteLine" } }""", "没有可以逐项处理的列表")]
    [TestCase("""{ "type": "Elsa.SetVariable", "variable": { "id": "gone", "name": "gone" } }""", "找不到变量“gone”")]
    [TestCase("""{ "type": "Some.Activity" }""", "这里没有“Some.Activity”这种活动")]
    [TestCase("""{ "type": "Elsa.While", "condition": { "typeName": "Boolean", "expression": { "type": "Literal", "value": true } }, "body": { "id": "b", "type": "Elsa.WriteLine" } }""", "可能是死循环")]
    public async Task A_fault_of_the_engine_is_said_in_Chinese_with_its_own_words_beside_it(string activity, string words)
    {
        var reason = await ReasonAsync(activity);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Texts.SayReason(reason, "zh-CN"), Does.Contain(words).And.EndsWith($"（原文：{reason}）"));
            Assert.That(Texts.SayReason(reason, "en"), Is.EqualTo(reason));
        }
    }

    [Test]
    public async Task What_an_author_wrote_into_a_fault_stays_as_it_is()
    {
        var reason = await ReasonAsync("""{ "type": "Elsa.Fault", "message": { "typeName": "String", "expression": { "type": "Literal", "value": "Grandpa.phone: call again" } } }""");

        Assert.That(Texts.SayReason(reason, "zh-CN"), Is.EqualTo("Grandpa.phone: call again"));
    }

    private static async Task<string> ReasonAsync(string activity)
    {
        var root = JsonNode.Parse(activity)!.AsObject();
        root["id"] = "x";
        var definition = WorkflowDefinition.Of(new JsonObject { ["id"] = "v", ["definitionId"] = "d", ["root"] = root });
        var rehearsal = new Rehearsal(new DefinitionSet([definition]), ElsaActivities.With([]), TimeProvider.System, new());
        return (await rehearsal.RunAsync(definition, null, resumeAll: false, CancellationToken.None)).Incidents.Single().Reason;
    }
}
