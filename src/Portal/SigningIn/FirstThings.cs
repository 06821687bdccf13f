using System.Security.Claims;
using AidWorkflow.Portal.Hosting;
using Microsoft.AspNetCore.Identity;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>What whoever signed in has to do before any other page opens: choose a password of their own, and set up the second factor where staff must have one.</summary>
internal static class FirstThings
{
    public const string StampClaim = "AspNet.Identity.SecurityStamp";

    /// <summary>How somebody signed in (RFC 8176): "pwd", "sms", "passkey", "oidc".</summary>
    public const string WayClaim = "amr";

    public const string ByPasskey = "passkey";
    public const string ByOrganisation = "oidc";

    private const string NewPassword = "/account/password";
    private const string SecondFactorPage = "/account/second-factor";

    private static readonly string[] AlwaysOpen = ["/sign-out", "/choose", "/assets", "/health", "/sign-in"];

    /// <summary>Signed in by the pages' cookie, and not by a token of a program.</summary>
    public static bool IsSession(ClaimsPrincipal user) => user.Identity?.AuthenticationType == IdentityConstants.ApplicationScheme;

    /// <returns>The page that comes first; null when nothing does, or this is it.</returns>
    public static string? Owed(HttpContext context, Visitor visitor)
    {
        if (!IsSession(context.User) || Page(context, visitor) is not { } first)
            return null;
        var path = context.Request.Path;
        return path.StartsWithSegments(first, StringComparison.Ordinal) || AlwaysOpen.Any(open => path.StartsWithSegments(open, StringComparison.Ordinal)) ? null : first;
    }

    private static string? Page(HttpContext context, Visitor visitor)
    {
        if (visitor.HasInitialPassword)
            return NewPassword;
        var proved = visitor.HasSecondFactor || context.User.HasClaim(claim => claim is { Type: WayClaim, Value: ByPasskey or ByOrganisation }); // a passkey is two factors in one; the organisation has its own rules
        return visitor.IsStaff && !proved && context.RequestServices.GetRequiredService<PortalSettings>().RequiresSecondFactor ? SecondFactorPage : null;
    }
}
