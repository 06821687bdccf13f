using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Petitioning;

/// <summary>Where a petition was sent, and what had been suggested.</summary>
/// <param name="Why">Why it went elsewhere; empty where it did not.</param>
public sealed record SentRow(int Entry, string Body, string? Suggested, string Why);

/// <param name="Whom">Empty where the words say why it ended.</param>
public sealed record ReplyRow(DateOnly On, string Whom, string Words, LocalText By, DateTimeOffset At);

/// <summary>A reply that somebody owes, or owed, about a matter.</summary>
/// <param name="LateBy">Days by which it is overdue today.</param>
public sealed record ReplyDutyRow(ReplyDutyId Id, ReplyDutyKind Kind, string Party, DateOnly Begun, DateOnly ReplyBy, int LateBy, string Why, LocalText By, DateOnly? EndedOn, ImmutableArray<ReplyRow> Replies);

/// <summary>What happened to a matter that is no petition.</summary>
public sealed record VisitRow(VisitEventKind Kind, DateOnly On, string Words, LocalText By, DateTimeOffset At);

/// <summary>Another matter that belongs to this one.</summary>
/// <param name="IsSource">It is the leading one, or the one from which this came.</param>
/// <param name="Other">Null where it does not exist for the reader.</param>
public sealed record LinkRow(MatterLinkKind Kind, bool IsSource, MatterId? Other, string? Number, DateOnly On, string Why, LocalText By, DateOnly? UndoneOn);

/// <param name="IsOrdered">By somebody else than themselves.</param>
public sealed record RecusalRow(MatterRecusalId Id, LocalText Person, bool IsOrdered, LocalText By, string Why, DateTimeOffset At, DateTimeOffset? EndedAt);

/// <summary>Somebody who may be told to stand aside.</summary>
public sealed record HandlerChoice(string UserName, LocalText Name);

/// <summary>What is done about a matter beside the steps of its law, and what the reader may do of it.</summary>
public sealed record MatterWorkView
{
    /// <summary>To where it would be sent on; null where the reader cannot send it on now.</summary>
    public RouteSuggestion? Suggested { get; init; }

    /// <summary>How it may be sent on.</summary>
    public ImmutableArray<PetitionEventKind> Sending { get; init; } = [];

    public ImmutableArray<SentRow> Sent { get; init; } = [];

    public ImmutableArray<ReplyDutyRow> Duties { get; init; } = [];

    /// <summary>Keys of <see cref="MatterActs"/> that lead to something the reader may do now.</summary>
    public ImmutableArray<string> Offers { get; init; } = [];

    public ImmutableArray<LinkRow> Links { get; init; } = [];

    /// <summary>Of a matter that is no petition.</summary>
    public ImmutableArray<VisitRow> Visit { get; init; } = [];

    /// <summary>Where the workflow of such a matter stands; null where none leads it.</summary>
    public LocalText? Step { get; init; }

    /// <summary>What may be entered of it now.</summary>
    public ImmutableArray<VisitEventKind> Next { get; init; } = [];

    /// <summary>Numbers of open matters of the same petitioner, into which this one may be merged.</summary>
    public ImmutableArray<string> Alike { get; init; } = [];

    public ImmutableArray<RecusalRow> Recusals { get; init; } = [];

    /// <summary>Whom the reader may tell to stand aside.</summary>
    public ImmutableArray<HandlerChoice> Handlers { get; init; } = [];

    /// <summary>The reader stood aside, or was told to.</summary>
    public bool IsOut { get; init; }

    /// <summary>The reader may end recusals.</summary>
    public bool MayOrder { get; init; }

    /// <summary>The reader records what was reported.</summary>
    public bool MayReply { get; init; }

    /// <summary>The reader ends supervision, and takes assignments back.</summary>
    public bool MayEnd { get; init; }
}

