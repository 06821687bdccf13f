using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Whether the same cause is open or was granted in another case meanwhile: it is not paid twice by taking up a case that had ended.</summary>
public sealed class SameCause(IUnitOfWork work, Vault vault)
{
    /// <returns>The receipt number of the other case; null where there is none.</returns>
    public async Task<string?> ElsewhereAsync(CaseFile file, CancellationToken cancellation)
    {
        if (file.Case.CauseIndex is not { } cause)
            return null;
        var (self, service, person, household) = (file.Case.Id, file.Case.ServiceId, file.Case.ApplicantId, file.Case.HouseholdId);
        var ofPatient = NamedPeople.PatientOf(file.Service, vault.OpenAnswers(file.Case)) is not null; // then whoever applied
        return await work.Db.Set<AidCase>().AsNoTracking()
            .Where(other => other.Id != self && other.ServiceId == service && other.CauseIndex == cause && (ofPatient || other.ApplicantId == person || (household != null && other.HouseholdId == household))
                && (other.Outcome == null || other.Outcome == CaseOutcome.Paid || (other.Outcome == CaseOutcome.Recovering && other.ApprovedCents > 0)))
            .Select(other => other.ReceiptNumber).FirstOrDefaultAsync(cancellation);
    }
}
