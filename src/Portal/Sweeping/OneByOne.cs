using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Running;
using AidWorkflow.Storage.Writing;

namespace AidWorkflow.Portal.Sweeping;

/// <summary>
/// Works due rows off, each in its own commit. One that is refused stays for the next round, one that fails for longer and longer (<see cref="Rests"/>);
/// neither stops anybody: not the rows after it, nor, where a whole page of them is refused, those behind the page.
/// </summary>
internal static class OneByOne
{
    /// <param name="most">How many rows are worked on before the schedule gets its turn.</param>
    /// <param name="first">The first so many due rows.</param>
    /// <param name="work">Does one; false when somebody else was first.</param>
    public static async Task<int> RunAsync<TRow>(
        int most, Func<int, Task<IReadOnlyList<TRow>>> first, Func<TRow, Task<bool>> work, Action<TRow, Exception> refused, Rests rests, CancellationToken cancellation)
        where TRow : notnull
    {
        var passed = new HashSet<TRow>();
        while (true)
        {
            var rows = (await first(most + passed.Count)).Where(row => !passed.Contains(row)).ToList();
            var done = 0;
            foreach (var row in rows)
            {
                if (rests.Has(row))
                {
                    passed.Add(row);
                    continue;
                }

                try
                {
                    if (await work(row))
                        done++;
                    else
                        passed.Add(row);
                    rests.Remove(row);
                }
#pragma warning disable CA1031 // Whatever one row fails with, those behind it are due too.
                catch (Exception reason) when (!IsOfTheHouse(reason, cancellation))
#pragma warning restore CA1031
                {
                    passed.Add(row);
                    if (reason is not (RefusedException or NotAFaultException))
                        rests.Add(row);
                    refused(row, reason);
                }
            }

            if (done > 0 || rows.Count < most)
                return done;
        }
    }

    /// <summary>It says nothing of the row: the house shuts down, or its database does not answer.</summary>
    public static bool IsOfTheHouse(Exception reason, CancellationToken cancellation) =>
        (reason is OperationCanceledException && cancellation.IsCancellationRequested) || reason is CommitInDoubtException || DatabaseBusy.Is(reason);
}
