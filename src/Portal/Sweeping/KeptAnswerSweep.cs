using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Integrating;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>Removes answers that were kept for requests sent again, after a day.</summary>
internal sealed class KeptAnswerSweep(IActs acts) : ISweep
{
    public const string Key = "kept-answers";

    private const int Most = 500;

    public string Name => Key;

    public Task<int> SweepAsync(CancellationToken cancellation) =>
        acts.RunAsync<RemoveKeptAnswers, int>((act, token) => act.RunAsync(Most, token), cancellation);
}
