using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AidWorkflow.Cases.Acting;

/// <summary>A key that a caller gave with an act. It is committed with what the act did, so the same key never does it again.</summary>
public sealed class DoneKey
{
    public required string Key { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>What the act answered, as text, for whoever asks again.</summary>
    public string? Answer { get; init; }
}

/// <summary>Runs an act once for a key.</summary>
public sealed class Once<TAct>(TAct act, IUnitOfWork work, TimeProvider time)
    where TAct : notnull
{
    /// <returns>What the act answered, now or the first time.</returns>
    public async Task<string?> RunAsync<TResult>(string key, Func<TAct, CancellationToken, Task<TResult>> run, CancellationToken cancellation)
    {
        if (await work.Db.Set<DoneKey>().AsNoTracking().FirstOrDefaultAsync(done => done.Key == key, cancellation) is { } done)
            return done.Answer;
        var answer = (await run(act, cancellation))?.ToString();
        work.Db.Add(new DoneKey { Key = key, At = time.GetUtcNow(), Answer = answer });
        return answer;
    }
}

internal sealed class DoneKeyMapping : IEntityTypeConfiguration<DoneKey>
{
    public void Configure(EntityTypeBuilder<DoneKey> builder)
    {
        builder.ToTable("done_keys");
        builder.HasKey(done => done.Key);
        builder.Property(done => done.Key).HasMaxLength(200);
        builder.Property(done => done.Answer).HasMaxLength(400);
    }
}
