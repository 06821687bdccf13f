using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Messages;

/// <summary>A message and where it has come to.</summary>
/// <param name="To">The address, masked; the name of an account or person for a message inside the house.</param>
/// <param name="DoneAt">When it was sent, or read where it stays in the house.</param>
public sealed record DeliveryRow(DateTimeOffset At, string Channel, LocalText About, LocalText To, DeliveryState State, int Tries, DateTimeOffset? DoneAt, string? Error)
{
    public CaseId? Case { get; init; }
    public string? ReceiptNumber { get; init; }
}

public enum DeliveryState
{
    Waiting,
    Sent,
    Parked,
    Unread,
    Read,
}

public sealed record DeliveryPage(int Page, DeliveryState? Only, bool HasMore, ImmutableArray<DeliveryRow> Rows)
{
    public const int Size = 50;
}

/// <summary>Reads what became of messages: of a case for its staff, of the area for its administrators. Addresses are masked, and what was written is not shown.</summary>
public sealed class DeliveryReading(IUnitOfWork work, FieldProtector protector, Scopes scopes, MendingRights rights)
{
    private static readonly string[] Outside = [Channel.Email, Channel.Sms];

    /// <summary>Newest first. The caller has made sure that the case may be seen.</summary>
    public async Task<ImmutableArray<DeliveryRow>> OfCaseAsync(CaseId id, Sight sight, CancellationToken cancellation)
    {
        var correlation = id.ToString();
        var sent = await work.Db.Set<OutboxRow>().AsNoTracking().Where(message => message.CorrelationId == correlation && Outside.Contains(message.Channel)).ToListAsync(cancellation);
        var kept = await work.Db.Set<Notification>().AsNoTracking().Where(message => message.Case == id).ToListAsync(cancellation);
        var (accounts, people) = (kept.Select(message => message.Account).OfType<AccountId>().ToArray(), kept.Select(message => message.Person).OfType<PersonId>().ToArray());
        var staff = await work.Db.Set<Account>().AsNoTracking().Where(account => accounts.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        var names = await work.Db.Set<Person>().AsNoTracking().Where(person => people.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => Mask.Name(person.Name, sight), cancellation);
        return [.. sent.Select(Row).Concat(kept.Select(message => new DeliveryRow(
            message.CreatedAt, Channel.InApp, new(message.In("zh-CN").Title, message.In("en").Title),
            message.Account is { } account ? staff.GetValueOrDefault(account) ?? LocalText.Same("") : message.Person is { } person ? LocalText.Same(names.GetValueOrDefault(person) ?? "") : DeliveryWords.Administrators,
            message.ReadAt is null ? DeliveryState.Unread : DeliveryState.Read, 1, message.ReadAt, null))).OrderByDescending(row => row.At)];
    }

    /// <summary>What left the house, or could not, in the administrator's area.</summary>
    public async Task<DeliveryPage> AllAsync(Visitor visitor, int page, string? only, CancellationToken cancellation)
    {
        var rows = work.Db.Set<OutboxRow>().AsNoTracking().Where(message => Outside.Contains(message.Channel));
        DeliveryState? state = Enum.TryParse<DeliveryState>(only, out var named) && named is DeliveryState.Waiting or DeliveryState.Sent or DeliveryState.Parked ? named : null;
        if (state is { } wanted)
        {
            var kept = wanted switch { DeliveryState.Sent => OutboxState.Sent, DeliveryState.Parked => OutboxState.Parked, _ => OutboxState.Pending };
            rows = rows.Where(message => message.State == kept);
        }

        var sorted = rows.OrderByDescending(message => message.CreatedAt).ThenByDescending(message => message.Id);
        var all = await rights.MayAsync(visitor.Actor, about: null, cancellation);
        var taken = all ? await sorted.Skip((page - 1) * DeliveryPage.Size).Take(DeliveryPage.Size + 1).ToListAsync(cancellation) : await InAreaAsync(sorted, page, visitor.Actor, cancellation);
        var numbers = await NumbersAsync(taken, visitor.Actor, all, cancellation);
        return new(page, state, taken.Count > DeliveryPage.Size, [.. taken.Take(DeliveryPage.Size).Select(message => Row(message) with
        {
            Case = CaseOf(message) is { } id && numbers.ContainsKey(id) ? id : null,
            ReceiptNumber = CaseOf(message) is { } about ? numbers.GetValueOrDefault(about) : null,
        })]);
    }

    /// <summary>A message names its case in words, so an area is looked for in stretches until the page is full.</summary>
    private async Task<List<OutboxRow>> InAreaAsync(IQueryable<OutboxRow> sorted, int page, Actor actor, CancellationToken cancellation)
    {
        const int Stretch = 500;
        var found = new List<OutboxRow>();
        for (var begin = 0; found.Count <= page * DeliveryPage.Size; begin += Stretch)
        {
            var some = await sorted.Skip(begin).Take(Stretch).ToListAsync(cancellation);
            var seen = await NumbersAsync(some, actor, all: false, cancellation);
            found.AddRange(some.Where(message => CaseOf(message) is { } id && seen.ContainsKey(id)));
            if (some.Count < Stretch)
                break;
        }

        return [.. found.Skip((page - 1) * DeliveryPage.Size).Take(DeliveryPage.Size + 1)];
    }

    private async Task<Dictionary<CaseId, string?>> NumbersAsync(List<OutboxRow> messages, Actor actor, bool all, CancellationToken cancellation)
    {
        var about = messages.Select(CaseOf).OfType<CaseId>().Distinct().ToArray();
        var cases = work.Db.Set<AidCase>().AsNoTracking().Where(one => about.Contains(one.Id));
        if (!all)
            cases = cases.Within(await scopes.OfAsync(actor, [Role.Administrator], cancellation), work.Db);
        return await cases.ToDictionaryAsync(one => one.Id, one => one.ReceiptNumber, cancellation);
    }

    private DeliveryRow Row(OutboxRow message) => new(
        message.CreatedAt, message.Channel, DeliveryWords.About(message.IdempotencyKey), LocalText.Same(To(message)),
        message.State switch { OutboxState.Sent => DeliveryState.Sent, OutboxState.Parked => DeliveryState.Parked, _ => DeliveryState.Waiting },
        message.Attempts, message.SentAt, message.LastError);

    private string To(OutboxRow message)
    {
        try
        {
            var to = (string?)JsonNode.Parse(SealedPayload.Open(message, protector))?["to"] ?? "";
            return message.Channel == Channel.Sms ? Mask.Phone(to) : DeliveryWords.Email(to);
        }
        catch (Exception unreadable) when (unreadable is JsonException or UnreadableFieldException)
        {
            return "—"; // it is parked for the same reason, which stands beside it
        }
    }

    private static CaseId? CaseOf(OutboxRow message) => Guid.TryParseExact(message.CorrelationId, "D", out var id) ? CaseId.Of(id) : null;
}
