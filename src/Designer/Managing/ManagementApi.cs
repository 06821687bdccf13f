using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AidWorkflow.Designer.Managing;

/// <summary>
/// Elsa's management API for definitions, as our editor and Elsa's own clients call it. Names of query fields are read in any case and unknown ones passed over, as
/// Elsa does. Calls that Elsa does not have: check, discard, overwritten.
/// </summary>
public static class ManagementApi
{
    private const int MostAPage = 500;

    /// <param name="api">The group at Elsa's address, behind the house's sign-in.</param>
    public static void MapManagement(this RouteGroupBuilder api)
    {
        var definitions = api.MapGroup("/workflow-definitions");
        definitions.MapGet("", ListAsync);
        definitions.MapGet("/by-definition-id/{definitionId}", async (string definitionId, HttpContext http, ICaller caller) =>
            Wire.Of(await caller.DoAsync<DefinitionShelf, ManagedVersion>((shelf, actor, token) => shelf.GetAsync(actor, definitionId, VersionWish.Parse(http.Asked("versionOptions")), token))));
        definitions.MapGet("/by-id/{**versionId}", async (string versionId, ICaller caller) => Wire.Of(await VersionAsync(versionId, caller)));
        definitions.MapGet("/many-by-id", async (HttpContext http, ICaller caller) => Answers.Items(await ManyAsync(http.AskedAll("ids"), caller), Wire.Of));
        definitions.MapPost("", SaveAskedAsync);
        definitions.MapPost("/check", CheckAsync);
        definitions.MapPost("/import", async (HttpContext http, ICaller caller) => Wire.Of(await SaveAsync(await http.BodyAsync(), caller)));
        definitions.MapPut("/{definitionId}/import", async (string definitionId, HttpContext http, ICaller caller) =>
        {
            var model = await http.BodyAsync();
            model["definitionId"] = definitionId;
            return Wire.Of(await SaveAsync(model, caller));
        });
        definitions.MapGet("/validation/is-name-unique", async (HttpContext http, ICaller caller) => new JsonObject
        {
            ["isUnique"] = (await caller.DoAsync<DefinitionShelf, IReadOnlyList<ManagedVersion>>((shelf, actor, token) => shelf.ListAsync(actor, VersionWish.Latest, null, token)))
                .All(one => one.DefinitionId == http.Asked("definitionId") || !string.Equals(one.Name, http.Asked("name"), StringComparison.OrdinalIgnoreCase)),
        });
        definitions.MapPost("/{definitionId}/publish", async (string definitionId, HttpContext http, ICaller caller) => Wire.Of(await PublishAsync(definitionId, stamp: null, await http.BodyAsync(), caller)));
        definitions.MapPost("/{definitionId}/retract", RetractAsync);
        definitions.MapPost("/{definitionId}/revert/{version:int}", async (string definitionId, int version, ICaller caller) =>
            Wire.Of(await caller.DoAsync<DefinitionWriting, ManagedVersion>((writing, actor, token) => writing.RevertAsync(actor, definitionId, version, token))));
        definitions.MapGet("/{definitionId}/export", ExportAsync);
        definitions.MapGet("/{definitionId}/consumers", async (string definitionId, ICaller caller) =>
            Answers.Items(await caller.DoAsync<DefinitionConsumers, IReadOnlyList<DefinitionVersion>>((consumers, actor, token) => consumers.OfAsync(actor, definitionId, token)), one => Answers.Summary(ManagedVersion.Of(one, isLatest: false))));
        definitions.MapPost("/{definitionId}/discard", DiscardAsync);
        definitions.MapGet("/{definitionId}/overwritten", async (string definitionId, ICaller caller) =>
            Answers.Items(await OverwrittenAsync(definitionId, caller), Answers.Overwritten));
        definitions.MapPost("/{definitionId}/overwritten/{id:guid}/restore", async (string definitionId, Guid id, ICaller caller) =>
        {
            await caller.DoAsync<RestoreDraft, bool>((act, actor, token) => act.RunAsync(actor, OverwrittenDraftId.Of(id), token));
            return Wire.Of(await LatestAsync(definitionId, caller));
        });

        var descriptors = api.MapGroup("/descriptors");
        descriptors.MapGet("/activities", (ActivityCatalog catalog, ICaller caller) => Descriptors.All(catalog, caller.Language));
        foreach (var (address, list) in Lists.All)
            descriptors.MapGet(address, (ICaller caller) => list(caller.Language));
        api.MapGet("/features/installed", (ICaller _) => Lists.Features());
        api.MapGet("/package/version", (ICaller _) => new JsonObject { ["packageVersion"] = Lists.ElsaVersion });
    }

