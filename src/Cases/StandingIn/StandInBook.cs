using System.Collections.Immutable;
using System.Runtime.InteropServices;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.StandingIn;

/// <summary>From a day up to, and without, another one.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Term(DateOnly From, DateOnly To)
{
    public bool IsEmpty => To <= From;

    public bool Holds(DateOnly day) => From <= day && day < To;

    public Term With(Term other) => new(From > other.From ? From : other.From, To < other.To ? To : other.To);
}

/// <summary>Who stands in for whom, when and in which services; none named is all of them.</summary>
public sealed record DeputyLine(AccountId Principal, AccountId Deputy, Term Term, ImmutableArray<string> Services)
{
    /// <summary>An administrator named them, and not whoever is away.</summary>
    public bool Arranged { get; init; }

    internal bool Is(DateOnly day, string? service) => Term.Holds(day) && (service is null || Services.IsEmpty || Services.Contains(service));
}

public sealed record CoverLine(Role Role, UnitId Unit, Role ByRole, UnitId ByUnit, Term Term);

/// <summary>Somebody in whose place an account may act.</summary>
/// <param name="Services">None for all of them.</param>
public sealed record Stead(AccountId Principal, ImmutableArray<string> Services)
{
    /// <summary>Everybody in between was named by an administrator.</summary>
    public bool Arranged { get; init; }
}

/// <summary>What stops somebody from becoming a deputy.</summary>
public enum ChainFault
{
    None,

    /// <summary>They would, over others, stand in for themselves.</summary>
    Circle,

    /// <summary>More than <see cref="StandInBook.LongestChain"/> would stand in one for another.</summary>
    TooLong,
}

/// <summary>
/// Who stands in for whom, as one answer: pure, so that what pages show, posts allow and messages reach cannot come apart. A deputy who is away too is stood in for by their own,
/// at most <see cref="LongestChain"/> of them.
/// </summary>
public sealed record StandInBook(ImmutableArray<DeputyLine> Deputies, ImmutableArray<CoverLine> Covers)
{
    public const int LongestChain = 3;

    public static readonly StandInBook Nobody = new([], []);

    /// <summary>Who stands in for somebody on a day, the last one being asked: the deputy, the deputy's own, and so on.</summary>
    public ImmutableArray<AccountId> Chain(AccountId principal, string service, DateOnly day)
    {
        var chain = ImmutableArray.CreateBuilder<AccountId>();
        var at = principal;
        while (chain.Count < LongestChain && Deputies.FirstOrDefault(line => line.Principal == at && line.Is(day, service)) is { } next && next.Deputy != principal && !chain.Contains(next.Deputy))
        {
            at = next.Deputy;
            chain.Add(at);
        }

        return chain.ToImmutable();
    }

    /// <summary>In whose place somebody may act that day, the nearest first.</summary>
    /// <param name="service">Null for any; what each may be done in is in the answer.</param>
    public ImmutableArray<Stead> SteadsOf(AccountId account, DateOnly day, string? service = null)
    {
        if (Deputies.IsEmpty)
            return [];
        var found = ImmutableArray.CreateBuilder<Stead>();
        var ends = new List<Stead> { new(account, []) { Arranged = true } };
        for (var length = 0; length < LongestChain && ends.Count > 0; length++)
        {
            ends = [.. from end in ends
                       from line in Deputies
                       where line.Deputy == end.Principal && line.Principal != account && line.Is(day, service)
                       let services = Both(end.Services, line.Services)
                       where services is not null
                       select new Stead(line.Principal, services.Value) { Arranged = end.Arranged && line.Arranged }];
            found.AddRange(ends);
        }

        return found.ToImmutable();
    }

    /// <summary>Somebody of <see cref="Chain"/> stands in by an administrator's word alone.</summary>
    internal bool IsArranged(AccountId account, AccountId principal, string service, DateOnly day) => SteadsOf(account, day, service).Any(stead => stead.Principal == principal && stead.Arranged);

    public bool StandsIn(AccountId account, AccountId principal, string service, DateOnly day) => SteadsOf(account, day, service).Any(stead => stead.Principal == principal);

    /// <summary>Who does the work of a role at a unit that day, beside those who hold it.</summary>
    public IEnumerable<CoverLine> CoversOf(Role role, UnitId unit, DateOnly day) => Covers.Where(cover => cover.Role == role && cover.Unit == unit && cover.Term.Holds(day));

    /// <summary>What is wrong with one more deputy, over all days and services in which the whole chain would hold.</summary>
    public ChainFault Check(DeputyLine added)
    {
        var (ahead, circle) = Walk(added.Deputy, added.Principal, line => line.Principal, line => line.Deputy, added);
        if (circle || added.Principal == added.Deputy)
            return ChainFault.Circle;
        var longest = 0;
        foreach (var way in Ways(added.Principal, line => line.Deputy, line => line.Principal, (added.Term, added.Services), 0))
            longest = Math.Max(longest, way.Length + 1 + Walk(added.Deputy, added.Principal, line => line.Principal, line => line.Deputy, added with { Term = way.Term, Services = way.Services }).Longest);
        return Math.Max(longest, ahead + 1) > LongestChain ? ChainFault.TooLong : ChainFault.None;
    }

    private (int Longest, bool Circle) Walk(AccountId from, AccountId never, Func<DeputyLine, AccountId> start, Func<DeputyLine, AccountId> end, DeputyLine within)
    {
        var longest = 0;
        foreach (var way in Ways(from, start, end, (within.Term, within.Services), 0))
        {
            if (way.At == never)
                return (longest, true);
            longest = Math.Max(longest, way.Length);
        }

        return (longest, false);
    }

    /// <summary>Everywhere one comes to along deputies that hold together, the beginning included; one step further than allowed is far enough to see that it is too far.</summary>
    private IEnumerable<(AccountId At, int Length, Term Term, ImmutableArray<string> Services)> Ways(
        AccountId at, Func<DeputyLine, AccountId> start, Func<DeputyLine, AccountId> end, (Term Term, ImmutableArray<string> Services) within, int length)
    {
        yield return (at, length, within.Term, within.Services);
        if (length > LongestChain)
            yield break;
        foreach (var line in Deputies.Where(line => start(line) == at))
        {
            var term = line.Term.With(within.Term);
            if (term.IsEmpty || Both(line.Services, within.Services) is not { } services)
                continue;
            foreach (var way in Ways(end(line), start, end, (term, services), length + 1))
                yield return way;
        }
    }

    /// <summary>Whether two lines of one principal would both hold at some time.</summary>
    internal bool Overlaps(DeputyLine added) =>
        Deputies.Any(line => line.Principal == added.Principal && !line.Term.With(added.Term).IsEmpty && Both(line.Services, added.Services) is not null);

    /// <summary>Null where they have no service in common.</summary>
    private static ImmutableArray<string>? Both(ImmutableArray<string> one, ImmutableArray<string> other)
    {
        if (one.IsEmpty || other.IsEmpty)
            return one.IsEmpty ? other : one;
        ImmutableArray<string> common = [.. one.Intersect(other, StringComparer.Ordinal)];
        return common.IsEmpty ? null : common;
    }
}
