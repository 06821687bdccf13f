using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Funds;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AidWorkflow.Portal.Api.Funds;

/// <summary>A fund with where its money is.</summary>
internal sealed record FundOfYear(FundId Id, string Code, LocalText Name, LocalText Owner, bool Demo, long BudgetCents, long AvailableCents, long ReservedCents, long CommittedCents, long PaidCents, long ReturnedCents)
{
    public static FundOfYear Of(FundId id, string code, LocalText name, LocalText owner, bool demo, FundBalance balance) =>
        new(id, code, name, owner, demo, balance.Budget, balance.Available, balance.Reserved, balance.Committed, balance.Paid, balance.Returned);
}

/// <param name="Missing">Funds without which nothing can be granted: of this year, and from December of the next.</param>
internal sealed record FundsOfYear(int Year, IReadOnlyList<int> Years, IReadOnlyList<FundOfYear> Funds, IReadOnlyList<MissingFund> Missing)
{
    public static FundsOfYear Of(FundsView view) => new(view.Year, view.Years, [.. view.Funds.Select(fund => FundOfYear.Of(fund.Id, fund.Code, fund.Name, fund.Owner, fund.Demo, fund.Balance))], view.Missing);
}

/// <summary>What was proposed for a fund, and what another person of finance made of it.</summary>
/// <param name="Opens">The fund is not there before it is confirmed.</param>
/// <param name="Cents">The first budget, or what the budget changes by; less than nought takes back.</param>
/// <param name="TooMuch">It would take back more than is available by now: decline it, and propose less.</param>
internal sealed record ProposedFund(
    ProposalId Id, FundId Fund, bool Opens, string Code, LocalText Name, int Year, FundSource Source, UnitId Owner, LocalText OwnerName, long Cents, string Reason,
    LocalText ProposedBy, DateTimeOffset ProposedAt, ProposalState State, LocalText? SettledBy, DateTimeOffset? SettledAt, string? Note, bool TooMuch)
{
    public static ProposedFund Of(ProposalRow row) => new(
        row.Proposal.Id, row.Proposal.Fund, row.Proposal.Opens, row.Proposal.Code, row.Proposal.Name, row.Proposal.Year, row.Proposal.Source, row.Proposal.Owner, row.Owner, row.Proposal.Cents, row.Proposal.Reason,
        row.By, row.Proposal.ProposedAt, row.Proposal.State, row.SettledBy, row.Proposal.SettledAt, row.Proposal.Note, row.TooMuch);
}

internal sealed record FundWithHistory(FundOfYear Fund, int Year, FundSource Source, IReadOnlyList<ProposedFund> Proposals);

/// <summary>What a fund can be called, and the units of mine that may keep one.</summary>
internal sealed record FundChoices(ImmutableArray<NamedPurse> Keys, ImmutableArray<Keeper> Owners);

/// <param name="Key">What services call it.</param>
/// <param name="BudgetCents">Nought where the money comes later.</param>
/// <param name="Reason">Why, with the paper it rests on.</param>
internal sealed record NewFundAsked(string Key, int Year, UnitId Owner, FundSource Source, string NameZh, string NameEn, long BudgetCents, string Reason) : IAsked;

/// <param name="Cents">More than nought adds, less takes back.</param>
internal sealed record BudgetAsked(long Cents, string Reason) : IAsked;

internal sealed record Declining(string Note) : IAsked;

internal sealed record FundProposed(ProposalId Proposal);

/// <summary>The fund that was opened or changed, or would have been.</summary>
internal sealed record ProposalSettled(FundId Fund);

