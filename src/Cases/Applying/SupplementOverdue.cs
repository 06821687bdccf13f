using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>The applicant's time to supplement has run out: the station is asked what is to become of the case. Time itself decides nothing.</summary>
public sealed class AskAboutSupplement(IUnitOfWork work, CaseFiles files, Rounds rounds, CaseClocks clocks, AuditTrail audit)
{
    /// <returns>False when the applicant, or somebody else, was faster.</returns>
    public async Task<bool> AskAsync(ClockId id, CancellationToken cancellation)
    {
        var caseId = await work.Db.Set<CaseClock>().Where(clock => clock.Id == id).Select(clock => (CaseId?)clock.CaseId).FirstOrDefaultAsync(cancellation);
        if (caseId is null)
            return false;
        var file = await files.LoadAsync(caseId.Value, Actor.System, cancellation);
        if (file.Clocks.FirstOrDefault(clock => clock.Id == id) is not { } clock || !clock.MayEndRight(file.Today)
            || file.Open(RoundKind.Supplement) is not { } round || round.Id != clock.RoundId)
            return false;

        // The clock stops in the same commit, so that two nodes do not both ask.
        await clocks.StopAsync(clock, file.Today, ClockState.Ended, cancellation);
        file.Clocks.Remove(clock);
        await rounds.AskAsync(file, round, new Seat(Role.StationClerk, UnitLevel.Township), cancellation);
        audit.Record(file.AuditStream, "supplement.overdue", Actor.System, ("round", round.Id.ToString()), ("dueOn", $"{clock.DueOn:yyyy-MM-dd}"));
        return true;
    }
}

/// <summary>Supplements whose time has run out by a confirmed date: a provisional date may not end a right.</summary>
public sealed class OverdueSupplements(IUnitOfWork work, TimeProvider time)
{
    public async Task<IReadOnlyList<ClockId>> FirstAsync(int most, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        return await Waiting().Where(clock => clock.DueOn < today).OrderBy(clock => clock.DueOn).ThenBy(clock => clock.Id)
            .Take(most).Select(clock => clock.Id).ToListAsync(cancellation);
    }

    /// <summary>The first moment of the day after the next one runs out; null when none waits.</summary>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken cancellation) =>
        await Waiting().OrderBy(clock => clock.DueOn).Select(clock => (DateOnly?)clock.DueOn).FirstOrDefaultAsync(cancellation) is { } day
            ? LocalDay.At(day.AddDays(1), TimeOnly.MinValue)
            : null;

    private IQueryable<CaseClock> Waiting() => work.Db.Set<CaseClock>().AsNoTracking()
        .Where(clock => clock.State == ClockState.Running && clock.EndsRight && clock.RoundId != null && !clock.Provisional);
}
