using System.Globalization;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Replaying;

/// <summary>The three finance people and their bank: a roll a week, checked, released, carried to the bank and answered.</summary>
internal sealed class Treasury(Stage stage, IReadOnlyDictionary<string, PlannedCase> byKey)
{
    private const string Bank = "demo-csv-utf8";
    private const int DaysUntilRoll = 3;
    private const int DaysToAnswer = 2;

    public async Task<IReadOnlyList<Deed>> NextAsync(CancellationToken cancellation)
    {
        var (ready, batches) = await stage.ReadAsync(async (db, token) => (
            await db.Set<Payment>().AsNoTracking().Where(payment => payment.State == PaymentState.Ready)
                .GroupBy(payment => payment.Fund).Select(group => new { Fund = group.Key, Oldest = group.Min(payment => payment.CreatedAt) }).ToListAsync(token),
            await db.Set<PayoutBatch>().AsNoTracking().Where(batch => batch.State != BatchState.Closed && batch.State != BatchState.Discarded)
                .Join(db.Set<Fund>(), batch => batch.Fund, fund => fund.Id, (batch, fund) => new { Batch = batch, fund.Owner, Fetched = db.Set<StoredBankFile>().Any(file => file.Batch == batch.Id && file.FetchedAt != null) }).ToListAsync(token)), cancellation);

        var deeds = new List<Deed>();
        foreach (var fund in ready)
        {
            var at = stage.After(fund.Oldest, DaysUntilRoll, fund.Fund.ToString());
            deeds.Add(new($"roll/{fund.Fund}/{fund.Oldest.UtcTicks}", at, async (once, token) =>
            {
                // What was ready may have been called off since, or gone on the roll before.
                if (await stage.ReadAsync((db, inner) => db.Set<Payment>().AnyAsync(payment => payment.Fund == fund.Fund && payment.State == PaymentState.Ready, inner), token))
                    await MakeAsync(once, fund.Fund, token);
            }));
        }

        deeds.AddRange(batches.Select(batch => Next(batch.Batch, batch.Owner, batch.Fetched)).OfType<Deed>());
        return deeds;
    }

    private Deed? Next(PayoutBatch batch, UnitId owner, bool fetched)
    {
        var now = stage.Clock.GetUtcNow();
        var id = batch.Id;
        return batch.State switch
        {
            BatchState.Open => Deed("lock", stage.After(now, 0, "lock"), Role.FinanceMaker, async (LockBatch act, Actor actor, CancellationToken token) => { await act.LockAsync(id, actor, null, token); return id; }),
            BatchState.Locked => Deed("check", stage.After(now, 1, "check"), Role.FinanceChecker, async (CheckBatch act, Actor actor, CancellationToken token) => { await act.CheckAsync(id, actor, null, token); return id; }),
            BatchState.Checked => Deed("release", stage.After(now, 0, "release"), Role.FinanceReleaser, async (ReleaseBatch act, Actor actor, CancellationToken token) => { await act.ReleaseAsync(id, actor, null, token); return id; }),
            BatchState.Released when !fetched => Deed("fetch", stage.After(now, 0, "fetch"), Role.FinanceMaker, async (DownloadBankFile act, Actor actor, CancellationToken token) => { await act.DownloadAsync(id, actor, null, token); return id; }),
            BatchState.Released => Deed("send", stage.After(now, 0, "send"), Role.FinanceMaker, async (SendBatch act, Actor actor, CancellationToken token) => { await act.SendAsync(id, actor, null, token); return id; }),
            BatchState.Sent when batch.Answers == 0 => new($"{Key(id)}/answer", stage.After(batch.SentAt!.Value, DaysToAnswer, Key(id)), (once, token) => AnswerAsync(once, batch, owner, token)),
            BatchState.Sent => Deed("reconcile", stage.After(now, 0, "reconcile"), Role.FinanceChecker, (ReconcileBatch act, Actor actor, CancellationToken token) => act.ReconcileAsync(id, actor, null, token)),
            BatchState.Reconciled => Deed("close", stage.After(now, 0, "close"), Role.FinanceReleaser, async (CloseBatch act, Actor actor, CancellationToken token) => { await act.CloseAsync(id, actor, null, token); return id; }),
            _ => null,
        };

        Deed Deed<TAct, TResult>(string verb, DateTimeOffset at, Role role, Func<TAct, Actor, CancellationToken, Task<TResult>> run)
            where TAct : notnull => new($"{Key(id)}/{verb}", at, async (once, token) =>
            {
                var actor = await stage.ActorAsync(role, owner, 0, token);
                await stage.DoAsync<TAct, TResult>(once, (act, inner) => run(act, actor, inner), token);
            });
    }

    private static string Key(BatchId id) => $"batch/{id}";

    private async Task MakeAsync(string once, FundId fund, CancellationToken cancellation)
    {
        var owner = await stage.ReadAsync((db, token) => db.Set<Fund>().Where(found => found.Id == fund).Select(found => found.Owner).FirstAsync(token), cancellation);
        var maker = await stage.ActorAsync(Role.FinanceMaker, owner, 0, cancellation);
        await stage.DoAsync<MakeBatch, BatchMade>(once, (act, token) => act.MakeAsync(new BatchRequest(fund, Bank), maker, null, token), cancellation);
    }

    /// <summary>The bank's file: the first payment of a case whose turn is a return comes back, the others are credited.</summary>
    private async Task AnswerAsync(string once, PayoutBatch batch, UnitId owner, CancellationToken cancellation)
    {
        var lines = await stage.ReadAsync((db, token) => db.Set<Payment>().AsNoTracking().Where(payment => payment.Batch == batch.Id)
            .Join(db.Set<AidCase>(), payment => payment.Case, aidCase => aidCase.Id, (payment, aidCase) => new { Payment = payment, aidCase.SubmissionKey, First = !db.Set<Payment>().Any(other => other.Case == payment.Case && other.CreatedAt < payment.CreatedAt) })
            .ToListAsync(token), cancellation);
        var text = new StringBuilder("付款编号,金额,状态,原因\r\n");
        foreach (var line in lines)
        {
            var returned = line.First && byKey[line.SubmissionKey!].Has(Turn.BankReturn);
            text.Append(CultureInfo.InvariantCulture, $"{line.Payment.EndToEndId},{line.Payment.Cents / 100m:0.00},{(returned ? "退票" : "成功")},{(returned ? "账号与户名不符" : "")}\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"合计,{lines.Count},{lines.Sum(line => line.Payment.Cents) / 100m:0.00}\r\n");
        var checker = await stage.ActorAsync(Role.FinanceChecker, owner, 0, cancellation);
        await stage.DoAsync<ImportReturnFile, ReturnFileTaken>(once,
            (act, token) => act.ImportAsync(batch.Id, $"{batch.Number}-return.csv", Encoding.UTF8.GetBytes(text.ToString()), checker, null, token), cancellation);
    }
}
