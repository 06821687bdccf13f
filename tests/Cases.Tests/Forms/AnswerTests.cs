using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;
using FsCheck;
using FsCheck.Fluent;

namespace AidWorkflow.Cases.Tests.Forms;

[TestFixture]
internal sealed class AnswerTests
{
    [TestCase("1234.5", 123_450)]
    [TestCase("1,234.50", 123_450)]
    [TestCase("¥1234", 123_400)]
    [TestCase("１２３４．５０元", 123_450)]
    [TestCase(" 0.01 ", 1)]
    [TestCase("-5", -500)]
    [TestCase("1.005", null)]
    [TestCase("1e3", null)]
    [TestCase("一千", null)]
    [TestCase("", null)]
    [TestCase("99999999999999", null)]
    public void Yuan_are_read_as_people_write_them(string text, long? cents) => Assert.That(Answer.Cents(text), Is.EqualTo(cents));

    [TestCase("99999999999999", "form.number-too-large")]
    [TestCase("4000.001", "form.money-decimals")]
    [TestCase("四千", "form.not-money")]
    public void What_is_wrong_with_an_amount_is_told_of_its_field(string text, string code) => Assert.That(
        Assert.Throws<AidWorkflow.Cases.Acting.RefusedException>(() => Answer.CentsOf(text, "cents", new("金额", "The amount"))), Has.Property("Code").EqualTo(code).And.Property("Field").EqualTo("cents"));

    [FsCheck.NUnit.Property]
    public Property Cents_written_as_yuan_read_back_exactly() =>
        Prop.ForAll(ArbMap.Default.ArbFor<NonNegativeInt>(), cents => Answer.Cents((cents.Get / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)) == cents.Get);

    [Test]
    public void A_number_of_JSON_reads_like_its_text() => Assert.That(Answer.Cents(JsonNode.Parse("12.30")), Is.EqualTo(1230));

    [TestCase("equal", "\"a\"", "\"a\"", true)]
    [TestCase("equal", "\"b\"", "\"a\"", false)]
    [TestCase("not-equal", "\"b\"", "\"a\"", true)]
    [TestCase("not-equal", "null", "\"a\"", false)]
    [TestCase("above", "\"1,000.01\"", "\"1000\"", true)]
    [TestCase("at-least", "\"1000\"", "\"1000\"", true)]
    [TestCase("below", "\"2022-01-01\"", "\"2022-01-02\"", true)]
    [TestCase("at-most", "\"abc\"", "\"1\"", false)]
    [TestCase("in", "\"a\"", "[\"a\",\"b\"]", true)]
    [TestCase("not-in", "\"c\"", "[\"a\",\"b\"]", true)]
    [TestCase("filled", "\" \"", "null", false)]
    [TestCase("empty", "[]", "null", true)]
    [TestCase("contains", "[\"a\",\"b\"]", "\"b\"", true)]
    [TestCase("contains", "\"b\"", "\"b\"", true)]
    [TestCase("equal", "true", "true", true)]
    public void A_condition_holds_or_not(string op, string answer, string value, bool holds)
    {
        var faults = new List<FileFault>();
        var condition = ConditionReading.Read(JsonSpot.Parse($$"""{ "field": "x", "op": "{{op}}", "value": {{value}} }""", "form.json", faults)!.Value);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(faults, Is.Empty);
            Assert.That(condition.Holds(new JsonObject { ["x"] = JsonNode.Parse(answer) }), Is.EqualTo(holds));
        }
    }
}
