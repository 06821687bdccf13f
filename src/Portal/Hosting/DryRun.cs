using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Portal.Hosting;

/// <summary>Does an act without its commit, so that what it refuses is told before somebody is asked to confirm it. Nothing is kept.</summary>
public sealed class DryRun(IServiceScopeFactory scopes)
{
    public async Task RunAsync<TAct>(Func<TAct, CancellationToken, Task> act, CancellationToken cancellation)
        where TAct : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await act(scope.ServiceProvider.GetRequiredService<TAct>(), cancellation);
        }
        catch (Exception exception) when (exception is LostRaceException or ActivityThrewException)
        {
            // Both are settled when it is really done.
        }
    }

    /// <summary>The same for acts that tell what they do: each runs in a scope of its own, and none is committed.</summary>
    public IActs AsActs() => new Uncommitted(scopes);

    private sealed class Uncommitted(IServiceScopeFactory scopes) : IActs
    {
        public async Task<TResult> RunAsync<TAct, TResult>(Func<TAct, CancellationToken, Task<TResult>> act, CancellationToken cancellation)
            where TAct : notnull
        {
            await using var scope = scopes.CreateAsyncScope();
            return await act(scope.ServiceProvider.GetRequiredService<TAct>(), cancellation);
        }
    }
}
