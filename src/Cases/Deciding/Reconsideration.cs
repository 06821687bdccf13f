using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;

namespace AidWorkflow.Cases.Deciding;

/// <summary>
/// What may be looked at again, and by whom: the papers offer what <see cref="RequestReconsideration"/> accepts, and nothing else.
/// It is a refusal or a non-acceptance, each once. An amount is explained line by line on its paper.
/// </summary>
public static class Reconsideration
{
    /// <summary>Whether a document of that kind, issued or delivered now, opens the way to reconsideration.</summary>
    public static bool IsOffered(CaseFile file, DocumentKind kind) =>
        kind is DocumentKind.Refusal or DocumentKind.NonAcceptance && !Was(file, kind) && HasFlow(file.Service, kind);

    /// <summary>The paper that may be asked to be looked at again as the case stands; null where there is none.</summary>
    public static DocumentKind? PaperOf(AidCase aidCase) => IsOpenTo(aidCase) ? DocumentKind.Refusal
        : aidCase.Outcome == CaseOutcome.NotAccepted ? DocumentKind.NonAcceptance
        : null;

    /// <summary>Refused; also where a first payment is still to be given back.</summary>
    public static bool IsOpenTo(AidCase aidCase) => aidCase is { Outcome: CaseOutcome.Refused } or { Outcome: CaseOutcome.Recovering, ApprovedCents: 0 };

    /// <summary>The run in which a paper of that kind is looked at again.</summary>
    public static RunKind RunOf(DocumentKind kind) => kind == DocumentKind.NonAcceptance ? RunKind.Acceptance : RunKind.Reconsideration;

    /// <summary>A service that is older than its flow knows none.</summary>
    public static bool HasFlow(ServicePackage service, DocumentKind kind) => service.Files.ContainsKey(Flow(kind));

    /// <summary>It has been looked at again, or is now.</summary>
    public static bool Was(CaseFile file, DocumentKind kind) => file.Runs.Any(run => run.Kind == RunOf(kind));

    /// <summary>The unit whose people decide anew, as the service's own flow seats them.</summary>
    public static UnitId By(CaseFile file, DocumentKind kind) => file.UnitAt(Level(file.Service.Files[Flow(kind)], kind));

    /// <summary>In which time one has to ask: it begins when the paper arrives, so no day can be named before.</summary>
    public static LocalText Within(Term term, LocalText paper)
    {
        var (zh, en) = term.Unit switch
        {
            TimeUnit.WorkingDays => ("个工作日", "working day"),
            TimeUnit.CalendarDays => ("日", "calendar day"),
            _ => ("个月", "month"),
        };
        return new($"收到{paper.Zh}之日起{term.Count}{zh}内", $"{term.Count} {en}{(term.Count == 1 ? "" : "s")} from receiving {paper.En}");
    }

    private static string Flow(DocumentKind kind) => kind == DocumentKind.NonAcceptance ? "acceptance.json" : "reconsideration.json";

    private static UnitLevel Level(string flow, DocumentKind kind)
    {
        var deciders = from activity in JsonNode.Parse(flow)?["root"]?["activities"] as JsonArray ?? []
                       where (string?)activity?["type"] == (kind == DocumentKind.NonAcceptance ? "Aid.Review" : "Aid.Decide")
                       select activity["level"]?["expression"]?["value"] as JsonValue;
        var said = deciders.LastOrDefault() is { } value && value.TryGetValue<string>(out var text) ? text : null;
        return Enum.TryParse<UnitLevel>(said, out var level) ? level : UnitLevel.City; // computed there: the next above the district
    }
}
