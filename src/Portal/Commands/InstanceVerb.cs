using System.CommandLine;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Portal.Intervening;
using AidWorkflow.Portal.Serving;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>instance list|show|suspend|activate|cancel|set|migrate|undo-migration</c>: workflows that run, and what an administrator does to them.</summary>
internal static class InstanceVerb
{
    public static Command Command(SharedOptions shared)
    {
        var command = new Command("instance", shared.Say(("流程实例。", "Workflows that run.")))
        {
            List(shared), Show(shared),
        };
        foreach (var act in InstanceActs.All(shared))
            command.Add(act);
        return command;
    }

    private static Command List(SharedOptions shared)
    {
        var most = MendingSession.Most(shared);
        var filter = new InstanceOptions(shared);
        var command = new Command("list", shared.Say(("列出流程实例，最新的在前。", "List instances, newest first."))) { most };
        filter.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var found = await MendingSession.RunAsync<RunningInstances, IReadOnlyList<InstanceLine>>(
                shared, parsed, (reading, token) => reading.ListAsync(filter.Read(parsed), 0, parsed.GetValue(most), MendingSession.Actor, token), cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (shared.Json(parsed))
            {
                await output.WriteLineAsync(SharedOptions.ToJson(new { instances = found.Select(Line) }));
                return 0;
            }

            foreach (var one in found)
                await output.WriteLineAsync($"{one.Id}  {Moment(one.CreatedAt)}  {one.ReceiptNumber ?? one.CorrelationId ?? "-"}  {one.DefinitionVersionId}  {State(shared, one.SubStatus)}  {string.Join(", ", one.WaitsAt)}");
            await output.WriteLineAsync(shared.Say(($"共 {found.Count} 个实例。", $"{found.Count} instances.")));
            return 0;
        });
        return command;
    }

    private static Command Show(SharedOptions shared)
    {
        var id = MendingSession.IdOf(shared);
        var full = new Option<bool>("--full") { Description = shared.Say(("不截短长的值。", "Long values whole.")) };
        var command = new Command("show", shared.Say(("显示一个实例：在哪里等待、变量、异常和经过。", "Show an instance: where it waits, its variables, incidents and history."))) { id, full };
        command.SetAction(async (parsed, cancellation) =>
        {
            var instance = InstanceId.Of(MendingSession.Read(parsed, id));
            var view = await MendingSession.RunAsync<RunningInstances, InstanceView>(shared, parsed, (reading, token) => reading.ShowAsync(instance, MendingSession.Actor, token), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed)
                ? SharedOptions.ToJson(new
                {
                    instance = Line(view.Line),
                    view.MayUndo,
                    waiting = view.Waiting.Select(one => new { id = one.Id.Value, one.Name, one.Stimulus, one.ActivityId, one.DueAt, since = one.CreatedAt }),
                    view.Variables,
                    view.Input,
                    view.Output,
                    incidents = view.Incidents.Select(one => new { id = one.Id.Value, one.ActivityId, one.ActivityType, one.Reason, one.At, one.State, one.ResolvedAt, one.ResolvedBy }),
                    journal = view.Journal,
                })
                : Words(shared, view, parsed.GetValue(full) ? int.MaxValue : CutValue.OnTerminal));
            return 0;
        });
        return command;
    }

    /// <param name="most">Characters of one value.</param>
    private static string Words(SharedOptions shared, InstanceView view, int most)
    {
        var line = view.Line;
        return string.Join(Environment.NewLine, [
            $"{line.Id}  {line.ReceiptNumber ?? line.CorrelationId ?? "-"}  {State(shared, line.SubStatus)}",
            $"{(view.DefinitionName is { } name && name != line.DefinitionId ? $"{name} ({line.DefinitionId})" : line.DefinitionId)}  {line.DefinitionVersionId}",
            .. Part(shared, ("等待于", "Waits at"), view.Waiting.Select(one => $"{Named(one.ActivityId)}  {one.Name}  {one.Stimulus}  {(one.Name == OutsideTasks.Type ? shared.Say(($"任务编号 {one.Id}", $"task {one.Id}")) : "")}{(one.DueAt is { } due ? Moment(due) : "")}".TrimEnd())),
            .. Part(shared, ("变量", "Variables"), view.Variables.Select(one => $"{one.Key} = {CutValue.Text(one.Value?.ToJsonString() ?? "null", most)}")),
            .. Part(shared, ("异常", "Incidents"), view.Incidents.Select(one => $"{one.Id}  {Moment(one.At)}  {Named(one.ActivityId)}  {Standing(shared, one)}: {Texts.SayReason(one.Reason, shared.Language)}")),
            .. Part(shared, ("经过", "History"), view.Journal.Select(one => $"{one.Revision}  {Moment(one.At)}  {JournalWords.Of(CutValue.Entry(one, most)).In(shared.Language)}")),
        ]);

        string Named(string activity) => WayReading.NameOf(view.Steps, activity).In(shared.Language) is var called && called != activity ? $"{called} ({activity})" : activity;
    }

    private static string Standing(SharedOptions shared, IncidentRow incident) => shared.Say(incident.State switch
    {
        IncidentState.Open => ("待处理", "open"),
        IncidentState.Retried => ("已重试", "retried"),
        IncidentState.Skipped => ("已跳过", "skipped"),
        _ => ("已取消", "cancelled"),
    });

    private static IEnumerable<string> Part(SharedOptions shared, Hosting.Said title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        return all.Count == 0 ? [] : all.Select(line => $"  {line}").Prepend(shared.Say(title));
    }

    private static object Line(InstanceLine one) => new
    {
        id = one.Id.Value,
        one.DefinitionId,
        version = one.DefinitionVersionId,
        one.Name,
        one.Status,
        one.SubStatus,
        one.CorrelationId,
        @case = one.Case?.Value,
        one.ReceiptNumber,
        one.WaitsAt,
        one.OpenIncidents,
        one.Revision,
        one.CreatedAt,
        one.UpdatedAt,
    };

    internal static string State(SharedOptions shared, InstanceSubStatus state) => StateWords.Of(state.ToString()).In(shared.Language);

    private static string Moment(DateTimeOffset at) => at.ToOffset(LocalDay.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
