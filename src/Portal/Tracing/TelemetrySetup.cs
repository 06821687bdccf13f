using AidWorkflow.Portal.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace AidWorkflow.Portal.Tracing;

/// <summary>Traces and metrics by OTLP over HTTP, where a collector is named; without one nothing is collected and nothing leaves.</summary>
internal static class TelemetrySetup
{
    /// <summary>Requests, acts, bursts, commits and deliveries: together one trace.</summary>
    public static readonly string[] Sources = ["Microsoft.AspNetCore", Spans.Name, Engine.Running.Tracing.Name, Storage.StorageTracing.Name];

    private static readonly string[] Meters = ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", Spans.Name, Engine.Running.Tracing.Name];

    public static IServiceCollection AddTelemetry(this IServiceCollection services, TelemetrySettings settings)
    {
        if (settings.Otlp is not { } collector)
            return services;
        return services.AddHostedService(_ => new Telemetry(collector, settings.Service));
    }

    private sealed class Telemetry(Uri collector, string service) : IHostedService, IDisposable
    {
        private TracerProvider? traces;
        private MeterProvider? metrics;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddService(service, serviceVersion: typeof(Spans).Assembly.GetName().Version?.ToString(3), serviceInstanceId: Environment.MachineName);
            traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources).AddOtlpExporter(exporter => To(exporter, "v1/traces")).Build();
            metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter(exporter => To(exporter, "v1/metrics")).Build();
            return Task.CompletedTask;
        }

        /// <summary>What is collected so far still goes out.</summary>
        public Task StopAsync(CancellationToken cancellationToken)
        {
            Dispose();
            return Task.CompletedTask;
        }

        public void Dispose()
        {
            traces?.Dispose();
            metrics?.Dispose();
            (traces, metrics) = (null, null);
        }

        private void To(OtlpExporterOptions exporter, string signal) =>
            (exporter.Protocol, exporter.Endpoint) = (OtlpExportProtocol.HttpProtobuf, new Uri(collector.AbsoluteUri.TrimEnd('/') + "/" + signal));
    }
}
