using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.People;

/// <summary>Different things one may do for another, each with its own proof.</summary>
public enum RepresentativeRole
{
    /// <summary>Applies and receives papers, by power of attorney.</summary>
    Agent,

    /// <summary>Decides for somebody without capacity.</summary>
    Guardian,

    /// <summary>Receives the money.</summary>
    Payee,

    /// <summary>Goes on with what somebody who died had applied for, and receives the money: a member of the same household.</summary>
    Successor,
}

/// <summary>Somebody acts for a person, on proof and for a term.</summary>
public sealed class Representative : IRevised
{
    private Representative()
    {
    }

    public RepresentativeId Id { get; private init; }

    /// <summary>For whom.</summary>
    public PersonId PersonId { get; private init; }

    public RepresentativeRole Role { get; private init; }

    /// <summary>Who: also somebody of the register.</summary>
    public PersonId ByPersonId { get; private init; }

    /// <summary>The paper it rests on, in words: "power of attorney of 2022-03-01".</summary>
    public string Proof { get; private init; } = "";

    public StoredFileId? ProofFileId { get; private init; }

    public DateOnly ValidFrom { get; private init; }

    /// <summary>The first day on which it no longer holds; a guardianship or succession may have none.</summary>
    public DateOnly? ValidTo { get; private set; }

    public long Revision { get; private set; }

    public bool Holds(DateOnly day) => ValidFrom <= day && (ValidTo is not { } to || day < to);

    public void End(DateOnly on) => ValidTo = on;

    internal static Representative Enter(RepresentativeId id, PersonId person, NewRepresentative spec)
    {
        if (string.IsNullOrWhiteSpace(spec.Proof))
            throw new RefusedException("representative.proof", "proof");
        if (spec.By == person)
            throw new RefusedException("representative.self", "representative");
        if (spec.To is { } to ? to <= spec.From : spec.Role is not (RepresentativeRole.Guardian or RepresentativeRole.Successor))
            throw new RefusedException("representative.term", "to");
        return new Representative
        {
            Id = id,
            PersonId = person,
            Role = spec.Role,
            ByPersonId = spec.By,
            Proof = spec.Proof,
            ProofFileId = spec.ProofFile,
            ValidFrom = spec.From,
            ValidTo = spec.To,
        };
    }
}

/// <summary>What is said of a representative who is entered. Only a guardianship or succession may be without end.</summary>
public sealed record NewRepresentative(
    RepresentativeRole Role, PersonId By, string Proof, DateOnly From, DateOnly? To, StoredFileId? ProofFile = null);
