using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Cases.Notifying;

/// <summary>
/// Tells people of an event, in the commit of the act that made it: in-app messages as rows, e-mail and SMS through the outbox, sealed.
/// Nothing is sent here, and the same telling has the same keys, so a repeat is refused by the database.
/// </summary>
public sealed class Notifier(IUnitOfWork work, FieldProtector protector, IIds ids, TimeProvider time)
{
    /// <param name="templates">Those of the case's service version.</param>
    public void Tell(TemplateBook templates, Telling telling)
    {
        foreach (var to in telling.Recipients)
            foreach (var channel in to.Channels.Distinct(StringComparer.Ordinal))
                Tell(templates, telling, to, channel);
    }

    /// <summary>One e-mail in words that are no template's.</summary>
    internal void Mail(string key, string to, string language, RenderedMessage mail) =>
        Send(Channel.Email, key, null, new JsonObject { ["to"] = to, ["subject"] = mail.Title, ["text"] = mail.Body, ["language"] = language });

    private void Tell(TemplateBook templates, Telling telling, Recipient to, string channel)
    {
        var key = $"notify:{telling.Case?.ToString() ?? "-"}:{telling.Occasion}:{telling.Sequence}:{to.Key}:{channel}";
        if (Occasions.Find(telling.Occasion) is not { IsOfTask: true })
            to = to with { About = null };
        RenderedMessage In(string language) => templates.Render(telling.Occasion, to.Audience, channel, language, telling.Data);
        switch (channel)
        {
            case Channel.InApp when telling.Gathered && to.Account is { } account:
                work.Db.Add(new ReminderLine(NotificationId.Of(ids.Next()), account, telling.Case, telling.Occasion, key, NotificationTexts.Pack(In), time.GetUtcNow(), to.About));
                break;
            case Channel.InApp when to.Account is not null || to.Person is not null || to.Role is not null:
                work.Db.Add(new Notification(NotificationId.Of(ids.Next()), to, telling.Case, telling.Occasion, key, NotificationTexts.Pack(In), time.GetUtcNow()));
                break;
            case Channel.Email when !string.IsNullOrWhiteSpace(to.Email):
                var mail = In(to.Language);
                Send(channel, key, telling.Case, new JsonObject { ["to"] = to.Email, ["subject"] = mail.Title, ["text"] = mail.Body, ["language"] = to.Language });
                break;
            case Channel.Sms when !string.IsNullOrWhiteSpace(to.Mobile):
                Send(channel, key, telling.Case, new JsonObject { ["to"] = to.Mobile, ["text"] = In(to.Language).Body, ["language"] = to.Language });
                break;
        }
    }

    private void Send(string channel, string key, CaseId? about, JsonObject payload)
    {
        var now = time.GetUtcNow();
        var id = MessageId.Of(ids.Next());
        work.Db.Add(new OutboxRow
        {
            Id = id,
            Channel = channel,
            IdempotencyKey = key,
            Payload = SealedPayload.Seal(id, payload, protector),
            CorrelationId = about?.ToString(),
            CreatedAt = now,
            NextAttemptAt = now,
            TraceParent = Tracing.Here,
        });
    }
}
