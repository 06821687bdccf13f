namespace AidWorkflow.Portal.Serving;

/// <summary>What every answer says to the browser: nothing foreign runs or frames us, nothing personal stays in a cache.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private const string Policy = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Of what somebody uploaded: nothing in it runs or fetches, and only our own pages show it beside a form.</summary>
    private const string PaperPolicy = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <summary>Of a page of ours that another one shows within itself: a preview.</summary>
    private static readonly string PreviewPolicy = Policy.Replace("frame-ancestors 'none'", "frame-ancestors 'self'", StringComparison.Ordinal);

    /// <summary>
    /// Of Elsa Studio 3.8.2, which is compiled to WebAssembly, writes styles into its elements, starts its code editor's workers from blobs, and puts two scripts for
    /// its keys into its pages: those two, by their digest, and no others. Everything else is a file of ours, and only ours is asked.
    /// </summary>
    private static readonly string StudioPolicy = Policy.Replace(
        "default-src 'self'",
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-snlP1jz0gjwc5cTz9ErZcliXuCK63+Mmf68RRCeptgc=' 'sha256-vu6sQrKXQHR4Yn3FMMihA/9TxxfIXnCxKwvLrTPJ5ts='; style-src 'self' 'unsafe-inline'; font-src 'self' data:; worker-src 'self' blob:",
        StringComparison.Ordinal);

    public static void MayCompile(HttpResponse response) => response.Headers.ContentSecurityPolicy = StudioPolicy;

    public static void MayBePreviewed(HttpResponse response) => response.Headers.ContentSecurityPolicy = PreviewPolicy;

    /// <summary>The answer is a paper that a page of ours may frame; every other answer may be framed by nobody.</summary>
    public static void MayBeFramed(HttpResponse response) => response.Headers.ContentSecurityPolicy = PaperPolicy;

    public Task InvokeAsync(HttpContext context)
    {
        // On starting, because an error handler clears the headers set before it.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            if (headers.ContentSecurityPolicy.Count == 0) // a page may ask for a stricter one
                headers.ContentSecurityPolicy = Policy;
            headers.XFrameOptions = headers.ContentSecurityPolicy == PaperPolicy || headers.ContentSecurityPolicy == PreviewPolicy ? "SAMEORIGIN" : "DENY"; // as frame-ancestors, whatever a form's token said before
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            if (headers.CacheControl.Count == 0)
                headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }
}
