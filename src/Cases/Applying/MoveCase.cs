using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Applying;

/// <summary>The deciding level hands an undecided case, accepted or not, to the units of another village in its area.</summary>
public sealed class MoveCase(CaseFiles files, Competence competence, Grants grants, HandingOver handing)
{
    /// <exception cref="RefusedException">case.not-yours, case.closed, case.decided, move.same-unit, opinion.missing, and what the village refuses.</exception>
    public async Task<CaseId> MoveAsync(CaseId id, UnitId to, string why, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(id, actor, cancellation);
        await competence.RequireDeciderAsync(file.Case.UnitId, actor, cancellation);
        if (!file.Case.IsOpen)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        if (EndApplication.IsDecided(file.Case))
            throw new RefusedException("case.decided", null, ("number", file.Case.ReceiptNumber));
        if (string.IsNullOrWhiteSpace(why))
            throw new RefusedException("opinion.missing", "why");
        var village = await competence.VillageAsync(to, file.Today, cancellation);
        if (village.Id == file.Case.UnitId)
            throw new RefusedException("move.same-unit", "to", ("unit", village.NameZh));
        await competence.RequireDeciderAsync(village.Id, actor, cancellation);
        if (file.Case.ApprovedCents > 0) // it was sent back after a grant: the purse of the place it goes to grants anew
        {
            await grants.ReleaseRestAsync(file, $"moved:{id}:{file.Rounds.Count}", cancellation);
            (file.Case.ApprovedCents, file.Case.FundId) = (null, null);
        }

        await handing.HandAsync(file, village, why.Trim(), cancellation);
        return id;
    }
}
