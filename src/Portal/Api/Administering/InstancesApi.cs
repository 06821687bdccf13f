using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Intervening;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>Workflows that run, and what an administrator does to them.</summary>
internal static class InstancesApi
{
    private const int MostAtOnce = 200;

    public static void MapInstances(this RouteGroupBuilder admin)
    {
        var instances = admin.MapGroup("/instances");
        instances.MapGet("", ListAsync).Called("instances", "Workflows of my area, newest first. The look is recorded.");
        instances.MapGet("/{id:guid}", async (Guid id, RunningInstances reading, Asking asking) =>
        {
            var view = await reading.ShowAsync(InstanceId.Of(id), asking.Actor, asking.Cancellation);
            await asking.LookedAsync(InstancePages.Subject(view), $"instance {id}");
            return InstanceDetails.Of(view, Speech.Of(CultureInfo.CurrentUICulture));
        }).Called("instance", "One with where it waits, its variables, incidents and history. The look is recorded.");
        instances.MapPost("/{id:guid}/suspend", (Guid id, Reasoned said, Asking asking) => OnceAsync(id, new Intervention.Suspend(), said, said.Reason, asking)).TakesKey()
            .Called("suspendInstance", "Put it on hold: nothing resumes it, and its timers do not fire.");
        instances.MapPost("/{id:guid}/activate", (Guid id, Reasoned said, Asking asking) => OnceAsync(id, new Intervention.Activate(), said, said.Reason, asking)).TakesKey()
            .Called("activateInstance", "Take the hold away.");
        instances.MapPost("/{id:guid}/cancel", (Guid id, Reasoned said, Asking asking) => OnceAsync(id, new Intervention.Cancel(), said, said.Reason, asking)).TakesKey()
            .Called("cancelInstance", "End it where it stands; not for instances of cases.");
        instances.MapPost("/{id:guid}/variable", (Guid id, NewVariable said, Asking asking) => OnceAsync(id, new Intervention.SetVariable(said.Name, said.Value), said, said.Reason, asking)).TakesKey()
            .Called("setInstanceVariable", "Change a variable; not for instances of cases.");
        instances.MapPost("/{id:guid}/migration", (Guid id, NewMigration said, Asking asking) => OnceAsync(id, said.Read(), said, said.Reason, asking)).TakesKey()
            .Called("migrateInstance", "Move it to another version of its definition.");
        instances.MapPost("/{id:guid}/migration/check", async (Guid id, AskedMigration said, PlannedMoves moves, Asking asking) =>
                PlannedMove.Of(await moves.PlanAsync(InstanceId.Of(id), said.Read(), asking.Actor, asking.Cancellation)))
            .Called("checkMigration", "What moving it would do, and what stands in the way; nothing is changed.");
        instances.MapPost("/{id:guid}/migration/undo", (Guid id, Reasoned said, Asking asking) => OnceAsync(id, new Intervention.UndoMigration(), said, said.Reason, asking)).TakesKey()
            .Called("undoMigration", "Take the move back, while nothing has run since.");
        instances.MapPost("/several", SeveralAsync).Called("actOnInstances", "The same for several, each by itself and with a result of its own. A repeat finds what is done and says so.");
    }

    private static async Task<Paged<InstanceLine>> ListAsync(
        string? definition, string? version, InstanceStatus? status, InstanceSubStatus? subStatus, string? correlation, string? waitsAt, string? failedAt, int? page, RunningInstances reading, Asking asking)
    {
        var filter = new InstanceChoice(definition, version, status, subStatus, correlation, waitsAt, failedAt).Read();
        var number = Paging.Number(page);
        var lines = await reading.ListAsync(filter, (number - 1) * Paging.Size, Paging.Size, asking.Actor, asking.Cancellation);
        await asking.ListedAsync("instances", InstancePages.Words(filter), lines.Count);
        return new(lines, number, Paging.Size, await reading.CountAsync(filter, asking.Actor, asking.Cancellation));
    }

    private static Task<Intervened> OnceAsync(Guid id, Intervention what, object said, string reason, Asking asking) =>
        asking.OnceAsync<Intervene, Intervened>(said, (act, actor, token) => act.RunAsync(InstanceId.Of(id), what, Limited.Text(reason, "reason", InstancePages.LongestReason), actor, token));

    private static async Task<ResultOfMany> SeveralAsync(SameForMany said, RunningInstances reading, Asking asking)
    {
        var (ids, more) = await MeantAsync(said, reading, asking);
        if (said is { Act: InstanceAct.Migrate, DryRun: true })
        {
            var move = said.ReadMove();
            var plans = await InBulk.PlanAsync(ids, id => asking.DoAsync<PlannedMoves, MigrationPlan>((moves, actor, token) => moves.PlanAsync(id, move, actor, token)), null, asking.Cancellation);
            return new([.. plans.Select(one => new ResultOfOne(one.Id, Done: false, null, one.Refused?.Code, Words(one.Refused), one.Plan is { } plan ? PlannedMove.Of(plan) : null))], more);
        }

        var (what, reason) = (said.Read(), Limited.Text(said.Reason, "reason", InstancePages.LongestReason));
        var outcomes = await InBulk.RunAsync(ids, id => asking.DoAsync<Intervene, Intervened>((act, actor, token) => act.RunAsync(id, what, reason, actor, token)), null, asking.Cancellation);
        return new([.. outcomes.Select(one => new ResultOfOne(one.Id, one.State is not null, one.State, one.Refused?.Code, Words(one.Refused), null))], more);
    }

    private static async Task<(IReadOnlyList<InstanceId> Ids, int More)> MeantAsync(SameForMany said, RunningInstances reading, Asking asking)
    {
        var filter = said.Of?.Read() ?? new InstanceFilter();
        if (said.Ids is { IsDefaultOrEmpty: false, Length: <= MostAtOnce } ids && filter.IsEmpty)
            return ([.. ids.Distinct().Select(InstanceId.Of)], 0);
        if (said.Ids is { IsDefaultOrEmpty: false } || filter.IsEmpty)
            throw new RefusedException("instance.choose", "ids", ("most", MostAtOnce));
        return (await reading.IdsAsync(filter, MostAtOnce, asking.Actor, asking.Cancellation), Math.Max(0, await reading.CountAsync(filter, asking.Actor, asking.Cancellation) - MostAtOnce));
    }

    private static LocalText? Words(RefusedException? refused) => refused is null ? null : new(Texts.Say(refused, "zh-CN"), Texts.Say(refused, "en"));
}
