using System.Globalization;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Portal.Loading;

/// <summary>One of a million applicants: names spread as in a real register, no number twice.</summary>
internal sealed record LoadedPerson(string Name, string CitizenId, DateOnly Born, Sex Sex, string Phone, string AccountNumber)
{
    private const string Families = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文";
    private const string Given = "国建华志明文永德家玉秀春海军平强红英梅兰桂芳丽霞敏静伟勇刚峰涛斌辉波宁鹏飞宇杰俊浩天祥瑞龙云山林森松柏竹菊荷莲雪冰霜雨露晨曦晓光亮星月阳东南西北中正义仁礼智信忠孝廉和安康福禄寿喜财宝金银铜铁石田土水火木花草树叶枝根";
    private static readonly DateOnly First = new(1940, 1, 1);

    /// <param name="number">From 0: the how-manieth of all.</param>
#pragma warning disable CA5394 // Made-up people need a repeatable dice, not a secret one.
    public static LoadedPerson Of(int number, Random dice)
    {
        var family = Families[(int)(Math.Pow(dice.NextDouble(), 2) * Families.Length)];
        var name = dice.Next(4) == 0 ? $"{family}{Given[dice.Next(Given.Length)]}" : $"{family}{Given[dice.Next(Given.Length)]}{Given[dice.Next(Given.Length)]}";
        const int Days = 20_000;
        var born = First.AddDays(number % Days);
        var first17 = string.Create(CultureInfo.InvariantCulture, $"{379000 + (number / (Days * 900))}{born:yyyyMMdd}{1 + (number / Days % 900):000}");
        var account = string.Create(CultureInfo.InvariantCulture, $"62170009{number:0000000000}");
        return new(name, first17 + Cases.People.CitizenId.CheckDigit(first17), born, (first17[16] - '0') % 2 == 1 ? Sex.Male : Sex.Female,
            string.Create(CultureInfo.InvariantCulture, $"1991{number % 10_000_000:0000000}"), account + BankCard.CheckDigit(account));
    }
#pragma warning restore CA5394
}
