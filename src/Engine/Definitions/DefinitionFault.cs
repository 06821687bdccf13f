using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Engine.Definitions;

public enum Severity
{
    Warning,
    Error,
}

/// <summary>Something wrong in a definition: where, and why.</summary>
/// <param name="Path">JSON path in the document, "$.root.activities[2].condition".</param>
/// <param name="Code">Stable, for machines: "unknown-port".</param>
/// <param name="Why">What is wrong, in both languages; where a parser said it, its own words follow in English.</param>
public sealed record DefinitionFault(Severity Severity, string Path, string Code, Words Why)
{
    public string Reason => Why.En;
}

/// <summary>A definition that cannot be read or run at all.</summary>
public sealed class DefinitionException(DefinitionFault fault) : Exception($"{fault.Path}: {fault.Reason}")
{
    public DefinitionFault Fault { get; } = fault;
}
