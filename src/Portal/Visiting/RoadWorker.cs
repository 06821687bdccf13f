using System.Text.Json;
using AidWorkflow.Portal.Showing;

namespace AidWorkflow.Portal.Visiting;

/// <summary>
/// The worker that serves one page without network. The files it keeps are named here, so another version of the page is another worker. It is
/// answered below /visits/ and reaches no page beyond.
/// </summary>
internal static class RoadWorker
{
    private static readonly string[] Assets = ["pages.css", "road.js", "icon.svg"];

    private static readonly string Script =
        $"const KEPT={JsonSerializer.Serialize(new { page = VisitPages.Road, assets = Assets.Select(PackedFiles.Address) })};\n{PackedFiles.Text("road-worker.js")}";

    public static Task AnswerAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.ContentType = "text/javascript; charset=utf-8";
        return http.Response.WriteAsync(Script, http.RequestAborted);
    }
}
