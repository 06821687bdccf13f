using System.Diagnostics;
using System.Diagnostics.Metrics;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage;
using Microsoft.AspNetCore.Http.Features;

namespace AidWorkflow.Portal.Tracing;

/// <summary>What is traced and counted of acts and deliveries: names of acts, channels and how it ended; no person and no content.</summary>
internal static class Spans
{
    /// <summary>The name of the source of spans and of the meter.</summary>
    public const string Name = "AidWorkflow.Portal";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> LostRaces = Meter.CreateCounter<long>("aidworkflow.races.lost", "{race}", "Acts that lost a race and were run again");
    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("aidworkflow.deliveries", "{message}", "Messages handed over, by channel and how it ended");

    public static Activity? Act<TAct>() => Source.StartActivity($"act {Named(typeof(TAct))}");

    /// <summary>An act that nobody asked for, a sweep's look, and that found nothing to do is not traced: there are several every second.</summary>
    public static void Done(Activity? act)
    {
        if (act is { HasRemoteParent: false, Parent: null } && act.GetTagItem(StorageTracing.Wrote) is null)
            act.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }

    /// <summary>Names the span of a request by its route, never by its address, and says how it was answered.</summary>
    public static async Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        var span = http.Features.Get<IHttpActivityFeature>()?.Activity;
        if (span is not { IsAllDataRequested: true })
        {
            await next(http);
            return;
        }

        try
        {
            await next(http);
        }
        finally
        {
            var (method, route) = (http.Request.Method, (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText);
            span.DisplayName = route is null ? method : $"{method} {route}";
            span.SetTag("http.request.method", method).SetTag("http.route", route).SetTag("http.response.status_code", http.Response.StatusCode);
            if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
                span.SetStatus(ActivityStatusCode.Error);
        }
    }

    public static void LostRace<TAct>() => LostRaces.Add(1, new KeyValuePair<string, object?>("act", Named(typeof(TAct))));

    /// <summary>Belongs to the trace that wanted the message sent, however much later and on whichever node it goes.</summary>
    public static Activity? Delivery(OutboxRow message)
    {
        var parent = ActivityContext.TryParse(message.TraceParent, null, isRemote: true, out var wanted) ? wanted : default;
        return Source.StartActivity($"deliver {message.Channel}", ActivityKind.Producer, parent)?.SetTag("message.id", message.Id.ToString()).SetTag("message.attempt", message.Attempts);
    }

    /// <param name="ending">"sent", "failed", "parked".</param>
    public static void Delivered(Activity? span, OutboxRow message, string ending)
    {
        span?.SetStatus(ending == "sent" ? ActivityStatusCode.Ok : ActivityStatusCode.Error, ending);
        Deliveries.Add(1, new("channel", message.Channel), new KeyValuePair<string, object?>("ending", ending));
    }

    private static string Named(Type act) => act.IsGenericType ? $"{act.Name.Split('`')[0]} {string.Join(' ', act.GetGenericArguments().Select(Named))}" : act.Name;
}
