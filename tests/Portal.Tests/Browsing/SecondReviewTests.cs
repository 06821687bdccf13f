using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>
/// An administrator gives hardship aid a second reviewer and another public notice: with the mouse and from the drawing to what becomes of the cases, and once more with nothing but the keyboard.
/// </summary>
[TestFixture]
internal sealed class SecondReviewTests
{
    private const string Review = "区级复核";
    private const string Notice = "复核后公示";
    private const string Why = "金额较大，区（市）加一道复核，复核后再公示";

    /// <summary>How a new application goes to its end once both steps are there.</summary>
    private static readonly string[] NewWay =
    [
        "Completeness", "VillageOpinion", "HomeVisit", "TownshipReview", "PublicNotice", "DistrictReview", Review, Notice, "DistrictDecision", "CityCheck", "ProvincialDecision", "Payout",
    ];

    private readonly List<string> complaints = [];
    private Screen screen = null!;

    private Office Office => screen.Office;

    [SetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [TearDown]
    public async Task CloseAsync()
    {
        await screen.DisposeAsync();
        Assert.That(complaints, Is.Empty);
    }

    [Test]
    [CancelAfter(240_000)]
    public async Task A_second_review_and_a_notice_are_added_mended_rehearsed_and_published_and_new_cases_take_them_while_running_ones_do_not(CancellationToken cancellation)
    {
        var paid = await ClosedAsync(Verdict.Approve);
        var refused = await ClosedAsync(Verdict.Refuse);
        var running = (await Office.SubmitCompleteAsync()).Id;
        await Office.UntilAsync(running, "VillageOpinion");
        var page = await OpenAsync("/admin/designer", "zh-CN");
        await page.ClickAsync("td a[href='/admin/designer/hardship-aid']");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync(); // the drawing stands where it stays

        // The second reviewer goes on the link behind the first one; that somebody has to be named and a term set is forgotten.
        await page.ChooseAsync("[data-link='districtReview:Approve']");
        await page.ClickAsync("[data-type='Aid.Review']");
        await page.FillAsync("#p-title", "区（市）复核");
        await page.FillAsync("#p-name", Review);
        await page.SelectOptionAsync("#i-level", "District");
        await page.SelectOptionAsync("[data-way='Refuse']", "districtDecision");
        await page.ChooseAsync("[data-link='review1:Approve']");
        await page.ClickAsync("[data-type='Aid.PublicNotice']");
        await page.FillAsync("#p-title", "复核后公示");
        await Expect(page.Locator(".problems [data-code=open-way]")).ToContainTextAsync("“复核后公示”的出口没有接：有异议");
        await page.SelectOptionAsync("[data-way='Objected']", "districtReview");

        // It is said at the step, in the list, and by the dialog, which does not publish and leads to the step.
        await Expect(page.Locator("[data-step=review1] em")).ToHaveTextAsync("2 个错误");
        await Expect(page.Locator(".problems li.bad")).ToHaveCountAsync(2);
        await Expect(page.Locator(".problems li[data-code=missing-input]")).ToContainTextAsync("role");
        await Expect(page.Locator(".problems li[data-code='service-file.deadline-missing']")).ToContainTextAsync(Review);
        await page.ClickAsync("button:text('发布……')");
        await Expect(page.Locator("dialog [role=alert]")).ToContainTextAsync("还有 2 个错误");
        await Expect(page.Locator("dialog button.main")).ToHaveCountAsync(0);
        await page.ClickAsync("dialog li:has-text('role') button");
        await Expect(page.Locator("[data-step=review1]")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Locator(".properties .input.wrong")).ToContainTextAsync("角色");

        await page.SelectOptionAsync("#i-role", "DistrictReviewer");
        await page.FillAsync("#p-count", "3");
        await page.CheckAsync("[aria-labelledby=i-notDecidersOf-label] label:has(small:text-is('DistrictReview')) input");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();
        await Expect(page.Locator("[data-step=review1] em")).ToHaveCountAsync(0);
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();

        // What was decided in closed cases is tried on the draft; of the new steps it is said that nobody decided them.
        await page.ClickAsync(".tools a:text('演练')");
        await Expect(page.Locator("#totals")).ToContainTextAsync("看了 2 件：不变 0 件，有变化 2 件，不可比 0 件");
        await Expect(page.Locator("#assumed")).ToContainTextAsync($"区（市）复核（{Review}）");
        await Expect(page.Locator("main td.num")).ToContainTextAsync(new[] { refused, paid });
        await page.ClickAsync("main a:text('回到流程')");

        await page.ClickAsync("button:text('发布……')");
        await page.FillAsync("#reason", Why);
        await page.ClickAsync("dialog button.main");
        await Expect(page.Locator(".head .state").First).ToHaveTextAsync("第 2 版，在用");
        await ShouldBeTheChangeAsync();
        await page.Context.CloseAsync();

        // Who applies now goes the new way: the second reviewer, who may not be the first, finds a task, and the notice runs its days and ends by itself.
        var young = (await Office.SubmitCompleteAsync()).Id;
        var task = await Office.ReachAsync(young, Review);
        await ShouldBeAskedAsync(task);
        await Office.DecideAsync("district2", new(task.Id, Verdict.Approve, "复核无误。"));
        await NoticeRunsAsync(young);
        await Office.UntilAsync(young, "Payout");
        await Office.PayAsync(young);

        // Who had applied before goes the old way to its end.
        await Office.UntilAsync(running, "Payout");
        await Office.PayAsync(running);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await WayAsync(young), Is.EqualTo(NewWay));
            Assert.That(await WayAsync(running), Is.EqualTo(NewWay.Where(step => step is not (Review or Notice))));
            Assert.That(((await Office.CaseAsync(young)).Outcome, (await Office.CaseAsync(running)).Outcome), Is.EqualTo((CaseOutcome.Paid, CaseOutcome.Paid)));
        }
    }

    [Test]
    [CancelAfter(240_000)]
    public async Task The_same_is_done_with_nothing_but_the_keyboard_and_the_focus_is_never_lost(CancellationToken cancellation)
    {
        await ClosedAsync(Verdict.Refuse);
        var page = await OpenAsync("/admin/designer", "en");
        await page.EvaluateAsync("() => sessionStorage.setItem('pressed', '0')");
        await page.Context.AddInitScriptAsync("addEventListener('pointerdown', () => sessionStorage.setItem('pressed', '1'), true)");
        var keys = new Keys(page);
        await keys.FollowAsync("td a[href='/admin/designer/hardship-aid']");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();

        // On the drawing: the first reviewer is found by its name, and the second put behind it; nobody is named, and no term set.
        await keys.PressAsync("Control+k");
        await keys.TypeAsync("DistrictReview");
        await keys.OnAsync(".palette .entry:not([data-type])", "Enter");
        await Expect(page.Locator("[data-step=districtReview]")).ToBeFocusedAsync();
        await keys.PressAsync("+");
        await keys.TypeAsync("Review");
        await keys.OnAsync("[data-type='Aid.Review']", "Enter");
        await Expect(page.Locator("#p-title")).ToBeFocusedAsync();
        await keys.FillAsync("#p-title", "区（市）复核");
        await keys.FillAsync("#p-name", Review);
        await keys.ChooseAsync("#i-level", "District");
        await keys.ChooseAsync("[data-way=Refuse]", "districtDecision");
        await keys.PressAsync("Enter");
        await keys.PressAsync("Escape");
        await Expect(page.Locator("[data-step=review1]")).ToBeFocusedAsync();
        await keys.PressAsync("+");
        await keys.TypeAsync("notice");
        await keys.OnAsync("[data-type='Aid.PublicNotice']", "Enter");
        await keys.FillAsync("#p-title", "复核后公示");

        // In the outline: where an objection leads is said, and wrongly at first.
        await keys.OnAsync(".tools [aria-pressed=false]", "Enter", "Outline");
        await keys.OnAsync(".outline [data-step=publicNotice1]", "Enter");
        await keys.ChooseAsync("[data-way=Objected]", "homeVisit");
        await keys.PressAsync("Enter");
        await Expect(page.Locator(".way:has([data-way=Objected]) .to")).ToHaveCountAsync(1);
        await keys.OnAsync(".way .to button:last-child", "Enter", among: ".way:has([data-way=Objected])");
        await Expect(page.Locator(".way:has([data-way=Objected]) .to")).ToHaveCountAsync(0);
        await keys.ChooseAsync("[data-way=Objected]", "districtReview");
        await keys.PressAsync("Enter");

        // It is not published; the dialog leads to the step, and the list does.
        await keys.OnAsync(".tools button.main", "Enter");
        await Expect(page.Locator("dialog [role=alert]")).ToContainTextAsync("2 errors");
        await keys.OnAsync("dialog li button", "Enter");
        await Expect(page.Locator("[data-step=review1]")).ToBeFocusedAsync();
        await keys.OnAsync(".problems [data-code=missing-input] button", "Enter");
        await Expect(page.Locator("[data-step=review1]")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(page.Locator("#p-title")).ToBeFocusedAsync();
        await keys.FillAsync("#p-count", "3");
        await keys.ChooseAsync("#i-role", "DistrictReviewer");
        await keys.OnAsync("[aria-labelledby=i-notDecidersOf-label] input", "Space", "DistrictReview");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();

        await keys.FollowAsync(".tools a[href$='/rehearsal']");
        await Expect(page.Locator("#totals")).ToContainTextAsync("1 case: 0 unchanged");
        await keys.FollowAsync("main p a.roomy");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();

        // A way out of the dialog, and a change taken back, leave the focus where it was.
        await keys.OnAsync(".tools button.main", "Enter");
        await Expect(page.Locator("#reason")).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(page.Locator(".tools button.main")).ToBeFocusedAsync();
        await keys.OnAsync("[data-step=review1]", "Delete");
        await Expect(page.Locator("[data-step=review1]")).ToHaveCountAsync(0);
        await keys.OnAsync(".tools button:first-child", "Enter");
        await Expect(page.Locator("[data-step=review1]")).ToHaveCountAsync(1);
        await keys.PressAsync("Tab");

        await keys.OnAsync(".tools button.main", "Enter");
        await keys.FillAsync("#reason", Why);
        await keys.OnAsync("dialog button.main", "Enter");
        await Expect(page.Locator(".head .state").First).ToHaveTextAsync("Version 2, in force");
        await keys.PressAsync("Tab");

        Assert.That(await page.EvaluateAsync<string>("() => sessionStorage.getItem('pressed')"), Is.EqualTo("0"));
        await ShouldBeTheChangeAsync();
    }

    /// <summary>A case that is over: paid, or refused by whoever decides.</summary>
    /// <returns>Its receipt number.</returns>
    private async Task<string> ClosedAsync(Verdict verdict)
    {
        var id = (await Office.SubmitCompleteAsync()).Id;
        var decision = await Office.ReachAsync(id, "DistrictDecision");
        if (verdict == Verdict.Refuse)
        {
            await Office.DecideAsync(await Office.HolderAsync(decision), new(decision.Id, Verdict.Refuse, "不符合条件。"));
        }
        else
        {
            await Office.UntilAsync(id, "Payout");
            await Office.PayAsync(id);
        }

        return (await Office.CaseAsync(id)).ReceiptNumber!;
    }

    /// <summary>What is published is what was in force, with the two steps between and nothing else.</summary>
    private async Task ShouldBeTheChangeAsync()
    {
        var versions = await Office.ReadAsync(db => db.Set<ServiceVersion>().AsNoTracking().Where(one => one.ServiceId == "hardship-aid" && one.Number <= 2).OrderBy(one => one.Number).ToListAsync());
        var (before, after) = (Flow(versions[0]), Flow(versions[1]));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((versions[1].State, versions[1].Source, versions[1].Reason), Is.EqualTo((ServiceState.Published, ServiceSource.Editor, Why)));
            Assert.That(after.Links.Except(before.Links), Is.EquivalentTo(new[]
            {
                "districtReview:Approve→review1", "review1:Approve→publicNotice1", "review1:Refuse→districtDecision", "publicNotice1:Ended→districtDecision", "publicNotice1:Objected→districtReview",
            }));
            Assert.That(before.Links.Except(after.Links), Is.EqualTo(new[] { "districtReview:Approve→districtDecision" }));
            Assert.That(after.Steps.Except(before.Steps), Is.EquivalentTo(new[] { "区级复核 Aid.Review 区（市）复核 DistrictReviewer District [\"DistrictReview\"]", "复核后公示 Aid.PublicNotice 复核后公示   " }));
            Assert.That(before.Steps.Except(after.Steps), Is.Empty);
            Assert.That(File(versions[1], "service.json")["deadlines"]![Review]!.ToJsonString(), Is.EqualTo("""{"count":3,"unit":"working-days"}"""));
        }
    }

    private static (string[] Steps, string[] Links) Flow(ServiceVersion version)
    {
        var root = File(version, "workflow.json")["root"]!;
        string Said(JsonNode step, string input) => (string?)step[input]?["expression"]?["value"] ?? "";
        return (
            [.. root["activities"]!.AsArray().Select(step => $"{step!["name"]} {step["type"]} {step["metadata"]?["displayText"]} {Said(step, "role")} {Said(step, "level")} {Said(step, "notDecidersOf")}")],
            [.. root["connections"]!.AsArray().Select(link => $"{link!["source"]!["activity"]}:{link["source"]!["port"]}→{link["target"]!["activity"]}")]);
    }

    private static JsonNode File(ServiceVersion version, string name) => JsonNode.Parse((string)JsonNode.Parse(version.Files)![name]!)!;

    private async Task ShouldBeAskedAsync(ReviewTask task)
    {
        var number = (await Office.CaseAsync(task.CaseId)).ReceiptNumber!;
        var other = await screen.SignedInAsync("district2", 1280, "zh-CN");
        await other.GotoAsync($"/tasks?tab=Team&q={number}");
        await Expect(other.Locator("main")).ToContainTextAsync(Review);
        await other.Context.CloseAsync();
        var first = (await Office.ReadAsync(db => db.Set<Decision>().AsNoTracking().SingleAsync(decision => decision.CaseId == task.CaseId && decision.Step == "DistrictReview"))).AccountId;
        Assert.That(first, Is.EqualTo((await Office.AsAsync("district1")).Account));
        await Casework.RefusedAsync("task.decided-earlier-step", () => Office.DecideAsync("district1", new(task.Id, Verdict.Approve, "同意。")));
    }

    /// <summary>Anybody may read it until its last day is over; then the case goes on without anybody.</summary>
    private async Task NoticeRunsAsync(CaseId id)
    {
        var open = await Office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(round => round.CaseId == id && round.State == RoundState.Open));
        var notice = await Office.ReadAsync(db => db.Set<PublicNotice>().AsNoTracking().SingleAsync(one => one.RoundId == open.Id));
        var reader = await screen.AnybodyAsync(390, "zh-CN");
        await reader.GotoAsync($"/notices/{notice.Id.Value}");
        await Expect(reader.Locator("main")).ToContainTextAsync("困难帮扶援助");
        Assert.That((open.Step, notice.Days), Is.EqualTo((Notice, 7)));

        Office.Clock.MoveTo(Cases.Clocks.LocalDay.At(notice.ToDay, new TimeOnly(23, 0)));
        await Office.SweepAsync("timers");
        Assert.That(await OpenStepsAsync(id), Is.EqualTo(new[] { Notice }));
        Office.Clock.Advance(TimeSpan.FromHours(2));
        await Office.SweepAsync("timers");
        Assert.That(await OpenStepsAsync(id), Is.EqualTo(new[] { "DistrictDecision" }));
        var answer = await reader.GotoAsync($"/notices/{notice.Id.Value}");
        Assert.That(answer!.Status, Is.EqualTo(410));
        await reader.Context.CloseAsync();
    }

    private Task<List<string>> OpenStepsAsync(CaseId id) => Office.ReadAsync(db => db.Set<Round>().Where(round => round.CaseId == id && round.State == RoundState.Open).Select(round => round.Step).ToListAsync());

    private Task<List<string>> WayAsync(CaseId id) => Office.ReadAsync(db => db.Set<Round>().Where(round => round.CaseId == id).OrderBy(round => round.OpenedAt).ThenBy(round => round.Id).Select(round => round.Step).ToListAsync());

    private async Task<IPage> OpenAsync(string address, string language)
    {
        var page = await screen.SignedInAsync("admin1", 1280, language);
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" ? [$"{message.Text} ({message.Location})"] : []);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>Somebody without a mouse. Wherever a key leaves nothing in the focus, it fails.</summary>
    private sealed class Keys(IPage page)
    {
        internal async Task PressAsync(string keys)
        {
            await page.Keyboard.PressAsync(keys);
            await Expect(page.Locator(":focus")).ToHaveCountAsync(1);
        }

        /// <summary>In place of what stands in the field that has the focus.</summary>
        internal async Task TypeAsync(string text)
        {
            await page.Keyboard.PressAsync("Control+a");
            await page.Keyboard.TypeAsync(text);
        }

        internal async Task FillAsync(string field, string text)
        {
            await ComeToAsync(field);
            await TypeAsync(text);
        }

        /// <summary>Goes to a control by Tab, and presses a key on it.</summary>
        /// <param name="words">That stand on it, where the selector fits several.</param>
        /// <param name="among">The nearest thing around it.</param>
        internal async Task OnAsync(string control, string keys, string words = "", string among = "*")
        {
            await ComeToAsync(control, words, among);
            await PressAsync(keys);
        }

        /// <summary>A link to another page, which begins at its top.</summary>
        internal async Task FollowAsync(string link)
        {
            await ComeToAsync(link);
            await page.Keyboard.PressAsync("Enter");
        }

        /// <summary>With the arrows on a closed list, as one goes through it.</summary>
        internal async Task ChooseAsync(string list, string value)
        {
            await ComeToAsync(list);
            await PressAsync("Home");
            for (var press = 0; press < 60; press++)
            {
                if (await page.EvaluateAsync<string>("() => document.activeElement.value") == value)
                    return;
                await PressAsync("ArrowDown");
            }

            Assert.Fail($"{list} has no {value}");
        }

        private async Task ComeToAsync(string control, string words = "", string among = "*")
        {
            await page.WaitForSelectorAsync(control);
            for (var press = 0; press < 250; press++)
            {
                if (await page.EvaluateAsync<bool>("([control, words, among]) => { const one = document.activeElement; return one.matches(control) && (one.closest('label') ?? one).textContent.includes(words) && one.closest(among) !== null }", new[] { control, words, among }))
                    return;
                await page.Keyboard.PressAsync("Tab"); // behind the last control of the page comes the browser's own, and then the first again
            }

            Assert.Fail($"{control} is not reached");
        }
    }
}
