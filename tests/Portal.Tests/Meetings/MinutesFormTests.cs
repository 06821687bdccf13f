using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Meetings;

/// <summary>The form of the minutes without script: one choice for all with its exceptions, and what a refused form tells and keeps.</summary>
[TestFixture]
internal sealed partial class MinutesFormTests
{
    private Hall hall = null!;
    private Seat decider = null!;
    private MeetingId list;
    private MeetingSheet sheet = null!;

    private Office Office => hall.Office;

    private string Page => $"/meetings/{list}/minutes";

    private (string, string)[] Paper =>
    [
        ("number", "纪要3号"), ("heldOn", $"{LocalDay.Today(Office.Clock):yyyy-MM-dd}"), ("once.for", "3"), ("chair", "1"),
        ("member1.name", "陈局长"), ("member1.attended", "yes"), ("member2.name", "刘副局长"), ("member2.attended", "yes"), ("member3.name", "赵副局长"), ("member3.attended", "yes"),
    ];

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        hall = await Hall.OpenAsync();
        await Office.WaitingAsync(4);
        list = await Office.FrozenAsync();
        sheet = await Office.SheetAsync(list);
        decider = await hall.SignInAsync("decider1");
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task Everything_is_as_proposed_but_for_the_exceptions()
    {
        var (status, text) = await decider.PostAsync(Page, Page,
            [.. Paper, ("all", "Approve"), .. Amounts(("r2", "1,500.50")), ("r2.outcome", "OtherAmount"), ("r2.reason", "核减。"), ("r3.outcome", "Refuse"), ("r3.reason", "未达标准。"), ("r3.for", "0"), ("r3.against", "3"), ("r4.outcome", "Defer")], file: "scan");

        Assert.That(text, Is.EqualTo($"/meetings/{list}"), $"{status}");
        var report = await Office.AskAsync(async services => services.GetRequiredService<Lists>().Entry(await Office.ListAsync(list))!);
        var (_, again) = await decider.GetAsync(Page);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Results.Select(result => (result.Outcome, result.Cents)), Is.EqualTo(new[] { (MeetingOutcome.Approve, (long?)null), (MeetingOutcome.OtherAmount, 1_500_50), (MeetingOutcome.Refuse, null), (MeetingOutcome.Defer, null) }));
            Assert.That(Sum(again, "granted"), Is.EqualTo(Cases.Funding.Yuan.Said(sheet.Lines[0].Cents + 1_500_50)), "what was entered stands there again");
            Assert.That(Sum(again, "proposed"), Is.EqualTo(Cases.Funding.Yuan.Said(sheet.Lines.Sum(line => line.Cents))));
            Assert.That(again, Does.Contain("value=\"1,500.50\"").And.Contain($"href=\"/meetings/{list}/scan\""));
        }
    }

    [Test]
    public async Task Amounts_stand_there_as_proposed_and_everything_is_chosen_for_all()
    {
        var (_, form) = await decider.GetAsync(Page);

        Assert.That(Checked().Match(form).Groups["value"].Value, Is.EqualTo("Approve"));
        foreach (var line in sheet.Lines)
            Assert.That(form, Does.Contain($"name=\"r{line.Number}.cents\"").And.Contain($"value=\"{Cases.Funding.Yuan.Said(line.Cents)}\""));
    }

    [Test]
    public async Task All_that_is_wrong_is_told_at_once_by_the_number_of_its_row_and_nothing_that_was_written_is_lost()
    {
        var (status, text) = await decider.PostAsync(Page, Page,
            [.. Paper, ("all", "Approve"), .. Amounts(("r1", "1500"), ("r3", "许多")), ("r2.outcome", "OtherAmount"), ("r2.reason", "核减。"), ("r3.outcome", "OtherAmount"), ("r3.reason", "核减三。"), ("r4.outcome", "Refuse"), ("r4.for", "x")], file: "scan");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(text, Does.Contain("第 1 号：金额改成了 1,500.00 元，结果却不是“调整金额”"), "a changed amount is never passed over");
            Assert.That(text, Does.Contain($"第 2 号：{Cases.Funding.Yuan.Said(sheet.Lines[1].Cents)} 元就是拟助金额"));
            Assert.That(text, Does.Contain("第 3 号金额").And.Contain("第 4 号：票数请填写整数"));
            foreach (var line in sheet.Lines)
                Assert.That(text, Does.Contain($"href=\"#f-results-{line.Number}\""));
            Assert.That(text, Does.Contain("value=\"许多\"").And.Contain("核减三。").And.Contain("value=\"1500\"").And.Contain("value=\"x\""));
            Assert.That(text, Does.Contain("name=\"scan.kept\""), "the paper neither");
        }
    }

    [TestCase("zh-CN", "第 1–4 号：到会并参加表决 3 人，赞成 1 人")]
    [TestCase("en", "No. 1–4: of 3 who took part 1 agreed")]
    public async Task What_keeps_every_case_back_is_told_once_at_the_vote(string language, string why)
    {
        var seat = await hall.SignInAsync("decider1", language);

        var (status, text) = await seat.PostAsync(Page, Page, [.. Paper.Where(one => one.Item1 != "once.for"), ("once.for", "1"), ("once.against", "2"), ("all", "Approve"), .. Amounts()], file: "scan");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(text.Split(why), Has.Length.EqualTo(3), "at the top and at the field");
            Assert.That(text, Does.Contain("href=\"#f-once\"").And.Contain("id=\"f-once\"").And.Not.Contain("href=\"#f-results-"));
        }
    }

    [Test]
    public async Task Those_who_were_invited_stay_in_their_rows_whatever_is_refused()
    {
        var (_, form) = await decider.GetAsync(Page);
        var usual = People(form);

        var (_, refused) = await decider.PostAsync(Page, Page, [("number", ""), ("heldOn", ""), ("all", "Defer"), .. usual.Select(one => ($"member{one.Row}.name", one.Name)), .. Amounts()], file: null);
        var (_, gaps) = await decider.PostAsync(Page, Page, [("number", ""), ("heldOn", ""), ("all", "Defer"), ("member2.name", "刘副局长"), ("member2.attended", "yes"), ("member5.name", "陈局长"), ("chair", "5"), .. Amounts(), ("r1.withdrew", "5")], file: null);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(usual, Is.Not.Empty);
            Assert.That(People(refused), Is.EqualTo(usual));
            Assert.That(People(gaps), Is.EqualTo(new[] { ("2", "刘副局长"), ("5", "陈局长") }), "a row that is left out stays empty");
            Assert.That(gaps, Does.Match("name=\"chair\" value=\"5\" checked").And.Match("name=\"r1.withdrew\"[^>]*value=\"5\""));
        }
    }

    [Test]
    public async Task Nothing_is_chosen_for_a_row_where_nothing_is_chosen_for_all()
    {
        var (_, text) = await decider.PostAsync(Page, Page, [.. Paper, ("all", ""), .. Amounts(), ("r1.outcome", "Approve")], file: "scan");

        Assert.That(Missing().Matches(text).Select(match => match.Groups["number"].Value).Distinct(), Is.EqualTo(new[] { "2", "3", "4" }));
    }

    [Test]
    public async Task The_scan_is_uploaded_by_itself_and_stands_beside_the_form_for_whoever_uploaded_it_alone()
    {
        var (status, text) = await decider.PostAsync(Page, $"{Page}/scan", [.. Paper, ("r2.reason", "核减。")], file: "scan");
        var none = await decider.PostAsync(Page, $"{Page}/scan", [.. Paper], file: null);
        var address = Brought().Match(text).Groups["address"].Value;
        var other = await hall.SignInAsync("decider2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(text, Does.Contain("data-paper=\"application/pdf\"").And.Contain("data-opened").And.Contain("核减。").And.Contain("陈局长"));
            Assert.That((await decider.GetAsync(address)).Text, Does.StartWith("%PDF"));
            Assert.That((await other.GetAsync(address)).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(none.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(none.Text, Does.Contain("请上传签字会议纪要的扫描件").And.Contain("陈局长"));
        }
    }

    [Test]
    public async Task A_list_of_hundreds_is_sent_in_one_form()
    {
        var more = Enumerable.Range(5, 296).SelectMany(row => new[] { "outcome", "cents", "reason", "withdrew", "for", "against" }.Select(name => ($"r{row}.{name}", ""))).ToArray(); // as a form of three hundred has them

        var (status, text) = await decider.PostAsync(Page, Page, [.. Paper, ("all", "Approve"), .. Amounts(), .. more], file: null);

        Assert.That(status, Is.AnyOf(HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity), text);
        if (status == HttpStatusCode.UnprocessableEntity)
            Assert.That(text, Does.Contain("请上传签字会议纪要的扫描件"), "it was read to its end");
    }

    /// <summary>As a browser sends what stands in the rows.</summary>
    private IEnumerable<(string, string)> Amounts(params (string Row, string Amount)[] written) => sheet.Lines.Select(line => ($"r{line.Number}.cents",
        written.FirstOrDefault(one => one.Row == string.Create(CultureInfo.InvariantCulture, $"r{line.Number}")).Amount ?? Cases.Funding.Yuan.Said(line.Cents)));

    /// <summary>Who stands in which row.</summary>
    private static List<(string Row, string Name)> People(string page) => [.. Named().Matches(page).Select(match => (match.Groups["row"].Value, match.Groups["name"].Value))];

    private static string Sum(string page, string name)
    {
        var from = page.IndexOf('>', page.IndexOf($"data-sum=\"{name}\"", StringComparison.Ordinal)) + 1;
        return page[from..page.IndexOf('<', from)];
    }

    [GeneratedRegex("name=\"member(?<row>[0-9]+)\\.name\"[^>]* value=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Named();

    [GeneratedRegex("name=\"all\" value=\"(?<value>[^\"]*)\" checked", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Checked();

    [GeneratedRegex("第 (?<number>[0-9]+) 号：请选择会议结果", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Missing();

    [GeneratedRegex("href=\"(?<address>/meetings/[^\"]+/scan/[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Brought();
}
