using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using Microsoft.AspNetCore.Http;

namespace AidWorkflow.Designer.Managing;

/// <summary>Publishing and retracting several definitions at once: each by itself, so that one that is refused keeps no other back.</summary>
internal static class BulkCalls
{
    private const int Most = 100;

    public static IEnumerable<Call> All =>
    [
        ManagementApi.Post("/bulk-actions/publish/workflow-definitions/by-definition-ids", (http, caller) => EachAsync(http, caller, "published", "alreadyPublished", one => one.IsPublished,
            async (one, asked) => await ManagementApi.PublishAsync(one.DefinitionId, stamp: null, asked, caller))),
        ManagementApi.Post("/bulk-actions/retract/workflow-definitions/by-definition-ids", (http, caller) => EachAsync(http, caller, "retracted", "alreadyRetracted", _ => false,
            async (one, _) => await ManagementApi.RetractAsync(one.DefinitionId, caller))),
    ];

    /// <summary>As Elsa answers: ids by what became of them. Ours is <c>reasons</c>, which says in words why one was passed over.</summary>
    private static async Task<JsonObject> EachAsync(HttpContext http, ICaller caller, string done, string already, Func<ManagedVersion, bool> isSo, Func<ManagedVersion, JsonObject, Task> act)
    {
        var asked = await http.BodyAsync();
        var ids = (asked["definitionIds"] as JsonArray ?? []).Select(id => id?.ToString() ?? "").Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count is 0 or > Most)
            throw new BadHttpRequestException($"definitionIds names 1 to {Most} definitions.");
        var answer = new JsonObject { [done] = new JsonArray(), [already] = new JsonArray(), ["notFound"] = new JsonArray(), ["skipped"] = new JsonArray(), ["reasons"] = new JsonObject() };
        foreach (var id in ids)
        {
            var became = done;
            try
            {
                var latest = await ManagementApi.LatestAsync(id, caller);
                if (isSo(latest))
                    became = already;
                else
                    await act(latest, asked);
            }
            catch (RefusedException refused)
            {
                became = refused.Code == "definition.unknown" ? "notFound" : "skipped";
                answer["reasons"]![id] = string.Join(" ", refused.Others.Prepend(refused).Select(one => Texts.Say(one, caller.Language)));
            }

            answer[became]!.AsArray().Add((JsonNode)id);
        }

        return answer;
    }
}
