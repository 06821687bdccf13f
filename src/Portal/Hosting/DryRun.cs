using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Portal.Hosting;

/// <summary>Does an act without its commit, so that what it refuses is told before somebody is asked to confirm it. Nothing is kept.</summary>
internal sealed class DryRun(IServiceScopeFactory scopes)
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
}
