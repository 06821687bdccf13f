using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Funds;

/// <summary>What was proposed for a fund, by whom, and what another made of it.</summary>
public sealed record ProposalRow(FundProposal Proposal, LocalText Owner, LocalText By, LocalText? SettledBy)
{
    /// <summary>What of the fund nobody was granted; null while it is to be opened.</summary>
    public long? AvailableCents { get; init; }

    /// <summary>More would be taken back than is available by now: it cannot be confirmed as it is.</summary>
    public bool TooMuch => Proposal is { State: ProposalState.Waiting, Opens: false } && AvailableCents + Proposal.Cents < 0;
}

/// <summary>A fund with everything that was proposed for it, the newest first.</summary>
/// <param name="MayPropose">The reader is the maker of the unit that keeps it.</param>
public sealed record FundDetail(Fund Fund, FundBalance Balance, LocalText Owner, ImmutableArray<ProposalRow> Proposals, bool MayPropose);

/// <summary>One proposal, with the fund as it stands; null while it is to be opened.</summary>
public sealed record ProposalView(ProposalRow Row, FundBalance? Balance, bool MayConfirm, bool MayDecline);

/// <summary>A unit that keeps funds.</summary>
public sealed record Keeper(UnitId Id, LocalText Name);

/// <summary>What somebody who may open a fund chooses from.</summary>
public sealed record OpeningChoices(ImmutableArray<NamedPurse> Purses, ImmutableArray<Keeper> Owners, int Year);

/// <summary>Reads funds one by one, and what is proposed for them, for those who see the overview; who may do what is worked out by the unit that keeps the fund.</summary>
public sealed class FundDesk(IUnitOfWork work, Scopes scopes, NamedPurses purses, TimeProvider time)
{
    /// <exception cref="RefusedException">fund.unknown: there is none, or it is kept elsewhere.</exception>
    public async Task<FundDetail> FundAsync(FundId id, Visitor visitor, CancellationToken cancellation)
    {
        var fund = await work.Db.Set<Fund>().AsNoTracking().FirstOrDefaultAsync(fund => fund.Id == id, cancellation);
        if (fund is null || !await SeesAsync(fund.Owner, visitor, cancellation))
            throw new RefusedException("fund.unknown");
        var proposals = await RowsAsync(work.Db.Set<FundProposal>().Where(proposal => proposal.Fund == id), cancellation);
        var owner = await work.Db.Set<Unit>().AsNoTracking().Where(unit => unit.Id == fund.Owner).Select(unit => new { unit.NameZh, unit.NameEn }).FirstAsync(cancellation);
        return new(fund, await BalanceAsync(id, cancellation) ?? throw new RefusedException("fund.unknown"), new(owner.NameZh, owner.NameEn), proposals, Holds(visitor, fund.Owner, Role.FinanceMaker));
    }

    /// <exception cref="RefusedException">fund.proposal-unknown</exception>
    public async Task<ProposalView> ProposalAsync(ProposalId id, Visitor visitor, CancellationToken cancellation)
    {
        var row = (await RowsAsync(work.Db.Set<FundProposal>().Where(proposal => proposal.Id == id), cancellation)).FirstOrDefault();
        if (row is null || !await SeesAsync(row.Proposal.Owner, visitor, cancellation))
            throw new RefusedException("fund.proposal-unknown");
        var (waits, own) = (row.Proposal.State == ProposalState.Waiting, row.Proposal.ProposedBy == visitor.Account?.Id);
        return new(row, await BalanceAsync(row.Proposal.Fund, cancellation),
            waits && !own && Holds(visitor, row.Proposal.Owner, Role.FinanceChecker, Role.FinanceReleaser), waits && Holds(visitor, row.Proposal.Owner, FundsReading.Finance));
    }

    /// <summary>What waits for a second person, of the units of the reader's area.</summary>
    public async Task<ImmutableArray<ProposalRow>> WaitingAsync(Visitor visitor, CancellationToken cancellation)
    {
        var (db, roots) = (work.Db, (await scopes.OfAsync(visitor.Actor, FundsReading.Readers, cancellation)).Roots.ToArray());
        return await RowsAsync(db.Set<FundProposal>().Where(proposal => proposal.State == ProposalState.Waiting
            && db.Set<UnitAncestor>().Any(line => line.UnitId == proposal.Owner && line.ValidTo == null && roots.Contains(line.AncestorId))), cancellation);
    }

    public async Task<OpeningChoices> ChoicesAsync(Visitor visitor, CancellationToken cancellation)
    {
        var units = visitor.Roles.Where(held => held.Role == Role.FinanceMaker).Select(held => held.UnitId).Distinct().ToArray();
        var owners = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id) && unit.ValidTo == null).OrderBy(unit => unit.DivisionCode)
            .Select(unit => new { unit.Id, unit.NameZh, unit.NameEn }).ToListAsync(cancellation);
        return new(await purses.AllAsync(cancellation), [.. owners.Select(unit => new Keeper(unit.Id, new(unit.NameZh, unit.NameEn)))], LocalDay.Today(time).Year);
    }

    private async Task<ImmutableArray<ProposalRow>> RowsAsync(IQueryable<FundProposal> asked, CancellationToken cancellation)
    {
        var rows = await asked.AsNoTracking().OrderByDescending(proposal => proposal.ProposedAt).ThenByDescending(proposal => proposal.Id).Take(100).ToListAsync(cancellation);
        var (units, people) = (rows.Select(row => row.Owner).Distinct().ToArray(), rows.SelectMany(row => new[] { row.ProposedBy, row.SettledBy }).OfType<AccountId>().Distinct().ToArray());
        var places = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
        var names = await work.Db.Set<Account>().AsNoTracking().Where(account => people.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        var funds = rows.Select(row => row.Fund).Distinct().ToArray();
        var available = (await work.Db.Set<FundBalance>().AsNoTracking().Where(balance => funds.Contains(balance.Fund)).ToListAsync(cancellation)).ToDictionary(balance => balance.Fund, balance => balance.Available);
        return [.. rows.Select(row => new ProposalRow(row, places[row.Owner], Name(row.ProposedBy, row.ProposedName)!, Name(row.SettledBy, row.SettledName))
        {
            AvailableCents = available.TryGetValue(row.Fund, out var cents) ? cents : null,
        })];

        LocalText? Name(AccountId? account, string? said) => account is { } id && names.TryGetValue(id, out var name) ? name : said is null ? null : LocalText.Same(said);
    }

    private Task<FundBalance?> BalanceAsync(FundId fund, CancellationToken cancellation) =>
        work.Db.Set<FundBalance>().AsNoTracking().FirstOrDefaultAsync(balance => balance.Fund == fund, cancellation);

    private async Task<bool> SeesAsync(UnitId owner, Visitor visitor, CancellationToken cancellation) =>
        await (await scopes.OfAsync(visitor.Actor, FundsReading.Readers, cancellation)).SeesAsync(owner, work.Db, cancellation);

    private static bool Holds(Visitor visitor, UnitId owner, params Role[] roles) => visitor.Roles.Any(held => held.UnitId == owner && roles.Contains(held.Role));
}
