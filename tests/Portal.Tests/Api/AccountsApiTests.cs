using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>What an administrator does with accounts and units on pages, a program does too, within the same area; what answers with a password only somebody who signed in.</summary>
[TestFixture]
internal sealed partial class AccountsApiTests
{
    private Office office = null!;
    private Website site = null!;
    private Caller city = null!;
    private Caller district = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
        await office.HireAsync("admin-402", Role.Administrator, UnitLevel.District, "370402");
        (city, district) = (await site.CallerAsync(office, "admin1"), await site.CallerAsync(office, "admin-402"));
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        city.Dispose();
        district.Dispose();
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task An_account_is_opened_by_a_session_and_its_password_told_once()
    {
        using var admin = await SessionAsync("admin1");
        var unit = await UnitAsync("370402001", UnitLevel.Township);
        var said = new { userName = "new-clerk", nameZh = "新经办", nameEn = "New clerk", role = "StationClerk", unit, lastDay = "2022-12-31" };
        var byToken = await city.PostAsync("/api/admin/accounts", said);
        var faulty = await admin.PostAsJsonAsync("/api/admin/accounts", said with { userName = "X", nameZh = " " });
        var opened = await admin.PostAsJsonAsync("/api/admin/accounts", said);
        var told = (await opened.Content.ReadFromJsonAsync<JsonNode>())!;
        var read = (await city.GetAsync($"/api/admin/accounts/{told["id"]}")).Ok();
        var list = (await city.GetAsync("/api/admin/accounts?search=new-clerk")).Ok();
        var errors = (await faulty.Content.ReadFromJsonAsync<JsonNode>())!["errors"]!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(byToken.Code, Is.EqualTo("token.by-session-only"), "taking a token back must end everything that it could do");
            Assert.That((int)faulty.StatusCode, Is.EqualTo(400));
            Assert.That(errors["userName"]![0]!["code"]!.GetValue<string>(), Is.EqualTo("account.user-name"));
            Assert.That(errors["nameZh"], Is.Not.Null, "all at once");
            Assert.That((int)opened.StatusCode, Is.EqualTo(201));
            Assert.That((string)told["password"]!, Has.Length.GreaterThan(10));
            Assert.That(read.ToJsonString(), Does.Not.Contain((string)told["password"]!));
            Assert.That((string)read["row"]!["roles"]![0]!["role"]!, Is.EqualTo("StationClerk"));
            Assert.That((string)read["row"]!["roles"]![0]!["to"]!, Is.EqualTo("2023-01-01"), "the first day without it");
            Assert.That((int)list["count"]!, Is.EqualTo(1));
        }

        var again = await admin.PostAsJsonAsync($"/api/admin/accounts/{told["id"]}/password", new { });
        var next = (await again.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.That((string)next["password"]!, Is.Not.EqualTo((string)told["password"]!));
    }

