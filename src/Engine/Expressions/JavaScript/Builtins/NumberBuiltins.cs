using System.Globalization;
using System.Numerics;
using System.Text;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript.Builtins;

/// <summary>Number, Boolean and the global functions about numbers.</summary>
internal static class NumberBuiltins
{
    public static void Add(World world)
    {
        var type = world.Type(
            "Number",
            1,
            Realm.Numbers,
            (run, _, arguments) => JsValue.Of(arguments.Length == 0 ? 0.0 : Coerce.ToNumber(run, arguments[0])),
            (_, _, _) => throw Throw.TypeError("Objects around plain values are not supported"));
        world.Globals["NaN"] = JsValue.Of(double.NaN);
        world.Globals["Infinity"] = JsValue.Of(double.PositiveInfinity);
        foreach (var (name, value) in (ReadOnlySpan<(string, double)>)
            [
                ("EPSILON", Math.Pow(2, -52)), ("MAX_SAFE_INTEGER", 9007199254740991), ("MIN_SAFE_INTEGER", -9007199254740991),
                ("MAX_VALUE", double.MaxValue), ("MIN_VALUE", double.Epsilon), ("NaN", double.NaN),
                ("POSITIVE_INFINITY", double.PositiveInfinity), ("NEGATIVE_INFINITY", double.NegativeInfinity),
            ])
        {
            type.Define(name, JsValue.Of(value), PropertyFlags.None);
        }
        world.Method(type, "isNaN", 1, (_, _, arguments) => JsValue.Of(arguments.At(0).IsNumber && double.IsNaN(arguments[0].Number)));
        world.Method(type, "isFinite", 1, (_, _, arguments) => JsValue.Of(arguments.At(0).IsNumber && double.IsFinite(arguments[0].Number)));
        world.Method(type, "isInteger", 1, (_, _, arguments) => JsValue.Of(arguments.At(0).IsNumber && IsWhole(arguments[0].Number)));
        world.Method(type, "isSafeInteger", 1, (_, _, arguments) =>
            JsValue.Of(arguments.At(0).IsNumber && IsWhole(arguments[0].Number) && Math.Abs(arguments[0].Number) <= 9007199254740991));
        world.Globals["parseFloat"] = JsValue.Of(world.Method(type, "parseFloat", 1, (run, _, arguments) => JsValue.Of(ParseFloat(Text(run, arguments.At(0))))));
        world.Globals["parseInt"] = JsValue.Of(world.Method(type, "parseInt", 2, (run, _, arguments) =>
            JsValue.Of(ParseInt(Text(run, arguments.At(0)), Coerce.ToInt32(run, arguments.At(1))))));
        world.Globals["isNaN"] = Global(world, "isNaN", number => double.IsNaN(number));
        world.Globals["isFinite"] = Global(world, "isFinite", number => double.IsFinite(number));

        var prototype = Realm.Numbers;
        world.Method(prototype, "valueOf", 0, (_, self, _) => JsValue.Of(Self(self)));
        world.Method(prototype, "toString", 1, (run, self, arguments) =>
        {
            run.Spend(arguments.Length > 0 ? StepsToWrite : 0);
            var radix = arguments.At(0).IsUndefined ? 10 : Coerce.ToInteger(run, arguments[0]);
            return radix is < 2 or > 36
                ? throw Throw.RangeError("toString() radix must be between 2 and 36")
                : JsValue.Of(radix == 10 ? Numerals.Write(Self(self)) : Radix(Self(self), (int)radix));
        });
        world.Method(prototype, "toLocaleString", 0, (run, self, arguments) => JsValue.Of(Local(run, Self(self), arguments)));
        world.Method(prototype, "toFixed", 1, (run, self, arguments) => JsValue.Of(Fixed(Self(self), Digits(run, arguments, 0, 100, "toFixed() digits"))));
        world.Method(prototype, "toPrecision", 1, (run, self, arguments) =>
            JsValue.Of(arguments.At(0).IsUndefined || !double.IsFinite(Self(self)) ? Numerals.Write(Self(self)) : Precise(Self(self), Digits(run, arguments, 1, 100, "toPrecision()"))));
        world.Method(prototype, "toExponential", 1, (run, self, arguments) =>
        {
            run.Spend(StepsToWrite / 10);
            var number = Self(self);
            var digits = Coerce.ToInteger(run, arguments.At(0));
            if (!double.IsFinite(number))
                return JsValue.Of(Numerals.Write(number));
            if (digits is < 0 or > 100)
                throw Throw.RangeError("toExponential() argument must be between 0 and 100");
            return JsValue.Of(Exponential(number, arguments.At(0).IsUndefined ? null : (int)digits));
        });

        world.Type(
            "Boolean",
            1,
            Realm.Booleans,
            (_, _, arguments) => JsValue.Of(arguments.At(0).IsTruthy),
            (_, _, _) => throw Throw.TypeError("Objects around plain values are not supported"));
        world.Method(Realm.Booleans, "toString", 0, (_, self, _) => JsValue.Of(self.ToString()));
        world.Method(Realm.Booleans, "valueOf", 0, (_, self, _) => self);
    }

