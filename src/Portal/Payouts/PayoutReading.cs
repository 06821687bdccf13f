using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Funds;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Payouts;

/// <summary>A fund with what is in its accounts, and what waits to be paid from it. Cents.</summary>
public sealed record FundView(FundId Id, string Code, string NameZh, string NameEn, FundBalance Balance, int Ready, long ReadyCents);

/// <param name="Name">As people call it; the number is its key on files.</param>
public sealed record BatchRow(BatchId Id, FundId Fund, string Number, LocalText Name, BatchState State, int Count, long Cents, DateTimeOffset CreatedAt);

/// <summary>The payment desk: funds of the units where the visitor has a finance role, and their newest rolls.</summary>
public sealed record PayoutDesk(ImmutableArray<FundView> Funds, ImmutableArray<BatchRow> Batches, ImmutableArray<BankFileTemplate> Templates)
{
    /// <summary>Funds without which nothing can be granted in the reader's area.</summary>
    public ImmutableArray<MissingFund> Missing { get; init; } = [];

    /// <summary>What waits for a second person of finance.</summary>
    public ImmutableArray<ProposalRow> Proposals { get; init; } = [];
}

public sealed record BatchLine(PaymentId Payment, int Number, string Payee, string AccountTail, string Bank, long Cents, LineState State, string? Reason, string? Correction)
{
    /// <summary>The application's, by which whoever asks about a payment names it.</summary>
    public string? ReceiptNumber { get; init; }
    public required LocalText Service { get; init; }
}

/// <summary>What an open roll is told of by itself.</summary>
/// <param name="Stands">State and answers so far as one word: another one is news.</param>
public sealed record RollNews(string Stands)
{
    public static RollNews Of(BatchState state, int settled, int returned, int unknown, int unbooked) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{state}/{settled}/{returned}/{unknown}/{unbooked}"));
}

/// <summary>Who signed a roll, as what and when.</summary>
public sealed record Signed(Role Role, LocalText Name, DateTimeOffset At, int Round);

/// <summary>Why a roll went back to its maker, and from whom.</summary>
public sealed record SentBack(LocalText By, DateTimeOffset At, string Reason);

/// <summary>One roll with its lines, who signed, and what the bank has said.</summary>
public sealed record BatchView(
    PayoutBatch Batch, LocalText Fund, ImmutableArray<BatchLine> Lines, ImmutableArray<Signed> Signatures, BatchTotals Totals, string? FileName, string? FileHash, int Unbooked)
{
    /// <summary>As people call it.</summary>
    public required LocalText Name { get; init; }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<SentBack> SentBack { get; init; } = [];

    public RollNews News => RollNews.Of(Batch.State, Totals.Settled.Count, Totals.Returned.Count, Totals.Unknown.Count, Unbooked);

    public BatchLine? Line(PaymentId payment) => Lines.FirstOrDefault(line => line.Payment == payment);
}

/// <summary>Reads funds and rolls for finance people: only those of a unit where they hold a finance role.</summary>
public sealed class PayoutReading(IUnitOfWork work, ServiceCatalogue services, IBankTemplates templates, MissingFunds missing, FundDesk proposals, TimeProvider time)
{
    private static readonly Role[] Finance = [Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser];

    public async Task<PayoutDesk> DeskAsync(Visitor visitor, CancellationToken cancellation)
    {
        var db = work.Db;
        var units = Units(visitor);
        var year = LocalDay.Today(time).Year;
        var funds = await db.Set<Fund>().AsNoTracking().Where(fund => units.Contains(fund.Owner) && fund.Year >= year - 1).OrderByDescending(fund => fund.Year).ThenBy(fund => fund.Code)
            .Join(db.Set<FundBalance>(), fund => fund.Id, balance => balance.Fund, (fund, balance) => new { fund, balance }).ToListAsync(cancellation);
        var ids = funds.Select(one => one.fund.Id).ToArray();
        var ready = await db.Set<Payment>().Where(payment => ids.Contains(payment.Fund) && payment.State == PaymentState.Ready)
            .GroupBy(payment => payment.Fund).Select(group => new { group.Key, Count = group.Count(), Cents = group.Sum(payment => payment.Cents) })
            .ToDictionaryAsync(group => group.Key, cancellation);
        var batches = await db.Set<PayoutBatch>().AsNoTracking().Where(batch => ids.Contains(batch.Fund)).OrderByDescending(batch => batch.CreatedAt).Take(100)
            .Select(batch => new { batch.Id, batch.Fund, batch.Number, batch.State, batch.Count, batch.Cents, batch.CreatedAt }).ToListAsync(cancellation);
        LocalText NameOf(FundId id, string number) => funds.First(one => one.fund.Id == id).fund is var fund ? BatchWords.Name(new(fund.NameZh, fund.NameEn), fund.Year, number) : null!;
        return new PayoutDesk(
            [.. funds.Select(one => new FundView(one.fund.Id, one.fund.Code, one.fund.NameZh, one.fund.NameEn, one.balance,
                ready.GetValueOrDefault(one.fund.Id)?.Count ?? 0, ready.GetValueOrDefault(one.fund.Id)?.Cents ?? 0))],
            [.. batches.Select(batch => new BatchRow(batch.Id, batch.Fund, batch.Number, NameOf(batch.Fund, batch.Number), batch.State, batch.Count, batch.Cents, batch.CreatedAt))],
            [.. templates.All])
        {
            Missing = await missing.OfAsync(visitor.Actor, Finance, cancellation),
            Proposals = await proposals.WaitingAsync(visitor, cancellation),
        };
    }

