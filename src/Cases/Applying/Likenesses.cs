using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Looks for cases that are like a new one: by person, household, whom the forms name, account, cause and bills.</summary>
public sealed class Likenesses(IUnitOfWork work, PersonRegister register, Marks marks, Vault vault, Turnstile turnstile)
{
    /// <exception cref="RefusedException">A finding that blocks, or duplicate.reason-missing.</exception>
    public async Task<ImmutableArray<PassedLikeness>> PassAsync(
        ServicePackage service, Applicant applicant, JsonObject answers, DateOnly today, string? reason, CancellationToken cancellation)
    {
        var named = NamedPeople.Of(service, answers).Select(one => one.Number).ToArray();
        var own = CitizenId.Parse(Answer.Plain(answers[FormKeys.CitizenId]), today);
        await turnstile.PassAsync(applicant.Person.Id, applicant.Person.HouseholdId, marks.Turns(named.Append(own)), cancellation);
        var findings = await FindAsync(service, applicant, answers, (own, named), today, cancellation);
        if (findings.FirstOrDefault(finding => finding.Blocking) is { } block)
            throw new RefusedException(block.Code, null, [.. block.Evidence]);

        // Which kinds of likeness, so that the question can be put; never whose case it is.
        var said = reason?.Trim() ?? "";
        if (!findings.IsEmpty && said.Length < DuplicateFinding.LeastReason)
            throw new RefusedException("duplicate.reason-missing", "reason", ("likenesses", string.Join(' ', findings.Select(finding => finding.Code).Distinct(StringComparer.Ordinal))));
        var passed = ImmutableArray.CreateBuilder<PassedLikeness>();
        foreach (var finding in findings)
            passed.Add(new(finding.Code, finding.Other, await NumberAsync(finding.Other, cancellation), finding.Override(said)));
        return passed.ToImmutable();
    }

    private async Task<ImmutableArray<DuplicateFinding>> FindAsync(ServicePackage service, Applicant applicant, JsonObject answers, (CitizenId Own, CitizenId[] Named) numbers, DateOnly today, CancellationToken cancellation)
    {
        var person = applicant.Person;
        var card = BankCard.Check(Answer.Plain(answers[FormKeys.AccountNumber]), FormKeys.AccountNumber);
        var sharing = (await register.ByAccountAsync(card, cancellation)).Select(account => account.PersonId).Where(other => other != person.Id).ToHashSet();
        var sharers = sharing.ToArray();

        var (kin, naming, billed) = (await register.AmongAsync(numbers.Named, cancellation), await marks.NamingAsync(numbers.Named.Append(numbers.Own), cancellation),
            await marks.SharingBillsAsync(service, answers, cancellation));

        // Older cases may carry indexes by older keys, and causes that do not say whose they are.
        var causes = Causes.Of(service, answers) is { } named ? vault.Indexes(named, Causes.CauseField) : [];
        var earlier = Causes.WithoutPatient(service, answers) is { } without ? vault.Indexes(without, Causes.CauseField) : [];
        var facts = vault.Indexes(Causes.FactsOf(service, answers), Causes.FactsField);
        var others = await work.Db.Set<AidCase>().AsNoTracking()
            .Where(other => other.ApplicantId == person.Id || sharers.Contains(other.ApplicantId)
                || (person.HouseholdId != null && other.HouseholdId == person.HouseholdId)
                || kin.Contains(other.ApplicantId) || naming.Contains(other.Id) || billed.Contains(other.Id)
                || (other.CauseIndex != null && causes.Contains(other.CauseIndex)))
            .ToListAsync(cancellation);

        var candidate = new DuplicateRecord(default, service.Id, person.Id, person.HouseholdId, "this", applicant.CauseIndex, applicant.FactsIndex, today, RecordOutcome.Open) { OfPatient = NamedPeople.PatientOf(service, answers) is not null };
        return DuplicateFinder.Find(candidate, service.Description.Unit, others.Select(other => new DuplicateRecord(
            other.Id, other.ServiceId, other.ApplicantId, other.HouseholdId, sharing.Contains(other.ApplicantId) ? "this" : null,
            causes.Contains(other.CauseIndex) || (earlier.Contains(other.CauseIndex) && IsTheirs(other, person)) ? applicant.CauseIndex : other.CauseIndex,
            facts.Contains(other.FactsIndex) ? applicant.FactsIndex : other.FactsIndex, other.AppliedOn, OutcomeOf(other))
        {
            NamesSame = kin.Contains(other.ApplicantId) || naming.Contains(other.Id),
            SharesBills = billed.Contains(other.Id),
        }));
    }

    private static bool IsTheirs(AidCase other, Person person) => other.ApplicantId == person.Id || (person.HouseholdId is { } household && other.HouseholdId == household);

    private Task<string?> NumberAsync(CaseId id, CancellationToken cancellation) =>
        work.Db.Set<AidCase>().Where(other => other.Id == id).Select(other => other.ReceiptNumber).FirstOrDefaultAsync(cancellation);

    private static RecordOutcome OutcomeOf(AidCase other) => other.Outcome switch
    {
        null => other.ApprovedCents > 0 ? RecordOutcome.Granted : RecordOutcome.Open,
        CaseOutcome.Paid or CaseOutcome.Recovering => RecordOutcome.Granted,
        _ => RecordOutcome.Ungranted,
    };
}
