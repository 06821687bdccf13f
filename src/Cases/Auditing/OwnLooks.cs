using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Auditing;

/// <summary>How a case stood when somebody looked at it.</summary>
/// <param name="Trail">The number of the last entry of its trail that they were told of: whatever comes behind it is new to them, whichever clock wrote it.</param>
/// <param name="ProposedCents">The amount that was proposed to them; null where none was shown.</param>
public sealed record CaseStanding(long Trail, long? ProposedCents)
{
    private const string TrailFact = "trail";
    private const string ProposedFact = "proposed";

    /// <summary>By which a look that says how things stood is told from one that does not.</summary>
    internal const string Mark = $"\"{TrailFact}\":";

    internal ImmutableArray<(string Name, string? Value)> Facts => ProposedCents is { } cents
        ? [(TrailFact, Trail.ToString(CultureInfo.InvariantCulture)), (ProposedFact, cents.ToString(CultureInfo.InvariantCulture))]
        : [(TrailFact, Trail.ToString(CultureInfo.InvariantCulture))];

    internal static CaseStanding Of(string facts)
    {
        var json = JsonNode.Parse(facts)!;
        return new(long.Parse((string)json[TrailFact]!, CultureInfo.InvariantCulture), (string?)json[ProposedFact] is { } cents ? long.Parse(cents, CultureInfo.InvariantCulture) : null);
    }
}

/// <param name="At">When they looked.</param>
/// <param name="IsFirst">They never looked before: it is the look that they are at, which had begun already.</param>
public sealed record EarlierLook(DateTimeOffset At, CaseStanding Stood, bool IsFirst);

/// <summary>
/// When somebody looked at a case before, by the record of looks that is kept anyway. Looks that follow one another soon are one: who claims the task, opens a paper or comes back to
/// the page is not told that nothing is new in between. A program that acts for an account has looks of its own.
/// </summary>
public sealed class OwnLooks(IUnitOfWork work, TimeProvider time)
{
    /// <summary>Of two looks no farther apart, the later one goes on with the earlier.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(30);

    /// <summary>More in one sitting are not gone through: the oldest of these stands for its beginning.</summary>
    private const int Most = 50;

    /// <returns>Null where they never looked.</returns>
    public async Task<EarlierLook?> BeforeAsync(CaseId id, Actor actor, CancellationToken cancellation)
    {
        var (subject, account, name) = ($"case:{id}", actor.Account, actor.Name);
        var looks = await work.Db.Set<AuditEntry>().AsNoTracking()
            .Where(entry => entry.Subject == subject && entry.Act == "personal.viewed" && entry.ActorAccount == account && entry.ActorName == name && entry.Facts.Contains(CaseStanding.Mark))
            .OrderByDescending(entry => entry.Number).Take(Most).Select(entry => new { entry.At, entry.Facts }).ToListAsync(cancellation);
        var after = time.GetUtcNow();
        foreach (var look in looks)
        {
            if (after - look.At > Apart)
                return new(look.At, CaseStanding.Of(look.Facts), IsFirst: false);
            after = look.At;
        }

        return looks is [.., var first] ? new(first.At, CaseStanding.Of(first.Facts), IsFirst: true) : null;
    }
}
