using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>The editor in a browser, with the mouse, with the keyboard alone, and with somebody else at the same draft.</summary>
[TestFixture]
internal sealed class DesignerTests
{
    private const int Wide = 1440;

    private readonly List<string> complaints = [];
    private Screen screen = null!;

    private Office Office => screen.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [TearDown]
    public void NothingWentWrongInTheBrowser() => Assert.That(complaints, Is.Empty);

    [Test]
    [CancelAfter(180_000)]
    public async Task An_administrator_adds_a_second_review_and_a_public_notice_mends_what_is_wrong_and_publishes_and_only_new_applications_take_it(CancellationToken cancellation)
    {
        var running = (await Office.SubmitCompleteAsync()).Id;
        await Office.UntilAsync(running, "VillageOpinion");
        var page = await EditorAsync("hardship-aid", "zh-CN");
        await Accessibility.CheckAsync(page);

        await page.ChooseAsync("[data-link='villageOpinion:Approve']");
        await page.ClickAsync("[data-type='Aid.Review']");
        await Expect(page.Locator(".problems li[data-code='missing-input']")).ToHaveCountAsync(2);
        await Expect(page.Locator(".problems li[data-code='service-file.deadline-missing']")).ToHaveCountAsync(1);
        await Accessibility.CheckAsync(page);
        await page.GetByText("发布……").ClickAsync();
        await Expect(page.Locator("dialog [role=alert]")).ToContainTextAsync("3 个错误");
        await Expect(page.Locator("dialog button.main")).ToHaveCountAsync(0);
        await page.ClickAsync("dialog button:text('关闭')");

        await page.FillAsync("#p-title", "镇街复核");
        await page.SelectOptionAsync("#i-role", "TownshipReviewer");
        await page.SelectOptionAsync("#i-level", "Township");
        await page.FillAsync("#p-count", "3");
        await page.SelectOptionAsync("[data-way='Refuse']", "homeVisit");
        await page.ChooseAsync("[data-link='review1:Approve']");
        await page.ClickAsync("[data-type='Aid.PublicNotice']");
        await page.FillAsync("#p-title", "入户前公示");
        await Expect(page.Locator(".problems li[data-code='open-way']")).ToHaveCountAsync(1);
        await page.SelectOptionAsync("[data-way='Objected']", "villageOpinion");
        await Expect(page.Locator(".problems h3 .ok")).ToBeVisibleAsync();
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
        await page.GetByText("发布……").ClickAsync();
        await page.FillAsync("#reason", "金额较大，加一道复核");
        await page.ClickAsync("dialog button.main");
        await Expect(page.Locator(".head .state").First).ToHaveTextAsync("第 2 版，在用");

        var young = (await Office.SubmitCompleteAsync()).Id;
        foreach (var id in new[] { running, young })
        {
            await Office.UntilAsync(id, "VillageOpinion");
            await Office.StepAsync(id);
        }

        var version = await Office.ReadAsync(db => db.Set<ServiceVersion>().SingleAsync(one => one.ServiceId == "hardship-aid" && one.State == ServiceState.Published, cancellation));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Office.TasksAsync(running)).Select(task => task.Step).Distinct(), Is.EqualTo(new[] { "HomeVisit" }));
            Assert.That((await Office.TasksAsync(young)).Select(task => task.Step).Distinct(), Is.EqualTo(new[] { "镇街复核" }));
            Assert.That((version.Number, version.Reason, version.Source), Is.EqualTo((2, "金额较大，加一道复核", ServiceSource.Editor)));
        }

        await Office.StepAsync(young);
        Assert.That(await Office.ReadAsync(db => db.Set<Round>().Where(round => round.CaseId == young && round.State == RoundState.Open).Select(round => round.Step).ToListAsync(cancellation)), Is.EqualTo(new[] { "入户前公示" }));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Who_decides_is_said_by_rules_without_JSON_and_tried_for_a_unit_before_anything_is_published()
    {
        var page = await EditorAsync("sudden-accident-relief-acceptance", "en");
        await page.ChooseAsync("[data-step='acceptanceReview']");
        await page.ClickAsync("button:text-is('Use rules …')");
        await page.SelectOptionAsync("#i-reviewers-0-of", "people");
        await page.FillAsync("#i-reviewers-0-people", "decider1");
        await page.Locator("[role=option]", new() { HasText = "（decider1）" }).ClickAsync();
        await page.FillAsync("#i-reviewers-0-from", "1,200.5");
        await Expect(page.Locator(".input.wrong .bad")).ToContainTextAsync("one rule at least must hold for every amount");
        await page.FillAsync("#i-reviewers-0-from", "");
        await page.ClickAsync("summary:text-is('Test this rule')");
        await page.FillAsync("#try-rule-unit", "Qianzhuang");
        await page.Locator("#try-rule-unit-list [role=option]").First.ClickAsync();
        await page.ClickAsync("button:text-is('See whom it finds')");
        await Expect(page.Locator("[data-person=decider1].ok")).ToBeVisibleAsync();
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
        await Accessibility.CheckAsync(page);

        await page.ChooseAsync("[data-step='notifyAccepted']");
        await page.ClickAsync("summary:text-is('See how it reads')");
        await Expect(page.Locator(".message")).ToHaveCountAsync(6);
        await Accessibility.CheckAsync(page);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Several_steps_are_chosen_copied_to_another_workflow_aligned_and_taken_out_with_the_keyboard_alone()
    {
        var page = await EditorAsync("serious-illness-relief", "en");
        var before = await StepsAsync(page);
        await page.FocusAsync("[data-step='villageOpinion']");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("ArrowRight");
        var second = await page.EvaluateAsync<string>("() => document.activeElement.dataset.step");
        await page.FocusAsync("[data-step='villageOpinion']");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#p-title")).ToBeFocusedAsync(); // a moment after the key
        await page.Keyboard.PressAsync("Escape");
        await page.FocusAsync($"[data-step='{second}']");
        await page.Keyboard.PressAsync("Space");
        await Expect(page.Locator(".several b")).ToHaveTextAsync("2 steps chosen");
        await Accessibility.CheckAsync(page);

        await page.Keyboard.PressAsync("Control+d");
        await Expect(page.Locator("[data-step='villageOpinion2']")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(page.Locator(".step.chosen:focus")).ToHaveCountAsync(1);
        await Expect(page.Locator(".several b")).ToHaveTextAsync("2 steps chosen");
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Locator("[data-step='villageOpinion2']")).ToHaveCountAsync(0);
        Assert.That(await StepsAsync(page), Is.EquivalentTo(before));

        await page.FocusAsync("[data-step='villageOpinion']");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Control+c");
        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/admin/designer/sudden-accident-relief-repayment");
        await other.FocusAsync("[data-step]");
        await other.Keyboard.PressAsync("Control+v");
        await Expect(other.Locator("[data-step='villageOpinion']")).ToBeFocusedAsync();
        await Expect(other.Locator("#p-title")).ToHaveValueAsync("Village opinion");
        await other.Keyboard.PressAsync("Control+z");
        await Expect(other.Locator("[data-step='villageOpinion']")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task With_the_mouse_a_box_chooses_several_which_move_together_and_notes_stand_beside_them()
    {
        var page = await EditorAsync("sudden-accident-relief-repayment", "en");
        await page.ClickAsync(".tools button:text-is('Own places')");
        await page.ClickAsync("[data-step]");
        var first = (await page.Locator("[data-step]").First.BoundingBoxAsync())!;
        var canvas = (await page.Locator(".canvas").BoundingBoxAsync())!;
        await page.Keyboard.DownAsync("Shift");
        await page.Mouse.MoveAsync(canvas.X + 5, canvas.Y + 5);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(canvas.X + canvas.Width - 5, canvas.Y + canvas.Height - 5, new() { Steps = 8 });
        await page.Mouse.UpAsync();
        await page.Keyboard.UpAsync("Shift");
        await Expect(page.Locator(".several b")).ToContainTextAsync("steps chosen");
        await page.ClickAsync(".several button:text-is('Left')");
        var lefts = await page.EvaluateAsync<int>("() => new Set([...document.querySelectorAll('.step.chosen')].map(one => Math.round(one.getBoundingClientRect().left))).size");
        Assert.That(lefts, Is.EqualTo(1));
        await page.ClickAsync("button:text-is('Undo')");

        await page.ClickAsync(".tools button:text-is('Note')");
        await page.Locator(".note textarea").FillAsync("Ask the bank first");
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
        await Accessibility.CheckAsync(page);
        await page.ReloadAsync();
        await Expect(page.Locator(".note textarea")).ToHaveValueAsync("Ask the bank first");
        await page.ClickAsync(".tools button:text-is('Outline')");
        await Expect(page.Locator(".outline .note textarea")).ToHaveValueAsync("Ask the bank first");
        await Accessibility.CheckAsync(page);
        await page.Context.CloseAsync();
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task With_the_keyboard_alone_a_step_is_inserted_changed_undone_and_deleted()
    {
        var page = await EditorAsync("serious-illness-relief", "en");
        var before = await StepsAsync(page);

        await page.FocusAsync("[data-step='start']");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator("[data-step='completeness']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("+");
        await Expect(page.Locator("#find")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Notify");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("[data-type='Aid.Notify']")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#p-title")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.TypeAsync("Tell the family");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[data-step='notify1']")).ToBeFocusedAsync();
        await Expect(page.Locator("[data-step='notify1']")).ToContainTextAsync("Tell the family");
        await page.Keyboard.PressAsync("Control+z");
        await Expect(page.Locator("[data-step='notify1']")).ToContainTextAsync("Notify");
        await page.Keyboard.PressAsync("Control+y");
        await Expect(page.Locator("[data-step='notify1']")).ToContainTextAsync("Tell the family");
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Locator("[data-step='notify1']")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-step='completeness']")).ToBeFocusedAsync();
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();

        Assert.That(await StepsAsync(page), Is.EqualTo(before));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task The_outline_edits_the_same_flow_and_of_two_at_one_draft_the_second_is_warned_and_nothing_is_lost()
    {
        var page = await EditorAsync("sudden-accident-relief", "en");
        var other = await EditorAsync("sudden-accident-relief", "en");
        await page.ClickAsync(".tools button:text('Outline')");
        await Accessibility.CheckAsync(page);
        await page.FillAsync("#w-description", "written by the first");
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
        await Expect(page.Locator(".head .state").First).ToContainTextAsync("Draft of version 2");

        await other.FillAsync("#w-description", "written by the second");
        await Expect(other.Locator(".notice")).ToContainTextAsync("changed this service at");
        await Expect(other.Locator("#w-description")).ToHaveValueAsync("written by the second");
        complaints.RemoveAll(one => one.Contains("409", StringComparison.Ordinal));
        await other.ClickAsync(".notice button:has-text('Save mine')");
        await Expect(other.Locator(".saving.saved")).ToBeVisibleAsync();
        await other.ClickAsync("button:has-text('Versions and draft')");
        await other.ClickAsync("dialog button:text-is('Restore')");
        await Expect(other.Locator("#w-description")).ToHaveValueAsync("written by the first");

        await other.ClickAsync("button:has-text('Versions and draft')");
        other.Dialog += (_, asked) => _ = asked.AcceptAsync();
        await other.ClickAsync("dialog button.grave");
        await Expect(other.Locator(".head .state").First).ToHaveTextAsync("Version 1, in force");
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task What_is_typed_without_a_network_is_saved_when_it_is_back_and_a_form_that_was_saved_beside_the_drawing_is_no_conflict()
    {
        var page = await EditorAsync("sudden-accident-relief", "en");
        var form = await screen.SignedInAsync("admin1", Wide, "en");
        await form.GotoAsync("/admin/designer/sudden-accident-relief/form");
        await form.FillAsync("#f-title-en", "Written beside the drawing");
        await Expect(form.Locator(".head .state").First).ToContainTextAsync("Draft");
        await Expect(form.Locator(".saving.saved")).ToBeVisibleAsync();

        await page.Context.SetOfflineAsync(true);
        await page.FillAsync("#w-description", "typed without a network");
        await Expect(page.Locator(".notice")).ToContainTextAsync("There is no network");
        await Accessibility.CheckAsync(page);
        await page.Context.SetOfflineAsync(false);
        await Expect(page.Locator(".saving.saved")).ToBeVisibleAsync();
        await Expect(page.Locator(".notice")).ToHaveCountAsync(0);
        complaints.RemoveAll(one => one.Contains("ERR_INTERNET_DISCONNECTED", StringComparison.Ordinal) || one.Contains("409", StringComparison.Ordinal));
        await form.ReloadAsync();
        await Expect(form.Locator("#f-title-en")).ToHaveValueAsync("Written beside the drawing");
        await page.ReloadAsync();
        await Expect(page.Locator("#w-description")).ToHaveValueAsync("typed without a network");

        await page.ClickAsync("button:has-text('Versions and draft')");
        page.Dialog += (_, asked) => _ = asked.AcceptAsync();
        await page.ClickAsync("dialog button.grave");
        await Expect(page.Locator(".head .state").First).ToHaveTextAsync("Version 1, in force");
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task The_keys_find_a_step_give_an_insertion_up_and_gather_several_after_a_click()
    {
        var page = await EditorAsync("serious-illness-relief", "en");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("townshipReview");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-step='townshipReview']")).ToBeFocusedAsync();
        await Expect(page.Locator("#find")).ToHaveValueAsync("");
        await page.Keyboard.PressAsync("+");
        await Expect(page.Locator("#find")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("Notify");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("[data-step='townshipReview']")).ToBeFocusedAsync();
        await Expect(page.Locator(".palette .spot")).ToHaveCountAsync(0);

        await page.ClickAsync("[data-step='townshipReview']");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator("[data-step='townshipReview']")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Keyboard.PressAsync("Space");
        await Expect(page.Locator(".several b")).ToHaveTextAsync("2 steps chosen");
        await page.Keyboard.PressAsync("Escape");

        await page.FocusAsync(".head button.main");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-step]:focus")).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task A_way_out_that_leads_nowhere_is_asked_about_before_publishing()
    {
        var page = await EditorAsync("serious-illness-relief", "en");
        await page.ChooseAsync("[data-link='villageOpinion:Approve']");
        await page.ClickAsync("[data-type='Aid.PublicNotice']");
        await Expect(page.Locator(".head .state").First).ToContainTextAsync("Draft");
        await page.ClickAsync("button.main:has-text('Publish')");
        await Expect(page.Locator("dialog [data-code=open-way]")).ToContainTextAsync("Public notice");
        await page.FillAsync("#reason", "one notice more");
        await page.ClickAsync("dialog button.main");
        await Expect(page.Locator("#open-ways:invalid")).ToHaveCountAsync(1);
        await Accessibility.CheckAsync(page);
        await page.ClickAsync("dialog li button");
        await Expect(page.Locator("[data-step='publicNotice1']")).ToBeFocusedAsync();

        await page.ClickAsync("button:has-text('Versions and draft')");
        page.Dialog += (_, asked) => _ = asked.AcceptAsync();
        await page.ClickAsync("dialog button.grave");
        await Expect(page.Locator(".head .state").First).ToHaveTextAsync("Version 1, in force");
        await page.Context.CloseAsync();
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task In_the_editor_of_forms_a_hint_stands_apart_from_errors_and_forbids_nothing()
    {
        var page = await EditorAsync("serious-illness-relief", "en");
        await page.ChooseAsync("[data-step='townshipReview']");
        await page.SelectOptionAsync("#i-role", "VillageHelper");
        await page.SelectOptionAsync("#i-level", "Village");
        await Expect(page.Locator(".problems li[data-code='house.same-reviewer']")).ToHaveCountAsync(1);
        await Expect(page.Locator(".head .state").First).ToContainTextAsync("Draft");
        await page.GotoAsync("/admin/designer/serious-illness-relief/form");
        await Expect(page.Locator(".problems li.warn[data-code='house.same-reviewer']")).ToHaveCountAsync(1);
        await Expect(page.Locator(".problems h3 .ok")).ToHaveTextAsync("no errors");
        await page.ClickAsync("button.main:has-text('Publish')");
        await Expect(page.Locator("dialog #reason")).ToBeFocusedAsync();
        await page.GotoAsync("/admin/designer/serious-illness-relief");
        await page.ClickAsync("button:has-text('Versions and draft')");
        page.Dialog += (_, asked) => _ = asked.AcceptAsync();
        await page.ClickAsync("dialog button.grave");
        await Expect(page.Locator(".head .state").First).ToHaveTextAsync("Version 1, in force");
        await page.Context.CloseAsync();
    }

    private Task<IPage> EditorAsync(string definition, string language) => screen.EditorAsync(definition, language, complaints);

    private static Task<string[]> StepsAsync(IPage page) => page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[data-step]')].map(one => one.dataset.step)");
}
