using System.Runtime.CompilerServices;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Paying;
using CsvHelper;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace AidWorkflow.Cases.Tests.Paying;

[TestFixture]
internal sealed class BankFileTests
{
    private static readonly (string Name, long Cents)[] Common = [("张三", 5_000_00), ("阿卜杜热合曼·买买提", 1), ("朱镕基", 1_234_56)];
    private static readonly (string Name, long Cents)[] Rare = [.. Common, ("李𬭎", 800_00), ("王㛃", 90)];

    // The golden bytes were written by another program's codecs (Python's gbk, gb18030 and utf-8), not by ours.
    [TestCase("demo-csv-gbk", false)]
    [TestCase("demo-csv-gb18030", true)]
    [TestCase("demo-csv-utf8", true)]
    public void A_csv_file_has_exactly_the_bytes_that_the_bank_expects(string template, bool rare)
    {
        var file = BankFileRows.Render(ARoll(Template(template), rare ? Rare : Common));

        Assert.That(Convert.ToHexString(file.Bytes), Is.EqualTo(Convert.ToHexString(File.ReadAllBytes(Path.Combine(Here(), "Golden", $"{template}.csv")))));
    }

    [TestCase("李𬭎", "𬭎 (U+2CB4E)")]
    [TestCase("王㛃", "㛃 (U+36C3)")]
    [TestCase("㛃𬭎", "㛃 (U+36C3)、𬭎 (U+2CB4E)")]
    [TestCase("张\uE863", "\uE863 (U+E863)")]
    public void A_name_that_gbk_cannot_carry_stops_its_line_and_says_the_remedy(string name, string characters)
    {
        var refusal = WhyNot("demo-csv-gbk", name);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal?.Code, Is.EqualTo("bank-file.cannot-carry"));
            Assert.That(refusal!.Values["characters"], Is.EqualTo(characters));
            Assert.That(Texts.Say(refusal, "en"), Does.Contain("GB18030, UTF-8 or XLSX"));
        }
    }

    [TestCase("demo-csv-gbk", "阿卜杜热合曼·买买提")]
    [TestCase("demo-csv-gbk", "朱镕基")]
    [TestCase("demo-csv-gb18030", "李𬭎")]
    [TestCase("demo-csv-gb18030", "王㛃")]
    [TestCase("demo-csv-utf8", "李𬭎")]
    [TestCase("demo-xlsx", "王㛃")]
    public void A_name_that_the_file_can_carry_goes(string template, string name) => Assert.That(WhyNot(template, name), Is.Null);

    [Test]
    public void A_character_that_two_editions_of_gb18030_write_differently_stops_its_line() =>
        Assert.That(WhyNot("demo-csv-gb18030", "张\u9FB4")?.Code, Is.EqualTo("bank-file.cannot-carry"));

    [Test]
    public void A_private_or_broken_character_stops_its_line_in_every_format(
        [Values("demo-csv-gbk", "demo-csv-gb18030", "demo-csv-utf8", "demo-xlsx")] string template, [Values("张\uE000", "张\uFFFF", "张\n三")] string name) =>
        Assert.That(WhyNot(template, name)?.Code, Is.EqualTo("bank-file.cannot-carry"));

    [Test]
    public void A_name_that_a_spreadsheet_would_run_stops_its_line(
        [Values("demo-csv-utf8", "demo-csv-gbk", "demo-xlsx")] string template, [Values("=1+1", "+86", "-1", "@SUM(A1)", "＝1", "\t=1")] string name) =>
        Assert.That(WhyNot(template, name)?.Code, Is.EqualTo("bank-file.formula"));

    [Test]
    public void The_writer_itself_lets_no_formula_out() =>
        Assert.That(() => BankFileRows.Render(ARoll(Template("demo-csv-utf8"), [("=cmd|'/c calc'!A1", 1)])), Throws.InstanceOf<CsvHelperException>());

    [Test]
    public void The_writer_itself_never_writes_a_question_mark_for_a_name() =>
        Assert.That(() => BankFileRows.Render(ARoll(Template("demo-csv-gbk"), [("李𬭎", 1)])), Throws.InstanceOf<EncoderFallbackException>());

    [TestCase("demo-csv-gbk", 30, true)]
    [TestCase("demo-csv-gbk", 31, false)]
    [TestCase("demo-csv-utf8", 20, true)]
    [TestCase("demo-csv-utf8", 21, false)]
    [TestCase("demo-xlsx", 60, true)]
    [TestCase("demo-xlsx", 61, false)]
    public void A_width_counts_bytes_in_csv_and_characters_in_a_workbook(string template, int characters, bool fits) =>
        Assert.That(WhyNot(template, new string('张', characters))?.Code, Is.EqualTo(fits ? null : "bank-file.too-wide"));

    [Test]
    public void A_workbook_keeps_accounts_as_text_and_amounts_as_numbers_with_two_decimals()
    {
        var file = BankFileRows.Render(ARoll(Template("demo-xlsx"), Rare));

        using var workbook = SpreadsheetDocument.Open(new MemoryStream(file.Bytes), isEditable: false);
        var row = workbook.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().ElementAt(3).Elements<DocumentFormat.OpenXml.Spreadsheet.Cell>().ToList();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(row[3].DataType?.Value, Is.EqualTo(CellValues.InlineString));
            Assert.That(row[3].InnerText, Is.EqualTo("6217000000000000004"));
            Assert.That(row[5].DataType?.Value, Is.EqualTo(CellValues.Number));
            Assert.That(row[5].InnerText, Is.EqualTo("0.01"));
        }
    }

    [TestCase("demo-csv-gb18030")]
    [TestCase("demo-csv-utf8")]
    [TestCase("demo-xlsx")]
    public void What_was_written_reads_back_to_the_same_totals(string template)
    {
        var roll = ARoll(Template(template), Rare);

        Assert.That(BankFileContent.Of(roll.Template, BankFileRows.Render(roll).Bytes), Is.EqualTo(new CountAndCents(roll.Count, roll.Cents)));
    }

    [Test]
    public void A_roll_survives_its_own_json()
    {
        var roll = ARoll(Template("demo-csv-utf8"), Rare);

        var read = Roll.Read(roll.ToBytes());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.PaysTheSame(roll), Is.True);
            Assert.That(Convert.ToHexString(BankFileRows.Render(read).Bytes), Is.EqualTo(Convert.ToHexString(BankFileRows.Render(roll).Bytes)));
        }
    }

    private static RefusedException? WhyNot(string template, string name) =>
        BankFileRows.WhyNot(Template(template), new BankText(Template(template)), ARoll(Template(template), [(name, 1)]).Lines[0]);

    private static Roll ARoll(BankFileTemplate template, (string Name, long Cents)[] payees) => new(
        "batch", "SD-KNBF-2022-0001", "SD-KNBF-2022", new DateOnly(2022, 3, 7), template, payees.Length, payees.Sum(payee => payee.Cents),
        [.. payees.Select((payee, place) => new RollLine(
            place + 1, $"{place + 1:x32}", payee.Name, "6217000000000000004", "中国工商银行枣庄分行", null, payee.Cents, "一次性困难帮扶, \"春节\"", "case"))]);

    private static BankFileTemplate Template(string id) => BankTemplates.Load(Path.Combine(Here(), "../../../workflows/banks")).Templates.Get(id);

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
