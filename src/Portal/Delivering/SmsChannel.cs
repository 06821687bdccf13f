using System.Net;
using System.Net.Http.Headers;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Delivering;

/// <summary>
/// Text messages through a gateway's HTTP interface: one POST of JSON a message, with the idempotency key as header,
/// so that a gateway can fold a repeat whose first outcome we never learned.
/// </summary>
internal sealed class SmsChannel(HttpClient http, SmsSettings settings, FieldProtector protector) : IChannel
{
    /// <summary>The name of the HTTP client: it follows no redirect, so a message never leaves for a host that is not allowed.</summary>
    public const string Client = "sms";

    public string Name => "sms";

    public async Task SendAsync(OutboxRow message, CancellationToken cancellation)
    {
        var payload = Payloads.Read<SmsPayload>(message, protector);
        if (settings.Gateway is not { } gateway || !settings.AllowedHosts.Contains(gateway.Host, StringComparer.OrdinalIgnoreCase))
            throw new UndeliverableException("The SMS gateway's host is not allowed.");

        using var request = new HttpRequestMessage(HttpMethod.Post, gateway)
        {
            Content = JsonContent.Create(new { id = message.Id.ToString(), to = payload.To, text = payload.Text }),
        };
        request.Headers.Add("Idempotency-Key", message.IdempotencyKey);
        if (settings.Token is { Length: > 0 } token)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode)
            return;
        var said = $"The SMS gateway answered {(int)response.StatusCode}.";
        throw IsForGood(response.StatusCode) ? new UndeliverableException(said) : new HttpRequestException(said, null, response.StatusCode);
    }

    private static bool IsForGood(HttpStatusCode code) =>
        (int)code is >= 300 and < 500 && code is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
}
