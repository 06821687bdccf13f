using AidWorkflow.Engine.Expressions.JavaScript.Matching;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

internal static class RegExpBuiltins
{
    public static void Add(World world)
    {
        Native make = (run, _, arguments) => JsValue.Of(arguments.At(0).Object is JsRegExp known
            ? New(run, known.Pattern.Source, arguments.At(1).IsUndefined ? known.Pattern.Flags : Coerce.ToText(run, arguments[1]))
            : New(run, arguments.At(0).IsUndefined ? "(?:)" : Coerce.ToText(run, arguments[0]), arguments.At(1).IsUndefined ? "" : Coerce.ToText(run, arguments[1])));
        world.Type("RegExp", 2, Realm.RegExps, make, make);
        var prototype = Realm.RegExps;
        world.Method(prototype, "test", 1, (run, self, arguments) => JsValue.Of(!Execute(run, Self(self), Coerce.ToText(run, arguments.At(0))).IsNull));
        world.Method(prototype, "exec", 1, (run, self, arguments) => Execute(run, Self(self), Coerce.ToText(run, arguments.At(0))));
        world.Method(prototype, "toString", 0, (_, self, _) => JsValue.Of(Self(self).Describe()));
    }

    private static JsRegExp Self(JsValue self) => self.Object as JsRegExp ?? throw Throw.TypeError("This is no regular expression");

    private static JsRegExp New(JsRun run, string source, string flags)
    {
        run.Allocate(256 + (64L * source.Length));
        run.Spend(source.Length);
        try
        {
            return new JsRegExp(Pattern.Compile(source, flags));
        }
        catch (PatternException refused)
        {
            throw Throw.SyntaxError(refused.Message);
        }
    }

    /// <summary>What match, search and matchAll make of their argument.</summary>
    public static JsRegExp From(JsRun run, JsValue value, string flags) =>
        value.Object as JsRegExp ?? New(run, value.IsUndefined ? "(?:)" : Coerce.ToText(run, value), flags);

    public static JsValue Execute(JsRun run, JsRegExp regex, string text)
    {
        var pattern = regex.Pattern;
        var remembers = pattern.IsGlobal || pattern.IsSticky;
        var from = remembers ? Coerce.ToInteger(run, regex.Get("lastIndex")) : 0;
        var match = from < 0 || from > text.Length ? null : new Matcher(run, pattern, text).Find((int)from, pattern.IsSticky);
        if (remembers)
            regex.Set(run, "lastIndex", JsValue.Of(match is null ? 0.0 : match[1]));
        return match is null ? JsValue.Null : Result(run, pattern, text, match);
    }

    public static JsValue Result(JsRun run, Pattern pattern, string text, int[] match)
    {
        var made = JsArray.New(run);
        for (var group = 0; group <= pattern.Groups; group++)
            made.Push(run, StringPatterns.Captured(run, text, match, group));
        made.Create(run, "index", JsValue.Of((double)match[0]));
        made.Create(run, "input", JsValue.Of(text));
        made.Create(run, "groups", pattern.Names.Count == 0 ? default : NamedGroups(run, pattern, text, match));
        return JsValue.Of(made);
    }

    public static JsValue NamedGroups(JsRun run, Pattern pattern, string text, int[] match)
    {
        run.Allocate(64);
        var groups = new JsObject(null);
        foreach (var (name, group) in pattern.Names)
            groups.Create(run, name, StringPatterns.Captured(run, text, match, group));
        return JsValue.Of(groups);
    }
}
