using System.Security.Claims;
using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Integrating;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>Whose open stream it is, and what it rests on: it is good no longer than a request of theirs would be.</summary>
/// <param name="Stamp">Of the session; null where a program listens.</param>
/// <param name="Token">Of the program; null where a person listens.</param>
internal sealed record Listener(AccountId Account, string? Stamp = null, ApiTokenId? Token = null)
{
    /// <returns>Null where nobody of the staff asks.</returns>
    public static Listener? Of(HttpContext http) => http.Visitor() is not { IsStaff: true, Account: { } account } ? null
        : new(account.Id, http.User.FindFirstValue(FirstThings.StampClaim), Guid.TryParse(http.User.FindFirstValue(Api.Bearer.Token), out var token) ? new(token) : null);

    /// <summary>The account is open and works here, its secret is the one it signed in by, its token was not taken back, and nobody signed out of it since.</summary>
    public async Task<bool> MayHearAsync(DbContext db, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellation)
    {
        var (today, stream) = (LocalDay.Of(now), SignInLog.StreamOf(Account));
        if (!await db.Set<Account>().AnyAsync(account => account.Id == Account && account.Active, cancellation)
            || !await db.Set<RoleAssignment>().AnyAsync(held => held.AccountId == Account && held.Role != Role.Applicant && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo), cancellation))
            return false;
        if (Token is { } token)
            return await db.Set<ApiToken>().AnyAsync(one => one.Id == token && one.RevokedAt == null && one.LastDay >= today, cancellation);
        return (Stamp is null || await db.Set<Credential>().AnyAsync(credential => credential.AccountId == Account && credential.SecurityStamp == Stamp, cancellation))
            && !await db.Set<AuditEntry>().AnyAsync(entry => entry.Stream == stream && entry.Act == SignInLog.Left && entry.At >= since, cancellation);
    }
}
