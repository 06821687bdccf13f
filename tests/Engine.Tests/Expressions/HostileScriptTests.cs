using AidWorkflow.Engine.Expressions.JavaScript;

namespace AidWorkflow.Engine.Tests.Expressions;

/// <summary>Scripts that mean harm, or loop by mistake: each ends in a fault that it cannot catch, and soon.</summary>
[TestFixture]
internal sealed class HostileScriptTests
{
    [TestCase("while (true) {}")]
    [TestCase("for (;;) ;")]
    [TestCase("do { continue; } while (1)")]
    [TestCase("for (let i = 0; i < 1e12; i++) { i; }")]
    [TestCase("const a = [1]; for (const x of a) a.push(x)")]
    [TestCase("const m = new Map([[1, 1]]); for (const [k] of m) { m.delete(k); m.set(k + 1, 1); }")]
    [TestCase("const s = new Set([1]); s.forEach(x => { s.delete(x); s.add(x + 1); })")]
    [TestCase("try { while (true) {} } catch (e) { 'caught' }")]
    [TestCase("try { while (true) {} } finally { while (true) {} }")]
    [TestCase("while (true) { try { throw 1 } catch (e) {} }")]
    [TestCase("while (true) { try { null.x } catch (e) {} }")]
    [TestCase("(function f() { f(); })()")]
    [TestCase("(function f() { try { f(); } catch (e) { f(); } })()")]
    [TestCase("const f = () => [1].map(f); f()")]
    [TestCase("const f = x => [2, 1].sort(f); f()")]
    [TestCase("const o = { toString() { return '' + o; } }; o + ''")]
    [TestCase("const o = { valueOf() { return +o; } }; +o")]
    [TestCase("const o = { toJSON() { return JSON.stringify(o); } }; JSON.stringify(o)")]
    [TestCase("let f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(null); f()")]
    [TestCase("'x'.replace(/x/, function r() { return 'x'.replace(/x/, r); })")]
    [TestCase("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a.flat(Infinity)")]
    [TestCase("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; JSON.stringify(a)")]
    [TestCase("let a = []; for (let i = 0; i < 1e5; i++) a = [a]; a + ''")]
    [TestCase("JSON.parse('['.repeat(1e5))")]
    [TestCase("JSON.parse('[1]', function r(k, v) { return JSON.parse('[1]', r); })")]
    [TestCase("'x'.repeat(1e9)")]
    [TestCase("'x'.repeat(2 ** 24 + 1)")]
    [TestCase("'x'.padStart(2 ** 31)")]
    [TestCase("'x'.padEnd(1e15, 'abc')")]
    [TestCase("let s = 'x'; while (true) s += s")]
    [TestCase("let s = 'x'; while (true) s = `${s}${s}`")]
    [TestCase("let s = 'x'; while (true) s = s.concat(s)")]
    [TestCase("let s = ''; while (true) { s += 'abc'; s.length; }")]
    [TestCase("let s = 'x'.repeat(1e6); const a = []; while (true) { s += 'y'; a.push(s, s[0]); }")]
    [TestCase("const s = 'x'.repeat(1e6); const a = []; while (true) a.push(s.slice(1))")]
    [TestCase("const s = 'x'.repeat(1e6); while (true) s.toUpperCase()")]
    [TestCase("Array(1e9)")]
    [TestCase("Array(1e8).fill(0)")]
    [TestCase("[].length = 4e9")]
    [TestCase("const a = []; a.length = 2 ** 32 - 1; a")]
    [TestCase("const a = []; a[4e9] = 1; a")]
    [TestCase("Array.from({ length: 1e9 })")]
    [TestCase("Array.from({ length: Infinity })")]
    [TestCase("const a = []; while (true) a.push(1)")]
    [TestCase("let a = [1]; while (true) a = a.concat(a)")]
    [TestCase("let a = [1]; while (true) a = [...a, ...a]")]
    [TestCase("const a = [1]; while (true) a.push(...a)")]
    [TestCase("const a = [1]; while (true) a.splice(0, 0, ...a)")]
    [TestCase("const a = Array(1e5).fill(1); while (true) a.unshift(1)")]
    [TestCase("Array(1e6).fill('x'.repeat(100)).join('y')")]
    [TestCase("Array(1e6).join('x'.repeat(1e6))")]
    [TestCase("'x'.repeat(1e6).split('').map(x => x.repeat(100))")]
    [TestCase("const o = {}; for (let i = 0; ; i++) o['k' + i] = i")]
    [TestCase("let o = {}; while (true) o = { o }")]
    [TestCase("const o = {}; while (true) { o.x = 1; delete o.x; }")]
    [TestCase("const m = new Map(); for (let i = 0; ; i++) m.set(i, i)")]
    [TestCase("const fs = []; while (true) fs.push(() => fs)")]
    [TestCase("const a = Array(1e5).fill(1); while (true) a.indexOf(2)")]
    [TestCase("const a = Array(1e5).fill(1); while (true) a.includes(2)")]
    [TestCase("const a = Array(1e5).fill(1); while (true) a.reverse()")]
    [TestCase("const a = Array(1e5).fill(1); while (true) a.shift(a.push(1))")]
    [TestCase("Array(1e5).fill(0).map((x, i) => i).sort((a, b) => { while (true) {} })")]
    [TestCase("const s = 'a'.repeat(4e6); const t = 'a'.repeat(2e6) + 'b'; while (true) s.indexOf(t)")]
    [TestCase("const s = 'a'.repeat(4e6); while (true) s.lastIndexOf('a'.repeat(1e6) + 'b')")]
    [TestCase("const s = 'a'.repeat(1e6); while (true) s.split('b')")]
    [TestCase("const s = 'a'.repeat(1e6); while (true) Number(s)")]
    [TestCase("const s = '1'.repeat(1e6); while (true) Number(s)")]
    [TestCase("const s = '1'.repeat(1e6); while (true) parseInt(s, 7)")]
    [TestCase("const s = ' '.repeat(1e6); while (true) s.trim()")]
    [TestCase("const s = 'é'.repeat(1e6); while (true) s.normalize('NFD')")]
    [TestCase("const s = 'é'.repeat(1e6); while (true) s.localeCompare(s + 'x')")]
    [TestCase("const s = '审'.repeat(1e6); while (true) encodeURIComponent(s)")]
    [TestCase("while (true) (1e300).toString(2)")]
    [TestCase("while (true) (1e-300).toFixed(100)")]
    [TestCase("while (true) new Date(2024, 1, 1).toLocaleString()")]
    [TestCase("const s = 'a'.repeat(1e6) + '!'; while (true) /^(a+)+$/.test(s)")]
    [TestCase("/(a*)*(a*)*(a*)*b/.test('a'.repeat(5e6))")]
    [TestCase("/(.*)(.*)(.*)(.*)(.*)x/.test('a'.repeat(5e6))")]
    [TestCase("'a'.repeat(1e6).replace(/a*b|a/g, 'c')")]
    [TestCase("'a'.repeat(1e6).match(/a*b|a/g)")]
    [TestCase("'a'.repeat(1e5).replace(/a/g, 'x'.repeat(1e4))")]
    [TestCase("'a'.repeat(1e5).replaceAll('a', \"$'\")")]
    [TestCase("for (let i = 0; ; i++) new RegExp('a'.repeat(900) + i)")]
    [TestCase("/(?:a{0,400}){0,4}b/.test('a'.repeat(3e5))")]
    public void A_hostile_script_ends_in_a_fault_it_cannot_catch(string source)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var fault = Assert.Throws<ExpressionFaultException>(() => JsProgram.Compile(source).Run(new Scripts(), new JsBudget(new StillClock()) { Steps = 2_000_000 }));
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fault!.Fault, Is.EqualTo(ExpressionFault.Budget), fault.Message);

            // What the budget counts is an estimate; what the process pays must be of the same order.
            Assert.That(allocated, Is.LessThan(400_000_000), $"allocated {allocated / 1_000_000} MB");
        }
    }

    [Test]
    public void Without_a_clock_that_moves_the_steps_are_the_end()
    {
        var budget = new JsBudget(new StillClock()) { Steps = 100_000 };

        Assert.That(
            () => JsProgram.Compile("while (true) {}").Run(new Scripts(), budget),
            Throws.TypeOf<ExpressionFaultException>().With.Property("Reason").Contains("100000 steps"));
    }

    [TestCase("[].constructor.constructor('return 1')()")]
    [TestCase("(() => 1).constructor('return 1')()")]
    [TestCase("Function('return this')()")]
    [TestCase("new Function('return this')()")]
    [TestCase("Object.prototype.polluted = 1")]
    [TestCase("Array.prototype.map = () => 1")]
    [TestCase("({}).constructor.prototype.x = 1")]
    [TestCase("[].map.name2 = 1")]
    [TestCase("Math.max = () => 1")]
    [TestCase("delete Math.max")]
    [TestCase("Object.freeze(Object.prototype)")]
    [TestCase("Object.defineProperty(Object.prototype, 'x', { value: 1 })")]
    [TestCase("Object.setPrototypeOf({}, null)")]
    [TestCase("({})['__pro' + 'to__'] = null")]
    [TestCase("Object.assign(Object.prototype, { x: 1 })")]
    [TestCase("String.prototype.x ??= 1")]
    [TestCase("[Array.prototype.length2] = [1]; [Array.prototype.x] = [1]")]
    [TestCase("process.exit()")]
    [TestCase("require('fs')")]
    [TestCase("globalThis.x = 1")]
    [TestCase("System.IO.File")]
    [TestCase("getType()")]
    public void What_reaches_for_more_than_the_script_throws(string source)
    {
        var fault = Assert.Throws<ExpressionFaultException>(() => Scripts.Run(source));

        Assert.That(fault!.Fault, Is.EqualTo(ExpressionFault.Thrown), fault.Message);
    }

    [TestCase("return ({}).GetType;")]
    [TestCase("return 'x'.Length;")]
    [TestCase("return [].Count;")]
    [TestCase("return f.Method;")]
    [TestCase("return f.Target;")]
    [TestCase("return (5).CompareTo;")]
    public void No_member_of_the_clr_is_visible(string body) =>
        Assert.That(
            JsProgram.Compile(body).Run(new Scripts { Globals = { ["f"] = JsValue.Function("f", _ => default) } }, Scripts.Budget).IsUndefined, Is.True);

    [Test]
    public void What_is_nested_too_deeply_to_parse_is_refused()
    {
        foreach (var (open, close) in new[] { ("(", ")"), ("[", "]"), ("{", "}"), ("!", ""), ("- ", ""), ("new ", ""), ("x => ", ""), ("if (1) ", ";"), ("a ? ", " : 1"), ("`${", "}`"), ("f(", ")"), ("a[", "]"), ("({a:", "})"), ("(function () {", "})()"), ("typeof ", ""), ("a = ", ""), ("2 ** ", "") })
        {
            var source = string.Concat(Enumerable.Repeat(open, 20_000)) + "1" + string.Concat(Enumerable.Repeat(close, 20_000));
            Assert.That(() => JsProgram.Compile(source), Throws.TypeOf<ExpressionFaultException>(), open);
        }
    }

    [TestCase("1", "+1", 50_000)]
    [TestCase("a", ".b", 50_000)]
    [TestCase("a", "()", 50_000)]
    [TestCase("a", "[0]", 30_000)]
    [TestCase("1", "&&1", 50_000)]
    [TestCase("a", "?.b", 50_000)]
    [TestCase("'x'", ".trim()", 30_000)]
    public void A_chain_of_any_length_either_runs_or_is_refused(string start, string link, int count)
    {
        var source = start + string.Concat(Enumerable.Repeat(link, count));
        try
        {
            Scripts.Run(source);
        }
        catch (ExpressionFaultException fault)
        {
            Assert.That(fault.Fault, Is.AnyOf(ExpressionFault.Unsupported, ExpressionFault.Budget, ExpressionFault.Thrown), fault.Message);
        }
    }

    /// <summary>The stack of a small thread is the hard case: depth alone would not protect it.</summary>
    [TestCase("(function f(n) { return n + (((((((((f(n + 1)))))))))); })(0)")]
    [TestCase("const f = (n) => `${[n].map(x => ({ a: [f(x + 1)] }))}`; f(0)")]
    [TestCase("const f = n => { if (1) { for (const x of [1]) { try { switch (1) { case 1: return f(n + 1); } } finally { n; } } } }; f(0)")]
    public void Deep_recursion_on_a_small_stack_is_a_fault_and_not_the_end_of_the_process(string source)
    {
        Exception? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    JsProgram.Compile(source).Run(new Scripts(), Scripts.Budget with { Depth = 1_000_000 });
                }
                catch (ExpressionFaultException fault)
                {
                    thrown = fault;
                }
            },
            512 * 1024);
        thread.Start();
        thread.Join();

        Assert.That(thrown, Is.TypeOf<ExpressionFaultException>().With.Property("Fault").EqualTo(ExpressionFault.Budget));
    }

    private sealed class StillClock : TimeProvider
    {
        public override long GetTimestamp() => 0;
    }
}
