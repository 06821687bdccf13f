using System.Net;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.SigningIn;

/// <summary>Accounts and units on the administrator's pages, and what people do about their own account.</summary>
[TestFixture]
internal sealed partial class AccountPageTests
{
    private const string Chosen = "Neues-Kennwort-2022";

    private Hall hall = null!;
    private Seat admin = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        hall = await Hall.OpenAsync(signIn: settings => settings with { SecondFactor = SecondFactor.Offered });
        admin = await hall.SignInAsync("admin1");
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task Somebody_new_signs_in_by_a_password_shown_once_and_first_chooses_another()
    {
        var (id, password) = await HireAsync("ma.chao", "StationClerk", "370402001");
        var seat = hall.Anybody();

        var landed = await seat.PostAsync("/sign-in", "/sign-in", ("userName", "ma.chao"), ("password", password));
        var (tasksStatus, _) = await seat.GetAsync("/tasks");
        var weak = await seat.PostAsync("/account/password", "/account/password", ("current", password), ("password", "kurz"), ("again", "anders"));
        var wrong = await seat.PostAsync("/account/password", "/account/password", ("current", "falsch"), ("password", Chosen), ("again", Chosen));
        var changed = await seat.PostAsync("/account/password", "/account/password", ("current", password), ("password", Chosen), ("again", Chosen));
        var (after, _) = await seat.GetAsync("/tasks");
        var (_, shown) = await admin.GetAsync($"/admin/accounts/{id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(landed.Text, Is.EqualTo("/account/password"));
            Assert.That(tasksStatus, Is.EqualTo(HttpStatusCode.SeeOther), "no other page opens before");
            Assert.That(weak.Text, Does.Contain("至少 10 位").And.Contain("不一致"), "everything wrong is told at once");
            Assert.That(wrong.Text, Does.Contain("现在的密码不正确"));
            Assert.That(changed.Text, Is.EqualTo("/account?done=password"));
            Assert.That(after, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(shown, Does.Not.Contain(password).And.Not.Contain("待改密码"));
        }
    }

    [Test]
    public async Task An_initial_password_runs_out()
    {
        var (_, password) = await HireAsync("huang.zhong", "StationClerk", "370402001");
        var seat = hall.Anybody("en");
        await seat.PostAsync("/sign-in", "/sign-in", ("userName", "huang.zhong"), ("password", password));
        hall.Office.Clock.Advance(TimeSpan.FromDays(3));

        var (old, _) = await seat.GetAsync("/account/password");
        var again = await seat.PostAsync("/sign-in", "/sign-in", ("userName", "huang.zhong"), ("password", password));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(old, Is.EqualTo(HttpStatusCode.Redirect), "the session it opened is over too");
            Assert.That(again.Text, Does.Contain("The initial password has run out."));
        }

        admin = await hall.SignInAsync("admin1"); // three days ended that session as well
    }

