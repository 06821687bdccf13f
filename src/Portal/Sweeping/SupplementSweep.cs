using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Asks the station about supplements whose time has run out, each in its own commit.</summary>
internal sealed class SupplementSweep(IActs acts, OverdueSupplements overdue, ILogger<SupplementSweep> logger) : ISweep
{
    public const string Key = "supplements";

    private const int Most = 100;

    public string Name => Key;

    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var asked = 0;
        foreach (var clock in await overdue.FirstAsync(Most, cancellation))
        {
            try
            {
                if (await acts.RunAsync<AskAboutSupplement, bool>((act, token) => act.AskAsync(clock, token), cancellation))
                    asked++;
            }
            catch (RefusedException refused)
            {
                logger.SupplementRefused(clock, refused.Code);
            }
        }

        return asked;
    }

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => overdue.NextAsync(cancellation);
}