/// <summary>Reads what is done about a matter beside the steps of its law. Whether the reader may see the matter was asked, and the look put on record, before.</summary>
public sealed class MatterWorkReading(IUnitOfWork work, MatterSight sight, MatterHands hands, PetitionRouting routing, VisitRuns runs, Cases.Organisation.Directory directory, Vault vault, TimeProvider time)
{
    public async Task<MatterWorkView> OfAsync(MatterView view, Visitor visitor, CancellationToken cancellation)
    {
        var id = view.Row.Id;
        var isOut = await hands.IsOutAsync(id, visitor.Actor, cancellation);
        var (section, desk, head, orders) = (!isOut && await MayAsync(Role.RightsOfficer), !isOut && await MayAsync(Role.DeskClerk), !isOut && await MayAsync(Role.UnitHead), !isOut && await MayAsync(RecuseFromMatter.Orders(view.Class)));
        var matter = await work.Db.Set<Matter>().AsNoTracking().FirstAsync(one => one.Id == id, cancellation);
        var links = await LinksAsync(id, visitor, cancellation);
        var sending = isOut ? [] : view.Next.Where(IsSending).ToImmutableArray();
        var duties = await DutiesAsync(id, cancellation);
        var visit = await VisitAsync(id, cancellation);
        var offers = ImmutableArray.CreateBuilder<string>();
        if (view.Row is { Status: null, ClosedOn: null } && (section || desk))
            offers.AddRange(MatterAct.Visit, MatterAct.Begin);
        if (!sending.IsEmpty)
            offers.Add(MatterAct.Send);
        if (section && view.Row.ClosedOn is null && !duties.Any(duty => duty is { Kind: ReplyDutyKind.Supervision, EndedOn: null }))
            offers.Add(MatterAct.Supervise);
        var isEarly = view.Row.ClosedOn is null && view.Row.Status is null or PetitionStatus.Registered or PetitionStatus.OnItsWay or PetitionStatus.AtBody or PetitionStatus.Objected or PetitionStatus.Handling;
        if (isEarly && section)
            offers.Add(MatterAct.Merge);
        if (section && links.Any(link => link is { Kind: MatterLinkKind.MergedInto, IsSource: true, UndoneOn: null }))
            offers.Add(MatterAct.UndoMerge);
        if (isEarly && (section || desk))
            offers.Add(MatterAct.Split);
        if (section || desk || head)
            offers.Add(MatterAct.Recuse);
        return new()
        {
            Sending = sending,
            Suggested = sending.IsEmpty ? null : await routing.OfAsync(
                matter, await work.Db.Set<Petition>().AsNoTracking().FirstAsync(petition => petition.Id == id, cancellation), cancellation),
            Sent = [.. (await work.Db.Set<PetitionSending>().AsNoTracking().Where(sent => sent.MatterId == id).OrderBy(sent => sent.Entry).ToListAsync(cancellation))
                .Select(sent => new SentRow(sent.Entry, sent.Body, sent.Suggested, sent.Why is { } why ? vault.Open(why, sent.Place) : ""))],
            Duties = duties,
            Offers = offers.ToImmutable(),
            Links = links,
            Visit = visit,
            Step = view.Row.Status is null && await runs.StepAsync(id, cancellation) is { } step ? SpokenSteps.Of(step) : null,
            Next = offers.Contains(MatterAct.Visit) ? VisitSteps.Next(visit.Select(one => one.Kind)) : [],
            Alike = offers.Contains(MatterAct.Merge) ? await AlikeAsync(matter, visitor, cancellation) : [],
            Recusals = await RecusalsAsync(id, cancellation),
            Handlers = orders ? await HandlersAsync(matter, cancellation) : [],
            IsOut = isOut,
            MayOrder = orders,
            MayReply = section || desk,
            MayEnd = section,
        };

        async Task<bool> MayAsync(Role role) => await (await sight.OfAsync(visitor.Actor, [role], cancellation)).AnyAsync(one => one.Id == id, cancellation);
    }

    private async Task<ImmutableArray<VisitRow>> VisitAsync(MatterId id, CancellationToken cancellation)
    {
        var entries = await work.Db.Set<VisitEntry>().AsNoTracking().Where(entry => entry.MatterId == id).OrderBy(entry => entry.Number).ToListAsync(cancellation);
        var names = await NamesAsync(entries.Select(entry => entry.By), cancellation);
        return [.. entries.Select(entry => new VisitRow(entry.Kind, entry.On, vault.Open(entry.Words, entry.Place), names[entry.By], entry.At))];
    }

    private async Task<ImmutableArray<LinkRow>> LinksAsync(MatterId id, Visitor visitor, CancellationToken cancellation)
    {
        var links = await work.Db.Set<MatterLink>().AsNoTracking().Where(link => link.MatterId == id || link.OtherId == id).OrderBy(link => link.At).ThenBy(link => link.Id).ToListAsync(cancellation);
        var others = links.Select(link => link.MatterId == id ? link.OtherId : link.MatterId).ToArray();
        var seen = await (await sight.OfAsync(visitor.Actor, [], cancellation)).AsNoTracking().Where(matter => others.Contains(matter.Id)).Select(matter => new { matter.Id, matter.Number }).ToDictionaryAsync(matter => matter.Id, matter => matter.Number, cancellation);
        var names = await NamesAsync(links.Select(link => link.By), cancellation);
        return [.. links.Select(link => (Link: link, Other: link.MatterId == id ? link.OtherId : link.MatterId)).Select(one => new LinkRow(one.Link.Kind, one.Link.MatterId == id, seen.ContainsKey(one.Other) ? one.Other : null, seen.GetValueOrDefault(one.Other),
            one.Link.On, seen.ContainsKey(one.Other) ? vault.Open(one.Link.Why, one.Link.WhyPlace) : "", names[one.Link.By], one.Link.UndoneOn))];
    }

