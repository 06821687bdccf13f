using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Auditing;

/// <summary>
/// Who looked at whose data: a row for every detail view, one for every list with its filter. Committed before the answer goes out, in a stream of
/// the account that looked, and sealed like every other stream.
/// </summary>
public sealed class AccessLog(AuditTrail audit)
{
    /// <param name="subject">"person:{id}", "case:{id}"; a paper is looked at in its case and named in the purpose (older entries have "file:{id}").</param>
    /// <param name="purpose">The page or task it was needed for.</param>
    /// <param name="seen">How things stood then, so that the next look can tell what changed since (<see cref="OwnLooks"/>).</param>
    public void Viewed(Actor actor, string subject, string purpose, CaseStanding? seen = null) =>
        audit.Record(Stream(actor), "personal.viewed", actor, subject, [("purpose", purpose), .. seen?.Facts ?? []]);

    /// <param name="list">Which list, "people", "inbox".</param>
    /// <param name="filter">What was asked for; search by a number goes in as its blind index, never as the number.</param>
    public void Listed(Actor actor, string list, string filter, int rows) =>
        audit.Record(Stream(actor), "personal.listed", actor, $"list:{list}", [("filter", filter), ("rows", $"{rows}")]);

    private static string Stream(Actor actor) => $"access:{actor.Account?.ToString() ?? actor.Name}";
}
