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

    /// <summary>A role that is given later must not bring together what the tokens of the account were issued apart from.</summary>
    /// <exception cref="RefusedException">role.token-duties</exception>
    public async Task RequireStillApartAsync(AccountId account, RoleAssignment given, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var good = await db.Set<ApiToken>().AsNoTracking().Where(token => token.RevokedAt == null && token.LastDay >= today).Select(token => new { token.Name, token.IssuedBy, token.ActsAs }).ToListAsync(cancellation);
        var own = good.Where(token => token.ActsAs == account).ToArray();
        var beside = good.Where(token => token.ActsAs != account && own.Any(mine => string.Equals(mine.Name, token.Name, StringComparison.OrdinalIgnoreCase) || (mine.IssuedBy is { } issuer && issuer == token.IssuedBy))).ToArray();
        if (beside.Length == 0)
            return;
        var others = beside.Select(token => token.ActsAs).Distinct().ToArray();
        var theirs = await db.Set<RoleAssignment>().AsNoTracking().Where(one => others.Contains(one.AccountId) && (one.ValidTo == null || today < one.ValidTo)).ToListAsync(cancellation);
        if (theirs.GroupBy(one => one.AccountId).FirstOrDefault(other => Duties.AreApart([given], [.. other])) is not { } clash)
            return;
        var other = await db.Set<Account>().Where(one => one.Id == clash.Key).Select(one => one.UserName).FirstAsync(cancellation);
        throw new RefusedException("role.token-duties", "role", ("other", other), ("program", own[0].Name));
    }
}
