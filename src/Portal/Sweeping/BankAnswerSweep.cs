using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Paying;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Books what the bank answered, a payment a commit: a crash between import and booking loses nothing.</summary>
internal sealed class BankAnswerSweep(IActs acts) : ISweep
{
    public const string Key = "bank-answers";

    private const int Most = 100;

    public string Name => Key;

    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var booked = 0;
        var waiting = await acts.RunAsync<UnsettledLines, IReadOnlyList<PaymentId>>((act, token) => act.FirstAsync(Most, token), cancellation);
        foreach (var payment in waiting)
        {
            if (await acts.RunAsync<SettleLine, bool>((act, token) => act.SettleAsync(payment, Actor.System, token), cancellation))
                booked++;
        }

        return booked;
    }
}
