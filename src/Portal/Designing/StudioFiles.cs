using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace AidWorkflow.Portal.Designing;

/// <summary>The files of Elsa Studio, as its package brings them: most lie there packed already.</summary>
internal sealed class StudioFiles(string folder)
{
    private static readonly FileExtensionContentTypeProvider Types = new(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".css"] = "text/css; charset=utf-8",
        [".dat"] = "application/octet-stream",
        [".js"] = "text/javascript; charset=utf-8",
        [".json"] = "application/json; charset=utf-8",
        [".png"] = "image/png",
        [".svg"] = "image/svg+xml",
        [".ttf"] = "font/ttf",
        [".wasm"] = "application/wasm",
        [".woff"] = "font/woff",
        [".woff2"] = "font/woff2",
    });

    private readonly string root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;

    public static bool AreIn(string folder) => File.Exists(Path.Combine(folder, "_framework", "blazor.webassembly.js"));

    /// <param name="path">Below the package: "_framework/dotnet.js".</param>
    /// <returns>Not found also where the path leads out of the package, or to what a browser has no use for.</returns>
    public IResult Answer(string path, HttpContext http)
    {
        var file = Path.GetFullPath(Path.Combine(root, path));
        if (!file.StartsWith(root, StringComparison.Ordinal) || !Types.TryGetContentType(file, out var type) || !File.Exists(file))
            return TypedResults.NotFound();
        var headers = http.Response.Headers;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = "private, no-cache"; // kept, and asked for again: names do not always change with a new version
        if (File.Exists(file + ".br") && http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase))
        {
            file += ".br";
            headers.ContentEncoding = "br";
        }

        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(file));
        return TypedResults.PhysicalFile(file, type, lastModified: written, entityTag: new EntityTagHeaderValue($"\"{written.Ticks:x}-{(headers.ContentEncoding.Count > 0 ? "br" : "plain")}\""));
    }
}
