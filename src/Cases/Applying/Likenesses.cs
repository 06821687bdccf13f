using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>A likeness to another case that was passed by, as the audit keeps it.</summary>
public sealed record PassedLikeness(string Finding, CaseId Other, string? Number, string Reason);

/// <summary>Looks for cases that are like a new one: by person, household, account and cause.</summary>
public sealed class Likenesses(IUnitOfWork work, PersonRegister register, Vault vault, Turnstile turnstile)
{
    /// <exception cref="RefusedException">A finding that blocks, or duplicate.reason-missing.</exception>
    public async Task<ImmutableArray<PassedLikeness>> PassAsync(
        ServicePackage service, Applicant applicant, JsonObject answers, DateOnly today, string? reason, CancellationToken cancellation)
    {
        await turnstile.PassAsync(applicant.Person.Id, applicant.Person.HouseholdId, cancellation);
        var passed = ImmutableArray.CreateBuilder<PassedLikeness>();
        foreach (var finding in await FindAsync(service, applicant, answers, today, cancellation))
        {
            if (finding.Blocking)
                throw new RefusedException(finding.Code, null, [.. finding.Evidence]);
            var said = finding.Override(reason ?? "");
            passed.Add(new(finding.Code, finding.Other, await NumberAsync(finding.Other, cancellation), said));
        }

        return passed.ToImmutable();
    }

    private async Task<ImmutableArray<DuplicateFinding>> FindAsync(ServicePackage service, Applicant applicant, JsonObject answers, DateOnly today, CancellationToken cancellation)
    {
        var person = applicant.Person;
        var card = BankCard.Check(Answer.Plain(answers[FormKeys.AccountNumber]), FormKeys.AccountNumber);
        var sharing = (await register.ByAccountAsync(card, cancellation)).Select(account => account.PersonId).Where(other => other != person.Id).ToHashSet();
        var sharers = sharing.ToArray();

        // Older cases may carry indexes by older keys.
        var causes = Causes.Of(service, answers) is { } named ? vault.Indexes(named, Causes.CauseField) : [];
        var facts = vault.Indexes(Causes.FactsOf(service, answers), Causes.FactsField);
        var others = await work.Db.Set<AidCase>().AsNoTracking()
            .Where(other => other.ApplicantId == person.Id || sharers.Contains(other.ApplicantId)
                || (person.HouseholdId != null && other.HouseholdId == person.HouseholdId)
                || (other.CauseIndex != null && causes.Contains(other.CauseIndex)))
            .ToListAsync(cancellation);

        var candidate = new DuplicateRecord(default, service.Id, person.Id, person.HouseholdId, "this", applicant.CauseIndex, applicant.FactsIndex, today, RecordOutcome.Open);
        return DuplicateFinder.Find(candidate, service.Description.Unit, others.Select(other => new DuplicateRecord(
            other.Id, other.ServiceId, other.ApplicantId, other.HouseholdId, sharing.Contains(other.ApplicantId) ? "this" : null,
            causes.Contains(other.CauseIndex) ? applicant.CauseIndex : other.CauseIndex,
            facts.Contains(other.FactsIndex) ? applicant.FactsIndex : other.FactsIndex, other.AppliedOn, OutcomeOf(other))));
    }

    private Task<string?> NumberAsync(CaseId id, CancellationToken cancellation) =>
        work.Db.Set<AidCase>().Where(other => other.Id == id).Select(other => other.ReceiptNumber).FirstOrDefaultAsync(cancellation);

    private static RecordOutcome OutcomeOf(AidCase other) => other.Outcome switch
    {
        null => other.ApprovedCents > 0 ? RecordOutcome.Granted : RecordOutcome.Open,
        CaseOutcome.Paid or CaseOutcome.Recovering => RecordOutcome.Granted,
        _ => RecordOutcome.Ungranted,
    };
}
