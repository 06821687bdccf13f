using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Receiving;

/// <summary>An application that is written, or was sent, for somebody who came to the desk and asked for help.</summary>
public sealed class MatterApplication : IRevised
{
    public required MatterId MatterId { get; init; }

    /// <summary>Counted within the matter, so that of two who begin at once one looks again.</summary>
    public required int Number { get; init; }

    public required DraftId DraftId { get; init; }

    public required string ServiceId { get; init; }

    public required AccountId By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What the draft became; null while it is written, and where it was given up.</summary>
    public CaseId? CaseId { get; internal set; }

    public DateTimeOffset? DroppedAt { get; internal set; }

    public long Revision { get; private set; }

    public bool IsBeingWritten => CaseId is null && DroppedAt is null;
}

/// <summary>What becomes of drafts that were begun from a matter, in the commit in which it becomes of them.</summary>
public sealed class MatterDrafts(IUnitOfWork work, MatterEndings endings, AuditTrail audit, TimeProvider time)
{
    /// <summary>The matter ends with the number of the application, where nothing ended it before.</summary>
    internal async Task SentAsync(DraftId draft, CaseId application, Actor actor, CancellationToken cancellation)
    {
        if (await OfAsync(draft, cancellation) is not { } link)
            return;
        link.CaseId = application;
        var matter = await work.Db.Set<Matter>().FirstAsync(one => one.Id == link.MatterId, cancellation);
        if (matter.ClosedOn is null)
            await endings.EndAsync(matter, MatterEnding.Applied, application, actor, cancellation);
    }

    /// <summary>The matter stays open.</summary>
    internal async Task DroppedAsync(DraftId draft, Actor actor, CancellationToken cancellation)
    {
        if (await OfAsync(draft, cancellation) is not { } link)
            return;
        link.DroppedAt = time.GetUtcNow();
        audit.Record($"matter:{link.MatterId}", "matter.application-dropped", actor, ("service", link.ServiceId));
    }

    private Task<MatterApplication?> OfAsync(DraftId draft, CancellationToken cancellation) => work.Db.Set<MatterApplication>().FirstOrDefaultAsync(one => one.DraftId == draft, cancellation);
}

/// <summary>Begins an application for somebody who asked the desk for help, with everything the desk wrote down already.</summary>
public sealed class ApplyForMatter(IUnitOfWork work, MatterSight sight, MatterHands hands, WriteDraft drafts, ServiceCatalogue services, Vault vault, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">matter.unknown, matter.recused, matter.no-help-request, matter.closed, matter.help-anonymous, matter.application-open, service.unknown</exception>
    public async Task<DraftId> BeginAsync(MatterId id, string service, Actor actor, CancellationToken cancellation)
    {
        var matter = await (await sight.OfAsync(actor, [Role.DeskClerk], cancellation)).FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("matter.unknown");
        await hands.RequireAsync(id, actor, cancellation);
        if (matter.Kind != MatterKind.HelpRequest)
            throw new RefusedException("matter.no-help-request");
        if (matter.ClosedOn is { } closed)
            throw new RefusedException("matter.closed", null, ("on", closed));
        if (matter.IsAnonymous)
            throw new RefusedException("matter.help-anonymous");
        var earlier = await work.Db.Set<MatterApplication>().AsNoTracking().Where(one => one.MatterId == id).ToListAsync(cancellation);
        if (earlier.Exists(one => one.IsBeingWritten))
            throw new RefusedException("matter.application-open");
        if (service.Length == 0)
            throw new RefusedException("matter.service-missing", "service");

        var (_, package) = await services.CurrentAsync(work.Db, service, cancellation);
        var draft = await drafts.BeginAsync(service, Intake.Station, Known(matter, package), actor, cancellation);
        if (await VillageAsync(matter.PersonId, cancellation) is { } village)
            work.Db.Set<Draft>().Local.Single(one => one.Id == draft).UnitId = village;
        work.Db.Add(new MatterApplication { MatterId = id, Number = earlier.Count + 1, DraftId = draft, ServiceId = service, By = actor.Account!.Value, At = time.GetUtcNow() });
        audit.Record($"matter:{id}", "matter.application-begun", actor, ("service", service));
        return draft;
    }

    /// <summary>What the desk wrote down, as far as the form of the service asks for it.</summary>
    private JsonObject Known(Matter matter, ServicePackage service)
    {
        var words = JsonSerializer.Deserialize<MatterWords>(vault.Open(matter.Words, matter.Place))!;
        var asked = service.Form.Applicants.SelectMany(section => section.Fields).Select(one => one.Key).ToHashSet(StringComparer.Ordinal);
        var known = new JsonObject();
        foreach (var (key, value) in (IEnumerable<(string, string)>)[(FormKeys.ApplicantName, words.Name), (FormKeys.CitizenId, words.CitizenId), (FormKeys.Mobile, words.Phone), (FormKeys.RegisteredAddress, words.Address), (FormKeys.ResidenceAddress, words.Address)])
            if (value.Length > 0 && asked.Contains(key))
                known[key] = value;
        return known;
    }

    /// <summary>Where the register has them, if that is a village that still stands.</summary>
    private async Task<UnitId?> VillageAsync(PersonId? person, CancellationToken cancellation) => person is null ? null : await work.Db.Set<Person>().AsNoTracking().Where(one => one.Id == person)
        .Join(work.Db.Set<Unit>().Where(unit => unit.Level == UnitLevel.Village && unit.ValidTo == null), one => one.UnitId, unit => unit.Id, (_, unit) => (UnitId?)unit.Id).FirstOrDefaultAsync(cancellation);
}
