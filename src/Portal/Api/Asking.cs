using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Integrating;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Api;

/// <summary>A request of the API: who asks, and what is done for them. With an idempotency key an act is done once.</summary>
internal sealed class Asking(IActs acts, IHttpContextAccessor context)
{
    public const string KeyHeader = "Idempotency-Key";

    private HttpContext Http => context.HttpContext ?? throw new InvalidOperationException("There is no request.");

    public Visitor Visitor => Http.Visitor();

    public Actor Actor => Visitor.Actor;

    public CancellationToken Cancellation => Http.RequestAborted;

    /// <summary>Does an act that may as well be done twice.</summary>
    public Task<TResult> DoAsync<TAct, TResult>(Func<TAct, Actor, CancellationToken, Task<TResult>> act)
        where TAct : notnull => acts.RunAsync<TAct, TResult>((ready, token) => act(ready, Actor, token), Cancellation);

    /// <summary>Does an act; the same key with the same body answers as it did the first time, and does nothing.</summary>
    /// <param name="body">What was sent, as far as it is not the address.</param>
    /// <param name="by">Who does it, where it is not whoever signed in.</param>
    public Task<TResult> OnceAsync<TAct, TResult>(object? body, Func<TAct, Actor, CancellationToken, Task<TResult>> act, Actor? by = null)
        where TAct : notnull => KeyOf(body) is { } key
            ? acts.RunAsync<Answered<TAct>, TResult>((once, token) => once.RunAsync(key, (ready, same) => act(ready, by ?? Actor, same), token), Cancellation)
            : acts.RunAsync<TAct, TResult>((ready, token) => act(ready, by ?? Actor, token), Cancellation);

    /// <summary>Puts a look at somebody's data on record, before it goes out.</summary>
    /// <param name="seen">How things stood, for the next look at them.</param>
    public Task LookedAsync(string subject, string purpose, CaseStanding? seen = null) => DoAsync<AccessLog, bool>((act, actor, _) =>
    {
        act.Viewed(actor, subject, purpose, seen);
        return Task.FromResult(true);
    });

    public Task ListedAsync(string list, string filter, int rows) => DoAsync<AccessLog, bool>((act, actor, _) =>
    {
        act.Listed(actor, list, filter, rows);
        return Task.FromResult(true);
    });

    private RequestKey? KeyOf(object? body)
    {
        if (!Http.Request.Headers.TryGetValue(KeyHeader, out var header))
            return null;
        var key = header.ToString().Trim();
        if (key.Length == 0) // whoever sends one means to be safe from doing it twice
            throw new RefusedException("idempotency.key-empty", KeyHeader);
        if (key.Length > RequestKey.Longest)
            throw new RefusedException("idempotency.key-too-long", KeyHeader, ("most", RequestKey.Longest));
        var account = Visitor.Account?.Id ?? throw new RefusedException("idempotency.needs-account", KeyHeader);
        var asked = $"{Http.Request.Method} {Http.Request.Path}\n{JsonSerializer.Serialize(body)}";
        return new(account, key, "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(asked))));
    }
}

/// <summary>Runs acts of the pages for a request of the API: with its idempotency key, once.</summary>
internal sealed class KeyedActs(Asking asking, object body) : IActs
{
    public Task<TResult> RunAsync<TAct, TResult>(Func<TAct, CancellationToken, Task<TResult>> act, CancellationToken cancellation)
        where TAct : notnull => asking.OnceAsync<TAct, TResult>(body, (ready, _, token) => act(ready, token));
}
