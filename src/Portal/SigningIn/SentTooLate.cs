using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using AidWorkflow.Portal.Showing;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>A post that came after its session had ended, by time or by signing out in another window.</summary>
/// <param name="Address">Where it was posted to.</param>
/// <param name="LacksFiles">Files came along; they are not kept.</param>
public sealed record LatePost(Guid Account, DateTimeOffset Until, string Address, ImmutableArray<LateField> Fields, bool LacksFiles)
{
    /// <summary>At the end of an address to which a signature from the screen is posted, and no file that somebody chose.</summary>
    public const string Signed = "?signed=yes";

    public bool LacksSignature => LacksFiles && Address.EndsWith(Signed, StringComparison.Ordinal);
}

public sealed record LateField(string Name, string Value);

/// <summary>
/// Keeps what somebody sent after their session had ended until they have signed in again. It waits sealed in their own browser, so that no node has to
/// remember it, and opens for the same account only.
/// </summary>
internal sealed class SentTooLate(IDataProtectionProvider protection, IOptionsMonitor<CookieAuthenticationOptions> cookies, FormOwner owners, TimeProvider time)
{
    /// <summary>Where it is shown again.</summary>
    public const string Place = "/again";

    /// <summary>In a form that is sent from there.</summary>
    public const string Again = "sent-again";

    private const string CookieName = "aid-late";
    private const int MostBytes = 16 * 1024; // sealed and in letters a third more: under the 32 KiB of headers that a server takes

    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);
    private static readonly string[] NeverKept = ["/account", "/sign-in", "/sign-out"]; // passwords
    private static readonly string[] NotKept = ["__RequestVerificationToken", "sure"]; // what binds is asked for once more

    private readonly IDataProtector protector = protection.CreateProtector("AidWorkflow.SentTooLate.v1");
    private readonly ChunkingCookieManager manager = new();

    /// <returns>False where there is nothing that can be kept.</returns>
    public async Task<bool> KeepAsync(HttpContext http)
    {
        if (!MayBeKept(http.Request) || await owners.OfAsync(http) is not { } owner || await WrittenAsync(http, owner) is not { } late)
            return false;
        var packed = Pack(late);
        if ((late.Fields.IsEmpty && !late.LacksFiles) || packed.Length > MostBytes)
            return false;
        manager.AppendResponseCookie(http, CookieName, WebEncoders.Base64UrlEncode(protector.Protect(packed)), Options(http));
        return true;
    }

    /// <summary>What somebody's form carried; null where it was none, or one with a password.</summary>
    public async Task<LatePost?> WrittenAsync(HttpContext http, Guid owner)
    {
        var request = http.Request;
        if (!MayBeKept(request))
            return null;
        var form = await request.ReadFormAsync(http.RequestAborted);
        var fields = form.Where(field => !NotKept.Contains(field.Key, StringComparer.Ordinal)).SelectMany(field => field.Value.Select(value => new LateField(field.Key, value ?? "")));
        return new LatePost(owner, time.GetUtcNow() + Kept, request.Path + request.QueryString, [.. fields], form.Files.Any(file => file.Length > 0));
    }

    /// <summary>What waits for whoever signed in; null where there is nothing, or it is somebody else's.</summary>
    public LatePost? Read(HttpContext http)
    {
        if (manager.GetRequestCookie(http, CookieName) is not { } sealedPost)
            return null;
        try
        {
            var late = Unpack(protector.Unprotect(WebEncoders.Base64UrlDecode(sealedPost)));
            return late.Account == http.Visitor().Account?.Id.Value && late.Until > time.GetUtcNow() && SignInPages.Local(late.Address) is not null ? late : null;
        }
        catch (Exception spoilt) when (spoilt is FormatException or CryptographicException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    /// <summary>What was sent again and taken, so that it led on, waits no longer.</summary>
    public void ForgetTaken(HttpContext http)
    {
        if (!http.Response.HasStarted && http.Response.StatusCode is StatusCodes.Status302Found or StatusCodes.Status303SeeOther
            && http.Features.Get<IFormFeature>()?.Form?.ContainsKey(Again) == true && !LeadsBack(http.Response.Headers.Location.ToString()))
            Forget(http);
    }

    public void Forget(HttpContext http) => manager.DeleteCookie(http, CookieName, Options(http));

    private static bool LeadsBack(string location) =>
        location.Contains("/sign-in", StringComparison.Ordinal) || location.StartsWith(Place, StringComparison.Ordinal);

    private static bool MayBeKept(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.HasFormContentType && StatusPages.IsForAPage(request) && !NeverKept.Any(never => request.Path.StartsWithSegments(never, StringComparison.Ordinal));

    private CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = cookies.Get(IdentityConstants.ApplicationScheme).Cookie.SecurePolicy == CookieSecurePolicy.Always || http.Request.IsHttps,
        Path = Place,
        MaxAge = Kept,
        IsEssential = true,
    };

    private static byte[] Pack(LatePost late)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest))
            JsonSerializer.Serialize(deflate, late);
        return packed.ToArray();
    }

    private static LatePost Unpack(byte[] packed)
    {
        using var deflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<LatePost>(deflate) ?? throw new InvalidDataException("Nothing was kept.");
    }
}