    private async Task<ImmutableArray<string>> AlikeAsync(Matter matter, Visitor visitor, CancellationToken cancellation) => matter.PetitionerIndexes is not { Length: > 0 } petitioner ? []
        : [.. await (await sight.OfAsync(visitor.Actor, [Role.RightsOfficer], cancellation)).AsNoTracking().Of(petitioner).Where(one => one.Id != matter.Id && one.Kind == matter.Kind && one.ClosedOn == null && one.Number != null)
            .OrderBy(one => one.ReceivedOn).ThenBy(one => one.Number).Take(20).Select(one => one.Number!).ToListAsync(cancellation)];

    private async Task<ImmutableArray<RecusalRow>> RecusalsAsync(MatterId id, CancellationToken cancellation)
    {
        var recusals = await work.Db.Set<MatterRecusal>().AsNoTracking().Where(recusal => recusal.MatterId == id).OrderBy(recusal => recusal.At).ThenBy(recusal => recusal.Id).ToListAsync(cancellation);
        var names = await NamesAsync(recusals.SelectMany(recusal => new[] { recusal.AccountId, recusal.By }), cancellation);
        return [.. recusals.Select(recusal => new RecusalRow(recusal.Id, names[recusal.AccountId], recusal.By != recusal.AccountId, names[recusal.By], vault.Open(recusal.Why, recusal.WhyPlace), recusal.At, recusal.EndedAt))];
    }

    /// <summary>Those of the desk and of the section over it, and the heads, but for whom the matter accuses and who stood aside.</summary>
    private async Task<ImmutableArray<HandlerChoice>> HandlersAsync(Matter matter, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var without = (await work.Db.Set<MatterAccused>().AsNoTracking().Where(one => one.MatterId == matter.Id).Select(one => one.AccountId).ToListAsync(cancellation))
            .Concat(await work.Db.Set<MatterRecusal>().AsNoTracking().Where(one => one.MatterId == matter.Id && one.EndedAt == null).Select(one => one.AccountId).ToListAsync(cancellation)).ToHashSet();
        Account[] those = [.. await directory.HoldersAsync(Role.DeskClerk, matter.UnitId, today, cancellation), .. await directory.HoldersOverAsync(Role.RightsOfficer, matter.UnitId, today, cancellation), .. await directory.HoldersOverAsync(Role.UnitHead, matter.UnitId, today, cancellation)];
        return [.. those.DistinctBy(account => account.Id).Where(account => !without.Contains(account.Id)).Select(account => new HandlerChoice(account.UserName, new(account.NameZh, account.NameEn)))];
    }

    private async Task<Dictionary<AccountId, LocalText>> NamesAsync(IEnumerable<AccountId> accounts, CancellationToken cancellation)
    {
        var ids = accounts.Distinct().ToArray();
        return await work.Db.Set<Account>().AsNoTracking().Where(account => ids.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
    }

    /// <summary>Whether a petition goes to another body by the event: that has a page of its own.</summary>
    internal static bool IsSending(PetitionEventKind kind) => kind is PetitionEventKind.Forwarded or PetitionEventKind.Assigned;

    private async Task<ImmutableArray<ReplyDutyRow>> DutiesAsync(MatterId id, CancellationToken cancellation)
    {
        var today = LocalDay.Today(time);
        var duties = await work.Db.Set<ReplyDuty>().AsNoTracking().Where(duty => duty.MatterId == id).OrderBy(duty => duty.At).ThenBy(duty => duty.Id).ToListAsync(cancellation);
        var ids = duties.Select(duty => duty.Id).ToArray();
        var replies = await work.Db.Set<ReplyGiven>().AsNoTracking().Where(reply => ids.Contains(reply.DutyId)).OrderBy(reply => reply.Number).ToListAsync(cancellation);
        var names = await NamesAsync(duties.Select(duty => duty.By).Concat(replies.Select(reply => reply.By)), cancellation);
        return [.. duties.Select(duty => new ReplyDutyRow(duty.Id, duty.Kind, duty.Party, duty.Begun, duty.ReplyBy, duty.EndedOn is null ? Math.Max(0, today.DayNumber - duty.ReplyBy.DayNumber) : 0, duty.Why is { } why ? vault.Open(why, duty.WhyPlace) : "",
            names[duty.By], duty.EndedOn, [.. replies.Where(reply => reply.DutyId == duty.Id).Select(reply => new ReplyRow(reply.On, reply.Whom, vault.Open(reply.Words, reply.Place), names[reply.By], reply.At))]))];
    }
}
