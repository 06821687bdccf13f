using AidWorkflow.Cases.Funding;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Cases.Paying;

/// <summary>What the portal adds to the container for money. It brings the ports itself: cipher, authority, outcome, templates, deployment.</summary>
public static class MoneyRegistration
{
    /// <summary>Everything scoped: one act, one scope.</summary>
    public static IServiceCollection AddMoney(this IServiceCollection services) => services
        .AddScoped<Funds>().AddScoped<OpenFund>().AddScoped<ChangeBudget>().AddScoped<LedgerCheck>()
        .AddScoped<NamedPurses>().AddScoped<FundPeople>().AddScoped<ProposeFund>().AddScoped<SettleProposal>().AddScoped<FundAtMachine>().AddScoped<MissingFunds>()
        .AddScoped<Payments>().AddScoped<BatchSignatures>().AddScoped<Rolls>().AddScoped<Answers>()
        .AddScoped<MakeBatch>().AddScoped<TakeFromBatch>().AddScoped<LockBatch>().AddScoped<CheckBatch>().AddScoped<RejectBatch>()
        .AddScoped<ReleaseBatch>().AddScoped<SendBatch>().AddScoped<DownloadBankFile>()
        .AddScoped<ImportReturnFile>().AddScoped<KeyBankAnswer>().AddScoped<SettleLine>().AddScoped<UnsettledLines>()
        .AddScoped<ReconcileBatch>().AddScoped<CloseBatch>().AddScoped<RepayReturned>().AddScoped<DeceasedPayees>().AddScoped<PaymentCheck>().AddScoped<PayoutCheck>();
}