/// <summary>The funds of a year; one opened or its budget changed, by two people.</summary>
internal static class FundsApi
{
    public static void MapFunds(this RouteGroupBuilder api)
    {
        var all = api.Room("/funds", "Funds").RequireAuthorization();
        var readers = all.MapGroup("").ForHolders(FundsReading.Readers);
        readers.MapGet("", async (int? year, FundsReading reading, Asking asking) => FundsOfYear.Of(await reading.ReadAsync(year, asking.Visitor, asking.Cancellation)))
            .Called("fundsOfYear", "The funds of a year that units of my area keep, with where their money is, and those that are missing.");
        readers.MapGet("/{id:guid}", async (Guid id, FundDesk desk, Asking asking) =>
        {
            var view = await desk.FundAsync(new(id), asking.Visitor, asking.Cancellation);
            var fund = view.Fund;
            return new FundWithHistory(FundOfYear.Of(fund.Id, fund.Code, new(fund.NameZh, fund.NameEn), view.Owner, fund.IsDemo, view.Balance), fund.Year, fund.Source, [.. view.Proposals.Select(ProposedFund.Of)]);
        }).Called("fund", "A fund with everything that was proposed for it.");
        readers.MapGet("/proposals", async (int? page, FundDesk desk, Asking asking) => Paging.Of([.. (await desk.WaitingAsync(asking.Visitor, asking.Cancellation)).Select(ProposedFund.Of)], page))
            .Called("fundProposals", "What waits for a second person of finance to confirm it.");
        readers.MapGet("/proposals/{id:guid}", async (Guid id, FundDesk desk, Asking asking) => ProposedFund.Of((await desk.ProposalAsync(ProposalId.Of(id), asking.Visitor, asking.Cancellation)).Row))
            .Called("fundProposal", "One proposal.");
        readers.MapPost("/proposals/{id:guid}/confirm", (Guid id, FundDesk desk, Asking asking) => SettleAsync(id, null, desk, asking, (act, actor, token) => act.ConfirmAsync(ProposalId.Of(id), actor, token)))
            .TakesKey().Called("confirmProposal", "Confirm and book it, as another person than who proposed it.");
        readers.MapPost("/proposals/{id:guid}/decline", (Guid id, Declining said, FundDesk desk, Asking asking) => SettleAsync(id, said, desk, asking, (act, actor, token) => act.DeclineAsync(ProposalId.Of(id), said.Note, actor, token)))
            .TakesKey().Called("declineProposal", "Decline it, or take one's own back.");
        var makers = all.MapGroup("").ForHolders(Role.FinanceMaker);
        makers.MapGet("/choices", async (FundDesk desk, Asking asking) =>
        {
            var choices = await desk.ChoicesAsync(asking.Visitor, asking.Cancellation);
            return new FundChoices(choices.Purses, choices.Owners);
        }).Called("fundChoices", "What services call their funds, and the units for which I may propose one.");
        makers.MapPost("", async (NewFundAsked said, Asking asking) =>
        {
            var id = await Told.Async([("cents", "budgetCents")], () => asking.OnceAsync<ProposeFund, FundProposed>(said, async (act, actor, token) => new(await act.OpenAsync(
                new(said.Key, said.Year, said.Owner, said.Source, said.NameZh, said.NameEn, said.BudgetCents, said.Reason), actor, token))));
            return Proposed(id);
        }).TakesKey().Called("proposeFund", "Propose to open the fund of a year; it is there once another person has confirmed it.");
        makers.MapPost("/{id:guid}/budget", async (Guid id, BudgetAsked said, Asking asking) =>
            Proposed(await asking.OnceAsync<ProposeFund, FundProposed>(said, async (act, actor, token) => new(await act.ChangeAsync(new(id), said.Cents, said.Reason, actor, token)))))
            .TakesKey().Called("proposeBudget", "Propose to change the budget of a fund; it holds once another person has confirmed it.");
    }

    private static Created<FundProposed> Proposed(FundProposed proposed) => TypedResults.Created($"/api/funds/proposals/{proposed.Proposal}", proposed);

    private static async Task<ProposalSettled> SettleAsync(Guid id, object? said, FundDesk desk, Asking asking, Func<SettleProposal, Actor, CancellationToken, Task<FundId>> settle)
    {
        await desk.ProposalAsync(ProposalId.Of(id), asking.Visitor, asking.Cancellation); // of somebody else's area there is none
        return new(await asking.OnceAsync(said, settle));
    }
}