    private static async Task<JsonObject> ListAsync(HttpContext http, ICaller caller)
    {
        if (http.AskedAll("ids") is { Count: > 0 } versionIds)
            return Answers.Items(await ManyAsync(versionIds, caller), Answers.Summary);
        var ids = http.AskedAll("definitionIds") is { Count: > 0 } some ? some : null;
        var found = (await caller.DoAsync<DefinitionShelf, IReadOnlyList<ManagedVersion>>((shelf, actor, token) => shelf.ListAsync(actor, VersionWish.Parse(http.Asked("versionOptions")), ids, token))).AsEnumerable();
        if (http.Asked("searchTerm") is { Length: > 0 } term)
            found = found.Where(one => one.Name.Contains(term, StringComparison.OrdinalIgnoreCase) || one.DefinitionId.Contains(term, StringComparison.OrdinalIgnoreCase) || one.Content.Description?.Contains(term, StringComparison.OrdinalIgnoreCase) == true);
        if (bool.TryParse(http.Asked("isSystem"), out var isSystem) && isSystem)
            found = [];
        var isDown = string.Equals(http.Asked("orderDirection"), "Descending", StringComparison.OrdinalIgnoreCase);
        found = http.Asked("orderBy")?.ToUpperInvariant() switch
        {
            "VERSION" => Ordered(found, one => one.Version, isDown),
            "CREATED" => Ordered(found, one => one.CreatedAt, isDown),
            _ => Ordered(found, one => one.Name, isDown),
        };
        var all = found.ToList();
        var (page, size) = (Math.Max(0, http.AskedNumber("page") ?? 0), Math.Clamp(http.AskedNumber("pageSize") ?? MostAPage, 1, MostAPage)); // Elsa counts pages from 0
        var answer = Answers.Items(all.Skip(page * size).Take(size), Answers.Summary);
        answer["totalCount"] = all.Count;
        return answer;
    }

    private static IEnumerable<ManagedVersion> Ordered<TKey>(IEnumerable<ManagedVersion> found, Func<ManagedVersion, TKey> by, bool isDown) =>
        (isDown ? found.OrderByDescending(by) : found.OrderBy(by)).ThenBy(one => one.DefinitionId, StringComparer.Ordinal).ThenByDescending(one => one.Version);

    /// <summary>Saves, and then publishes where that is asked for, in a commit of its own: what is not fit to be published is kept as a draft.</summary>
    private static async Task<JsonObject> SaveAskedAsync(HttpContext http, ICaller caller)
    {
        var asked = await http.BodyAsync();
        var model = asked["model"] as JsonObject ?? throw new BadHttpRequestException("There is no model.");
        var saved = await SaveAsync(model, caller);
        var wasPublished = saved.IsPublished;
        if (asked["publish"]?.GetValueKind() == System.Text.Json.JsonValueKind.True && !wasPublished)
            saved = await PublishAsync(saved.DefinitionId, saved.Stamp, asked, caller);
        return new()
        {
            ["workflowDefinition"] = Wire.Of(saved),
            ["alreadyPublished"] = wasPublished,
            ["consumingWorkflowCount"] = 0,
            ["validationErrors"] = new JsonArray(),
        };
    }

    private static Task<ManagedVersion> SaveAsync(JsonObject model, ICaller caller) =>
        Faulty.AsRefusedAsync(() => caller.DoAsync<DefinitionWriting, ManagedVersion>((writing, actor, token) => writing.SaveAsync(actor, model, token)));

    private static async Task<JsonObject> CheckAsync(HttpContext http, ICaller caller)
    {
        var model = (await http.BodyAsync())["model"] as JsonObject ?? throw new BadHttpRequestException("There is no model.");
        return Answers.Items(await Faulty.AsRefusedAsync(() => caller.DoAsync<LiveCheck, IReadOnlyList<Finding>>((check, actor, token) => check.RunAsync(actor, model, token))), Answers.Found);
    }

