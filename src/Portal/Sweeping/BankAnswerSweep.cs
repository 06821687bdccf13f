using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Paying;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Books what the bank answered, a payment a commit: a crash between import and booking loses nothing.</summary>
internal sealed class BankAnswerSweep(IActs acts, Rests rests, ILogger<BankAnswerSweep> logger) : ISweep
{
    public const string Key = "bank-answers";

    private const int Most = 100;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) => OneByOne.RunAsync(
        Most,
        most => acts.RunAsync<UnsettledLines, IReadOnlyList<PaymentId>>((act, token) => act.FirstAsync(most, token), cancellation),
        payment => acts.RunAsync<SettleLine, bool>((act, token) => act.SettleAsync(payment, Actor.System, token), cancellation),
        (payment, reason) => logger.BankAnswerRefused(payment, reason.Message),
        rests,
        cancellation);
}
