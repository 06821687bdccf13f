using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Portal.Payouts;

namespace AidWorkflow.Portal.Inbox;

/// <summary>
/// Tells an open inbox or roll what came meanwhile. Each stream asks the database for itself, so it does not matter which node did the work; it ends
/// with the session, the account or the token that it rests on, and after a while and the browser comes back, so that whoever lost role or session is told nothing more.
/// </summary>
internal sealed class LiveNews(IServiceScopeFactory scopes, Arrivals arrivals, IHostApplicationLifetime life, TimeProvider time)
{
    /// <summary>Everything is asked for anew so often, whether or not a task came.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>A new task is noticed so soon; with <see cref="Arrivals.Fresh"/> and the way to the browser it is there within two seconds.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>A proxy closes what says nothing for a minute.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    public IAsyncEnumerable<SseItem<InboxNews>> OfAsync(Listener listener, CancellationToken cancellation) =>
        TellAsync(listener, "tasks", Soon, arrivals.MarkAsync, async (services, token) => (InboxNews?)await services.GetRequiredService<InboxReading>().NewsAsync(listener.Account, token), cancellation);

    /// <summary>Where a roll stands, for finance people of its fund: to anybody else nothing is told.</summary>
    public IAsyncEnumerable<SseItem<RollNews>> OfRollAsync(Listener listener, BatchId roll, CancellationToken cancellation) =>
        TellAsync(listener, "roll", Every, _ => Task.FromResult(0), (services, token) => services.GetRequiredService<PayoutReading>().NewsAsync(roll, listener.Account, token), cancellation);

    /// <param name="mark">Cheap to ask: another number than before tells that there may be news.</param>
    private async IAsyncEnumerable<SseItem<TNews>> TellAsync<TNews>(
        Listener listener, string called, TimeSpan tick, Func<CancellationToken, Task<int>> mark, Func<IServiceProvider, CancellationToken, Task<TNews?>> read, [EnumeratorCancellation] CancellationToken cancellation)
        where TNews : class
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, life.ApplicationStopping);
        using var pace = new PeriodicTimer(tick, time);
        var (began, told, last) = (time.GetUtcNow(), DateTimeOffset.MinValue, (TNews?)null);
        var (asked, marked) = (DateTimeOffset.MinValue, 0);
        do
        {
            var now = time.GetUtcNow();
            if (await MarkAsync(mark, ending.Token) is not { } current)
                yield break;
            if (current == marked && now - asked < Every)
                continue;
            (asked, marked) = (now, current);
            if (await ReadAsync(listener, read, began, ending.Token) is not { } news)
                yield break; // the browser asks again, and is shown who it is
            if (!news.Equals(last) || now - told >= Quiet)
            {
                (told, last) = (now, news);
                yield return new SseItem<TNews>(news, called) { ReconnectionInterval = Every };
            }
        }
        while (time.GetUtcNow() - began < Longest && await TickAsync(pace, ending.Token));
    }

    /// <returns>Null where the reader went away, or the node stops.</returns>
    private static async Task<int?> MarkAsync(Func<CancellationToken, Task<int>> mark, CancellationToken cancellation)
    {
        try
        {
            return await mark(cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static async Task<bool> TickAsync(PeriodicTimer pace, CancellationToken cancellation)
    {
        try
        {
            return await pace.WaitForNextTickAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            return false; // the reader went away, or the node stops
        }
    }

    private async Task<TNews?> ReadAsync<TNews>(Listener listener, Func<IServiceProvider, CancellationToken, Task<TNews?>> read, DateTimeOffset began, CancellationToken cancellation)
        where TNews : class
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        return await listener.MayHearAsync(services.GetRequiredService<IUnitOfWork>().Db, began, time.GetUtcNow(), cancellation)
            ? await read(services, cancellation) : null;
    }
}
