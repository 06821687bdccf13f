using System.Reflection;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Serving;

/// <summary>How many rows are in a state.</summary>
public sealed record StateCount(string State, int Count);

/// <summary>What the status page shows: figures only, nobody's data.</summary>
public sealed record StatusFacts(
    string Database, IReadOnlyList<StateCount> Cases, IReadOnlyList<StateCount> Instances, IReadOnlyList<StateCount> Messages, int OpenIncidents, IReadOnlyList<SweepRound> Sweeps);

internal sealed class StatusReport(AidContext db, PortalSettings settings, SweepLog sweeps)
{
    public static string Version { get; } =
        typeof(StatusReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "?";

    public async Task<StatusFacts> ReadAsync(CancellationToken cancellation) => new(
        settings.Database.Provider.ToString(),
        Counts(await db.Set<AidCase>().GroupBy(row => row.Stage).Select(state => new { state.Key, Count = state.Count() })
            .ToDictionaryAsync(state => state.Key.ToString(), state => state.Count, cancellation)),
        Counts(await db.Set<InstanceRow>().GroupBy(row => row.SubStatus).Select(state => new { state.Key, Count = state.Count() })
            .ToDictionaryAsync(state => state.Key.ToString(), state => state.Count, cancellation)),
        Counts(await db.Set<OutboxRow>().GroupBy(row => row.State).Select(state => new { state.Key, Count = state.Count() })
            .ToDictionaryAsync(state => state.Key.ToString(), state => state.Count, cancellation)),
        await db.Set<IncidentRow>().CountAsync(row => row.State == IncidentState.Open, cancellation),
        sweeps.Rounds);

    private static List<StateCount> Counts(Dictionary<string, int> states) =>
        [.. states.Select(state => new StateCount(state.Key, state.Value)).OrderBy(state => state.State, StringComparer.Ordinal)];
}
