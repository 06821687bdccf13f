using AidWorkflow.Engine.Expressions.JavaScript;

namespace AidWorkflow.Engine.Tests.Expressions;

[TestFixture]
internal sealed class LanguageTests
{
    [TestCaseSource(typeof(Samples), nameof(Samples.All))]
    public void A_script_gives_what_ECMAScript_says(Sample sample) =>
        Assert.That(Scripts.Shown(sample.Body), Is.EqualTo(sample.Shown));

    /// <summary>Newer than the Node of some machines, so not among the samples.</summary>
    [TestCase("return Object.groupBy([1, 2, 3, 4], x => x % 2 ? 'odd' : 'even');", "{odd:[1,3],even:[2,4]}")]
    [TestCase("return Map.groupBy([1, 2, 3], x => x % 2).get(1);", "[1,3]")]
    public void Grouping_keeps_the_order(string body, string shown) => Assert.That(Scripts.Shown(body), Is.EqualTo(shown));

    [TestCase("return ['2', '10', '1'].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));", "[\"1\",\"2\",\"10\"]")]
    [TestCase("return ['a'.localeCompare('A', 'en', { sensitivity: 'base' }), 'résumé'.localeCompare('resume', 'en', { sensitivity: 'base' }), 'é'.localeCompare('e', 'en')];", "[0,0,1]")]
    [TestCase("return ['张三', '李四', '王五'].sort((a, b) => a.localeCompare(b));", "[\"李四\",\"王五\",\"张三\"]")]
    [TestCase("return 'a'.localeCompare('b', 'de');", "throws RangeError")]
    [TestCase("return (1234.5).toLocaleString('en-US', { style: 'currency', currency: 'USD' });", "throws RangeError")]
    [TestCase("return (1234.5).toLocaleString('de-DE');", "throws RangeError")]
    [TestCase("return new Date(0).toLocaleDateString('en-GB');", "throws RangeError")]
    [TestCase("return new Date(0).toLocaleDateString('zh-CN', { month: 'long' });", "throws RangeError")]
    [TestCase("return new Date(0).toLocaleDateString('zh-CN');", "\"1970/1/1\"")]
    public void What_depends_on_a_language_is_Chinese_or_English_or_refused(string body, string shown) => Assert.That(Scripts.Shown(body), Is.EqualTo(shown));

    [TestCase("1 + 2", "3")]
    [TestCase("1; 2", "2")]
    [TestCase("1; var x = 5;", "1")]
    [TestCase("let x = 5; x * 2", "10")]
    [TestCase("return 7", "7")]
    [TestCase("if (true) { 'yes' } else { 'no' }", "\"yes\"")]
    [TestCase("1; if (false) 2;", "undefined")]
    [TestCase("let n = 0; for (const x of [1, 2]) { n += x; }", "3")]
    [TestCase("1; try { 2 } finally { 3 }", "2")]
    [TestCase("switch (1) { case 1: 'a'; break; }", "\"a\"")]
    [TestCase("", "undefined")]
    [TestCase("// nothing", "undefined")]
    [TestCase("function f() { return 1; }", "undefined")]
    [TestCase("({a: 1})", "{a:1}")]
    [TestCase("return {a: 1}", "{a:1}")]
    [TestCase("{\"a\": 1, \"b\": [2]}", "{a:1,b:[2]}")]
    [TestCase("{a: 1}", "1", Description = "a block with a label, as in ECMAScript")]
    public void The_value_of_a_script_is_what_it_returns_or_its_last_expression(string source, string shown)
    {
        var host = new Scripts { Globals = { ["value"] = Scripts.Run(source) } };
        var show = JsProgram.Compile($"{Scripts.Show}\nreturn show(value);");

        Assert.That(show.Run(host, Scripts.Budget).Text, Is.EqualTo(shown));
    }

    [TestCase("1 +", 1, 4)]
    [TestCase("let x = 1;\nlet x = 2;", 2, 5)]
    [TestCase("a b", 1, 3)]
    [TestCase("for (const x of) 1", 1, 16)]
    [TestCase("'abc", 1, 1)]
    [TestCase("break;", 1, 1)]
    [TestCase("1 = 2", 1, 1)]
    [TestCase("({a = 1})", 1, 3)]
    [TestCase("a ?? b || c", 1, 3)]
    [TestCase("-1 ** 2", 1, 4)]
    [TestCase("/(/.test('x')", 1, 1)]
    [TestCase("const x;", 1, 7)]
    [TestCase("010", 1, 1)]
    [TestCase("{ let a; var a; }", 1, 14)]
    [TestCase("(a, b", 1, 6)]
    [TestCase("`a${1", 1, 6)]
    [TestCase("() => 1 + 1 => 2", 1, 13)]
    [TestCase("if (1) const x = 1", 1, 8)]
    public void What_does_not_parse_is_refused_with_its_place(string source, int line, int column)
    {
        var fault = Assert.Throws<ExpressionFaultException>(() => JsProgram.Compile(source));

        Assert.That((fault!.Fault, fault.Line, fault.Column), Is.EqualTo((ExpressionFault.Syntax, line, column)), fault.Message);
    }

    [TestCase("class A {}")]
    [TestCase("async function f() {}")]
    [TestCase("const f = async () => 1")]
    [TestCase("await x")]
    [TestCase("function* g() {}")]
    [TestCase("10n")]
    [TestCase("import('x')")]
    [TestCase("eval('1')")]
    [TestCase("function f() { return arguments.length; }")]
    [TestCase("with (x) y")]
    [TestCase("({ get a() { return 1; } })")]
    [TestCase("x.__proto__")]
    [TestCase("({ __proto__: x })")]
    [TestCase("tag`a`")]
    [TestCase("/(?=a)/")]
    [TestCase("/(?<!a)b/")]
    [TestCase("/(a)\\1/")]
    [TestCase("debugger")]
    [TestCase("const s = Symbol('x')")]
    [TestCase("new Promise(() => 1)")]
    [TestCase("typeof BigInt")]
    [TestCase("new Intl.NumberFormat()")]
    [TestCase("new WeakMap()")]
    [TestCase("setTimeout(() => 1)")]
    [TestCase("Math = 1")]
    [TestCase("delete x")]
    public void What_is_left_out_is_refused_by_name_when_it_is_compiled(string source)
    {
        var fault = Assert.Throws<ExpressionFaultException>(() => JsProgram.Compile(source));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fault!.Fault, Is.EqualTo(ExpressionFault.Unsupported), fault.Message);
            Assert.That(fault.Line, Is.Positive);
        }
    }

    [Test]
    public void An_error_that_nothing_catches_is_a_fault_with_its_place()
    {
        var fault = Assert.Throws<ExpressionFaultException>(() => Scripts.Run("const a = null;\nreturn a.b;"));

        Assert.That((fault!.Fault, fault.Line, fault.Reason), Is.EqualTo((ExpressionFault.Thrown, 2, "TypeError: Cannot read properties of null (reading 'b')")));
    }
}
