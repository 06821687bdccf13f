using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Harness;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Directory = AidWorkflow.Cases.Organisation.Directory;

namespace AidWorkflow.Cases.Tests.Funding;

/// <summary>A fund with finance people on a real database. What a test does not say has a sensible value.</summary>
internal sealed class MoneyWorld : IAsyncDisposable
{
    private static readonly DateOnly LongAgo = new(2019, 1, 1);
    private static readonly Lazy<KeyRing> Keys = new(NewRing);
    private readonly TestDatabase database;
    private int orders;

    private MoneyWorld(TestDatabase database) => this.database = database;

    public FakeClock Clock => database.Clock;

    public RecordedOutcome Outcome => database.Get<RecordedOutcome>();

    public Actor Maker { get; private set; } = null!;

    public Actor Checker { get; private set; } = null!;

    public Actor Releaser { get; private set; } = null!;

    /// <summary>Holds all three finance roles, so that only the separation of duties stops him.</summary>
    public Actor Jack { get; private set; } = null!;

    public Actor Jill { get; private set; } = null!;

    public Actor Jane { get; private set; } = null!;

    /// <summary>Holds no finance role.</summary>
    public Actor Stranger { get; private set; } = null!;

    public UnitId Unit { get; private set; }

    public FundId Fund { get; private set; }

    public static async Task<MoneyWorld> StartAsync(Provider provider, bool production = false, bool demoFund = false, long budget = 1_000_000_00)
    {
        var (templates, faults) = BankTemplates.Load(BankFolder());
        Assert.That(faults, Is.Empty);
        var fresh = await TestDatabase.CreateAsync(provider, services => services
            .AddMoney().AddScoped<PreparedPayment>()
            .AddScoped<AuditTrail>()
            .AddScoped<Directory>()
            .AddSingleton<RecordedOutcome>().AddScoped<IPayoutOutcome>(all => all.GetRequiredService<RecordedOutcome>())
            .AddSingleton(Keys.Value).AddSingleton<FieldProtector>()
            .AddSingleton<IBankTemplates>(production ? new BankTemplates(templates.All.Select(template => template with { Demo = false })) : templates)
            .AddSingleton(new Deployment(production)));
        var world = new MoneyWorld(fresh);
        await world.SettleInAsync(budget, demoFund);
        return world;
    }

    public CaseId NewCase() => CaseId.Of(database.Get<IIds>().Next());

