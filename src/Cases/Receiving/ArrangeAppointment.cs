using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Receiving;

/// <param name="When">By the clock of the place.</param>
public sealed record AppointmentCommand(AccountId With, DateTimeOffset When, string Where);

/// <summary>The desk, or the section, makes an appointment with a professional for whoever came, moves it and calls it off. They are told by text message where a mobile number is known, the professional inside the house.</summary>
public sealed class ArrangeAppointment(IUnitOfWork work, MatterSight sight, MatterHands hands, Professionals professionals, Colleagues colleagues, TextMessages messages, Vault vault, AuditTrail audit, IIds ids, TimeProvider time)
{
    /// <summary>Between the beginnings of two appointments of one professional: nobody talks with two people at once.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(30);

    private static readonly Role[] Arrangers = [Role.DeskClerk, Role.RightsOfficer];

    /// <exception cref="RefusedException">matter.unknown, matter.recused, appointment.kind, matter.closed, appointment.planned-before, appointment.with, appointment.past, appointment.taken, appointment.where</exception>
    public async Task<Appointment> MakeAsync(MatterId id, AppointmentCommand command, Actor actor, CancellationToken cancellation)
    {
        var matter = await MatterAsync(id, actor, cancellation);
        if (matter.Kind is not (MatterKind.Counselling or MatterKind.LegalAid))
            throw new RefusedException("appointment.kind");
        if (matter.ClosedOn is { } closed)
            throw new RefusedException("matter.closed", null, ("on", closed));
        var earlier = await work.Db.Set<Appointment>().AsNoTracking().Where(one => one.MatterId == id).Select(one => one.State).ToListAsync(cancellation);
        if (earlier.Contains(AppointmentState.Planned))
            throw new RefusedException("appointment.planned-before");
        await CheckAsync(matter, command, moved: null, cancellation);
        var made = Appointment.Make(AppointmentId.Of(ids.Next()), id, earlier.Count + 1, actor.Account!.Value, time.GetUtcNow());
        Set(made, command);
        work.Db.Add(made);
        Tell(matter, made, command.Where, "appointment.made", actor);
        return made;
    }

    /// <exception cref="RefusedException">appointment.unknown, matter.recused, appointment.over, appointment.with, appointment.past, appointment.taken, appointment.where</exception>
    public async Task<Appointment> MoveAsync(AppointmentId id, AppointmentCommand command, Actor actor, CancellationToken cancellation)
    {
        var (matter, appointment) = await PlannedAsync(id, actor, cancellation);
        await CheckAsync(matter, command, moved: id, cancellation);
        if (appointment.With != command.With)
            TellProfessional(matter, appointment, "appointment.called-off");
        Set(appointment, command);
        Tell(matter, appointment, command.Where, "appointment.moved", actor);
        return appointment;
    }

    /// <exception cref="RefusedException">appointment.unknown, matter.recused, appointment.over</exception>
    public async Task<Appointment> CancelAsync(AppointmentId id, Actor actor, CancellationToken cancellation)
    {
        var (matter, appointment) = await PlannedAsync(id, actor, cancellation);
        appointment.End(AppointmentState.Cancelled);
        Tell(matter, appointment, "", "appointment.called-off", actor);
        return appointment;
    }

    private async Task<Matter> MatterAsync(MatterId id, Actor actor, CancellationToken cancellation)
    {
        var matter = await (await sight.OfAsync(actor, [.. Arrangers], cancellation)).FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("matter.unknown");
        await hands.RequireAsync(id, actor, cancellation);
        return matter;
    }

    private async Task<(Matter Matter, Appointment Appointment)> PlannedAsync(AppointmentId id, Actor actor, CancellationToken cancellation)
    {
        var appointment = await work.Db.Set<Appointment>().FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("appointment.unknown");
        var matter = await MatterAsync(appointment.MatterId, actor, cancellation);
        return appointment.State == AppointmentState.Planned ? (matter, appointment) : throw new RefusedException("appointment.over");
    }

    private async Task CheckAsync(Matter matter, AppointmentCommand command, AppointmentId? moved, CancellationToken cancellation)
    {
        var (with, from, to) = (command.With, command.When - Between, command.When + Between);
        var taken = await work.Db.Set<Appointment>().AsNoTracking().AnyAsync(one => one.With == with && one.State == AppointmentState.Planned && one.When > from && one.When < to && one.Id != moved, cancellation);
        var refusals = new Refusals();
        refusals.Require((await professionals.OfAsync(matter.UnitId, cancellation)).Any(account => account.Id == command.With), new("appointment.with", "with"));
        refusals.Require(command.When > time.GetUtcNow(), new("appointment.past", "time", ("when", command.When)));
        refusals.Require(!taken, new("appointment.taken", "time"));
        refusals.Require(command.Where.Trim().Length is > 0 and <= Appointment.MostWhere, new("appointment.where", "where", ("most", Appointment.MostWhere)));
        refusals.ThrowIfAny();
    }

    private void Set(Appointment appointment, AppointmentCommand command) => appointment.Set(command.With, command.When, vault.Seal(command.Where.Trim(), appointment.Place));

    private void Tell(Matter matter, Appointment appointment, string where, string code, Actor actor)
    {
        audit.Record($"matter:{matter.Id}", code, actor, ("number", $"{appointment.Number}"), ("on", $"{LocalDay.Of(appointment.When):yyyy-MM-dd}"));
        TellProfessional(matter, appointment, code);
        var words = JsonSerializer.Deserialize<MatterWords>(vault.Open(matter.Words, matter.Place))!;
        messages.Send(words.Phone, $"{code}:{appointment.Id}:{ids.Next()}", code switch
        {
            "appointment.made" => "appointment.made-sms",
            "appointment.moved" => "appointment.moved-sms",
            _ => "appointment.called-off-sms",
        }, ("when", Moment(appointment)), ("where", where.Trim()));
    }

    private void TellProfessional(Matter matter, Appointment appointment, string code) =>
        colleagues.Tell(new HouseMessage(null, code, $"{code}:{appointment.Id}:{ids.Next()}", ("number", matter.Number), ("when", Moment(appointment)), ("link", $"/appointments/{appointment.Id}")), appointment.With);

    private static string Moment(Appointment appointment) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{appointment.When.ToOffset(LocalDay.Offset):yyyy-MM-dd HH:mm}");
}

/// <summary>To whom a desk may refer people.</summary>
public sealed class Professionals(IUnitOfWork work, Organisation.Directory directory, TimeProvider time)
{
    /// <summary>Those at the desk's unit or above it.</summary>
    public Task<IReadOnlyList<Account>> OfAsync(UnitId desk, CancellationToken cancellation) => directory.HoldersOverAsync(Role.Professional, desk, LocalDay.Today(time), cancellation);

    /// <summary>Whether it is their own, and they still hold the post.</summary>
    internal async Task<Appointment> OwnAsync(AppointmentId id, Actor actor, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var holds = actor.Account is { } account && await work.Db.Set<RoleAssignment>().AnyAsync(held => held.AccountId == account && held.Role == Role.Professional && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo), cancellation);
        var own = holds ? await work.Db.Set<Appointment>().FirstOrDefaultAsync(one => one.Id == id && one.With == actor.Account, cancellation) : null;
        return own ?? throw new RefusedException("appointment.unknown");
    }
}
