using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>What a person says to a task. Which parts are needed depends on the kind of round.</summary>
public sealed record DecideCommand(TaskId Task, Verdict Verdict, string? Opinion = null)
{
    /// <summary>The amount, in cents, where the round decides one.</summary>
    public long? Cents { get; init; }

    /// <summary>The step to return to.</summary>
    public string? ReturnTo { get; init; }

    /// <summary>Everything that is missing, where the papers are incomplete.</summary>
    public ImmutableArray<MissingItem> Missing { get; init; } = [];

    /// <summary>The clerk saw papers that prove who the applicant is.</summary>
    public bool IdentityProved { get; init; }

    /// <summary>Of each other case that names the same people: whether it is one household.</summary>
    public ImmutableArray<HouseholdSaid> Households { get; init; } = [];

    public Visiting.VisitReport? Visit { get; init; }

    public Deciding.ExternalReport? External { get; init; }

    public Deciding.PayeeReport? Payee { get; init; }
}

/// <summary>What became of a decision.</summary>
/// <param name="Settled">The port by which the flow went on; null while others have still to decide.</param>
public sealed record DecisionReceipt(DecisionId Decision, CaseId Case, string? Settled);

/// <summary>A person decides on a task. The decision, what follows from it and the step of the workflow are one commit.</summary>
public sealed class DecideTask(
    IUnitOfWork work, CaseQueries queries, CaseFiles files, CaseRuns runs, Conclusions conclusions, Organisation.Directory directory, Rounds rounds, Recusal recusal,
    AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <exception cref="RefusedException">
    /// task.unknown, task.already-decided, task.not-yours, task.claimed-by-other, task.own-case, task.declared-relative, task.decided-earlier-step, task.same-person, and
    /// what the kind of round or <see cref="SaidInVain"/> refuses.
    /// </exception>
    public async Task<DecisionReceipt> DecideAsync(DecideCommand command, Actor actor, CancellationToken cancellation)
    {
        var account = actor.Account ?? throw new RefusedException("task.not-yours");
        var task = await queries.TaskAsync(work.Db, command.Task, cancellation) ?? throw new RefusedException("task.unknown");
        var today = Clocks.LocalDay.Today(time);
        if (!await directory.HoldsAsync(actor, task.Role, task.UnitId, today, cancellation))
            throw new RefusedException("task.not-yours");
        if (!task.IsOpen)
            throw await AlreadyDecidedAsync(task, cancellation);
        if (task.AssigneeId is { } claimed && claimed != account)
            throw new RefusedException("task.claimed-by-other", null, ("name", await directory.NameAsync(claimed, cancellation)));

        var file = await files.LoadAsync(task.CaseId, actor, cancellation);
        var round = file.Rounds.FirstOrDefault(round => round.Id == task.RoundId && round.State == RoundState.Open)
            ?? throw new LostRaceException("The task was still open when it was read, its round no longer: somebody decided in between.");
        if (!file.Case.IsOpen)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        if (await recusal.WhyAsync(actor.Person, file.Case, file.Today, cancellation) is { } close)
            throw new RefusedException(close);
        await SeparateAsync(file, round, account, cancellation);

        var decision = new Decision
        {
            Id = DecisionId.Of(ids.Next()),
            TaskId = task.Id,
            RoundId = round.Id,
            CaseId = task.CaseId,
            Step = round.Step,
            AccountId = account,
            Verdict = command.Verdict,
            Opinion = string.IsNullOrWhiteSpace(command.Opinion) ? null : command.Opinion.Trim(),
            Cents = command.Cents,
            At = file.Now,
        };
        var conclusion = command.Verdict == Verdict.Return
            ? await conclusions.ReturnAsync(file, round, command, cancellation)
            : await conclusions.ConcludeAsync(file, round, command, cancellation);
        SaidInVain.Refuse(round, command);
        decision = decision with { Detail = conclusion.Detail, Cents = conclusion.Cents ?? decision.Cents };
        work.Db.Add(decision);
        task.Complete(account, file.Now);
        round.Count();
        audit.Record(file.AuditStream, "task.decided", actor, ("task", task.Id.ToString()), ("round", round.Id.ToString()), ("step", round.Step),
            ("verdict", command.Verdict.ToString()), ("decision", decision.Id.ToString()), ("cents", decision.Cents?.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("digest", decision.WordsDigest()),
            ("onBehalfOf", decision.OnBehalfOfId?.ToString()), ("externalCents", conclusion.External?.Cents.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("externalDigest", conclusion.External?.PaperDigest()));

        if (conclusion.ReturnTo is { } target)
            await runs.RewindAsync(file, round.InstanceId, runs.ActivityOf(file, round, target), decision.Opinion ?? "", cancellation);
        else if (conclusion.Outcome is { } outcome)
        {
            rounds.Settle(file, round, outcome);
            await runs.ResumeAsync(file, round, outcome, cancellation);
        }

        return new(decision.Id, task.CaseId, conclusion.ReturnTo ?? conclusion.Outcome);
    }

    private async Task SeparateAsync(CaseFile file, Round round, AccountId account, CancellationToken cancellation)
    {
        if (!round.Plan.DifferentPeople && round.Plan.NotDecidersOf.IsEmpty)
            return;
        var mine = await work.Db.Set<Decision>().Where(decision => decision.CaseId == file.Case.Id && (decision.AccountId == account || decision.OnBehalfOfId == account))
            .Select(decision => new { decision.RoundId, decision.Step }).ToListAsync(cancellation);
        if (round.Plan.DifferentPeople && mine.Any(decision => decision.RoundId == round.Id))
            throw new RefusedException("task.same-person");
        if (mine.FirstOrDefault(decision => round.Plan.NotDecidersOf.Contains(decision.Step)) is { } earlier)
            throw new RefusedException("task.decided-earlier-step", null, ("step", SpokenSteps.Of(earlier.Step)));
    }

    private async Task<RefusedException> AlreadyDecidedAsync(ReviewTask task, CancellationToken cancellation)
    {
        var decision = await work.Db.Set<Decision>().Where(decision => decision.RoundId == task.RoundId).OrderByDescending(decision => decision.At).FirstOrDefaultAsync(cancellation);
        return decision is null
            ? new("task.gone", null, ("because", ReviewTask.Because(task.CancelledBecause)))
            : new("task.already-decided", null, ("name", await directory.NameAsync(decision.AccountId, cancellation)), ("at", decision.At));
    }
}
