using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.People;

#pragma warning disable NUnit1027 // FsCheck gives the arguments

namespace AidWorkflow.Cases.Tests.People;

[TestFixture]
internal sealed class CitizenIdTests
{
    private static readonly DateOnly Today = new(2022, 3, 7);

    [TestCase("11010519491231002X", "1949-12-31", Sex.Female)]
    [TestCase("440524188001010014", "1880-01-01", Sex.Male)]
    [TestCase("370402196508010011", "1965-08-01", Sex.Male)]
    [TestCase("370481195210010028", "1952-10-01", Sex.Female)]
    [TestCase("370403197806151235", "1978-06-15", Sex.Male)]
    public void A_valid_number_tells_birth_date_and_sex(string number, string born, Sex sex)
    {
        var id = CitizenId.Parse(number, Today);

        Assert.That((id.Value, id.Full, id.BirthDate, id.Sex, id.IsLegacy), Is.EqualTo((number, number, DateOnly.Parse(born, null), sex, false)));
    }

    [TestCase("11010519491231002x")]
    [TestCase(" 110105 1949 1231 002X ")]
    [TestCase("１１０１０５１９４９１２３１００２Ｘ")]
    [TestCase("110105-19491231-002x")]
    public void What_people_type_is_the_same_number(string typed) =>
        Assert.That(CitizenId.Parse(typed, Today).Value, Is.EqualTo("11010519491231002X"));

    [Test]
    public void An_old_number_of_fifteen_digits_is_taken_and_compares_as_its_later_form()
    {
        var legacy = CitizenId.Parse("110105491231002", Today);

        Assert.That((legacy.IsLegacy, legacy.Full, legacy.BirthDate), Is.EqualTo((true, "11010519491231002X", new DateOnly(1949, 12, 31))));
    }

    [TestCase(null, "citizen-id.length")]
    [TestCase("", "citizen-id.length")]
    [TestCase("37040219650801001", "citizen-id.length")]
    [TestCase("3704021965080100111", "citizen-id.length")]
    [TestCase("370402196508010012", "citizen-id.check-digit")]
    [TestCase("110105194912310021", "citizen-id.check-digit")]
    [TestCase("37040A196508010011", "citizen-id.characters")]
    [TestCase("X70402196508010011", "citizen-id.characters")]
    [TestCase("3704021965080100X1", "citizen-id.characters")]
    public void A_wrong_number_is_refused_with_its_reason(string? number, string code) =>
        Assert.That(() => CitizenId.Parse(number, Today, "applicant.id"), Refuses(code, "applicant.id"));

    [TestCase("37040219650230001", "citizen-id.birth-date")]
    [TestCase("37040219651301001", "citizen-id.birth-date")]
    [TestCase("37040217500101001", "citizen-id.birth-date")]
    [TestCase("37040220220308001", "citizen-id.birth-future")]
    public void A_birth_date_must_exist_and_have_come(string first17, string code) =>
        Assert.That(() => CitizenId.Parse(first17 + CitizenId.CheckDigit(first17), Today), Refuses(code, "citizenId"));

    [TestCase("37040220220307001")]
    [TestCase("99999919650801001")]
    public void Born_today_and_an_abolished_area_are_fine(string first17) =>
        Assert.That(() => CitizenId.Parse(first17 + CitizenId.CheckDigit(first17), Today), Throws.Nothing);

    /// <summary>What the check digit is for: one wrong digit, or two neighbours exchanged, is always noticed.</summary>
    [FsCheck.NUnit.Property]
    public bool One_wrong_digit_is_always_noticed(ushort seed, byte place, byte other)
    {
        var number = new SyntheticPeople(seed).Next("370402", Today).CitizenId.Value.ToCharArray();
        var at = place % 17;
        var digit = (char)('0' + (other % 10));
        if (number[at] == digit)
            return true;
        number[at] = digit;
        return Catch(() => CitizenId.Parse(new string(number), Today)) is not null;
    }

    [FsCheck.NUnit.Property]
    public bool Two_exchanged_neighbours_are_always_noticed(ushort seed, byte place)
    {
        var number = new SyntheticPeople(seed).Next("370402", Today).CitizenId.Value.ToCharArray();
        var at = place % 16;
        if (number[at] == number[at + 1])
            return true;
        (number[at], number[at + 1]) = (number[at + 1], number[at]);
        return Catch(() => CitizenId.Parse(new string(number), Today)) is not null;
    }

    private static RefusedException? Catch(Func<CitizenId> parse)
    {
        try
        {
            _ = parse();
            return null;
        }
        catch (RefusedException refusal)
        {
            return refusal;
        }
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Refuses(string code, string field) => Throws.TypeOf<RefusedException>()
        .With.Property(nameof(RefusedException.Code)).EqualTo(code).And.Property(nameof(RefusedException.Field)).EqualTo(field);
}

[TestFixture]
internal sealed class BankCardTests
{
    [TestCase("6217000000000000004")]
    [TestCase("6222000000000000004")]
    [TestCase("6225888012345678")]
    [TestCase("6225 8880 1234 5678")]
    public void A_good_card_has_no_warning(string number)
    {
        var card = BankCard.Check(number);

        Assert.That((card.Warnings.IsEmpty, card.IsUnionPay), Is.EqualTo((true, true)));
    }

    [TestCase("6226 0000 0000 0004", "bank-account.luhn")]
    [TestCase("15123456789", "bank-account.unusual-length")]
    [TestCase("12345678901234567890123", "bank-account.unusual-length")]
    public void An_odd_one_warns_and_does_not_block(string number, string warning)
    {
        var card = BankCard.Check(number);

        Assert.That(card.Warnings, Is.EqualTo(new[] { warning }));
        Assert.That(Texts.Has(warning, "zh-CN") && Texts.Has(warning, "en"), Is.True);
    }

