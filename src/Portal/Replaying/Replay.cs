using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Sweeping;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Replaying;

/// <summary>
/// Drives every planned case to its end: moves the clock to the earlier of the next deed and the next due row, does the one or sweeps the other.
/// Nothing but the clock differs from an office that works the year through.
/// </summary>
internal sealed class Replay(Stage stage, Story story, Province province, Treasury treasury, IReadOnlyList<ISweep> sweeps)
{
    private readonly Agenda agenda = new();
    private readonly Dictionary<string, PlannedCase> byKey = stage.Plan.Cases.ToDictionary(planned => planned.Key, StringComparer.Ordinal);

    /// <summary>Keys of planned cases whose next deeds are to be asked anew.</summary>
    private readonly HashSet<string> stirred = new(StringComparer.Ordinal);

    /// <summary>The offices that work by list look once a day, and after what they did themselves.</summary>
    private DateOnly? officesLooked;

    /// <param name="progress">Closed cases so far.</param>
    public async Task RunAsync(IProgress<int> progress, CancellationToken cancellation)
    {
        stirred.UnionWith(byKey.Keys);
        await SweepAsync(cancellation); // what an interrupted run left due
        while (true)
        {
            await PlanAsync(cancellation);
            var due = await NextDueAsync(cancellation);
            if (agenda.NextAt is not { } next)
            {
                if (officesLooked != LocalDay.Today(stage.Clock))
                    continue; // nobody has looked today
                if (due is null || await CountClosedAsync(progress, cancellation) == byKey.Count)
                    return;
                stage.Clock.MoveTo(due.Value);
            }
            else if (due <= next)
            {
                stage.Clock.MoveTo(due.Value);
            }
            else
            {
                var deed = agenda.Take();
                stage.Clock.MoveTo(deed.At);
                await deed.DoAsync(deed.Key, cancellation);
                if (byKey.ContainsKey(deed.Key.Split('/')[0]))
                    stirred.Add(deed.Key.Split('/')[0]);
                else
                    officesLooked = null;
                if (deed.Key.EndsWith("/close", StringComparison.Ordinal))
                    await CountClosedAsync(progress, cancellation);
            }

            await SweepAsync(cancellation);
        }
    }

    private async Task PlanAsync(CancellationToken cancellation)
    {
        foreach (var key in stirred.ToArray())
        {
            foreach (var deed in await story.NextAsync(byKey[key], cancellation))
                agenda.Add(deed);
        }

        stirred.Clear();
        if (officesLooked == LocalDay.Today(stage.Clock))
            return;
        officesLooked = LocalDay.Today(stage.Clock);
        foreach (var deed in (await province.NextAsync(cancellation)).Concat(await treasury.NextAsync(cancellation)))
            agenda.Add(deed);
    }

    private async Task SweepAsync(CancellationToken cancellation)
    {
        var swept = 0;
        var now = stage.Clock.GetUtcNow();
        foreach (var sweep in sweeps)
        {
            // What goes only by its schedule can have new work only after an office did something.
            var next = await sweep.NextDueAsync(cancellation);
            if (next > now || (next is null && officesLooked is not null))
                continue;
            while (await sweep.SweepAsync(cancellation) is var done and > 0)
                swept += done;
        }

        if (swept > 0)
            await StirMovedAsync(cancellation);
    }

    /// <summary>Cases that a sweep just moved: something of theirs bears this very moment.</summary>
    private async Task StirMovedAsync(CancellationToken cancellation)
    {
        var now = stage.Clock.GetUtcNow();
        stirred.UnionWith(await stage.ReadAsync((db, token) => db.Set<AidCase>().Where(aidCase =>
                aidCase.ClosedAt == now
                || db.Set<Round>().Any(round => round.CaseId == aidCase.Id && round.OpenedAt == now)
                || db.Set<IssuedDocument>().Any(document => document.CaseId == aidCase.Id && document.IssuedAt == now))
            .Select(aidCase => aidCase.SubmissionKey!).ToListAsync(token), cancellation));
    }

    private async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation)
    {
        DateTimeOffset? next = null;
        foreach (var sweep in sweeps)
        {
            if (await sweep.NextDueAsync(cancellation) is { } at && (next is null || at < next))
                next = at;
        }

        return next;
    }

    private async Task<int> CountClosedAsync(IProgress<int> progress, CancellationToken cancellation)
    {
        var closed = await stage.ReadAsync((db, token) => db.Set<AidCase>().CountAsync(aidCase => aidCase.Outcome != null, token), cancellation);
        progress.Report(closed);
        return closed;
    }
}
