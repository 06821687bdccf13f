using System.Text.RegularExpressions;
using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Organisation;

/// <summary>Codes by text message: good once, for five minutes, five tries and one number.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SignInCodeTests(Provider provider)
{
    private City city = null!;

    [OneTimeSetUp]
    public async Task Open() => city = await City.FoundAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await city.DisposeAsync();

    [SetUp]
    public void Wait() => city.Database.Clock.Advance(TimeSpan.FromHours(25)); // each test begins on a new day

    [Test]
    public async Task The_first_sign_in_registers_and_the_next_finds_the_same_account()
    {
        await SendAsync("138 0000 0001");
        var first = await EnterAsync("13800000001", await LastCodeAsync());
        city.Database.Clock.Advance(TimeSpan.FromMinutes(2));
        await SendAsync("+86 13800000001");
        var second = await EnterAsync("13800000001", await LastCodeAsync());

        var account = await city.Database.ReadAsync(db => db.Set<Account>().SingleAsync(account => account.Id == first));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(first, Is.Not.Null.And.EqualTo(second));
            Assert.That((account.NameZh, account.PersonId), Is.EqualTo(("手机尾号 0001", (PersonId?)null)));
            Assert.That(account.UserName, Does.Not.Contain("0001"));
        }
    }

    [Test]
    public async Task A_code_is_taken_once_and_only_for_its_number()
    {
        await SendAsync("13800000002");
        var code = await LastCodeAsync();
        await SendAsync("13800000003");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await EnterAsync("13800000003", code), Is.Null, "somebody else's");
            Assert.That(await EnterAsync("13800000002", code), Is.Not.Null);
            Assert.That(await EnterAsync("13800000002", code), Is.Null, "used");
        }
    }

    [Test]
    public async Task Five_wrong_codes_end_it()
    {
        await SendAsync("13800000004");
        var code = await LastCodeAsync();
        for (var wrong = 1; wrong <= 5; wrong++)
            Assert.That(await EnterAsync("13800000004", code == "000000" ? "000001" : "000000"), Is.Null);

        Assert.That(await EnterAsync("13800000004", code), Is.Null);
    }

    [Test]
    public async Task After_five_minutes_it_has_run_out()
    {
        await SendAsync("13800000005");
        var code = await LastCodeAsync();
        city.Database.Clock.Advance(SendSignInCode.GoodFor);

        Assert.That(await EnterAsync("13800000005", code), Is.Null);
    }

    [Test]
    public async Task A_number_gets_a_code_a_minute_and_ten_a_day()
    {
        await SendAsync("13800000006");
        Assert.That(() => SendAsync("13800000006"), Refuses("code.too-soon"));
        for (var more = 2; more <= 10; more++)
        {
            city.Database.Clock.Advance(TimeSpan.FromMinutes(1));
            await SendAsync("13800000006");
        }

        city.Database.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.That(() => SendAsync("13800000006"), Refuses("code.too-many"));
        city.Database.Clock.Advance(TimeSpan.FromDays(1));
        Assert.That(() => SendAsync("13800000006"), Throws.Nothing);
    }

    [TestCase("0632-3123456")]
    [TestCase("1380000")]
    [TestCase("")]
    public void A_number_that_gets_no_text_messages_is_refused_with_its_field(string number) =>
        Assert.That(() => SendAsync(number), Throws.TypeOf<RefusedException>().With.Property("Code").EqualTo("code.mobile").And.Property("Field").EqualTo("mobile"));

    [Test]
    public async Task Neither_code_nor_number_stands_in_the_database()
    {
        await SendAsync("13800000007");
        var code = await LastCodeAsync();
        await EnterAsync("13800000007", code);

        var (kept, payload) = await city.Database.ReadAsync(async db => (
            await db.Set<SignInCode>().OrderByDescending(one => one.SentAt).FirstAsync(), await db.Set<OutboxRow>().OrderByDescending(row => row.CreatedAt).Select(row => row.Payload).FirstAsync()));
        Assert.That($"{kept.Phone} {kept.Digest} {payload}", Does.Not.Contain(code).And.Not.Contain("13800000007"));
    }

    private Task SendAsync(string mobile) => city.RunAsync<SendSignInCode>(act => act.RunAsync(mobile, "zh-CN", default));

    private async Task<AccountId?> EnterAsync(string mobile, string code)
    {
        AccountId? entered = null;
        await city.RunAsync<EnterByCode>(async act => entered = await act.RunAsync(mobile, code, default));
        return entered;
    }

    private async Task<string> LastCodeAsync()
    {
        var message = await city.Database.ReadAsync(db => db.Set<OutboxRow>().AsNoTracking().OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id).FirstAsync());
        var opened = SealedPayload.Open(message, city.Database.Get<FieldProtector>());
        return Regex.Match(opened, "[0-9]{6}(?=，)", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
    }

    private static NUnit.Framework.Constraints.EqualStringConstraint Refuses(string code) => Throws.TypeOf<RefusedException>().With.Property(nameof(RefusedException.Code)).EqualTo(code);
}
