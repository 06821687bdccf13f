namespace AidWorkflow.Portal.Showing;

/// <summary>
/// A form that a script sends so that its page stays when the system is away. The answer says that it is ours, which a proxy's never does; and where it
/// leads on, it says where to, as a script would be led there unseen and read that page for nothing.
/// </summary>
internal static class SentByScript
{
    /// <summary>In a request "sent"; in its answer "answered", or "stale" where the form was somebody else's.</summary>
    public const string Header = "Aid-Form";

    public const string Stale = "stale";

    private const string Next = "Aid-Form-Next";

    public static IApplicationBuilder UseSentByScript(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Headers.ContainsKey(Header))
            context.Response.OnStarting(() => // an error handler clears what was set before it
            {
                var answer = context.Response;
                if (!answer.Headers.ContainsKey(Header))
                    answer.Headers[Header] = "answered";
                if (answer.StatusCode is not (StatusCodes.Status302Found or StatusCodes.Status303SeeOther))
                    return Task.CompletedTask;
                answer.Headers[Next] = answer.Headers.Location;
                answer.Headers.Remove("Location");
                answer.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            });
        return next(context);
    });
}
