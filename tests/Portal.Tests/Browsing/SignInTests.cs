using AidWorkflow.Cases.Protecting;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Tests.SigningIn;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Every way in, on a phone and in both languages: a text message, an authenticator app, a passkey.</summary>
[TestFixture]
internal sealed class SignInTests
{
    private House house = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => house = await House.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await house.DisposeAsync();
        Assert.That(house.Complaints, Is.Empty, "what browsers wrote to their consoles");
    }

    [TestCase("zh-CN", true, "13700000001", "我的申请")]
    [TestCase("en", true, "13700000002", "My applications")]
    [TestCase("zh-CN", false, "13700000003", "我的申请")]
    [CancelAfter(120_000)]
    public async Task Applicants_come_in_by_a_text_message_with_and_without_script(string language, bool script, string mobile, string inside, CancellationToken cancellation)
    {
        var page = await house.AnybodyAsync(mobile, language, phone: true, script);
        await page.GotoAsync("/applications"); // asked for first, and reached in the end
        await page.ClickAsync("main a[href^='/sign-in/mobile']");
        await page.FillAsync("[name=mobile]", mobile);
        await page.ClickAsync("main form[action='/sign-in/mobile'] button");
        await page.WaitForSelectorAsync("[name=code]");
        await FitsAsync(page, script);
        var code = await CodeOfAsync(mobile);
        await page.FillAsync("[name=code]", code == "111111" ? "222222" : "111111");
        await page.ClickAsync("main form[action='/sign-in/mobile/code'] button");
        await page.WaitForSelectorAsync(".summary");
        await FitsAsync(page, script);
        await page.FillAsync("[name=code]", code);
        await page.ClickAsync("main form[action='/sign-in/mobile/code'] button");
        await page.WaitForURLAsync("**/applications");

        Assert.That(await page.TextContentAsync("h1"), Does.Contain(inside));
    }

    [TestCase("zh-CN", "village1")]
    [TestCase("en", "leader1")]
    [CancelAfter(120_000)]
    public async Task Staff_set_up_an_authenticator_and_are_asked_for_its_code(string language, string who, CancellationToken cancellation)
    {
        var page = await house.SignedInAsync(who, language, phone: true);
        await page.GotoAsync("/account/second-factor");
        await page.ClickAsync("main form button[type=submit]");
        var shown = await page.TextContentAsync("code.secret");
        await FitsAsync(page, script: true);
        var key = Base32.Read(shown!.Replace(" ", "", StringComparison.Ordinal));
        await page.FillAsync("[name=code]", CodeNow(key));
        await page.ClickAsync("main form button[type=submit]");
        await page.WaitForSelectorAsync(".codes");
        await FitsAsync(page, script: true);

        house.Clock.Advance(TimeSpan.FromSeconds(30)); // no code is taken twice
        var again = await house.SignedInAsync(who, language, phone: true);
        await again.WaitForSelectorAsync("[name=code]");
        await FitsAsync(again, script: true);
        await again.FillAsync("[name=code]", CodeNow(key));
        await again.ClickAsync("main form button[type=submit]");
        await again.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        await again.GotoAsync("/account");

        Assert.That(await again.TextContentAsync("main"), Does.Contain(who));
    }

    [TestCase("zh-CN", "station1")]
    [TestCase("en", "township1")]
    [CancelAfter(120_000)]
    public async Task A_passkey_is_added_named_used_and_removed(string language, string who, CancellationToken cancellation)
    {
        var page = await house.AnybodyAsync(who, language, phone: true);
        var origin = house.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal); // a passkey belongs to a name, never to a bare address
        var cdp = await page.Context.NewCDPSessionAsync(page);
        await cdp.SendAsync("WebAuthn.enable");
        await cdp.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        await page.GotoAsync($"{origin}/sign-in");
        await page.FillAsync("[name=userName]", who);
        await page.FillAsync("[name=password]", house.Password);
        await page.ClickAsync("main form[action='/sign-in'] button");
        await page.WaitForURLAsync("**/tasks");
        await page.GotoAsync($"{origin}/account");
        await FitsAsync(page, script: true);
        await page.FillAsync("form[data-passkey] [name=name]", "我的手机 <1>");
        await page.ClickAsync("form[data-passkey] button");
        await page.WaitForURLAsync("**/account?done=added");
        Assert.That(await page.TextContentAsync(".plain strong"), Is.EqualTo("我的手机 <1>"));

        await SignOutAsync(page);
        await page.GotoAsync($"{origin}/sign-in?back=/cases");
        await FitsAsync(page, script: true);
        await page.ClickAsync("form[data-passkey=get] button");
        await page.WaitForURLAsync($"{origin}/cases");

        await page.GotoAsync($"{origin}/account");
        await page.ClickAsync(".plain summary");
        await page.FillAsync(".plain [name=name]", "Telefon");
        await page.ClickAsync(".plain form button:not(.grave)");
        await page.WaitForURLAsync("**/account?done=renamed");
        Assert.That(await page.TextContentAsync(".plain strong"), Is.EqualTo("Telefon"));
        await page.ClickAsync(".plain summary");
        await page.ClickAsync(".plain .grave");
        await page.WaitForURLAsync("**/account?done=removed");

        await SignOutAsync(page);
        await page.GotoAsync($"{origin}/sign-in");
        await page.ClickAsync("form[data-passkey=get] button");
        await page.WaitForSelectorAsync(".summary");
        Assert.That(page.Url, Does.EndWith("/sign-in/passkey"), "a removed passkey signs nobody in");
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task Without_script_the_password_is_there_and_no_passkey_is_offered(CancellationToken cancellation)
    {
        var page = await house.SignedInAsync("checker1", "zh-CN", phone: true, script: false);
        await page.GotoAsync("/account");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await page.IsVisibleAsync("form[data-passkey]"), Is.False);
            Assert.That(await page.TextContentAsync("noscript"), Does.Contain("密码登录不受影响"));
        }
    }

    private string CodeNow(byte[] key) => AuthenticatorCodes.At(key, house.Clock.GetUtcNow().ToUnixTimeSeconds() / 30);

    private async Task<string> CodeOfAsync(string mobile)
    {
        var protector = await house.DoAsync((FieldProtector known, CancellationToken _) => Task.FromResult(known));
        return await house.ReadAsync(db => SentCodes.LastAsync(db, protector, mobile));
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.ClickAsync("header details.menu summary");
        await page.ClickAsync("header details.menu form button");
        await page.WaitForURLAsync("**/services");
    }

    private static async Task FitsAsync(IPage page, bool script)
    {
        if (!script)
            return; // axe and the measure are scripts themselves
        await Accessibility.CheckAsync(page);
        Assert.That(await page.EvaluateAsync<int>("() => document.scrollingElement.scrollWidth"), Is.AtMost(390), page.Url);
    }
}
