using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// A day of the register of a desk, closed by a named person, also where nobody came (每日零报). Then the head of the station signs it, and the leader in charge: 制表人, 站长, 分管领导.
/// </summary>
public sealed class RegisterDay : IRevised, IPlaced
{
    private RegisterDay()
    {
    }

    public RegisterDayId Id { get; private init; }

    public UnitId UnitId { get; private init; }

    public DateOnly Day { get; private init; }

    public int Matters { get; private init; }

    public int Petitions { get; private init; }

    public int People { get; private init; }

    public int Urgent { get; private init; }

    public string? Note { get; private init; }

    public AccountId ClosedBy { get; private init; }

    public DateTimeOffset ClosedAt { get; private init; }

    public AccountId? HeadBy { get; private set; }

    public DateTimeOffset? HeadAt { get; private set; }

    public AccountId? LeaderBy { get; private set; }

    public DateTimeOffset? LeaderAt { get; private set; }

    public long Revision { get; private set; }

    internal static RegisterDay Close(RegisterDayId id, UnitId unit, DateOnly day, IReadOnlyCollection<Matter> matters, string? note, AccountId by, DateTimeOffset at) => new()
    {
        Id = id,
        UnitId = unit,
        Day = day,
        Matters = matters.Count,
        Petitions = matters.Count(matter => matter.Kind == MatterKind.Petition),
        People = matters.GroupBy(matter => matter.VisitId).Sum(visit => visit.Max(matter => matter.People)),
        Urgent = matters.Count(matter => matter.IsUrgent),
        Note = note,
        ClosedBy = by,
        ClosedAt = at,
    };

    internal void SignAsHead(AccountId by, DateTimeOffset at) => (HeadBy, HeadAt) = (by, at);

    internal void SignAsLeader(AccountId by, DateTimeOffset at) => (LeaderBy, LeaderAt) = (by, at);
}
