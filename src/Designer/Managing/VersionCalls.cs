using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AidWorkflow.Designer.Managing;

/// <summary>Calls about versions beside each other; Elsa knows no such thing.</summary>
internal static class VersionCalls
{
    internal static IEnumerable<Call> All =>
    [
        ManagementApi.Get("/workflow-definitions/{definitionId}/compare", async (http, caller) =>
        {
            var (from, to) = (http.Asked("from") is { Length: > 0 } before ? before : "Published", http.Asked("to") is { Length: > 0 } after ? after : "Latest");
            var found = await caller.DoAsync<VersionComparison, (ComparedVersion From, ComparedVersion To)>((act, actor, token) => act.RunAsync(actor, http.Named("definitionId"), from, to, token));
            return new() { ["from"] = Of(found.From, found.To), ["to"] = Of(found.To, found.From) };
        }) with { IsForAuditors = true },
    ];

    private static JsonObject Of(ComparedVersion side, ComparedVersion other)
    {
        var answer = side.Version is { } version ? Answers.Summary(version) : new() { ["version"] = 0, ["isDraft"] = false, ["isPublished"] = false };
        answer["definition"] = side.Version?.Content.Json.DeepClone() ?? new JsonObject { ["root"] = new JsonObject { ["id"] = "nothing", ["type"] = "Elsa.Flowchart", ["activities"] = new JsonArray() } };
        answer["terms"] = side.Files.TryGetValue("service.json", out var service) ? Wire.TermsOf(service) : null;
        answer["files"] = new JsonObject(Differing(side.Files, other.Files).Select(file => KeyValuePair.Create(file.Key, (JsonNode?)file.Value)));
        return answer;
    }

    /// <summary>What both sides have alike is not sent.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Differing(ImmutableSortedDictionary<string, string> files, ImmutableSortedDictionary<string, string> others) =>
        files.Where(file => !others.TryGetValue(file.Key, out var other) || other != file.Value);
}
