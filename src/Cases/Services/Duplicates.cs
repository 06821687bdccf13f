using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>Where an earlier case stands, as far as duplicates care.</summary>
public enum RecordOutcome
{
    Open,

    /// <summary>Granted: decided, on its way to payment, or paid.</summary>
    Granted,

    /// <summary>Refused, withdrawn, not accepted: nothing was granted.</summary>
    Ungranted,
}

/// <summary>What a case is compared by.</summary>
/// <param name="Account">The blind index of the payee's account number; never the number.</param>
/// <param name="Cause">The cause as the service names it: event and its day, diagnosis and first admission. Same cause is not paid twice.</param>
/// <param name="Facts">A fingerprint of what the cause cost or changed; another fingerprint of the same cause is a changed fact.</param>
public sealed record DuplicateRecord(
    CaseId Case, string ServiceId, PersonId Person, HouseholdId? Household, string? Account, string? Cause, string? Facts, DateOnly On, RecordOutcome Outcome)
{
    /// <summary>The cause says whose it is: it is not paid twice, whoever applies for it.</summary>
    public bool OfPatient { get; init; }

    /// <summary>One form names the other's applicant, or both the same person, by identity number. A number may be written wrongly: it never blocks.</summary>
    public bool NamesSame { get; init; }

    /// <summary>A bill of the same patient, day and total stands in both.</summary>
    public bool SharesBills { get; init; }
}

/// <summary>A likeness to another case.</summary>
/// <param name="Blocking">A person cannot override it. The others are passed with a reason that goes into the audit.</param>
public sealed record DuplicateFinding(string Code, bool Blocking, CaseId Other, ImmutableArray<(string Name, object? Value)> Evidence)
{
    /// <summary>Shorter than this explains nothing.</summary>
    public const int LeastReason = 5;

    public string Say(string language) => Saying.In(language, Code, null, Evidence);

    /// <summary>Passes the finding by.</summary>
    /// <returns>The reason as it is to be audited.</returns>
    /// <exception cref="RefusedException">It blocks, or no reason was given.</exception>
    public string Override(string reason)
    {
        if (Blocking)
            throw new RefusedException("duplicate.not-overridable", null, ("case", Other));
        return reason.Trim() is { Length: >= LeastReason } said ? said : throw new RefusedException("duplicate.reason-missing", "reason");
    }
}

/// <summary>Compares a case with others by person, household, account and cause.</summary>
public static class DuplicateFinder
{
    public static ImmutableArray<DuplicateFinding> Find(DuplicateRecord candidate, GrantUnit unit, IEnumerable<DuplicateRecord> others) =>
        [.. others.Where(other => other.Case != candidate.Case && other.Outcome != RecordOutcome.Ungranted)
            .Select(other => Compare(candidate, unit, other))
            .OfType<DuplicateFinding>()
            .OrderByDescending(finding => finding.Blocking)];

    private static DuplicateFinding? Compare(DuplicateRecord candidate, GrantUnit unit, DuplicateRecord other)
    {
        var samePerson = candidate.Person == other.Person;
        var sameHousehold = candidate.Household is { } household && household == other.Household;
        var sameService = candidate.ServiceId == other.ServiceId;
        var sameCause = candidate.Cause is { Length: > 0 } cause && cause == other.Cause;
        var sameRecipient = samePerson || (unit == GrantUnit.Household && sameHousehold) || (sameCause && candidate.OfPatient);

        if (sameRecipient && sameService && sameCause && other.Outcome == RecordOutcome.Granted)
            return candidate.Facts == other.Facts || candidate.Facts is null
                ? Finding("duplicate.same-cause", blocking: true, other)
                : Finding("duplicate.changed-facts", blocking: false, other);
        if (sameRecipient && sameService && other.Outcome == RecordOutcome.Open)
            return Finding(samePerson ? "duplicate.open-case" : unit == GrantUnit.Household && sameHousehold ? "duplicate.open-household" : "duplicate.open-patient", blocking: true, other);
        if (sameCause && (samePerson || sameHousehold || other.NamesSame))
            return Finding("duplicate.cause-elsewhere", blocking: false, other);
        if (other.SharesBills && sameService)
            return Finding("duplicate.same-bills", blocking: false, other);
        if (sameRecipient && sameService)
            return Finding(samePerson ? "duplicate.granted-before" : "duplicate.household-granted", blocking: false, other);
        if (other.NamesSame && sameService && unit == GrantUnit.Household)
            return Finding(other.Outcome == RecordOutcome.Granted ? "duplicate.member-granted" : "duplicate.member-open", blocking: false, other);
        if (!samePerson && candidate.Account is { Length: > 0 } account && account == other.Account)
            return Finding("duplicate.account", blocking: false, other);
        return (sameHousehold || other.NamesSame) && sameService ? Finding("duplicate.household", blocking: false, other) : null;
    }

    private static DuplicateFinding Finding(string code, bool blocking, DuplicateRecord other) =>
        new(code, blocking, other.Case, [("case", other.Case), ("on", other.On), ("service", other.ServiceId)]);
}
