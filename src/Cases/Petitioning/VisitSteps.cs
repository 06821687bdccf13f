using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>What may happen to a matter that is no petition, and where its workflow waits for it.</summary>
public static class VisitSteps
{
    public const string Prefix = "Visit.";
    public const string Reception = "Visit.Reception";
    public const string Referral = "Visit.Referral";
    public const string Tell = "Visit.Tell";

    /// <summary>The port by which the flow leaves an activity of the type after an event; null where it does not wait for it there.</summary>
    public static string? PortAfter(string type, VisitEventKind kind) => (type, kind) switch
    {
        (Reception, not VisitEventKind.Replied) or (Referral, VisitEventKind.Replied) => kind.ToString(),
        _ => null,
    };

    /// <summary>Whether the matter is over with it.</summary>
    public static bool Ends(VisitEventKind kind) => kind is VisitEventKind.Answered or VisitEventKind.PetitionBegun or VisitEventKind.Ended;

    /// <summary>What somebody may enter after what happened so far; a petition is begun by an act of its own.</summary>
    public static ImmutableArray<VisitEventKind> Next(IEnumerable<VisitEventKind> before) => before.LastOrDefault(kind => kind is VisitEventKind.Referred or VisitEventKind.Replied) == VisitEventKind.Referred
        ? [VisitEventKind.Replied, VisitEventKind.Answered, VisitEventKind.Referred, VisitEventKind.Ended] : [VisitEventKind.Answered, VisitEventKind.Referred, VisitEventKind.Ended];

    public static LocalText Words(VisitEventKind kind) => kind switch
    {
        VisitEventKind.Answered => new("已答复，办结", "answered"),
        VisitEventKind.Referred => new("转介给有关单位", "referred to another body"),
        VisitEventKind.Replied => new("收到转介回复", "the other body replied"),
        VisitEventKind.PetitionBegun => new("转为信访事项", "begun as a petition"),
        _ => new("其他原因结束", "ended for another reason"),
    };
}
