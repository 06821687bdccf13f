using System.Globalization;
using System.Text;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>String and the methods that need no pattern.</summary>
internal static class StringBuiltins
{
    // People here sort names as a Chinese dictionary does.
    private static readonly CompareInfo Dictionary = CultureInfo.GetCultureInfo("zh-CN").CompareInfo;

    private static readonly CompareInfo English = CultureInfo.GetCultureInfo("en-US").CompareInfo;

    public static void Add(World world)
    {
        var type = world.Type(
            "String",
            1,
            Realm.Strings,
            (run, _, arguments) => JsValue.Of(arguments.Length == 0 ? "" : Coerce.ToText(run, arguments[0])),
            (_, _, _) => throw Throw.TypeError("Objects around plain values are not supported"));
        world.Method(type, "fromCharCode", 1, (run, _, arguments) =>
        {
            run.AllocateText(arguments.Length);
            var text = new char[arguments.Length];
            for (var index = 0; index < text.Length; index++)
                text[index] = (char)Coerce.ToUint32(run, arguments[index]);
            return JsValue.Of(new string(text));
        });
        world.Method(type, "fromCodePoint", 1, (run, _, arguments) =>
        {
            run.AllocateText(2 * arguments.Length);
            var text = new StringBuilder();
            foreach (var argument in arguments)
            {
                var code = Coerce.ToNumber(run, argument);
                if (code != Math.Floor(code) || code is < 0 or > 0x10FFFF)
                    throw Throw.RangeError($"Invalid code point {argument}");
                if (code < 0x10000)
                    text.Append((char)code);
                else
                    text.Append(char.ConvertFromUtf32((int)code));
            }
            return JsValue.Of(text.ToString());
        });
        AddCharacters(world, Realm.Strings);
        AddSearches(world, Realm.Strings);
        AddCuts(world, Realm.Strings);
        AddShapes(world, Realm.Strings);
    }

    public static string Self(JsRun run, JsValue self) => self.IsNullish
        ? throw Throw.TypeError("String.prototype method called on null or undefined")
        : Coerce.ToText(run, self);

    public static JsValue New(JsRun run, ReadOnlySpan<char> text)
    {
        if (text.Length == 1)
            return JsValue.Of(Characters.Text(text[0]));
        run.AllocateText(text.Length);
        return JsValue.Of(text.ToString());
    }

    private static void AddCharacters(World world, JsObject prototype)
    {
        world.Method(prototype, "toString", 0, (run, self, _) => self.IsString ? self : throw Throw.TypeError("This is no string"));
        world.Method(prototype, "valueOf", 0, (run, self, _) => self.IsString ? self : throw Throw.TypeError("This is no string"));
        world.Method(prototype, "charAt", 1, (run, self, arguments) => Place(run, self, arguments) is var (text, at) && at >= 0 ? JsValue.Of(Characters.Text(text[at])) : JsValue.Of(""));
        world.Method(prototype, "charCodeAt", 1, (run, self, arguments) => Place(run, self, arguments) is var (text, at) && at >= 0 ? JsValue.Of((double)text[at]) : JsValue.Of(double.NaN));
        world.Method(prototype, "codePointAt", 1, (run, self, arguments) =>
        {
            var (text, at) = Place(run, self, arguments);
            if (at < 0)
                return default;
            return JsValue.Of((double)(at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? char.ConvertToUtf32(text[at], text[at + 1]) : text[at]));
        });
        world.Method(prototype, "at", 1, (run, self, arguments) =>
        {
            var text = Self(run, self);
            var at = Coerce.ToInteger(run, arguments.At(0));
            at = at < 0 ? text.Length + at : at;
            return at >= 0 && at < text.Length ? JsValue.Of(Characters.Text(text[(int)at])) : default;
        });
    }

    private static (string Text, int At) Place(JsRun run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = Self(run, self);
        var at = Coerce.ToInteger(run, arguments.At(0));
        return (text, at >= 0 && at < text.Length ? (int)at : -1);
    }

