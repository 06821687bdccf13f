using System.Text;
using AidWorkflow.Engine.Expressions.JavaScript.Matching;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>Methods of strings that take a text or a regular expression.</summary>
internal static class StringPatterns
{
    public static void Add(World world)
    {
        var prototype = Realm.Strings;
        world.Method(prototype, "split", 2, (run, self, arguments) => Split(run, StringBuiltins.Self(run, self), arguments));
        world.Method(prototype, "replace", 2, (run, self, arguments) => Replace(run, StringBuiltins.Self(run, self), arguments, all: false));
        world.Method(prototype, "replaceAll", 2, (run, self, arguments) =>
            arguments.At(0).Object is JsRegExp { Pattern.IsGlobal: false }
                ? throw Throw.TypeError("replaceAll must be called with a global RegExp")
                : Replace(run, StringBuiltins.Self(run, self), arguments, all: true));
        world.Method(prototype, "search", 1, (run, self, arguments) =>
        {
            var text = StringBuiltins.Self(run, self);
            return JsValue.Of((double)(new Matcher(run, RegExpBuiltins.From(run, arguments.At(0), "").Pattern, text).Find(0, false)?[0] ?? -1));
        });
        world.Method(prototype, "match", 1, (run, self, arguments) =>
        {
            var text = StringBuiltins.Self(run, self);
            var regex = RegExpBuiltins.From(run, arguments.At(0), "");
            if (!regex.Pattern.IsGlobal)
                return RegExpBuiltins.Execute(run, regex, text);
            var found = JsArray.New(run);
            foreach (var match in All(run, regex, text))
                found.Push(run, StringBuiltins.New(run, text.AsSpan(match[0], match[1] - match[0])));
            regex.Set(run, "lastIndex", JsValue.Of(0.0));
            return found.Length == 0 ? JsValue.Null : JsValue.Of(found);
        });
        world.Method(prototype, "matchAll", 1, (run, self, arguments) =>
        {
            var text = StringBuiltins.Self(run, self);
            if (arguments.At(0).Object is JsRegExp { Pattern.IsGlobal: false })
                throw Throw.TypeError("String.prototype.matchAll called with a non-global RegExp argument");
            var regex = RegExpBuiltins.From(run, arguments.At(0), "g");
            var matches = All(run, regex, text).GetEnumerator();
            run.Allocate(128);
            return JsValue.Of(new JsIterator(
                new IterationBy((JsRun walking, out JsValue value) =>
                {
                    var has = matches.MoveNext();
                    value = has ? RegExpBuiltins.Result(walking, regex.Pattern, text, matches.Current) : default;
                    return has;
                }),
                "RegExp String Iterator"));
        });
    }

    /// <summary>All matches, or only the first of an expression that is not global.</summary>
    private static IEnumerable<int[]> All(JsRun run, JsRegExp regex, string text)
    {
        var pattern = regex.Pattern;
        var matcher = new Matcher(run, pattern, text);
        var at = 0;
        while (at <= text.Length && matcher.Find(at, pattern.IsSticky) is { } match)
        {
            run.Allocate(32 + (8 * match.Length));
            yield return match;
            if (!pattern.IsGlobal)
                yield break;
            at = match[1] > match[0] ? match[1]
                : match[1] + (pattern.IsUnicode && match[1] + 1 < text.Length && char.IsSurrogatePair(text[match[1]], text[match[1] + 1]) ? 2 : 1);
        }
    }

    private static JsValue Split(JsRun run, string text, ReadOnlySpan<JsValue> arguments)
    {
        var most = arguments.At(1).IsUndefined ? uint.MaxValue : Coerce.ToUint32(run, arguments[1]);
        var parts = JsArray.New(run);
        if (arguments.At(0).Object is JsRegExp regex)
        {
            SplitBy(run, text, regex, parts);
        }
        else if (arguments.At(0).IsUndefined)
        {
            parts.Push(run, JsValue.Of(text));
        }
        else
        {
            var separator = Coerce.ToText(run, arguments[0]);
            var start = 0;
            while (parts.Length < most)
            {
                var end = separator.Length > 0 ? StringBuiltins.IndexOf(run, text, separator, start) : start + 1 < text.Length ? start + 1 : -1;
                if (end < 0)
                {
                    if (separator.Length > 0 || text.Length > 0)
                        parts.Push(run, StringBuiltins.New(run, text.AsSpan(start)));
                    break;
                }
                parts.Push(run, StringBuiltins.New(run, text.AsSpan(start, end - start)));
                start = end + separator.Length;
            }
        }
        if (parts.Length > most)
            parts.Truncate((int)most);
        return JsValue.Of(parts);
    }

    private static void SplitBy(JsRun run, string text, JsRegExp regex, JsArray parts)
    {
        var matcher = new Matcher(run, regex.Pattern, text);
        if (text.Length == 0)
        {
            if (matcher.Find(0, isSticky: true) is null)
                parts.Push(run, JsValue.Of(""));
            return;
        }
        var (start, at) = (0, 0);
        while (at < text.Length && matcher.Find(at, isSticky: false) is { } match)
        {
            // An empty match at the place where the last part ended splits nothing off.
            if (match[1] == start || match[0] >= text.Length)
            {
                if (match[0] >= text.Length)
                    break;
                at = Math.Max(at, match[0]) + 1;
                continue;
            }
            parts.Push(run, StringBuiltins.New(run, text.AsSpan(start, match[0] - start)));
            for (var group = 1; group <= regex.Pattern.Groups; group++)
                parts.Push(run, Captured(run, text, match, group));
            start = match[1];
            at = match[1] > match[0] ? match[1] : match[1] + 1;
        }
        parts.Push(run, StringBuiltins.New(run, text.AsSpan(start)));
    }

