using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Searching;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>A page of reviews that may be decided together, narrowed and put in order as the inbox is.</summary>
/// <param name="Tab">Null for mine and my team's.</param>
/// <param name="Count">How many of the kind the filter leaves, those that have to be decided one by one included.</param>
public sealed record ManyView(InboxTab? Tab, InboxFilter Filter, int Number, int Count, IReadOnlyList<InboxRow> Rows, ImmutableArray<Phrase> Phrases)
{
    /// <summary>The tabs of which several are decided.</summary>
    public static readonly ImmutableArray<InboxTab> Tabs = [InboxTab.Mine, InboxTab.Team, InboxTab.Overdue];

    public IEnumerable<InboxRow> Together => Rows.Where(row => row.Together);

    public IEnumerable<InboxRow> Alone => Rows.Where(row => !row.Together);

    public bool HasNext => Number * DecidingMany.Most < Count;

    /// <summary>As the address of the page says it.</summary>
    public string Address(int number) => $"/tasks/many?{Filter.Query(Tab)}{(number == 1 ? "" : $"&page={number}")}";
}

/// <summary>Reads what somebody may decide with one word: the very tasks of their inbox.</summary>
public sealed class ManyReading(IUnitOfWork work, InboxReading inbox, ServiceCatalogue services, FieldProtector protector, Reaches reaches, TimeProvider time)
{
    public async Task<ManyView> ReadAsync(Visitor visitor, InboxTab? tab, InboxFilter filter, int number, CancellationToken cancellation)
    {
        var (db, account, roles) = (work.Db, visitor.Account!, visitor.Roles.Select(held => held.Role).ToArray());
        var reached = await reaches.OfAsync(account.Id, cancellation);
        var tasks = (await InboxTasks.OfAsync(db, account.Id, reached, LocalDay.Today(time), filter, () => NamesSeen.OfTasksAsync(roles, db, services, cancellation), protector, cancellation)).OfManyKind(tab);
        var count = await tasks.CountAsync(cancellation);
        var shown = count == 0 ? [] : await inbox.Sorted(tasks, tab, filter.Sort).Skip((number - 1) * DecidingMany.Most).Take(DecidingMany.Most).Select(task => task.Id).ToListAsync(cancellation);
        return new(tab, filter, number, count, await inbox.RowsAsync(account, reached, shown, roles, cancellation), await PhrasesAsync(account.Id, shown, cancellation));
    }

    /// <summary>Of these, those that are theirs to decide in this way now.</summary>
    public async Task<IReadOnlyList<InboxRow>> ChosenAsync(Visitor visitor, IReadOnlyCollection<TaskId> chosen, CancellationToken cancellation)
    {
        var (account, reached) = (visitor.Account!, await reaches.OfAsync(visitor.Account!.Id, cancellation));
        var still = chosen.Count == 0 ? [] : await InboxTasks.Of(work.Db, account.Id, reached, LocalDay.Today(time)).OfManyKind(null).Where(task => chosen.Contains(task.Id)).Select(task => task.Id).ToListAsync(cancellation);
        return await inbox.RowsAsync(account, reached, [.. chosen.Where(still.Contains)], visitor.Roles.Select(held => held.Role), cancellation);
    }

    /// <summary>What the services of all of these offer for their steps, with the variables of a case still in it, and their own.</summary>
    private async Task<ImmutableArray<Phrase>> PhrasesAsync(AccountId account, List<TaskId> shown, CancellationToken cancellation)
    {
        var kinds = shown.Count == 0 ? [] : await work.Db.Set<ReviewTask>().AsNoTracking().Where(task => shown.Contains(task.Id))
            .Join(work.Db.Set<AidCase>(), task => task.CaseId, one => one.Id, (task, one) => new { task.Step, one.ServiceVersionId }).Distinct().ToListAsync(cancellation);
        IEnumerable<LocalText>? common = null;
        foreach (var kind in kinds)
        {
            var offered = (await services.GetAsync(work.Db, kind.ServiceVersionId, cancellation)).Opinions.Where(phrase => phrase.IsFor(kind.Step)).Select(phrase => phrase.Text);
            common = common?.Intersect(offered) ?? offered;
        }

        return [.. (common ?? []).Select(text => new Phrase(null, text)), .. await PhraseReading.OwnAsync(work.Db, account, cancellation)];
    }
}
