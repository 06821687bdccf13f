using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.People;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Which office is competent for a case, and who may act for it there.</summary>
public sealed class Competence(IUnitOfWork work, Scopes scopes, Succession succession, Vault vault, TimeProvider time)
{
    /// <summary>Those who meet applicants and their families.</summary>
    private static readonly Role[] Station = [Role.StationClerk, Role.TownshipReviewer];

    /// <summary>Those who may do for applicants what applicants do themselves.</summary>
    private static readonly Role[] Helpers = [Role.VillageHelper, Role.StationClerk, Role.TownshipReviewer];

    /// <summary>Those who may say that a document reached whoever it is for.</summary>
    private static readonly Role[] Deliverers = [.. Station, Role.DistrictReviewer, Role.DistrictDecider, Role.CityChecker, Role.CityDecider];

    /// <summary>Those who may say that another unit goes on with an accepted case.</summary>
    private static readonly Role[] Deciders = [Role.DistrictDecider, Role.CityDecider];

    /// <exception cref="RefusedException">case.not-yours: neither station nor township of this place.</exception>
    public Task RequireStationAsync(UnitId unit, Actor actor, CancellationToken cancellation) => RequireAsync(unit, actor, Station, cancellation);

    /// <summary>
    /// The applicant or who goes on for them, whoever sent the application for them and may still speak for them, or those who help applicants at this
    /// place; a job of the house is nobody's account. Whoever typed an application in by their office speaks by that office alone.
    /// </summary>
    /// <exception cref="RefusedException">case.not-yours, agent.power-ended</exception>
    public async Task RequireApplicantSideAsync(AidCase aidCase, Actor actor, CancellationToken cancellation)
    {
        if (actor.Account is null || (actor.Person is { } person && person == aidCase.ApplicantId))
            return;
        var (today, sentIt) = (LocalDay.Today(time), aidCase.Intake == Intake.Self && actor.Account == aidCase.SubmittedBy);
        if ((sentIt && await SpeaksAsync(aidCase, actor.Person, today, cancellation)) || await succession.GoesOnAsync(actor.Person, aidCase, today, cancellation)
            || await SeesAsync(aidCase.UnitId, actor, Helpers, cancellation))
            return;
        throw sentIt && Agents.TermOf(vault.OpenAnswers(aidCase)) is { } until && until < today
            ? new RefusedException("agent.power-ended", null, ("until", until))
            : new RefusedException("case.not-yours");
    }

    /// <summary>Those who hand documents over, and the offices that issue them.</summary>
    /// <exception cref="RefusedException">case.not-yours</exception>
    public Task RequireDeliveryAsync(UnitId unit, Actor actor, CancellationToken cancellation) => RequireAsync(unit, actor, Deliverers, cancellation);

    /// <exception cref="RefusedException">case.not-yours: no decider over this place.</exception>
    public Task RequireDeciderAsync(UnitId unit, Actor actor, CancellationToken cancellation) => RequireAsync(unit, actor, Deciders, cancellation);

    public Task<bool> IsStationAsync(UnitId unit, Actor actor, CancellationToken cancellation) => SeesAsync(unit, actor, Station, cancellation);

    public Task<bool> IsHelperAsync(UnitId unit, Actor actor, CancellationToken cancellation) => SeesAsync(unit, actor, Helpers, cancellation);

    public Task<bool> IsDeciderAsync(UnitId unit, Actor actor, CancellationToken cancellation) => SeesAsync(unit, actor, Deciders, cancellation);

    public Task<bool> IsDelivererAsync(UnitId unit, Actor actor, CancellationToken cancellation) => SeesAsync(unit, actor, Deliverers, cancellation);

    /// <summary>The village whose registration makes an office competent.</summary>
    /// <exception cref="RefusedException">unit.unknown, unit.not-open, application.unit-not-village</exception>
    public async Task<Unit> VillageAsync(UnitId id, DateOnly today, CancellationToken cancellation)
    {
        var unit = await work.Db.Set<Unit>().FirstOrDefaultAsync(unit => unit.Id == id, cancellation) ?? throw new RefusedException("unit.unknown", "unit", ("unit", id));
        if (!unit.IsOpen(today))
            throw new RefusedException("unit.not-open", "unit", ("unit", unit.NameZh), ("on", today));
        return unit.Level == UnitLevel.Village ? unit : throw new RefusedException("application.unit-not-village", "unit", ("unit", unit.NameZh));
    }

    /// <summary>
    /// A power of attorney ends with its term, and with the life of whoever gave it (民法典 art. 173); also where nobody has looked at its paper yet.
    /// </summary>
    private async Task<bool> SpeaksAsync(AidCase aidCase, PersonId? agent, DateOnly today, CancellationToken cancellation)
    {
        var applicant = aidCase.ApplicantId;
        if (await work.Db.Set<Person>().AnyAsync(person => person.Id == applicant && person.DeceasedOn != null, cancellation))
            return false;
        var powers = await work.Db.Set<Representative>().AsNoTracking()
            .Where(one => one.PersonId == applicant && (one.Role == RepresentativeRole.Agent || one.Role == RepresentativeRole.Guardian) && (agent == null || one.ByPersonId == agent)).ToListAsync(cancellation);
        return powers.Count == 0
            ? Agents.TermOf(vault.OpenAnswers(aidCase)) is not { } until || today <= until // their own account, or an agent by the paper as it was handed in
            : powers.Exists(power => power.Holds(today));
    }

    private async Task RequireAsync(UnitId unit, Actor actor, Role[] roles, CancellationToken cancellation)
    {
        if (!await SeesAsync(unit, actor, roles, cancellation))
            throw new RefusedException("case.not-yours");
    }

    private async Task<bool> SeesAsync(UnitId unit, Actor actor, Role[] roles, CancellationToken cancellation) =>
        await (await scopes.OfAsync(actor, roles, cancellation)).SeesAsync(unit, work.Db, cancellation);
}