    /// <summary>Runs one act as the portal does: fresh scope, one commit, again when a race was lost.</summary>
    public async Task<TResult> ActAsync<TAct, TResult>(Func<TAct, Task<TResult>> act)
        where TAct : notnull
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var scope = database.Scope();
                var result = await act(scope.ServiceProvider.GetRequiredService<TAct>());
                await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(CancellationToken.None);
                return result;
            }
            catch (LostRaceException) when (attempt < 3)
            {
                // again on fresh state
            }
        }
    }

    public Task ActAsync<TAct>(Func<TAct, Task> act)
        where TAct : notnull => ActAsync<TAct, bool>(async ready =>
        {
            await act(ready);
            return true;
        });

    public Task<T> ReadAsync<T>(Func<DbContext, Task<T>> read) => database.ReadAsync(db => read(db));

    public Task WriteAsync(Func<DbContext, CancellationToken, Task> write) => database.ActAsync(work =>
    {
        work.Within(write);
        return Task.CompletedTask;
    });

    public Task<FundBalance> BalanceAsync(FundId? fund = null) => ReadAsync(db => db.Set<FundBalance>().AsNoTracking().SingleAsync(balance => balance.Fund == (fund ?? Fund)));

    public Task<Payment> PaymentAsync(PaymentId id) => ReadAsync(db => db.Set<Payment>().AsNoTracking().SingleAsync(payment => payment.Id == id));

    public Task<PayoutBatch> BatchAsync(BatchId id) => ReadAsync(db => db.Set<PayoutBatch>().AsNoTracking().SingleAsync(batch => batch.Id == id));

    public Task<BatchTotals> TotalsAsync(BatchId id) => ActAsync<IUnitOfWork, BatchTotals>(async work =>
        await BatchTotals.OfAsync(work, await work.Db.Set<PayoutBatch>().AsNoTracking().SingleAsync(batch => batch.Id == id), CancellationToken.None));

    public Task<IReadOnlyList<LedgerDifference>> LedgerDifferencesAsync() => ActAsync<LedgerCheck, IReadOnlyList<LedgerDifference>>(check => check.DifferencesAsync(CancellationToken.None));

    public Task<IReadOnlyList<PayoutDifference>> PayoutDifferencesAsync() => ActAsync<PayoutCheck, IReadOnlyList<PayoutDifference>>(check => check.DifferencesAsync(CancellationToken.None));

    public async Task BooksAgreeAsync()
    {
        var (ledger, payout) = (await LedgerDifferencesAsync(), await PayoutDifferencesAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(ledger, Is.Empty);
            Assert.That(payout, Is.Empty);
        }
    }

    /// <summary>Asserts that the act is refused, with which code, and that no row of any table changed.</summary>
    public async Task<RefusedException> RefusedAsync<TAct>(string code, Func<TAct, Task> act)
        where TAct : notnull
    {
        RefusedException? refusal = null;
        var before = await database.ReadAsync(DatabaseState.DigestAsync);
        try
        {
            await ActAsync(act);
        }
        catch (RefusedException refused)
        {
            refusal = refused;
        }

        Assert.That(refusal?.Code, Is.EqualTo(code));
        Assert.That(await database.ReadAsync(DatabaseState.DigestAsync), Is.EqualTo(before));
        return refusal!;
    }

    public Task<FundId> FundAsync(long budget, bool demo = false) => ActAsync<OpenFund, FundId>(act => act.OpenAsync(
        new NewFund($"KNBF-{++orders}", "困难帮扶资金", "Hardship relief fund", 2022, FundSource.Provincial, Unit, budget, demo), Actor.System, CancellationToken.None));

    /// <summary>A payment in the queue, with its money reserved.</summary>
    public async Task<PaymentId> ReadyAsync(long cents = 5_000_00, string name = "张三", string account = "6217000000000000004", PersonId? person = null, FundId? fund = null)
    {
        var (aidCase, number) = (NewCase(), ++orders);
        return await ActAsync<PreparedPayment, PaymentId>(act => act.PrepareAsync(
            fund ?? Fund, aidCase, new Payee(name, account, "中国工商银行枣庄分行") { Person = person }, cents, $"order:{number}"));
    }

    public async Task<BatchId> OpenBatchAsync(string template = "demo-csv-utf8", Actor? maker = null) =>
        (await ActAsync<MakeBatch, BatchMade>(act => act.MakeAsync(new BatchRequest(Fund, template), maker ?? Maker, null, CancellationToken.None))).Batch!.Value;

    public async Task<BatchId> LockedBatchAsync(string template = "demo-csv-utf8")
    {
        var batch = await OpenBatchAsync(template);
        await ActAsync<LockBatch>(act => act.LockAsync(batch, Maker, null, CancellationToken.None));
        return batch;
    }

    public async Task<BatchId> CheckedBatchAsync(string template = "demo-csv-utf8")
    {
        var batch = await LockedBatchAsync(template);
        await ActAsync<CheckBatch>(act => act.CheckAsync(batch, Checker, null, CancellationToken.None));
        return batch;
    }

    public async Task<BatchId> SentBatchAsync(string template = "demo-csv-utf8")
    {
        var batch = await CheckedBatchAsync(template);
        await ActAsync<ReleaseBatch>(act => act.ReleaseAsync(batch, Releaser, null, CancellationToken.None));
        await ActAsync<DownloadBankFile>(act => act.DownloadAsync(batch, Releaser, null, CancellationToken.None));
        await ActAsync<SendBatch>(act => act.SendAsync(batch, Releaser, null, CancellationToken.None));
        return batch;
    }

    public async Task<ReturnFileTaken> ImportAsync(BatchId batch, byte[] file) =>
        await ActAsync<ImportReturnFile, ReturnFileTaken>(act => act.ImportAsync(batch, "return.csv", file, Maker, null, CancellationToken.None));

    /// <summary>Books everything that waits, as the sweep does.</summary>
    public async Task<int> SweepAsync()
    {
        var booked = 0;
        while (await ActAsync<UnsettledLines, IReadOnlyList<PaymentId>>(query => query.FirstAsync(100, CancellationToken.None)) is { Count: > 0 } waiting)
            foreach (var payment in waiting)
                booked += await ActAsync<SettleLine, bool>(act => act.SettleAsync(payment, Actor.System, CancellationToken.None)) ? 1 : 0;
        return booked;
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    public static string BankFolder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "../../../workflows/banks");

    private static KeyRing NewRing()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("aid-keys-");
        try
        {
            return KeyRing.CreateDemo(Path.Combine(folder.FullName, "keys.json"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task SettleInAsync(long budget, bool demoFund)
    {
        var ids = database.Get<IIds>();
        Unit = UnitId.Of(ids.Next());
        await database.ActAsync(work =>
        {
            work.Db.Add(Cases.Organisation.Unit.Open(Unit, null, new NewUnit(UnitLevel.City, "city", "370400", "枣庄市", "Zaozhuang City"), LongAgo));
            Maker = Person("maker", Role.FinanceMaker);
            Checker = Person("checker", Role.FinanceChecker);
            Releaser = Person("releaser", Role.FinanceReleaser);
            Jack = Person("jack", Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser);
            Jill = Person("jill", Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser);
            Jane = Person("jane", Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser);
            Stranger = Person("stranger");
            return Task.CompletedTask;

            Actor Person(string name, params Role[] roles)
            {
                var account = Account.Open(AccountId.Of(ids.Next()), name, name, name);
                work.Db.Add(account);
                foreach (var role in roles)
                    work.Db.Add(RoleAssignment.Of(RoleAssignmentId.Of(ids.Next()), account.Id, role, Unit, LongAgo));
                return account.AsActor();
            }
        });
        Fund = await FundAsync(budget, demoFund);
    }

    /// <summary>Reserves and orders in one act, as the decision of a case does.</summary>
    internal sealed class PreparedPayment(Funds funds, Payments payments)
    {
        public async Task<PaymentId> PrepareAsync(FundId fund, CaseId aidCase, Payee payee, long cents, string reference)
        {
            await funds.ReserveAsync(fund, aidCase, cents, $"reserve:{reference}", Actor.System, CancellationToken.None);
            return await payments.PrepareAsync(new PaymentOrder(aidCase, fund, payee, cents, "一次性困难帮扶", reference, ByDemoValues: false), Actor.System, CancellationToken.None);
        }
    }
}

/// <summary>Remembers what the case was told.</summary>
internal sealed class RecordedOutcome : IPayoutOutcome
{
    public ConcurrentQueue<(PaymentId Payment, string What)> Told { get; } = [];

    /// <summary>Set to make the case's next step fail, as if the process died there.</summary>
    public bool Breaks { get; set; }

    public Task SentAsync(Payment payment, CancellationToken cancellation) => Task.CompletedTask;

    public Task PaidAsync(Payment payment, CancellationToken cancellation) => Tell(payment, "paid");

    public Task TakingBackAsync(Payment payment, CancellationToken cancellation) => Task.CompletedTask;

    public Task ReturnedAsync(Payment payment, string reason, CancellationToken cancellation) => Tell(payment, $"returned: {reason}");

    public Task TakenOutAsync(Payment payment, Actor actor, CancellationToken cancellation) => Tell(payment, "taken out");

    private Task Tell(Payment payment, string what)
    {
        if (Breaks)
            throw new InvalidOperationException("The case broke.");
        Told.Enqueue((payment.Id, what));
        return Task.CompletedTask;
    }
}
