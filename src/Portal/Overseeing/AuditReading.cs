using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Accounts;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Petitioning;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Overseeing;

/// <summary>A case that an entry speaks of and that the reader may open.</summary>
public sealed record TrailCase(CaseId Id, string? Number);

/// <summary>An entry of a trail as it is read.</summary>
/// <param name="About">What it speaks of, in words; ids that only tell records apart are left to <paramref name="Recorded"/>.</param>
/// <param name="Recorded">The entry as the chain holds it.</param>
public sealed record TrailRow(DateTimeOffset At, LocalText By, LocalText What, LocalText About, TrailCase? Case, string Recorded);

/// <summary>Some entries, the newest first.</summary>
/// <param name="Number">Of the page, from 1.</param>
/// <param name="Count">Of all entries.</param>
public sealed record TrailPage(ImmutableArray<TrailRow> Rows, int Number, int Count)
{
    public const int Size = 50;

    public bool HasNext => (long)Number * Size < Count;
}

/// <summary>The trail of a case or of a matter of the visit desk, and who looked at it.</summary>
/// <param name="Case">Null for a matter.</param>
/// <param name="Matter">Null for a case.</param>
/// <param name="Number">Its receipt number, or that of the register.</param>
public sealed record CaseTrail(CaseId? Case, MatterId? Matter, string? Number, TrailPage Entries, TrailPage Looks)
{
    /// <summary>As records name it.</summary>
    public string Subject => Case is { } one ? $"case:{one}" : $"matter:{Matter}";
}

/// <summary>Reads the audit trail and the access log for auditors: only of cases and people in their area.</summary>
public sealed class AuditReading(IUnitOfWork work, Scopes scopes)
{
    public const string SignInActs = "sign-in.";

    /// <summary>What a sign-in record can tell.</summary>
    public static readonly ImmutableArray<string> SignInKinds = ["succeeded", "failed", "locked", "ended"];

