using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using AidWorkflow.Portal.Api;
using AidWorkflow.Portal.Calling;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Designing;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tracing;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Configuration.Memory;

namespace AidWorkflow.Portal.Serving;

/// <summary>The web host: loopback only (a reverse proxy stands before it), everything checked before the first request.</summary>
internal static class PortalHost
{
    private static readonly Dictionary<string, string?> Quiet = new(StringComparer.Ordinal)
    {
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:System.Net.Http"] = "Warning",
        ["Logging:LogLevel:Quartz"] = "Warning",

        // It warns of keys kept in the open because it does not know that SessionKeys seals them.
        ["Logging:LogLevel:Microsoft.AspNetCore.DataProtection"] = "Error",
    };

    /// <summary>A supplement may carry a dozen photos of 10 MB at once.</summary>
    private const long MostBytes = 120 * 1024 * 1024;

    /// <param name="clock">Another clock than the system's, where time is to be moved.</param>
    /// <param name="measured">Standard output is for figures: only errors are logged, to standard error.</param>
    public static WebApplication Build(PortalSettings settings, string environment, int port, TimeProvider? clock = null, bool measured = false)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ContentRootPath = Directory.GetCurrentDirectory() });
        builder.Host.UseDefaultServiceProvider(container =>
        {
            container.ValidateScopes = true;
            container.ValidateOnBuild = true;
        });
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = MostBytes;
            server.Listen(IPAddress.Loopback, port);
        });

        // The lowest layer of settings: what libraries log at every request and statement stays out unless somebody asks for it.
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource { InitialData = Quiet });

        if (measured)
            builder.Logging.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        var services = builder.Services;
        if (clock is not null)
            services.AddSingleton(clock);
        services.AddAidWorkflow(settings);
        services.AddSweeps();
        services.AddDelivery(settings);
        services.AddTelemetry(settings.Telemetry);
        services.AddSweepSchedule(settings.Database);
        services.AddScoped<StatusReport>();
        services.AddRazorComponents();
        services.AddSignIn(settings);
        services.AddPages();
        services.AddProblemDetails();
        services.AddApi(settings);
        services.AddDesigning();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // Chinese as Chinese, not as numbers
        services.Configure<ForwardedHeadersOptions>(proxy => proxy.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto); // from loopback only: the reverse proxy
        services.AddExceptionHandler<RefusalAnswer>();
        services.AddReadiness();
        services.Configure<RequestLocalizationOptions>(Localize);

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.Use(Spans.AnswerAsync);
        app.UseMiddleware<SecurityHeaders>();
        app.UseSentByScript();
        app.UseHeadRequests();
        app.UseRouting(); // named here, so that it comes after the line above
        app.UseRequestLocalization();
        app.UseStatusCodePages(StatusPages.AnswerAsync);
        app.UseExceptionHandler();
        app.UseAuthentication();
        app.UseVisitors();
        app.Use(async (context, next) =>
        {
            await next(context);
            context.RequestServices.GetRequiredService<SentTooLate>().ForgetTaken(context);
        });
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapPages();
        app.MapReadiness();
        app.MapStatusPage();
        app.MapNoticePages();
        app.MapApi();
        app.MapManagementApi();
        app.MapCalledWorkflows();
        BuildOnce(app);
        return app;
    }

    /// <summary>
    /// Groups of endpoints are built anew for whoever asks, and both routing and authorization ask: two hundred handlers were compiled twice at every
    /// start. One composite keeps what it built.
    /// </summary>
    private static void BuildOnce(IEndpointRouteBuilder routes)
    {
        var all = new CompositeEndpointDataSource([.. routes.DataSources]);
        routes.DataSources.Clear();
        routes.DataSources.Add(all);
    }

    /// <summary>Chinese unless the browser asks for English.</summary>
    private static void Localize(RequestLocalizationOptions localization)
    {
        var cultures = new[] { CultureInfo.GetCultureInfo("zh-CN"), CultureInfo.GetCultureInfo("zh"), CultureInfo.GetCultureInfo("en") };
        localization.DefaultRequestCulture = new RequestCulture(cultures[0]);
        localization.SupportedCultures = cultures;
        localization.SupportedUICultures = cultures;
        localization.ApplyCurrentCultureToResponseHeaders = true;
    }
}
