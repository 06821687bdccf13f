using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>Where the applicant's household registration went.</summary>
/// <param name="Village">The village within the city; null when it left the city.</param>
/// <param name="Elsewhere">The place outside the city, in words: it is where they may apply.</param>
public sealed record MoveReport(CaseId Case, DateOnly On, UnitId? Village, string? Elsewhere);

/// <summary>
/// The applicant's household registration moved. Within the city, a case not yet accepted is handed over and an accepted one stays where it is;
/// away from the city, an undecided case may be ended by a person's own decision (<see cref="EndApplication"/>) and a decided one is paid as decided.
/// </summary>
public sealed class RecordMove(
    IUnitOfWork work, CaseFiles files, Competence competence, PersonRegister register, HandingOver handing, AuditTrail audit)
{
    /// <exception cref="RefusedException">case.not-yours, move.in-future, move.where-missing, move.same-unit, applicant.deceased, and what the village refuses.</exception>
    public async Task<PersonId> RecordAsync(MoveReport report, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(report.Case, actor, cancellation);
        await competence.RequireStationAsync(file.Case.UnitId, actor, cancellation);
        if (report.On > file.Today)
            throw new RefusedException("move.in-future", "on", ("today", file.Today));
        var person = await register.GetAsync(file.Case.ApplicantId, cancellation);
        if (person.DeceasedOn is { } died)
            throw new RefusedException("applicant.deceased", null, ("on", died));

        if (report.Village is { } id)
            await WithinAsync(file, person, await competence.VillageAsync(id, file.Today, cancellation), cancellation);
        else if (string.IsNullOrWhiteSpace(report.Elsewhere))
            throw new RefusedException("move.where-missing", "elsewhere");
        else
            await AwayAsync(file, person, report.On, report.Elsewhere.Trim(), cancellation);
        return person.Id;
    }

    private async Task WithinAsync(CaseFile file, Person person, Unit village, CancellationToken cancellation)
    {
        if (person.UnitId == village.Id)
            throw new RefusedException("move.same-unit", "village", ("unit", village.NameZh));
        person.RegisterAt(village.Id);
        foreach (var each in await OpenAsync(file, person, cancellation))
        {
            audit.Record(each.AuditStream, LifeRecord.Moved, file.Actor, ("to", village.Id.ToString()));
            if (each.Case.AcceptedOn is null)
                await handing.HandAsync(each, village, HandingOver.AfterMove, cancellation);
        }
    }

    private async Task AwayAsync(CaseFile file, Person person, DateOnly on, string elsewhere, CancellationToken cancellation)
    {
        person.MoveAway(on, elsewhere);
        foreach (var each in (await OpenAsync(file, person, cancellation)).Append(file).Distinct()) // the closed one too, at which it was recorded
            audit.Record(each.AuditStream, LifeRecord.Moved, file.Actor, ("elsewhere", elsewhere));
    }

    private async Task<List<CaseFile>> OpenAsync(CaseFile file, Person person, CancellationToken cancellation)
    {
        var all = new List<CaseFile>();
        foreach (var id in await work.Db.Set<AidCase>().Where(other => other.ApplicantId == person.Id && other.Outcome == null).OrderBy(other => other.Id)
            .Select(other => other.Id).ToListAsync(cancellation))
            all.Add(id == file.Case.Id ? file : await files.LoadAsync(id, file.Actor, cancellation));
        return all;
    }
}
