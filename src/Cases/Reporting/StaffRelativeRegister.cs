using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Visiting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reporting;

/// <param name="DistrictVisitedOn">When the district itself visited; null while it has not.</param>
public sealed record StaffRelativeCase(
    CaseId Case, string? ReceiptNumber, string ServiceId, UnitId Unit, DateOnly AppliedOn, CaseStage Stage, CaseOutcome? Outcome, long? ApprovedCents, DateOnly? DistrictVisitedOn);

/// <summary>
/// The separate register of near relatives of staff and village officials, for auditors
/// (Measures for minimum-living review and confirmation, 2021, art. 11 and 20).
/// </summary>
public sealed class StaffRelativeRegister(IUnitOfWork work, Scopes scopes)
{
    public async Task<IReadOnlyList<StaffRelativeCase>> OfAsync(Actor actor, CancellationToken cancellation)
    {
        var scope = await scopes.OfAsync(actor, [Role.Auditor], cancellation);
        var visits = work.Db.Set<HomeVisit>().Where(visit => visit.ConfirmedAt != null)
            .Join(work.Db.Set<Round>().Where(round => round.Step == StepNames.DistrictVisit), visit => visit.RoundId, round => round.Id, (visit, _) => visit);
        return await work.Db.Set<AidCase>().AsNoTracking().Within(scope, work.Db).Where(aidCase => aidCase.RelativeOfStaff)
            .OrderBy(aidCase => aidCase.AppliedAt).ThenBy(aidCase => aidCase.Id)
            .Select(aidCase => new StaffRelativeCase(
                aidCase.Id, aidCase.ReceiptNumber, aidCase.ServiceId, aidCase.UnitId, aidCase.AppliedOn, aidCase.Stage, aidCase.Outcome, aidCase.ApprovedCents,
                visits.Where(visit => visit.CaseId == aidCase.Id).Max(visit => (DateOnly?)visit.VisitedOn)))
            .ToListAsync(cancellation);
    }
}
