using System.Collections.Concurrent;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>The definitions of service versions, compiled once. A service version never changes, so neither does what is kept here.</summary>
public sealed class CaseDefinitions(ActivityCatalog catalog)
{
    private readonly ConcurrentDictionary<(ServiceVersionId Version, RunKind Kind), CompiledWorkflow> compiled = new();

    /// <exception cref="RefusedException">service.no-such-flow: the service version has no definition for that kind of run.</exception>
    public CompiledWorkflow Of(ServiceVersionId version, ServicePackage package, RunKind kind) =>
        Find(version, package, kind) ?? throw new RefusedException("service.no-such-flow", null, ("service", package.Id), ("file", FileOf(kind)));

    /// <returns>Null where the service version has no definition for that kind of run: it is older than the kind.</returns>
    public CompiledWorkflow? Find(ServiceVersionId version, ServicePackage package, RunKind kind)
    {
        if (compiled.TryGetValue((version, kind), out var known))
            return known;
        return ServiceDefinition.Of(version, package, FileOf(kind)) is { } definition ? compiled.GetOrAdd((version, kind), CompiledWorkflow.Compile(definition, catalog)) : null;
    }

    private static string FileOf(RunKind kind) => kind switch
    {
        RunKind.Main => "workflow.json",
        RunKind.Reconsideration => "reconsideration.json",
        RunKind.Acceptance => "acceptance.json",
        RunKind.Repayment => "repayment.json",
        _ => throw new InvalidOperationException($"No definition is known for {kind}."),
    };
}
