using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Receiving;

/// <summary>That a note of what is said among people (社情民意) was reported upward: on which day, and to whom.</summary>
public sealed class OpinionReport
{
    public const int MostToWhom = 200;

    public required MatterId MatterId { get; init; }

    public required int Number { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>Encrypted at <see cref="PlaceOf"/>.</summary>
    public required byte[] ToWhom { get; init; }

    public required AccountId By { get; init; }

    public required DateTimeOffset At { get; init; }

    public string Place => PlaceOf(MatterId, Number);

    public static string PlaceOf(MatterId matter, int number) => $"opinion.report:{matter}:{number}";
}

/// <summary>The section, or whoever wrote the note, enters that it was reported upward. The first report ends the matter; later ones may follow.</summary>
public sealed class ReportUpward(IUnitOfWork work, MatterSight sight, MatterHands hands, MatterEndings endings, Vault vault, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">matter.unknown, matter.recused, opinion.kind, opinion.day, opinion.to-whom</exception>
    public async Task<OpinionReport> RunAsync(MatterId id, DateOnly on, string toWhom, Actor actor, CancellationToken cancellation)
    {
        var matter = await (await sight.OfAsync(actor, [Role.DeskClerk, Role.RightsOfficer], cancellation)).FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("matter.unknown");
        await hands.RequireAsync(id, actor, cancellation);
        if (matter.Kind != MatterKind.OpinionNote)
            throw new RefusedException("opinion.kind");
        var now = time.GetUtcNow();
        var refusals = new Refusals();
        refusals.Require(on >= matter.ReceivedOn && on <= LocalDay.Of(now), new("opinion.day", "on", ("from", matter.ReceivedOn), ("to", LocalDay.Of(now))));
        refusals.Require(toWhom.Trim().Length is > 0 and <= OpinionReport.MostToWhom, new("opinion.to-whom", "toWhom", ("most", OpinionReport.MostToWhom)));
        refusals.ThrowIfAny();
        var number = await work.Db.Set<OpinionReport>().CountAsync(one => one.MatterId == id, cancellation) + 1;
        var report = new OpinionReport { MatterId = id, Number = number, On = on, ToWhom = vault.Seal(toWhom.Trim(), OpinionReport.PlaceOf(id, number)), By = actor.Account!.Value, At = now };
        work.Db.Add(report);
        audit.Record($"matter:{id}", "opinion.reported", actor, ("number", $"{number}"), ("on", $"{on:yyyy-MM-dd}"));
        if (matter.ClosedOn is null)
            await endings.EndAsync(matter, MatterEnding.Reported, application: null, actor, cancellation);
        return report;
    }
}
