using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Integrating;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>Tokens: issued by whoever answers for the account, shown once, good for exactly its roles, and gone when they are taken back.</summary>
[TestFixture]
internal sealed partial class TokenTests
{
    private Office office = null!;
    private Website site = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(Provider.Sqlite);
        site = await Website.OpenAsync(office);
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await site.DisposeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task An_administrator_issues_a_token_that_is_shown_once_and_takes_it_back()
    {
        var admin = await site.SignedInAsync("admin1", "en");
        var page = await admin.GetAsync("/admin/tokens");
        var faulty = await page.PostAsync("/admin/tokens", ("name", " "), ("userName", "nobody"), ("lastDay", "2021-01-01"));
        var unchosen = await page.PostAsync("/admin/tokens", ("name", "x"), ("userName", ""), ("lastDay", "soon"));
        var issued = await page.PostAsync("/admin/tokens", ("name", "County ledger"), ("userName", "station1"), ("lastDay", "2022-04-30"));
        var secret = Secret().Match(issued.Html).Value;
        using var program = new Caller(new Uri(site.Address), secret);
        var me = (await program.GetAsync("/api/me")).Ok();
        var list = await admin.GetAsync("/admin/tokens");
        var row = await office.ReadAsync(db => db.Set<ApiToken>().SingleAsync(token => token.Name == "County ledger"));
        var revoked = await list.PostAsync($"/admin/tokens/{row.Id}/revoke");
        var after = await program.GetAsync("/api/me");

        using (Assert.EnterMultipleScope())
        {
            faulty.EveryFaultLeadsToItsField();
            unchosen.EveryFaultLeadsToItsField();
            Assert.That((string?)me["userName"], Is.EqualTo("station1"));
            Assert.That((string?)me["roles"]![0]!["role"], Is.EqualTo("StationClerk"));
            Assert.That(list.Words, Does.Contain("County ledger").And.Contain("2022-04-30"));
            Assert.That(list.Html, Does.Not.Contain(secret[^20..]), "a secret is shown once");
            Assert.That(row.SecretHash, Does.StartWith("sha256:").And.Not.Contain(secret[^20..]));
            Assert.That(row.LastUsedAt, Is.Not.Null);
            Assert.That((await revoked.FollowAsync()).Words, Does.Contain("taken back"));
            Assert.That(after.Code, Is.EqualTo("request.not-signed-in"));
            Assert.That(await office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Stream == $"account:{row.ActsAs}").Select(entry => entry.Act).ToListAsync()), Does.Contain("token.issued").And.Contain("token.revoked"));
        }
    }

    [Test]
    public async Task A_token_ends_with_its_last_day_and_with_its_account()
    {
        await office.HireAsync("leaver", Role.StationClerk, UnitLevel.Township, "370402001");
        var today = LocalDay.Today(office.Clock);
        using var program = new Caller(new Uri(site.Address), (await office.DoAsync((IssueToken act, CancellationToken token) => act.IssueAsync(new("day", "station1", today), Actor.System, token))).Token);
        using var leaver = await site.CallerAsync(office, "leaver");
        var (first, before) = (await program.GetAsync("/api/me"), await leaver.GetAsync("/api/me"));
        await office.AskAsync(async services =>
        {
            var work = (IUnitOfWork)services.GetService(typeof(IUnitOfWork))!;
            (await work.Db.Set<Account>().SingleAsync(account => account.UserName == "leaver")).Deactivate();
            await work.CommitAsync(CancellationToken.None);
            return true;
        });
        office.Clock.Advance(TimeSpan.FromDays(1));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(before.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That((await program.GetAsync("/api/me")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That((await leaver.GetAsync("/api/me")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        }
    }

    [Test]
    public async Task Nobody_issues_a_token_for_an_account_that_works_outside_their_area()
    {
        var district = await office.HireAsync("admin-district", Role.Administrator, UnitLevel.District, "370402");
        var last = LocalDay.Today(office.Clock).AddDays(7);

        var own = await IssueAsync("station1", district);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(own.Token, Does.StartWith("aid_"));
            foreach (var other in new[] { "station-370403-001", "city1", "admin1", "nobody" })
                await Casework.RefusedAsync("token.account-unknown", () => IssueAsync(other, district));
            await Casework.RefusedAsync("token.day-too-far", () => office.DoAsync((IssueToken act, CancellationToken token) => act.IssueAsync(new("x", "station1", last.AddYears(2)), district, token)));
            var foreign = await office.IssueAsync("station-370403-001");
            await Casework.RefusedAsync("token.unknown", () => office.DoAsync((RevokeToken act, CancellationToken token) => act.RevokeAsync(foreign.Id, district, token)));
        }

        Task<IssuedToken> IssueAsync(string userName, Actor actor) => office.DoAsync((IssueToken act, CancellationToken token) => act.IssueAsync(new("x", userName, last), actor, token));
    }

    [Test]
    public async Task The_command_line_lists_tokens_and_takes_them_back_too()
    {
        var issued = await office.IssueAsync("village1");
        using var program = new Caller(new Uri(site.Address), issued.Token);
        (await program.GetAsync("/api/me")).Ok();

        var listed = await RunAsync("list", "--json");
        await RunAsync("revoke", $"{issued.Id}");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(JsonNode.Parse(listed)!["tokens"]!.AsArray().Single(one => (string)one!["id"]! == $"{issued.Id}")!["userName"]!.GetValue<string>(), Is.EqualTo("village1"));
            Assert.That(listed, Does.Not.Contain(issued.Token[^20..]));
            Assert.That((await program.GetAsync("/api/me")).Status, Is.EqualTo(HttpStatusCode.Unauthorized));
        }

        async Task<string> RunAsync(params string[] args)
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            Assert.That(await Portal.Commands.CommandLine.RunAsync(["token", .. args, "--language", "en", "--database", office.Settings.Database.File], output, error, CancellationToken.None), Is.Zero, error.ToString());
            return output.ToString();
        }
    }

    [Test]
    public async Task A_session_reads_with_its_cookie_and_writes_with_its_token_alone()
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(site.Address) };
        var form = await http.GetStringAsync("/sign-in");
        await http.PostAsync("/sign-in", new FormUrlEncodedContent([new("userName", "applicant1"), new("password", site.Password), new("__RequestVerificationToken", Token().Match(form).Groups["token"].Value)]));
        var me = await http.GetFromJsonAsync<JsonNode>("/api/me");
        var bare = await http.PostAsync("/api/drafts", JsonContent.Create(new { service = "hardship-aid" }));
        http.DefaultRequestHeaders.Add("RequestVerificationToken", (string)me!["antiforgery"]!);
        var guarded = await http.PostAsync("/api/drafts", JsonContent.Create(new { service = "hardship-aid" }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(bare.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That((string?)JsonNode.Parse(await bare.Content.ReadAsStringAsync())!["code"], Is.EqualTo("request.no-antiforgery"));
            Assert.That(guarded.StatusCode, Is.EqualTo(HttpStatusCode.Created), await guarded.Content.ReadAsStringAsync());
        }
    }

    [Test]
    public async Task Whoever_asks_too_often_is_told_to_wait_and_nobody_else_is()
    {
        await using var narrow = PortalHost.Build(office.Settings with { Api = new ApiSettings { RequestsAMinute = 3 } }, "Development", port: 0, office.Clock);
        await narrow.StartAsync();
        using var busy = new Caller(new Uri(narrow.Urls.Single()), (await office.IssueAsync("station1")).Token);
        using var calm = new Caller(new Uri(narrow.Urls.Single()), (await office.IssueAsync("village1")).Token);

        for (var turn = 0; turn < 3; turn++)
            (await busy.GetAsync("/api/me")).Ok();
        var refused = await busy.GetAsync("/api/me");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Status, Is.EqualTo(HttpStatusCode.TooManyRequests));
            Assert.That(refused.Code, Is.EqualTo("request.too-often"));
            Assert.That((await calm.GetAsync("/api/me")).Status, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [GeneratedRegex("aid_[0-9a-f]{32}_[0-9a-f]{64}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
