using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Rating;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Reminds offices of negative ratings with a name that are to be put right soon, or were: each in a commit of its own.</summary>
internal sealed class RatingSweep(IActs acts, DueFollowUps due, Rests rests, ILogger<RatingSweep> logger) : ISweep
{
    public const string Key = "ratings";

    private const int Most = 50;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) => OneByOne.RunAsync(
        Most, most => due.NowAsync(most, cancellation), one => acts.RunAsync<RemindOfRating, bool>((act, token) => act.RunAsync(one, token), cancellation), (one, reason) => logger.RatingUntold(one, reason.Message), rests, cancellation);
}
