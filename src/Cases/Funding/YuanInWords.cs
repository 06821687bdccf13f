using System.Text;

namespace AidWorkflow.Cases.Funding;

/// <summary>
/// An amount in the capitals that Chinese financial papers use (大写), which nobody can alter by a stroke: 1234.56 → 壹仟贰佰叁拾肆元伍角陆分.
/// After the rules for filling in bills of the People's Bank (支付结算办法, annex 1).
/// </summary>
public static class YuanInWords
{
    private const string Digits = "零壹贰叁肆伍陆柒捌玖";
    private const long Most = 1_000_000_000_000; // yuan; what Yuan.Read takes as well

    private static readonly string[] Places = ["", "拾", "佰", "仟"];
    private static readonly string[] Groups = ["", "万", "亿"];

    public static string Of(long cents)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cents);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cents, Most * 100);
        var (yuan, jiao, fen) = (cents / 100, cents / 10 % 10, cents % 10);

        var words = new StringBuilder();
        if (yuan > 0 || cents == 0)
            words.Append(yuan == 0 ? "零" : Whole(yuan)).Append('元');
        if (jiao > 0)
            words.Append(Digits[(int)jiao]).Append('角');
        else if (fen > 0 && yuan > 0)
            words.Append('零');
        return fen > 0
            ? words.Append(Digits[(int)fen]).Append('分').ToString()
            : words.Append('整').ToString(); // so that nothing can be written behind it
    }

    /// <summary>In groups of four digits; zeros between two digits are one 零, zeros at a group's end none.</summary>
    private static string Whole(long yuan)
    {
        var words = new StringBuilder();
        var gap = false;
        for (var group = Groups.Length - 1; group >= 0; group--)
        {
            var four = (int)(yuan / (long)Math.Pow(10_000, group) % 10_000);
            if (four == 0)
            {
                gap = words.Length > 0;
                continue;
            }

            if (words.Length > 0 && (gap || four < 1_000))
                words.Append('零');
            AppendFour(words, four);
            words.Append(Groups[group]);
            gap = false;
        }

        return words.ToString();
    }

    private static void AppendFour(StringBuilder words, int four)
    {
        var (begun, gap) = (false, false);
        for (var place = 3; place >= 0; place--)
        {
            var digit = four / (int)Math.Pow(10, place) % 10;
            if (digit == 0)
            {
                gap = begun;
                continue;
            }

            if (gap)
                words.Append('零');
            words.Append(Digits[digit]).Append(Places[place]);
            (begun, gap) = (true, false);
        }
    }
}
