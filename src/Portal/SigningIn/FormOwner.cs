using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>
/// Whose form it was that came without a session. The ticket still says so when it has run out, and what was remembered when somebody signed out in
/// another window; the form itself must agree, as a page may stand open from the session of somebody before.
/// </summary>
internal sealed class FormOwner(IDataProtectionProvider protection, IOptionsMonitor<CookieAuthenticationOptions> cookies, IAntiforgery forms, TimeProvider time)
{
    private const string CookieName = "aid-last";

    private static readonly TimeSpan Remembered = TimeSpan.FromHours(12);

    private readonly IDataProtector protector = protection.CreateProtector("AidWorkflow.FormOwner.v1");

    /// <summary>Who signs out may have a form open in another window: its post will find no session.</summary>
    public void Remember(HttpContext http)
    {
        if (http.Visitor().Account is { } account)
            http.Response.Cookies.Append(CookieName, protector.Protect($"{account.Id.Value:N}{(time.GetUtcNow() + Remembered).UtcTicks.ToString(CultureInfo.InvariantCulture)}"), new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = cookies.Get(IdentityConstants.ApplicationScheme).Cookie.SecurePolicy == CookieSecurePolicy.Always || http.Request.IsHttps,
                IsEssential = true,
            });
    }

    /// <returns>Null where nobody is known whose form it is.</returns>
    public async Task<Guid?> OfAsync(HttpContext http)
    {
        foreach (var owner in new[] { OfTicket(http), OfRemembered(http) }.OfType<Guid>())
        {
            if (await IsFormOfAsync(http, owner))
                return owner;
        }

        return null;
    }

    private Guid? OfTicket(HttpContext http)
    {
        var session = cookies.Get(IdentityConstants.ApplicationScheme);
        var ticket = session.CookieManager.GetRequestCookie(http, session.Cookie.Name!) is { } cookie ? session.TicketDataFormat.Unprotect(cookie) : null;
        return Guid.TryParse(ticket?.Principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;
    }

    private Guid? OfRemembered(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 } sealedOwner)
            return null;
        try
        {
            var opened = protector.Unprotect(sealedOwner);
            return long.Parse(opened[32..], CultureInfo.InvariantCulture) > time.GetUtcNow().UtcTicks ? Guid.ParseExact(opened[..32], "N") : null;
        }
        catch (Exception spoilt) when (spoilt is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The token of a form is good only together with the account that its page was made for.</summary>
    private async Task<bool> IsFormOfAsync(HttpContext http, Guid owner)
    {
        var asking = http.User;
        http.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, owner.ToString())], "form"));
        try
        {
            return await forms.IsRequestValidAsync(http);
        }
        finally
        {
            http.User = asking;
        }
    }
}
