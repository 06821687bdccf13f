using System.Net;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Administering;

/// <summary>The administrator's calendar of working days: warned in November, shown what a year moves, and never surprised.</summary>
[TestFixture]
internal sealed class CalendarPageTests
{
    private static readonly string Days2027 = string.Join('\n', StatutoryDays.Of(2027).Order().Select(day => $"{day:yyyy-MM-dd}"));

    private Hall hall = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        hall = await Hall.OpenAsync();
        hall.Office.Clock.MoveTo(LocalDay.At(new DateOnly(2026, 12, 21), new TimeOnly(9, 0)));
    }

    [TearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [TestCase("zh-CN", "2027 年的放假安排尚未录入")]
    [TestCase("en", "The notice of working days for 2027 is not loaded")]
    public async Task It_warns_of_the_next_year_from_November_until_it_is_loaded(string language, string words)
    {
        var seat = await hall.SignInAsync("admin1", language);
        string[] pages = ["/admin", "/admin/calendar"];
        async Task<bool[]> WarnedAsync() => [.. await Task.WhenAll(pages.Select(async page => (await seat.GetAsync(page)).Text.Contains(words, StringComparison.Ordinal)))];

        var before = await WarnedAsync();
        await LoadAsync(seat, ("sure", "yes"));

        Assert.That((before, await WarnedAsync()), Is.EqualTo((new[] { true, true }, new[] { false, false })));
    }

    [Test]
    public async Task Every_deadline_that_moves_is_shown_before_anything_is_loaded()
    {
        var opened = await hall.Office.SubmitCompleteAsync();
        await hall.Office.UntilAsync(opened.Id, "VillageOpinion");
        var seat = await hall.SignInAsync("admin1", "en");
        var provisional = await ProvisionalAsync(opened.Id);

        var (status, check) = await LoadAsync(seat);
        var between = await ProvisionalAsync(opened.Id);
        var (sure, where) = await LoadAsync(seat, ("sure", "yes"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((status, sure, where), Is.EqualTo((HttpStatusCode.OK, HttpStatusCode.SeeOther, "/admin/calendar?done=2027")));
            Assert.That(check, Does.Contain(opened.ReceiptNumber!).And.Contain("(provisional)").And.Contain("Load 2027"));
            Assert.That(provisional, Is.Not.Empty);
            Assert.That(between, Is.EquivalentTo(provisional), "looking changes nothing");
            Assert.That(await ProvisionalAsync(opened.Id), Is.Empty);
            Assert.That(await hall.Office.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "personal.listed" && entry.ActorName == "admin1")), Is.EqualTo(1), "a list that names cases is on record");
        }
    }

    [TestCase("2027", "2027-01-01 bis 2027-01-03", "", "通知", "off", "“bis” is no day")]
    [TestCase("2027", "2027-01-01", "", "通知", "off", "lacks the statutory holiday")]
    [TestCase("2027", null, "2027-06-01", "通知", "makeUp", "is not at a weekend")]
    [TestCase("2027", null, "", "", "source", "Say which notice")]
    [TestCase("next", null, "", "通知", "year", "is not a year")]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_written_is_lost(string year, string? off, string makeUp, string source, string field, string words)
    {
        var seat = await hall.SignInAsync("admin1", "en");

        var (status, page) = await seat.PostAsync("/admin/calendar", "/admin/calendar", ("year", year), ("off", off ?? Days2027), ("makeUp", makeUp), ("source", source), ("sure", "yes"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(page, Does.Contain($"id=\"f-{field}-fault\"").And.Contain(words).And.Contain((off ?? Days2027).Split('\n')[0]));
            Assert.That(await YearsAsync(), Does.Not.Contain(2027));
        }
    }

    [Test]
    public async Task All_that_is_wrong_is_said_at_once()
    {
        var seat = await hall.SignInAsync("admin1", "en");

        var (_, page) = await seat.PostAsync("/admin/calendar", "/admin/calendar", ("year", "2027"), ("off", "soon"), ("makeUp", "later"), ("source", ""));

        Assert.That(page, Does.Contain("id=\"f-off-fault\"").And.Contain("id=\"f-makeUp-fault\"").And.Contain("id=\"f-source-fault\""));
    }

    [Test]
    public async Task A_loaded_year_stands_in_the_form_to_be_corrected()
    {
        var seat = await hall.SignInAsync("admin1", "en");
        var before = await hall.Office.ReadAsync(db => db.Set<CalendarYear>().AsNoTracking().SingleAsync(year => year.Year == 2026));

        var (_, list) = await seat.GetAsync("/admin/calendar");
        var (_, page) = await seat.GetAsync("/admin/calendar?correct=2026");
        string Written(string name) => WebUtility.HtmlDecode(Regex.Match(page, $"<textarea[^>]*name=\"{name}\"[^>]*>\\n?(?<text>[^<]*)<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Groups["text"].Value);
        var (off, makeUp) = (Written("off"), Written("makeUp"));
        var (status, _) = await seat.PostAsync("/admin/calendar", "/admin/calendar", ("year", "2026"), ("off", off + "\n2026-12-25"), ("makeUp", makeUp), ("source", "更正"), ("sure", "yes"));

        var after = await hall.Office.ReadAsync(db => db.Set<CalendarYear>().AsNoTracking().SingleAsync(year => year.Year == 2026));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(list, Does.Contain("/admin/calendar?correct=2026#load"));
            Assert.That(off, Does.Contain(" ~ "), "spans, not thirty lines");
            Assert.That(status, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That(after.MakeUpDays, Is.EqualTo(before.MakeUpDays));
            Assert.That(after.ToNoticed().OffDays, Is.EquivalentTo(before.ToNoticed().OffDays.Append(new DateOnly(2026, 12, 25))));
        }
    }

    [Test]
    public async Task Only_an_administrator_of_the_whole_city_loads_a_year()
    {
        var district = await hall.HireAsync("district-admin", Cases.Organisation.Role.Administrator, Cases.Organisation.UnitLevel.District, "370402");
        var clerk = await hall.SignInAsync("station1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await district.GetAsync("/admin/calendar")).Text, Does.Not.Contain("录入或更正"));
            Assert.That((await LoadAsync(district, ("sure", "yes"))).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await clerk.GetAsync("/admin/calendar")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await YearsAsync(), Does.Not.Contain(2027));
        }
    }

    private static Task<(HttpStatusCode Status, string Text)> LoadAsync(Seat seat, params (string Name, string Value)[] more) => seat.PostAsync("/admin/calendar", "/admin/calendar",
        [("year", "2027"), ("off", Days2027), ("makeUp", ""), ("source", "国办发明电〔2026〕7号"), .. more]);

    private Task<List<string>> ProvisionalAsync(CaseId id) =>
        hall.Office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.CaseId == id && clock.Provisional).Select(clock => $"{clock.Kind} {clock.DueOn}").ToListAsync());

    private Task<List<int>> YearsAsync() => hall.Office.ReadAsync(db => db.Set<CalendarYear>().Select(year => year.Year).ToListAsync());
}