    [TestCase(null, "bank-account.characters")]
    [TestCase("62170000O0000000004", "bank-account.characters")]
    [TestCase("1234567", "bank-account.length")]
    [TestCase("123456789012345678901234567890123", "bank-account.length")]
    public void What_is_no_number_is_refused(string? number, string code) =>
        Assert.That(() => BankCard.Check(number), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo(code));
}

[TestFixture]
internal sealed class MobileTests
{
    [TestCase("13812348000", "13812348000", PhoneKind.Mobile)]
    [TestCase("138 1234 8000", "13812348000", PhoneKind.Mobile)]
    [TestCase("+86-13812348000", "13812348000", PhoneKind.Mobile)]
    [TestCase("008613812348000", "13812348000", PhoneKind.Mobile)]
    [TestCase("１３８１２３４８０００", "13812348000", PhoneKind.Mobile)]
    [TestCase("0632-3312345", "06323312345", PhoneKind.Landline)]
    [TestCase("(010) 8888 8888", "01088888888", PhoneKind.Landline)]
    public void Mobiles_and_landlines_are_taken_as_people_write_them(string text, string number, PhoneKind kind) =>
        Assert.That(Mobile.Parse(text), Is.EqualTo(new Mobile(number, kind)));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("12812348000")]
    [TestCase("1381234800")]
    [TestCase("138123480001")]
    [TestCase("3312345")]
    [TestCase("0032-3312345")]
    [TestCase("138123x8000")]
    public void What_nobody_can_be_reached_at_is_refused(string? text) =>
        Assert.That(() => Mobile.Parse(text), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("phone.malformed"));
}

[TestFixture]
internal sealed class PersonNameTests
{
    [TestCase("张三", "张三", 2)]
    [TestCase("  张 三 ", "张 三", 3)]
    [TestCase("阿依古丽·买买提", "阿依古丽·买买提", 8)]
    [TestCase("阿依古丽•买买提", "阿依古丽·买买提", 8)]
    [TestCase("阿依古丽・买买提", "阿依古丽·买买提", 8)]
    [TestCase("李𬍛", "李𬍛", 2)] // outside the basic plane
    [TestCase("𠮷田", "𠮷田", 2)]
    [TestCase("\u5516\uE863", "\u5516\uE863", 2)] // parked in the private use area by older encodings
    [TestCase("葛\U000E0100城", "葛\U000E0100城", 2)] // a variant of one character is one character
    [TestCase("Mary-Jane O'Neil", "Mary-Jane O'Neil", 16)]
    public void A_name_stays_as_the_register_writes_it(string text, string value, int length)
    {
        var name = PersonName.Parse(text);

        Assert.That((name.Value, name.Length), Is.EqualTo((value, length)));
    }

    [Test]
    public void A_rare_character_is_not_normalised_into_its_everyday_cousin() => // U+F9D1 is U+516D for every normalisation form
        Assert.That(PersonName.Parse("\uF9D1").Value, Is.EqualTo("\uF9D1"));

    [TestCase(null, "name.empty")]
    [TestCase("   ", "name.empty")]
    [TestCase("张\u0007三", "name.characters")]
    [TestCase("张<三", "name.characters")]
    [TestCase("\uFFFD", "name.characters")] // what a broken encoding leaves behind
    [TestCase("张三;", "name.characters")]
    public void What_is_no_name_is_refused(string? text, string code) =>
        Assert.That(() => PersonName.Parse(text), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo(code));

    [Test]
    public void Half_of_a_character_is_refused() => // not as an attribute's argument: the compiler would repair it
        Assert.That(() => PersonName.Parse(new string(['张', (char)0xD800])), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("name.characters"));

    [Test]
    public void Length_is_counted_as_a_reader_counts()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => PersonName.Parse(string.Concat(Enumerable.Repeat("𬍛", 60))), Throws.Nothing);
            Assert.That(() => PersonName.Parse(string.Concat(Enumerable.Repeat("𬍛", 61))), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("name.too-long"));
        }
    }
}

[TestFixture]
internal sealed class SyntheticPeopleTests
{
    [Test]
    public void The_same_seed_makes_the_same_people()
    {
        var (one, two) = (new SyntheticPeople(7), new SyntheticPeople(7));

        var made = Enumerable.Range(0, 50).Select(_ => (A: one.Next("370402", new(2022, 1, 1)), B: two.Next("370402", new(2022, 1, 1)))).ToList();

        Assert.That(made.Select(pair => (pair.A.Name, pair.A.CitizenId, pair.A.Phone, pair.A.Account.Number)), Is.EqualTo(made.Select(pair => (pair.B.Name, pair.B.CitizenId, pair.B.Phone, pair.B.Account.Number))));
    }

    [Test]
    public void No_two_share_a_number_and_every_card_is_good()
    {
        var people = new SyntheticPeople(7);

        var made = Enumerable.Range(0, 3000).Select(_ => people.Next("370402", new(2022, 1, 1))).ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Select(one => one.CitizenId.Full), Is.Unique);
            Assert.That(made.Select(one => one.Account.Number), Is.Unique);
            Assert.That(made.Select(one => one.Phone.Number), Is.Unique);
            Assert.That(made.Where(one => !one.Account.Warnings.IsEmpty), Is.Empty);
            Assert.That(made.Select(one => one.At(default).IsSynthetic), Has.All.True);
        }
    }
}
