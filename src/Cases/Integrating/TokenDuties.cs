using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Integrating;

/// <summary>
/// What the house gives to different people is not held by one program, nor by one administrator under several names: whoever issues a token knows its
/// secret, and could otherwise make, check and release alone.
/// </summary>
public sealed class TokenDuties(IUnitOfWork work, TimeProvider time)
{
    /// <exception cref="RefusedException">token.separated-duties</exception>
    public async Task RequireApartAsync(Account account, string program, Actor actor, CancellationToken cancellation)
    {
        var (db, today, name) = (work.Db, LocalDay.Today(time), program.ToLowerInvariant());
        var held = db.Set<RoleAssignment>().AsNoTracking().Where(one => one.ValidTo == null || today < one.ValidTo);
        var mine = await held.Where(one => one.AccountId == account.Id).ToListAsync(cancellation);
        var good = db.Set<ApiToken>().AsNoTracking().Where(token => token.RevokedAt == null && token.LastDay >= today && token.ActsAs != account.Id);
        var issuer = actor.Account;
        var beside = good.Where(token => token.Name.ToLower() == name || (issuer != null && token.IssuedBy == issuer));
        var theirs = await held.Where(one => beside.Any(token => token.ActsAs == one.AccountId)).ToListAsync(cancellation);
        if (theirs.GroupBy(one => one.AccountId).FirstOrDefault(other => Duties.AreApart(mine, [.. other])) is not { } clash)
            return;
        var other = await db.Set<Account>().Where(one => one.Id == clash.Key).Select(one => one.UserName).FirstAsync(cancellation);
        throw new RefusedException("token.separated-duties", "userName", ("account", account.UserName), ("other", other));
    }
}