    private static void AddSearches(World world, JsObject prototype)
    {
        world.Method(prototype, "indexOf", 1, (run, self, arguments) =>
        {
            var text = Self(run, self);
            var wanted = Coerce.ToText(run, arguments.At(0));
            return JsValue.Of((double)IndexOf(run, text, wanted, (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(1)), 0, text.Length)));
        });
        world.Method(prototype, "lastIndexOf", 1, (run, self, arguments) =>
        {
            var text = Self(run, self);
            var wanted = Coerce.ToText(run, arguments.At(0));
            var from = Coerce.ToNumber(run, arguments.At(1));
            var start = (int)Math.Clamp(double.IsNaN(from) ? text.Length : Math.Truncate(from), 0, Math.Max(0, text.Length - wanted.Length));
            SpendOnSearch(run, text.Length, wanted.Length);
            for (var at = start; at >= 0 && wanted.Length <= text.Length; at--)
            {
                if (text.AsSpan(at).StartsWith(wanted, StringComparison.Ordinal))
                    return JsValue.Of((double)at);
            }
            return JsValue.Of(-1.0);
        });
        world.Method(prototype, "includes", 1, (run, self, arguments) =>
        {
            var text = Self(run, self);
            return JsValue.Of(IndexOf(run, text, Plain(run, arguments.At(0)), (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(1)), 0, text.Length)) >= 0);
        });
        world.Method(prototype, "startsWith", 1, (run, self, arguments) =>
        {
            var text = Self(run, self);
            var wanted = Plain(run, arguments.At(0));
            var from = (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(1)), 0, text.Length);
            run.Spend(wanted.Length / 16);
            return JsValue.Of(text.AsSpan(from).StartsWith(wanted, StringComparison.Ordinal));
        });
        world.Method(prototype, "endsWith", 1, (run, self, arguments) =>
        {
            var text = Self(run, self);
            var wanted = Plain(run, arguments.At(0));
            var end = arguments.At(1).IsUndefined ? text.Length : (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(1)), 0, text.Length);
            run.Spend(wanted.Length / 16);
            return JsValue.Of(text.AsSpan(0, end).EndsWith(wanted, StringComparison.Ordinal));
        });
        world.Method(prototype, "localeCompare", 1, (run, self, arguments) =>
        {
            var (left, right) = (Self(run, self), Coerce.ToText(run, arguments.At(0)));
            run.Spend(left.Length + right.Length);
            var dictionary = Locales.Demand(run, arguments.At(1), "zh", "en") == "zh" ? Dictionary : English;
            return JsValue.Of((double)Math.Sign(dictionary.Compare(left, right, Comparison(run, arguments.At(2)))));
        });
    }

    private static CompareOptions Comparison(JsRun run, JsValue options)
    {
        if (options.Object is not { } said)
            return CompareOptions.None;
        Locales.DemandOptions(options, "numeric", "sensitivity");
        var sensitivity = said.Get("sensitivity") is { IsUndefined: false } given ? Coerce.ToText(run, given) : "variant";
        return (said.Get("numeric").IsTruthy ? CompareOptions.NumericOrdering : CompareOptions.None) | sensitivity switch
        {
            "base" => CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace,
            "accent" => CompareOptions.IgnoreCase,
            "case" => CompareOptions.IgnoreNonSpace,
            "variant" => CompareOptions.None,
            _ => throw Throw.RangeError($"Value {sensitivity} out of range for options property sensitivity"),
        };
    }

    private static string Plain(JsRun run, JsValue wanted) => wanted.Object is JsRegExp
        ? throw Throw.TypeError("First argument must not be a regular expression")
        : Coerce.ToText(run, wanted);

    public static int IndexOf(JsRun run, string text, string wanted, int from)
    {
        SpendOnSearch(run, text.Length - from, wanted.Length);
        return text.IndexOf(wanted, from, StringComparison.Ordinal);
    }

    // A search for a long text can look at each place for long.
    private static void SpendOnSearch(JsRun run, long length, long wanted) =>
        run.Spend(1 + (length / 32) + (wanted > 16 && length > wanted ? (length - wanted) * (wanted / 16) / 32 : 0));

    private static void AddCuts(World world, JsObject prototype)
    {
        world.Method(prototype, "slice", 2, (run, self, arguments) =>
        {
            var text = Self(run, self);
            var start = Coerce.ToPlace(run, arguments.At(0), text.Length, 0);
            var end = Coerce.ToPlace(run, arguments.At(1), text.Length, text.Length);
            return New(run, start < end ? text.AsSpan(start, end - start) : []);
        });
        world.Method(prototype, "substring", 2, (run, self, arguments) =>
        {
            var text = Self(run, self);
            var start = (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(0)), 0, text.Length);
            var end = arguments.At(1).IsUndefined ? text.Length : (int)Math.Clamp(Coerce.ToInteger(run, arguments.At(1)), 0, text.Length);
            return New(run, text.AsSpan(Math.Min(start, end), Math.Abs(end - start)));
        });
        world.Method(prototype, "substr", 2, (run, self, arguments) =>
        {
            var text = Self(run, self);
            var start = Coerce.ToPlace(run, arguments.At(0), text.Length, 0);
            var count = arguments.At(1).IsUndefined ? text.Length : Coerce.ToInteger(run, arguments.At(1));
            return New(run, text.AsSpan(start, (int)Math.Clamp(count, 0, text.Length - start)));
        });
        world.Method(prototype, "trim", 0, (run, self, _) => New(run, Blank.Trim(Read(run, self))));
        world.Method(prototype, "trimStart", 0, (run, self, _) => New(run, Blank.TrimStart(Read(run, self))));
        world.Method(prototype, "trimEnd", 0, (run, self, _) => New(run, Blank.TrimEnd(Read(run, self))));
    }

    /// <summary>The text, with the work of looking at each character counted.</summary>
    private static string Read(JsRun run, JsValue self)
    {
        var text = Self(run, self);
        run.Spend(text.Length / 4);
        return text;
    }

    private static void AddShapes(World world, JsObject prototype)
    {
        world.Method(prototype, "toUpperCase", 0, (run, self, _) => Upper(run, self));
        world.Method(prototype, "toLocaleUpperCase", 0, (run, self, _) => Upper(run, self));
        world.Method(prototype, "toLowerCase", 0, (run, self, _) => Lower(run, self));
        world.Method(prototype, "toLocaleLowerCase", 0, (run, self, _) => Lower(run, self));
        world.Method(prototype, "isWellFormed", 0, (run, self, _) => JsValue.Of(!HasHalfPairs(Read(run, self))));
        world.Method(prototype, "toWellFormed", 0, (run, self, _) =>
        {
            var text = Read(run, self);
            run.AllocateText(text.Length);
            return JsValue.Of(HasHalfPairs(text) ? Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text)) : text);
        });
        world.Method(prototype, "concat", 1, (run, self, arguments) =>
        {
            var result = JsValue.Of(Self(run, self));
            foreach (var argument in arguments)
                result = Operators.Join(run, result.Held!, Coerce.ToText(run, argument));
            return result;
        });
        world.Method(prototype, "repeat", 1, (run, self, arguments) =>
        {
            var text = Self(run, self);
            var count = Coerce.ToInteger(run, arguments.At(0));
            if (count < 0 || double.IsInfinity(count))
                throw Throw.RangeError($"Invalid count value: {arguments.At(0)}");
            Operators.DemandLength(count * text.Length);
            run.AllocateText((long)count * text.Length);
            return JsValue.Of(text.Length == 0 ? "" : new StringBuilder().Insert(0, text, (int)count).ToString());
        });
        world.Method(prototype, "padStart", 2, (run, self, arguments) => Pad(run, self, arguments, atStart: true));
        world.Method(prototype, "padEnd", 2, (run, self, arguments) => Pad(run, self, arguments, atStart: false));
        world.Method(prototype, "normalize", 0, (run, self, arguments) =>
        {
            var text = Self(run, self);
            var form = (arguments.At(0).IsUndefined ? "NFC" : Coerce.ToText(run, arguments[0])) switch
            {
                "NFC" => NormalizationForm.FormC,
                "NFD" => NormalizationForm.FormD,
                "NFKC" => NormalizationForm.FormKC,
                "NFKD" => NormalizationForm.FormKD,
                _ => throw Throw.RangeError("The normalization form should be one of NFC, NFD, NFKC, NFKD."),
            };
            run.AllocateText(18L * text.Length); // the longest that one character becomes
            try
            {
                return JsValue.Of(text.Normalize(form));
            }
            catch (ArgumentException)
            {
                return JsValue.Of(text); // half of a surrogate pair: .NET refuses, ECMAScript leaves it
            }
        });
    }

    private static bool HasHalfPairs(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[++at]))
                return true;
        }
        return false;
    }

    private static JsValue Upper(JsRun run, JsValue self)
    {
        var text = Self(run, self);
        run.AllocateText(3L * text.Length); // the most that one letter becomes
        return JsValue.Of(Casing.Upper(text));
    }

    private static JsValue Lower(JsRun run, JsValue self)
    {
        var text = Self(run, self);
        run.AllocateText(2L * text.Length);
        return JsValue.Of(Casing.Lower(text));
    }

    private static JsValue Pad(JsRun run, JsValue self, ReadOnlySpan<JsValue> arguments, bool atStart)
    {
        var text = Self(run, self);
        var length = Coerce.ToInteger(run, arguments.At(0));
        var filler = arguments.At(1).IsUndefined ? " " : Coerce.ToText(run, arguments[1]);
        if (length <= text.Length || filler.Length == 0)
            return JsValue.Of(text);
        Operators.DemandLength(length);
        run.AllocateText((long)length);
        return JsValue.Of(string.Create((int)length, (text, filler, atStart), static (span, parts) =>
        {
            var padding = parts.atStart ? span[..^parts.text.Length] : span[parts.text.Length..];
            for (var at = 0; at < padding.Length; at++)
                padding[at] = parts.filler[at % parts.filler.Length];
            parts.text.CopyTo(parts.atStart ? span[^parts.text.Length..] : span);
        }));
    }
}
