using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Rating;

/// <summary>Whoever put their name to a rating.</summary>
public sealed record Rater(string Name, string Phone);

/// <summary>Keeps what a rating says and who says it, and opens what has to follow it.</summary>
public sealed class KeepRating(IUnitOfWork work, Vault vault)
{
    /// <exception cref="RefusedException">rating.stars, rating.words-too-long</exception>
    internal static void Check(int? stars, string? words)
    {
        var refusals = new Refusals();
        refusals.Require(stars is >= 1 and <= 5, new RefusedException("rating.stars", "stars"));
        refusals.Require(words is not { Length: > ServiceRating.MostWords }, new RefusedException("rating.words-too-long", "words", ("most", ServiceRating.MostWords)));
        refusals.ThrowIfAny();
    }

    /// <param name="rater">Null where no name is put to it: then nobody calls.</param>
    internal async Task KeepAsync(ServiceRating rating, string? words, Rater? rater, DateOnly today, CancellationToken cancellation)
    {
        rating.Words = string.IsNullOrWhiteSpace(words) ? null : vault.Seal(words.Trim(), ServiceRating.Place(rating.Id));
        rating.IsNamed = rater is not null;
        var id = rating.Id;
        var follows = await work.Db.Set<RatingFollowUp>().FirstOrDefaultAsync(one => one.Id == id, cancellation);
        if (rater is null || rating.Stars > ServiceRating.HighestNegative)
        {
            follows?.TakeBack();
            return;
        }

        var sealedRater = vault.Seal(System.Text.Json.JsonSerializer.Serialize(rater), RatingFollowUp.Place(id, "rater"));
        if (follows is null)
            work.Db.Add(RatingFollowUp.Open(rating, sealedRater, today));
        else
            follows.Reopen(sealedRater, today);
    }
}
