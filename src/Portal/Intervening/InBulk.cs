using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Portal.Intervening;

/// <summary>What came of an intervention in one of several instances.</summary>
/// <param name="State">How it stands now; null where it was refused.</param>
/// <param name="Refused">Why nothing was done; null where it was.</param>
internal sealed record InstanceOutcome(InstanceId Id, Intervened? State, RefusedException? Refused);

/// <summary>What a move would do to one of several instances.</summary>
/// <param name="Refused">Why it cannot even be said.</param>
internal sealed record PlannedOutcome(InstanceId Id, MigrationPlan? Plan, RefusedException? Refused)
{
    public bool IsPossible => Plan?.IsPossible == true;
}

/// <summary>Does the same to one instance after the other, each in its own commit: one that is refused stops nobody.</summary>
internal static class InBulk
{
    /// <param name="told">How many are through.</param>
    public static async Task<IReadOnlyList<InstanceOutcome>> RunAsync(
        IReadOnlyList<InstanceId> ids, Func<InstanceId, Task<Intervened>> one, IProgress<int>? told, CancellationToken cancellation)
    {
        List<InstanceOutcome> outcomes = [];
        foreach (var id in ids)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                outcomes.Add(new(id, await one(id), null));
            }
            catch (RefusedException refused)
            {
                outcomes.Add(new(id, null, refused));
            }

            told?.Report(outcomes.Count);
        }

        return outcomes;
    }

    /// <inheritdoc cref="RunAsync"/>
    public static async Task<IReadOnlyList<PlannedOutcome>> PlanAsync(
        IReadOnlyList<InstanceId> ids, Func<InstanceId, Task<MigrationPlan>> one, IProgress<int>? told, CancellationToken cancellation)
    {
        List<PlannedOutcome> outcomes = [];
        foreach (var id in ids)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                outcomes.Add(new(id, await one(id), null));
            }
            catch (RefusedException refused)
            {
                outcomes.Add(new(id, null, refused));
            }

            told?.Report(outcomes.Count);
        }

        return outcomes;
    }
}
