using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Intervening;

/// <summary>A step that an administrator's act opens, and who gets it.</summary>
/// <param name="Unit">Null where the step waits for no official.</param>
public sealed record OpenedStep(string Step, LocalText? Unit, ImmutableArray<LocalText> People)
{
    /// <summary>The last day of the step's limit; null where it has none.</summary>
    public DateOnly? DueOn { get; init; }
}

/// <summary>A task that an administrator's act ends.</summary>
/// <param name="HeldBy">Null where nobody had it yet.</param>
public sealed record ClosedTask(TaskId Task, string Step, LocalText? HeldBy);

/// <summary>What an administrator's act on a case does: the same when it is tried without its commit as when it is done.</summary>
/// <param name="Ends">Steps that end without an outcome.</param>
/// <param name="PassesOver">Steps left out by a leap at which money is decided or a paper is issued.</param>
/// <param name="ReleasedCents">What was granted and no longer is, in cents.</param>
/// <param name="TellsApplicant">The applicant gets a message with the reason.</param>
public sealed record CaseConsequences(
    CaseId Case, ImmutableArray<string> Ends, ImmutableArray<OpenedStep> Opens, ImmutableArray<string> PassesOver, long ReleasedCents, bool TellsApplicant)
{
    /// <summary>Tasks that nobody has to do any more.</summary>
    public ImmutableArray<ClosedTask> Closes { get; init; } = [];
}

/// <summary>What every administrator's act on a case asks: who may, why, and what comes of it.</summary>
public sealed class CaseControl(IUnitOfWork work, CaseFiles files, MendingRights rights, Recusal recusal, Rounds rounds)
{
    /// <exception cref="RefusedException">case.unknown, mending.not-yours, instance.reason-missing, task.own-case, task.declared-relative</exception>
    internal async Task<CaseFile> TakeAsync(CaseId id, string reason, Actor actor, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, id, cancellation);
        var file = await files.LoadAsync(id, actor, cancellation);
        if (await recusal.WhyAsync(actor.Person, file.Case, file.Today, cancellation) is { } close)
            throw new RefusedException(close);
        return string.IsNullOrWhiteSpace(reason) ? throw new RefusedException("instance.reason-missing", "reason") : file;
    }

    /// <param name="before">The rounds that were open.</param>
    internal async Task<CaseConsequences> ToldAsync(CaseFile file, IReadOnlyCollection<Round> before, CancellationToken cancellation)
    {
        var opened = ImmutableArray.CreateBuilder<OpenedStep>();
        foreach (var round in file.OpenRounds.Where(round => !before.Contains(round)))
        {
            var task = file.Tasks.Find(task => task.RoundId == round.Id && task.IsOpen);
            var unit = task is null ? null : await work.Db.Set<Unit>().AsNoTracking().Where(unit => unit.Id == task.UnitId).Select(unit => new LocalText(unit.NameZh, unit.NameEn)).FirstAsync(cancellation);
            opened.Add(new(round.Step, unit, task is null ? [] : [.. (await rounds.WhoMayAsync(file, round, task, cancellation)).Select(account => new LocalText(account.NameZh, account.NameEn))])
            {
                DueOn = file.Clocks.Where(clock => clock.RoundId == round.Id && clock.State is ClockState.Running or ClockState.Paused).Min(clock => (DateOnly?)clock.DueOn),
            });
        }

        return new(file.Case.Id, [.. before.Where(round => round.State != RoundState.Open).Select(round => round.Step)], opened.ToImmutable(), [], 0, TellsApplicant: false)
        {
            Closes = await ClosedAsync(file, cancellation),
        };
    }

    private async Task<ImmutableArray<ClosedTask>> ClosedAsync(CaseFile file, CancellationToken cancellation)
    {
        var closed = work.Db.Set<ReviewTask>().Local.Where(task => task.CaseId == file.Case.Id && task.CancelledAt == file.Now).OrderBy(task => task.Id.Value).ToList();
        var holders = closed.Select(task => task.AssigneeId).OfType<AccountId>().Distinct().ToArray();
        var names = holders.Length == 0 ? [] : await work.Db.Set<Account>().AsNoTracking().Where(account => holders.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        return [.. closed.Select(task => new ClosedTask(task.Id, task.Step, task.AssigneeId is { } holder ? names.GetValueOrDefault(holder) : null))];
    }
}
