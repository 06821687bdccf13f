using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Rehearsing;
using AidWorkflow.Cases.Services;
using Microsoft.AspNetCore.Http;

namespace AidWorkflow.Designer.Managing;

/// <summary>A simulated case on the wire: the answers in, where they lead out.</summary>
internal static class Simulations
{
    /// <exception cref="BadHttpRequestException">An answer has no step, no whole number of days, or not exactly one of way and back.</exception>
    internal static List<TrialAnswer> Answers(JsonObject body) => [.. (body["answers"] as JsonArray ?? []).Select(Answer)];

    /// <summary>Whose money it is; null for that of the service.</summary>
    /// <exception cref="BadHttpRequestException">There is no such source.</exception>
    internal static FundRoute? Fund(JsonObject body) => Text(body, "fund") is not { } said ? null
        : Enum.GetValues<FundRoute>().Cast<FundRoute?>().FirstOrDefault(one => $"{one}".Equals(said, StringComparison.OrdinalIgnoreCase)) ?? throw new BadHttpRequestException($"The fund is one of {string.Join(", ", Enum.GetNames<FundRoute>())}.");

    /// <summary>What is known of the case, where branches look at it.</summary>
    /// <exception cref="BadHttpRequestException">Something is no text.</exception>
    internal static ImmutableSortedDictionary<string, string> Facts(JsonObject body) => body["facts"] is not JsonObject said ? TrialFacts.None
        : said.ToImmutableSortedDictionary(fact => fact.Key, fact => Text(said, fact.Key) ?? throw new BadHttpRequestException($"The fact {fact.Key} is no text; an amount is written in yuan: \"5000.50\"."), StringComparer.Ordinal);

    private static TrialAnswer Answer(JsonNode? said)
    {
        var (step, way, back) = (Text(said, "step"), Text(said, "way"), Text(said, "back"));
        if (step is null || way is null == back is null || said!["days"] is not JsonValue days || !days.TryGetValue<int>(out var number) || number is < 0 or > TrialAnswer.MostDays)
            throw new BadHttpRequestException("An answer has a step, a number of days, and either a way or a step to go back to.");
        return new(step, way, back, number);
    }

    private static string? Text(JsonNode? said, string name) => said is JsonObject answer && answer[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    internal static JsonObject Of(Simulation simulated) => new()
    {
        ["service"] = simulated.Service.ServiceId,
        ["version"] = simulated.Service.Number,
        ["isDraft"] = simulated.Service.IsDraft,
        ["stamp"] = simulated.Service.Stamp,
        ["fund"] = simulated.Fund.ToString(),
        ["asks"] = Names(simulated.Asks.Select(fact => fact.Key)),
        ["outcome"] = simulated.Case.Outcome?.ToString(),
        ["days"] = simulated.Case.Days,
        ["fault"] = simulated.Case.Fault,
        ["steps"] = new JsonArray([.. simulated.Case.Steps.Select(step => new JsonObject { ["step"] = step.Step, ["day"] = step.Day, ["ways"] = Names(step.Ways), ["back"] = step.BackTo, ["asked"] = step.Asked, ["limit"] = Limit(step.Limit) })]),
        ["waiting"] = new JsonArray([.. simulated.Case.Waiting.Select(wait => new JsonObject { ["step"] = wait.Step, ["ways"] = Names(wait.Ways), ["back"] = Names(wait.BackTo), ["limit"] = Limit(wait.Limit), ["noticeUntil"] = wait.Notice?.ToString("O", null) })]),
        ["whole"] = Limit(simulated.Case.Whole),
        ["forbidden"] = simulated.Case.Forbidden is { } forbidden ? new JsonObject { ["step"] = forbidden.Step, ["back"] = forbidden.BackTo } : null,
        ["unused"] = Names(simulated.Case.Unused.Select(answer => answer.Step)),
        ["trials"] = new JsonArray([.. simulated.Trials.Select(kept => new JsonObject
        {
            ["name"] = kept.Trial.Name,
            ["ends"] = kept.Trial.Ends.ToString(),
            ["fault"] = kept.Fault is { } fault ? new JsonObject { ["code"] = fault.Code, ["zh-CN"] = fault.Reason("zh-CN"), ["en"] = fault.Reason("en") } : null,
        })]),
        ["links"] = simulated.Links,
        ["untried"] = new JsonArray([.. simulated.Untried.Select(link => new JsonObject { ["from"] = link.From, ["way"] = link.Way, ["to"] = link.To })]),
        ["allSteps"] = simulated.Steps,
        ["unreached"] = Names(simulated.Unreached),
    };

    private static JsonObject? Limit(SimulatedLimit? limit) => limit is null ? null : new()
    {
        ["due"] = limit.Due.On.ToString("O", null),
        ["provisional"] = limit.Due.Provisional,
        ["amber"] = limit.Amber?.ToString("O", null),
        ["red"] = limit.Red?.ToString("O", null),
        ["late"] = limit.IsLate ? limit.Late : null,
        ["reminders"] = new JsonArray([.. limit.Rungs.Select(rung => new JsonObject { ["on"] = rung.On.ToString("O", null), ["to"] = rung.To.ToString(), ["does"] = rung.Does.ToString() })]),
    };

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode)name)]);
}