    private static JsValue Global(World world, string name, Func<double, bool> holds)
    {
        var function = new NativeFunction(name, 1, (run, _, arguments) => JsValue.Of(holds(Coerce.ToNumber(run, arguments.At(0)))));
        world.Made.Add(function);
        return JsValue.Of(function);
    }

    // What these do with one number is worth many steps of a script.
    private const int StepsToWrite = 2_000;

    private static string Text(JsRun run, JsValue value)
    {
        var text = Coerce.ToText(run, value);
        run.Spend(text.Length);
        return text;
    }

    private static bool IsWhole(double number) => double.IsFinite(number) && number == Math.Floor(number);

    private static double Self(JsValue self) => self.IsNumber ? self.Number : throw Throw.TypeError("This is no number");

    private static int Digits(JsRun run, ReadOnlySpan<JsValue> arguments, int least, int most, string what)
    {
        run.Spend(StepsToWrite / 10);
        var digits = Coerce.ToInteger(run, arguments.At(0));
        return digits >= least && digits <= most ? (int)digits : throw Throw.RangeError($"{what} argument must be between {least} and {most}");
    }

    public static double ParseFloat(string source)
    {
        var text = Blank.TrimStart(source);
        var sign = text is ['-', ..] ? -1.0 : 1.0;
        if (text is ['-' or '+', ..])
            text = text[1..];
        if (text.StartsWith("Infinity", StringComparison.Ordinal))
            return sign * double.PositiveInfinity;
        var length = Numerals.DecimalLength(text);
        return length == 0 ? double.NaN : sign * Numerals.Read(text[..length]);
    }

    public static double ParseInt(string source, int radix)
    {
        var text = Blank.TrimStart(source);
        var sign = text is ['-', ..] ? -1.0 : 1.0;
        if (text is ['-' or '+', ..])
            text = text[1..];
        if (radix is 0 or 16 && text.Length >= 2 && text[0] == '0' && text[1] is 'x' or 'X')
        {
            text = text[2..];
            radix = 16;
        }
        radix = radix == 0 ? 10 : radix;
        if (radix is < 2 or > 36)
            return double.NaN;
        var length = 0;
        while (length < text.Length && Numerals.Digit(text[length]) < radix)
            length++;
        if (length == 0)
            return double.NaN;
        return sign * (radix == 10 ? Numerals.Read(text[..length]) : Numerals.FromDigits(text[..length], radix));
    }

    private static string Fixed(double number, int decimals)
    {
        if (!double.IsFinite(number) || Math.Abs(number) >= 1e21)
            return Numerals.Write(number);
        var digits = Numerals.Scaled(Math.Abs(number), decimals).ToString(CultureInfo.InvariantCulture);
        if (decimals > 0)
        {
            digits = digits.PadLeft(decimals + 1, '0');
            digits = digits[..^decimals] + "." + digits[^decimals..];
        }
        return number < 0 ? "-" + digits : digits;
    }

