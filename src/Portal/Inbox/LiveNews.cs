using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Portal.Inbox;

/// <summary>
/// Tells an open inbox what came meanwhile. Each stream asks the database for itself, so it does not matter which node did the work; it ends
/// with the session, the account or the token that it rests on, and after a while and the browser comes back, so that whoever lost role or session is told nothing more.
/// </summary>
internal sealed class LiveNews(IServiceScopeFactory scopes, IHostApplicationLifetime life, TimeProvider time)
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    /// <summary>A proxy closes what says nothing for a minute.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(30);

    public async IAsyncEnumerable<SseItem<InboxNews>> OfAsync(Listener listener, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation, life.ApplicationStopping);
        using var pace = new PeriodicTimer(Every, time);
        var (began, told, last) = (time.GetUtcNow(), DateTimeOffset.MinValue, (InboxNews?)null);
        do
        {
            var now = time.GetUtcNow();
            if (await ReadAsync(listener, began, ending.Token) is not { } news)
                yield break; // the browser asks again, and is shown who it is
            if (news != last || now - told >= Quiet)
            {
                (told, last) = (now, news);
                yield return new SseItem<InboxNews>(news, "tasks") { ReconnectionInterval = Every };
            }
        }
        while (time.GetUtcNow() - began < Longest && await TickAsync(pace, ending.Token));
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

    private async Task<InboxNews?> ReadAsync(Listener listener, DateTimeOffset began, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        return await listener.MayHearAsync(services.GetRequiredService<IUnitOfWork>().Db, began, time.GetUtcNow(), cancellation)
            ? await services.GetRequiredService<InboxReading>().NewsAsync(listener.Account, cancellation) : null;
    }
}
