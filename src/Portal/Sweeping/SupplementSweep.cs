using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Asks the station about supplements whose time has run out, each in its own commit.</summary>
internal sealed class SupplementSweep(IActs acts, OverdueSupplements overdue, Rests rests, ILogger<SupplementSweep> logger) : ISweep
{
    public const string Key = "supplements";

    private const int Most = 100;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) => OneByOne.RunAsync(
        Most,
        most => overdue.FirstAsync(most, cancellation),
        clock => acts.RunAsync<AskAboutSupplement, bool>((act, token) => act.AskAsync(clock, token), cancellation),
        (clock, reason) => logger.SupplementRefused(clock, reason.Message),
        rests,
        cancellation);

    public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => overdue.NextAsync(cancellation);
}
