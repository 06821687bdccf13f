using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>A step that stands open and asks nobody.</summary>
public sealed record UnaskedRound(RoundId Id, CaseId CaseId, string? ReceiptNumber, string Step, UnitId UnitId, DateTimeOffset OpenedAt);

/// <summary>
/// Open rounds that wait for a decision of somebody's and have no open task, so that the case would stand there for ever. Nothing here makes such a round: it is looked for so that a fault, or a
/// version that once made one, shows. An administrator moves the case to a step.
/// </summary>
public sealed class UnaskedRounds(IUnitOfWork work, Scopes scopes)
{
    /// <summary>Kinds that nobody but staff brings to an end. The applicant, the notice's time and the bank end the others.</summary>
    private static readonly RoundKind[] Asking = [RoundKind.Completeness, RoundKind.Review, RoundKind.HomeVisit, RoundKind.Decision, RoundKind.ExternalDecision, RoundKind.Correction];

    /// <returns>The oldest first.</returns>
    public async Task<IReadOnlyList<UnaskedRound>> OfAsync(Actor actor, int most, CancellationToken cancellation)
    {
        var db = work.Db;
        var cases = db.Set<AidCase>().AsNoTracking().Within(await scopes.OfAsync(actor, [Role.Administrator], cancellation), db);
        return await db.Set<Round>().AsNoTracking().Where(round => round.State == RoundState.Open && Asking.Contains(round.Kind)
                && !db.Set<ReviewTask>().Any(task => task.RoundId == round.Id && (task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold)))
            .Join(cases, round => round.CaseId, aidCase => aidCase.Id, (round, aidCase) => new { round.Id, round.CaseId, aidCase.ReceiptNumber, round.Step, aidCase.UnitId, round.OpenedAt })
            .OrderBy(row => row.OpenedAt).ThenBy(row => row.Id).Take(most)
            .Select(row => new UnaskedRound(row.Id, row.CaseId, row.ReceiptNumber, row.Step, row.UnitId, row.OpenedAt)).ToListAsync(cancellation);
    }
}
