using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Tracing;
using AidWorkflow.Storage.Writing;

namespace AidWorkflow.Portal.Hosting;

/// <summary>
/// One act, one scope, one commit. A lost race runs the act again on fresh state; the third loss is told to the person.
/// An activity that threw runs the act again with that activity marked to fault, so that what triggered it is kept.
/// </summary>
internal sealed class Acts(IServiceScopeFactory scopes) : IActs
{
    /// <summary>The database did not answer in time. Nothing was written.</summary>
    public const string Busy = "act.busy";

    /// <summary>The connection broke within the commit. Whether it was done is to be looked up.</summary>
    public const string Unsure = "act.unsure";

    /// <summary>Somebody else was first each time it was tried. Nothing was written.</summary>
    public const string Contended = "act.contended";

    private const int Tries = 3;

    /// <summary>More activities than this throwing in one burst is a loop, not a workflow.</summary>
    private const int MostFaults = 50;

    public async Task<TResult> RunAsync<TAct, TResult>(Func<TAct, CancellationToken, Task<TResult>> act, CancellationToken cancellation)
        where TAct : notnull
    {
        using var span = Spans.Act<TAct>();
        Rerun? rerun = null;
        for (int losses = 0, faults = 0; ;)
        {
            try
            {
                var result = await RunOnceAsync(act, rerun, cancellation);
                Spans.Done(span);
                return result;
            }
            catch (LostRaceException) when (++losses < Tries)
            {
                // The scope is gone with everything the act had read; what the winner committed may lead elsewhere, so no rerun is kept.
                Spans.LostRace<TAct>();
                rerun = null;
            }
            catch (LostRaceException)
            {
                throw new RefusedException(Contended);
            }
            catch (CommitInDoubtException)
            {
                throw new RefusedException(Unsure);
            }
            catch (Exception exception) when (DatabaseBusy.Is(exception))
            {
                throw new RefusedException(Busy);
            }
            catch (ActivityThrewException threw) when (++faults <= MostFaults)
            {
                rerun = threw.Rerun;
            }
        }
    }

    private async Task<TResult> RunOnceAsync<TAct, TResult>(Func<TAct, CancellationToken, Task<TResult>> act, Rerun? rerun, CancellationToken cancellation)
        where TAct : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Attempt>().Rerun = rerun;
        var result = await act(scope.ServiceProvider.GetRequiredService<TAct>(), cancellation);
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().CommitAsync(cancellation);
        return result;
    }
}
