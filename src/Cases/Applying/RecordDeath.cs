using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <param name="Proof">What it is known by, in words: "death certificate no. …".</param>
/// <param name="IsSure">A day before the person last applied was looked at once more, and is right.</param>
public sealed record DeathReport(CaseId Case, DateOnly On, string Proof, bool IsSure = false);

/// <summary>
/// The applicant of a case has died. The register says so from now on, nothing more is sent to the account of the dead, and what becomes of
/// the open cases is decided by people: taken over, paid to an heir, or ended.
/// </summary>
public sealed class RecordDeath(IUnitOfWork work, CaseFiles files, Competence competence, PersonRegister register, Payouts payouts, AuditTrail audit)
{
    /// <exception cref="RefusedException">case.not-yours, death.proof-missing, death.in-future, death.before-application, person.already-deceased, person.died-before-birth</exception>
    public async Task<PersonId> RecordAsync(DeathReport report, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(report.Case, actor, cancellation);
        await competence.RequireStationAsync(file.Case.UnitId, actor, cancellation);
        if (string.IsNullOrWhiteSpace(report.Proof))
            throw new RefusedException("death.proof-missing", "proof");
        if (report.On > file.Today)
            throw new RefusedException("death.in-future", "on", ("today", file.Today));
        var person = await register.GetAsync(file.Case.ApplicantId, cancellation);
        var applied = await work.Db.Set<AidCase>().Where(other => other.ApplicantId == person.Id).MaxAsync(other => other.AppliedOn, cancellation);
        if (report.On < applied && !report.IsSure && person.DeceasedOn is null && report.On >= person.BirthDate)
            throw new RefusedException("death.before-application", "on", ("applied", applied));
        person.Died(report.On);

        // Closed cases too: the bank may still hold or return their money.
        foreach (var id in await work.Db.Set<AidCase>().Where(other => other.ApplicantId == person.Id).OrderBy(other => other.Id).Select(other => other.Id).ToListAsync(cancellation))
        {
            var each = id == file.Case.Id ? file : await files.LoadAsync(id, actor, cancellation);
            audit.Record(each.AuditStream, LifeRecord.Died, actor, ("person", person.Id.ToString()), ("on", $"{report.On:yyyy-MM-dd}"), ("proof", report.Proof.Trim()));
            await payouts.StopAsync(each, cancellation);
        }

        return person.Id;
    }
}
