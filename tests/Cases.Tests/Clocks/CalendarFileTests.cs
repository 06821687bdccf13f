using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;

namespace AidWorkflow.Cases.Tests.Clocks;

[TestFixture]
internal sealed class CalendarFileTests
{
    private const string Good2026 = "\"2026-01-01\", \"2026-02-16\", \"2026-02-17\", \"2026-02-18\", \"2026-02-19\", \"2026-04-05\", \"2026-05-01\", \"2026-05-02\", "
        + "\"2026-06-19\", \"2026-09-25\", \"2026-10-01\", \"2026-10-02\", \"2026-10-03\"";

    [Test]
    public void The_file_of_the_repository_holds_five_years_and_names_its_source()
    {
        var reading = CalendarFile.Read(A.CalendarJson, "cn-working-days.json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Problems, Is.Empty);
            Assert.That(reading.Years.Select(year => year.Year), Is.EqualTo(new[] { 2022, 2023, 2024, 2025, 2026 }));
            Assert.That(reading.Years, Has.All.Property("Source").Contains("State Council"));
        }
    }

    [TestCase("{}", "calendar.year-empty")]
    [TestCase("[]", "calendar.year-empty")]
    [TestCase("{ \"offDays\": [] }", "calendar.year-empty")]
    [TestCase("{ \"offDays\": [], \"makeUpWorkdays\": [\"2026-01-04\"] }", "calendar.year-empty")]
    [TestCase("{ \"offDays\": [\"2026-01-01\"] }", "calendar.statutory-day-missing")]
    [TestCase("{ \"offDays\": [\"2026-02-30\"] }", "calendar.day-malformed")]
    [TestCase("{ \"offDays\": [17] }", "calendar.day-malformed")]
    [TestCase("{ \"offDays\": \"2026-01-01\" }", "calendar.day-malformed")]
    [TestCase("{ \"offDays\": [\"2025-12-31\"] }", "calendar.day-outside-year")]
    [TestCase("{ \"offDays\": [\"2026-01-01\", \"2026-01-01\"] }", "calendar.day-twice")]
    [TestCase("{ \"offDays\": [" + Good2026 + "], \"makeUpWorkdays\": [\"2026-01-05\"] }", "calendar.make-up-on-weekday")]
    [TestCase("{ \"offDays\": [" + Good2026 + "], \"makeUpWorkdays\": [\"2026-10-03\"] }", "calendar.day-twice")]
    [TestCase("{ \"offDays\": [" + Good2026 + "], \"workingDays\": 12 }", "calendar.working-days-differ")]
    public void A_year_that_cannot_be_trusted_stays_unknown_and_is_named(string year, string code)
    {
        var reading = CalendarFile.Read($$"""{ "source": "test", "years": { "2026": {{year}} } }""", "bad.json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Years, Is.Empty);
            Assert.That(reading.Problems.Select(problem => problem.Code), Is.EqualTo(new[] { code }));
            Assert.That(Texts.Say(reading.Problems[0], "en"), Does.Contain("bad.json").And.Contain("2026"));
            Assert.That(Texts.Say(reading.Problems[0], "zh-CN"), Does.Contain("bad.json").And.Contain("2026"));
            Assert.That(reading.OrRefuse, Throws.TypeOf<RefusedException>());
        }
    }

    [Test]
    public void The_other_years_of_a_file_with_a_bad_one_still_load()
    {
        var reading = CalendarFile.Read($$"""{ "source": "test", "years": { "2026": { "offDays": [{{Good2026}}] }, "2027": { "offDays": [] }, "next": {} } }""", "half.json");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.Years.Select(year => year.Year), Is.EqualTo(new[] { 2026 }));
            Assert.That(reading.Problems.Select(problem => problem.Code), Is.EqualTo(new[] { "calendar.year-empty", "calendar.year-name" }));
        }
    }

    [TestCase("", "calendar.file-unreadable")]
    [TestCase("{ \"source\": \"test\",\n \"years\": { \"2026\": {}, \"2026\": {} } }", "calendar.file-unreadable")]
    [TestCase("[]", "calendar.file-shape")]
    [TestCase("{ \"years\": {} }", "calendar.file-shape")]
    public void A_file_that_is_none_says_so(string json, string code) =>
        Assert.That(CalendarFile.Read(json, "none.json").Problems.Select(problem => problem.Code), Is.EqualTo(new[] { code }));
}
