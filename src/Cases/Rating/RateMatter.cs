using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Rating;

/// <param name="Named">Whoever came puts their name to it, and is called back where it is negative.</param>
public sealed record MatterRatingCommand(MatterId Matter, int? Stars, string Words, bool Named);

/// <summary>Whoever came to the desk says how they were served there, once a matter, when it is over: in the portal, or to the desk that writes it down. Staff neither force nor change it.</summary>
public sealed class RateMatter(IUnitOfWork work, MatterSight sight, KeepRating kept, Vault vault, AuditTrail audit, TimeProvider time)
{
    /// <summary>Written down by the desk.</summary>
    /// <exception cref="RefusedException">matter.unknown, rating.matter-open, rating.given-before, rating.stars, rating.words-too-long, rating.nobody-named</exception>
    public async Task<MatterId> RecordAsync(MatterRatingCommand command, Actor actor, CancellationToken cancellation) => await KeepAsync(
        await (await sight.OfAsync(actor, [Role.DeskClerk, Role.RightsOfficer], cancellation)).AsNoTracking().FirstOrDefaultAsync(one => one.Id == command.Matter, cancellation), command, actor, cancellation);

    /// <summary>The word of whoever came.</summary>
    /// <exception cref="RefusedException">As of <see cref="RecordAsync"/>.</exception>
    public async Task<MatterId> SayAsync(MatterRatingCommand command, Actor actor, CancellationToken cancellation) => await KeepAsync(
        actor.Person is { } person ? await work.Db.Set<Matter>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == command.Matter && one.PersonId == person, cancellation) : null, command, actor, cancellation);

    private async Task<MatterId> KeepAsync(Matter? matter, MatterRatingCommand command, Actor actor, CancellationToken cancellation)
    {
        if (matter is null)
            throw new RefusedException("matter.unknown");
        if (matter.ClosedOn is null)
            throw new RefusedException("rating.matter-open");
        var rated = RatedId.Of(matter.Id);
        if (await work.Db.Set<ServiceRating>().AnyAsync(one => one.Id == rated, cancellation))
            throw new RefusedException("rating.given-before");
        KeepRating.Check(command.Stars, command.Words);
        var today = LocalDay.Today(time);
        var rating = new ServiceRating { Id = rated, Event = RatedEvent.Visit, ServiceId = ServiceRating.VisitDesk, UnitId = matter.UnitId, Stars = command.Stars!.Value, RatedOn = today };
        work.Db.Add(rating);
        await kept.KeepAsync(rating, command.Words, command.Named ? RaterOf(matter) : null, today, cancellation);
        audit.Record($"matter:{matter.Id}", "service.rated", actor);
        return matter.Id;
    }

    private Rater RaterOf(Matter matter)
    {
        var words = JsonSerializer.Deserialize<MatterWords>(vault.Open(matter.Words, matter.Place))!;
        return matter.IsAnonymous || words.Phone.Length == 0 ? throw new RefusedException("rating.nobody-named", "named") : new(words.Name, words.Phone);
    }
}
