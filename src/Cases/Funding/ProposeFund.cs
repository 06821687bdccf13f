using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Funding;

/// <param name="Key">What the services call it.</param>
/// <param name="BudgetCents">Nought where the money comes later.</param>
/// <param name="Reason">Why, with the paper it rests on.</param>
public sealed record Opening(string Key, int Year, UnitId Owner, FundSource Source, string NameZh, string NameEn, long BudgetCents, string Reason);

/// <summary>The finance maker of the unit proposes to open a fund, or to change the budget of one. Nothing is booked before another confirms (<see cref="SettleProposal"/>).</summary>
public sealed class ProposeFund(IUnitOfWork work, IIds ids, TimeProvider time, NamedPurses purses, FundPeople people, AuditTrail audit)
{
    /// <summary>Ten thousand million yuan: more than any purse of a city, and a slip of the zeros is seen.</summary>
    private const long MostCents = 10_000_000_000_00;

    public async Task<ProposalId> OpenAsync(Opening asked, Actor actor, CancellationToken cancellation)
    {
        await people.RequireAsync(asked.Owner, actor, [Role.FinanceMaker], cancellation);
        return (await OpeningAsync(asked, actor, cancellation)).Id;
    }

    /// <param name="cents">More than zero gives, less takes.</param>
    public async Task<ProposalId> ChangeAsync(FundId fund, long cents, string reason, Actor actor, CancellationToken cancellation)
    {
        var found = await work.Db.Set<Fund>().FindAsync([fund], cancellation) ?? throw new RefusedException("fund.unknown");
        await people.RequireAsync(found.Owner, actor, [Role.FinanceMaker], cancellation);
        return (await ChangingAsync(found, cents, reason, actor, cancellation)).Id;
    }

    internal async Task<FundProposal> OpeningAsync(Opening asked, Actor actor, CancellationToken cancellation)
    {
        var (refusals, year) = (new Refusals(), LocalDay.Today(time).Year);
        var named = (await purses.AllAsync(cancellation)).Where(purse => purse.Key == asked.Key).ToList();
        refusals.Require(named.Count > 0, new("fund.key-unknown", "key", ("key", asked.Key)));
        refusals.Require(asked.Year == year || asked.Year == year + 1, new("fund.year-out-of-range", "year", ("year", year), ("next", year + 1)));
        refusals.Require(named.Count == 0 || named.Exists(purse => NamedPurses.Fits(asked.Source, purse.Route)), new("fund.source-misfit", "source", ("key", asked.Key)));
        refusals.Require(asked.NameZh.Trim() is { Length: > 0 and <= 100 }, new("fund.name-missing", "nameZh"));
        refusals.Require(asked.NameEn.Trim() is { Length: > 0 and <= 200 }, new("fund.name-missing", "nameEn"));
        refusals.Require(asked.BudgetCents is >= 0 and <= MostCents, new("fund.amount-out-of-range", "cents", ("most", Yuan.Said(MostCents))));
        RequireReason(refusals, asked.Reason);
        var owner = await work.Db.Set<Unit>().AsNoTracking().FirstOrDefaultAsync(unit => unit.Id == asked.Owner, cancellation) ?? throw new RefusedException("unit.unknown", "owner");
        var code = NamedPurses.Code(asked.Key, asked.Year, owner);
        refusals.Require(code.Length <= 40, new("fund.code-too-long", "key", ("code", code)));
        refusals.ThrowIfAny();
        if (await work.Db.Set<Fund>().AnyAsync(fund => fund.Code == code, cancellation))
            throw new RefusedException("fund.code-taken", "year", ("code", code));
        if (await work.Db.Set<FundProposal>().AnyAsync(earlier => earlier.Code == code && earlier.Opens && earlier.State == ProposalState.Waiting, cancellation))
            throw new RefusedException("fund.already-proposed", "year", ("code", code));

        var fund = new NewFund(code, asked.NameZh.Trim(), asked.NameEn.Trim(), asked.Year, asked.Source, asked.Owner, asked.BudgetCents, IsDemo: false);
        return Keep(FundProposal.Open(ProposalId.Of(ids.Next()), FundId.Of(ids.Next()), fund, asked.Reason.Trim(), actor, time.GetUtcNow()), actor);
    }

    internal async Task<FundProposal> ChangingAsync(Fund fund, long cents, string reason, Actor actor, CancellationToken cancellation)
    {
        var refusals = new Refusals();
        refusals.Require(cents != 0, new("fund.budget-unchanged", "cents"));
        refusals.Require(cents is >= -MostCents and <= MostCents, new("fund.amount-out-of-range", "cents", ("most", Yuan.Said(MostCents))));
        RequireReason(refusals, reason);
        refusals.ThrowIfAny();
        var balance = await work.Db.Set<FundBalance>().AsNoTracking().FirstAsync(balance => balance.Fund == fund.Id, cancellation);
        if (balance.Available + cents < 0)
            throw BalanceChange.TooLow(balance);
        if (await work.Db.Set<FundProposal>().AnyAsync(earlier => earlier.Fund == fund.Id && earlier.State == ProposalState.Waiting && earlier.Cents == cents && earlier.Reason == reason.Trim(), cancellation))
            throw new RefusedException("fund.already-proposed", null, ("code", fund.Code)); // sent twice
        return Keep(FundProposal.Change(ProposalId.Of(ids.Next()), fund, cents, reason.Trim(), actor, time.GetUtcNow()), actor);
    }

    private FundProposal Keep(FundProposal proposal, Actor actor)
    {
        work.Db.Add(proposal);
        audit.Record($"fund:{proposal.Fund}", "fund.proposed", actor, ("code", proposal.Code), ("opens", proposal.Opens ? "yes" : "no"), ("cents", Yuan.Of(proposal.Cents)), ("reason", proposal.Reason));
        return proposal;
    }

    private static void RequireReason(Refusals refusals, string reason)
    {
        refusals.Require(!string.IsNullOrWhiteSpace(reason), new("fund.reason-missing", "reason"));
        refusals.Require(reason.Length <= 500, new("fund.text-too-long", "reason", ("most", 500)));
    }
}
