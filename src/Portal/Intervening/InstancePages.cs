using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Api;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Intervening;

/// <summary>Workflows that run, for administrators: where they stand, and what is done to one.</summary>
internal static class InstancePages
{
    public const int LongestReason = 500;

    public static void MapInstances(this IEndpointRouteBuilder pages)
    {
        var instances = pages.MapGroup("/admin/instances").RequireAuthorization().ForHolders(Role.Administrator);
        instances.MapGet("", ListAsync);
        instances.MapGet("/{id:guid}", OneAsync);
        instances.MapPost("/{id:guid}/{act:regex(^(suspend|activate|cancel|undo|variable|migrate|check)$)}", ActAsync);
        instances.MapGet("/{id:guid}/{act:regex(^(suspend|activate|cancel|undo|variable|migrate|check)$)}", (Guid id) => Page.SeeOther($"/admin/instances/{id}")); // where signing in again leads after a post
    }

    /// <summary>Whom a look at it is about.</summary>
    public static string Subject(InstanceView view) => view.Line.Case is { } about ? $"case:{about}" : $"instance:{view.Line.Id}";

    /// <summary>The filter as the record of looks keeps it.</summary>
    public static string Words(InstanceFilter filter) => string.Join(' ', new[] { filter.DefinitionId, filter.VersionId, filter.Status?.ToString(), filter.SubStatus?.ToString(), filter.CorrelationId, filter.WaitsAt, filter.FailedAt }.Where(part => part is not null));

    private static async Task<IResult> ListAsync(string? definition, string? version, InstanceSubStatus? state, string? correlation, string? waitsAt, string? failedAt, int? page, RunningInstances reading, IActs acts, TimeProvider time, HttpContext http)
    {
        var filter = new InstanceFilter { DefinitionId = Said(definition), VersionId = Said(version), SubStatus = state, CorrelationId = Said(correlation), WaitsAt = Said(waitsAt), FailedAt = Said(failedAt) };
        var number = Paging.Number(page);
        var lines = await reading.ListAsync(filter, (number - 1) * Paging.Size, Paging.Size + 1, http.Visitor().Actor, http.RequestAborted);
        await acts.RunAsync<AccessLog, bool>((act, _) =>
        {
            act.Listed(http.Visitor().Actor, "instances", Words(filter), Math.Min(lines.Count, Paging.Size));
            return Task.FromResult(true);
        }, http.RequestAborted);
        return Page.Of<InstancesPage>((nameof(InstancesPage.Lines), lines.Take(Paging.Size).ToList()), (nameof(InstancesPage.Filter), filter), (nameof(InstancesPage.Number), number), (nameof(InstancesPage.HasMore), lines.Count > Paging.Size), (nameof(InstancesPage.Now), time.GetUtcNow()));
    }

    private static async Task<IResult> OneAsync(Guid id, string? done, InstanceDesk desk, HttpContext http) => await ShowAsync(desk, id, http) is { } shown
        ? Page.Of<InstancePage>((nameof(InstancePage.Shown), shown), (nameof(InstancePage.Done), done))
        : TypedResults.NotFound();

    private static async Task<InstanceShown?> ShowAsync(InstanceDesk desk, Guid id, HttpContext http)
    {
        try
        {
            return await desk.ShowAsync(InstanceId.Of(id), http.Visitor().Actor, Speech.Of(System.Globalization.CultureInfo.CurrentUICulture), http.RequestAborted);
        }
        catch (RefusedException refused) when (refused.Code is "instance.unknown" or "mending.not-yours")
        {
            return null; // nobody learns of what is not theirs
        }
    }

    private static async Task<IResult> ActAsync(Guid id, string act, InstanceDesk desk, PlannedMoves moves, IActs acts, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var (instance, actor) = (InstanceId.Of(id), http.Visitor().Actor);
        var reason = act switch { "migrate" or "check" => "moveReason", "variable" => "variableReason", _ => "reason" };
        return act == "check"
            ? await Trying.RunAsync(
                async () => (Plan: await moves.PlanAsync(instance, Move(form), actor, http.RequestAborted), Shown: await ShowAsync(desk, id, http)),
                planned => Page.Of<InstancePage>((nameof(InstancePage.Shown), planned.Shown), (nameof(InstancePage.Plan), planned.Plan), (nameof(InstancePage.Written), form)),
                RefusedAsync)
            : await Trying.RunAsync(
                () => acts.RunAsync<Intervene, Intervened>((intervene, token) => intervene.RunAsync(instance, Read(act, form), Limited.Text(form[reason], "reason", LongestReason), actor, token), http.RequestAborted),
                _ => Page.SeeOther($"/admin/instances/{id}?done={act}"),
                RefusedAsync);

        async Task<IResult> RefusedAsync(Faults faults) => await ShowAsync(desk, id, http) is { } shown
            ? Page.Faulty<InstancePage>((nameof(InstancePage.Shown), shown), (nameof(InstancePage.Written), form), (nameof(InstancePage.Faults), faults.Moved("reason", reason)))
            : TypedResults.NotFound();
    }

    private static Intervention Read(string act, IFormCollection form) => act switch
    {
        "suspend" => new Intervention.Suspend(),
        "activate" => new Intervention.Activate(),
        "cancel" => new Intervention.Cancel(),
        "undo" => new Intervention.UndoMigration(),
        "variable" => new Intervention.SetVariable(Needed(form["name"], "name"), Json(form["value"].ToString())),
        _ => Move(form),
    };

    /// <summary>One OLD=NEW a line.</summary>
    private static Intervention.Migrate Move(IFormCollection form)
    {
        var mapping = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in form["mapping"].ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.Split('=', StringSplitOptions.TrimEntries) is not [{ Length: > 0 } old, { Length: > 0 } now] || !mapping.TryAdd(old, now))
                throw new RefusedException("instance.no-mapping", "mapping", ("line", line));
        }

        return new(Needed(form["to"], "to"), mapping);
    }

    private static string Needed(string? written, string field) => Said(written) ?? throw new RefusedException("instance.act-incomplete", field, ("field", field));

    private static JsonNode? Json(string written)
    {
        try
        {
            return JsonNode.Parse(written);
        }
        catch (JsonException)
        {
            throw new RefusedException("instance.no-json", "value");
        }
    }

    private static string? Said(string? written) => string.IsNullOrWhiteSpace(written) ? null : written.Trim();
}
