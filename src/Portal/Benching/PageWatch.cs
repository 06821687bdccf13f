using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace AidWorkflow.Portal.Benching;

/// <summary>Listens to the server's own measure of its requests.</summary>
internal sealed class PageWatch : IDisposable
{
    /// <summary>By which whoever asks may say what for, where one route serves several ends.</summary>
    public const string Header = "Bench-Asked";

    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> pages = new(StringComparer.Ordinal);
    private volatile bool counts;

    public PageWatch(IHttpContextAccessor context)
    {
        listener.InstrumentPublished = (instrument, to) =>
        {
            if (instrument.Name == "http.server.request.duration")
                to.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) =>
        {
            var asked = context.HttpContext?.Request.Headers[Header].ToString();
            foreach (var tag in tags)
                if (counts && tag is { Key: "http.route", Value: string route })
                    pages.GetOrAdd(asked is { Length: > 0 } ? asked : route, _ => []).Add(seconds * 1000);
        });
        listener.Start();
    }

    /// <summary>Milliseconds, by the route of the page or by what it was asked for.</summary>
    public IReadOnlyDictionary<string, List<double>> Pages => pages.ToDictionary(page => page.Key, page => page.Value.ToList(), StringComparer.Ordinal);

    public void Begin() => counts = true;

    public void End() => counts = false;

    public void Dispose() => listener.Dispose();
}