    /// <exception cref="RefusedException">batch.unknown: there is none, or it is another unit's.</exception>
    public async Task<BatchView> BatchAsync(BatchId id, Visitor visitor, CancellationToken cancellation)
    {
        var (db, units) = (work.Db, Units(visitor));
        var batch = await db.Set<PayoutBatch>().AsNoTracking().FirstOrDefaultAsync(batch => batch.Id == id, cancellation) ?? throw new RefusedException("batch.unknown", "batch");
        var fund = await db.Set<Fund>().AsNoTracking().FirstAsync(fund => fund.Id == batch.Fund, cancellation);
        if (!units.Contains(fund.Owner))
            throw new RefusedException("batch.unknown", "batch");
        var lines = await db.Set<PayoutLine>().AsNoTracking().Where(line => line.Batch == id)
            .Join(db.Set<Payment>(), line => line.Payment, payment => payment.Id, (line, payment) => new { line, payment })
            .Join(db.Set<AidCase>(), one => one.payment.Case, aidCase => aidCase.Id, (one, aidCase) => new { one.line, one.payment, aidCase.ReceiptNumber, aidCase.ServiceVersionId })
            .OrderBy(one => one.line.Number).ToListAsync(cancellation);
        var called = new Dictionary<ServiceVersionId, LocalText>();
        foreach (var version in lines.Select(one => one.ServiceVersionId).Distinct())
            called[version] = (await services.GetAsync(db, version, cancellation)).Description.Name;
        var file = await db.Set<StoredBankFile>().AsNoTracking().Where(file => file.Batch == id).Select(file => new { file.FileName, file.Hash }).FirstOrDefaultAsync(cancellation);
        return new BatchView(
            batch, new(fund.NameZh, fund.NameEn),
            [.. lines.Select(one => new BatchLine(one.payment.Id, one.line.Number, one.payment.PayeeName, one.payment.AccountTail, one.payment.BankName, one.line.Cents, one.line.State, one.payment.ReturnReason, one.payment.Correction)
            {
                ReceiptNumber = one.ReceiptNumber,
                Service = called[one.ServiceVersionId],
            })],
            [.. await db.Set<BatchSignature>().AsNoTracking().Where(signature => signature.Batch == id)
                .Join(db.Set<Account>(), signature => signature.Account, account => account.Id, (signature, account) => new { signature, account.NameZh, account.NameEn })
                .OrderBy(one => one.signature.At).Select(one => new Signed(one.signature.Role, new LocalText(one.NameZh, one.NameEn), one.signature.At, one.signature.Round)).ToListAsync(cancellation)],
            await BatchTotals.OfAsync(work, batch, cancellation),
            file?.FileName, file?.Hash,
            await UnbookedAsync(id, cancellation))
        {
            Name = BatchWords.Name(new(fund.NameZh, fund.NameEn), fund.Year, batch.Number),
            SentBack = batch.Round > 1 ? await SentBackAsync(batch, cancellation) : [],
        };
    }

    /// <returns>Null where there is no such roll, or the account has no finance role where its fund is kept.</returns>
    public async Task<RollNews?> NewsAsync(BatchId id, AccountId account, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var batch = await db.Set<PayoutBatch>().AsNoTracking().Where(batch => batch.Id == id && db.Set<Fund>().Any(fund => fund.Id == batch.Fund && db.Set<RoleAssignment>().Any(held =>
            held.AccountId == account && Finance.Contains(held.Role) && held.UnitId == fund.Owner && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo)))).FirstOrDefaultAsync(cancellation);
        if (batch is null)
            return null;
        var totals = await BatchTotals.OfAsync(work, batch, cancellation);
        var unbooked = await UnbookedAsync(id, cancellation);
        return RollNews.Of(batch.State, totals.Settled.Count, totals.Returned.Count, totals.Unknown.Count, unbooked);
    }

    private Task<int> UnbookedAsync(BatchId id, CancellationToken cancellation) =>
        work.Db.Set<BankAnswer>().CountAsync(answer => answer.Batch == id && answer.AppliedAt == null, cancellation);

    /// <summary>The reasons stand in the audit trail, which is where they are given.</summary>
    private async Task<ImmutableArray<SentBack>> SentBackAsync(PayoutBatch batch, CancellationToken cancellation)
    {
        var (stream, began) = ($"fund:{batch.Fund}", batch.CreatedAt);
        var entries = await work.Db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == stream && entry.Act == RejectBatch.Act && entry.At >= began).OrderBy(entry => entry.Number)
            .Join(work.Db.Set<Account>(), entry => entry.ActorAccount, account => account.Id, (entry, account) => new { entry.At, entry.Facts, account.NameZh, account.NameEn }).ToListAsync(cancellation);
        return [.. entries.Select(entry => (entry, Facts: JsonNode.Parse(entry.Facts)!)).Where(one => (string?)one.Facts["batch"] == batch.Number)
            .Select(one => new SentBack(new(one.entry.NameZh, one.entry.NameEn), one.entry.At, (string?)one.Facts["reason"] ?? ""))];
    }

    private static UnitId[] Units(Visitor visitor) => [.. visitor.Roles.Where(held => Finance.Contains(held.Role)).Select(held => held.UnitId).Distinct()];
}