    [Test]
    public async Task Roles_are_given_and_ended_once_for_a_key_and_only_in_ones_own_area()
    {
        var hired = (await office.HireAsync("walker", Role.StationClerk, UnitLevel.Township, "370402001")).Account!.Value;
        var (own, foreign) = (await UnitAsync("370402002", UnitLevel.Township), await UnitAsync("370403001", UnitLevel.Township));

        using var admin = await SessionAsync("admin-402");
        admin.DefaultRequestHeaders.Add("Idempotency-Key", "give-1");

        var byToken = await district.PostAsync($"/api/admin/accounts/{hired}/roles", new { role = "StationClerk", unit = own });
        var given = await GiveAsync(new { role = "StationClerk", unit = own });
        var again = await GiveAsync(new { role = "StationClerk", unit = own });
        admin.DefaultRequestHeaders.Remove("Idempotency-Key");
        var outside = await admin.PostAsJsonAsync($"/api/admin/accounts/{hired}/roles", new { role = "StationClerk", unit = foreign });
        var level = await GiveAsync(new { role = "DistrictDecider", unit = own });
        var ended = await district.PostAsync($"/api/admin/accounts/{hired}/roles/{given["id"]}/end", new { });
        var notTheirs = await district.GetAsync($"/api/admin/accounts/{await AccountAsync("station-370403-001")}");
        var (leaves, closed) = ((await district.PostAsync($"/api/admin/accounts/{hired}/close/check")).Ok(), (await district.PostAsync($"/api/admin/accounts/{hired}/close", null, "close-1")).Ok());
        var alone = (await city.PostAsync($"/api/admin/accounts/{await AccountAsync("admin-402")}/close/check")).Ok()["alone"]!.AsArray();
        var foreignClose = await district.PostAsync($"/api/admin/accounts/{await AccountAsync("station-370403-001")}/close");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(byToken.Code, Is.EqualTo("token.by-session-only"), "a role would outlive the token");
            Assert.That((int)outside.StatusCode, Is.EqualTo(403));
            Assert.That(level["errors"]!["role"]![0]!["code"]!.GetValue<string>(), Is.EqualTo("role.wrong-level"));
            Assert.That((string)again["id"]!, Is.EqualTo((string)given["id"]!));
            ended.ShouldBe(200);
            notTheirs.ShouldBe(404);
            foreignClose.ShouldBe(404);
            Assert.That((int)leaves["claimed"]!, Is.Zero);
            Assert.That(alone.Select(one => ((string)one!["role"]!, (int)one["tasks"]!)), Is.EqualTo(new[] { ("Administrator", 0) }), "said also where nothing waits yet");
            Assert.That((int)closed["tasksGivenBack"]!, Is.Zero);
            Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == $"account:{hired}" && entry.Act == "account.closed").Select(entry => entry.ActorName).SingleAsync()), Is.EqualTo("admin-402/test admin-402"));
        }

        async Task<JsonNode> GiveAsync(object said) => (await (await admin.PostAsJsonAsync($"/api/admin/accounts/{hired}/roles", said)).Content.ReadFromJsonAsync<JsonNode>())!;
    }

    [Test]
    public async Task Help_for_whoever_cannot_sign_in_is_not_given_by_a_token()
    {
        var clerk = await AccountAsync("station1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await district.PostAsync($"/api/admin/accounts/{clerk}/unlock")).Code, Is.EqualTo("token.by-session-only"));
            Assert.That((await district.PostAsync($"/api/admin/accounts/{clerk}/second-factor")).Code, Is.EqualTo("token.by-session-only"));
            Assert.That((await district.PostAsync($"/api/admin/accounts/{clerk}/password")).Code, Is.EqualTo("token.by-session-only"));
            Assert.That((await district.PostAsync($"/api/admin/accounts/{clerk}/reopen")).Code, Is.EqualTo("token.by-session-only"));
            foreach (var other in (string[])["station1", "auditor1", "maker1"])
            {
                using var nobody = await site.CallerAsync(office, other);
                (await nobody.GetAsync("/api/admin/accounts")).ShouldBe(404);
                (await nobody.PostAsync($"/api/admin/accounts/{clerk}/close")).ShouldBe(404);
            }
        }
    }

    [Test]
    public async Task Units_are_looked_at_first_and_then_changed()
    {
        var (township, village, foreign) = (await UnitAsync("370402002", UnitLevel.Township), await UnitAsync("370402002001", UnitLevel.Village), await UnitAsync("370403001", UnitLevel.Township));

        var check = (await district.PostAsync($"/api/admin/units/{township}/rename/check", new { nameZh = "新城街道", nameEn = "Xincheng Sub-district" })).Ok();
        var unchanged = (await district.GetAsync($"/api/admin/units/{township}")).Ok();
        var renamed = (await district.PostAsync($"/api/admin/units/{township}/rename", new { nameZh = "新城街道", nameEn = "Xincheng Sub-district" }, "name-1")).Ok();
        var opened = (await district.PostAsync($"/api/admin/units/{township}/open", new { kind = "社区", code = "370402002900", nameZh = "新社区", nameEn = "New Community" })).Ok();
        var choices = (await district.GetAsync($"/api/admin/units/{township}/choices")).Ok();
        var taken = await district.PostAsync($"/api/admin/units/{township}/open", new { kind = "社区", code = "370402002900", nameZh = "又一社区", nameEn = "Another" });
        var half = await district.PostAsync($"/api/admin/units/{village}/split/check", new { parts = new[] { new { kind = "村", code = "37", nameZh = "", nameEn = "A", below = Array.Empty<string>(), carriesOn = true }, new { kind = "村", code = "x", nameZh = "B", nameEn = "B", below = Array.Empty<string>(), carriesOn = false } } });
        var merged = await district.PostAsync($"/api/admin/units/{(string)opened["units"]![0]!}/merge/check", new { into = village });

        using (Assert.EnterMultipleScope())
        {
            Assert.That((int)check["units"]!, Is.GreaterThan(1));
            Assert.That((string)unchanged["at"]!["name"]!, Is.Not.EqualTo("Xincheng Sub-district"));
            Assert.That((string)renamed["units"]![0]!, Is.EqualTo($"{township}"));
            Assert.That(choices["below"]!.AsArray().Select(one => (string)one!["code"]!), Does.Contain("370402002900"));
            taken.ShouldBe(400);
            Assert.That(taken.Body!["errors"]!["code"]![0]!["code"]!.GetValue<string>(), Is.EqualTo("unit.code-taken"));
            half.ShouldBe(400);
            Assert.That(half.Body!["errors"]!.AsObject().Select(error => error.Key), Does.Contain("parts[0].nameZh").And.Contain("parts[1].code"));
            Assert.That(merged.Code, Is.EqualTo("unit.closed-before-opened"), "what it would be refused for is told before");
            (await district.PostAsync($"/api/admin/units/{foreign}/rename/check", new { nameZh = "x", nameEn = "x" })).ShouldBe(404);
            (await district.PostAsync($"/api/admin/units/{foreign}/close", new { })).ShouldBe(404);
        }
    }

    private Task<Guid> UnitAsync(string code, UnitLevel level) => office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == code && unit.Level == level).Select(unit => unit.Id.Value).SingleAsync());

    private Task<AccountId> AccountAsync(string userName) => office.ReadAsync(db => db.Set<Account>().Where(account => account.UserName == userName).Select(account => account.Id).SingleAsync());

    /// <summary>A browser's session with the token of its pages.</summary>
    private async Task<HttpClient> SessionAsync(string userName)
    {
        var account = await AccountAsync(userName);
        await office.ReadAsync(async db =>
        {
            if (!await db.Set<Credential>().AnyAsync(one => one.AccountId == account)) // opened by this test: with the password of the demo accounts
                db.Add(new Credential { AccountId = account, SecurityStamp = userName, PasswordHash = await db.Set<Credential>().Select(one => one.PasswordHash).FirstAsync() });
            return await db.SaveChangesAsync();
        });
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Address) };
        var form = await http.GetStringAsync("/sign-in");
        await http.PostAsync("/sign-in", new FormUrlEncodedContent([new("userName", userName), new("password", site.Password), new("__RequestVerificationToken", Token().Match(form).Groups["token"].Value)]));
        http.DefaultRequestHeaders.Add("RequestVerificationToken", (string)(await http.GetFromJsonAsync<JsonNode>("/api/me"))!["antiforgery"]!);
        return http;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
