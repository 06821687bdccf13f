using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>Somebody of the staff as a list offers them.</summary>
/// <param name="At">The unit of one of their roles.</param>
/// <param name="Said">What is written to mean exactly them: the name with the unit, and with the user name where that is not enough.</param>
public sealed record StaffChoice(string UserName, LocalText Name, Role Role, LocalText At, LocalText Said);

/// <summary>
/// Finds the colleague whom somebody names. A user name means anybody of the staff; a name, alone or with the unit in brackets, means those whom the writer may see: in the area of their own
/// roles, and at the units above.
/// </summary>
public sealed class WhoIsMeant(IUnitOfWork work, Scopes scopes, TimeProvider time)
{
    /// <summary>How many a list offers.</summary>
    public const int Most = 20;

    /// <summary>More are not looked through to put them in order.</summary>
    private const int MostRead = 500;

    /// <returns>Null where nobody is.</returns>
    /// <exception cref="RefusedException">people.several</exception>
    public async Task<Account?> OneAsync(string? said, string field, Actor actor, CancellationToken cancellation)
    {
        var words = (said ?? "").Trim();
        var lower = words.ToLowerInvariant();
        if (words.Length == 0)
            return null;
        var anywhere = Current(LocalDay.Today(time));
        if (await work.Db.Set<Account>().FirstOrDefaultAsync(account => account.UserName == lower && account.Active && anywhere.Any(held => held.AccountId == account.Id), cancellation) is { } exact)
            return exact;
        var name = words.Split(['（', '('], 2)[0].Trim();
        var called = await RowsAsync(await SeenAsync(actor, cancellation), accounts => accounts.Where(account => account.NameZh == name || account.NameEn == name), cancellation);
        var meant = called.Where(row => words == name || Ways(row).Any(way => Same(way, words))).DistinctBy(row => row.Account.Id).ToList();
        return meant.Count <= 1 ? meant.FirstOrDefault()?.Account
            : throw new RefusedException("people.several", field, ("name", name), ("count", meant.Count), ("people", new LocalText(string.Join('、', meant.Take(5).Select(row => Said(row, meant).Zh)), string.Join(", ", meant.Take(5).Select(row => Said(row, meant).En)))));
    }

    /// <summary>Whose name, user name or unit has these words in it.</summary>
    public async Task<ImmutableArray<StaffChoice>> SuggestAsync(string? words, Actor actor, CancellationToken cancellation)
    {
        var (part, lower) = ((words ?? "").Trim().Split(['（', '('], 2)[0].Trim(), (words ?? "").Trim().ToLowerInvariant());
        if (part.Length == 0)
            return [];
        var (seen, units) = (await SeenAsync(actor, cancellation), work.Db.Set<Unit>());
        var found = await RowsAsync(seen, accounts => accounts.Where(account => account.NameZh.Contains(part) || account.NameEn.Contains(part) || account.UserName.Contains(lower)
            || seen.Any(held => held.AccountId == account.Id && units.Any(unit => unit.Id == held.UnitId && (unit.NameZh.Contains(part) || unit.NameEn.Contains(part))))), cancellation);
        var people = found.DistinctBy(row => row.Account.Id).ToList();
        return [.. people.OrderBy(row => row.Account.NameZh, ByPinyin.Order).ThenBy(row => row.At.Zh, ByPinyin.Order).ThenBy(row => row.Account.UserName, StringComparer.Ordinal).Take(Most)
            .Select(row => new StaffChoice(row.Account.UserName, Name(row), row.Role, row.At, Said(row, people)))];
    }

    private static LocalText Name(Row row) => new(row.Account.NameZh, row.Account.NameEn);

    /// <summary>As short as tells them from the others.</summary>
    private static LocalText Said(Row row, IReadOnlyCollection<Row> others) =>
        others.Any(other => other.Account.Id != row.Account.Id && other.Account.NameZh == row.Account.NameZh && other.At.Zh == row.At.Zh)
            ? new($"{row.Account.NameZh}（{row.At.Zh}，{row.Account.UserName}）", $"{row.Account.NameEn} ({row.At.En}, {row.Account.UserName})")
            : new($"{row.Account.NameZh}（{row.At.Zh}）", $"{row.Account.NameEn} ({row.At.En})");

    private static IEnumerable<string> Ways(Row row) =>
    [
        $"{row.Account.NameZh}（{row.At.Zh}）", $"{row.Account.NameZh}（{row.At.Zh}，{row.Account.UserName}）", $"{row.Account.NameZh}（{row.Account.UserName}）",
        $"{row.Account.NameEn} ({row.At.En})", $"{row.Account.NameEn} ({row.At.En}, {row.Account.UserName})", $"{row.Account.NameEn} ({row.Account.UserName})",
    ];

    /// <summary>Brackets and commas of either kind, with or without blanks.</summary>
    private static bool Same(string one, string other) => Plain(one) == Plain(other);

    private static string Plain(string text) => text.Replace('（', '(').Replace('）', ')').Replace('，', ',').Replace(" ", "", StringComparison.Ordinal);

    private IQueryable<RoleAssignment> Current(DateOnly today) =>
        work.Db.Set<RoleAssignment>().AsNoTracking().Where(held => held.Role != Role.Applicant && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo));

    /// <summary>The roles by which the actor may see people; the house itself sees all.</summary>
    private async Task<IQueryable<RoleAssignment>> SeenAsync(Actor actor, CancellationToken cancellation)
    {
        var current = Current(LocalDay.Today(time));
        if (actor.Account is null)
            return current;
        var (scope, lines) = (await scopes.OfAsync(actor, cancellation), work.Db.Set<UnitAncestor>());
        var roots = scope.Roots.ToArray();
        var above = await lines.AsNoTracking().Where(line => roots.Contains(line.UnitId) && line.ValidTo == null).Select(line => line.AncestorId).Distinct().ToArrayAsync(cancellation);
        return current.Where(held => above.Contains(held.UnitId) || lines.Any(line => line.UnitId == held.UnitId && roots.Contains(line.AncestorId) && line.ValidTo == null));
    }

    private async Task<List<Row>> RowsAsync(IQueryable<RoleAssignment> held, Func<IQueryable<Account>, IQueryable<Account>> which, CancellationToken cancellation) => await which(work.Db.Set<Account>().AsNoTracking().Where(account => account.Active))
        .Join(held, account => account.Id, one => one.AccountId, (account, one) => new { account, one.Role, one.UnitId })
        .Join(work.Db.Set<Unit>(), one => one.UnitId, unit => unit.Id, (one, unit) => new { one.account, one.Role, unit })
        .OrderBy(one => one.account.UserName).ThenBy(one => one.unit.Level).ThenBy(one => one.Role).Take(MostRead)
        .Select(one => new Row(one.account, one.Role, new LocalText(one.unit.NameZh, one.unit.NameEn))).ToListAsync(cancellation);

    private sealed record Row(Account Account, Role Role, LocalText At);
}
