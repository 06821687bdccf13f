using System.Text.Json.Nodes;
using AidWorkflow.Engine.Expressions.JavaScript;

namespace AidWorkflow.Engine.Tests.Expressions;

[TestFixture]
internal sealed class HostTests
{
    [Test]
    public void A_condition_reads_the_globals_of_its_host()
    {
        var host = new Scripts { Globals = { ["amount"] = JsValue.Of(12_000.0), ["level"] = JsValue.Of("city") } };
        var program = JsProgram.Compile("amount > 10000 && level == 'city'");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(program.FreeNames, Is.EquivalentTo(["amount", "level"]));
            Assert.That(program.Run(host, Scripts.Budget), Is.EqualTo(JsValue.True));
        }
    }

    [Test]
    public void Names_of_the_script_and_of_the_language_are_not_free()
    {
        var program = JsProgram.Compile("let a = Math.max(b, undefined); function f(c) { return a + c + JSON.stringify(d); } f(NaN)");

        Assert.That(program.FreeNames, Is.EquivalentTo(["b", "d"]));
    }

    [Test]
    public void A_function_of_the_host_gets_the_arguments_and_may_refuse()
    {
        var host = new Scripts
        {
            Globals =
            {
                ["sum"] = JsValue.Function("sum", arguments => JsValue.Of(arguments[0].Number + arguments[1].Number)),
                ["refuse"] = JsValue.Function("refuse", _ => throw new JsErrorException("not today")),
                ["fail"] = JsValue.Function("fail", _ => throw new InvalidOperationException("a bug of ours")),
            },
        };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(JsProgram.Compile("sum(1, 2) * 2").Run(host, Scripts.Budget).Number, Is.EqualTo(6));
            Assert.That(JsProgram.Compile("try { refuse() } catch (e) { e.message }").Run(host, Scripts.Budget).Text, Is.EqualTo("not today"));
            Assert.That(() => JsProgram.Compile("try { fail() } catch (e) { 1 }").Run(host, Scripts.Budget), Throws.InvalidOperationException);
        }
    }

    [Test]
    public void Members_of_a_live_object_go_straight_to_the_host()
    {
        var members = new Members { ["a"] = JsValue.Of(1.0) };
        var host = new Scripts { Globals = { ["variables"] = JsValue.Live(members) } };

        var value = JsProgram.Compile("variables.b = variables.a + 1; variables['a']++; Object.keys(variables).join()").Run(host, Scripts.Budget);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(value.Text, Is.EqualTo("a,b"));
            Assert.That((members["a"].Number, members["b"].Number), Is.EqualTo((2.0, 2.0)));
            Assert.That(JsProgram.Compile("try { variables.fixed = 1 } catch (e) { e.name }").Run(host, Scripts.Budget).Text, Is.EqualTo("TypeError"));
        }
    }

    [TestCase("null")]
    [TestCase("""{"a":[1,2.5,"x",null,true,{"b":{}}],"审":"批","1":-7}""")]
    [TestCase("[9007199254740991,1e300,0.1]")]
    public void Json_goes_in_and_comes_out_the_same(string json)
    {
        var host = new Scripts { Globals = { ["input"] = JsValue.FromJson(JsonNode.Parse(json)) } };
        var value = JsProgram.Compile("input").Run(host, Scripts.Budget).ToJson();

        Assert.That(JsonNode.DeepEquals(value, JsonNode.Parse(json)), Is.True, () => $"{value?.ToJsonString()}");
    }

    [Test]
    public void A_value_becomes_json_as_stringify_would_write_it()
    {
        var value = Scripts.Run("({ n: NaN, f() {}, u: undefined, d: new Date(0), m: new Map(), a: [undefined, () => 1], whole: 3.0, part: 1.5 })");

        Assert.That(value.ToJson()!.ToJsonString(), Is.EqualTo("""{"n":null,"d":"1970-01-01T00:00:00.000Z","m":{},"a":[null,null],"whole":3,"part":1.5}"""));
    }

    [Test]
    public void Whole_numbers_come_out_as_integers() =>
        Assert.That(Scripts.Run("2 ** 31").ToJson()!.GetValue<long>(), Is.EqualTo(1L << 31));

    [Test]
    public void Time_and_chance_are_the_hosts() =>
        Assert.That(
            Scripts.Shown("return [new Date().toISOString(), Date.now(), new Date().getHours(), new Date().toLocaleString(), Math.random()];"),
            Is.EqualTo($"[\"2026-03-05T06:07:08.090Z\",{Scripts.Moment.ToUnixTimeMilliseconds()},14,\"2026/3/5 14:07:08\",0.25]"));

    [Test]
    public void One_run_leaves_nothing_behind_for_the_next()
    {
        var program = JsProgram.Compile("count = typeof count === 'undefined' ? 1 : count + 1; const list = /a/g; list.test('a'); [count, list.lastIndex]");

        var runs = Enumerable.Range(0, 3).Select(_ => program.Run(new Scripts(), Scripts.Budget).ToJson()!.ToJsonString());

        Assert.That(runs, Is.All.EqualTo("[1,1]"));
    }

    [Test]
    public void One_program_runs_on_many_threads()
    {
        var program = JsProgram.Compile("let s = 0; for (let i = 0; i < 200; i++) { s += [i, i].map(x => x + n).length; } s + n");

        var values = Enumerable.Range(0, 64).AsParallel().WithDegreeOfParallelism(4)
            .Select(n => (n, program.Run(new Scripts { Globals = { ["n"] = JsValue.Of((double)n) } }, Scripts.Budget).Number)).ToArray();

        Assert.That(values, Is.All.Matches<(int n, double Value)>(each => each.Value == 400 + each.n));
    }

    private sealed class Members : Dictionary<string, JsValue>, IJsMembers
    {
        public IEnumerable<string> Names => Keys;

        public bool TryGet(string name, out JsValue value) => TryGetValue(name, out value);

        public bool TrySet(string name, JsValue value)
        {
            if (name == "fixed")
                return false;
            this[name] = value;
            return true;
        }
    }
}
