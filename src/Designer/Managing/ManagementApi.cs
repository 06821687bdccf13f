using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Rehearsing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;
using Microsoft.AspNetCore.Http;

namespace AidWorkflow.Designer.Managing;

/// <summary>A call of the management API: where it is, and what answers it.</summary>
public sealed record Call(string Method, string Address, Func<HttpContext, ICaller, Task<IResult>> AnswerAsync)
{
    /// <summary>Auditors may call it too: it shows versions beside each other.</summary>
    public bool IsForAuditors { get; init; }
}

/// <summary>
/// Elsa's management API for definitions and instances, as our editor and Elsa's own clients call it. Names of query fields are read in any case and unknown ones passed over, as
/// Elsa does. Calls that Elsa does not have: check, discard, overwritten.
/// </summary>
public static class ManagementApi
{
    private const int MostAPage = 500;

    /// <summary>Every call, for the house to put behind its sign-in. Addresses are those below Elsa's.</summary>
    public static IEnumerable<Call> Calls(ActivityCatalog catalog)
    {
        const string One = "/workflow-definitions/{definitionId}";
        yield return Get("/workflow-definitions", ListAsync) with { IsForAuditors = true };
        yield return Get("/workflow-definitions/by-definition-id/{definitionId}", async (http, caller) => Wire.Of(await GetAsync(http, caller)));
        yield return Get("/workflow-definitions/by-id/{**versionId}", async (http, caller) => Wire.Of(await VersionAsync(http.Named("versionId"), caller)));
        yield return Get("/workflow-definitions/many-by-id", async (http, caller) => Answers.Items(await ManyAsync(http.AskedAll("ids"), caller), Wire.Of));
        yield return Post("/workflow-definitions", SaveAskedAsync);
        yield return Post("/workflow-definitions/check", CheckAsync);
        yield return Post("/workflow-definitions/import", async (http, caller) => Wire.Of(await SaveAsync(await http.BodyAsync(), caller)));
        yield return new("PUT", One + "/import", async (http, caller) =>
        {
            var model = await http.BodyAsync();
            model["definitionId"] = http.Named("definitionId");
            return Json(Wire.Of(await SaveAsync(model, caller)));
        });
        yield return Get("/workflow-definitions/validation/is-name-unique", IsNameUniqueAsync);
        yield return Post(One + "/publish", async (http, caller) => Wire.Of(await PublishAsync(http.Named("definitionId"), stamp: null, await http.BodyAsync(), caller)));
        yield return Post(One + "/retract", (http, caller) => RetractAsync(http.Named("definitionId"), caller));
        yield return Post(One + "/revert/{version:int}", async (http, caller) => Wire.Of(await caller.DoAsync<DefinitionWriting, ManagedVersion>((writing, actor, token) =>
            writing.RevertAsync(actor, http.Named("definitionId"), int.Parse(http.Named("version"), CultureInfo.InvariantCulture), token))));
        yield return new("GET", One + "/export", ExportAsync);
        yield return Get(One + "/consumers", async (http, caller) => Answers.Items(
            await caller.DoAsync<DefinitionConsumers, IReadOnlyList<DefinitionVersion>>((consumers, actor, token) => consumers.OfAsync(actor, http.Named("definitionId"), token)), one => Answers.Summary(ManagedVersion.Of(one, isLatest: false))));
        yield return Post(One + "/discard", (http, caller) => DiscardAsync(http.Named("definitionId"), http, caller));
        yield return Get(One + "/rehearsal", RehearseAsync);
        yield return Get(One + "/overwritten", async (http, caller) => Answers.Items(await OverwrittenAsync(http.Named("definitionId"), caller), Answers.Overwritten));
        yield return Post(One + "/overwritten/{id:guid}/restore", async (http, caller) =>
        {
            await caller.DoAsync<RestoreDraft, bool>((act, actor, token) => act.RunAsync(actor, OverwrittenDraftId.Of(Guid.Parse(http.Named("id"))), token));
            return Wire.Of(await LatestAsync(http.Named("definitionId"), caller));
        });
        foreach (var call in ServiceCalls.All.Concat(InstanceCalls.All).Concat(VersionCalls.All).Concat(LiveCalls.All).Concat(ProposalCalls.All).Concat(ChoiceCalls.All).Concat(BulkCalls.All))
            yield return call;
        yield return Get("/descriptors/activities", (_, caller) => Task.FromResult(Descriptors.All(catalog, caller.Language))) with { IsForAuditors = true };
        foreach (var (address, list) in Lists.All)
            yield return Get("/descriptors" + address, (_, caller) => Task.FromResult(list(caller.Language)));
        yield return Post("/descriptors/activities/{type}/options/{input}", (http, caller) => Task.FromResult(Descriptors.Options(catalog, http.Named("type"), http.Named("input"), caller.Language)));
        yield return Post(One + "/update-references", async (http, caller) =>
        {
            await LatestAsync(http.Named("definitionId"), caller);
            return new() { ["affectedWorkflows"] = new JsonArray() }; // whoever calls it calls what is in force: no reference names a version
        });
        yield return new("POST", "/scripting/javascript/type-definitions/{definitionId}", (_, _) => Task.FromResult(Results.Text(""))); // for completion; there is none
        foreach (var call in Elsewhere.All)
            yield return call;
        yield return Get("/features/installed", (_, _) => Task.FromResult(Lists.Features()));
        yield return Get("/package/version", (_, _) => Task.FromResult(new JsonObject { ["packageVersion"] = Lists.ElsaVersion }));
    }

    internal static Call Get(string address, Func<HttpContext, ICaller, Task<JsonObject>> answer) => new("GET", address, async (http, caller) => Json(await answer(http, caller)));

