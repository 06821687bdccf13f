using System.Collections.Immutable;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Engine.Running;

/// <summary>What a move to another version would do to one instance, or why it cannot be.</summary>
public sealed record MigrationPlan
{
    public required InstanceId Instance { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    /// <summary>Whatever is open and has no open activity within it: where the instance stands.</summary>
    public ImmutableArray<MovedActivity> Activities { get; init; } = [];

    /// <summary>Why it cannot be moved, each with its remedy; empty when it can.</summary>
    public ImmutableArray<MigrationNote> Obstacles { get; init; } = [];

    /// <summary>What a person should know before.</summary>
    public ImmutableArray<MigrationNote> Warnings { get; init; } = [];

    /// <summary>Names of variables whose values are forgotten.</summary>
    public ImmutableArray<string> VariablesDropped { get; init; } = [];

    /// <summary>Names of variables that begin with their defaults.</summary>
    public ImmutableArray<string> VariablesAdded { get; init; } = [];

    public bool IsPossible => Obstacles.IsEmpty;
}

/// <summary>An open activity and what it is in the other version.</summary>
public sealed record MovedActivity(string Id, string Name, string ToId, string ToName);

/// <param name="Code">Stable, for machines: "no-counterpart".</param>
/// <param name="About">The activity or variable that it is about.</param>
public sealed record MigrationNote(string Code, string About, Words Why);

/// <summary>The instance cannot go on with that version; <see cref="Plan"/> says why.</summary>
public sealed class CannotMigrateException(MigrationPlan plan)
    : NotAFaultException($"Instance {plan.Instance} cannot go on with '{plan.To}': {string.Join(' ', plan.Obstacles.Select(note => note.Why.En))}")
{
    public MigrationPlan Plan { get; } = plan;
}

/// <summary>The last step of the instance was no move to another version: there is nothing to take back, or something has run since.</summary>
public sealed class NothingToUndoException(InstanceId instance) : NotAFaultException($"The last step of instance {instance} was no migration")
{
    public InstanceId Instance { get; } = instance;
}

/// <summary>A person put the instance on hold: nothing moves it until it is activated.</summary>
public sealed class InstanceOnHoldException(InstanceId instance) : NotAFaultException($"Instance {instance} is on hold")
{
    public InstanceId Instance { get; } = instance;
}

/// <summary>The instance has ended, or is not on hold, so that what was asked of it has no meaning.</summary>
public sealed class InstanceStandsOtherwiseException(InstanceId instance, InstanceStatus status, InstanceSubStatus subStatus)
    : NotAFaultException($"Instance {instance} is {status}, {subStatus}")
{
    public InstanceId Instance { get; } = instance;

    public InstanceStatus Status { get; } = status;

    public InstanceSubStatus SubStatus { get; } = subStatus;
}
