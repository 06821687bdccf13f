using System.Security.Cryptography;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Rating;

/// <summary>The applicant says what they think of how a closed case was handled; within ten days they may change their mind.</summary>
public sealed class RateService(IUnitOfWork work, RatingRights rights, KeepRating kept, Vault vault, AuditTrail audit, TimeProvider time)
{
    /// <param name="named">Whoever gives it puts their name to it, and is called back where it is negative.</param>
    /// <param name="seen">The stamp of what the page showed (<see cref="StandOf"/>); null where that is not said.</param>
    /// <exception cref="RefusedException">case.unknown, rating.case-open, rating.changed-elsewhere, rating.stars, rating.words-too-long, rating.too-late, rating.nobody-named</exception>
    public async Task<CaseId> RateAsync(CaseId id, int? stars, string? words, bool named, string? seen, Actor actor, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var aidCase = await work.Db.Set<AidCase>().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        if (aidCase is null || !await rights.MayAsync(aidCase, actor, today, cancellation))
            throw new RefusedException("case.unknown");
        if (aidCase.IsOpen)
            throw new RefusedException("rating.case-open");
        KeepRating.Check(stars, words);

        var rated = RatedId.Of(id);
        var given = await work.Db.Set<ServiceRating>().FirstOrDefaultAsync(rating => rating.Id == rated, cancellation);
        var stand = StandOf(given?.Stars, given?.Words is { } before ? vault.Open(before, ServiceRating.Place(rated)) : null);
        if (seen is not null && stand != seen && stand != StandOf(stars, words))
            throw new RefusedException("rating.changed-elsewhere");
        if (given is not null)
        {
            if (!given.MayChange(today))
                throw new RefusedException("rating.too-late", null, ("on", given.ChangeableUntil));
            given.Stars = stars!.Value;
        }
        else
            work.Db.Add(given = new ServiceRating { Id = rated, ServiceId = aidCase.ServiceId, UnitId = aidCase.UnitId, Stars = stars!.Value, RatedOn = today });
        await kept.KeepAsync(given, words, named ? rights.RaterOf(aidCase) : null, today, cancellation);
        audit.Record($"case:{id}", "service.rated", actor); // that it was, and nothing of what was said
        return id;
    }

    /// <summary>How a rating stands, as a short stamp: a page carries that of the one it showed, and another one says that it was changed since.</summary>
    public static string StandOf(int? stars, string? words) => stars is null ? "none"
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{stars} {words?.ReplaceLineEndings("\n").Trim()}")))[..24];
}
