using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;

namespace AidWorkflow.Cases.Accounts;

/// <summary>
/// Who signed in and out, and who tried: a chain for every account, sealed like every other. No password or code is kept, and of a name that nobody has
/// only its index, as somebody may have typed a password there.
/// </summary>
public sealed class SignInLog(IUnitOfWork work, AuditTrail audit, FieldProtector protector)
{
    public const string Entered = "sign-in.succeeded";
    public const string Failed = "sign-in.failed";
    public const string Locked = "sign-in.locked";
    public const string Left = "sign-in.ended";

    /// <summary>The stream of tries by names that nobody has.</summary>
    public const string Unknown = "sign-in:unknown";

    public static string StreamOf(AccountId account) => $"sign-in:{account}";

    /// <summary>A try that failed, and the lockout it brought, in one commit.</summary>
    /// <param name="locks">This try locked the account.</param>
    public async Task<bool> NoteFailedAsync(AccountId id, string way, string why, bool locks, CancellationToken cancellation) =>
        await NoteAsync(id, Failed, way, why, cancellation) && (!locks || await NoteAsync(id, Locked, null, null, cancellation));

    /// <param name="act">One of the acts above.</param>
    /// <param name="way">"pwd", "mfa", "recovery", "sms", "passkey", "oidc".</param>
    /// <param name="why">Of a failure: "wrong", "locked", "closed", "expired".</param>
    public async Task<bool> NoteAsync(AccountId id, string act, string? way, string? why, CancellationToken cancellation)
    {
        if (await work.Db.Set<Account>().FindAsync([id], cancellation) is { } account)
            audit.Record(StreamOf(id), act, account.AsActor(), ("way", way), ("why", why));
        return true;
    }

    /// <param name="tried">What was given as a name or number; null where nothing was.</param>
    public Task<bool> NoteUnknownAsync(string? tried, string way)
    {
        var index = string.IsNullOrWhiteSpace(tried) ? null : Convert.ToHexStringLower(protector.Index(tried.Trim(), "sign-in.tried"))[^16..];
        audit.Record(Unknown, Failed, Actor.System, ("way", way), ("why", "unknown"), ("tried", index));
        return Task.FromResult(true);
    }
}
