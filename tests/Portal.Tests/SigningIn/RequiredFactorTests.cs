using System.Net;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Tests.Handling;

namespace AidWorkflow.Portal.Tests.SigningIn;

/// <summary>Where staff must have a second factor, nothing else opens before; and an account of the organisation is held to what it proves.</summary>
[TestFixture]
internal sealed class RequiredFactorTests
{
    private FakeProvider provider = null!;
    private Hall hall = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        provider = await FakeProvider.OpenAsync();
        hall = await Hall.OpenAsync(signIn: settings => settings with
        {
            SecondFactor = SecondFactor.Required,
            Oidc = new OidcSettings { Authority = provider.Address, ClientId = FakeProvider.ClientId, ClientSecret = FakeProvider.ClientSecret, Label = "市政统一认证" },
        }, clock: TimeProvider.System); // a browser would drop the cookies of a clock that is years behind
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await hall.DisposeAsync();
        await provider.DisposeAsync();
    }

    [Test]
    public async Task Staff_set_it_up_before_anything_else_and_applicants_need_none()
    {
        var (staff, applicant) = (await hall.SignInAsync("station1"), await hall.SignInAsync("applicant1"));

        var tasks = await staff.PostAsync("/account/second-factor", "/tasks");
        var (page, words) = await staff.GetAsync("/account/second-factor");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((tasks.Status, tasks.Text), Is.EqualTo((HttpStatusCode.SeeOther, "/account/second-factor")));
            Assert.That((page, words.Contains("工作人员须先设置", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.OK, true)));
            Assert.That((await applicant.GetAsync("/services")).Status, Is.EqualTo(HttpStatusCode.OK));
        }
    }

    [Test]
    public async Task An_account_of_the_organisation_opens_the_account_of_that_name()
    {
        provider.Name = "decider1";

        var (landed, seat) = await ComeAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(landed, Is.EqualTo("/cases"));
            Assert.That((await seat.GetAsync("/cases")).Status, Is.EqualTo(HttpStatusCode.OK), "the organisation has its own second factor");
            Assert.That(provider.Challenged, Is.True, "with PKCE");
        }
    }

    [TestCase("nobody-here", null, TestName = "Nobody_is_made_an_account")]
    [TestCase("decider1", "nonce", TestName = "An_answer_to_another_question_is_refused")]
    [TestCase("decider1", "audience", TestName = "A_token_for_another_application_is_refused")]
    [TestCase("decider1", "signature", TestName = "A_token_that_the_provider_did_not_sign_is_refused")]
    [TestCase("decider1", "expired", TestName = "A_token_that_ran_out_is_refused")]
    [TestCase("decider1", "issuer", TestName = "A_token_of_another_provider_is_refused")]
    public async Task What_the_provider_does_not_prove_signs_nobody_in(string name, string? wrong)
    {
        (provider.Name, provider.Wrong) = (name, wrong);

        var (landed, seat) = await ComeAsync();

        provider.Wrong = null;
        var (_, page) = await seat.GetAsync(landed);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(landed, Is.EqualTo("/sign-in?failed=organisation"));
            Assert.That(page, Does.Contain("单位账号没有登录成功").And.Contain("市政统一认证"));
            Assert.That((await seat.GetAsync("/tasks")).Status, Is.EqualTo(HttpStatusCode.Redirect));
        }
    }

    [Test]
    public async Task A_link_back_that_this_browser_did_not_ask_for_is_refused()
    {
        provider.Name = "decider1";
        var (_, away) = await hall.Anybody().FollowAsync("/sign-in/organisation?back=/cases");
        var (_, back) = await hall.Anybody().FollowAsync(away);

        var (_, landed) = await hall.Anybody().FollowAsync(back);

        Assert.That(landed, Is.EqualTo("/sign-in?failed=organisation"));
    }

    [Test]
    public async Task Who_gives_up_at_the_provider_is_told_so_and_nothing_of_a_missing_account()
    {
        provider.Wrong = "cancelled";

        var (landed, seat) = await ComeAsync();

        provider.Wrong = null;
        Assert.That((await seat.GetAsync(landed)).Text, Does.Contain("取消了登录").And.Not.Contain("没有开户"));
    }

    [TestCase("zh-CN", "现在连不上单位的统一登录")]
    [TestCase("en", "cannot be reached just now")]
    public async Task A_provider_that_does_not_answer_is_told_as_that(string language, string told)
    {
        await using var away = await Hall.OpenAsync(signIn: settings => settings with
        {
            Oidc = new OidcSettings { Authority = new Uri("http://127.0.0.1:1"), ClientId = FakeProvider.ClientId, ClientSecret = FakeProvider.ClientSecret },
        }, clock: TimeProvider.System);
        var seat = away.Anybody();
        await seat.FollowAsync($"/choose?language={language}&back=/");

        var (_, landed) = await seat.FollowAsync("/sign-in/organisation");

        Assert.That((await seat.GetAsync(landed)).Text, Does.Contain(told));
    }

    /// <summary>Follows the links to the provider and back.</summary>
    private async Task<(string Landed, Seat Seat)> ComeAsync()
    {
        var seat = hall.Anybody();
        var (_, away) = await seat.FollowAsync("/sign-in/organisation?back=/cases");
        var (_, back) = await seat.FollowAsync(away);
        var (_, landed) = await seat.FollowAsync(back);
        return (landed, seat);
    }
}