    /// <param name="asked">With the reason, and whether a version published meanwhile is to be replaced.</param>
    private static async Task<ManagedVersion> PublishAsync(string definitionId, string? stamp, JsonObject asked, ICaller caller)
    {
        var latest = await LatestAsync(definitionId, caller);
        await Faulty.AsRefusedAsync(async () =>
        {
            if (latest.Service is { } service)
            {
                var publishing = new ServicePublishing(asked["reason"]?.ToString() ?? "", stamp ?? asked["stamp"]?.ToString(), asked["overNewer"]?.GetValueKind() == System.Text.Json.JsonValueKind.True);
                await caller.DoAsync<PublishServiceDraft, ServiceVersion>((act, actor, token) => act.RunAsync(actor, service.ServiceId, publishing, token));
            }
            else
            {
                await caller.DoAsync<PublishDefinition, Publication>((act, actor, token) => act.RunAsync(actor, definitionId, token));
            }

            return true;
        });
        return await LatestAsync(definitionId, caller);
    }

    private static async Task<JsonObject> RetractAsync(string definitionId, ICaller caller)
    {
        if ((await LatestAsync(definitionId, caller)).Service is not null)
            throw new RefusedException("service.not-to-be-retracted");
        await caller.DoAsync<RetractDefinition, DefinitionVersion>((act, actor, token) => act.RunAsync(actor, definitionId, token));
        return Wire.Of(await LatestAsync(definitionId, caller));
    }

    /// <summary>As a file: the content, told to be the version that it is.</summary>
    private static async Task<IResult> ExportAsync(string definitionId, HttpContext http, ICaller caller)
    {
        var version = await caller.DoAsync<DefinitionShelf, ManagedVersion>((shelf, actor, token) => shelf.GetAsync(actor, definitionId, VersionWish.Parse(http.Asked("versionOptions")), token));
        var content = version.Content.As(version.Id, version.DefinitionId, version.Version, version.IsLatest, version.IsPublished).ToJson();
        return Results.File(System.Text.Encoding.UTF8.GetBytes(content), "application/json", string.Create(CultureInfo.InvariantCulture, $"{definitionId}-v{version.Version}.json"));
    }

    private static async Task<JsonObject> DiscardAsync(string definitionId, HttpContext http, ICaller caller)
    {
        var latest = await LatestAsync(definitionId, caller);
        var stamp = (await http.BodyAsync())["stamp"]?.ToString();
        if (latest.Service is { } service)
            await caller.DoAsync<DiscardServiceDraft, bool>((act, actor, token) => act.RunAsync(actor, service.ServiceId, stamp, token));
        else
            await caller.DoAsync<DeleteDefinition, bool>(async (act, actor, token) =>
            {
                await act.RunAsync(actor, definitionId, latest.Version, token);
                return true;
            });
        return await caller.DoAsync<DefinitionShelf, ManagedVersion?>((shelf, actor, token) => shelf.FindAsync(actor, definitionId, token)) is { } left ? Wire.Of(left) : [];
    }

    private static async Task<IReadOnlyList<OverwrittenDraft>> OverwrittenAsync(string definitionId, ICaller caller)
    {
        var latest = await LatestAsync(definitionId, caller);
        return await caller.DoAsync<RestoreDraft, IReadOnlyList<OverwrittenDraft>>((act, actor, token) =>
            act.ListAsync(actor, latest.Service is { } service ? $"service:{service.ServiceId}" : $"definition:{definitionId}", token));
    }

    private static Task<ManagedVersion> LatestAsync(string definitionId, ICaller caller) =>
        caller.DoAsync<DefinitionShelf, ManagedVersion>((shelf, actor, token) => shelf.GetAsync(actor, definitionId, VersionWish.Latest, token));

    private static async Task<ManagedVersion> VersionAsync(string versionId, ICaller caller) =>
        await caller.DoAsync<DefinitionShelf, ManagedVersion?>((shelf, actor, token) => shelf.ByVersionIdAsync(actor, Uri.UnescapeDataString(versionId), token))
            ?? throw new RefusedException("definition.unknown", null, ("definition", versionId));

    private static async Task<List<ManagedVersion>> ManyAsync(IReadOnlyCollection<string> versionIds, ICaller caller)
    {
        var found = new List<ManagedVersion>();
        foreach (var id in versionIds)
            if (await caller.DoAsync<DefinitionShelf, ManagedVersion?>((shelf, actor, token) => shelf.ByVersionIdAsync(actor, id, token)) is { } version)
                found.Add(version);
        return found;
    }
}
