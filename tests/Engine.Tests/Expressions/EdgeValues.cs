namespace AidWorkflow.Engine.Tests.Expressions;

/// <summary>Programs that call a method on some values with every pair of arguments that lies at an edge, and collect what comes of each call.</summary>
internal static class EdgeValues
{
    private const string Arguments = "[undefined, null, NaN, -1, 0, 1, 2, 3.7, -0, Infinity, -Infinity, '', 'a', 'b', '1', ' 2 ', true, [], [1], ({}), 'abc']";

    // What grows without end is another test's business.
    private const string Small = "[undefined, null, NaN, -1, 0, 1, 2, 3.7, -0, -Infinity, '', 'a', '1', true, [], [1], ({})]";

    private const string Texts = "['', 'abc', 'a\\u{1F600}b', '  x, y ', 'aaa', '10', 'İıßΣς', '\\ud800']";

    private const string Lists = "[[], [1, 2, 3], [, 1, , undefined], ['b', 'a', 'B', '10', '9', 2], [[1, [2]], null, NaN, -0], [true, false, 'a']]";

    private const string Numbers = "[0, -0, 1, -1, 0.5, 1.005, 123.456, 1e21, 1e-7, NaN, Infinity, -Infinity, 2 ** 53, 255, 1234567.891, 5e-324, 0.000001234, 99.995]";

    // After 1991: China kept summer time before, and its own hour before 1901; here it is always eight hours ahead.
    private const string Moments = "[1709175845678, 8.64e15, NaN, 951782400000, 1e12, 1704038400000]";

    public static IReadOnlyList<string> All { get; } =
    [
        .. Methods(Texts, Arguments, """
            at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf replace replaceAll slice split startsWith substr substring
            """),
        .. Methods(Texts, Small, "padStart padEnd"),
        .. Methods(Texts, "[undefined]", "toLowerCase toUpperCase trim trimStart trimEnd toString valueOf isWellFormed toWellFormed"),
        .. Methods(Texts, "[undefined, 'NFC', 'NFD', 'NFKC', 'NFKD', 'x', null, '']", "normalize"),
        .. Methods(Texts, "[-1, 0, 1, 2.9, '2', null, undefined, NaN, [], 'x']", "repeat"),
        .. Methods(Lists, Arguments, "at concat includes indexOf lastIndexOf join slice push unshift copyWithin with fill toSpliced splice"),
        .. Methods(Lists, "[undefined]", "pop shift reverse sort toSorted toReversed toString"),
        .. Methods(Lists, "[undefined, null, NaN, -1, 0, 1, 2.5, '1', Infinity]", "flat"),
        .. Methods(Lists, "[x => x, x => !x, (x, i) => i, (x, i, all) => all.length, (x, y) => y > 1, String, Number, Boolean, null, 1, undefined]", "map filter find findIndex findLast findLastIndex some every forEach flatMap"),
        .. Methods(Lists, "[(a, x) => a + x, (a, x, i) => a + i, (a, x, i, all) => all.length, null]", "reduce reduceRight"),
        .. Methods(Lists, "[(x, y) => x - y, (x, y) => y - x, (x, y) => String(x) < String(y) ? -1 : 1, () => 0, () => NaN, (x, y) => x > y, null, 1, undefined]", "sort toSorted"),
        .. Methods(Numbers, "[undefined, null, 0, 1, 2, 5, 20, 100, 101, -1, NaN, '3', 2.9]", "toFixed toPrecision toExponential"),
        .. Methods(Numbers.Replace("1e21, ", "", StringComparison.Ordinal).Replace("2 ** 53, ", "", StringComparison.Ordinal), "[undefined, 2, 3, 8, 10, 16, 36, 1, 37, NaN, '16', null]", "toString"),
        .. Functions($"[...{Arguments}, ...{Texts}, ...{Numbers}, '0x1f', '0b1', '1e3', '1_0', '-5', '+.5', '5.', '.', '1,2', '\\n12\\u00a0', new Date(5), 'Infinity', '-0', '1n', '0x', '--1']",
            """
            Number String Boolean parseInt parseFloat isNaN isFinite Number.isInteger Number.isSafeInteger Number.isFinite Math.abs Math.ceil Math.floor Math.round Math.trunc Math.sign
            Math.sqrt Math.fround Math.clz32 Object.keys Object.values Object.entries Object.getOwnPropertyNames Array.from Array.of Array.isArray JSON.stringify encodeURIComponent encodeURI typeof ! ~ + -
            """),
        .. Functions("['1', '\"a\"', '[1,]', '{\"a\":[{},null,true,-1.5e+3]}', '01', '1.', '\"\\\\u0041\\\\n\"', ' [ ] ', '{\"a\":1,\"a\":2}', '{a:1}', '\\ufeff1', 'null ', '-', '-0', '1e999', '\"\\t\"', '[' ]", "JSON.parse"),
        .. Functions("['2024-02-29', '2024-02-30', '2024-02-29T12:00', '2024-02-29T12:00Z', '2024-02-29T24:00:00Z', '2024-02-29T12:00:00.123456+0800', '2024-02-29T12:00:00,5Z', '2024', '2024-1', '+012024-01-01', '2024-02-29 12:00', 'Feb 29, 2024', '29 Feb 2024', 'Thu, 29 Feb 2024 12:00:00 GMT', 'February 29, 2024 3:04:05 PM', 'x']", "Date.parse"),
        .. Methods($"{Moments}.map(t => new Date(t))", "[undefined]", """
            getTime getFullYear getMonth getDate getDay getHours getMinutes getSeconds getMilliseconds getUTCFullYear getUTCMonth getUTCDate getUTCDay getUTCHours getTimezoneOffset
            toISOString toJSON toDateString toUTCString valueOf
            """),
        .. Methods($"{Moments}.map(t => new Date(t))", "[undefined, null, 0, 1, -1, 12.7, 31, 60, 1000, NaN, '5']", "setMonth setDate setHours setMinutes setSeconds setMilliseconds setUTCHours setUTCDate setTime"),
        .. Methods($"{Moments}.map(t => new Date(t))", "[undefined, 1999, 2024, '2020', 2000.9, NaN]", "setFullYear"),
        .. Operators(),
    ];

    private static IEnumerable<string> Methods(string subjects, string arguments, string names) => Words(names).Select(name => $$"""
        const out = [], args = {{arguments}};
        for (let i = 0; i < {{subjects}}.length; i++) for (const a of args) for (const b of args) {
          const s = {{subjects}}[i];
          try { const r = args.length > 1 ? s.{{name}}(a, b) : s.{{name}}(); out.push(r, s); } catch (e) { out.push(e.name); }
          try { if (args.length > 1) out.push({{subjects}}[i].{{name}}(a)); } catch (e) { out.push(e.name); }
        }
        return out;
        """);

    private static IEnumerable<string> Functions(string arguments, string names) => Words(names).Select(name => $$"""
        const out = [];
        for (const a of {{arguments}}) {
          try { out.push({{(char.IsLetter(name[0]) && name != "typeof" ? $"{name}(a)" : $"{name} (a)")}}); } catch (e) { out.push(e.name); }
        }
        return out;
        """);

    private static IEnumerable<string> Operators() => Words("+ - * / % == != === !== < > <= >= & | ^ << >> >>> && || ??").Select(name => $$"""
        const out = [], args = [...{{Arguments}}, ...{{Numbers}}, new Date(7), () => 1, ({ valueOf: () => 3 }), ({ toString: () => '4' })];
        for (const a of args) for (const b of args) { try { out.push(a {{name}} b); } catch (e) { out.push(e.name); } }
        return out;
        """);

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
