using System.Text.Json.Nodes;

namespace AidWorkflow.Cases.Intervening;

/// <summary>What a person does to an instance from outside. There are six ways and no seventh.</summary>
public abstract record Intervention
{
    private Intervention()
    {
    }

    /// <summary>The stable verb for the audit trail.</summary>
    internal abstract string Act { get; }

    /// <summary>What the audit trail keeps besides the instance and the reason.</summary>
    internal virtual (string Name, string? Value)[] Facts => [];

    /// <summary>It waits where it stands, and nothing resumes it.</summary>
    public sealed record Suspend : Intervention
    {
        internal override string Act => "instance.suspended";
    }

    /// <summary>Takes the hold away; what came due meanwhile goes on.</summary>
    public sealed record Activate : Intervention
    {
        internal override string Act => "instance.activated";
    }

    /// <summary>Ends it where it stands.</summary>
    public sealed record Cancel : Intervention
    {
        internal override string Act => "instance.cancelled";
    }

    public sealed record SetVariable(string Name, JsonNode? Value) : Intervention
    {
        internal override string Act => "instance.variable-set";

        // The value may be anybody's data; it stands in the journal, which administrators alone read.
        internal override (string Name, string? Value)[] Facts => [("variable", Name)];
    }

    /// <summary>Goes on with another version of its definition.</summary>
    /// <param name="To">The id of the version, or its number.</param>
    /// <param name="Mapping">Ids of activities, and what they are called in that version; one that is not named keeps its id.</param>
    public sealed record Migrate(string To, IReadOnlyDictionary<string, string> Mapping) : Intervention
    {
        internal override string Act => "instance.migrated";

        internal override (string Name, string? Value)[] Facts =>
            [("to", To), ("mapping", Mapping.Count == 0 ? null : string.Join(' ', Mapping.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")))];
    }

    /// <summary>Takes the last move back, while nothing has run since.</summary>
    public sealed record UndoMigration : Intervention
    {
        internal override string Act => "instance.migration-undone";
    }
}
