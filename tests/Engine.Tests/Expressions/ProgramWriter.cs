namespace AidWorkflow.Engine.Tests.Expressions;

/// <summary>Writes programs in our subset at random. A seed gives the same program again.</summary>
internal sealed class ProgramWriter(int seed)
{
    private static readonly string[] Numbers = ["0", "1", "2", "3", "(-1)", "0.5", "7", "10", "NaN", "Infinity", "(-0)", "1e21", "1.005", "255", "4294967296", "123456789", "0.1", "(-2.5)"];
    private static readonly string[] Texts = ["''", "'a'", "'abc'", "'10'", "' 5 '", "'x,y,z'", "'审批'", "'0x1f'", "'true'", "'A-B'", "'1e3'", "'😀b'", "'2024-03-05'"];
    private static readonly string[] Binaries =
        ["+", "+", "+", "-", "*", "/", "%", "**", "==", "!=", "===", "!==", "<", ">", "<=", ">=", "&", "|", "^", "<<", ">>", ">>>", "&&", "||"];
    private static readonly string[] Unaries = ["- ", "+ ", "!", "~", "typeof ", "void "];
    private static readonly string[] Changes = ["=", "=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "<<=", "??=", "||=", "&&="];
    private static readonly string[] Keys = ["a", "b", "c", "length", "0", "1", "name"];
    private static readonly string[] Patterns = ["/a/", "/[a-c]+/g", "/(\\d)(\\d)?/", "/\\s*,\\s*/", "/^(a|ab)(c|bcd)?$/", "/\\b./g", "/x*/g", "/(?<y>\\d{4})-(?<m>\\d\\d)/", "/[^a]/i", "/(a*)*/", "/(?:)/g", "/./gu"];

    private static readonly string[] Methods =
    [
        "toString()", "valueOf()", "slice(@0)", "slice(@0, @1)", "concat(@0)", "includes(@0)", "indexOf(@0)", "lastIndexOf(@0)", "at(@0)", "length",
        "charAt(@0)", "charCodeAt(@0)", "codePointAt(@0)", "substring(@0, @1)", "substr(@0, @1)", "toUpperCase()", "toLowerCase()", "trim()", "trimStart()", "trimEnd()",
        "padStart(6, @0)", "padEnd(5)", "repeat(2)", "split(@0)", "split('')", "startsWith(@0)", "endsWith(@0)", "replace('a', @0)", "replaceAll('a', 'b')",
        "split(@r)", "match(@r)", "replace(@r, @0)", "replace(@r, '[$1$&]')", "search(@r)", "replace(@r, @f)",
        "map(@f)", "filter(@f)", "find(@f)", "findIndex(@f)", "findLast(@f)", "some(@f)", "every(@f)", "forEach(@f)", "reduce(@g)", "reduce(@g, @0)", "reduceRight(@g)", "flatMap(@f)",
        "join(@0)", "join()", "reverse()", "sort()", "sort((x, y) => (String(x) > String(y)) - (String(x) < String(y)))", "push(@0)", "pop()", "shift()", "unshift(@0, @1)", "splice(@0, @1)", "splice(@0, 1, @1)", "fill(@0, 1)", "flat()", "flat(2)",
        "toSorted()", "toReversed()", "with(0, @0)", "keys().next()", "entries().next().value", "toFixed(2)", "toFixed(@0)", "toPrecision(3)", "toString(2)", "toString(36)", "toExponential(2)",
        "hasOwnProperty(@0)", "call(@0, @1)", "apply(null, [@0])", "bind(@0)()", "name", "copyWithin(0, 1)", "getTime()", "getFullYear()", "toISOString()",
        "getDate()", "getDay()", "getHours()", "getUTCDate()", "setDate(@0)", "setMonth(@0)", "setHours(@0, 1)", "toDateString()", "toUTCString()", "toJSON()",
        "toSpliced(@0, 1, @1)", "findLastIndex(@f)", "normalize('NFD')", "isWellFormed()", "splice(@0)", "sort(@c)", "toSorted(@c)", "set('k', @0)", "get(@0)", "has(@0)", "add(@0)", "delete(@0)", "size",
        "exec(@0)", "test(@0)", "lastIndex", "source", "flags", "message", "replaceAll(@r, @f)", "split(@r, 3)",
    ];

    private static readonly string[] Functions =
    [
        "Math.max(@0, @1)", "Math.min(@0, @1)", "Math.round(@0)", "Math.floor(@0)", "Math.ceil(@0)", "Math.trunc(@0)", "Math.abs(@0)", "Math.sign(@0)", "Math.sqrt(@0)", "Math.clz32(@0)", "Math.fround(@0)",
        "Number(@0)", "String(@0)", "Boolean(@0)", "parseInt(@0)", "parseInt(@0, 16)", "parseFloat(@0)", "isNaN(@0)", "isFinite(@0)", "Number.isInteger(@0)", "Number.isSafeInteger(@0)",
        "Array.isArray(@0)", "Array.from(@0)", "Array.from(@0, @f)", "Array.of(@0, @1)", "Array(3)", "new Array(@0, @1)", "Object.keys(@0)", "Object.values(@0)", "Object.entries(@0)", "Object.assign({}, @0)",
        "Object.fromEntries(Object.entries(@0))", "Object.is(@0, @1)", "Object.freeze(@0)", "Object.isFrozen(@0)", "Object.hasOwn(@0, 'a')", "JSON.stringify(@0)", "JSON.stringify(@0, null, 1)", "JSON.parse(JSON.stringify(@0))", "JSON.parse(@0)",
        "new Map(Object.entries(@0))", "new Set(@0)", "[...new Set(@0)]", "new Date(+(@0))", "new Date(2024, @0, @1)", "new Error(@0)", "encodeURIComponent(@0)", "String.fromCharCode(@0)", "structured(@0)",
        "Date.UTC(2024, @0, @1)", "Date.parse(@t)", "new Date(@t)", "new Date(2024, 1, @0)", "Object.getOwnPropertyNames([@0])", "Object.is(@0, NaN)",
        "JSON.stringify(@0, null, '--')", "JSON.stringify(@0, (k, v) => typeof v === 'number' ? v + 1 : v)", "JSON.parse(JSON.stringify([@0]), (k, v) => Array.isArray(v) ? v.length : v)",
        "JSON.stringify(@0, ['a', 'b'])", "new Map([[@0, 1], [@1, 2]])", "[...new Map([[@0, @1]])]", "Array.from({ length: 3 }, @f)", "[...String(@0)].reverse().join('')", "String(@0).match(@r)?.index",
        "[...String(@0).matchAll(/[a-z0-9]/g)].map(m => m.index)", "new RegExp(@r, 'g')", "@r.exec(@0)", "Math.max(...[@0, @1])", "((...all) => all.length)(...structured([@0]), @1)", "Number.parseFloat(@0)",
        "Object.create({ a: @0 })", "[@0, @1].toString()", "isNaN(Date.parse(@t))", "isFinite(@0)",
    ];

    private static readonly string[] Moments = ["'2024-02-29'", "'2024-02-29T12:34:56'", "'2024-02-30'", "'2024-02-29T12:34:56.789Z'", "'2024/3/5 4:05'", "'Mar 5, 2024'", "'2024-12-31T23:59:59+05:30'", "'x'", "1709175845678", "'2023'"];
    private static readonly string[] Atoms = ["a", "b", "c", ".", "\\d", "\\w", "\\s", "[a-c]", "[^a]", "[\\d,]", "审", "x", "1", "\\b", "-"];
    private static readonly string[] Repeats = ["", "", "", "*", "+", "?", "*?", "+?", "{2}", "{1,2}", "{0,1}?"];
    private static readonly string[] Orders = ["(x, y) => x - y", "(x, y) => y - x", "(x, y) => String(x).length - String(y).length", "(x, y) => (x > y) - (x < y)", "(x, y) => x > y", "() => 0"];

    private readonly Random _random = new(seed);
    private readonly List<string> _names = [];
    private readonly List<string> _constants = [];
    private int _made;
    private int _loops;

    public string Write()
    {
        var body = "const structured = v => JSON.parse(JSON.stringify([v]))[0];\n";
        foreach (var value in (ReadOnlySpan<string>)[Pick(Numbers), Pick(Texts), ArrayOf(1), ObjectOf(1)])
            body += $"let {New()} = {value};\n";
        body += "let caught = [];\n";
        for (var count = 3 + _random.Next(8); count > 0; count--)
        {
            // Most of what throws is kept and the program goes on; what it declared inside is not seen after it.
            if (_random.Next(10) == 0)
            {
                body += Statement(3);
                continue;
            }
            body += $"try {Block(4)} catch (e) {{ caught.push(e?.name ?? e); }}\n";
            if (_random.Next(3) == 0)
                body += $"let {New()} = {Pick([Pick(Numbers), Pick(Texts), ArrayOf(0), ObjectOf(0), Lambda(1, "x", "y")])};\n";
        }
        return body + $"return [{string.Join(", ", _names.Concat(_constants))}, caught];";
    }

    private string New()
    {
        var name = $"v{_made++}";
        _names.Add(name);
        return name;
    }

    private string Declared()
    {
        var value = Expression(2);
        return $"let {New()} = {value};\n";
    }

    private string Pick(IReadOnlyList<string> choices) => choices[_random.Next(choices.Count)];

    private string Variable() => _names.Count == 0 ? "undefined" : _constants.Count > 0 && _random.Next(8) == 0 ? Pick(_constants) : Pick(_names);

    /// <summary>A block whose own variables are not seen outside.</summary>
    private string Block(int depth)
    {
        var (names, constants) = (_names.Count, _constants.Count);
        var body = "";
        for (var count = 1 + _random.Next(2); count > 0; count--)
            body += Statement(depth - 1);
        _names.RemoveRange(names, _names.Count - names);
        _constants.RemoveRange(constants, _constants.Count - constants);
        return "{ " + body + "}";
    }

    private string Statement(int depth)
    {
        switch (depth <= 0 ? _random.Next(5) : _random.Next(31))
        {
            case 0 or 1 or 2:
                return $"{Assignment(2)};\n";
            case 3:
                return Declared();
            case 4:
                return $"{Expression(2)};\n";
            case 5 or 6:
                return $"if ({Expression(2)}) {Block(depth)}{(_random.Next(2) == 0 ? $" else {Block(depth)}" : "")}\n";
            case 7 or 8:
                var counter = $"i{_loops++}";
                var jump = _random.Next(4) switch { 0 => $"if ({Expression(1)}) break; ", 1 => $"if ({Expression(1)}) continue; ", _ => "" };
                return $"for (let {counter} = 0; {counter} < {1 + _random.Next(4)}; {counter}++) {{ {jump}{Within(counter, depth)} }}\n";
            case 9:
                var item = $"i{_loops++}";
                return $"for (const {item} of {Pick([ArrayOf(1), Variable(), "'ab'", $"Object.entries({Variable()})"])}) {{ {Within(item, depth)} }}\n";
            case 10:
                var key = $"i{_loops++}";
                return $"for (const {key} in {Expression(1)}) {{ {Within(key, depth)} }}\n";
            case 11:
                var round = $"i{_loops++}";
                return $"{{ let {round} = 0; while ({round}++ < 3) {Block(depth)} }}\n";
            case 12:
                return $"switch ({Expression(1)}) {{ case {Expression(1)}: {Assignment(1)}; {Pick(["break;", ""])} case {Expression(1)}: {Assignment(1)}; break; default: {Assignment(1)}; }}\n";
            case 13 or 14:
                return $"try {Block(depth)} catch (e) {{ {Variable2()} = e?.name; {Pick(["", $"{Assignment(1)};"])} }}{(_random.Next(3) == 0 ? $" finally {{ {Assignment(1)}; }}" : "")}\n";
            case 15:
                return $"if ({Expression(1)}) throw {Expression(1)};\n";
            case 16:
                var constant = Expression(2);
                var name = $"c{_made++}";
                _constants.Add(name);
                return $"const {name} = {constant};\n";
            case 17:
                var (array, members, any) = (ArrayOf(2), ObjectOf(2), Expression(2));
                var (first, second) = (New(), New());
                return Pick(
                [
                    $"let [{first}, ...{second}] = {array};\n", $"let {{ a: {first}, ...{second} }} = {members};\n",
                    $"let {{ a: {first} = 5, b: {{ c: {second} = 6 }} = {{}} }} = {members};\n", $"let [{first} = {Pick(Numbers)}, , {second}] = {Pick([any, array, "'xyz'"])};\n",
                ]);
            case 18:
                return $"[{Variable2()}, {Variable2()}] = [{Expression(1)}, {Expression(1)}];\n";
            case 19:
                var function = $"f{_made++}";
                _constants.Add(function);
                return $"function {function}(x, y = {Expression(1)}, ...z) {{ {Pick(["", $"if (x > 2) return {Expression(1)}; "])}return {In(["x", "y", "z"], () => Expression(2))}; }}\n";
            case 20:
                var label = $"l{_loops++}";
                return $"{label}: for (const q of [1, 2, 3]) {{ for (const r of [1, 2]) {{ if (r > q) continue {label}; if ({Expression(1)}) break {label}; {Assignment(1)}; }} }}\n";
            case 21:
                var turn = $"i{_loops++}";
                return $"{{ let {turn} = 0; do {{ if ({Expression(1)}) continue; {Assignment(1)}; }} while (++{turn} < 3); }}\n";
            case 22:
                return $"{Variable2()} = [3, 1, 2, 1, 3, 2, 1].map((k, i) => ({{ k, i }})).sort((x, y) => x.k - y.k).map(x => x.i + {Pick(Numbers)});\n";
            case 23:
                return $"{Variable2()} = (() => {{ for (const q of [1, 2, 3]) {{ try {{ if ({Expression(1)}) return {Expression(1)}; if (q > 1) break; }} catch (e) {{ return [e.name]; }} finally {{ {Assignment(1)}; }} }} return {Expression(1)}; }})();\n";
            case 24:
                return $"{Variable2()} = (() => {{ let n = {Pick(Numbers)}; return {{ up: () => ++n, get: () => n }}; }})(); {Variable2()} = {Variable()}?.up?.();\n";
            case 25:
                return $"{Variable2()} = (({{ a = {Expression(1)}, b: [c, ...d] = [1, 2], ...rest }}, [e, {{ f = a }} = {{}}] = [3]) => [a, c, d, rest, e, f])({ObjectOf(1)}, {Pick(["undefined", ArrayOf(1)])});\n";
            case 26:
                return $"switch (true) {{ case {Expression(1)} > 1: {Assignment(1)}; break; default: {Assignment(1)}; case {Expression(1)}: {{ let s = {Expression(1)}; {Variable2()} = s; }} }}\n";
            case 27:
                return $"for (const [k, v] of new Map(Object.entries({Pick([ObjectOf(1), Variable()])} ?? {{}}))) {{ {Variable2()} = k + v; {(_random.Next(2) == 0 ? $"if ({Expression(1)}) break; " : "")}}}\n";
            case 28:
                var outer = $"l{_loops++}";
                return $"{{ let w = 0; {outer}: while (w++ < 3) {{ switch (w) {{ case 1: continue {outer}; case 3: break {outer}; default: {Assignment(1)}; }} {Assignment(1)}; }} }}\n";
            case 29:
                return $"{{ const key = {Expression(1)}; const {{ [key]: found = {Pick(Numbers)}, ...others }} = {ObjectOf(1)}; {Variable2()} = [found, others]; }}\n";
            default:
                var list = New();
                return $"let {list} = []; for (let j = 0; j < 3; j++) {{ {list}.push(() => j * {Pick(Numbers)}); }} {list} = {list}.map(f => f());\n";
        }
    }

    private string Variable2() => Pick(_names);

    private string Within(string name, int depth) => In([name], () => Block(depth), constant: true);

    private string In(string[] names, Func<string> write, bool constant = false)
    {
        var list = constant ? _constants : _names;
        var known = list.Count;
        list.AddRange(names);
        var text = write();
        list.RemoveRange(known, names.Length);
        return text;
    }

    private string Assignment(int depth) => _random.Next(6) switch
    {
        0 => $"{Variable2()}{Pick(["++", "--"])}",
        1 => $"{Variable2()}.{Pick(["a", "b", "c"])} = {Expression(depth)}",
        2 => $"{Variable2()}[{Pick(["0", "1", "'a'", "2"])}] {Pick(Changes)} {Expression(depth)}",
        3 => $"{Pick(["++", "--"])}{Variable2()}.a",
        _ => $"{Variable2()} {Pick(Changes)} {Expression(depth)}",
    };

    private string ArrayOf(int depth) => _random.Next(5) switch
    {
        0 => "[]",
        1 => $"[{Expression(depth - 1)}, , {Expression(depth - 1)}]",
        2 => $"[...{Pick(["'ab'", "[1, 2]", Variable()])}, {Expression(depth - 1)}]",
        3 => "[3, 1, 2, 10]",
        _ => $"[{Expression(depth - 1)}, {Expression(depth - 1)}, {Expression(depth - 1)}]",
    };

    private string ObjectOf(int depth) => _random.Next(6) switch
    {
        0 => "({})",
        1 => $"({{ ...{Variable()}, a: {Expression(depth - 1)} }})",
        2 => $"({{ [{Expression(depth - 1)}]: {Expression(depth - 1)}, 1: 2, b: 3 }})",
        3 => $"({{ a: {Expression(depth - 1)}, f() {{ return this.a; }} }})",
        4 => $"({{ a: 1, valueOf() {{ return {Expression(depth - 1)}; }} }})",
        _ => $"({{ a: {Expression(depth - 1)}, b: {{ c: {Expression(depth - 1)} }} }})",
    };

    private string Lambda(int depth, params string[] names) => _random.Next(4) switch
    {
        0 => $"({string.Join(", ", names)}) => {{ return {In(names, () => Expression(depth))}; }}",
        1 => $"function ({string.Join(", ", names)}) {{ return {In(names, () => Expression(depth))}; }}",
        _ => $"({string.Join(", ", names)}) => ({In(names, () => Expression(depth))})",
    };

    private string Filled(string form, int depth)
    {
        foreach (var (hole, write) in (ReadOnlySpan<(string, Func<string>)>)
            [
                ("@0", () => Expression(depth - 1)), ("@1", () => Expression(depth - 1)), ("@r", () => _random.Next(3) == 0 ? $"/{Pattern(2)}/{Pick(["", "g", "i", "gi", "m", "s", "y", "gu"])}" : Pick(Patterns)),
                ("@t", () => Pick(Moments)), ("@c", () => Pick(Orders)),
                ("@f", () => Lambda(depth - 1, "x", "y")), ("@g", () => Lambda(depth - 1, "x", "y", "z")),
            ])
        {
            if (form.Contains(hole, StringComparison.Ordinal))
                form = form.Replace(hole, write(), StringComparison.Ordinal);
        }
        return form;
    }

    private string Operation(int depth)
    {
        var (left, sign) = (Expression(depth - 1), Pick(Binaries));

        // ECMAScript leaves the last digit of a power to the engine.
        return $"({left} {sign} {(sign == "**" ? Pick(["0", "1", "2", "3", "(-1)", "NaN", "Infinity", "'2'"]) : Expression(depth - 1))})";
    }

    private string Pattern(int depth)
    {
        var text = "";
        for (var count = 1 + _random.Next(3); count > 0; count--)
        {
            var atom = depth > 0 && _random.Next(4) == 0 ? $"{Pick(["(", "(?:"])}{Pattern(depth - 1)})" : Pick(Atoms);
            text += atom + (atom == "\\b" ? "" : Pick(Repeats));
        }
        return _random.Next(4) == 0 ? $"{text}|{Pick(Atoms)}" : text;
    }

    private string Expression(int depth)
    {
        if (depth <= 0)
        {
            return _random.Next(9) switch
            {
                0 or 1 => Pick(Numbers),
                2 => Pick(Texts),
                3 => Pick(["true", "false", "null", "undefined"]),
                _ => Variable(),
            };
        }
        return _random.Next(20) switch
        {
            0 or 1 => Expression(0),
            2 or 3 or 4 => Operation(depth),
            5 => $"({Expression(depth - 1)} ?? {Expression(depth - 1)})",
            6 => $"({Pick(Unaries)}{Expression(depth - 1)})",
            7 => $"({Expression(depth - 1)} ? {Expression(depth - 1)} : {Expression(depth - 1)})",
            8 or 9 => ArrayOf(depth),
            10 => ObjectOf(depth),
            11 => $"`{Pick(["", "<", "x "])}${{{Expression(depth - 1)}}}{Pick(["", ">", "$"])}${{{Expression(depth - 1)}}}`",
            12 or 13 or 14 => $"({Expression(depth - 1)}){Pick([".", "?.", "."])}{Filled(Pick(Methods), depth)}",
            15 or 16 => Filled(Pick(Functions), depth),
            17 => $"{Variable()}{Pick(["?.", "."])}{Pick(["a", "b", "length"])}{Pick(["", "?.c", "?.[0]", "?.()"])}",
            18 => $"({Pick(Keys.Select(key => $"'{key}'").ToArray())} in Object({Variable()} ?? {{}}))".Replace("Object(", "structured(", StringComparison.Ordinal),
            _ => $"({Lambda(depth - 1, "x", "y")})({Expression(depth - 1)}, {Expression(depth - 1)})",
        };
    }
}
