using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Portal.Hosting;

/// <summary>One act, one scope, one commit. A lost race runs the act again on fresh state; the third loss is told to the person.</summary>
internal sealed class Acts(IServiceScopeFactory scopes) : IActs
{
    private const int Tries = 3;

    public async Task<TResult> RunAsync<TAct, TResult>(Func<TAct, CancellationToken, Task<TResult>> act, CancellationToken cancellation)
        where TAct : notnull
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await RunOnceAsync(act, cancellation);
            }
            catch (LostRaceException) when (attempt < Tries)
            {
                // The scope is gone with everything the act had read; the next round starts from what the winner committed.
            }
            catch (LostRaceException)
            {
                throw new RefusedException("act.contended");
            }
        }
    }

    private async Task<TResult> RunOnceAsync<TAct, TResult>(Func<TAct, CancellationToken, Task<TResult>> act, CancellationToken cancellation)
        where TAct : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        var result = await act(scope.ServiceProvider.GetRequiredService<TAct>(), cancellation);
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(cancellation);
        return result;
    }
}
