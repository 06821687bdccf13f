using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Receiving;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Receiving;

namespace AidWorkflow.Portal.Api.Receiving;

internal sealed record MatterServiceAsked(string Service) : IAsked;

internal sealed record MatterDraftBegun(DraftId Draft);

/// <param name="With">The account of a counsellor or legal aid lawyer at the desk's unit or above it.</param>
internal sealed record AppointmentAsked(AccountId With, DateTimeOffset When, string Where) : IAsked;

internal sealed record AppointmentArranged(AppointmentId Appointment);

internal sealed record NoteAsked(string Words) : IAsked;

internal sealed record OutcomeAsked(AppointmentState Outcome) : IAsked;

internal sealed record ReportAsked(DateOnly On, string ToWhom) : IAsked;

internal sealed record ReportEntered(int Number);

internal sealed record ProfessionalTold(AccountId Id, LocalText Name);

internal sealed record NoteTold(int Number, DateTimeOffset At, string Words);

internal sealed record OwnAppointmentTold(OwnAppointment Appointment, ImmutableArray<NoteTold> Notes);

/// <summary>What the desk does with what is no petition.</summary>
internal static class ReceivingApi
{
    public static void MapReceiving(this RouteGroupBuilder api)
    {
        var matter = api.Room("/matters/{id:guid}", "Petitioning").RequireAuthorization().ForHolders(Role.DeskClerk, Role.RightsOfficer);
        matter.MapGet("/besides", async (Guid id, ReceivingReading reading, Asking asking) =>
        {
            var view = await reading.OfAsync(new(id), asking.Visitor, asking.Cancellation) ?? throw new RefusedException("matter.is-petition");
            await asking.LookedAsync($"matter:{id}", $"matter {view.Number}");
            return view;
        }).Called("matterBesides", "What goes on with a matter that is no petition: its end, applications, appointments and reports. The look is recorded.");
        matter.MapGet("/professionals", async (Guid id, ReceivingReading reading, Professionals professionals, Asking asking) => (IReadOnlyList<ProfessionalTold>)[.. (await professionals.OfAsync(
            (await reading.OfAsync(new(id), asking.Visitor, asking.Cancellation) ?? throw new RefusedException("matter.is-petition")).Desk, asking.Cancellation)).Select(one => new ProfessionalTold(one.Id, new(one.NameZh, one.NameEn)))])
            .Called("professionals", "Counsellors and legal aid lawyers to whom the desk of a matter may refer.");
        matter.MapPost("/application", async (Guid id, MatterServiceAsked asked, Asking asking) => new MatterDraftBegun(DraftId.Of(await asking.OnceAsync<ApplyForMatter, Guid>(asked, async (act, actor, token) =>
            (await act.BeginAsync(new(id), asked.Service, actor, token)).Value)))).TakesKey().Called("applyForMatter", "Begin an application for somebody who asked for help, with what the desk wrote down.");
        matter.MapPost("/reports", async (Guid id, ReportAsked asked, Asking asking) => new ReportEntered(await asking.OnceAsync<ReportUpward, int>(asked, async (act, actor, token) =>
            (await act.RunAsync(new(id), asked.On, asked.ToWhom, actor, token)).Number))).TakesKey().Called("reportUpward", "Enter that a note of what is said among people was reported upward.");
        matter.MapPost("/appointments", async (Guid id, AppointmentAsked asked, Asking asking) => new AppointmentArranged(AppointmentId.Of(await asking.OnceAsync<ArrangeAppointment, Guid>(asked, async (act, actor, token) =>
            (await act.MakeAsync(new(id), new(asked.With, asked.When, asked.Where), actor, token)).Id.Value)))).TakesKey().Called("makeAppointment", "Make an appointment; they are told by text message where a mobile number is known.");
        var appointments = api.Room("/appointments", "Petitioning").RequireAuthorization();
        var arranged = appointments.MapGroup("").ForHolders(Role.DeskClerk, Role.RightsOfficer);
        arranged.MapPost("/{id:guid}/move", async (Guid id, AppointmentAsked asked, Asking asking) => new AppointmentArranged(AppointmentId.Of(await asking.OnceAsync<ArrangeAppointment, Guid>(asked, async (act, actor, token) =>
            (await act.MoveAsync(new(id), new(asked.With, asked.When, asked.Where), actor, token)).Id.Value)))).TakesKey().Called("moveAppointment", "Move an appointment, and tell them.");
        arranged.MapPost("/{id:guid}/cancel", async (Guid id, Asking asking) => new AppointmentArranged(AppointmentId.Of(await asking.OnceAsync<ArrangeAppointment, Guid>(null, async (act, actor, token) =>
            (await act.CancelAsync(new(id), actor, token)).Id.Value)))).TakesKey().Called("cancelAppointment", "Call an appointment off, and tell them.");
        var own = appointments.MapGroup("").ForHolders(Role.Professional);
        own.MapGet("", async (int? page, ReceivingReading reading, Asking asking) => Paging.Of(await reading.OwnAsync(asking.Visitor, asking.Cancellation), page)).Called("appointments", "What I am appointed for.");
        own.MapGet("/{id:guid}", async (Guid id, ReceivingReading reading, Asking asking) => new OwnAppointmentTold(
            await reading.OwnAsync(new AppointmentId(id), asking.Visitor, asking.Cancellation),
            [.. (await asking.DoAsync<KeepAppointment, ImmutableArray<(ConfidentialNote Note, string Words)>>((act, actor, token) => act.ReadAsync(new(id), actor, token))).Select(one => new NoteTold(one.Note.Number, one.Note.At, one.Words))]))
            .Called("appointment", "My appointment with the notes that I wrote and nobody else reads. The look is recorded.");
        own.MapPost("/{id:guid}/notes", async (Guid id, NoteAsked asked, Asking asking) => new AppointmentArranged(AppointmentId.Of(await asking.OnceAsync<KeepAppointment, Guid>(asked, async (act, actor, token) =>
            (await act.NoteAsync(new(id), asked.Words, actor, token)).Value)))).TakesKey().Called("noteAppointment", "Write a confidential note.");
        own.MapPost("/{id:guid}/outcome", async (Guid id, OutcomeAsked asked, Asking asking) => new AppointmentArranged(AppointmentId.Of(await asking.OnceAsync<KeepAppointment, Guid>(asked, async (act, actor, token) =>
            (await act.EndAsync(new(id), asked.Outcome, actor, token)).Value)))).TakesKey().Called("endAppointment", "Say how an appointment went.");
        api.Room("/opinions", "Petitioning").RequireAuthorization().ForHolders(Role.DeskClerk, Role.RightsOfficer).MapGet("", async (int? page, ReceivingReading reading, Asking asking) =>
        {
            var rows = await reading.OpinionsAsync(asking.Visitor, asking.Cancellation);
            await asking.ListedAsync("opinions", "", rows.Length);
            return Paging.Of(rows, page);
        }).Called("opinions", "Notes of what is said among people: all of the area for the section, their own for others.");
    }
}
