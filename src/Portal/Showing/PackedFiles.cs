using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace AidWorkflow.Portal.Showing;

/// <summary>
/// The packed styles and scripts, out of the assemblies of pages and designer. Their address carries a hash of what they say, so a browser keeps them for good and a
/// new version is fetched at once.
/// </summary>
internal static class PackedFiles
{
    private const string Prefix = "web/";
    private const int Large = 200_000; // to pack more than this as small as possible holds every start up for a second

    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly FrozenDictionary<string, Asset> All = ((Assembly[])[typeof(PackedFiles).Assembly, typeof(Designer.Managing.ManagementApi).Assembly])
        .SelectMany(assembly => assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => Load(assembly, name)))
        .ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    /// <param name="name">"pages.css".</param>
    public static string Address(string name) => All[name].Address;

    /// <summary>For a script that is answered at an address of its own.</summary>
    public static string Text(string name) => System.Text.Encoding.UTF8.GetString(All[name].Plain);

    public static void MapPackedFiles(this WebApplication app)
    {
        foreach (var asset in All.Values)
            app.MapGet(asset.Address, context => AnswerAsync(context, asset)).AllowAnonymous();
    }

    private static async Task AnswerAsync(HttpContext context, Asset asset)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = Forever;
        headers.Vary = HeaderNames.AcceptEncoding;
        context.Response.ContentType = asset.ContentType;
        var packed = context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase);
        if (packed)
            headers.ContentEncoding = "br";
        await context.Response.Body.WriteAsync(packed ? asset.Brotli : asset.Plain, context.RequestAborted);
    }

    private static Asset Load(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var (plain, name) = (bytes.ToArray(), resource[Prefix.Length..]);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, plain.Length > Large ? CompressionLevel.Optimal : CompressionLevel.SmallestSize, leaveOpen: true))
            brotli.Write(plain);
        var hash = Convert.ToHexStringLower(SHA256.HashData(plain))[..12];
        var type = Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            _ => throw new InvalidOperationException($"{name} has no known type."),
        };
        return new(name, $"/assets/{hash}/{name}", type, plain, packed.ToArray());
    }

    private sealed record Asset(string Name, string Address, string ContentType, byte[] Plain, byte[] Brotli);
}
