using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Seat = AidWorkflow.Portal.Tests.Handling.Seat;

namespace AidWorkflow.Portal.Tests.SigningIn;

/// <summary>Applicants come in by a code sent to their mobile number, and see what is theirs once the station knows the number.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class MobileSignInTests(Provider provider)
{
    private Hall hall = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync(provider: provider);

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task A_number_that_nobody_knows_is_answered_as_one_that_has_an_account()
    {
        await SignInAsync("13900000001");
        hall.Office.Clock.Advance(TimeSpan.FromMinutes(2));
        var seat = hall.Anybody();

        var known = await seat.PostAsync("/sign-in/mobile", "/sign-in/mobile", ("mobile", "13900000001"));
        var unknown = await seat.PostAsync("/sign-in/mobile", "/sign-in/mobile", ("mobile", "13900000002"));
        var wrongKnown = await seat.PostAsync("/sign-in/mobile", "/sign-in/mobile/code", ("mobile", "13900000001"), ("code", "abc"));
        var wrongUnknown = await seat.PostAsync("/sign-in/mobile", "/sign-in/mobile/code", ("mobile", "13900000003"), ("code", "abc"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(known.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(Same(known.Text), Is.EqualTo(Same(unknown.Text)));
            Assert.That(wrongKnown.Status, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(Same(wrongKnown.Text), Is.EqualTo(Same(wrongUnknown.Text)));
        }
    }

    [Test]
    public async Task Whoever_came_in_by_a_code_applies_and_is_no_staff()
    {
        var seat = await SignInAsync("13900000004", "en");

        var (_, services) = await seat.GetAsync("/services");
        var (account, own) = await seat.GetAsync("/account");
        var begun = await seat.PostAsync("/services/hardship-aid", "/services/hardship-aid/apply");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(services, Does.Contain("My applications").And.Contain("Mobile ending 0004"));
            Assert.That((account, own.Contains("139****0004", StringComparison.Ordinal), own.Contains("not linked", StringComparison.Ordinal)), Is.EqualTo((HttpStatusCode.OK, true, true)));
            Assert.That(begun.Text, Does.StartWith("/drafts/"));
            Assert.That((await seat.GetAsync("/tasks")).Status, Is.Not.EqualTo(HttpStatusCode.OK));
            Assert.That((await seat.GetAsync("/admin/accounts")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }

    /// <summary>Anybody can write anybody's name beside their own number on a form: only what a station accepted counts.</summary>
    [Test]
    public async Task An_account_is_linked_when_a_station_accepted_a_case_with_its_number_and_not_before()
    {
        var opened = await hall.Office.SubmitCompleteAsync();
        var mobile = await PhoneAsync(opened.ApplicantId);
        await SignInAsync(mobile);
        var before = await PersonOfAsync(mobile);
        await hall.Office.ReachAsync(opened.Id, "TownshipReview");
        hall.Office.Clock.Advance(TimeSpan.FromMinutes(2));

        var seat = await SignInAsync(mobile);

        var (_, list) = await seat.GetAsync("/applications");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.Null);
            Assert.That(await PersonOfAsync(mobile), Is.EqualTo(opened.ApplicantId));
            Assert.That(list, Does.Contain(opened.ReceiptNumber!));
        }
    }

    [Test]
    public async Task A_clerk_with_the_identity_card_links_an_account_of_their_own_area()
    {
        var answers = hall.Office.Answers();
        var opened = await hall.Office.SubmitAsync(answers);
        await SignInAsync("13900000005");
        var (clerk, elsewhere) = (await hall.SignInAsync("station1"), await hall.SignInAsync("station-370403-001"));
        (string, string)[] Card(string mobile) => [("name", (string)answers["applicantName"]!), ("citizenId", (string)answers["citizenId"]!), ("mobile", mobile)];

        var foreign = await elsewhere.PostAsync("/applicants", "/applicants", Card("13900000005"));
        var unknown = await clerk.PostAsync("/applicants", "/applicants", Card("13900000006"));
        var linked = await clerk.PostAsync("/applicants", "/applicants", Card("13900000005"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(foreign.Text, Does.Contain("本辖区登记中没有"));
            Assert.That(unknown.Text, Does.Contain("没有用这个手机号注册的账号"));
            Assert.That(linked.Text, Is.EqualTo("/applicants?done=linked"));
            Assert.That(await PersonOfAsync("13900000005"), Is.EqualTo(opened.ApplicantId));
            Assert.That((await (await hall.SignInAsync("decider1")).GetAsync("/applicants")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(await hall.Office.ReadAsync(db => db.Set<AuditEntry>().AnyAsync(entry => entry.Act == "account.linked" && entry.ActorName == "station1")), Is.True);
        }
    }

    [Test]
    public async Task From_each_page_of_the_sign_in_a_way_leads_back_and_where_they_were_going_goes_with_them()
    {
        const string On = "?back=%2Fapplications";
        var seat = hall.Anybody();

        var (_, password) = await seat.GetAsync($"/sign-in{On}");
        var (_, number) = await seat.GetAsync($"/sign-in/mobile{On}");
        var (_, code) = await seat.PostAsync($"/sign-in/mobile{On}", "/sign-in/mobile", ("mobile", "13900000009"), ("back", "/applications"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(password, Does.Contain($"href=\"/sign-in/mobile{On}\""));
            Assert.That(number, Does.Contain($"href=\"/sign-in{On}\""));
            Assert.That(code, Does.Contain($"href=\"/sign-in/mobile{On}\""));
        }
    }

    private async Task<Seat> SignInAsync(string mobile, string language = "zh-CN")
    {
        var seat = hall.Anybody(language);
        await seat.PostAsync("/sign-in/mobile", "/sign-in/mobile", ("mobile", mobile));
        var code = await hall.Office.ReadAsync(db => SentCodes.LastAsync(db, hall.Office.Services.GetRequiredService<FieldProtector>(), mobile));
        var entered = await seat.PostAsync("/sign-in/mobile", "/sign-in/mobile/code", ("mobile", mobile), ("code", code));
        Assert.That(entered.Status, Is.EqualTo(HttpStatusCode.SeeOther), entered.Text);
        return seat;
    }

    private async Task<PersonId?> PersonOfAsync(string mobile)
    {
        var protector = hall.Office.Services.GetRequiredService<FieldProtector>();
        return (await hall.Office.ReadAsync(db => db.Set<Account>().AsNoTracking().Where(account => account.PhoneSealed != null).ToListAsync())).Single(account => account.Phone(protector) == mobile).PersonId;
    }

    private Task<string> PhoneAsync(PersonId person) => hall.Office.ReadAsync(async db =>
        (await db.Set<Cases.People.Person>().AsNoTracking().SingleAsync(one => one.Id == person)).Phone(hall.Office.Services.GetRequiredService<FieldProtector>())!);

    /// <summary>The page without what differs anyway: the numbers typed, and the token of its form.</summary>
    private static string Same(string page) => System.Text.RegularExpressions.Regex.Replace(page, "139[*0-9]{8}|value=\"CfDJ[^\"]+\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
