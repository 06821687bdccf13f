using AidWorkflow.Engine.Expressions.JavaScript;

namespace AidWorkflow.Engine.Tests.Expressions;

/// <summary>A host with the globals that a test gives it.</summary>
internal sealed class Scripts : IJsHost
{
    /// <summary>Thursday, 5 March 2026, 14:07:08.090 in China.</summary>
    public static readonly DateTimeOffset Moment = new(2026, 3, 5, 6, 7, 8, 90, TimeSpan.Zero);

    /// <summary>
    /// Shows any value as a text that tells all kinds apart, in JavaScript, so that the same words run here and in Node.
    /// </summary>
    public const string Show = """
        function show(v, open) {
          if (v === undefined) return 'undefined';
          if (v === null) return 'null';
          if (typeof v === 'number') return Object.is(v, -0) ? '-0' : String(v);
          if (typeof v === 'string') return JSON.stringify(v);
          if (typeof v === 'boolean') return String(v);
          if (typeof v === 'function') return 'function ' + v.name + '/' + v.length;
          open = open || [];
          if (open.includes(v)) return 'cycle';
          if (open.length > 20) return 'deep';
          const inner = [...open, v];
          if (v instanceof Error) return v.name;
          if (v instanceof Date) return 'Date ' + v.getTime();
          if (v instanceof RegExp) return String(v);
          if (v instanceof Map) return 'Map' + show([...v], inner);
          if (v instanceof Set) return 'Set' + show([...v], inner);
          if (Array.isArray(v)) {
            const items = [];
            for (let i = 0; i < v.length; i++) items.push(i in v ? show(v[i], inner) : 'hole');
            return '[' + items.join(',') + ']';
          }
          return '{' + Object.keys(v).map(k => k + ':' + show(v[k], inner)).join(',') + '}';
        }
        """;

    public Dictionary<string, JsValue> Globals { get; } = [];

    public DateTimeOffset Now => Moment;

    public static JsBudget Budget { get; } = new(TimeProvider.System) { Time = TimeSpan.FromSeconds(20) };

    public bool TryGet(string name, out JsValue value) => Globals.TryGetValue(name, out value);

    public double NextRandom() => 0.25;

    public static JsValue Run(string source) => JsProgram.Compile(source).Run(new Scripts(), Budget);

    /// <summary>The body of a function, run and shown; what it throws shows as "throws TypeError".</summary>
    public static string Framed(string body) =>
        $"{Show}\ntry {{ return show((function () {{ {body}\n}})()); }} catch (e) {{ return 'throws ' + show(e); }}";

    public static string Shown(string body) => Run(Framed(body)).Text!;
}
