using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>So many of so many: two of three. Compared by multiplying, so that nothing is ever rounded.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct Share(int Part, int Whole)
{
    public bool IsReached(int count, int of) => (long)count * Whole >= (long)Part * of;

    /// <summary>The fewest that reach it.</summary>
    public int Of(int all) => (int)((((long)Part * all) + Whole - 1) / Whole);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Part}/{Whole}");

    /// <exception cref="RefusedException">meeting.share-unreadable: not a share of more than nothing and at most all.</exception>
    public static Share Parse(string text, string field) =>
        Written().Match(text.Trim()) is { Success: true } match && Number(match, "part") is var part && Number(match, "whole") is var whole && part > 0 && part <= whole
            ? new(part, whole)
            : throw new RefusedException("meeting.share-unreadable", field, ("text", text));

    private static int Number(Match match, string name) => int.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<part>[0-9]{1,3})/(?<whole>[0-9]{1,3})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Written();
}

public readonly record struct MeetingRuleId(Guid Value) : ITypedId<MeetingRuleId>
{
    public static MeetingRuleId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

/// <summary>How many must be there and agree, from a day on: a bureau's own rules of procedure, or what holds where a bureau has said nothing.</summary>
public sealed class MeetingRule
{
    public required MeetingRuleId Id { get; init; }

    /// <summary>Null for every unit that has none of its own.</summary>
    public UnitId? UnitId { get; init; }

    public required DateOnly From { get; init; }

    /// <summary>Of those invited, who must be there: "2/3".</summary>
    public required string Attendance { get; init; }

    /// <summary>Of those there, who must agree.</summary>
    public required string Agreement { get; init; }

    /// <summary>The paper that says so.</summary>
    public required string Source { get; init; }

    public required DateTimeOffset SetAt { get; init; }

    public Share AttendanceShare => Share.Parse(Attendance, "attendance");

    public Share AgreementShare => Share.Parse(Agreement, "agreement");
}

/// <summary>Finds the rule of a unit for a day.</summary>
public sealed class MeetingRules(IUnitOfWork work)
{
    /// <exception cref="RefusedException">meeting.no-rule: nothing says how many must be there and agree, so no meeting decides.</exception>
    public async Task<MeetingRule> AtAsync(UnitId unit, DateOnly day, CancellationToken cancellation) =>
        await FindAsync(unit, day, cancellation) ?? throw new RefusedException("meeting.no-rule", null, ("on", day));

    public async Task<MeetingRule?> FindAsync(UnitId unit, DateOnly day, CancellationToken cancellation) =>
        (await work.Db.Set<MeetingRule>().AsNoTracking().Where(rule => rule.From <= day && (rule.UnitId == unit || rule.UnitId == null)).ToListAsync(cancellation))
            .OrderBy(rule => rule.UnitId is null).ThenByDescending(rule => rule.From).FirstOrDefault();
}
