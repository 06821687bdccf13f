using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Reporting;

/// <summary>In whose hands a case was. Where several had it at once, the first of these in this order.</summary>
public enum HeldBy
{
    /// <summary>Nobody could act: an administrator had put it on hold.</summary>
    Suspended,

    /// <summary>Another agency was asked, and the step waited for its answer.</summary>
    Agency,

    /// <summary>A hearing was called, and the step waited for it.</summary>
    Hearing,

    /// <summary>Somebody who was asked for an answer, in place of whoever asked.</summary>
    Adviser,

    /// <summary>A unit of ours, and where somebody had claimed the task, that person.</summary>
    Office,
    Province,
    Bank,

    /// <summary>The unit that pays, until its list went to the bank.</summary>
    Payout,

    /// <summary>The public notice stood.</summary>
    Notice,
    Applicant,

    /// <summary>It had ended, and was taken up again later.</summary>
    Ended,
}

/// <summary>A stretch of time in which somebody had the case.</summary>
public sealed record HeldSpan(DateTimeOffset From, DateTimeOffset Until, HeldBy By, string Step, UnitId? Unit, AccountId? Person)
{
    public TimeSpan Length => Until - From;

    internal bool IsOfSame(HeldSpan other) => (By, Step, Unit, Person) == (other.By, other.Step, other.Unit, other.Person);
}

/// <summary>Gives every moment of a case to one holder.</summary>
public static class HeldTime
{
    /// <summary>
    /// Cuts the time into stretches without gap or overlap. Of those who claim a moment the first kind of <see cref="HeldBy"/> has it, and of one kind whoever had it first; a moment that
    /// nobody claims is the office's that has the case.
    /// </summary>
    /// <param name="claims">Who had something to do, in any order; they may overlap, stick out at both ends or be empty.</param>
    /// <param name="office">The unit that has the case while no step waits for anybody.</param>
    public static ImmutableArray<HeldSpan> Tile(DateTimeOffset from, DateTimeOffset until, IEnumerable<HeldSpan> claims, UnitId office)
    {
        if (until <= from)
            return [];
        var all = claims.Where(claim => claim.From < claim.Until && claim.From < until && claim.Until > from)
            .OrderBy(claim => claim.By).ThenBy(claim => claim.From).ThenBy(claim => claim.Step, StringComparer.Ordinal).ThenBy(claim => claim.Person?.Value).ThenBy(claim => claim.Unit?.Value).ToList();
        var cuts = all.SelectMany(claim => new[] { claim.From, claim.Until }).Where(cut => cut > from && cut < until).Append(from).Append(until).Distinct().Order().ToArray();
        var tiles = ImmutableArray.CreateBuilder<HeldSpan>();
        foreach (var (start, end) in cuts.Zip(cuts.Skip(1)))
        {
            var holder = all.Find(claim => claim.From <= start && claim.Until >= end) ?? new(start, end, HeldBy.Office, "", office, null);
            if (tiles.Count > 0 && tiles[^1].IsOfSame(holder))
                tiles[^1] = tiles[^1] with { Until = end };
            else
                tiles.Add(holder with { From = start, Until = end });
        }

        return tiles.ToImmutable();
    }
}
