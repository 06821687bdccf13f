using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Tests.Funding;
using AidWorkflow.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace AidWorkflow.Cases.Tests.Paying;

/// <summary>
/// Whatever people who hold every role try, in whatever order: a batch does what its life allows and refuses the rest, three different people
/// handled it before the bank got it, and the books agree at every step.
/// </summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class BatchLifeTests(Provider provider)
{
    private MoneyWorld world = null!;

    [OneTimeSetUp]
    public async Task StartAsync() => world = await MoneyWorld.StartAsync(provider);

    [OneTimeTearDown]
    public async Task EndAsync() => await world.DisposeAsync();

#pragma warning disable NUnit1027 // FsCheck gives the argument
    [FsCheck.NUnit.Property(MaxTest = 12, StartSize = 10, EndSize = 40, Arbitrary = [typeof(Attempts)])]
    public async Task A_batch_lives_by_its_rules_whatever_is_tried(Attempt[] attempts)
#pragma warning restore NUnit1027
    {
        Actor[] people = [world.Jack, world.Jill, world.Jane];
        PaymentId[] payments = [await world.ReadyAsync(100_00), await world.ReadyAsync(200_00)];
        var batch = (await world.ActAsync<MakeBatch, BatchMade>(act =>
            act.MakeAsync(new BatchRequest(world.Fund, "demo-csv-utf8", payments), world.Jack, null, default))).Batch!.Value;
        var life = new Life();

        foreach (var attempt in attempts)
        {
            var done = await TryAsync(attempt, batch, payments, people[attempt.Who]);
            Assert.That(done, Is.EqualTo(life.Try(attempt)), $"{attempt} in {life}");
            var row = await world.BatchAsync(batch);
            using (Assert.EnterMultipleScope())
            {
                Assert.That(row.State, Is.EqualTo(life.State), $"{attempt}");
                Assert.That((await world.TotalsAsync(batch)).Agree, Is.True);
            }
        }

        await world.BooksAgreeAsync();
    }

    private async Task<bool> TryAsync(Attempt attempt, BatchId batch, PaymentId[] payments, Actor who)
    {
        try
        {
            await (attempt.Deed switch
            {
                Deed.Lock => world.ActAsync<LockBatch>(act => act.LockAsync(batch, who, null, default)),
                Deed.Check => world.ActAsync<CheckBatch>(act => act.CheckAsync(batch, who, null, default)),
                Deed.Reject => world.ActAsync<RejectBatch>(act => act.RejectAsync(batch, "不符", who, null, default)),
                Deed.Release => world.ActAsync<ReleaseBatch>(act => act.ReleaseAsync(batch, who, null, default)),
                Deed.Fetch => world.ActAsync<DownloadBankFile>(act => act.DownloadAsync(batch, who, null, default)),
                Deed.Send => world.ActAsync<SendBatch>(act => act.SendAsync(batch, who, null, default)),
                Deed.Settled => AnswerAsync(batch, payments[attempt.Payment], attempt.Payment, "成功"),
                Deed.Returned => AnswerAsync(batch, payments[attempt.Payment], attempt.Payment, "退票"),
                Deed.Unknown => AnswerAsync(batch, payments[attempt.Payment], attempt.Payment, "处理中"),
                Deed.Reconcile => world.ActAsync<ReconcileBatch>(act => act.ReconcileAsync(batch, who, null, default)),
                Deed.Close => world.ActAsync<CloseBatch>(act => act.CloseAsync(batch, who, null, default)),
                _ => throw new InvalidOperationException($"Nobody knows how to {attempt.Deed}."),
            });
            return true;
        }
        catch (RefusedException)
        {
            return false;
        }
    }

    private async Task AnswerAsync(BatchId batch, PaymentId payment, int which, string status)
    {
        await world.ImportAsync(batch, ReturnFiles.Of((payment.Value.ToString("N"), (which + 1) * 100_00, status)));
        await world.SweepAsync();
    }

    public enum Deed
    {
        Lock,
        Check,
        Reject,
        Release,
        Fetch,
        Send,
        Settled,
        Returned,
        Unknown,
        Reconcile,
        Close,
    }

    public sealed record Attempt(Deed Deed, int Who, int Payment);

    /// <summary>The life of a batch as the rule book tells it. Jack (0) made it.</summary>
    private sealed class Life
    {
        private readonly HashSet<int> signed = [];
        private readonly Deed?[] answers = [null, null];
        private readonly HashSet<(int, Deed)> files = [];
        private bool fetched;

        public BatchState State { get; private set; } = BatchState.Open;

        public bool Try(Attempt attempt)
        {
            var (who, payment) = (attempt.Who, attempt.Payment);
            switch (State, attempt.Deed)
            {
                case (BatchState.Open, Deed.Lock):
                    signed.Add(who);
                    State = BatchState.Locked;
                    return true;
                case (BatchState.Locked, Deed.Check) when who != 0 && signed.Add(who):
                    State = BatchState.Checked;
                    return true;
                case (BatchState.Checked, Deed.Release) when who != 0 && signed.Add(who):
                    State = BatchState.Released;
                    return true;
                case (BatchState.Locked or BatchState.Checked, Deed.Reject):
                    signed.Clear();
                    State = BatchState.Open;
                    return true;
                case ( >= BatchState.Released, Deed.Fetch):
                    fetched = true;
                    return true;
                case (BatchState.Released, Deed.Send) when fetched:
                    State = BatchState.Sent;
                    return true;
                case (BatchState.Sent or BatchState.Reconciled or BatchState.Closed, Deed.Settled or Deed.Returned or Deed.Unknown):
                    if (files.Contains((payment, attempt.Deed)))
                        return true; // the same file again changes nothing
                    if (!(answers[payment] is null or Deed.Unknown || answers[payment] == attempt.Deed || (answers[payment] == Deed.Settled && attempt.Deed == Deed.Returned)))
                        return false;
                    answers[payment] = attempt.Deed;
                    files.Add((payment, attempt.Deed));
                    return true;
                case (BatchState.Sent, Deed.Reconcile) when answers.All(answer => answer is Deed.Settled or Deed.Returned):
                    State = BatchState.Reconciled;
                    return true;
                case (BatchState.Reconciled, Deed.Close):
                    State = BatchState.Closed;
                    return true;
                default:
                    return false;
            }
        }

        public override string ToString() => $"{State}, signed {string.Join(' ', signed)}, answers {string.Join(' ', answers)}";
    }

    public static class Attempts
    {
        /// <summary>Half of the tries are the deeds in their order, or no random walk would ever reach the bank.</summary>
        public static Arbitrary<Attempt[]> Any() => Arb.From(
            from way in Gen.Elements(
                [],
                Way((Deed.Lock, 0), (Deed.Check, 1), (Deed.Release, 2)),
                Way((Deed.Lock, 0), (Deed.Check, 2), (Deed.Release, 1), (Deed.Fetch, 1), (Deed.Send, 0)),
                Way((Deed.Lock, 1), (Deed.Reject, 2), (Deed.Lock, 0), (Deed.Check, 1), (Deed.Release, 2), (Deed.Fetch, 0), (Deed.Send, 2), (Deed.Settled, 0)))
            from walk in
                (from deed in Gen.Elements(Enum.GetValues<Deed>())
                 from who in Gen.Choose(0, 2)
                 from payment in Gen.Choose(0, 1)
                 select new Attempt(deed, who, payment)).ArrayOf()
            select way.Concat(walk).ToArray());

        private static Attempt[] Way(params (Deed Deed, int Who)[] deeds) => [.. deeds.Select(deed => new Attempt(deed.Deed, deed.Who, 0))];
    }
}
