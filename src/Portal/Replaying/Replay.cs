using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Hosting;
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

    /// <summary>When the next row falls due, as it stood after the last sweep; nothing is written between that and the next deed.</summary>
    private DateTimeOffset? due;

    /// <param name="progress">Closed cases so far.</param>
    public async Task RunAsync(IProgress<int> progress, CancellationToken cancellation)
    {
        stirred.UnionWith(byKey.Keys);
        await SweepAsync(cancellation); // what an interrupted run left due
        while (true)
        {
            await PlanAsync(cancellation);
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
                await DoAsync(deed, cancellation);
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

    /// <summary>What is refused is said with the deed, whose key begins with the case's.</summary>
    private static async Task DoAsync(Deed deed, CancellationToken cancellation)
    {
        try
        {
            await deed.DoAsync(deed.Key, cancellation);
        }
        catch (RefusedException refused)
        {
            throw new PlanException([($"{deed.Key}：{Texts.Say(refused, "zh-CN")}", $"{deed.Key}: {Texts.Say(refused, "en")}")], refused);
        }
        catch (MalformedFormException malformed)
        {
            throw new PlanException([.. malformed.Faults.Select(fault => new Said($"{deed.Key}，{fault.Field}：{fault.Say("zh-CN")}", $"{deed.Key}, {fault.Field}: {fault.Say("en")}"))], malformed);
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
        var before = -1;
        string? stuck = null;
        for (var scheduled = officesLooked is null; swept > before; scheduled = false)
        {
            // What one sweep did may leave work to another, also to one before it.
            (before, due, stuck) = (swept, null, null);
            foreach (var sweep in sweeps)
            {
                var next = await sweep.NextDueAsync(cancellation);

                // What goes only by its schedule can have new work only after an office did something.
                if (next <= now || (next is null && scheduled))
                {
                    while (await sweep.SweepAsync(cancellation) is var done and > 0)
                        swept += done;
                    next = await sweep.NextDueAsync(cancellation);
                }

                stuck = next <= now ? sweep.Name : stuck;
                due = next < due || due is null ? next : due;
            }
        }

        if (stuck is not null)
            throw new RefusedException("replay.stuck", field: null, ("sweep", stuck)); // waiting for it would never end; the log says what was refused
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

    private async Task<int> CountClosedAsync(IProgress<int> progress, CancellationToken cancellation)
    {
        var closed = await stage.ReadAsync((db, token) => db.Set<AidCase>().CountAsync(aidCase => aidCase.Outcome != null, token), cancellation);
        progress.Report(closed);
        return closed;
    }
}
