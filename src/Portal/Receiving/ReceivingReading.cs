using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Receiving;
using AidWorkflow.Portal.Applying;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Receiving;

/// <summary>By what a matter that is no petition ended.</summary>
public sealed record EndedRow(MatterEnding Ending, LocalText? By, DateOnly On);

/// <summary>An application that came of a matter.</summary>
/// <param name="Number">Null while it is written, and where it was given up.</param>
/// <param name="Address">Where the reader can look at it; null where it is not theirs to see.</param>
public sealed record ApplicationRow(LocalText Service, LocalText By, DateOnly On, string? Number, string? Address, bool IsDropped);

/// <summary>An appointment as everybody sees it who sees the matter.</summary>
public sealed record AppointmentRow(AppointmentId Id, MatterId Matter, string? MatterNumber, MatterKind Kind, LocalText With, AccountId WithId, DateTimeOffset When, string Where, AppointmentState State);

public sealed record ReportRow(DateOnly On, string ToWhom, LocalText By);

/// <summary>What goes on with a matter that is no petition, and what its reader may do with it.</summary>
public sealed record ReceivingView(MatterId Id, string Number, MatterKind Kind, string Name, UnitId Desk)
{
    public EndedRow? Ended { get; init; }

    public ImmutableArray<ApplicationRow> Applications { get; init; } = [];

    public ImmutableArray<AppointmentRow> Appointments { get; init; } = [];

    public ImmutableArray<ReportRow> Reports { get; init; } = [];

    public bool MayApply { get; init; }

    public bool MayArrange { get; init; }

    public bool MayReport { get; init; }

    public AppointmentRow? Planned => Appointments.FirstOrDefault(one => one.State == AppointmentState.Planned);
}

/// <summary>An appointment as the professional sees it: with whom, and what they came for.</summary>
public sealed record OwnAppointment(AppointmentRow Row, string Name, string Phone, string Summary);

/// <summary>Reads what the desk does with what is no petition. Which matters exist for somebody is asked of <see cref="MatterSight"/> alone; a professional sees their own appointments.</summary>
public sealed class ReceivingReading(IUnitOfWork work, MatterSight sight, MatterHands hands, Offers offers, Vault vault)
{
    /// <returns>Null where it is a petition.</returns>
    /// <exception cref="RefusedException">matter.unknown</exception>
    public async Task<ReceivingView?> OfAsync(MatterId id, Visitor visitor, CancellationToken cancellation)
    {
        var db = work.Db;
        var matter = await (await sight.OfAsync(visitor.Actor, [], cancellation)).AsNoTracking().FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("matter.unknown");
        if (matter.Kind == MatterKind.Petition)
            return null;
        var words = JsonSerializer.Deserialize<MatterWords>(vault.Open(matter.Words, matter.Place))!;
        var end = await db.Set<MatterEnd>().AsNoTracking().FirstOrDefaultAsync(one => one.MatterId == id, cancellation);
        var links = await db.Set<MatterApplication>().AsNoTracking().Where(one => one.MatterId == id).OrderBy(one => one.Number).ToListAsync(cancellation);
        var reports = await db.Set<OpinionReport>().AsNoTracking().Where(one => one.MatterId == id).OrderBy(one => one.Number).ToListAsync(cancellation);
        var names = await NamesAsync([.. links.Select(one => one.By), .. reports.Select(one => one.By), .. end?.By is { } by ? [by] : Array.Empty<AccountId>()], cancellation);
        var (works, deals) = (await DoesAsync(id, visitor, [Role.DeskClerk, Role.RightsOfficer], cancellation), matter.ClosedOn is null);
        return new(id, matter.Number ?? "", matter.Kind, words.Name, matter.UnitId)
        {
            Ended = end is null ? null : new(end.Ending, end.By is { } who ? names[who] : null, end.On),
            Applications = await ApplicationsAsync(links, names, visitor, cancellation),
            Appointments = await AppointmentsAsync(db.Set<Appointment>().Where(one => one.MatterId == id).OrderBy(one => one.Number), cancellation),
            Reports = [.. reports.Select(report => new ReportRow(report.On, vault.Open(report.ToWhom, report.Place), names[report.By]))],
            MayApply = deals && matter.Kind == MatterKind.HelpRequest && !matter.IsAnonymous && !links.Exists(one => one.IsBeingWritten) && await DoesAsync(id, visitor, [Role.DeskClerk], cancellation),
            MayArrange = works && deals && matter.Kind is MatterKind.Counselling or MatterKind.LegalAid,
            MayReport = works && matter.Kind == MatterKind.OpinionNote,
        };
    }

    /// <summary>The matter that an application came of, where the reader sees it.</summary>
    public async Task<(MatterId Id, string? Number)?> OfCaseAsync(CaseId id, Visitor visitor, CancellationToken cancellation)
    {
        if (visitor.Account is null || await work.Db.Set<MatterApplication>().AsNoTracking().FirstOrDefaultAsync(one => one.CaseId == id, cancellation) is not { } link)
            return null;
        var seen = await (await sight.OfAsync(visitor.Actor, [], cancellation)).AsNoTracking().Where(matter => matter.Id == link.MatterId).Select(matter => matter.Number).ToListAsync(cancellation);
        return seen.Count == 0 ? null : (link.MatterId, seen[0]);
    }

    /// <summary>What the reader is appointed for, what is to come first.</summary>
    public async Task<ImmutableArray<AppointmentRow>> OwnAsync(Visitor visitor, CancellationToken cancellation)
    {
        var own = visitor.Account?.Id;
        var rows = await AppointmentsAsync(work.Db.Set<Appointment>().Where(one => one.With == own).OrderByDescending(one => one.When).Take(200), cancellation);
        return [.. rows.Where(row => row.State == AppointmentState.Planned).OrderBy(row => row.When), .. rows.Where(row => row.State != AppointmentState.Planned)];
    }

