using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Approving;

/// <summary>What the house has set: whether publishing takes two administrators.</summary>
public sealed record PublishingHouse(bool FourEyes);

/// <summary>Stands between a draft and its publication, and keeps who wrote at it.</summary>
public sealed class FourEyes(IUnitOfWork work, PublishingHouse house, AuditTrail audit, TimeProvider time)
{
    public bool IsRequired => house.FourEyes;

    /// <exception cref="RefusedException">publishing.four-eyes: another administrator has to approve it first.</exception>
    internal void RequireNone()
    {
        if (IsRequired)
            throw new RefusedException("publishing.four-eyes");
    }

    /// <summary>The draft says something else than it did: what was proposed of it is void.</summary>
    internal async Task WrittenAsync(string subject, Actor by, CancellationToken cancellation)
    {
        if (await work.Db.FindAsync<DraftWriter>([subject, by.Name], cancellation) is null)
            work.Db.Add(new DraftWriter { Subject = subject, Name = by.Name, AccountId = by.Account, PersonId = by.Person, Since = time.GetUtcNow() });
        await VoidAsync(subject, by, cancellation);
    }

    /// <summary>Who wrote at the one has written at the other.</summary>
    /// <param name="last">Who wrote at it last; of one begun before its writers were kept, nobody else is known.</param>
    internal async Task CopyWritersAsync(string from, string last, string to, CancellationToken cancellation)
    {
        foreach (var writer in await work.Db.Set<DraftWriter>().AsNoTracking().Where(writer => writer.Subject == from).ToListAsync(cancellation))
        {
            if (await work.Db.FindAsync<DraftWriter>([to, writer.Name], cancellation) is null)
                work.Db.Add(new DraftWriter { Subject = to, Name = writer.Name, AccountId = writer.AccountId, PersonId = writer.PersonId, Since = writer.Since });
        }

        if (await work.Db.FindAsync<DraftWriter>([to, last], cancellation) is null)
            work.Db.Add(new DraftWriter { Subject = to, Name = last, AccountId = null, PersonId = null, Since = time.GetUtcNow() });
    }

    internal async Task VoidAsync(string subject, Actor by, CancellationToken cancellation)
    {
        if (await OpenAsync(subject, cancellation) is not { } proposal)
            return;
        proposal.Decide(ProposalState.Void, by, time.GetUtcNow());
        audit.Record(subject, "publishing.voided", by, ("number", $"{proposal.Number}"), ("proposed-by", proposal.ProposedBy));
    }

    /// <summary>A version was made of the draft: who writes from here on writes at another.</summary>
    internal async Task PublishedAsync(string subject, CancellationToken cancellation) =>
        work.Db.RemoveRange(await work.Db.Set<DraftWriter>().Where(writer => writer.Subject == subject).ToListAsync(cancellation));

    /// <summary>There is no draft any more; its writers have been kept with what it said.</summary>
    internal async Task GivenUpAsync(string subject, Actor by, CancellationToken cancellation)
    {
        await VoidAsync(subject, by, cancellation);
        await PublishedAsync(subject, cancellation);
    }

    /// <summary>The proposal that waits, tracked.</summary>
    internal Task<PublishProposal?> OpenAsync(string subject, CancellationToken cancellation) =>
        work.Db.Set<PublishProposal>().FirstOrDefaultAsync(proposal => proposal.Subject == subject && proposal.State == ProposalState.Open, cancellation);
}
