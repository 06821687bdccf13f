using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Services;

/// <summary>The rows of one rule's key in order of days.</summary>
internal static class RuleTimeline
{
    /// <summary>Puts a row in: the one before it ends the day before, and it ends the day before a later one begins.</summary>
    /// <param name="rows">All rows of the same service and key; one of them may be closed.</param>
    /// <exception cref="RefusedException">A row begins that very day: what was in force is not rewritten.</exception>
    public static void Insert(IReadOnlyCollection<RuleValue> rows, RuleValue added)
    {
        if (rows.Any(row => row.From == added.From))
            throw new RefusedException("rules.value-exists", "from", ("key", added.Key), ("from", Yuan.Day(added.From)));
        if (rows.Where(row => row.From < added.From).MaxBy(row => row.From) is { } before && (before.To is not { } to || to >= added.From))
            before.EndOn(added.From.AddDays(-1));
        if (rows.Where(row => row.From > added.From).MinBy(row => row.From) is { } after && (added.To is not { } end || end >= after.From))
            added.EndOn(after.From.AddDays(-1));
    }
}
