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
        var (db, today) = (work.Db, LocalDay.Today(time));
        var held = db.Set<RoleAssignment>().AsNoTracking().Where(one => one.ValidTo == null || today < one.ValidTo);
        var mine = await held.Where(one => one.AccountId == account.Id).ToListAsync(cancellation);
        var good = await db.Set<ApiToken>().AsNoTracking().Where(token => token.RevokedAt == null && token.LastDay >= today && token.ActsAs != account.Id)
            .Select(token => new { token.Name, token.IssuedBy, token.ActsAs }).ToListAsync(cancellation);
        var beside = good.Where(token => string.Equals(token.Name, program, StringComparison.OrdinalIgnoreCase) || (actor.Account is { } issuer && token.IssuedBy == issuer))
            .Select(token => token.ActsAs).Distinct().ToArray();
        var theirs = await held.Where(one => beside.Contains(one.AccountId)).ToListAsync(cancellation);
        if (theirs.GroupBy(one => one.AccountId).FirstOrDefault(other => Duties.AreApart(mine, [.. other])) is not { } clash)
            return;
        var other = await db.Set<Account>().Where(one => one.Id == clash.Key).Select(one => one.UserName).FirstAsync(cancellation);
        throw new RefusedException("token.separated-duties", "userName", ("account", account.UserName), ("other", other));
    }
}
