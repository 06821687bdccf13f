using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Petitioning;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>The day's summary to each section, days that were not closed to each desk, limits to each person: each in a commit of its own, so that one who cannot be told keeps nobody else waiting.</summary>
internal sealed class RegisterSweep(IActs acts, DueTellings due, Rests rests, ILogger<RegisterSweep> logger) : ISweep
{
    public const string Key = "registers";

    private const int Most = 50;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) => OneByOne.RunAsync(
        Most, most => due.NowAsync(most, cancellation), one => acts.RunAsync<TellOfRegister, bool>((act, token) => act.RunAsync(one, token), cancellation), (one, reason) => logger.RegisterUntold(one.Kind, one.Whom, one.Day, reason.Message), rests, cancellation);
}
