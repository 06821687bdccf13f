using System.Globalization;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.People;

/// <summary>Somebody made up: valid in every check and marked as synthetic wherever it is stored.</summary>
public sealed record SyntheticPerson(
    PersonName Name, CitizenId CitizenId, PersonCategory Category, Mobile Phone, BankCard Account, string BankName)
{
    public NewPerson At(UnitId unit) => new(Name, CitizenId, Category, unit) { Phone = Phone, PhoneOwner = PhoneOwner.Self, IsSynthetic = true };
}

/// <summary>
/// Makes people up for a demo or a replay: the same seed makes the same people in the same order, and no two share a number. Their telephones and
/// accounts are of a form that is valid here and unlikely to be anybody's.
/// </summary>
public sealed class SyntheticPeople(int seed)
{
    private static readonly string[] Families = ["张", "王", "李", "刘", "陈", "杨", "赵", "孙", "马", "朱", "徐", "高", "林", "何", "郭", "欧阳", "诸葛"];
    private static readonly string[] Given = ["建国", "志强", "秀兰", "桂英", "明", "德胜", "玉梅", "卫东", "小军", "红", "永福", "春燕", "𬍛", "学文", "庆喜", "淑珍"];
    private static readonly string[] Banks = ["中国农业银行", "中国邮政储蓄银行", "中国工商银行", "枣庄银行", "农村商业银行"];

#pragma warning disable CA5394 // Made-up people need a repeatable dice, not a secret one.
    private readonly Random dice = new(seed);
    private readonly HashSet<string> numbers = new(StringComparer.Ordinal);
    private int made;

    /// <param name="divisionCode">The six digits the identity number begins with.</param>
    /// <param name="asOf">They are between 22 and 91 years old on this day.</param>
    public SyntheticPerson Next(string divisionCode, DateOnly asOf)
    {
        made++;
        var citizenId = Number(divisionCode, asOf);
        while (!numbers.Add(citizenId.Full))
            citizenId = Number(divisionCode, asOf);

        var name = PersonName.Parse(made % 40 == 0 ? "阿依古丽·买买提" : Families[dice.Next(Families.Length)] + Given[dice.Next(Given.Length)]);
        var account = string.Create(CultureInfo.InvariantCulture, $"62170000{dice.Next(1000):000}{made:0000000}");
        var category = dice.Next(5) == 0 ? PersonCategory.SpecialCareRecipient : PersonCategory.Veteran;
        return new SyntheticPerson(
            name,
            citizenId,
            category,
            Mobile.Parse(string.Create(CultureInfo.InvariantCulture, $"1990{made % 10_000_000:0000000}")),
            BankCard.Check(account + BankCard.CheckDigit(account)),
            Banks[dice.Next(Banks.Length)]);
    }

    private CitizenId Number(string divisionCode, DateOnly asOf)
    {
        var born = asOf.AddYears(-22).AddDays(-dice.Next(365 * 69));
        var first17 = string.Create(CultureInfo.InvariantCulture, $"{divisionCode}{born:yyyyMMdd}{dice.Next(1, 1000):000}");
        return CitizenId.Parse(first17 + CitizenId.CheckDigit(first17), asOf);
    }
#pragma warning restore CA5394
}