    [Test]
    public async Task A_closed_account_is_out_at_once_after_a_look_at_what_it_leaves()
    {
        var opened = await hall.Office.SubmitCompleteAsync();
        var task = (await hall.Office.TasksAsync(opened.Id)).Single();
        var (id, _, seat) = await WorkingAsync("wei.yan", "StationClerk", "370402001");
        await seat.PostAsync($"/tasks/{task.Id}", $"/tasks/{task.Id}/claim");

        var check = await admin.PostAsync($"/admin/accounts/{id}", $"/admin/accounts/{id}/close");
        var stillIn = (await seat.GetAsync("/tasks")).Status;
        var closed = await admin.PostAsync($"/admin/accounts/{id}", $"/admin/accounts/{id}/close", ("sure", "yes"));
        var (out1, _) = await seat.GetAsync("/tasks");
        var (_, list) = await admin.GetAsync("/admin/accounts?q=wei.yan");
        var reopened = await admin.PostAsync($"/admin/accounts/{id}", $"/admin/accounts/{id}/reopen");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(check.Text, Does.Contain("其认领的 1 项任务将退回"));
            Assert.That(stillIn, Is.EqualTo(HttpStatusCode.OK), "looking changes nothing");
            Assert.That(closed.Text, Is.EqualTo($"/admin/accounts/{id}?done=close"));
            Assert.That(out1, Is.EqualTo(HttpStatusCode.Redirect));
            Assert.That(list, Does.Contain("已停用"));
            Assert.That((await hall.Office.TasksAsync(opened.Id)).Single().AssigneeId, Is.Null);
            Assert.That(reopened.Text, Does.Contain("只显示这一次"));
        }
    }

    [Test]
    public async Task A_reset_ends_the_sessions_of_before_and_unlocks()
    {
        var (id, _, seat) = await WorkingAsync("pang.tong", "StationClerk", "370402001");
        var guesser = hall.Anybody();
        for (var wrong = 0; wrong < 5; wrong++)
            await guesser.PostAsync("/sign-in", "/sign-in", ("userName", "pang.tong"), ("password", "geraten"));
        var locked = await guesser.PostAsync("/sign-in", "/sign-in", ("userName", "pang.tong"), ("password", Chosen));
        var (_, shown) = await admin.GetAsync($"/admin/accounts/{id}");

        var reset = await admin.PostAsync($"/admin/accounts/{id}", $"/admin/accounts/{id}/password");
        var (over, _) = await seat.GetAsync("/tasks");
        var back = await guesser.PostAsync("/sign-in", "/sign-in", ("userName", "pang.tong"), ("password", Secret().Match(reset.Text).Groups["password"].Value));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(locked.Text, Does.Contain("请 15 分钟后再试"));
            Assert.That(shown, Does.Contain("已锁定").And.Contain("/unlock"));
            Assert.That(over, Is.EqualTo(HttpStatusCode.Redirect));
            Assert.That(back.Text, Is.EqualTo("/account/password"));
        }
    }

    [Test]
    public async Task Roles_are_given_and_ended_and_a_refusal_keeps_what_was_written()
    {
        var (id, _) = await HireAsync("jiang.wei", "StationClerk", "370402001");

        var wrong = await admin.PostAsync($"/admin/accounts/{id}", $"/admin/accounts/{id}/role", ("role", "DistrictDecider"), ("at", "370402001"), ("from", "2022-05-01"), ("to", ""));
        var given = await admin.PostAsync($"/admin/accounts/{id}", $"/admin/accounts/{id}/role", ("role", "TownshipReviewer"), ("at", "370402001"), ("from", "2022-05-01"), ("to", "2022-05-31"));
        var held = await hall.Office.ReadAsync(db => db.Set<RoleAssignment>().AsNoTracking().SingleAsync(one => one.Role == Role.TownshipReviewer && one.AccountId == new AccountId(id)));
        var past = await admin.PostAsync($"/admin/accounts/{id}", $"/admin/accounts/{id}/end", ("held", $"{held.Id}"), ($"{held.Id}.on", "2022-01-01"));
        var ended = await admin.PostAsync($"/admin/accounts/{id}", $"/admin/accounts/{id}/end", ("held", $"{held.Id}"), ($"{held.Id}.on", "2022-05-10"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wrong.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(wrong.Text, Does.Contain("href=\"#f-role\"").And.Contain("value=\"2022-05-01\"").And.Contain("<option value=\"DistrictDecider\" selected"));
            Assert.That(given.Text, Does.EndWith("done=role"));
            Assert.That((held.ValidFrom, held.ValidTo), Is.EqualTo((new DateOnly(2022, 5, 1), new DateOnly(2022, 6, 1))), "the last day with it was written");
            Assert.That(past.Text, Does.Contain($"href=\"#f-{held.Id}-on\""));
            Assert.That(ended.Text, Does.EndWith("done=end"));
        }
    }

    [Test]
    public async Task A_district_administrator_finds_only_accounts_of_the_district()
    {
        var district = await hall.HireAsync("district-head", Role.Administrator, UnitLevel.District, "370402");
        var foreign = await hall.Office.AsAsync("station-370403-001");

        var (_, list) = await district.GetAsync("/admin/accounts");
        var (one, _) = await district.GetAsync($"/admin/accounts/{foreign.Account}");
        var act = await district.PostAsync("/admin/accounts", $"/admin/accounts/{foreign.Account}/password");
        var abroad = await district.PostAsync("/admin/accounts/new", "/admin/accounts/new", ("userName", "spion"), ("nameZh", "某"), ("nameEn", "Spy"), ("role", "StationClerk"), ("at", "370403001"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(list, Does.Contain("station1").And.Not.Contain("370403-001").And.Not.Contain("citydecider1"));
            Assert.That((one, act.Status), Is.EqualTo((HttpStatusCode.NotFound, HttpStatusCode.NotFound)));
            Assert.That(abroad.Text, Does.Contain("不在您的管理范围内"));
        }
    }

    [Test]
    public async Task A_unit_is_changed_only_after_a_look_at_what_it_moves()
    {
        var opened = await hall.Office.SubmitCompleteAsync();
        var village = opened.UnitId;
        var (township, other) = (await UnitAsync("370403001"), await UnitAsync("370403002"));
        var today = Cases.Clocks.LocalDay.Today(hall.Office.Clock);
        (string, string)[] merge = [("merge.into", $"{other}"), ("merge.on", $"{today:yyyy-MM-dd}")];

        var check = await admin.PostAsync($"/admin/units/{township}", $"/admin/units/{township}/merge", merge);
        var untouched = await hall.Office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Id == township).Select(unit => unit.ValidTo).SingleAsync());
        var done = await admin.PostAsync($"/admin/units/{township}", $"/admin/units/{township}/merge", [.. merge, ("sure", "yes")]);
        var (_, after) = await admin.GetAsync(done.Text);
        var moving = await admin.PostAsync($"/admin/units/{village}", $"/admin/units/{village}/move", ("move.under", $"{await UnitAsync("370402100")}"), ("move.on", $"{today:yyyy-MM-dd}"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(check.Text, Does.Contain("station-370403-001").And.Contain("随之结束"), "whose roles end");
            Assert.That(untouched, Is.Null);
            Assert.That(done.Text, Is.EqualTo($"/admin/units/{township}?done=merge"));
            Assert.That(after, Does.Contain("撤销").And.Contain("已并入"));
            Assert.That(moving.Text, Does.Match("未办结的案件</dt>\\s*<dd class=\"num\">[1-9]").And.Match("仍由原承办人办理</dt>\\s*<dd class=\"num\">[1-9]"));
        }
    }

    [Test]
    public async Task Faults_of_a_change_stand_beside_their_fields_with_what_was_written()
    {
        var township = await UnitAsync("370404001");
        var villages = await hall.Office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.ParentId == township).OrderBy(unit => unit.DivisionCode).Select(unit => unit.Id).ToListAsync());
        (string, string)[] Parts(string secondCode) =>
        [
            ("split.part1.code", "370404011"), ("split.part1.nameZh", "东镇"), ("split.part1.nameEn", "East Town"), ("split.part1.kind", "town"),
            ("split.part2.code", secondCode), ("split.part2.nameZh", "西镇"), ("split.part2.nameEn", "West Town"), ("split.part2.kind", "town"),
            ("split.heir", "1"), .. villages.Select((village, index) => ($"split.{village}", index == 0 ? "1" : "2")),
        ];

        var taken = await admin.PostAsync($"/admin/units/{township}", $"/admin/units/{township}/split", Parts("370404100"));
        var nameless = await admin.PostAsync($"/admin/units/{township}", $"/admin/units/{township}/rename", ("rename.nameZh", ""), ("rename.nameEn", "Somewhere"));
        var tomorrow = await admin.PostAsync($"/admin/units/{township}", $"/admin/units/{township}/rename", ("rename.nameZh", "新名"), ("rename.nameEn", "New"), ("rename.on", "2099-01-01"));
        var check = await admin.PostAsync($"/admin/units/{township}", $"/admin/units/{township}/split", Parts("370404012"));
        var split = await admin.PostAsync($"/admin/units/{township}", $"/admin/units/{township}/split", [.. Parts("370404012"), ("sure", "yes")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(taken.Text, Does.Contain("href=\"#f-split-part2-code\"").And.Contain("value=\"西镇\""));
            Assert.That(nameless.Text, Does.Contain("href=\"#f-rename-nameZh\"").And.Contain("value=\"Somewhere\""));
            Assert.That(tomorrow.Text, Does.Contain("href=\"#f-rename-on\"").And.Contain("value=\"2099-01-01\""));
            Assert.That(check.Text, Does.Contain("东镇 · East Town · 370404011").And.Contain("承接未办事项"));
            Assert.That(split.Text, Does.EndWith("done=split"));
            Assert.That(await hall.Office.ReadAsync(db => db.Set<Unit>().CountAsync(unit => unit.DivisionCode == "370404012" && unit.ValidTo == null)), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task With_a_second_factor_the_password_alone_signs_nobody_in()
    {
        var (id, _, seat) = await WorkingAsync("fa.zheng", "StationClerk", "370402001");
        await seat.PostAsync("/account/second-factor", "/account/second-factor/begin");
        var (_, setting) = await seat.GetAsync("/account/second-factor");
        var key = Base32.Read(Key().Match(setting).Groups["key"].Value.Replace(" ", "", StringComparison.Ordinal));
        string Code() => AuthenticatorCodes.At(key, hall.Office.Clock.GetUtcNow().ToUnixTimeSeconds() / 30);
        var wrong = await seat.PostAsync("/account/second-factor", "/account/second-factor", ("code", "000000"));
        var on = await seat.PostAsync("/account/second-factor", "/account/second-factor", ("code", Code()));
        var recovery = Regex.Matches(on.Text, "<li><code>(?<code>[^<]+)</code>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Select(match => match.Groups["code"].Value).ToList();

        var thief = hall.Anybody();
        var password = await thief.PostAsync("/sign-in", "/sign-in", ("userName", "fa.zheng"), ("password", Chosen), ("back", "/cases"));
        var (inside, _) = await thief.GetAsync("/tasks");
        var replayed = await thief.PostAsync(password.Text, "/sign-in/code", ("code", Code()));
        hall.Office.Clock.Advance(TimeSpan.FromSeconds(30));
        var right = await thief.PostAsync(password.Text, "/sign-in/code", ("code", Code()), ("back", "/cases"));
        var another = hall.Anybody();
        await another.PostAsync("/sign-in", "/sign-in", ("userName", "fa.zheng"), ("password", Chosen));
        var byRecovery = await another.PostAsync("/sign-in/code", "/sign-in/code", ("recovery", recovery[0].ToLowerInvariant()));
        var third = hall.Anybody();
        await third.PostAsync("/sign-in", "/sign-in", ("userName", "fa.zheng"), ("password", Chosen));
        var spent = await third.PostAsync("/sign-in/code", "/sign-in/code", ("recovery", recovery[0]));
        for (var guess = 0; guess < 4; guess++)
            await third.PostAsync("/sign-in/code", "/sign-in/code", ("code", "000000"));
        var locked = await third.PostAsync("/sign-in/code", "/sign-in/code", ("recovery", recovery[1]));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(setting, Does.Contain("<svg class=\"qr\"").And.Contain("otpauth://totp/"));
            Assert.That(wrong.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(recovery, Has.Count.EqualTo(10));
            Assert.That(password.Text, Is.EqualTo("/sign-in/code?back=%2Fcases"));
            Assert.That(inside, Is.EqualTo(HttpStatusCode.Redirect));
            Assert.That(replayed.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity), "the code that turned it on is used");
            Assert.That(right.Text, Is.EqualTo("/cases"));
            Assert.That(byRecovery.Status, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That(spent.Text, Does.Contain("或已经用过"));
            Assert.That(locked.Text, Does.Contain("请 15 分钟后再试"), "wrong codes count");
            Assert.That(await StoredAsync(id), Does.Not.Contain(recovery[1]));
        }
    }

    private async Task<string> StoredAsync(Guid id) => await hall.Office.ReadAsync(db => db.Set<Credential>().Where(one => one.AccountId == new AccountId(id)).Select(one => one.RecoveryCodes).SingleAsync());

    private async Task<(Guid Id, string Password)> HireAsync(string userName, string role, string at)
    {
        var opened = await admin.PostAsync("/admin/accounts/new", "/admin/accounts/new", ("userName", userName), ("nameZh", "某人"), ("nameEn", "Somebody"), ("role", role), ("at", at));
        Assert.That(opened.Status, Is.EqualTo(HttpStatusCode.OK), opened.Text);
        return (Guid.Parse(AccountLink().Match(opened.Text).Groups["id"].Value), Secret().Match(opened.Text).Groups["password"].Value);
    }

    /// <summary>Hired, with a password of their own, and signed in.</summary>
    private async Task<(Guid Id, string Password, Seat Seat)> WorkingAsync(string userName, string role, string at)
    {
        var (id, password) = await HireAsync(userName, role, at);
        var seat = hall.Anybody();
        await seat.PostAsync("/sign-in", "/sign-in", ("userName", userName), ("password", password));
        await seat.PostAsync("/account/password", "/account/password", ("current", password), ("password", Chosen), ("again", Chosen));
        return (id, password, seat);
    }

    private Task<UnitId> UnitAsync(string code) => hall.Office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == code && unit.ValidTo == null).Select(unit => unit.Id).SingleAsync());

    [GeneratedRegex("<code class=\"secret\">(?<password>[^<]+)</code>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();

    [GeneratedRegex("<code class=\"secret\">(?<key>[A-Z2-7 ]+)</code>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    [GeneratedRegex("/admin/accounts/(?<id>[0-9a-f-]{36})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AccountLink();
}
