using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Phrasing;

/// <summary>Somebody of the staff keeps an opinion's words for the next time, or gives them up. It is their own affair: no case is touched and nothing is put on record.</summary>
public sealed class KeepPhrase(IUnitOfWork work, IIds ids, TimeProvider time)
{
    /// <exception cref="RefusedException">phrase.empty, phrase.too-long, phrase.kept-already, phrase.too-many</exception>
    public async Task<PhraseId> KeepAsync(string? text, AccountId account, CancellationToken cancellation)
    {
        var words = text?.Trim() ?? "";
        if (words.Length == 0)
            throw new RefusedException("phrase.empty", "opinion");
        if (words.Length > OpinionPhrase.MostCharacters)
            throw new RefusedException("phrase.too-long", "opinion", ("most", OpinionPhrase.MostCharacters));
        var own = await work.Db.Set<OpinionPhrase>().AsNoTracking().Where(phrase => phrase.AccountId == account).Select(phrase => phrase.Text).ToListAsync(cancellation);
        if (own.Contains(words, StringComparer.Ordinal))
            throw new RefusedException("phrase.kept-already", "opinion");
        if (own.Count >= OpinionPhrase.MostOfOne)
            throw new RefusedException("phrase.too-many", "opinion", ("most", OpinionPhrase.MostOfOne));
        var id = PhraseId.Of(ids.Next());
        work.Db.Add(new OpinionPhrase { Id = id, AccountId = account, Text = words, KeptAt = time.GetUtcNow() });
        return id;
    }

    /// <exception cref="RefusedException">phrase.unknown: there is none, or it is somebody else's.</exception>
    public async Task<PhraseId> ForgetAsync(PhraseId id, AccountId account, CancellationToken cancellation)
    {
        work.Db.Remove(await work.Db.Set<OpinionPhrase>().FirstOrDefaultAsync(phrase => phrase.Id == id && phrase.AccountId == account, cancellation) ?? throw new RefusedException("phrase.unknown"));
        return id;
    }
}
