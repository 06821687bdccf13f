using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Looks for cases that are like a new one: by person, household, account and cause.</summary>
public sealed class Likenesses(IUnitOfWork work, PersonRegister register)
{
    public async Task<ImmutableArray<DuplicateFinding>> FindAsync(ServicePackage service, Applicant applicant, JsonObject answers, DateOnly today, CancellationToken cancellation)
    {
        var person = applicant.Person;
        var card = BankCard.Check(Answer.Plain(answers[FormKeys.AccountNumber]), FormKeys.AccountNumber);
        var sharing = (await register.ByAccountAsync(card, cancellation)).Select(account => account.PersonId).Where(other => other != person.Id).ToHashSet();
        var sharers = sharing.ToArray();
        var others = await work.Db.Set<AidCase>().AsNoTracking()
            .Where(other => other.ApplicantId == person.Id || sharers.Contains(other.ApplicantId)
                || (person.HouseholdId != null && other.HouseholdId == person.HouseholdId)
                || (applicant.CauseIndex != null && other.CauseIndex == applicant.CauseIndex))
            .ToListAsync(cancellation);

        var candidate = new DuplicateRecord(default, service.Id, person.Id, person.HouseholdId, "this", applicant.CauseIndex, applicant.FactsIndex, today, RecordOutcome.Open);
        return DuplicateFinder.Find(candidate, service.Description.Unit, others.Select(other => new DuplicateRecord(
            other.Id, other.ServiceId, other.ApplicantId, other.HouseholdId, sharing.Contains(other.ApplicantId) ? "this" : null,
            other.CauseIndex, other.FactsIndex, other.AppliedOn, OutcomeOf(other))));
    }

    private static RecordOutcome OutcomeOf(AidCase other) => other.Outcome switch
    {
        null => other.ApprovedCents > 0 ? RecordOutcome.Granted : RecordOutcome.Open,
        CaseOutcome.Paid or CaseOutcome.Recovering => RecordOutcome.Granted,
        _ => RecordOutcome.Ungranted,
    };
}
