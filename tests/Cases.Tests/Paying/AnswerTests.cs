using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Tests.Funding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Paying;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class AnswerTests(Provider provider)
{
    private MoneyWorld world = null!;

    [SetUp]
    public async Task StartAsync() => world = await MoneyWorld.StartAsync(provider);

    [TearDown]
    public async Task EndAsync()
    {
        await world.BooksAgreeAsync();
        await world.DisposeAsync();
    }

    [TestCase("\n")]
    [TestCase("\r\n")]
    [TestCase("\r")]
    public async Task A_bank_ends_the_lines_of_its_file_as_its_system_does(string newLine)
    {
        await world.ReadyAsync(100_00);
        await world.ReadyAsync(200_00);
        var batch = await world.SentBatchAsync();
        var file = System.Text.Encoding.UTF8.GetString(await ReturnFiles.OfAsync(world, batch, _ => "成功")).Replace("\r\n", newLine, StringComparison.Ordinal);

        Assert.That(await world.ImportAsync(batch, System.Text.Encoding.UTF8.GetBytes(file)), Is.EqualTo(new ReturnFileTaken(2, 2)));
        Assert.That(await world.SweepAsync(), Is.EqualTo(2));
    }

    [Test]
    public async Task Settled_returned_and_unknown_lines_are_booked_and_add_up_to_what_was_sent()
    {
        var (paid, returned, unknown, silent) = (await world.ReadyAsync(100_00), await world.ReadyAsync(200_00), await world.ReadyAsync(400_00), await world.ReadyAsync(800_00));
        var batch = await world.SentBatchAsync();

        var taken = await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, payment =>
            payment.Id == paid ? "成功" : payment.Id == returned ? "退票" : payment.Id == unknown ? "处理中" : null));
        Assert.That(taken, Is.EqualTo(new ReturnFileTaken(3, 3)));
        Assert.That(await world.SweepAsync(), Is.EqualTo(3));

        var (totals, balance) = (await world.TotalsAsync(batch), await world.BalanceAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(totals, Is.EqualTo(new BatchTotals(new(4, 1_500_00), new(1, 100_00), new(1, 200_00), new(2, 1_200_00))));
            Assert.That(totals.Agree, Is.True);
            Assert.That((balance.Committed, balance.Paid, balance.Returned), Is.EqualTo((1_200_00L, 100_00L, 200_00L)));
            Assert.That(await StatesAsync(paid, returned, unknown, silent), Is.EqualTo([PaymentState.Settled, PaymentState.Returned, PaymentState.Unknown, PaymentState.Released]));
            Assert.That(world.Outcome.Told, Is.EquivalentTo(new[] { (paid, "paid"), (returned, "returned: 账号户名不符") }));
        }

        await world.RefusedAsync<ReconcileBatch>("batch.unknown-lines", act => act.ReconcileAsync(batch, world.Maker, null, default));
    }

    [Test]
    public async Task The_same_answer_twice_changes_nothing()
    {
        var payment = await world.ReadyAsync();
        var batch = await world.SentBatchAsync();
        var file = await ReturnFiles.OfAsync(world, batch, _ => "成功");
        await world.ImportAsync(batch, file);
        await world.SweepAsync();
        var revision = (await world.PaymentAsync(payment)).Revision;

        var again = await world.ImportAsync(batch, file);
        var otherBytes = await world.ImportAsync(batch, [0xEF, 0xBB, 0xBF, .. file]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.News, otherBytes.News), Is.EqualTo((0, 0)));
            Assert.That(await world.SweepAsync(), Is.Zero);
            Assert.That((await world.PaymentAsync(payment)).Revision, Is.EqualTo(revision));
            Assert.That(world.Outcome.Told, Has.Exactly(1).Items);
        }
    }

    [Test]
    public async Task A_file_with_faults_is_refused_whole_with_every_fault_by_line()
    {
        var good = await world.ReadyAsync(100_00);
        var wrong = await world.ReadyAsync(200_00);
        var batch = await world.SentBatchAsync();
        var file = ReturnFiles.Of((good.Value.ToString("N"), 100_00, "成功"), ("ffffffffffffffffffffffffffffffff", 1_00, "成功"), (wrong.Value.ToString("N"), 200_01, "退票"));

        var refusal = await world.RefusedAsync<ImportReturnFile>("answer.faulty", act => act.ImportAsync(batch, "return.csv", file, world.Maker, null, default));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((AnswerFaults)refusal.Values["faults"]!).All.Select(fault => (fault.Line, fault.What.Code)), Is.EqualTo(new (int?, string)[]
            {
                (3, "answer.unknown-payment"), (4, "answer.amount-differs"),
            }));
            Assert.That(Texts.Say(refusal, "zh-CN"), Does.Contain("第 4 行：银行金额 200.01 元与发放金额 200.00 元不符。"));
            Assert.That(await world.SweepAsync(), Is.Zero);
            Assert.That((await world.PaymentAsync(good)).State, Is.EqualTo(PaymentState.Released));
        }
    }

    [Test]
    public async Task Wrong_totals_refuse_the_whole_file()
    {
        await world.ReadyAsync(100_00);
        var batch = await world.SentBatchAsync();
        var text = System.Text.Encoding.UTF8.GetString(await ReturnFiles.OfAsync(world, batch, _ => "成功"));

        var refusal = await world.RefusedAsync<ImportReturnFile>("answer.faulty", act => act.ImportAsync(
            batch, "return.csv", System.Text.Encoding.UTF8.GetBytes(text.Replace("合计,1,100.00", "合计,2,100.01", StringComparison.Ordinal)), world.Maker, null, default));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((AnswerFaults)refusal.Values["faults"]!).All.Select(fault => fault.What.Code), Is.EqualTo(["answer.count", "answer.total"]));
            Assert.That(await world.SweepAsync(), Is.Zero);
        }
    }

    [Test]
    public async Task An_answer_before_the_batch_was_sent_is_refused()
    {
        var payment = await world.ReadyAsync(100_00);
        var batch = await world.CheckedBatchAsync();

        await world.RefusedAsync<ImportReturnFile>("batch.wrong-state", act => act.ImportAsync(
            batch, "return.csv", ReturnFiles.Of((payment.Value.ToString("N"), 100_00, "成功")), world.Maker, null, default));
    }

    [Test]
    public async Task A_late_return_takes_back_what_was_booked_as_paid_even_from_a_closed_batch()
    {
        var payment = await world.ReadyAsync(100_00);
        var batch = await world.SentBatchAsync();
        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => "成功"));
        await world.SweepAsync();
        await world.ActAsync<ReconcileBatch>(act => act.ReconcileAsync(batch, world.Maker, null, default));
        await world.ActAsync<CloseBatch>(act => act.CloseAsync(batch, world.Checker, null, default));

        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => "退票"));
        await world.SweepAsync();

        var (balance, totals) = (await world.BalanceAsync(), await world.TotalsAsync(batch));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((balance.Paid, balance.Returned), Is.EqualTo((0L, 100_00L)));
            Assert.That(totals.Returned, Is.EqualTo(new CountAndCents(1, 100_00)));
            Assert.That(totals.Agree, Is.True);
            Assert.That(world.Outcome.Told.Select(told => told.What), Is.EqualTo(["paid", "returned: 账号户名不符"]));
            Assert.That((await world.PaymentAsync(payment)).State, Is.EqualTo(PaymentState.Returned));
        }
    }

    [TestCase("退票", "成功")]
    [TestCase("成功", "处理中")]
    [TestCase("退票", "处理中")]
    public async Task An_answer_that_contradicts_an_earlier_one_is_refused(string first, string then)
    {
        await world.ReadyAsync();
        var batch = await world.SentBatchAsync();
        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => first));
        await world.SweepAsync();
        var file = await ReturnFiles.OfAsync(world, batch, _ => then);

        var refusal = await world.RefusedAsync<ImportReturnFile>("answer.faulty", act => act.ImportAsync(batch, "again.csv", file, world.Maker, null, default));

        Assert.That(((AnswerFaults)refusal.Values["faults"]!).All.Single().What.Code, Is.EqualTo("answer.contradicts"));
    }

    [Test]
    public async Task An_unknown_outcome_is_held_until_the_bank_knows()
    {
        var payment = await world.ReadyAsync(100_00);
        var batch = await world.SentBatchAsync();
        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => "处理中"));
        await world.SweepAsync();
        await world.RefusedAsync<RepayReturned>("payment.wrong-state", act => act.RepayAsync(payment, Corrected, world.Maker, default));

        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => "成功"));
        await world.SweepAsync();

        Assert.That((await world.PaymentAsync(payment)).State, Is.EqualTo(PaymentState.Settled));
    }

    [Test]
    public async Task Two_answers_that_wait_together_are_booked_in_their_order()
    {
        var payment = await world.ReadyAsync(100_00);
        var batch = await world.SentBatchAsync();
        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => "成功"));
        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => "退票"));

        Assert.That(await world.SweepAsync(), Is.EqualTo(2));

        Assert.That((await world.PaymentAsync(payment)).State, Is.EqualTo(PaymentState.Returned));
    }

    [Test]
    public async Task A_crash_between_import_and_booking_loses_nothing_and_books_nothing_twice()
    {
        var payments = new[] { await world.ReadyAsync(100_00), await world.ReadyAsync(200_00), await world.ReadyAsync(300_00) };
        var batch = await world.SentBatchAsync();
        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => "成功"));
        await world.ActAsync<SettleLine>(act => act.SettleAsync(payments[0], Actor.System, default));
        world.Outcome.Breaks = true;
        Assert.That(async () => await world.ActAsync<SettleLine>(act => act.SettleAsync(payments[1], Actor.System, default)), Throws.InvalidOperationException);
        Assert.That((await world.BalanceAsync()).Paid, Is.EqualTo(100_00));
        world.Outcome.Breaks = false;

        Assert.That(await world.SweepAsync(), Is.EqualTo(2));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await world.BalanceAsync()).Paid, Is.EqualTo(600_00));
            Assert.That(world.Outcome.Told.Select(told => told.Payment), Is.EquivalentTo(payments));
        }
    }

    [Test]
    public async Task Two_sweeps_at_once_book_each_line_once()
    {
        for (var payment = 0; payment < 6; payment++)
            await world.ReadyAsync(100_00);
        var batch = await world.SentBatchAsync();
        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => "成功"));

        var booked = await Task.WhenAll(Task.Run(world.SweepAsync), Task.Run(world.SweepAsync), Task.Run(world.SweepAsync));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(booked.Sum(), Is.EqualTo(6));
            Assert.That((await world.BalanceAsync()).Paid, Is.EqualTo(600_00));
        }
    }

    [Test]
    public async Task A_returned_payment_is_paid_again_as_a_new_one_after_a_correction()
    {
        var old = await ReturnedAsync();

        var next = await world.ActAsync<RepayReturned, PaymentId>(act => act.RepayAsync(old, Corrected, world.Maker, default));
        var batch = await world.SentBatchAsync();
        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => "成功"));
        await world.SweepAsync();

        var (paid, balance) = (await world.PaymentAsync(next), await world.BalanceAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(paid.Previous, Is.EqualTo(old));
            Assert.That(paid.Correction, Is.EqualTo("户名更正"));
            Assert.That(await StatesAsync(old, next), Is.EqualTo([PaymentState.Replaced, PaymentState.Settled]));
            Assert.That((balance.Paid, balance.Returned, balance.Reserved), Is.EqualTo((100_00L, 0L, 0L)));
        }

        await world.RefusedAsync<RepayReturned>("payment.wrong-state", act => act.RepayAsync(old, Corrected, world.Maker, default));
    }

    [Test]
    public async Task Without_a_correction_nothing_is_paid_again_unless_the_bank_erred()
    {
        var old = await ReturnedAsync();
        var same = new Correction(new Payee("张三", "6217000000000000004", "中国工商银行枣庄分行"), "再试一次", BankErred: false);

        await world.RefusedAsync<RepayReturned>("payment.not-corrected", act => act.RepayAsync(old, same, world.Maker, default));
        await world.RefusedAsync<RepayReturned>("payment.correction-missing", act => act.RepayAsync(old, Corrected with { What = " " }, world.Maker, default));
        Assert.That((await world.PaymentAsync(old)).State, Is.EqualTo(PaymentState.Returned));
        await world.ActAsync<RepayReturned>(act => act.RepayAsync(old, same with { BankErred = true }, world.Maker, default));
    }

    [Test]
    public async Task Returned_money_that_is_not_paid_again_goes_back_to_the_fund()
    {
        var old = await ReturnedAsync();
        var aidCase = (await world.PaymentAsync(old)).Case;

        await world.ActAsync<Payments>(payments => payments.CancelAsync(old, "申请人去世", world.Maker, default));
        await world.ActAsync<Funds>(funds => funds.ReleaseReturnedAsync(world.Fund, aidCase, 100_00, "died", world.Maker, default));

        var balance = await world.BalanceAsync();
        Assert.That(balance.Available, Is.EqualTo(balance.Budget));
    }

    [Test]
    public async Task A_keyed_answer_counts_when_two_people_read_the_same()
    {
        var payment = await world.ReadyAsync(100_00);
        var batch = await world.SentBatchAsync();
        var read = new KeyedReading(payment, AnswerStatus.Returned, 100_00, "账户已销户");

        Assert.That(await KeyAsync(batch, read, world.Maker), Is.False);
        Assert.That(await KeyAsync(batch, read, world.Maker), Is.False, "the same person again is still one person");
        Assert.That(await KeyAsync(batch, read, world.Jack, world.Maker.Account), Is.False, "nor is his delegate another");
        await world.RefusedAsync<KeyBankAnswer>("answer.keys-differ", act => act.KeyAsync(batch, read with { Status = AnswerStatus.Settled }, world.Checker, null, default));
        Assert.That(await world.SweepAsync(), Is.Zero);
        Assert.That(await KeyAsync(batch, read, world.Checker), Is.True);
        Assert.That(await world.SweepAsync(), Is.EqualTo(1));

        var row = await world.PaymentAsync(payment);
        Assert.That((row.State, row.ReturnReason), Is.EqualTo((PaymentState.Returned, "账户已销户")));
        Assert.That(await KeyAsync(batch, read, world.Releaser), Is.True, "the same answer again changes nothing");
        Assert.That(await world.SweepAsync(), Is.Zero);
    }

    [Test]
    public async Task A_keyed_answer_for_another_amount_or_another_batch_is_refused()
    {
        var payment = await world.ReadyAsync(100_00);
        var batch = await world.SentBatchAsync();
        var elsewhere = await world.ReadyAsync(100_00);

        await world.RefusedAsync<KeyBankAnswer>(
            "answer.amount-differs", act => act.KeyAsync(batch, new KeyedReading(payment, AnswerStatus.Settled, 10_00, ""), world.Maker, null, default));
        await world.RefusedAsync<KeyBankAnswer>(
            "payment.unknown", act => act.KeyAsync(batch, new KeyedReading(elsewhere, AnswerStatus.Settled, 100_00, ""), world.Maker, null, default));
    }

    private static Correction Corrected => new(new Payee("张三丰", "6217000000000000004", "中国工商银行枣庄分行"), "户名更正", BankErred: false);

    private async Task<PaymentId> ReturnedAsync()
    {
        var payment = await world.ReadyAsync(100_00);
        var batch = await world.SentBatchAsync();
        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => "退票"));
        await world.SweepAsync();
        return payment;
    }

    private Task<bool> KeyAsync(BatchId batch, KeyedReading read, Actor actor, AccountId? actingFor = null) =>
        world.ActAsync<KeyBankAnswer, bool>(act => act.KeyAsync(batch, read, actor, actingFor, default));

    private async Task<PaymentState[]> StatesAsync(params PaymentId[] payments)
    {
        var states = await world.ReadAsync(db => db.Set<Payment>().Where(payment => payments.Contains(payment.Id)).ToDictionaryAsync(payment => payment.Id, payment => payment.State));
        return [.. payments.Select(payment => states[payment])];
    }
}
