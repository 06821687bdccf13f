using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Deciding;

/// <summary>
/// What may be looked at again, and by whom: the papers offer what <see cref="RequestReconsideration"/> accepts, and nothing else.
/// It is a refusal, and once. After a non-acceptance one applies again; an amount is explained line by line on its paper.
/// </summary>
public static class Reconsideration
{
    private const string Flow = "reconsideration.json";

    /// <summary>Whether a document of that kind, issued or delivered now, opens the way to reconsideration.</summary>
    public static bool IsOffered(CaseFile file, DocumentKind kind) =>
        kind is DocumentKind.Refusal && !Was(file) && file.Service.Files.ContainsKey(Flow);

    /// <summary>Refused; also where a first payment is still to be given back.</summary>
    public static bool IsOpenTo(AidCase aidCase) => aidCase is { Outcome: CaseOutcome.Refused } or { Outcome: CaseOutcome.Recovering, ApprovedCents: 0 };

    /// <summary>The case has been looked at again, or is now.</summary>
    public static bool Was(CaseFile file) => file.Runs.Any(run => run.Kind == RunKind.Reconsideration);

    /// <summary>The unit whose people decide anew, as the service's own flow seats them.</summary>
    public static UnitId By(CaseFile file) => file.UnitAt(Level(file.Service.Files[Flow]));

    private static UnitLevel Level(string flow)
    {
        var deciders = from activity in JsonNode.Parse(flow)?["root"]?["activities"] as JsonArray ?? []
                       where (string?)activity?["type"] == "Aid.Decide"
                       select activity["level"]?["expression"]?["value"] as JsonValue;
        var said = deciders.LastOrDefault() is { } value && value.TryGetValue<string>(out var text) ? text : null;
        return Enum.TryParse<UnitLevel>(said, out var level) ? level : UnitLevel.City; // computed there: the next above the district
    }
}
