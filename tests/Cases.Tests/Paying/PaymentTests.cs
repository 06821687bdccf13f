using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Tests.Funding;
using AidWorkflow.Storage;

namespace AidWorkflow.Cases.Tests.Paying;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class PaymentTests(Provider provider)
{
    private static readonly Payee ZhangSan = new("张三", "6217000000000000004", "中国工商银行枣庄分行");
    private MoneyWorld world = null!;
    private int keys;

    [OneTimeSetUp]
    public async Task StartAsync() => world = await MoneyWorld.StartAsync(provider);

    [OneTimeTearDown]
    public async Task EndAsync() => await world.DisposeAsync();

    [Test]
    public async Task The_same_grant_ordered_again_is_the_same_payment()
    {
        var order = await ReservedAsync(100_00);

        var one = await PrepareAsync(order);
        var two = await PrepareAsync(order);

        Assert.That(two, Is.EqualTo(one));
    }

    [Test]
    public async Task Not_more_is_ordered_than_is_reserved_not_even_in_two_parts()
    {
        var order = await ReservedAsync(100_00);
        await PrepareAsync(order with { Cents = 60_00 });

        await RefusedAsync("fund.not-reserved", order with { Cents = 40_01, Reference = order.Reference + "b" });
        await PrepareAsync(order with { Cents = 40_00, Reference = order.Reference + "c" });
    }

    [TestCase("", "6217000000000000004", "payment.missing")]
    [TestCase("  ", "6217000000000000004", "payment.missing")]
    [TestCase("张\n三", "6217000000000000004", "payment.control-character")]
    [TestCase("张三", "", "payment.account-malformed")]
    [TestCase("张三", "621700", "payment.account-malformed")]
    [TestCase("张三", "=6217000000000000004", "payment.account-malformed")]
    [TestCase("张三", "６２１７００００００００００００００４", "payment.account-malformed")]
    public async Task Details_that_no_bank_takes_are_refused(string name, string account, string code) =>
        await RefusedAsync(code, (await ReservedAsync(100_00)) with { Payee = new Payee(name, account, "中国工商银行") });

    [Test]
    public async Task A_name_of_more_than_a_hundred_characters_is_refused() =>
        await RefusedAsync("payment.too-long", (await ReservedAsync(100_00)) with { Payee = ZhangSan with { Name = new string('张', 101) } });

    [Test]
    public async Task A_name_goes_to_the_bank_as_the_register_writes_it()
    {
        var order = await ReservedAsync(100_00);

        var payment = await world.PaymentAsync(await PrepareAsync(order with { Payee = ZhangSan with { Name = " 张\uF9DC " } }));

        Assert.That(payment.PayeeName.Select(letter => (int)letter), Is.EqualTo(new[] { 0x5F20, 0xF9DC }), "normal form C would make U+9686 of it");
    }

    [Test]
    public async Task Spaces_in_an_account_number_do_not_matter()
    {
        var order = await ReservedAsync(100_00);

        var payment = await world.PaymentAsync(await PrepareAsync(order with { Payee = ZhangSan with { AccountNumber = "6217 0000 0000 0000 004" } }));

        Assert.That(payment.AccountTail, Is.EqualTo("0004"));
    }

    [Test]
    public async Task Demo_money_and_demo_values_pay_nothing_in_production()
    {
        await using var production = await MoneyWorld.StartAsync(provider, production: true);
        var demo = await production.FundAsync(100_00, demo: true);
        var aidCase = production.NewCase();
        await production.ActAsync<Funds>(funds => funds.ReserveAsync(demo, aidCase, 10_00, "demo", Actor.System, default));
        await production.ActAsync<Funds>(funds => funds.ReserveAsync(production.Fund, aidCase, 10_00, "real", Actor.System, default));

        await production.RefusedAsync<Payments>("payment.demo-fund", act => act.PrepareAsync(new PaymentOrder(aidCase, demo, ZhangSan, 10_00, "帮扶", "a", false), Actor.System, default));
        await production.RefusedAsync<Payments>(
            "payment.demo-values", act => act.PrepareAsync(new PaymentOrder(aidCase, production.Fund, ZhangSan, 10_00, "帮扶", "b", true), Actor.System, default));
        await production.RefusedAsync<MakeBatch>("payment.demo-fund", act => act.MakeAsync(new BatchRequest(demo, "demo-csv-utf8"), production.Maker, null, default));
        await production.ReadyAsync();
        await production.SentBatchAsync();
    }

    [Test]
    public void Demo_bank_templates_are_refused_in_production_and_taken_elsewhere()
    {
        var template = BankTemplates.Load(MoneyWorld.BankFolder()).Templates.Get("demo-csv-gbk");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => DemoMoney.Refuse(template, new Deployment(IsProduction: true)), Throws.InstanceOf<RefusedException>());
            Assert.That(() => DemoMoney.Refuse(template, new Deployment(IsProduction: false)), Throws.Nothing);
            Assert.That(() => DemoMoney.Refuse(template with { Demo = false }, new Deployment(IsProduction: true)), Throws.Nothing);
        }
    }

    [Test]
    public void A_payee_in_a_log_shows_no_account() => Assert.That($"{ZhangSan}", Does.Not.Contain("6217"));

    private async Task<PaymentOrder> ReservedAsync(long cents)
    {
        var aidCase = world.NewCase();
        await world.ActAsync<Funds>(funds => funds.ReserveAsync(world.Fund, aidCase, cents, $"reserved {++keys}", Actor.System, default));
        return new PaymentOrder(aidCase, world.Fund, ZhangSan, cents, "一次性困难帮扶", $"order {keys}", ByDemoValues: false);
    }

    private Task<PaymentId> PrepareAsync(PaymentOrder order) => world.ActAsync<Payments, PaymentId>(payments => payments.PrepareAsync(order, Actor.System, default));

    private Task<RefusedException> RefusedAsync(string code, PaymentOrder order) => world.RefusedAsync<Payments>(code, payments => payments.PrepareAsync(order, Actor.System, default));
}
