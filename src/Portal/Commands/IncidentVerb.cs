using System.CommandLine;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>incident list|retry|skip|cancel</c>: activities that threw, and what a person does about them.</summary>
internal static class IncidentVerb
{
    public static Command Command(SharedOptions shared) => new("incident", shared.Say(("流程异常。", "Activities that failed.")))
    {
        List(shared), Retry(shared), Skip(shared), Cancel(shared),
    };

    private static Command List(SharedOptions shared)
    {
        var most = MendingSession.Most(shared);
        var command = new Command("list", shared.Say(("列出待处理的异常，最早的在前。", "List open incidents, oldest first."))) { most };
        command.SetAction(async (parsed, cancellation) =>
        {
            var found = await MendingSession.RunAsync<Stuck, IReadOnlyList<OpenIncident>>(
                shared, parsed, (stuck, token) => stuck.IncidentsAsync(MendingSession.Actor, parsed.GetValue(most), token), cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (shared.Json(parsed))
            {
                await output.WriteLineAsync(SharedOptions.ToJson(new
                {
                    incidents = found.Select(one => new { id = one.Id.Value, instance = one.Instance.Value, one.Definition, @case = one.Case?.Value, one.ReceiptNumber, one.ActivityId, one.ActivityType, one.Reason, one.At }),
                }));
                return 0;
            }

            foreach (var one in found)
                await output.WriteLineAsync($"{one.Id}  {one.At.ToOffset(LocalDay.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}  {one.ReceiptNumber ?? $"{one.Definition} {one.Instance}"}  {one.ActivityId} ({one.ActivityType}): {Texts.SayReason(one.Reason, shared.Language)}");
            await output.WriteLineAsync(shared.Say(($"共 {found.Count} 个待处理的异常。", $"{found.Count} open incidents.")));
            return 0;
        });
        return command;
    }

    private static Command Retry(SharedOptions shared) => Settling(
        shared, "retry", ("原因排除后重新执行出错的环节。", "Run the failed activity again, once its cause is mended."), [], _ => new Settlement.Retry());

    private static Command Skip(SharedOptions shared)
    {
        var port = new Option<string>("--port") { Description = shared.Say(("由哪个出口继续，默认 Done。", "The port to go on by; Done by default.")), DefaultValueFactory = _ => "Done" };
        var reason = Reason(shared);
        return Settling(shared, "skip", ("跳过出错的环节，流程继续。", "Go on as if the failed activity had ended."), [port, reason],
            parsed => new Settlement.Skip(parsed.GetValue(port)!, parsed.GetRequiredValue(reason)));
    }

    private static Command Cancel(SharedOptions shared)
    {
        var reason = Reason(shared);
        return Settling(shared, "cancel", ("终止出错的环节，其分支到此为止。", "Take the failed activity away; its branch ends there."), [reason],
            parsed => new Settlement.Cancel(parsed.GetRequiredValue(reason)));
    }

    private static Command Settling(SharedOptions shared, string name, Hosting.Said words, IReadOnlyList<Option> options, Func<System.CommandLine.ParseResult, Settlement> how)
    {
        var id = MendingSession.IdOf(shared);
        var command = new Command(name, shared.Say(words)) { id };
        foreach (var option in options)
            command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var incident = IncidentId.Of(MendingSession.Read(parsed, id));
            var state = await MendingSession.RunAsync<SettleIncident, InstanceSubStatus>(
                shared, parsed, (act, token) => act.SettleAsync(incident, how(parsed), MendingSession.Actor, token), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed)
                ? SharedOptions.ToJson(new { id = incident.Value, instance = state })
                : shared.Say(($"已处理；流程现为：{Serving.StateWords.Of(state.ToString()).In("zh-CN")}。", $"Settled; the workflow is now {Serving.StateWords.Of(state.ToString()).In("en")}.")));

            // It may have thrown again: then nothing is mended.
            return state == InstanceSubStatus.Faulted ? 1 : 0;
        });
        return command;
    }

    private static Option<string> Reason(SharedOptions shared) => new("--reason") { Description = shared.Say(("理由，记入审计。", "Why; kept in the audit trail.")), Required = true };
}
