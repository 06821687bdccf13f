using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <param name="Unit">The village of the applicant's household registration.</param>
/// <param name="Key">Given by the caller; the same key again, by the same caller, answers with the case that is there.</param>
public sealed record SubmitCommand(string Service, JsonObject Answers, UnitId Unit, Intake Intake, string Key)
{
    public ImmutableArray<LinkedFile> Documents { get; init; } = [];

    /// <summary>Why a likeness to another case is passed by; goes into the audit.</summary>
    public string? OverrideReason { get; init; }
}

/// <summary>Opens a case: the form is checked, the person entered or found, and the workflow started, in one commit.</summary>
public sealed class SubmitApplication(
    IUnitOfWork work, ServiceCatalogue services, Competence competence, Applicants applicants, Likenesses likenesses, CaseOpening opening, Marks marks, Vault vault, TimeProvider time)
{
    /// <exception cref="MalformedFormException">The answers do not fit the form; nothing was stored.</exception>
    /// <exception cref="RefusedException">service.unknown, unit.not-open, duplicate.same-cause, duplicate.open-case, duplicate.open-patient, duplicate.reason-missing, payee.reason-missing, payee.proof-missing, form.field-not-editable, and what the register refuses.</exception>
    public async Task<AidCase> SubmitAsync(SubmitCommand command, Actor actor, CancellationToken cancellation)
    {
        var keys = Keys(command.Key, actor);
        if (await work.Db.Set<AidCase>().FirstOrDefaultAsync(known => known.SubmittedBy == actor.Account && keys.Contains(known.SubmissionKey), cancellation) is { } already)
            return already;
        var now = time.GetUtcNow();
        var today = LocalDay.Of(now);
        var (version, service) = await services.CurrentAsync(work.Db, command.Service, cancellation);
        await competence.VillageAsync(command.Unit, today, cancellation);
        var values = await services.ValuesAsync(work.Db, service.Id, today, cancellation);
        if (service.Form.Check(command.Answers, new FormContext(today) { Caps = values.Caps() }) is { Count: > 0 } faults)
            throw new MalformedFormException(faults);
        service.Form.At(FormSteps.Apply).Merge([], command.Answers); // what officials alone fill in does not come with the application

        PayeeProof.Require(service, command.Answers, command.Documents.Select(linked => linked.Key));
        var applicant = await applicants.EnterAsync(service, command.Answers, command.Unit, today, cancellation);
        var passed = await likenesses.PassAsync(service, applicant, command.Answers, today, command.OverrideReason, cancellation);

        var id = opening.NewId();
        var aidCase = AidCase.Open(id, new Application
        {
            ServiceId = service.Id,
            ServiceVersionId = version,
            UnitId = command.Unit,
            ApplicantId = applicant.Person.Id,
            HouseholdId = applicant.Person.HouseholdId,
            SubmittedBy = actor.Account,
            Intake = command.Intake,
            Answers = vault.SealAnswers(id, command.Answers),
            CauseIndex = applicant.CauseIndex,
            FactsIndex = applicant.FactsIndex,
            RelativeOfStaff = applicant.RelativeOfStaff,
            HouseholdSize = applicant.HouseholdSize,
            PayeeAccountId = applicant.Account,
            SubmissionKey = keys[0],
        }, now, today);
        await marks.WriteAsync(id, service, command.Answers, cancellation);
        await opening.OpenAsync(aidCase, service, command.Documents, passed, actor, cancellation);
        return aidCase;
    }

    /// <summary>A key belongs to whoever gave it, and is kept so that it tells nothing; that of a plan of the house names its cases. Newest first.</summary>
    private string[] Keys(string key, Actor actor) => actor.Account is { } account ? vault.Indexes($"{account}/{key}", "case.submission") : [key];
}

/// <summary>Puts a checked case on the shelf: number, papers, workflow, first message.</summary>
public sealed class CaseOpening(
    IUnitOfWork work, CaseFiles files, CaseRuns runs, Proposals proposals, Documents documents, Numbers numbers, CaseTelling telling, Colleagues colleagues, AuditTrail audit, IIds ids)
{
    public CaseId NewId() => CaseId.Of(ids.Next());

    /// <param name="passed">Likenesses that were passed by, each with its reason.</param>
    public async Task OpenAsync(AidCase aidCase, ServicePackage service, ImmutableArray<LinkedFile> linked, ImmutableArray<PassedLikeness> passed, Actor actor, CancellationToken cancellation)
    {
        work.Db.Add(aidCase);
        var file = await files.NewAsync(aidCase, actor, cancellation);
        foreach (var document in linked)
            await documents.LinkAsync(aidCase.Id, service, document, cancellation);
        numbers.Give("receipt", file.DistrictCode, file.Today.Year, number => aidCase.ReceiptNumber = number);
        audit.Record(file.AuditStream, "case.opened", actor, ("service", service.Id), ("version", aidCase.ServiceVersionId.ToString()), ("intake", aidCase.Intake.ToString()));
        foreach (var likeness in passed)
        {
            audit.Record(file.AuditStream, PassedLikeness.Act, actor,
                ("finding", likeness.Code), ("case", likeness.Other.ToString()), ("number", likeness.Number), ("reason", likeness.Reason));
            if (likeness.Code.StartsWith("duplicate.member-", StringComparison.Ordinal))
                await TellOfTwinAsync(likeness, aidCase.Id, cancellation);
        }

        await proposals.ProposeAsync(file, cancellation); // from the first step on lists, orders and thresholds go by it
        await runs.StartAsync(file, RunKind.Main, cancellation);

        // Told when the first step has begun: its time is what the message promises.
        var check = file.Open(RoundKind.Completeness) is { } round ? file.Clocks.FirstOrDefault(clock => clock.RoundId == round.Id) : null;
        await telling.TellAsync(file, Occasions.ApplicationReceived, Audience.Applicant, "1", cancellation, new TemplateData().Due(check));
    }

    /// <summary>Whoever is next to speak on a case that is open already learns that another application names the same people.</summary>
    private async Task TellOfTwinAsync(PassedLikeness likeness, CaseId arrived, CancellationToken cancellation)
    {
        var seats = await work.Db.Set<ReviewTask>().AsNoTracking()
            .Where(task => task.CaseId == likeness.Other && (task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold))
            .Select(task => new { task.Role, task.UnitId }).Distinct().ToListAsync(cancellation);
        foreach (var seat in seats)
            await colleagues.TellAsync(new(likeness.Other, "household.twin-arrived", $"household-twin:{likeness.Other}:{arrived}:{seat.Role}", ("number", likeness.Number)), seat.Role, seat.UnitId, cancellation);
    }
}
