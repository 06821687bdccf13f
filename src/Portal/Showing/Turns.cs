namespace AidWorkflow.Portal.Showing;

/// <summary>
/// Parts of a page that read for themselves take turns: while one waits for its answer the others are rendered already, and they share one connection, which takes one question at a time.
/// </summary>
public sealed class Turns : IDisposable
{
    private readonly SemaphoreSlim one = new(1);

    public async Task<T> TakeAsync<T>(Func<Task<T>> read, CancellationToken cancellation)
    {
        await one.WaitAsync(cancellation);
        try
        {
            return await read();
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();
}