    private static string Precise(double number, int precision)
    {
        var (digits, exponent) = Rounded(Math.Abs(number), precision);
        var sign = number < 0 ? "-" : "";
        if (exponent < -6 || exponent >= precision)
            return sign + Numerals.Scientific(digits, exponent);
        if (exponent == precision - 1)
            return sign + digits;
        return exponent >= 0
            ? sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..]
            : sign + "0." + new string('0', -(exponent + 1)) + digits;
    }

    private static string Exponential(double number, int? decimals)
    {
        var sign = number < 0 ? "-" : "";
        if (decimals is { } wanted)
        {
            var (rounded, power) = Rounded(Math.Abs(number), wanted + 1);
            return sign + Numerals.Scientific(rounded, power);
        }
        if (number == 0)
            return "0e+0";
        var (digits, exponent) = Numerals.Shortest(Math.Abs(number));
        return sign + Numerals.Scientific(digits, exponent - 1);
    }

    /// <summary>Exactly so many digits, half up on the exact value, and the power of the first.</summary>
    private static (string Digits, int Exponent) Rounded(double positive, int precision)
    {
        if (positive == 0)
            return (new string('0', precision), 0);
        var exponent = Numerals.Shortest(positive).Exponent - 1;
        var scaled = Numerals.Scaled(positive, precision - 1 - exponent);
        if (scaled >= BigInteger.Pow(10, precision))
            scaled = Numerals.Scaled(positive, precision - 1 - ++exponent);
        else if (scaled < BigInteger.Pow(10, precision - 1))
            scaled = Numerals.Scaled(positive, precision - 1 - --exponent); // 1e-7 is written so, and is a little less
        return (scaled.ToString(CultureInfo.InvariantCulture), exponent);
    }

    /// <summary>The shortest text in another radix that is nearer to the number than to its neighbours.</summary>
    private static string Radix(double number, int radix)
    {
        if (!double.IsFinite(number))
            return Numerals.Write(number);
        const string Figures = "0123456789abcdefghijklmnopqrstuvwxyz";
        var positive = Math.Abs(number);
        var whole = Math.Floor(positive);
        var fraction = positive - whole;
        var delta = Math.Max(0.5 * (Math.BitIncrement(positive) - positive), double.Epsilon);
        var after = new StringBuilder();
        if (fraction >= delta)
        {
            do
            {
                fraction *= radix;
                delta *= radix;
                var digit = (int)fraction;
                after.Append(Figures[digit]);
                fraction -= digit;
                if ((fraction > 0.5 || (fraction == 0.5 && (digit & 1) == 1)) && fraction + delta > 1)
                {
                    // Round up; the carry may run through to the whole part.
                    while (after.Length > 0)
                    {
                        var last = Numerals.Digit(after[^1]);
                        after.Length--;
                        if (last + 1 < radix)
                        {
                            after.Append(Figures[last + 1]);
                            break;
                        }
                    }
                    if (after.Length == 0)
                        whole++;
                    break;
                }
            }
            while (fraction >= delta);
        }
        var before = new Stack<char>();

        // Beyond 53 bits no digit says anything.
        for (; whole >= 9007199254740992; whole /= radix)
            before.Push('0');
        do
        {
            var digit = whole % radix;
            before.Push(Figures[(int)digit]);
            whole = (whole - digit) / radix;
        }
        while (whole > 0);
        return (number < 0 ? "-" : "") + string.Concat(before) + (after.Length > 0 ? "." + after : "");
    }

    /// <summary>Groups of three and at most three decimals, as zh-CN and en write numbers.</summary>
    private static string Local(JsRun run, double number, ReadOnlySpan<JsValue> arguments)
    {
        Locales.Demand(run, arguments.At(0), "zh", "en");
        Locales.DemandOptions(arguments.At(1), "minimumFractionDigits", "maximumFractionDigits");
        var options = arguments.At(1);
        if (double.IsNaN(number))
            return "NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "∞" : "-∞";
        var least = Option(run, options, "minimumFractionDigits", 0);
        var most = Option(run, options, "maximumFractionDigits", Math.Max(3, least));
        var text = Fixed(Math.Abs(number), Math.Max(least, most));
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var decimals = point < 0 ? "" : text[(point + 1)..];
        while (decimals.Length > least && decimals[^1] == '0')
            decimals = decimals[..^1];
        var grouped = new StringBuilder(whole);
        for (var at = whole.Length - 3; at > 0; at -= 3)
            grouped.Insert(at, ',');
        if (decimals.Length > 0)
            grouped.Append('.').Append(decimals);
        return (number < 0 || double.IsNegative(number) ? "-" : "") + grouped;
    }

    private static int Option(JsRun run, JsValue options, string name, int missing)
    {
        if (options.Object?.Get(name) is not { IsUndefined: false } value)
            return missing;
        var digits = Coerce.ToInteger(run, value);
        return digits is >= 0 and <= 20 ? (int)digits : throw Throw.RangeError($"{name} value is out of range.");
    }
}
