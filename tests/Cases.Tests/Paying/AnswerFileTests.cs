using System.Runtime.CompilerServices;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Paying;

namespace AidWorkflow.Cases.Tests.Paying;

[TestFixture]
internal sealed class AnswerFileTests
{
    private const string Head = "付款编号,户名,金额,状态,原因\r\n";

    [Test]
    public void Every_status_is_read_with_its_amount_and_reason()
    {
        var file = Read($"""
            回盘,2022-03-08
            {Head}a,张三,1.00,成功,
            b,李四,2.50,退票,账号户名不符
            c,王五,3.05,处理中,
            合计,3,6.55
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Faults, Is.Empty);
            Assert.That(file.Lines.Select(line => (line.EndToEndId, line.Cents, line.Status, line.Reason)), Is.EqualTo(new[]
            {
                ("a", 1_00L, AnswerStatus.Settled, ""), ("b", 2_50L, AnswerStatus.Returned, "账号户名不符"), ("c", 3_05L, AnswerStatus.Unknown, ""),
            }));
        }
    }

    [TestCase("a,张三,1.00,成功,\n合计,1,1.01", 2, "answer.total")]
    [TestCase("a,张三,1.00,成功,\n合计,2,1.00", 2, "answer.count")]
    [TestCase("a,张三,1.00,成功,", null, "answer.no-totals")]
    [TestCase("合计,0,0.00", null, "answer.empty")]
    [TestCase("a,张三,1.00,寄出,\n合计,0,0.00", 1, "answer.status")]
    [TestCase("a,张三,1.005,成功,\n合计,0,0.00", 1, "answer.amount-malformed")]
    [TestCase("a,张三,-1.00,成功,\n合计,0,0.00", 1, "answer.amount-malformed")]
    [TestCase("a,张三,一元,成功,\n合计,0,0.00", 1, "answer.amount-malformed")]
    [TestCase("a,张三,,成功,\n合计,0,0.00", 1, "answer.amount-malformed")]
    [TestCase(",张三,1.00,成功,\n合计,0,0.00", 1, "answer.no-payment")]
    [TestCase("a,张三,1.00,成功,\na,张三,1.00,成功,\n合计,2,2.00", 2, "answer.twice")]
    [TestCase("a,张三,1.00,成功,\n合计,1,1.00\nb,李四,1.00,成功,", 3, "answer.after-totals")]
    public void A_fault_is_told_with_its_line(string lines, int? line, string code)
    {
        var file = Read(Head + lines.ReplaceLineEndings("\r\n"));

        Assert.That(file.Faults.Select(fault => (fault.Line - 1, fault.What.Code)), Is.EqualTo(new[] { (line, code) }));
    }

    [Test]
    public void Every_fault_is_told_not_only_the_first()
    {
        var file = Read(Head + "a,张三,x,成功,\r\nb,李四,1.00,哈,\r\n合计,9,9.00\r\n");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Faults.Select(fault => fault.Line), Is.EqualTo(new int?[] { 2, 3, 4, 4 }));
            Assert.That(new AnswerFaults(file.Faults).ToString(), Does.StartWith("Line 2: The amount “x” is not a number with two decimals.\nLine 3:"));
            Assert.That(
                Texts.Say(new RefusedException("answer.faulty", null, ("file", "r.csv"), ("count", 4), ("faults", new AnswerFaults(file.Faults))), "zh-CN"),
                Does.Contain("第 2 行：金额“x”不正确"));
        }
    }

    [Test]
    public void A_file_without_the_headings_is_refused() => Assert.That(Read("你好\r\n").Faults.Single().What.Code, Is.EqualTo("answer.headings"));

    [Test]
    public void A_file_in_another_encoding_is_refused() =>
        Assert.That(AnswerFile.Read(Template("demo-csv-utf8"), new BankText(Template("demo-csv-gbk")).Encoding.GetBytes(Head)).Faults.Single().What.Code, Is.EqualTo("answer.encoding"));

    [TestCase("demo-xlsx")]
    [TestCase("demo-csv-gbk")]
    public void A_file_of_noise_is_refused_and_breaks_nothing(string template)
    {
        var random = new Random(7);
        for (var length = 0; length < 300; length += 7)
        {
            var noise = new byte[length];
            random.NextBytes(noise);
            Assert.That(AnswerFile.Read(Template(template), noise).Faults, Is.Not.Empty);
        }
    }

    [Test]
    public void A_workbook_is_read_too()
    {
        var template = Template("demo-xlsx");
        Cell[] head = [.. new[] { "付款编号", "金额", "状态" }.Select(text => new Cell(text, false))];
        var bytes = XlsxBankFile.Write(template, [head, [new("a", false), new("12.30", true), new("成功", false)], [new("合计", false), new("1", false), new("12.30", true)]]);

        var file = AnswerFile.Read(template, bytes);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(file.Faults, Is.Empty);
            Assert.That(file.Lines.Single(), Is.EqualTo(new AnswerLine(2, "a", 12_30, AnswerStatus.Settled, "")));
        }
    }

    private static AnswerFile Read(string text) => AnswerFile.Read(Template("demo-csv-utf8"), Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")));

    private static BankFileTemplate Template(string id, [CallerFilePath] string here = "") =>
        BankTemplates.Load(Path.Combine(Path.GetDirectoryName(here)!, "../../../workflows/banks")).Templates.Get(id);
}
