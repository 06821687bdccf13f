using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Integrating;

/// <param name="UserName">The account that the token acts as.</param>
/// <param name="LastDay">The last day on which it is good.</param>
public sealed record TokenRequest(string Name, string UserName, DateOnly LastDay);

/// <summary>A token that was just issued: the only time that its secret is known.</summary>
public sealed record IssuedToken(ApiTokenId Id, string Token);

/// <summary>Which tokens an administrator may issue and take back: those of accounts all of whose roles lie in their area.</summary>
public sealed class ApiTokens(IUnitOfWork work, Scopes scopes, TimeProvider time)
{
    /// <summary>With the longest user name before it, it is what the trail can hold.</summary>
    public const int LongestName = 35;

    /// <summary>A program that is forgotten must not be able to act for ever.</summary>
    public const int MostDays = 366;

    /// <summary>The accounts that this administrator answers for; everybody's for the command line, which has no account.</summary>
    public async Task<IQueryable<Account>> AccountsAsync(Actor actor, CancellationToken cancellation)
    {
        var (db, today) = (work.Db, LocalDay.Today(time));
        var active = db.Set<Account>().AsNoTracking().Where(account => account.Active);
        if (actor.Account is null)
            return active;
        var held = db.Set<RoleAssignment>().AsNoTracking().Where(one => one.ValidFrom <= today && (one.ValidTo == null || today < one.ValidTo));
        var mine = held.Within(await scopes.OfAsync(actor, [Role.Administrator], cancellation), db);
        return active.Where(account => held.Any(one => one.AccountId == account.Id) && !held.Any(one => one.AccountId == account.Id && !mine.Any(own => own.Id == one.Id)));
    }
}

/// <summary>Issues a token. Whoever may issue for an account may act as it, so it is on record there and in the trail of the day.</summary>
public sealed class IssueToken(IUnitOfWork work, ApiTokens tokens, TokenDuties duties, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <exception cref="RefusedException">token.name-missing, token.name-too-long, token.account-missing, token.account-unknown, token.day-past, token.day-too-far, token.separated-duties</exception>
    public async Task<IssuedToken> IssueAsync(TokenRequest request, Actor actor, CancellationToken cancellation)
    {
        var (now, today) = (time.GetUtcNow(), LocalDay.Today(time));
        var (name, userName) = (request.Name.Trim(), request.UserName.Trim().ToLowerInvariant());
        var refusals = new Refusals();
        refusals.Require(name.Length > 0, new RefusedException("token.name-missing", "name"));
        refusals.Require(name.Length <= ApiTokens.LongestName, new RefusedException("token.name-too-long", "name", ("most", ApiTokens.LongestName)));
        refusals.Require(userName.Length > 0, new RefusedException("token.account-missing", "userName"));
        var account = await (await tokens.AccountsAsync(actor, cancellation)).FirstOrDefaultAsync(one => one.UserName == userName, cancellation);
        refusals.Require(account is not null, new RefusedException("token.account-unknown", "userName", ("account", userName)));
        refusals.Require(request.LastDay >= today, new RefusedException("token.day-past", "lastDay"));
        refusals.Require(request.LastDay <= today.AddDays(ApiTokens.MostDays), new RefusedException("token.day-too-far", "lastDay", ("day", today.AddDays(ApiTokens.MostDays))));
        if (account is not null)
            await refusals.TryAsync(() => duties.RequireApartAsync(account, name, actor, cancellation));
        refusals.ThrowIfAny();

        var (id, secret) = (ApiTokenId.Of(ids.Next()), TokenSecret.Make());
        work.Db.Add(new ApiToken { Id = id, Name = name, ActsAs = account!.Id, SecretHash = TokenSecret.Hash(secret), IssuedAt = now, IssuedBy = actor.Account, LastDay = request.LastDay });
        audit.Record($"account:{account.Id}", "token.issued", actor, ("token", $"{id}"), ("program", name), ("until", $"{request.LastDay:yyyy-MM-dd}"));
        return new IssuedToken(id, TokenSecret.Write(id, secret));
    }
}

/// <summary>Takes a token back, at once; taking it back again changes nothing.</summary>
public sealed class RevokeToken(IUnitOfWork work, ApiTokens tokens, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">token.unknown: there is none, or its account is not the administrator's to answer for.</exception>
    public async Task<ApiTokenId> RevokeAsync(ApiTokenId id, Actor actor, CancellationToken cancellation)
    {
        var token = await work.Db.Set<ApiToken>().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        if (token is null || (actor.Account is not null && !await (await tokens.AccountsAsync(actor, cancellation)).AnyAsync(account => account.Id == token.ActsAs, cancellation)))
            throw new RefusedException("token.unknown");
        if (token.RevokedAt is not null)
            return id;
        token.RevokedAt = time.GetUtcNow();
        audit.Record($"account:{token.ActsAs}", "token.revoked", actor, ("token", $"{id}"), ("program", token.Name));
        return id;
    }
}
