using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Meeting;

/// <param name="Unit">The bureau that meets.</param>
/// <param name="Step">The step that it gathers from.</param>
public sealed record NewMeeting(UnitId Unit, string Step, ImmutableArray<string> Services, DateOnly PlannedOn, DateTimeOffset CutOffAt);

/// <summary>Somebody of the bureau opens the list of its next meeting.</summary>
public sealed class OpenMeeting(IUnitOfWork work, Units units, ServiceCatalogue services, MeetingPeople people, Numbers numbers, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <exception cref="RefusedException">unit.unknown, meeting.not-here, meeting.not-yours, service.unknown, meeting.services-missing, meeting.step-unknown, meeting.planned-past, meeting.cut-off-late</exception>
    public async Task<MeetingId> OpenAsync(NewMeeting asked, Actor actor, CancellationToken cancellation)
    {
        var unit = await units.GetAsync(asked.Unit, cancellation);
        var decider = MeetingPeople.DeciderAt(unit.Level);
        await people.RequirePreparerAsync(unit.Id, decider, actor, cancellation);
        var (now, refusals) = (time.GetUtcNow(), new Refusals());
        refusals.Require(!asked.Services.IsEmpty, new("meeting.services-missing", "services"));
        foreach (var service in asked.Services)
            refusals.Require(DecidingSteps.Of((await services.CurrentAsync(work.Db, service, cancellation)).Package, decider).Contains(asked.Step), new("meeting.step-unknown", "step", ("service", service)));
        refusals.Require(asked.PlannedOn >= LocalDay.Of(now), new("meeting.planned-past", "plannedOn", ("today", LocalDay.Of(now))));
        refusals.Require(asked.CutOffAt > now, new("meeting.cut-off-past", "cutOffAt", ("now", now)));
        refusals.Require(LocalDay.Of(asked.CutOffAt) <= asked.PlannedOn, new("meeting.cut-off-late", "cutOffAt", ("on", asked.PlannedOn)));
        refusals.ThrowIfAny();

        var list = MeetingList.Open(MeetingId.Of(ids.Next()), asked, decider, actor.Account!.Value, now);
        work.Db.Add(list);
        numbers.Give("meeting", unit.DivisionCode, asked.PlannedOn.Year, number => list.Number = number);
        audit.Record(list.AuditStream, "meeting.opened", actor, ("unit", unit.Id.ToString()), ("step", asked.Step), ("services", string.Join(' ', asked.Services)),
            ("plannedOn", Written.Day(asked.PlannedOn)), ("cutOffAt", Written.Moment(asked.CutOffAt)));
        return list.Id;
    }
}
