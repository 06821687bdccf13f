using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Tests.Funding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Tests.Paying;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class BatchTests(Provider provider)
{
    private MoneyWorld world = null!;

    [SetUp]
    public async Task StartAsync() => world = await MoneyWorld.StartAsync(provider);

    [TearDown]
    public async Task EndAsync() => await world.DisposeAsync();

    [Test]
    public async Task Three_people_take_a_batch_from_its_lines_to_the_closed_file()
    {
        var (first, second) = (await world.ReadyAsync(5_000_00), await world.ReadyAsync(3_990_50, "李四"));

        var batch = await world.SentBatchAsync();
        Assert.That((await world.BalanceAsync()).Committed, Is.EqualTo(8_990_50));
        await world.ImportAsync(batch, await ReturnFiles.OfAsync(world, batch, _ => "成功"));
        await world.SweepAsync();
        await world.ActAsync<ReconcileBatch>(act => act.ReconcileAsync(batch, world.Maker, null, default));
        await world.ActAsync<CloseBatch>(act => act.CloseAsync(batch, world.Checker, null, default));

        var balance = await world.BalanceAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await world.BatchAsync(batch)).State, Is.EqualTo(BatchState.Closed));
            Assert.That((balance.Reserved, balance.Committed, balance.Paid), Is.EqualTo((0L, 0L, 8_990_50L)));
            Assert.That(world.Outcome.Told, Is.EquivalentTo(new[] { (first, "paid"), (second, "paid") }));
        }

        await world.BooksAgreeAsync();
    }

    [Test]
    public async Task A_second_download_gives_the_same_bytes_even_for_a_workbook()
    {
        await world.ReadyAsync();
        var batch = await world.SentBatchAsync("demo-xlsx");

        var one = await DownloadAsync(batch);
        world.Clock.Advance(TimeSpan.FromDays(40));
        var two = await DownloadAsync(batch);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(two.Hash, Is.EqualTo(one.Hash).And.StartsWith("sha256:"));
            Assert.That(Convert.ToHexString(two.Bytes), Is.EqualTo(Convert.ToHexString(one.Bytes)));
        }
    }

    [Test]
    public async Task A_stored_bank_file_that_somebody_changed_is_not_handed_out()
    {
        await world.ReadyAsync();
        var batch = await world.SentBatchAsync();

        await world.WriteAsync((db, cancellation) => db.Set<StoredBankFile>().ExecuteUpdateAsync(set => set.SetProperty(file => file.Hash, "sha256:00"), cancellation));

        await world.RefusedAsync<DownloadBankFile>("bank-file.changed", act => act.DownloadAsync(batch, world.Maker, null, default));
        Assert.That((await world.PayoutDifferencesAsync()).Select(difference => difference.What), Is.EqualTo(["bytes against their digest"]));
    }

    [Test]
    public async Task The_maker_may_not_check_and_the_checker_may_not_release_though_they_hold_every_role()
    {
        await world.ReadyAsync();
        var batch = await world.OpenBatchAsync(maker: world.Jack);
        await world.RefusedAsync<CheckBatch>("batch.wrong-state", act => act.CheckAsync(batch, world.Jill, null, default));
        await world.ActAsync<LockBatch>(act => act.LockAsync(batch, world.Jack, null, default));

        await world.RefusedAsync<CheckBatch>("batch.same-person", act => act.CheckAsync(batch, world.Jack, null, default));
        await world.ActAsync<CheckBatch>(act => act.CheckAsync(batch, world.Jill, null, default));
        await world.RefusedAsync<ReleaseBatch>("batch.same-person", act => act.ReleaseAsync(batch, world.Jill, null, default));
        await world.RefusedAsync<ReleaseBatch>("batch.same-person", act => act.ReleaseAsync(batch, world.Jack, null, default));
        await world.ActAsync<ReleaseBatch>(act => act.ReleaseAsync(batch, world.Jane, null, default));

        Assert.That((await world.BatchAsync(batch)).State, Is.EqualTo(BatchState.Released));
    }

    [Test]
    public async Task Who_put_the_lines_together_may_not_check_them_though_somebody_else_locked()
    {
        await world.ReadyAsync();
        var batch = await world.OpenBatchAsync(maker: world.Jack);
        await world.ActAsync<LockBatch>(act => act.LockAsync(batch, world.Jill, null, default));

        await world.RefusedAsync<CheckBatch>("batch.same-person", act => act.CheckAsync(batch, world.Jack, null, default));
    }

    [Test]
    public async Task Acting_for_another_is_the_same_as_being_that_other()
    {
        await world.ReadyAsync();
        var batch = await world.OpenBatchAsync(maker: world.Jack);
        await world.ActAsync<LockBatch>(act => act.LockAsync(batch, world.Jack, null, default));

        await world.RefusedAsync<CheckBatch>("batch.same-person", act => act.CheckAsync(batch, world.Jill, world.Jack.Account, default));
        await world.ActAsync<CheckBatch>(act => act.CheckAsync(batch, world.Jill, world.Checker.Account, default));
        await world.RefusedAsync<ReleaseBatch>("batch.not-yours", act => act.ReleaseAsync(batch, world.Jane, world.Checker.Account, default));
    }

    [Test]
    public async Task Who_was_acted_for_may_not_take_the_next_step_himself()
    {
        await world.ReadyAsync();
        var batch = await world.OpenBatchAsync(maker: world.Jack);
        await world.ActAsync<LockBatch>(act => act.LockAsync(batch, world.Jack, null, default));
        await world.ActAsync<CheckBatch>(act => act.CheckAsync(batch, world.Jill, world.Jane.Account, default));

        await world.RefusedAsync<ReleaseBatch>("batch.same-person", act => act.ReleaseAsync(batch, world.Jane, null, default));
    }

    [Test]
    public async Task Two_accounts_of_one_person_are_one_person()
    {
        var twin = PersonId.Of(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        await world.ReadyAsync();
        var batch = await world.OpenBatchAsync(maker: world.Jack);
        await world.ActAsync<LockBatch>(act => act.LockAsync(batch, world.Jack with { Person = twin }, null, default));

        await world.RefusedAsync<CheckBatch>("batch.same-person", act => act.CheckAsync(batch, world.Jill with { Person = twin }, null, default));
    }

    [Test]
    public async Task Nobody_handles_a_payment_to_himself()
    {
        var self = PersonId.Of(new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        await world.ReadyAsync(person: self);
        var batch = await world.OpenBatchAsync();

        await world.RefusedAsync<LockBatch>("batch.own-payment", act => act.LockAsync(batch, world.Maker with { Person = self }, null, default));
    }

    [Test]
    public async Task A_role_is_needed_and_the_system_has_none()
    {
        await world.ReadyAsync();
        var request = new BatchRequest(world.Fund, "demo-csv-utf8");

        await world.RefusedAsync<MakeBatch>("batch.not-yours", act => act.MakeAsync(request, world.Stranger, null, default));
        await world.RefusedAsync<MakeBatch>("batch.not-yours", act => act.MakeAsync(request, world.Checker, null, default));
        await world.RefusedAsync<MakeBatch>("batch.not-yours", act => act.MakeAsync(request, world.Maker, world.Stranger.Account, default));
        await world.RefusedAsync<MakeBatch>("batch.needs-person", act => act.MakeAsync(request, Actor.System, null, default));
    }

    [Test]
    public async Task A_payment_that_changed_after_the_roll_was_frozen_stops_the_batch()
    {
        var payment = await world.ReadyAsync(5_000_00);
        var batch = await world.LockedBatchAsync();

        await world.WriteAsync((db, cancellation) =>
            db.Set<Payment>().Where(row => row.Id == payment).ExecuteUpdateAsync(set => set.SetProperty(row => row.PayeeName, "王五"), cancellation));

        await world.RefusedAsync<CheckBatch>("batch.roll-changed", act => act.CheckAsync(batch, world.Checker, null, default));
    }

    [Test]
    public async Task An_account_that_changed_after_the_check_stops_the_release()
    {
        var (payment, other) = (await world.ReadyAsync(), await world.ReadyAsync(account: "6222000000000000004"));
        var batch = await world.CheckedBatchAsync();
        var stolen = (await world.PaymentAsync(other)).Account;

        // The seal is bound to its payment: copied to another row it does not open.
        await world.WriteAsync((db, cancellation) =>
            db.Set<Payment>().Where(row => row.Id == payment).ExecuteUpdateAsync(set => set.SetProperty(row => row.Account, stolen), cancellation));

        Assert.That(
            async () => await world.ActAsync<ReleaseBatch>(act => act.ReleaseAsync(batch, world.Releaser, null, default)),
            Throws.InstanceOf<Cases.Protecting.UnreadableFieldException>());
        Assert.That((await world.BatchAsync(batch)).State, Is.EqualTo(BatchState.Checked));
    }

    [Test]
    public async Task A_line_whose_amount_changed_stops_the_release()
    {
        await world.ReadyAsync();
        var batch = await world.CheckedBatchAsync();

        await world.WriteAsync((db, cancellation) => db.Set<PayoutLine>().ExecuteUpdateAsync(set => set.SetProperty(line => line.Cents, line => line.Cents + 1), cancellation));

        await world.RefusedAsync<ReleaseBatch>("batch.roll-changed", act => act.ReleaseAsync(batch, world.Releaser, null, default));
    }

    [Test]
    public async Task A_roll_that_no_longer_has_its_digest_stops_the_batch()
    {
        await world.ReadyAsync();
        var batch = await world.LockedBatchAsync();

        await world.WriteAsync((db, cancellation) => db.Set<PayoutBatch>().ExecuteUpdateAsync(set => set.SetProperty(row => row.RollHash, "sha256:00"), cancellation));

        await world.RefusedAsync<CheckBatch>("batch.roll-changed", act => act.CheckAsync(batch, world.Checker, null, default));
    }

    [Test]
    public async Task A_batch_that_went_back_loses_a_line_and_goes_out_with_new_signatures()
    {
        var (dead, alive) = (await world.ReadyAsync(5_000_00), await world.ReadyAsync(3_000_00));
        var batch = await world.CheckedBatchAsync();
        await world.RefusedAsync<TakeFromBatch>("batch.wrong-state", act => act.TakeAsync(batch, dead, "申请人去世", world.Maker, null, default));

        await world.RefusedAsync<RejectBatch>("batch.reason-missing", act => act.RejectAsync(batch, " ", world.Releaser, null, default));
        await world.ActAsync<RejectBatch>(act => act.RejectAsync(batch, "申请人去世", world.Releaser, null, default));
        await world.ActAsync<TakeFromBatch>(act => act.TakeAsync(batch, dead, "申请人去世", world.Maker, null, default));
        await world.ActAsync<LockBatch>(act => act.LockAsync(batch, world.Maker, null, default));
        await world.ActAsync<CheckBatch>(act => act.CheckAsync(batch, world.Checker, null, default));
        await world.ActAsync<ReleaseBatch>(act => act.ReleaseAsync(batch, world.Releaser, null, default));

        var row = await world.BatchAsync(batch);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((row.Round, row.Count, row.Cents), Is.EqualTo((2, 1, 3_000_00L)));
            Assert.That((await world.PaymentAsync(dead)).State, Is.EqualTo(PaymentState.Ready));
            Assert.That((await world.PaymentAsync(alive)).State, Is.EqualTo(PaymentState.Released));
            Assert.That((await world.BalanceAsync()).Reserved, Is.EqualTo(5_000_00));
        }

        await world.BooksAgreeAsync();
    }

    [Test]
    public async Task A_batch_whose_last_line_is_taken_off_is_discarded_and_none_is_made_of_nothing()
    {
        var only = await world.ReadyAsync();
        var batch = await world.OpenBatchAsync();
        await world.ActAsync<TakeFromBatch>(act => act.TakeAsync(batch, only, "重复", world.Maker, null, default));
        await world.ActAsync<Payments>(payments => payments.CancelAsync(only, "重复", world.Maker, default));

        var stored = await world.ReadAsync(db => db.Set<PayoutBatch>().AsNoTracking().SingleAsync(one => one.Id == batch));
        Assert.That((stored.State, stored.Count, stored.Cents), Is.EqualTo((BatchState.Discarded, 0, 0L)));
        Assert.That(await world.ReadAsync(db => db.Set<AuditEntry>().CountAsync(entry => entry.Act == "batch.discarded" && entry.Facts.Contains(stored.Number))), Is.EqualTo(1));
        await world.BooksAgreeAsync();
        await world.RefusedAsync<LockBatch>("batch.wrong-state", act => act.LockAsync(batch, world.Maker, null, default));
        await world.RefusedAsync<MakeBatch>("batch.empty", act => act.MakeAsync(new BatchRequest(world.Fund, "demo-csv-utf8"), world.Maker, null, default));
    }

    [Test]
    public async Task A_name_that_the_file_cannot_carry_waits_while_the_others_go()
    {
        var (plain, rare) = (await world.ReadyAsync(), await world.ReadyAsync(name: "李𬭎"));

        var gbk = await MakeAsync("demo-csv-gbk");
        var utf8 = await MakeAsync("demo-csv-gb18030");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(gbk.Count, Is.EqualTo(1));
            Assert.That(gbk.Excluded.Select(excluded => (excluded.Payment, excluded.Why.Code)), Is.EqualTo(new[] { (rare, "bank-file.cannot-carry") }));
            Assert.That((await world.PaymentAsync(plain)).Batch, Is.EqualTo(gbk.Batch));
            Assert.That((await world.PaymentAsync(rare)).Batch, Is.EqualTo(utf8.Batch));
        }
    }

    [Test]
    public async Task When_no_line_can_go_no_batch_is_made_and_the_reasons_are_told()
    {
        await world.ReadyAsync(name: "王㛃");

        var made = await MakeAsync("demo-csv-gbk");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Batch, Is.Null);
            Assert.That(made.Excluded, Has.Exactly(1).Items);
        }
    }

    [Test]
    public async Task Numbers_run_on_and_two_makers_at_once_do_not_share_a_payment()
    {
        for (var payment = 0; payment < 4; payment++)
            await world.ReadyAsync();

        var made = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            try
            {
                return (await MakeAsync("demo-csv-utf8")).Number;
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        })));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(made.Count(number => number!.EndsWith("-0001", StringComparison.Ordinal)), Is.EqualTo(1));
            Assert.That(made.Count(number => number is "batch.empty"), Is.EqualTo(2));
            Assert.That((await world.BalanceAsync()).Committed, Is.EqualTo(4 * 5_000_00));
        }

        await world.BooksAgreeAsync();
    }

    [Test]
    public async Task Chosen_payments_must_all_be_ready()
    {
        var (one, two) = (await world.ReadyAsync(), await world.ReadyAsync());
        await world.ActAsync<Payments>(payments => payments.CancelAsync(two, "申请人撤回", world.Maker, default));

        await world.RefusedAsync<MakeBatch>("batch.not-ready", act => act.MakeAsync(new BatchRequest(world.Fund, "demo-csv-utf8", [one, two]), world.Maker, null, default));
    }

    [Test]
    public async Task The_bank_cannot_have_a_file_that_nobody_fetched()
    {
        await world.ReadyAsync();
        var batch = await world.CheckedBatchAsync();
        await world.ActAsync<ReleaseBatch>(act => act.ReleaseAsync(batch, world.Releaser, null, default));

        await world.RefusedAsync<SendBatch>("bank-file.not-fetched", act => act.SendAsync(batch, world.Maker, null, default));
        await DownloadAsync(batch);
        await world.ActAsync<SendBatch>(act => act.SendAsync(batch, world.Maker, null, default));

        Assert.That((await world.BatchAsync(batch)).State, Is.EqualTo(BatchState.Sent));
    }

    [Test]
    public async Task Account_numbers_are_unreadable_in_the_database()
    {
        var payment = await world.ReadyAsync(account: "6217000000000000004");
        var batch = await world.SentBatchAsync();

        var file = await world.ReadAsync(db => db.Set<StoredBankFile>().AsNoTracking().SingleAsync());
        using (Assert.EnterMultipleScope())
        {
            foreach (var bytes in new[] { (await world.PaymentAsync(payment)).Account, (await world.BatchAsync(batch)).Roll!, file.Bytes })
                Assert.That(bytes.AsSpan().IndexOf("0000000000"u8), Is.EqualTo(-1));
        }
    }

    private Task<BatchMade> MakeAsync(string template) =>
        world.ActAsync<MakeBatch, BatchMade>(act => act.MakeAsync(new BatchRequest(world.Fund, template), world.Maker, null, default));

    private Task<DownloadedBankFile> DownloadAsync(BatchId batch) => world.ActAsync<DownloadBankFile, DownloadedBankFile>(act => act.DownloadAsync(batch, world.Maker, null, default));
}
