using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Integrating;

/// <summary>A token without its secret.</summary>
/// <param name="Good">A program that presents it today is let in.</param>
public sealed record TokenRow(
    ApiTokenId Id, string Name, string UserName, LocalText AccountName, DateTimeOffset IssuedAt, LocalText? IssuedBy, DateOnly LastDay, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt, bool Good);

/// <summary>Reads the tokens of accounts that an administrator answers for, those that are good first.</summary>
public sealed class TokensReading(IUnitOfWork work, ApiTokens tokens, TimeProvider time)
{
    /// <summary>Old ones stay on record; the list shows the newest.</summary>
    private const int Most = 500;

    public async Task<IReadOnlyList<TokenRow>> ReadAsync(Actor actor, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var mine = await tokens.AccountsAsync(actor, cancellation);
        var found = await db.Set<ApiToken>().AsNoTracking().OrderByDescending(token => token.IssuedAt)
            .Join(mine, token => token.ActsAs, account => account.Id, (token, account) => new { Token = token, account.UserName, account.NameZh, account.NameEn }).Take(Most).ToListAsync(cancellation);
        var issuers = found.Select(one => one.Token.IssuedBy).OfType<AccountId>().Distinct().ToArray();
        var names = await db.Set<Account>().AsNoTracking().Where(account => issuers.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        return [.. found.Select(one => new TokenRow(
                one.Token.Id, one.Token.Name, one.UserName, new(one.NameZh, one.NameEn), one.Token.IssuedAt, one.Token.IssuedBy is { } by ? names.GetValueOrDefault(by) : null,
                one.Token.LastDay, one.Token.LastUsedAt, one.Token.RevokedAt, one.Token.IsGoodOn(today)))
            .OrderByDescending(row => row.Good).ThenByDescending(row => row.IssuedAt)];
    }

    /// <summary>User names to choose from.</summary>
    public async Task<IReadOnlyList<string>> AccountsAsync(Actor actor, CancellationToken cancellation) =>
        await (await tokens.AccountsAsync(actor, cancellation)).OrderBy(account => account.UserName).Select(account => account.UserName).Take(Most).ToListAsync(cancellation);
}
