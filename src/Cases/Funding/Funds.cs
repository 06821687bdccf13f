using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Funding;

/// <summary>
/// Posts to the ledger within an act. What a case holds is checked at once; whether the fund has enough is decided by a conditional
/// update inside the transaction, so that any number of deciders at once cannot overspend. One instance serves one act.
/// </summary>
/// <remarks>Every posting has a key. The same posting under the same key again changes nothing.</remarks>
public sealed class Funds(IUnitOfWork work, IIds ids, TimeProvider time)
{
    private readonly Dictionary<FundId, BalanceChange> changes = [];

    /// <summary>A decision grants cents of the fund to the case.</summary>
    /// <exception cref="RefusedException">On commit, "fund.insufficient" when the fund has less available.</exception>
    public Task ReserveAsync(FundId fund, CaseId aidCase, long cents, string key, Actor actor, CancellationToken cancellation) =>
        PostAsync(new Posting(PostingKind.Reserve, fund, aidCase, cents, key, actor), cancellation);

    /// <summary>The case gives back cents of what is reserved for it.</summary>
    public Task ReleaseAsync(FundId fund, CaseId aidCase, long cents, string key, Actor actor, CancellationToken cancellation) =>
        PostAsync(new Posting(PostingKind.Release, fund, aidCase, cents, key, actor), cancellation);

    /// <summary>Releases what is reserved for the case above <paramref name="toCents"/>: a later gate granted less.</summary>
    public async Task ReduceReservationAsync(FundId fund, CaseId aidCase, long toCents, string key, Actor actor, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(toCents);
        if (await EntryAsync(key, cancellation) is not null)
            return;
        var over = (await HeldAsync(fund, aidCase, cancellation))?.Reserved - toCents ?? -toCents;
        if (over < 0)
            throw new RefusedException("fund.not-reserved", null, ("cents", Yuan.Said(toCents)), ("reserved", Yuan.Said(toCents + over)));
        if (over > 0)
            await ReleaseAsync(fund, aidCase, over, key, actor, cancellation);
    }

    /// <summary>Money that the bank returned is not paid again: the case gives it back to the fund.</summary>
    public Task ReleaseReturnedAsync(FundId fund, CaseId aidCase, long cents, string key, Actor actor, CancellationToken cancellation) =>
        PostAsync(new Posting(PostingKind.Release, fund, aidCase, cents, key, actor) { From = FundAccount.Returned }, cancellation);

    /// <summary>The payee gave back cents that were paid too much.</summary>
    public Task RecoverAsync(FundId fund, CaseId aidCase, long cents, string key, Actor actor, CancellationToken cancellation) =>
        PostAsync(new Posting(PostingKind.Recover, fund, aidCase, cents, key, actor), cancellation);

    /// <summary>The bank takes back a payment of which the payee had given these cents back already.</summary>
    public Task RestoreAsync(FundId fund, CaseId aidCase, long cents, string key, Actor actor, CancellationToken cancellation) =>
        PostAsync(new Posting(PostingKind.Restore, fund, aidCase, cents, key, actor), cancellation);

    /// <summary>Gives the fund more, or, with negative cents, takes back what is still available.</summary>
    public Task BudgetAsync(FundId fund, long cents, string key, Actor actor, CancellationToken cancellation) =>
        PostAsync(new Posting(PostingKind.Budget, fund, null, Math.Abs(cents), key, actor) { Backwards = cents < 0 }, cancellation);

    /// <summary>What the case holds of the fund, as this act sees it; null when it never held any.</summary>
    public async Task<CaseFunding?> HeldAsync(FundId fund, CaseId aidCase, CancellationToken cancellation) =>
        await work.Db.Set<CaseFunding>().FindAsync([fund, aidCase], cancellation);

    internal async Task PostAsync(Posting posting, CancellationToken cancellation)
    {
        if (posting.Cents <= 0)
            throw new RefusedException("fund.amount-not-positive", "amount", ("cents", Yuan.Said(posting.Cents)));
        if (await EntryAsync(posting.Key, cancellation) is { } earlier)
        {
            if (!posting.Matches(earlier))
                throw new InvalidOperationException($"The key {posting.Key} was used for another posting.");
            return;
        }

        if (posting.Case is { } aidCase)
            await MoveAsync(posting, aidCase, cancellation);
        work.Db.Add(posting.Entry(EntryId.Of(ids.Next()), time.GetUtcNow()));
        Change(posting.Fund).Add(posting);
    }

    private async Task MoveAsync(Posting posting, CaseId aidCase, CancellationToken cancellation)
    {
        var held = await HeldAsync(posting.Fund, aidCase, cancellation);
        if (posting.Credit is not FundAccount.Available && (held?.In(posting.Credit) ?? 0) is var there && there < posting.Cents)
        {
            // Reads of one act are no snapshot: the same posting may have been committed between the two.
            if (await EntryAsync(posting.Key, cancellation) is not null)
                throw new LostRaceException($"{posting.Key} was posted by somebody else meanwhile.");
            throw new RefusedException("fund.not-reserved", null, ("cents", Yuan.Said(posting.Cents)), ("reserved", Yuan.Said(there)));
        }

        if (held is null)
            work.Db.Add(held = new CaseFunding { Fund = posting.Fund, Case = aidCase });
        held.Change(posting.Credit, -posting.Cents);
        held.Change(posting.Debit, posting.Cents);
    }

    private async Task<LedgerEntry?> EntryAsync(string key, CancellationToken cancellation) =>
        work.Db.Set<LedgerEntry>().Local.FirstOrDefault(entry => entry.Reference == key)
        ?? await work.Db.Set<LedgerEntry>().AsNoTracking().FirstOrDefaultAsync(entry => entry.Reference == key, cancellation);

    /// <summary>All postings of this act to one fund become one update, so that the hot row is locked once and briefly.</summary>
    private BalanceChange Change(FundId fund)
    {
        if (!changes.TryGetValue(fund, out var change))
        {
            changes.Add(fund, change = new BalanceChange(fund));
            work.Within(change.WriteAsync);
        }

        return change;
    }
}