    /// <exception cref="RefusedException">appointment.unknown</exception>
    public async Task<OwnAppointment> OwnAsync(AppointmentId id, Visitor visitor, CancellationToken cancellation)
    {
        var own = visitor.Account?.Id;
        var row = (await AppointmentsAsync(work.Db.Set<Appointment>().Where(one => one.Id == id && one.With == own), cancellation)).FirstOrDefault() ?? throw new RefusedException("appointment.unknown");
        var matter = await work.Db.Set<Matter>().AsNoTracking().FirstAsync(one => one.Id == row.Matter, cancellation);
        var words = JsonSerializer.Deserialize<MatterWords>(vault.Open(matter.Words, matter.Place))!;
        return new(row, words.Name, words.Phone, words.Summary);
    }

    /// <summary>Notes of what is said among people, newest first.</summary>
    public async Task<ImmutableArray<OpinionRow>> OpinionsAsync(Visitor visitor, CancellationToken cancellation)
    {
        var rows = await (await sight.OfAsync(visitor.Actor, [], cancellation)).AsNoTracking().Where(matter => matter.Kind == MatterKind.OpinionNote).OrderByDescending(matter => matter.ReceivedOn).ThenByDescending(matter => matter.Number).Take(200).ToListAsync(cancellation);
        var ids = rows.Select(row => row.Id).ToArray();
        var reports = (await work.Db.Set<OpinionReport>().AsNoTracking().Where(one => ids.Contains(one.MatterId)).ToListAsync(cancellation)).ToLookup(one => one.MatterId);
        var names = await NamesAsync(rows.Select(row => row.FirstContact), cancellation);
        return [.. rows.Select(row => new OpinionRow(row.Id, row.Number ?? "", row.ReceivedOn, names[row.FirstContact], row.IsUrgent, reports[row.Id].MaxBy(one => one.Number) is { } last ? new ReportRow(last.On, vault.Open(last.ToWhom, last.Place), names.GetValueOrDefault(last.By) ?? LocalText.Same("")) : null))];
    }

    private async Task<bool> DoesAsync(MatterId id, Visitor visitor, ImmutableArray<Role> roles, CancellationToken cancellation) =>
        await (await sight.OfAsync(visitor.Actor, roles, cancellation)).AnyAsync(one => one.Id == id, cancellation) && !await hands.IsOutAsync(id, visitor.Actor, cancellation);

    private async Task<ImmutableArray<ApplicationRow>> ApplicationsAsync(List<MatterApplication> links, Dictionary<AccountId, LocalText> names, Visitor visitor, CancellationToken cancellation)
    {
        if (links.Count == 0)
            return [];
        var services = (await offers.AllAsync(cancellation)).ToDictionary(service => service.Id, service => service.Name, StringComparer.Ordinal);
        var ids = links.Select(link => link.CaseId).OfType<CaseId>().ToArray();
        var cases = await work.Db.Set<AidCase>().AsNoTracking().Where(one => ids.Contains(one.Id)).Select(one => new { one.Id, one.ReceiptNumber, one.SubmittedBy }).ToDictionaryAsync(one => one.Id, cancellation);
        return [.. links.Select(link =>
        {
            var sent = link.CaseId is { } id ? cases.GetValueOrDefault(id) : null;
            var address = sent is null ? (link.IsBeingWritten && link.By == visitor.Account?.Id ? $"/drafts/{link.DraftId}" : null)
                : sent.SubmittedBy == visitor.Account?.Id ? $"/applications/{sent.Id}" : visitor.HasTasks ? $"/cases/{sent.Id}" : null;
            return new ApplicationRow(services.GetValueOrDefault(link.ServiceId) ?? LocalText.Same(link.ServiceId), names[link.By], LocalDay.Of(link.At), sent?.ReceiptNumber, address, link.DroppedAt is not null);
        })];
    }

    private async Task<ImmutableArray<AppointmentRow>> AppointmentsAsync(IQueryable<Appointment> appointments, CancellationToken cancellation)
    {
        var rows = await appointments.AsNoTracking().ToListAsync(cancellation);
        var (ids, names) = (rows.Select(row => row.MatterId).Distinct().ToArray(), await NamesAsync(rows.Select(row => row.With), cancellation));
        var matters = await work.Db.Set<Matter>().AsNoTracking().Where(matter => ids.Contains(matter.Id)).Select(matter => new { matter.Id, matter.Number, matter.Kind }).ToDictionaryAsync(matter => matter.Id, cancellation);
        return [.. rows.Select(row => new AppointmentRow(row.Id, row.MatterId, matters[row.MatterId].Number, matters[row.MatterId].Kind, names[row.With], row.With, row.When, vault.Open(row.Where, row.Place), row.State))];
    }

    private async Task<Dictionary<AccountId, LocalText>> NamesAsync(IEnumerable<AccountId> accounts, CancellationToken cancellation)
    {
        var ids = accounts.Distinct().ToArray();
        return await work.Db.Set<Account>().AsNoTracking().Where(account => ids.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
    }
}

/// <summary>A note of what is said among people, in its restricted register.</summary>
/// <param name="Reported">Where to it was reported last; null while it was not.</param>
public sealed record OpinionRow(MatterId Id, string Number, DateOnly ReceivedOn, LocalText Writer, bool IsUrgent, ReportRow? Reported);
