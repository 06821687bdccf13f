using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Applying;

/// <summary>Why an instance runs for a case.</summary>
public enum RunKind
{
    Main,
    Reconsideration,

    /// <summary>The bank took back money that it had credited, after the case was closed or while another part of it goes on.</summary>
    Repayment,

    /// <summary>Whether a non-acceptance was right is looked at again; where it was not, a new main run follows.</summary>
    Acceptance,
}

/// <summary>One workflow instance of a case. The correlation id of the instance is the case.</summary>
public sealed class CaseRun
{
    private CaseRun()
    {
    }

    public CaseRun(InstanceId instance, CaseId aidCase, RunKind kind, string definitionVersionId, DateTimeOffset at)
    {
        Id = instance;
        CaseId = aidCase;
        Kind = kind;
        DefinitionVersionId = definitionVersionId;
        StartedAt = at;
    }

    public InstanceId Id { get; private init; }
    public CaseId CaseId { get; private init; }
    public RunKind Kind { get; private init; }
    public string DefinitionVersionId { get; private set; } = "";
    public DateTimeOffset StartedAt { get; private init; }
    public DateTimeOffset? EndedAt { get; internal set; }

    /// <summary>It goes on with another version of its definition.</summary>
    internal void MoveTo(string definitionVersionId) => DefinitionVersionId = definitionVersionId;

    /// <summary>Why the applicant disagrees, encrypted at <see cref="ReasonsPlace"/>; null where nobody asked for this run, or before reasons were kept.</summary>
    public byte[]? Reasons { get; internal set; }

    /// <summary>Where the sealed reasons stand.</summary>
    public string ReasonsPlace => $"reconsideration.reasons:{Id}";
}
