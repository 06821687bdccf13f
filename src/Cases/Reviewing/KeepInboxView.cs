using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>People keep, open with and forget their own ways of looking at the inbox; nobody sees another's.</summary>
public sealed class KeepInboxView(IUnitOfWork work, IIds ids)
{
    /// <summary>More would be a list to look through instead of a help.</summary>
    public const int Most = 20;

    /// <summary>Keeps a view under a name; the same name again says it anew.</summary>
    /// <exception cref="RefusedException">inbox.view-name-missing, inbox.view-name-too-long, inbox.view-too-long, inbox.too-many-views, task.not-yours</exception>
    public async Task<InboxViewId> KeepAsync(string? name, string query, Actor actor, CancellationToken cancellation)
    {
        var account = actor.Account ?? throw new RefusedException("task.not-yours");
        var called = (name ?? "").Trim();
        if (called.Length == 0)
            throw new RefusedException("inbox.view-name-missing", "name");
        if (called.Length > InboxView.LongestName)
            throw new RefusedException("inbox.view-name-too-long", "name", ("most", InboxView.LongestName));
        if (query.Length > InboxView.LongestQuery)
            throw new RefusedException("inbox.view-too-long", "name");
        var own = await work.Db.Set<InboxView>().Where(view => view.AccountId == account).ToListAsync(cancellation);
        if (own.Find(view => view.Name == called) is { } known)
        {
            known.Say(query);
            return known.Id;
        }

        if (own.Count >= Most)
            throw new RefusedException("inbox.too-many-views", "name", ("most", Most));
        var view = InboxView.Of(InboxViewId.Of(ids.Next()), account, called, query);
        work.Db.Add(view);
        return view.Id;
    }

    /// <summary>The inbox opens with this one from now on.</summary>
    /// <param name="isDefault">False: it opens as if none had been chosen.</param>
    /// <exception cref="RefusedException">inbox.view-unknown, also where it is somebody else's.</exception>
    public async Task<InboxViewId> OpenWithAsync(InboxViewId id, bool isDefault, Actor actor, CancellationToken cancellation)
    {
        var own = await work.Db.Set<InboxView>().Where(view => view.AccountId == actor.Account).ToListAsync(cancellation);
        if (own.TrueForAll(view => view.Id != id))
            throw new RefusedException("inbox.view-unknown");
        own.ForEach(view => view.Open(isDefault && view.Id == id));
        return id;
    }

    /// <exception cref="RefusedException">inbox.view-unknown, also where it is somebody else's.</exception>
    public async Task<InboxViewId> ForgetAsync(InboxViewId id, Actor actor, CancellationToken cancellation)
    {
        var view = await work.Db.Set<InboxView>().FirstOrDefaultAsync(view => view.Id == id && view.AccountId == actor.Account, cancellation) ?? throw new RefusedException("inbox.view-unknown");
        work.Db.Remove(view);
        return id;
    }
}
