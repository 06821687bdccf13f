using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>The editors of a service's form, templates and rules in a browser, wide and on a telephone, in both languages.</summary>
[TestFixture]
internal sealed class ServiceEditorsTests
{
    private const int Wide = 1440;
    private const int Phone = 390;

    private readonly List<string> complaints = [];
    private Screen screen = null!;

    private Office Office => screen.Office;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        screen = await Screen.OpenAsync();
        var paid = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(paid.Id, "Payout");
        await Office.PayAsync(paid.Id);
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TearDown]
    public void NothingWentWrongInTheBrowser() => Assert.That(complaints, Is.Empty);

    [Test]
    [CancelAfter(180_000)]
    public async Task A_question_is_added_mended_where_it_is_wrong_shown_on_a_telephone_and_asked_of_new_applicants(CancellationToken cancellation)
    {
        var page = await OpenedAsync("hardship-aid/form", "zh-CN", Wide);
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();
        await Accessibility.CheckAsync(page);

        await page.ClickAsync("[aria-label='在“申请人”加一题']");
        await page.FillAsync("#f-label-zh-CN", "宠物名字");
        await page.FillAsync("#f-label-en", "");
        await Expect(page.Locator(".properties .mine li")).ToHaveCountAsync(1);
        await Expect(page.Locator(".problems li[data-code='file.not-text']")).ToHaveCountAsync(1);
        await Accessibility.CheckAsync(page);
        await page.FillAsync("#f-label-en", "Name of the pet");
        await page.CheckAsync("#f-required");
        await page.SelectOptionAsync("[aria-label='加一项检查']", "pattern");
        await page.FillAsync("[aria-label='写法（正则表达式）1']", "[a-z]+");
        await page.FillAsync("[aria-label='应写成什么样 (中文) 1']", "只写小写字母");
        await page.FillAsync("[aria-label='应写成什么样 (English) 1']", "small letters only");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();

        var preview = page.FrameLocator("iframe");
        await Expect(preview.Locator("label:text-is('宠物名字')")).ToBeVisibleAsync();
        await preview.Locator("[name=question1]").FillAsync("A1");
        await preview.Locator("button.main").ClickAsync();
        await Expect(preview.Locator(".summary")).ToContainTextAsync("只写小写字母");
        Assert.That(await page.Locator("iframe").EvaluateAsync<int>("frame => Math.round(frame.getBoundingClientRect().width)"), Is.EqualTo(Phone));

        await page.ClickAsync(".tools button:text('谁看什么')");
        await page.SelectOptionAsync("[aria-label='宠物名字 · 村（社区）']", "hidden");
        await page.SelectOptionAsync("[aria-label='宠物名字 · 财务']", "edit");
        await Expect(page.Locator("td.wrong")).ToHaveCountAsync(1);
        await Accessibility.CheckAsync(page);
        await page.ClickAsync(".tools button:text('撤销')");
        await Expect(page.Locator("td.wrong")).ToHaveCountAsync(0);
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();

        await page.ClickAsync(".tools button.main");
        await page.FillAsync("#reason", "多问一题");
        await page.ClickAsync("dialog button.main");
        await Expect(page.Locator(".head .state").First).ToHaveTextAsync("第 2 版，在用");
        var form = (await Office.DoAsync((EditedServices services, CancellationToken token) => services.GetAsync("hardship-aid", token))).Files["form.json"];
        Assert.That(form, Does.Contain("\"question1\": \"hidden\"").And.Contain("宠物名字"));
        var refused = await Assert.ThrowsAsync<MalformedFormException>(() => Office.SubmitCompleteAsync());
        Assert.That(refused!.Faults.Select(fault => (fault.Field, fault.Code)), Is.EqualTo(new[] { ("question1", "form.required") }));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task With_the_keyboard_alone_questions_are_moved_taken_out_and_brought_back()
    {
        var page = await OpenedAsync("serious-illness-relief/form", "en", Wide);
        async Task<string?[]> KeysAsync() => await page.Locator(".questions [data-key]").EvaluateAllAsync<string?[]>("all => all.map(one => one.dataset.key)");
        var before = await KeysAsync();

        await page.FocusAsync("[data-key=category]");
        await page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(page.Locator("[data-key=category]")).ToBeFocusedAsync();
        var moved = await KeysAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Delete");
        var taken = await KeysAsync();
        await page.Keyboard.PressAsync("Control+z");
        await page.Keyboard.PressAsync("Control+z");
        await Expect(page.Locator(".questions [data-key]").Nth(1)).ToHaveAttributeAsync("data-key", before[1]!);

        Assert.That(moved.Take(3), Is.EqualTo(new[] { before[0], before[2], before[1] }));
        Assert.That(taken, Has.Length.EqualTo(before.Length - 1));
        Assert.That(await KeysAsync(), Is.EqualTo(before));
        await page.FocusAsync("[data-key=category]");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#f-label-zh-CN")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[data-key=category]")).ToBeFocusedAsync();
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Questions_are_dragged_also_into_another_section_and_papers_have_their_terms()
    {
        var page = await OpenedAsync("serious-illness-relief/form", "en", Wide);
        await page.DragAndDropAsync("[data-key=ethnicGroup]", "[data-key=category]");
        await Expect(page.Locator(".questions [data-key]").Nth(1)).ToHaveAttributeAsync("data-key", "ethnicGroup");
        await page.DragAndDropAsync("[data-key=ethnicGroup]", "[data-key=enlistedOn]");
        await Expect(page.Locator("[data-key=ethnicGroup]")).ToHaveAttributeAsync("data-place", "form.json,sections,1,fields,0");
        await page.ClickAsync("[data-key=bankCard]");
        await Expect(page.Locator("#f-retention")).ToHaveValueAsync("30");
        await Expect(page.Locator("#f-size")).ToHaveValueAsync("10");
        await Accessibility.CheckAsync(page);
        for (var times = 0; times < 2; times++)
            await page.ClickAsync(".tools button:text('Undo')");
        await Expect(page.Locator("[data-key=ethnicGroup]")).ToHaveAttributeAsync("data-place", "form.json,sections,0,fields,3");
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Of_two_at_one_form_the_second_is_warned_and_a_telephone_shows_it_without_scrolling_sideways()
    {
        var page = await OpenedAsync("sudden-accident-relief/form", "en", Phone);
        var other = await OpenedAsync("sudden-accident-relief/form", "en", Wide);
        await Accessibility.CheckAsync(page);
        Assert.That(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), Is.True);

        await page.FillAsync("#f-title-en", "Written by the first");
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
        await Expect(page.Locator(".head .state").First).ToContainTextAsync("Draft");
        await other.FillAsync("#f-title-en", "Written by the second");
        await Expect(other.Locator(".notice")).ToContainTextAsync("changed this service at");
        complaints.RemoveAll(one => one.Contains("409", StringComparison.Ordinal));
        await other.ClickAsync(".notice button:has-text('Show theirs')");
        await Expect(other.Locator("#f-title-en")).ToHaveValueAsync("Written by the first");
        await other.ClickAsync(".tools button:text('Undo')");
        await Expect(other.Locator("#f-title-en")).ToHaveValueAsync("Written by the second");
        await Expect(other.Locator(".saving.saved")).ToBeVisibleAsync();
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_text_that_was_not_kept_is_not_left_without_being_asked()
    {
        var page = await OpenedAsync("sudden-accident-relief/templates/approved.applicant.sms", "en", Wide);
        var asked = new List<string>();
        page.Dialog += (_, dialog) => { asked.Add(dialog.Type); _ = dialog.AcceptAsync(); };
        await page.ClickAsync("textarea#en");
        await page.ClickAsync("a:has-text('All templates')");
        await page.WaitForURLAsync("**/templates");
        Assert.That(asked, Is.Empty);

        await page.GoBackAsync();
        await page.ClickAsync("textarea#en");
        await page.Keyboard.TypeAsync("More ");
        await page.SendAsync("button[value=show]");
        Assert.That(asked, Is.Empty, "what is sent is not lost");
        await page.ClickAsync("textarea#zh-CN");
        await page.ClickAsync("a:has-text('All templates')");
        await page.WaitForURLAsync("**/templates");
        Assert.That(asked, Is.EqualTo(new[] { "beforeunload" }), "a preview keeps nothing");
    }

    [TestCase("zh-CN", Wide)]
    [TestCase("en", Phone)]
    [CancelAfter(120_000)]
    public async Task A_text_is_changed_beside_its_preview_and_a_stale_one_is_not_kept(string language, int width)
    {
        var page = await OpenedAsync("sudden-accident-relief/templates", language, width);
        await Accessibility.CheckAsync(page);
        await page.ClickAsync("a[href$='/approved.applicant.sms']");
        var other = await OpenedAsync("sudden-accident-relief/templates/approved.applicant.sms", language, width);
        await Accessibility.CheckAsync(page);
        Assert.That(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), Is.True);

        await page.FillAsync("textarea#en", "Case {{receiptNumber}} of {{nobody}}");
        await Expect(page.Locator("#shown [data-code='template.unknown-variable']")).ToContainTextAsync("nobody");
        await page.FillAsync("textarea#en", $"Seen at {width}: {{{{receiptNumber}}}}, {{{{unitName}}}}");
        await Expect(page.Locator("#shown blockquote[lang=en]")).ToContainTextAsync($"Seen at {width}: 370402-2026-000123");
        await Expect(page.Locator("#shown [data-sms=en]")).ToBeVisibleAsync();
        await page.FillAsync("#f-case", "no-such-case");
        await page.SendAsync("button[value=show]");
        await Expect(page.Locator("#f-case-fault")).ToBeVisibleAsync();
        var number = await Office.ReadAsync(db => db.Set<AidCase>().Select(one => one.ReceiptNumber).FirstAsync());
        await page.FillAsync("#f-case", number!);
        await page.SendAsync("button[value=show]");
        await Expect(page.Locator("#shown blockquote[lang=en]")).ToContainTextAsync($"Seen at {width}: {number}");
        await page.SendAsync("button[value=keep]");
        await Expect(page.Locator("textarea#en")).ToHaveValueAsync($"Seen at {width}: {{{{receiptNumber}}}}, {{{{unitName}}}}");
        Assert.That(page.Url, Does.EndWith("?done=kept"));

        await page.GotoAsync("/admin/designer/sudden-accident-relief/templates/documents.approval");
        await Expect(page.FrameLocator("iframe.sheet-shown >> nth=1").Locator("h1")).ToHaveTextAsync("Decision to grant aid");
        await page.FillAsync("textarea#en", "<html><style>@page{}</style><body><h1>{{name}}</h1><script>parent.document.title = 'taken'</script></body></html>");
        await Expect(page.FrameLocator("iframe.sheet-shown >> nth=1").Locator("h1")).ToHaveTextAsync("张三");
        Assert.That(await page.TitleAsync(), Does.Not.Contain("taken"), "nothing runs in a preview");
        complaints.RemoveAll(one => one.Contains("sandboxed", StringComparison.Ordinal));

        await other.FillAsync("textarea#en", "{{unitName}}: mine, {{receiptNumber}}");
        await other.SendAsync("button[value=keep]");
        await Expect(other.Locator(".summary")).ToBeVisibleAsync();
        await Expect(other.Locator("textarea#en")).ToHaveValueAsync("{{unitName}}: mine, {{receiptNumber}}");
        complaints.RemoveAll(one => one.Contains("409", StringComparison.Ordinal));
        await other.CheckAsync("#over");
        await other.SendAsync("button[value=keep]");
        Assert.That(other.Url, Does.EndWith("?done=kept"));
    }

    [TestCase("zh-CN", Wide)]
    [TestCase("en", Phone)]
    [CancelAfter(120_000)]
    public async Task Bands_are_changed_in_a_table_tried_on_the_closed_cases_and_entered(string language, int width)
    {
        var page = await OpenedAsync("hardship-aid/rules", language, width);
        await Accessibility.CheckAsync(page);
        Assert.That(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), Is.True);

        await page.FillAsync("#f-bands-0-flat", "much");
        await page.SendAsync("fieldset button[value=try]");
        await Expect(page.Locator("#f-bands-0-flat")).ToHaveAttributeAsync("aria-invalid", "true");
        await page.FillAsync("#f-bands-0-flat", width == Wide ? "4500.00" : "4700.00");
        await page.SelectOptionAsync("#year", "2022");
        await page.SendAsync("fieldset button[value=try]");
        await Expect(page.Locator("#tried [data-sum=after]")).ToContainTextAsync("+");
        await Accessibility.CheckAsync(page);

        await page.FillAsync("#f-from", width == Wide ? "2023-01-01" : "2024-01-01");
        await page.FillAsync("#f-source", "枣退役军人发〔2022〕9号");
        await page.SendAsync("button[value=enter]");
        Assert.That(page.Url, Does.Contain("done=entered"));
        var rows = await Office.ReadAsync(db => db.Set<RuleValue>().AsNoTracking().Where(row => row.ServiceId == "hardship-aid" && row.Key == "bands").OrderBy(row => row.From).ToListAsync());
        Assert.That(rows[^1].Json, Does.Contain(width == Wide ? "4500.00" : "4700.00").And.Contain("recognised"));
    }

    private async Task<IPage> OpenedAsync(string address, string language, int width)
    {
        var page = await screen.SignedInAsync("admin1", width, language);
        page.Console += (_, message) => complaints.AddRange(message.Type == "error" && !message.Text.Contains("422", StringComparison.Ordinal) ? [$"{message.Text} ({message.Location})"] : []);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync($"/admin/designer/{address}");
        if (address.EndsWith("/form", StringComparison.Ordinal))
            await page.WaitForSelectorAsync("[data-key]");
        return page;
    }
}
