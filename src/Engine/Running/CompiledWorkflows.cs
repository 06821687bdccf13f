using System.Collections.Concurrent;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Engine.Running;

/// <summary>Compiles each version once and keeps it; versions never change.</summary>
public sealed class CompiledWorkflows(IDefinitions definitions, ActivityCatalog catalog)
{
    private readonly ConcurrentDictionary<string, CompiledWorkflow> compiled = new(StringComparer.Ordinal);

    /// <exception cref="UnknownVersionException">There is no such version.</exception>
    public async ValueTask<CompiledWorkflow> GetAsync(string versionId, CancellationToken cancellation) =>
        compiled.TryGetValue(versionId, out var known)
            ? known
            : await OfAsync(await definitions.FindAsync(versionId, cancellation) ?? throw new UnknownVersionException(versionId), cancellation);

    /// <summary>The published version of a definition, else its latest.</summary>
    /// <exception cref="UnknownVersionException">There is none.</exception>
    public async ValueTask<CompiledWorkflow> PublishedAsync(string definitionId, CancellationToken cancellation) =>
        await OfAsync(await definitions.PublishedAsync(definitionId, cancellation) ?? throw new UnknownVersionException(definitionId), cancellation);

    /// <summary>The versions that an instance has run on, for telling its journal. Where one was deleted since, it is told from the move away from it.</summary>
    /// <param name="current">What it runs on now.</param>
    /// <param name="steps">All its steps.</param>
    public async ValueTask<Lineage> LineageAsync(CompiledWorkflow current, IEnumerable<JournalRow> steps, CancellationToken cancellation)
    {
        List<CompiledWorkflow> known = [];
        var since = 0L;
        foreach (var step in steps)
        {
            if (Journal.MoveOf(step) is not { } move)
                continue;
            if (await FindAsync(move.From, current, cancellation) is { } from)
                known.Add(from);
            else
                (since, known) = (step.Revision, []);
            if (await FindAsync(move.To, current, cancellation) is { } to)
                known.Add(to);
        }

        return known.Count == 0 ? new(current) : new(known[0], current, known, since);
    }

    private async ValueTask<CompiledWorkflow?> FindAsync(string versionId, CompiledWorkflow current, CancellationToken cancellation)
    {
        try
        {
            return versionId == current.Definition.Id ? current : await GetAsync(versionId, cancellation);
        }
        catch (UnknownVersionException)
        {
            return null;
        }
    }

    private async ValueTask<CompiledWorkflow> OfAsync(WorkflowDefinition definition, CancellationToken cancellation) =>
        compiled.TryGetValue(definition.Id, out var known)
            ? known
            : compiled.GetOrAdd(definition.Id, CompiledWorkflow.Compile(definition, catalog, await definitions.UsedByAsync(definition, cancellation)));
}

/// <summary>An instance or a caller names a version that is not there.</summary>
public sealed class UnknownVersionException(string versionId) : NotAFaultException($"There is no workflow version '{versionId}'")
{
    public string VersionId { get; } = versionId;
}
