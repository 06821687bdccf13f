using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Receiving;

/// <summary>Text messages to people who came to the desk and need no account: sealed, in the commit of what they tell of. They can be read on a locked screen, so they name neither the person nor what it is about.</summary>
public sealed class TextMessages(IUnitOfWork work, FieldProtector protector, IIds ids, TimeProvider time)
{
    private const string Chinese = "zh-CN";

    /// <param name="phone">Nothing is sent where it is none, or a landline.</param>
    /// <param name="code">Of the words in Texts.</param>
    internal void Send(string phone, string key, string code, params (string Name, object? Value)[] values)
    {
        if (!IsMobile(phone))
            return;
        var (id, now) = (MessageId.Of(ids.Next()), time.GetUtcNow());
        work.Db.Add(new OutboxRow
        {
            Id = id,
            Channel = Channel.Sms,
            IdempotencyKey = key,
            Payload = SealedPayload.Seal(id, new JsonObject { ["to"] = phone, ["text"] = Saying.In(Chinese, code, null, [.. values]), ["language"] = Chinese }, protector),
            CreatedAt = now,
            NextAttemptAt = now,
        });
    }

    public static bool IsMobile(string phone)
    {
        try
        {
            return phone.Length > 0 && Mobile.Parse(phone).Kind == PhoneKind.Mobile;
        }
        catch (RefusedException)
        {
            return false;
        }
    }
}
