using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Instances;

namespace AidWorkflow.Cases.Funding;

public readonly record struct ProposalId(Guid Value) : ITypedId<ProposalId>
{
    public static ProposalId Of(Guid value) => new(value);

    public override string ToString() => Value.ToString();
}

public enum ProposalState
{
    /// <summary>Nothing is booked yet.</summary>
    Waiting,

    Confirmed,

    Declined,
}

/// <summary>
/// What one person of finance proposes for a fund, to open it or to change its budget, and what another made of it. Both names and the reason stay:
/// how much deciders may grant is never one person's word.
/// </summary>
public sealed class FundProposal : IRevised
{
    private FundProposal()
    {
    }

    public ProposalId Id { get; private init; }

    /// <summary>The fund that is changed; the one that confirming opens has this id too.</summary>
    public FundId Fund { get; private init; }

    /// <summary>True for a fund that is not there yet, false for a change of its budget.</summary>
    public bool Opens { get; private init; }

    public required string Code { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    public int Year { get; private init; }

    public FundSource Source { get; private init; }

    public UnitId Owner { get; private init; }

    /// <summary>The first budget, or what the budget changes by: less than zero takes back.</summary>
    public long Cents { get; private init; }

    /// <summary>Why, with the paper it rests on.</summary>
    public required string Reason { get; init; }

    /// <summary>Null where it was done on the machine itself.</summary>
    public AccountId? ProposedBy { get; private init; }

    public PersonId? ProposedPerson { get; private init; }

    public required string ProposedName { get; init; }

    public DateTimeOffset ProposedAt { get; private init; }

    public ProposalState State { get; private set; }

    public AccountId? SettledBy { get; private set; }

    public string? SettledName { get; private set; }

    public DateTimeOffset? SettledAt { get; private set; }

    /// <summary>Why it was declined.</summary>
    public string? Note { get; private set; }

    public long Revision { get; private set; }

    public LocalText Name => new(NameZh, NameEn);

    internal NewFund Asked => new(Code, NameZh, NameEn, Year, Source, Owner, Cents, IsDemo: false);

    internal static FundProposal Open(ProposalId id, FundId fund, NewFund asked, string reason, Actor actor, DateTimeOffset at) => new()
    {
        Id = id,
        Fund = fund,
        Opens = true,
        Code = asked.Code,
        NameZh = asked.NameZh,
        NameEn = asked.NameEn,
        Year = asked.Year,
        Source = asked.Source,
        Owner = asked.Owner,
        Cents = asked.BudgetCents,
        Reason = reason,
        ProposedBy = actor.Account,
        ProposedPerson = actor.Person,
        ProposedName = actor.Name,
        ProposedAt = at,
    };

    internal static FundProposal Change(ProposalId id, Fund fund, long cents, string reason, Actor actor, DateTimeOffset at) => new()
    {
        Id = id,
        Fund = fund.Id,
        Code = fund.Code,
        NameZh = fund.NameZh,
        NameEn = fund.NameEn,
        Year = fund.Year,
        Source = fund.Source,
        Owner = fund.Owner,
        Cents = cents,
        Reason = reason,
        ProposedBy = actor.Account,
        ProposedPerson = actor.Person,
        ProposedName = actor.Name,
        ProposedAt = at,
    };

    /// <summary>The same account or the same person proposed it; who is on the machine itself has both keys in hand.</summary>
    internal bool IsOwn(Actor actor) =>
        ProposedBy is { } account && (account == actor.Account || (ProposedPerson is { } person && person == actor.Person));

    internal void Settle(ProposalState state, string? note, Actor actor, DateTimeOffset at)
    {
        if (State != ProposalState.Waiting)
            throw new RefusedException("fund.proposal-settled", null, ("name", SettledName), ("at", SettledAt));
        (State, Note, SettledBy, SettledName, SettledAt) = (state, note, actor.Account, actor.Name, at);
    }
}
