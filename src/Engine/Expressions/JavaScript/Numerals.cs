using System.Globalization;
using System.Numerics;
using AidWorkflow.Engine.Expressions.JavaScript.Objects;

namespace AidWorkflow.Engine.Expressions.JavaScript;

/// <summary>Numbers as ECMAScript writes and reads them.</summary>
internal static class Numerals
{
    public static string Write(double number)
    {
        if (number == (int)number)
            return ArrayIndex.Write((int)number); // -0 is "0" too
        if (double.IsNaN(number))
            return "NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "Infinity" : "-Infinity";

        var (digits, exponent) = Shortest(Math.Abs(number));
        var sign = number < 0 ? "-" : "";
        var count = digits.Length;
        return exponent switch
        {
            > 0 and <= 21 when count <= exponent => sign + digits + new string('0', exponent - count),
            > 0 and <= 21 => sign + digits[..exponent] + "." + digits[exponent..],
            > -6 and <= 0 => sign + "0." + new string('0', -exponent) + digits,
            _ => sign + Scientific(digits, exponent - 1),
        };
    }

    /// <summary>Text that is known to be a number: JSON, or a literal without separators.</summary>
    public static double Read(ReadOnlySpan<char> text) =>
        double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>What Number() makes of a string.</summary>
    public static double FromText(string source)
    {
        var text = Blank.Trim(source);
        if (text.Length == 0)
            return 0;
        if (text.Length > 2 && text[0] == '0' && (text[1] | 0x20) is 'x' or 'o' or 'b')
            return FromDigits(text[2..], (text[1] | 0x20) switch { 'x' => 16, 'o' => 8, _ => 2 });
        var unsigned = text[0] is '+' or '-' ? text[1..] : text;
        if (unsigned is "Infinity")
            return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        return DecimalLength(unsigned) == unsigned.Length && unsigned.Length > 0 ? Read(text) : double.NaN;
    }

    /// <summary>How much of the start of the text is an unsigned decimal number; 0 when none is.</summary>
    public static int DecimalLength(ReadOnlySpan<char> text)
    {
        var at = 0;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        var digits = at;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            digits = at - 1;
            if (digits == 0)
                return 0;
        }
        if (digits == 0)
            return 0;
        if (at < text.Length && (text[at] | 0x20) == 'e')
        {
            var exponent = at + 1;
            if (exponent < text.Length && text[exponent] is '+' or '-')
                exponent++;
            if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
            {
                while (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
                    exponent++;
                at = exponent;
            }
        }
        return at;
    }

    /// <summary>Digits of a radix, all of the text; NaN when one is not.</summary>
    public static double FromDigits(ReadOnlySpan<char> digits, int radix)
    {
        if (digits.Length == 0)
            return double.NaN;
        double value = 0;
        foreach (var character in digits)
        {
            var digit = Digit(character);
            if (digit >= radix)
                return double.NaN;
            value = (value * radix) + digit;
        }
        return value < 9007199254740992 ? value : Exactly(digits, radix);
    }

    public static int Digit(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'z' => character - 'a' + 10,
        >= 'A' and <= 'Z' => character - 'A' + 10,
        _ => 99,
    };

    /// <summary>The shortest digits that read back as the number, and where the point stands: 0.digits × 10^exponent.</summary>
    public static (string Digits, int Exponent) Shortest(double positive)
    {
        var text = positive.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = positive.ToString("R", CultureInfo.InvariantCulture);
        var mark = shortest.IndexOf('E', StringComparison.Ordinal);
        var digits = (mark < 0 ? shortest : shortest[..mark]).Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        var exponent = int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

        // E16 rounds to 17 digits, which can carry into the next power; the shortest form cannot.
        if (mark >= 0)
        {
            exponent = int.Parse(shortest.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        }
        else
        {
            var point = shortest.IndexOf('.', StringComparison.Ordinal);
            var whole = point < 0 ? shortest : shortest[..point];
            exponent = whole == "0" ? -(shortest.AsSpan(point + 1).IndexOfAnyExcept('0') + 1) : whole.Length - 1;
        }
        return (digits, exponent + 1);
    }

    public static string Scientific(string digits, int exponent) =>
        digits[..1] + (digits.Length > 1 ? "." + digits[1..] : "") + "e" + (exponent < 0 ? "-" : "+") + Math.Abs(exponent).ToString(CultureInfo.InvariantCulture);

    /// <summary>A finite number times 10^decimals, rounded half up on its exact value.</summary>
    public static BigInteger Scaled(double positive, int decimals)
    {
        var bits = BitConverter.DoubleToInt64Bits(positive);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0)
            exponent++;
        else
            mantissa |= 1L << 52;
        exponent -= 1075;

        var numerator = new BigInteger(mantissa);
        var denominator = BigInteger.One;
        if (exponent >= 0)
            numerator <<= exponent;
        else
            denominator <<= -exponent;
        if (decimals >= 0)
            numerator *= BigInteger.Pow(10, decimals);
        else
            denominator *= BigInteger.Pow(10, -decimals);
        return ((numerator * 2) + denominator) / (denominator * 2);
    }

    private static double Exactly(ReadOnlySpan<char> digits, int radix)
    {
        if (digits.Length > 1_100)
            return double.PositiveInfinity;
        var value = BigInteger.Zero;
        foreach (var character in digits)
            value = (value * radix) + Digit(character);
        return double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}
