using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Integrating;

/// <summary>Runs an act once for the key of a request; its answer is kept in the same commit.</summary>
public sealed class Answered<TAct>(TAct act, IUnitOfWork work, TimeProvider time)
    where TAct : notnull
{
    /// <returns>What the act answered, now or the first time.</returns>
    /// <exception cref="RefusedException">idempotency.key-reused, and what the act refuses: a refusal is not kept, so that a mended state of things can be tried again.</exception>
    public async Task<TResult> RunAsync<TResult>(RequestKey key, Func<TAct, CancellationToken, Task<TResult>> run, CancellationToken cancellation)
    {
        if (await KeptAsync(key, cancellation) is { } kept)
            return JsonSerializer.Deserialize<TResult>(kept.Answer)!;
        try
        {
            var answer = await run(act, cancellation);
            work.Db.Add(new KeptAnswer { Account = key.Account, Key = key.Key, RequestHash = key.RequestHash, Answer = JsonSerializer.Serialize(answer), At = time.GetUtcNow() });
            return answer;
        }
        catch (RefusedException)
        {
            // What the same request did in between looks like a reason to refuse this one. On a fresh scope its answer is there.
            if (await KeptAsync(key, cancellation) is not null)
                throw new LostRaceException("The same request was answered meanwhile.");
            throw;
        }
    }

    private async Task<KeptAnswer?> KeptAsync(RequestKey key, CancellationToken cancellation)
    {
        var kept = await work.Db.Set<KeptAnswer>().AsNoTracking().FirstOrDefaultAsync(one => one.Account == key.Account && one.Key == key.Key, cancellation);
        return kept is null || kept.RequestHash == key.RequestHash ? kept : throw new RefusedException("idempotency.key-reused", null, ("key", key.Key));
    }
}

/// <summary>Removes answers that nobody asks for again.</summary>
public sealed class RemoveKeptAnswers(IUnitOfWork work, TimeProvider time)
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <returns>How many were found.</returns>
    public async Task<int> RunAsync(int most, CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - Kept;
        var found = await work.Db.Set<KeptAnswer>().Where(kept => kept.At <= before).OrderBy(kept => kept.At).Take(most).ToListAsync(cancellation);
        work.Db.RemoveRange(found);
        return found.Count;
    }
}
