using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Receiving;

/// <summary>The professional whose appointment it is writes confidential notes and says how it went. The trail has that there is a note, and nothing of it.</summary>
public sealed class KeepAppointment(IUnitOfWork work, Professionals professionals, MatterEndings endings, AccessLog looks, Vault vault, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">appointment.unknown: there is none, or it is another's; appointment.note</exception>
    public async Task<AppointmentId> NoteAsync(AppointmentId id, string words, Actor actor, CancellationToken cancellation)
    {
        await professionals.OwnAsync(id, actor, cancellation);
        if (words.Trim().Length is 0 or > ConfidentialNote.MostWords)
            throw new RefusedException("appointment.note", "words", ("most", ConfidentialNote.MostWords));
        var number = await work.Db.Set<ConfidentialNote>().CountAsync(note => note.AppointmentId == id, cancellation) + 1;
        work.Db.Add(new ConfidentialNote { AppointmentId = id, Number = number, Words = vault.Seal(words.Trim(), ConfidentialNote.PlaceOf(id, number)), By = actor.Account!.Value, At = time.GetUtcNow() });
        audit.Record($"appointment:{id}", "appointment.noted", actor, ("number", $"{number}"));
        return id;
    }

    /// <summary>Opens the notes that the asker wrote, and puts on record that they were read.</summary>
    /// <exception cref="RefusedException">appointment.unknown</exception>
    public async Task<ImmutableArray<(ConfidentialNote Note, string Words)>> ReadAsync(AppointmentId id, Actor actor, CancellationToken cancellation)
    {
        await professionals.OwnAsync(id, actor, cancellation);
        var own = await work.Db.Set<ConfidentialNote>().AsNoTracking().Where(note => note.AppointmentId == id && note.By == actor.Account).OrderBy(note => note.Number).ToListAsync(cancellation);
        looks.Viewed(actor, $"appointment:{id}", "confidential notes");
        return [.. own.Select(note => (note, vault.Open(note.Words, note.Place)))];
    }

    /// <param name="outcome">How it went; with the first and the third of them the matter is over.</param>
    /// <exception cref="RefusedException">appointment.unknown, appointment.over, appointment.outcome, appointment.not-yet</exception>
    public async Task<AppointmentId> EndAsync(AppointmentId id, AppointmentState? outcome, Actor actor, CancellationToken cancellation)
    {
        var appointment = await professionals.OwnAsync(id, actor, cancellation);
        if (appointment.State != AppointmentState.Planned)
            throw new RefusedException("appointment.over");
        if (outcome is not (AppointmentState.Concluded or AppointmentState.GoesOn or AppointmentState.ReferredOn or AppointmentState.DidNotCome))
            throw new RefusedException("appointment.outcome", "outcome");
        if (LocalDay.Of(appointment.When) > LocalDay.Of(time.GetUtcNow()))
            throw new RefusedException("appointment.not-yet", "outcome", ("on", LocalDay.Of(appointment.When)));
        appointment.End(outcome.Value);
        audit.Record($"matter:{appointment.MatterId}", "appointment.ended", actor, ("number", $"{appointment.Number}"), ("outcome", outcome.Value.ToString()));
        var matter = await work.Db.Set<Matter>().FirstAsync(one => one.Id == appointment.MatterId, cancellation);
        if (matter.ClosedOn is null && outcome is (AppointmentState.Concluded or AppointmentState.ReferredOn))
            await endings.EndAsync(matter, MatterEnding.Attended, application: null, actor, cancellation);
        return id;
    }
}
