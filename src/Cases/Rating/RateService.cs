using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Rating;

/// <summary>The applicant says what they think of how a closed case was handled; within ten days they may change their mind.</summary>
public sealed class RateService(IUnitOfWork work, RatingRights rights, Vault vault, AuditTrail audit, TimeProvider time)
{
    /// <exception cref="RefusedException">case.unknown, rating.case-open, rating.stars, rating.words-too-long, rating.too-late</exception>
    public async Task<CaseId> RateAsync(CaseId id, int? stars, string? words, Actor actor, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var aidCase = await work.Db.Set<AidCase>().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        if (aidCase is null || !await rights.MayAsync(aidCase, actor, today, cancellation))
            throw new RefusedException("case.unknown");
        if (aidCase.IsOpen)
            throw new RefusedException("rating.case-open");
        var refusals = new Refusals();
        refusals.Require(stars is >= 1 and <= 5, new RefusedException("rating.stars", "stars"));
        refusals.Require(words is not { Length: > ServiceRating.MostWords }, new RefusedException("rating.words-too-long", "words", ("most", ServiceRating.MostWords)));
        refusals.ThrowIfAny();

        var sealedWords = string.IsNullOrWhiteSpace(words) ? null : vault.Seal(words.Trim(), ServiceRating.Place(id));
        if (await work.Db.Set<ServiceRating>().FirstOrDefaultAsync(rating => rating.CaseId == id, cancellation) is { } given)
        {
            if (!given.MayChange(today))
                throw new RefusedException("rating.too-late", null, ("on", given.ChangeableUntil));
            (given.Stars, given.Words) = (stars!.Value, sealedWords);
        }
        else
        {
            work.Db.Add(new ServiceRating { CaseId = id, ServiceId = aidCase.ServiceId, UnitId = aidCase.UnitId, Stars = stars!.Value, Words = sealedWords, RatedOn = today });
        }

        audit.Record($"case:{id}", "service.rated", actor); // that it was, and nothing of what was said
        return id;
    }
}