    internal static Call Post(string address, Func<HttpContext, ICaller, Task<JsonObject>> answer) => new("POST", address, async (http, caller) => Json(await answer(http, caller)));

    private static IResult Json(JsonObject answer) => Results.Text(answer.ToJsonString(Wire.Compact), "application/json", System.Text.Encoding.UTF8);

    private static Task<ManagedVersion> GetAsync(HttpContext http, ICaller caller) =>
        caller.DoAsync<DefinitionShelf, ManagedVersion>((shelf, actor, token) => shelf.GetAsync(actor, http.Named("definitionId"), VersionWish.Parse(http.Asked("versionOptions")), token));

    private static async Task<JsonObject> IsNameUniqueAsync(HttpContext http, ICaller caller)
    {
        var all = await caller.DoAsync<DefinitionShelf, IReadOnlyList<ManagedVersion>>((shelf, actor, token) => shelf.ListAsync(actor, VersionWish.Latest, null, token));
        return new() { ["isUnique"] = all.All(one => one.DefinitionId == http.Asked("definitionId") || !string.Equals(one.Name, http.Asked("name"), StringComparison.OrdinalIgnoreCase)) };
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

    private static async Task<JsonObject> RehearseAsync(HttpContext http, ICaller caller)
    {
        var latest = await LatestAsync(http.Named("definitionId"), caller);
        var service = latest.Service ?? throw new RefusedException("rehearsal.no-service", null, ("definition", latest.DefinitionId));
        return Rehearsals.Of(await Faulty.AsRefusedAsync(() => caller.DoAsync<RehearseDraft, RehearsedDraft>((act, actor, token) =>
            act.RunAsync(actor, service.ServiceId, http.AskedNumber("count") ?? RehearseDraft.Usual, token))));
    }

    /// <param name="asked">With the reason, and whether a version published meanwhile is to be replaced.</param>
    internal static async Task<ManagedVersion> PublishAsync(string definitionId, string? stamp, JsonObject asked, ICaller caller)
    {
        var latest = await LatestAsync(definitionId, caller);
        stamp ??= asked["stamp"]?.ToString();
        await Faulty.AsRefusedAsync(async () =>
        {
            if (latest.Service is { } service)
            {
                var publishing = Publishing(asked, stamp);
                await caller.DoAsync<PublishServiceDraft, ServiceVersion>((act, actor, token) => act.RunAsync(actor, service.ServiceId, publishing, token));
            }
            else
            {
                await caller.DoAsync<PublishDefinition, Publication>((act, actor, token) => act.RunAsync(actor, definitionId, stamp, token));
            }

            return true;
        });
        return await LatestAsync(definitionId, caller);
    }

    /// <param name="stamp">Of the draft; null where the request may bring one along.</param>
    internal static ServicePublishing Publishing(JsonObject asked, string? stamp) =>
        new(asked["reason"]?.ToString() ?? "", stamp ?? asked["stamp"]?.ToString(), asked["overNewer"]?.GetValueKind() == System.Text.Json.JsonValueKind.True);

    internal static async Task<JsonObject> RetractAsync(string definitionId, ICaller caller)
    {
        if ((await LatestAsync(definitionId, caller)).Service is not null)
            throw new RefusedException("service.not-to-be-retracted");
        await caller.DoAsync<RetractDefinition, DefinitionVersion>((act, actor, token) => act.RunAsync(actor, definitionId, token));
        return Wire.Of(await LatestAsync(definitionId, caller));
    }

    /// <summary>As a file: the content, told to be the version that it is.</summary>
    private static async Task<IResult> ExportAsync(HttpContext http, ICaller caller)
    {
        var version = await GetAsync(http, caller);
        var content = version.Content.As(version.Id, version.DefinitionId, version.Version, version.IsLatest, version.IsPublished).ToJson();
        return Results.File(System.Text.Encoding.UTF8.GetBytes(content), "application/json", string.Create(CultureInfo.InvariantCulture, $"{version.DefinitionId}-v{version.Version}.json"));
    }

    private static async Task<JsonObject> DiscardAsync(string definitionId, HttpContext http, ICaller caller)
    {
        var latest = await LatestAsync(definitionId, caller);
        var stamp = (await http.BodyAsync())["stamp"]?.ToString();
        if (latest.Service is { } service)
            await caller.DoAsync<DiscardServiceDraft, bool>((act, actor, token) => act.RunAsync(actor, service.ServiceId, stamp, token));
        else
            await caller.DoAsync<DiscardDefinitionDraft, bool>((act, actor, token) => act.RunAsync(actor, definitionId, stamp, token));
        return await FindAsync(definitionId, caller) is { } left ? Wire.Of(left) : [];
    }

    private static async Task<IReadOnlyList<OverwrittenDraft>> OverwrittenAsync(string definitionId, ICaller caller)
    {
        // A definition that was nothing but the draft given up is gone, and its text is still here.
        var latest = await FindAsync(definitionId, caller);
        return await caller.DoAsync<RestoreDraft, IReadOnlyList<OverwrittenDraft>>((act, actor, token) =>
            act.ListAsync(actor, latest?.Service is { } service ? $"service:{service.ServiceId}" : $"definition:{definitionId}", token));
    }

    private static Task<ManagedVersion?> FindAsync(string definitionId, ICaller caller) =>
        caller.DoAsync<DefinitionShelf, ManagedVersion?>((shelf, actor, token) => shelf.FindAsync(actor, definitionId, token));

    internal static Task<ManagedVersion> LatestAsync(string definitionId, ICaller caller) =>
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
