using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Looks for cases that are like a new one: by person, household, account and cause.</summary>
public sealed class Likenesses(IUnitOfWork work, PersonRegister register, Vault vault, Turnstile turnstile)
{
    /// <exception cref="RefusedException">A finding that blocks, or duplicate.reason-missing.</exception>
    public async Task<ImmutableArray<PassedLikeness>> PassAsync(
        ServicePackage service, Applicant applicant, JsonObject answers, DateOnly today, string? reason, CancellationToken cancellation)
    {
        await turnstile.PassAsync(applicant.Person.Id, applicant.Person.HouseholdId, cancellation);
        var findings = await FindAsync(service, applicant, answers, today, cancellation);
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
