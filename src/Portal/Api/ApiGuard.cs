using System.Globalization;
using System.Reflection;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.SigningIn;
using Microsoft.AspNetCore.Antiforgery;

namespace AidWorkflow.Portal.Api;

/// <summary>What every request of the API passes.</summary>
internal static class ApiGuard
{
    /// <summary>A browser sends its session with whatever page asks it to, so a write by a session carries the session's token too; a bearer token is proof enough.</summary>
    public static async ValueTask<object?> AsksAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (await UnsignedAsync(http) is { } unsigned)
            return unsigned;
        if (IsReading(http.Request))
            RequireKnown(http);
        return context.Arguments.OfType<IAsked>().SelectMany(asked => Wholeness.Missing(asked)).ToList() is { Count: > 0 } missing
            ? ApiProblems.Missing(missing) : await next(context);
    }

    /// <summary>Of an API whose clients are not ours and send fields of their own.</summary>
    public static async ValueTask<object?> SignsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        await UnsignedAsync(context.HttpContext) ?? await next(context);

    /// <returns>Null where whoever signed in may go on.</returns>
    private static async Task<IResult?> UnsignedAsync(HttpContext http)
    {
        if (http.User.Identity?.IsAuthenticated != true)
            return null;
        if (!http.Visitor().IsSignedIn)
            return ApiProblems.Answer(StatusCodes.Status401Unauthorized); // the account was closed
        return IsReading(http.Request) || IsByToken(http) || await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http) ? null : ApiProblems.NoToken();
    }

    /// <summary>A filter that is misspelt would show everything as if it were what was asked for.</summary>
    /// <exception cref="RefusedException">request.query-unknown, request.query-unreadable</exception>
    private static void RequireKnown(HttpContext http)
    {
        if (http.Request.Query.Count == 0 || http.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>() is not { } method)
            return;
        var taken = method.GetParameters().Where(one => IsPlain(one.ParameterType) && !http.Request.RouteValues.ContainsKey(one.Name!)).ToArray();
        var known = taken.Select(one => one.Name!).ToArray();
        var refusals = new Refusals();
        foreach (var name in http.Request.Query.Keys)
            refusals.Require(known.Contains(name, StringComparer.OrdinalIgnoreCase), new RefusedException("request.query-unknown", name, ("name", name), ("known", known.Length == 0 ? "—" : string.Join(", ", known))));
        if (http.Response.StatusCode == StatusCodes.Status400BadRequest) // one of them is not of its type; which, nobody says
        {
            foreach (var one in taken)
            {
                var (value, type) = (http.Request.Query[one.Name!].ToString(), Nullable.GetUnderlyingType(one.ParameterType) ?? one.ParameterType);
                refusals.Require(value.Length == 0 || Reads(type, value), new RefusedException("request.query-unreadable", one.Name, ("name", one.Name), ("value", value), ("wanted", Wanted(type))));
            }
        }

        refusals.ThrowIfAny();
    }

    private static bool Reads(Type type, string value) => type switch
    {
        { IsEnum: true } => Enum.TryParse(type, value, out _),
        _ when type == typeof(DateOnly) => DateOnly.TryParse(value, CultureInfo.InvariantCulture, out _),
        _ when type == typeof(DateTimeOffset) => DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out _),
        _ when type == typeof(Guid) => Guid.TryParse(value, out _),
        _ when type == typeof(int) => int.TryParse(value, CultureInfo.InvariantCulture, out _),
        _ when type == typeof(long) => long.TryParse(value, CultureInfo.InvariantCulture, out _),
        _ when type == typeof(bool) => bool.TryParse(value, out _),
        _ => true,
    };

    private static LocalText Wanted(Type type) => type switch
    {
        { IsEnum: true } => new(string.Join("、", Enum.GetNames(type)), string.Join(", ", Enum.GetNames(type))),
        _ when type == typeof(DateOnly) => new("日期，如 2026-03-01", "a day such as 2026-03-01"),
        _ when type == typeof(DateTimeOffset) => new("时刻，如 2026-03-01T08:00:00+08:00", "a moment such as 2026-03-01T08:00:00+08:00"),
        _ when type == typeof(Guid) => new("编号（UUID）", "an id (UUID)"),
        _ when type == typeof(bool) => new("true 或 false", "true or false"),
        _ => new("整数（金额以分为单位）", "a whole number (amounts in cents)"),
    };

    private static bool IsPlain(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is var plain
        && (plain.IsPrimitive || plain.IsEnum || plain == typeof(string) || plain == typeof(Guid) || plain == typeof(DateOnly) || plain == typeof(DateTimeOffset) || plain == typeof(decimal) || plain.IsArray);

    public static bool IsByToken(HttpContext http) => http.User.Identity?.AuthenticationType == Bearer.Name;

    /// <summary>
    /// What gives out a secret, or anything that goes on when the token is taken back, is asked for by somebody who signed in.
    /// </summary>
    public static TBuilder BySessionOnly<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.AddEndpointFilter(async (context, next) =>
            IsByToken(context.HttpContext) ? throw new RefusedException("token.by-session-only") : await next(context));

    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
