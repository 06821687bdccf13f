using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using AidWorkflow.Cases.Petitioning;

namespace AidWorkflow.Portal.Replaying.Visits;

/// <summary>Visits of one sort: so many over the year, each with one matter.</summary>
/// <param name="Way">Of a petition: what happens to it, by name.</param>
/// <param name="People">How many raise it together; five of them stand for the others.</param>
/// <param name="Repeats">How many of them come from somebody who raised the same before.</param>
/// <param name="From">The first day they come on; the first of the year where it is left out.</param>
/// <param name="To">The last day.</param>
/// <param name="Accused">User names, of an accusation.</param>
/// <param name="Source">The higher body that gave it, of a task from above.</param>
internal sealed record PlannedVisits(
    int Count, MatterKind Kind, string Subject, string Summary, string Result = "", PetitionClass? Class = null, ClaimBranch? Branch = null, string? Way = null, MatterChannel Channel = MatterChannel.Visit, int People = 1,
    bool Anonymous = false, bool Urgent = false, int Repeats = 0, DateOnly? From = null, DateOnly? To = null, ImmutableArray<string> Accused = default, string Source = "");

/// <summary>One thing that happens to a petition.</summary>
/// <param name="After">Calendar days after what happened before: at least and at most.</param>
/// <param name="Days">Of an extension.</param>
/// <param name="Refused">The code by which it is refused; nothing happens then, and the next thing is counted from this day.</param>
/// <param name="AnyDay">It happens on days of rest too: letters are delivered, people write.</param>
/// <param name="Late">Counted from the last day of the limit that runs for it, instead of from what happened before.</param>
internal sealed record PlannedStep(PetitionEventKind Step, ImmutableArray<int> After, int Days = 0, string? Refused = null, bool AnyDay = false, bool Late = false);

/// <summary>A year of a visit desk: how many come for what, and what becomes of their petitions.</summary>
internal sealed record VisitPlan
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
    };

    /// <summary>"visits", which tells it from a year of applications.</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    public required int Year { get; init; }

    /// <summary>Chooses days and gaps: the same seed plays the same year.</summary>
    public required int Seed { get; init; }

    /// <summary>User name of whoever receives people; of the section; the head is hired.</summary>
    public required string Desk { get; init; }

    public required string Section { get; init; }

    public required ImmutableArray<PlannedVisits> Visits { get; init; }

    public required ImmutableDictionary<string, ImmutableArray<PlannedStep>> Ways { get; init; }

    /// <summary>Whether a plan is one of visits.</summary>
    public static bool Is(string path)
    {
        try
        {
            using var plan = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
            return plan.RootElement.ValueKind == JsonValueKind.Object && plan.RootElement.TryGetProperty("kind", out var kind) && kind.ValueEquals("visits");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return false; // said by whoever reads it
        }
    }

    /// <exception cref="PlanException">It cannot be read, or names a way that it does not have.</exception>
    public static VisitPlan Read(string path)
    {
        VisitPlan plan;
        try
        {
            plan = JsonSerializer.Deserialize<VisitPlan>(File.ReadAllBytes(path), Json) ?? throw new PlanException([("$：计划是空的", "$: the plan is empty")]);
        }
        catch (JsonException malformed)
        {
            var reason = PlanFault.Of(malformed);
            throw new PlanException([($"{malformed.Path ?? "$"}：{reason.Chinese}", $"{malformed.Path ?? "$"}: {reason.English}")]);
        }

        var faults = plan.Faults().ToList();
        return faults.Count == 0 ? plan : throw new PlanException(faults);
    }

    private IEnumerable<Hosting.Said> Faults()
    {
        for (var at = 0; at < Visits.Length; at++)
        {
            var visits = Visits[at];
            if (visits.Count < 1 || visits.Repeats >= visits.Count)
                yield return ($"$.visits[{at}].count：至少一件，且多于 repeats", $"$.visits[{at}].count: at least one, and more than repeats");
            if (visits.Kind == MatterKind.Petition && (visits.Way is null || !Ways.ContainsKey(visits.Way)))
                yield return ($"$.visits[{at}].way：“{visits.Way}”不在 $.ways 中", $"$.visits[{at}].way: '{visits.Way}' is not in $.ways");
        }

        foreach (var (name, steps) in Ways)
            foreach (var step in steps.Where(step => step.After.IsDefault || step.After.Length != 2 || step.After[0] > step.After[1] || step.After[0] < 0))
                yield return ($"$.ways.{name}：{step.Step} 的 after 应为 [最少, 最多] 天", $"$.ways.{name}: after of {step.Step} should be [least, most] days");
    }
}
