using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <param name="Account">Where the money goes from now on; the holder is the successor, or somebody else with a reason and a paper.</param>
public sealed record TakeOverCommand(CaseId Case, SuccessorReport Successor, PayeeReport Account);

/// <summary>
/// A member of the household goes on with what a dead applicant had applied for: the costs stay a matter of the household. The applicant whose
/// need it was stays on record, nothing decided is lost, and the successor is told and paid from now on.
/// </summary>
public sealed class TakeOverCase(
    IUnitOfWork work, CaseFiles files, Competence competence, PersonRegister register, Succession succession, CasePayees payees, Payouts payouts, CaseTelling telling, AuditTrail audit)
{
    /// <exception cref="RefusedException">case.not-yours, case.closed, case.applicant-alive, and what <see cref="Succession"/> and <see cref="CasePayees"/> refuse, together.</exception>
    public async Task<PersonId> TakeOverAsync(TakeOverCommand command, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(command.Case, actor, cancellation);
        await competence.RequireStationAsync(file.Case.UnitId, actor, cancellation);
        if (!file.Case.IsOpen)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        var applicant = await register.GetAsync(file.Case.ApplicantId, cancellation);
        if (applicant.DeceasedOn is null)
            throw new RefusedException("case.applicant-alive", null, ("number", file.Case.ReceiptNumber));

        var refusals = new Refusals();
        Succession.Check(command.Successor, file.Today, refusals);
        CasePayees.Check(command.Account, refusals);
        var entered = await refusals.TryAsync(() => succession.OfHouseholdAsync(applicant, command.Successor, file.Today, cancellation));
        if (entered is not null && !refusals.Any)
            await refusals.TryAsync(() => payees.SetAsync(file, entered, command.Account, cancellation));
        refusals.ThrowIfAny();
        var ground = entered!;
        foreach (var id in await work.Db.Set<AidCase>().Where(other => other.ApplicantId == applicant.Id && other.Outcome == null).OrderBy(other => other.Id)
            .Select(other => other.Id).ToListAsync(cancellation))
        {
            var each = id == file.Case.Id ? file : await files.LoadAsync(id, actor, cancellation);
            audit.Record(each.AuditStream, "case.taken-over", actor,
                ("applicant", applicant.Id.ToString()), ("successor", ground.ByPersonId.ToString()), ("kinship", command.Successor.Kinship.ToString()), ("proof", command.Successor.Proof));
            await payouts.GoOnAsync(each, cancellation);
            await telling.TellAsync(each, Occasions.TakenOver, Audience.Applicant, ground.Id.ToString(), cancellation,
                new TemplateData { ["applicantName"] = LocalText.Same(applicant.Name) });
        }

        return ground.ByPersonId;
    }
}
