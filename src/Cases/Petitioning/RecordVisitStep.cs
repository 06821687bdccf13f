using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Receiving;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <param name="Words">The answer, whom it was referred to and what for, what they replied, or why it ends.</param>
public sealed record VisitStepCommand(MatterId Matter, VisitEventKind Kind, DateOnly On, string Words);

/// <summary>Enters what happened to a matter that is no petition: it was answered, referred, replied to or ended, or turned out to be a petition, whose limits then run from the first receipt.</summary>
public sealed class RecordVisitStep(IUnitOfWork work, MatterHands hands, VisitRuns runs, RegisterVisit register, MatterLinks links, Vault vault, AuditTrail audit, TimeProvider time)
{
    public const int MostWords = 4000;

    private static readonly Role[] Doers = [Role.DeskClerk, Role.RightsOfficer];

    /// <exception cref="RefusedException">matter.unknown, matter.not-yours, matter.recused, matter.over, matter.appointment-open, visit.petition, visit.not-now, visit.words, visit.day-ahead, visit.day-early</exception>
    public async Task<Matter> RunAsync(VisitStepCommand command, Actor actor, CancellationToken cancellation)
    {
        var matter = await OpenAsync(command.Matter, actor, cancellation);
        if (VisitSteps.Ends(command.Kind) && await work.Db.Set<Appointment>().AnyAsync(one => one.MatterId == command.Matter && one.State == AppointmentState.Planned, cancellation))
            throw new RefusedException("matter.appointment-open");
        var before = await work.Db.Set<VisitEntry>().AsNoTracking().Where(entry => entry.MatterId == command.Matter).OrderBy(entry => entry.Number).Select(entry => entry.Kind).ToListAsync(cancellation);
        var refusals = new Refusals();
        refusals.Require(VisitSteps.Next(before).Contains(command.Kind), new("visit.not-now", "kind", ("what", VisitSteps.Words(command.Kind))));
        refusals.Require(command.On <= LocalDay.Today(time), new("visit.day-ahead", "on", ("on", command.On)));
        refusals.Require(command.On >= matter.ReceivedOn, new("visit.day-early", "on", ("on", command.On), ("received", matter.ReceivedOn)));
        refusals.Require(command.Words.Trim().Length is > 0 and <= MostWords, new("visit.words", "words", ("most", MostWords)));
        refusals.ThrowIfAny();
        await EnterAsync(matter, before.Count + 1, command.Kind, command.On, command.Words.Trim(), actor, cancellation);
        return matter;
    }

    /// <summary>The matter turned out to be a petition: that is begun from the day on which it was received, and this one ends with a pointer.</summary>
    /// <returns>The petition.</returns>
    /// <exception cref="RefusedException">matter.unknown, matter.not-yours, matter.recused, matter.over, visit.petition, visit.no-petition, link.why, and what is wrong with the petition as at its registration</exception>
    public async Task<Matter> BeginPetitionAsync(MatterId id, MatterCommand raised, string why, Actor actor, CancellationToken cancellation)
    {
        var matter = await OpenAsync(id, actor, cancellation);
        var refusals = new Refusals();
        refusals.Require(raised.Kind == MatterKind.Petition, new("visit.no-petition", "kind"));
        MatterLinks.Check(why, refusals);
        refusals.ThrowIfAny();
        var petition = await register.OutOfAsync(matter, raised, actor, cancellation);
        var today = LocalDay.Today(time);
        links.Add(petition.Id, id, MatterLinkKind.BegunFrom, today, why, actor);
        await EnterAsync(matter, await work.Db.Set<VisitEntry>().CountAsync(entry => entry.MatterId == id, cancellation) + 1, VisitEventKind.PetitionBegun, today, why.Trim(), actor, cancellation);
        return petition;
    }

    private async Task<Matter> OpenAsync(MatterId id, Actor actor, CancellationToken cancellation)
    {
        var matter = await hands.TakeAsync(id, Doers, actor, cancellation);
        if (matter.Kind == MatterKind.Petition)
            throw new RefusedException("visit.petition");
        return matter.ClosedOn is { } over ? throw new RefusedException("matter.over", null, ("on", over)) : matter;
    }

    private async Task EnterAsync(Matter matter, int number, VisitEventKind kind, DateOnly on, string words, Actor actor, CancellationToken cancellation)
    {
        work.Db.Add(new VisitEntry { MatterId = matter.Id, Number = number, Kind = kind, On = on, Words = vault.Seal(words, VisitEntry.PlaceOf(matter.Id, number)), By = actor.Account!.Value, At = time.GetUtcNow() });
        if (VisitSteps.Ends(kind))
            matter.Close(on);
        audit.Record($"matter:{matter.Id}", "visit.step", actor, ("step", kind.ToString()), ("on", $"{on:yyyy-MM-dd}"));
        await runs.GoOnAsync(matter, kind, cancellation);
    }
}
