using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Publicising;

/// <summary>After an objection the next opinion answers it, in words, and stands with it.</summary>
public sealed class ObjectionAnswers(IUnitOfWork work)
{
    /// <exception cref="RefusedException">opinion.objection-missing: an objection is not answered by a tick.</exception>
    public async Task AnswerAsync(CaseFile file, Round round, string? opinion, CancellationToken cancellation)
    {
        if (round.Plan.Seats.Any(seat => seat.Level == UnitLevel.Village))
            return; // a village opinion that comes round again speaks of the family; whoever the flow leads the objection to answers it
        var open = await work.Db.Set<Objection>().Where(objection => objection.CaseId == file.Case.Id && objection.AnsweredAt == null).ToListAsync(cancellation);
        if (open.Count > 0 && string.IsNullOrWhiteSpace(opinion))
            throw new RefusedException("opinion.objection-missing", "opinion");
        foreach (var objection in open)
            (objection.AnsweredAt, objection.AnsweredBy) = (file.Now, round.Id);
    }
}
