using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Protecting;

namespace AidWorkflow.Cases.People;

/// <summary>Where money for a person goes: their own account or, with proof, that of whoever receives it for them.</summary>
public sealed class PayeeAccount : IRevised
{
    internal const string NumberField = "payee-account.number";

    private PayeeAccount()
    {
    }

    public PayeeAccountId Id { get; private init; }

    /// <summary>For whom the money is.</summary>
    public PersonId PersonId { get; private init; }

    /// <summary>The name the bank keeps the account under.</summary>
    public string HolderName { get; private init; } = "";

    /// <summary>On what ground somebody else's account is used; null when it is the person's own.</summary>
    public RepresentativeId? RepresentativeId { get; private init; }

    public string BankName { get; private init; } = "";

    /// <summary>The bank's line number in the national clearing (CNAPS), where it is known.</summary>
    public string? BankCode { get; private init; }

    public byte[] NumberSealed { get; private init; } = [];

    public byte[] NumberIndex { get; private init; } = [];

    /// <summary>The number did not look like a bank card when it was entered; see <see cref="BankCard.Warnings"/>.</summary>
    public bool Unusual { get; private init; }

    /// <summary>No longer to be paid to: returned by the bank or replaced by the payee.</summary>
    public DateOnly? ClosedOn { get; private set; }

    public long Revision { get; private set; }

    public string Number(FieldProtector protector) => protector.Open(NumberSealed, $"{NumberField}:{Id}");

    public void Close(DateOnly on) => ClosedOn ??= on;

    internal static PayeeAccount Enter(
        PayeeAccountId id, PersonId person, PersonName holder, RepresentativeId? representative, BankCard card, string bankName, string? bankCode, FieldProtector protector) => new()
        {
            Id = id,
            PersonId = person,
            HolderName = holder.Value,
            RepresentativeId = representative,
            BankName = bankName,
            BankCode = bankCode,
            NumberSealed = protector.Seal(card.Number, $"{NumberField}:{id}"),
            NumberIndex = protector.Index(card.Number, NumberField),
            Unusual = !card.Warnings.IsEmpty,
        };
}
