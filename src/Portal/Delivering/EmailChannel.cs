using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Delivering;

/// <summary>E-mail by SMTP. A mail whose outcome is unknown is sent again under the same Message-ID, which mail systems fold into one.</summary>
internal sealed class EmailChannel(EmailSettings settings, TimeSpan timeout, FieldProtector protector) : IChannel
{
    public string Name => "email";

    public async Task SendAsync(OutboxRow message, CancellationToken cancellation)
    {
        using var mail = Compose(message, Payloads.Read<EmailPayload>(message, protector));
        using var client = new SmtpClient(settings.Host, settings.Port) { EnableSsl = settings.Tls };
        if (settings.User is { Length: > 0 } user)
            client.Credentials = new NetworkCredential(user, settings.Password);

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(timeout);
        try
        {
            await client.SendMailAsync(mail, patience.Token);
        }
        catch (SmtpFailedRecipientException refused) when (IsForGood(refused.StatusCode))
        {
            throw new UndeliverableException($"The mail server refuses the recipient: {refused.StatusCode}.", refused);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"The mail server did not answer within {timeout.TotalSeconds:0} seconds.", late);
        }
    }

    private MailMessage Compose(OutboxRow message, EmailPayload payload)
    {
        try
        {
            var from = new MailAddress(settings.From);
            var mail = new MailMessage(from, new MailAddress(payload.To))
            {
                Subject = payload.Subject,
                SubjectEncoding = Encoding.UTF8,
                Body = payload.Text,
                BodyEncoding = Encoding.UTF8,
            };
            if (payload.Html is { Length: > 0 } html)
                mail.AlternateViews.Add(AlternateView.CreateAlternateViewFromString(html, Encoding.UTF8, MediaTypeNames.Text.Html));
            mail.Headers.Add("Message-ID", $"<{message.Id}@{from.Host}>");
            mail.Headers.Add("X-Idempotency-Key", message.IdempotencyKey);
            return mail;
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException)
        {
            throw new UndeliverableException($"The mail cannot be composed: {fault.Message}", fault);
        }
    }

    private static bool IsForGood(SmtpStatusCode code) => (int)code is >= 500 and < 600;
}
