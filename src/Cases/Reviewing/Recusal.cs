using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Whoever is the applicant or acts for them, and whoever the applicant names as a relative on the staff, stays away from the case (回避).</summary>
public sealed class Recusal(IUnitOfWork work, PersonRegister register, Vault vault)
{
    /// <param name="person">Of the account that would decide; null where it is linked to nobody of the register.</param>
    /// <returns>The code of the refusal; null where they may.</returns>
    public async Task<string?> WhyAsync(PersonId? person, AidCase aidCase, DateOnly today, CancellationToken cancellation)
    {
        if (person is not { } self)
            return null;
        if (self == aidCase.ApplicantId || await register.ActsForAsync(self, aidCase.ApplicantId, today, cancellation))
            return "task.own-case";
        if (!aidCase.RelativeOfStaff || await work.Db.Set<Person>().FindAsync([self], cancellation) is not { } known)
            return null;
        return Answer.Plain(vault.OpenAnswers(aidCase)[FormKeys.StaffRelativeDetail])?.Contains(known.Name, StringComparison.Ordinal) == true ? "task.declared-relative" : null;
    }
}
