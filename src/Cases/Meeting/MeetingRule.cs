using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

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

    /// <summary>As it is shown: one that is written in both languages, "中文 (English)", in the reader's.</summary>
    public LocalText SourceWords
    {
        get
        {
            var at = Source.EndsWith(')') ? Source.LastIndexOf(" (", StringComparison.Ordinal) : -1;
            return at > 0 && Source[..at].Any(IsHan) && !Source[at..].Any(IsHan) ? new(Source[..at], Source[(at + 2)..^1]) : LocalText.Same(Source);
        }
    }

    public required DateTimeOffset SetAt { get; init; }

    private static bool IsHan(char letter) => letter is >= '\u4E00' and <= '\u9FFF';

    public Share AttendanceShare => ReadShare(Attendance, "attendance");

    public Share AgreementShare => ReadShare(Agreement, "agreement");

    /// <exception cref="RefusedException">meeting.share-unreadable: not a share of more than nothing and at most all.</exception>
    public static Share ReadShare(string text, string field) =>
        Share.TryRead(text) is { Parts: > 0 } share ? share : throw new RefusedException("meeting.share-unreadable", field, ("text", text));
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