    /// <param name="page">Of its entries.</param>
    /// <param name="looks">The page of those who looked at it.</param>
    /// <returns>Null when there is no such case or matter in the area; an accusation is none for whom it names.</returns>
    public async Task<CaseTrail?> CaseAsync(string asked, int page, int looks, Actor actor, CancellationToken cancellation)
    {
        var (db, number) = (work.Db, asked.Trim().ToUpperInvariant());
        var scope = await scopes.OfAsync(actor, [Role.Auditor], cancellation);
        var aid = await db.Set<AidCase>().AsNoTracking().Where(one => one.ReceiptNumber == number).Within(scope, db).Select(one => (CaseId?)one.Id).FirstOrDefaultAsync(cancellation);
        var matter = aid is not null ? null : await db.Set<Matter>().AsNoTracking().Where(one => one.Number == number).Within(scope, db)
            .Where(one => !db.Set<MatterAccused>().Any(accused => accused.MatterId == one.Id && accused.AccountId == actor.Account)).Select(one => (MatterId?)one.Id).FirstOrDefaultAsync(cancellation);
        if (aid is null && matter is null)
            return null;
        var of = aid is { } found ? $"case:{found}" : $"matter:{matter}";
        return new CaseTrail(aid, matter, number,
            await PageAsync(db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == of), page, scope, cancellation),
            await PageAsync(db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Subject == of && entry.Act == "personal.viewed"), looks, scope, cancellation));
    }

    /// <summary>Looks of people who work in the area.</summary>
    /// <param name="userName">Only theirs; null for everybody's.</param>
    public async Task<TrailPage> LooksAsync(string? userName, int page, Actor actor, CancellationToken cancellation)
    {
        var scope = await scopes.OfAsync(actor, [Role.Auditor], cancellation);
        return await PageAsync(Named(Of(scope, "access:"), userName), page, scope, cancellation);
    }

    /// <summary>Sign-ins of people who work in the area; those that failed by a name that nobody has are shown to auditors of the whole city.</summary>
    /// <param name="userName">Only theirs; null for everybody's.</param>
    /// <param name="did">One of <see cref="SignInKinds"/>; whatever else shows all of them.</param>
    public async Task<TrailPage> SignInsAsync(string? userName, string? did, int page, Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var scope = await scopes.OfAsync(actor, [Role.Auditor], cancellation);
        var roots = scope.Roots.ToArray();
        var entries = Of(scope, "sign-in:");
        if (string.IsNullOrWhiteSpace(userName) && await db.Set<Unit>().AnyAsync(unit => unit.Level == UnitLevel.City && roots.Contains(unit.Id), cancellation))
            entries = entries.Concat(db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == SignInLog.Unknown));
        if (did is not null && SignInKinds.Contains(did, StringComparer.Ordinal) && $"{SignInActs}{did}" is var act)
            entries = entries.Where(entry => entry.Act == act);
        return await PageAsync(Named(entries, userName), page, scope, cancellation);
    }

    private IQueryable<AuditEntry> Of(Scope scope, string streams)
    {
        var mine = work.Db.Set<RoleAssignment>().AsNoTracking().Within(scope, work.Db);
        return work.Db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream.StartsWith(streams) && entry.ActorAccount != null && mine.Any(held => held.AccountId == entry.ActorAccount));
    }

    /// <summary>A program that acts as the account stands behind the stroke.</summary>
    private static IQueryable<AuditEntry> Named(IQueryable<AuditEntry> entries, string? userName) => userName?.Trim().ToLowerInvariant() is { Length: > 0 } name
        ? entries.Where(entry => entry.ActorName == name || entry.ActorName.StartsWith(name + "/")) : entries;

    private async Task<TrailPage> PageAsync(IQueryable<AuditEntry> entries, int page, Scope scope, CancellationToken cancellation)
    {
        var count = await entries.CountAsync(cancellation);
        var number = Math.Clamp(page, 1, Math.Max(1, (count + TrailPage.Size - 1) / TrailPage.Size));
        var shown = await entries.OrderByDescending(entry => entry.At).ThenBy(entry => entry.Stream).ThenByDescending(entry => entry.Number)
            .Skip((number - 1) * TrailPage.Size).Take(TrailPage.Size).ToListAsync(cancellation);
        var spoken = await SpokenAsync(shown, scope, cancellation);
        return new TrailPage([.. shown.Select(spoken.Row)], number, count);
    }

    /// <summary>What the ids in these entries stand for.</summary>
    private async Task<SpokenOf> SpokenAsync(List<AuditEntry> entries, Scope scope, CancellationToken cancellation)
    {
        var db = work.Db;
        var ids = entries.SelectMany(entry => Facts(entry).Select(fact => fact.Value).Append(IdOf(entry.Stream)).Append(IdOf(entry.Subject)))
            .Select(text => Guid.TryParse(text, out var id) ? id : (Guid?)null).OfType<Guid>().Distinct().ToArray();
        var (units, accounts, cases, batches) = (ids.Select(id => new UnitId(id)).ToArray(), ids.Select(id => new AccountId(id)).ToArray(), ids.Select(id => new CaseId(id)).ToArray(), ids.Select(id => new BatchId(id)).ToArray());
        var actors = entries.Select(entry => entry.ActorAccount).OfType<AccountId>().Concat(accounts).Distinct().ToArray();
        return new(
            await db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id.Value, unit => new LocalText(unit.NameZh, unit.NameEn), cancellation),
            await db.Set<Account>().AsNoTracking().Where(account => actors.Contains(account.Id)).ToDictionaryAsync(account => account.Id.Value, account => new LocalText(account.NameZh, account.NameEn), cancellation),
            await db.Set<AidCase>().AsNoTracking().Where(one => cases.Contains(one.Id)).Within(scope, db).ToDictionaryAsync(one => one.Id.Value, one => new TrailCase(one.Id, one.ReceiptNumber), cancellation),
            await db.Set<PayoutBatch>().AsNoTracking().Where(batch => batches.Contains(batch.Id)).ToDictionaryAsync(batch => batch.Id.Value, batch => batch.Number, cancellation));
    }

    private static string? IdOf(string? name) => name?.Split(':', 2) is [_, var id] ? id : null;

    private static List<(string Name, string Value)> Facts(AuditEntry entry)
    {
        using var facts = JsonDocument.Parse(entry.Facts);
        return [.. facts.RootElement.EnumerateObject().Where(fact => fact.Value.ValueKind != JsonValueKind.Null).Select(fact => (fact.Name, fact.Value.ToString()))];
    }

    private sealed record SpokenOf(Dictionary<Guid, LocalText> Units, Dictionary<Guid, LocalText> Accounts, Dictionary<Guid, TrailCase> Cases, Dictionary<Guid, string> Batches)
    {
        public TrailRow Row(AuditEntry entry) => new(entry.At,
            entry.ActorAccount is { } who && Accounts.TryGetValue(who.Value, out var name) ? name with { Zh = $"{name.Zh}（{entry.ActorName}）", En = $"{name.En} ({entry.ActorName})" }
                : entry.Stream == SignInLog.Unknown ? new("未知的人", "somebody unknown")
                : entry.ActorAccount is null ? new("系统", "the system") : LocalText.Same(entry.ActorName),
            AuditWords.Of(entry.Act), About(entry), Case(entry), $"{entry.Stream} #{entry.Number} {entry.Act} {entry.Subject} {entry.Facts}");

        private TrailCase? Case(AuditEntry entry) => new[] { entry.Subject, entry.Stream }.Where(name => name?.StartsWith("case:", StringComparison.Ordinal) == true)
            .Select(name => Guid.TryParse(IdOf(name), out var id) ? Cases.GetValueOrDefault(id) : null).FirstOrDefault(found => found is not null);

        private LocalText About(AuditEntry entry)
        {
            var said = Facts(entry).Select(fact => Said(entry.Act, fact.Name, fact.Value)).Prepend(Subject(entry.Subject)).OfType<LocalText>().ToList();
            return new(string.Join("；", said.Select(one => one.Zh)), string.Join("; ", said.Select(one => one.En)));
        }

        private LocalText? Subject(string? subject) => subject?.Split(':', 2) switch
        {
            ["list", var list] => AuditWords.List(list),
            ["file", _] => new("一份材料", "a paper"),
            ["batch", var id] when Guid.TryParse(id, out var batch) && Batches.TryGetValue(batch, out var number) => new($"名册 {number}", $"roll {number}"),
            _ => null,
        };

        private LocalText? Said(string act, string fact, string value)
        {
            if (AuditWords.Name(fact) is not { } name || value.Length == 0)
                return null;
            var words = !Guid.TryParse(value, out var id) ? AuditWords.Value(act, fact, value)
                : Units.GetValueOrDefault(id) ?? Accounts.GetValueOrDefault(id) ?? (Cases.TryGetValue(id, out var one) && one.Number is { } number ? LocalText.Same(number) : null);
            return words is null ? null : new($"{name.Zh} {words.Zh}", $"{name.En} {words.En}");
        }
    }
}