    public static JsValue Captured(JsRun run, string text, int[] match, int group) =>
        match[2 * group] < 0 || match[(2 * group) + 1] < 0 ? default : StringBuiltins.New(run, text.AsSpan(match[2 * group], match[(2 * group) + 1] - match[2 * group]));

    private static JsValue Replace(JsRun run, string text, ReadOnlySpan<JsValue> arguments, bool all)
    {
        var regex = arguments.At(0).Object as JsRegExp;
        var wanted = regex is null ? Coerce.ToText(run, arguments.At(0)) : "";
        var function = arguments.At(1).Callable;
        var template = function is null ? Coerce.ToText(run, arguments.At(1)) : "";
        var matches = regex is null ? Plain(run, text, wanted, all) : All(run, regex, text);
        var result = new StringBuilder();
        var last = 0;
        foreach (var match in matches)
        {
            var replacement = function is null ? template : Call(run, function, text, match, regex?.Pattern);
            Append(run, result, text.AsSpan(last, match[0] - last));
            if (function is null && template.Contains('$', StringComparison.Ordinal))
                Expand(run, result, template, text, match, regex?.Pattern);
            else
                Append(run, result, replacement);
            last = match[1];
        }
        if (regex is { Pattern.IsGlobal: true })
            regex.Set(run, "lastIndex", JsValue.Of(0.0));
        if (last == 0 && result.Length == 0)
            return JsValue.Of(text.Length == 0 ? "" : text[last..]);
        Append(run, result, text.AsSpan(last));
        return JsValue.Of(result.ToString());
    }

    private static IEnumerable<int[]> Plain(JsRun run, string text, string wanted, bool all)
    {
        for (var at = 0; at <= text.Length;)
        {
            var found = StringBuiltins.IndexOf(run, text, wanted, at);
            if (found < 0)
                yield break;
            run.Allocate(32);
            yield return [found, found + wanted.Length];
            if (!all)
                yield break;
            at = found + Math.Max(1, wanted.Length);
        }
    }

    private static void Append(JsRun run, StringBuilder result, ReadOnlySpan<char> piece)
    {
        Operators.DemandLength((double)result.Length + piece.Length);
        run.Allocate(4L * piece.Length); // in the builder and in the result
        result.Append(piece);
    }

    private static string Call(JsRun run, JsFunction function, string text, int[] match, Pattern? pattern)
    {
        var arguments = new List<JsValue>();
        for (var group = 0; group < match.Length / 2; group++)
            arguments.Add(Captured(run, text, match, group));
        arguments.Add(JsValue.Of((double)match[0]));
        arguments.Add(JsValue.Of(text));
        if (pattern is { Names.Count: > 0 })
            arguments.Add(RegExpBuiltins.NamedGroups(run, pattern, text, match));
        run.Allocate(16 * arguments.Count);
        return Coerce.ToText(run, function.Invoke(run, default, arguments.ToArray()));
    }

    /// <summary>$1, $&amp;, $&lt;name&gt; and the rest.</summary>
    private static void Expand(JsRun run, StringBuilder result, string template, string text, int[] match, Pattern? pattern)
    {
        for (var at = 0; at < template.Length; at++)
        {
            var rest = template.AsSpan(at);
            if (rest[0] != '$' || rest.Length == 1)
            {
                Append(run, result, rest[..1]);
                continue;
            }
            at++;
            switch (rest[1])
            {
                case '$':
                    Append(run, result, "$");
                    break;
                case '&':
                    Append(run, result, text.AsSpan(match[0], match[1] - match[0]));
                    break;
                case '`':
                    Append(run, result, text.AsSpan(0, match[0]));
                    break;
                case '\'':
                    Append(run, result, text.AsSpan(match[1]));
                    break;
                case '<' when pattern is { Names.Count: > 0 } && rest.IndexOf('>') is var end && end > 0:
                    var name = rest[2..end].ToString();
                    if (pattern.Names.FirstOrDefault(each => each.Name == name) is { Group: > 0 } known)
                        Append(run, result, Captured(run, text, match, known.Group).Text ?? "");
                    at += end - 1;
                    break;
                case >= '0' and <= '9':
                    var groups = (match.Length / 2) - 1;
                    var one = rest[1] - '0';
                    var two = rest.Length > 2 && char.IsAsciiDigit(rest[2]) ? (one * 10) + (rest[2] - '0') : 0;
                    var group = two > 0 && two <= groups ? two : one;
                    if (group == 0 || group > groups)
                    {
                        Append(run, result, rest[..2]);
                        break;
                    }
                    at += group == two && two != one ? 1 : 0;
                    if (group == two && two == one)
                        at++; // "$01"
                    Append(run, result, Captured(run, text, match, group).Text ?? "");
                    break;
                default:
                    Append(run, result, "$");
                    at--;
                    break;
            }
        }
    }
}
