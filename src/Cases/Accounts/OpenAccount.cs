using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Accounts;

/// <summary>What is said of somebody who is to work here.</summary>
public sealed record NewAccount(string UserName, string NameZh, string NameEn, Role Role, UnitId Unit, DateOnly From, DateOnly? To);

/// <summary>Opens an account for one of the staff, with the first role and a password for the first time only.</summary>
public sealed partial class OpenAccount(IUnitOfWork work, AssignRole roles, AuditTrail audit, IIds ids, TimeProvider time)
{
    public const int LongestUserName = 32;
    public const int LongestName = 100;

    /// <param name="passwordHash">Of the initial password; the password itself is never stored.</param>
    /// <exception cref="RefusedException">account.user-name, account.user-name-taken, account.name-missing, and what <see cref="AssignRole"/> refuses.</exception>
    public async Task<AccountId> RunAsync(NewAccount spec, string passwordHash, string stamp, Actor actor, CancellationToken cancellation)
    {
        var name = spec.UserName.Trim().ToLowerInvariant();
        var refusals = new Refusals();
        refusals.Require(Shape().IsMatch(name), new RefusedException("account.user-name", "userName", ("most", LongestUserName)));
        refusals.Require(!await work.Db.Set<Account>().AnyAsync(account => account.UserName == name, cancellation), new RefusedException("account.user-name-taken", "userName", ("account", name)));
        refusals.Require(spec.NameZh.Trim() is { Length: > 0 and <= LongestName }, new RefusedException("account.name-missing", "nameZh", ("most", LongestName)));
        refusals.Require(spec.NameEn.Trim() is { Length: > 0 and <= LongestName }, new RefusedException("account.name-missing", "nameEn", ("most", LongestName)));
        refusals.Require(spec.Role != Role.Applicant, new RefusedException("account.staff-only", "role"));

        var account = Account.Open(new AccountId(ids.Next()), name, spec.NameZh.Trim(), spec.NameEn.Trim());
        work.Db.Add(account);
        var credential = new Credential { AccountId = account.Id };
        credential.Give(passwordHash, stamp, time.GetUtcNow() + ResetSignIn.InitialFor);
        work.Db.Add(credential);
        audit.Record($"account:{account.Id}", "account.opened", actor, ("name", name));
        await refusals.TryAsync(async () => { await roles.RunAsync(account.Id, spec.Role, spec.Unit, spec.From, spec.To, actor, cancellation); });
        refusals.ThrowIfAny();
        return account.Id;
    }

    [GeneratedRegex("^[a-z][a-z0-9.-]{2,31}$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Shape();
}
