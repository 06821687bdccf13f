namespace AidWorkflow.Portal.Serving;

/// <summary>HEAD is answered wherever GET is, by the same handler: the server sends the headers alone.</summary>
internal static class HeadRequests
{
    private static readonly object Key = new();

    public static bool Is(HttpContext http) => http.Items.ContainsKey(Key);

    public static IApplicationBuilder UseHeadRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Items[Key] = true;
            context.Request.Method = HttpMethods.Get; // the server itself still knows, and writes no body
        }

        return next(context);
    });
}
