using AidWorkflow.Portal.Pages;
using AidWorkflow.Portal.Showing;

namespace AidWorkflow.Portal.Serving;

internal static class StatusPage
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { margin: 0; font: 16px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; color: #1f2933; background: #f7f8f9; }
        main { max-width: 40rem; margin: 0 auto; padding: 2.5rem 1.25rem; }
        h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
        .quiet { color: #5b6770; margin: 0; } .warn { color: #9a3412; }
        table { width: 100%; border-collapse: collapse; } th, td { text-align: left; font-weight: normal; padding: .4rem 0; border-bottom: 1px solid #dde1e4; }
        td { font-variant-numeric: tabular-nums; text-align: right; }
        @media (prefers-color-scheme: dark) { body { color: #e4e7ea; background: #16191c; } .quiet { color: #9aa5ad; } .warn { color: #fdba74; } th, td { border-color: #2c3236; } }
        """;

    public static void MapStatusPage(this WebApplication app)
    {
        app.MapGet("/status", async (StatusReport report, CancellationToken cancellation) =>
            Page.Of<Status>((nameof(Status.Facts), await report.ReadAsync(cancellation))));
        app.MapGet("/status.css", () => TypedResults.Text(Style, "text/css"));
    }
}
