namespace AidWorkflow.Portal.Sweeping;

/// <summary>Runs one sweep until nothing is due, remembers how it went, and never lets its failure stop the schedule.</summary>
internal sealed class SweepRunner(SweepLog log, TimeProvider time, ILogger<SweepRunner> logger)
{
    /// <summary>Rounds in a row, so that one busy sweep yields to its schedule (and a shutdown) now and then.</summary>
    private const int MostRounds = 20;

    public async Task<int> RunAsync(ISweep sweep, CancellationToken cancellation)
    {
        var done = 0;
        try
        {
            for (var round = 0; round < MostRounds; round++)
            {
                var some = await sweep.SweepAsync(cancellation);
                done += some;
                if (some == 0)
                    break;
            }

            log.Ended(new SweepRound(sweep.Name, time.GetUtcNow(), done, null));
            if (done > 0)
                logger.Swept(sweep.Name, done);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever a sweep fails with, the next round must come: its work is still due.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            log.Ended(new SweepRound(sweep.Name, time.GetUtcNow(), done, fault.Message));
            logger.SweepFailed(sweep.Name, fault);
        }

        return done;
    }
}
