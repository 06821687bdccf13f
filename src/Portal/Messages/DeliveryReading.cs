using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
    /// <summary>Where its words are read; null for a message inside the house.</summary>
    public MessageId? Id { get; init; }
    public CaseId? Case { get; init; }
    public string? ReceiptNumber { get; init; }
}

/// <summary>A message as it went out.</summary>
/// <param name="Words">Names and long numbers masked; null where it cannot be opened.</param>
public sealed record DeliveryText(DeliveryRow Row, string? Subject, string? Words);

public enum DeliveryState
{
    Waiting,
    Sent,
    Parked,
    Unread,
    Read,

    /// <summary>Nobody need read it any more: what it asks for is done, or somebody else's.</summary>
    Over,
}

public sealed record DeliveryPage(int Page, DeliveryState? Only, bool HasMore, ImmutableArray<DeliveryRow> Rows)
{
    public const int Size = 50;
}

/// <summary>Reads what became of messages: of a case for its staff, of the area for its administrators. Addresses are masked, and words are shown one message at a time.</summary>
public sealed partial class DeliveryReading(IUnitOfWork work, FieldProtector protector, Scopes scopes, MendingRights rights)
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
            message.IsOver ? DeliveryState.Over : message.ReadAt is null ? DeliveryState.Unread : DeliveryState.Read, 1, message.ReadAt, null))).OrderByDescending(row => row.At)];
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

    /// <summary>The words of one message of the administrator's area. The caller records the look.</summary>
    /// <exception cref="RefusedException">message.unknown, also where it is another area's.</exception>
    public async Task<DeliveryText> WordsAsync(Visitor visitor, MessageId id, CancellationToken cancellation)
    {
        var message = await work.Db.Set<OutboxRow>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id && Outside.Contains(one.Channel), cancellation);
        if (message is null || !await rights.MayAsync(visitor.Actor, CaseOf(message), cancellation))
            throw new RefusedException("message.unknown");
        var row = Row(message);
        if (CaseOf(message) is { } about)
            row = row with { Case = about, ReceiptNumber = await work.Db.Set<AidCase>().AsNoTracking().Where(one => one.Id == about).Select(one => one.ReceiptNumber).FirstOrDefaultAsync(cancellation) };
        if (Opened(message) is not { } payload)
            return new(row, null, null);
        var names = await NamesAsync(CaseOf(message), cancellation);
        var sight = Sights.Of(visitor.Roles.Select(held => held.Role), PersonalField.Name);
        string? Masked(string? words) => words is null ? null : LongNumber().Replace(names.Aggregate(words, (text, name) => text.Replace(name, Mask.Name(name, sight), StringComparison.Ordinal)), number => Mask.Account(number.Value));
        return new(row, Masked((string?)payload["subject"]), Masked((string?)payload["text"]));
    }

    /// <summary>Those whom messages of the case speak to and of, longest first: a name may begin another.</summary>
    private async Task<string[]> NamesAsync(CaseId? about, CancellationToken cancellation)
    {
        if (about is null)
            return [];
        var told = work.Db.Set<Notification>().Where(one => one.Case == about && one.Person != null).Select(one => one.Person!.Value);
        var names = await work.Db.Set<Person>().AsNoTracking()
            .Where(person => told.Contains(person.Id) || work.Db.Set<AidCase>().Any(one => one.Id == about && one.ApplicantId == person.Id)).Select(person => person.Name).ToListAsync(cancellation);
        return [.. names.Where(name => name.Length > 1).Distinct(StringComparer.Ordinal).OrderByDescending(name => name.Length)];
    }

    /// <summary>Of an identity, an account or a telephone; a receipt number has letters before it.</summary>
    [GeneratedRegex("(?<![A-Za-z0-9])[0-9]{8,}[0-9Xx]?(?![0-9])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LongNumber();

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
        message.Attempts, message.SentAt, message.LastError)
    {
        Id = message.Id,
    };

    private string To(OutboxRow message) => Opened(message) is not { } payload ? "—"
        : (string?)payload["to"] is var to && message.Channel == Channel.Sms ? Mask.Phone(to ?? "") : DeliveryWords.Email(to ?? "");

    /// <returns>Null where it cannot be opened: it is parked for the same reason, which stands beside it.</returns>
    private JsonNode? Opened(OutboxRow message)
    {
        try
        {
            return JsonNode.Parse(SealedPayload.Open(message, protector));
        }
        catch (Exception unreadable) when (unreadable is JsonException or UnreadableFieldException)
        {
            return null;
        }
    }

    private static CaseId? CaseOf(OutboxRow message) => Guid.TryParseExact(message.CorrelationId, "D", out var id) ? CaseId.Of(id) : null;
}
