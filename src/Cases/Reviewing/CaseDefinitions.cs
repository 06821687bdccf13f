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
        compiled.TryGetValue((version, kind), out var known) ? known : compiled.GetOrAdd((version, kind), Compile(version, package, kind));

    private CompiledWorkflow Compile(ServiceVersionId version, ServicePackage package, RunKind kind)
    {
        var file = kind switch
        {
            RunKind.Main => "workflow.json",
            RunKind.Reconsideration => "reconsideration.json",
            RunKind.Acceptance => "acceptance.json",
            RunKind.Repayment => "repayment.json",
            _ => throw new InvalidOperationException($"No definition is known for {kind}."),
        };
        var definition = ServiceDefinition.Of(version, package, file)
            ?? throw new RefusedException("service.no-such-flow", null, ("service", package.Id), ("file", file));
        return CompiledWorkflow.Compile(definition, catalog);
    }
}
