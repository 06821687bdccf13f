using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Copying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Inbox;

/// <summary>A case that somebody was sent for their information.</summary>
/// <param name="By">Null where the workflow sent it.</param>
public sealed record CopiedRow(CaseId Case, string? Number, string Person, LocalText Service, LocalText Place, string Step, LocalText? By, string? Note, DateTimeOffset SentAt, DateTimeOffset? ReadAt);

/// <summary>Those that were sent to somebody, unread first.</summary>
public sealed record CopiedPage(ImmutableArray<CopiedRow> Rows, int Number, int Count, int Unread)
{
    public const int Size = 50;

    public bool HasNext => Number * Size < Count;
}

/// <summary>Reads what was sent to whoever asks, as far as the cases still lie in their area; a case that moved elsewhere is no longer theirs to see.</summary>
public sealed class CopiedReading(IUnitOfWork work, Scopes scopes, ServiceCatalogue services)
{
    public async Task<CopiedPage> ReadAsync(Visitor visitor, int page, CancellationToken cancellation)
    {
        var db = work.Db;
        var mine = await MineAsync(visitor.Actor, cancellation);
        var found = await mine.OrderBy(pair => pair.Copy.ReadAt != null).ThenByDescending(pair => pair.Copy.SentAt).ThenBy(pair => pair.Copy.Id).Skip((page - 1) * CopiedPage.Size).Take(CopiedPage.Size)
            .Join(db.Set<Person>(), pair => pair.Case.ApplicantId, person => person.Id, (pair, person) => new { pair.Copy, pair.Case.Id, pair.Case.ReceiptNumber, pair.Case.ServiceVersionId, pair.Case.UnitId, person.Name }).ToListAsync(cancellation);
        var senders = found.Select(one => one.Copy.ById).OfType<AccountId>().Distinct().ToArray();
        var names = await db.Set<Account>().AsNoTracking().Where(account => senders.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        var places = found.Select(one => one.UnitId).Distinct().ToArray();
        var units = await db.Set<Unit>().AsNoTracking().Where(unit => places.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation);
        var sight = Sights.Of(visitor.Roles.Select(held => held.Role), PersonalField.Name);
        var rows = ImmutableArray.CreateBuilder<CopiedRow>();
        foreach (var one in found.OrderBy(one => one.Copy.ReadAt is not null).ThenByDescending(one => one.Copy.SentAt).ThenBy(one => one.Copy.Id.Value))
        {
            rows.Add(new(one.Id, one.ReceiptNumber, Mask.Name(one.Name, sight), (await services.GetAsync(db, one.ServiceVersionId, cancellation)).Description.Name, units[one.UnitId], one.Copy.Step,
                one.Copy.ById is { } by ? names.GetValueOrDefault(by) : null, one.Copy.Note, one.Copy.SentAt, one.Copy.ReadAt));
        }

        return new(rows.ToImmutable(), page, await mine.CountAsync(cancellation), await mine.CountAsync(pair => pair.Copy.ReadAt == null, cancellation));
    }

    public async Task<int> UnreadAsync(Actor actor, CancellationToken cancellation) => await (await MineAsync(actor, cancellation)).CountAsync(pair => pair.Copy.ReadAt == null, cancellation);

    private async Task<IQueryable<CopyWithCase>> MineAsync(Actor actor, CancellationToken cancellation)
    {
        var (db, account) = (work.Db, actor.Account);
        return db.Set<CaseCopy>().AsNoTracking().Where(copy => copy.AccountId == account)
            .Join(db.Set<AidCase>().AsNoTracking().Within(await scopes.OfAsync(actor, cancellation), db), copy => copy.CaseId, aidCase => aidCase.Id, (copy, aidCase) => new CopyWithCase { Copy = copy, Case = aidCase });
    }

    private sealed class CopyWithCase
    {
        public required CaseCopy Copy { get; init; }
        public required AidCase Case { get; init; }
    }
}
