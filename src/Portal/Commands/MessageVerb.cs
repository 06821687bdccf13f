using System.CommandLine;
using System.Globalization;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>message list|retry</c>: messages that nobody would take. What they say is not shown.</summary>
internal static class MessageVerb
{
    public static Command Command(SharedOptions shared) => new("message", shared.Say(("发送失败的消息。", "Messages that could not be delivered.")))
    {
        List(shared), Retry(shared),
    };

    private static Command List(SharedOptions shared)
    {
        var most = MendingSession.Most(shared);
        var command = new Command("list", shared.Say(("列出待人工处理的消息，最早的在前。", "List messages that wait for a person, oldest first."))) { most };
        command.SetAction(async (parsed, cancellation) =>
        {
            var found = await MendingSession.RunAsync<Stuck, IReadOnlyList<ParkedMessage>>(
                shared, parsed, (stuck, token) => stuck.MessagesAsync(MendingSession.Actor, parsed.GetValue(most), token), cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (shared.Json(parsed))
            {
                await output.WriteLineAsync(SharedOptions.ToJson(new
                {
                    messages = found.Select(one => new { id = one.Id.Value, one.Channel, @case = one.Case?.Value, one.ReceiptNumber, one.Attempts, one.LastError, one.CreatedAt }),
                }));
                return 0;
            }

            foreach (var one in found)
                await output.WriteLineAsync($"{one.Id}  {one.CreatedAt.ToOffset(LocalDay.Offset).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}  {one.Channel}  {one.ReceiptNumber ?? "-"}  {one.Attempts}×: {one.LastError}");
            await output.WriteLineAsync(shared.Say(($"共 {found.Count} 条待处理的消息。", $"{found.Count} messages wait for a person.")));
            return 0;
        });
        return command;
    }

    private static Command Retry(SharedOptions shared)
    {
        var id = MendingSession.IdOf(shared);
        var command = new Command("retry", shared.Say(("再发一次；由门户的发送任务发出。", "Send it once more; the portal's outbox sweep does."))) { id };
        command.SetAction(async (parsed, cancellation) =>
        {
            var message = MessageId.Of(MendingSession.Read(parsed, id));
            await MendingSession.RunAsync<RetryMessage, MessageId>(shared, parsed, (act, token) => act.RetryAsync(message, MendingSession.Actor, token), cancellation);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed)
                ? SharedOptions.ToJson(new { id = message.Value, state = OutboxState.Pending })
                : shared.Say(("已排队重发。", "It is waiting to be sent again.")));
            return 0;
        });
        return command;
    }
}
