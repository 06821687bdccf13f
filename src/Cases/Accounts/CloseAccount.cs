using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Accounts;

/// <summary>Closes an account: it signs in no more, its sessions end, and what it had claimed goes back to the colleagues. What it did stays.</summary>
public sealed class CloseAccount(IUnitOfWork work, AccountRights rights, StandIns standIns, AuditTrail audit, TimeProvider time)
{
    /// <returns>How many tasks went back.</returns>
    /// <exception cref="RefusedException">account.already-closed, account.last-administrator, and what <see cref="AccountRights"/> refuses.</exception>
    public async Task<int> RunAsync(AccountId id, Actor actor, CancellationToken cancellation)
    {
        var account = await rights.ForChangeAsync(id, actor, cancellation);
        if (!account.Active)
            throw new RefusedException("account.already-closed", null, ("account", account.UserName));
        await rights.KeepAnAdministratorAsync(id, only: null, cancellation);
        account.Deactivate();
        await standIns.EndOfAsync(id, Clocks.LocalDay.Today(time), cancellation);
        // What is theirs by name is written anew for the role, each in its own commit, by whoever hands over or by the job that looks for such tasks.
        var claimed = await work.Db.Set<ReviewTask>().Where(task => task.AssigneeId == id && !task.Named && task.State == TaskState.InProgress).ToListAsync(cancellation);
        foreach (var task in claimed)
        {
            task.Release(time.GetUtcNow());
            audit.Record($"case:{task.CaseId}", "task.released", actor, ("task", task.Id.ToString()), ("reason", "account-closed"));
        }

        audit.Record($"account:{id}", "account.closed", actor, ("count", $"{claimed.Count}"));
        return claimed.Count;
    }
}

/// <summary>Opens a closed account again, with a new initial password: the old one may have gone round meanwhile.</summary>
public sealed class ReopenAccount(ResetSignIn reset, AccountRights rights, AuditTrail audit)
{
    /// <exception cref="RefusedException">account.not-closed, and what <see cref="AccountRights"/> refuses.</exception>
    public async Task<Account> RunAsync(AccountId id, string passwordHash, string stamp, Actor actor, CancellationToken cancellation)
    {
        var account = await rights.ForChangeAsync(id, actor, cancellation);
        if (account.Active)
            throw new RefusedException("account.not-closed", null, ("account", account.UserName));
        account.Reactivate();
        audit.Record($"account:{id}", "account.reopened", actor);
        await reset.PasswordAsync(id, passwordHash, stamp, actor, cancellation);
        return account;
    }
}
