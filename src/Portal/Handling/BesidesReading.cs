using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Copying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Handling;

/// <summary>Whom a case was sent to for their information, and when they read it.</summary>
/// <param name="By">Null where the workflow sent it.</param>
public sealed record CopyRow(LocalText To, LocalText? By, string? Note, DateTimeOffset SentAt, DateTimeOffset? ReadAt);

/// <summary>That a step was urged, and when whoever has it saw that.</summary>
public sealed record UrgeRow(RoundId Round, string Step, LocalText By, DateTimeOffset At, bool ToldAbove, DateTimeOffset? SeenAt, LocalText? SeenBy);

/// <summary>Somebody to whom the case can be sent.</summary>
/// <param name="At">The unit nearest to the case at which they hold a role.</param>
public sealed record CopyChoice(AccountId Id, LocalText Name, string UserName, LocalText At);

/// <summary>What goes on beside the decisions of a case: who knows of it, and who was urged.</summary>
/// <param name="CopyTo">Whom whoever looks can send it to; empty where it is not theirs to send.</param>
/// <param name="MayUrge">It waits for somebody else, and whoever looks has not urged every step as often as one day allows.</param>
public sealed record CaseBesides(ImmutableArray<CopyRow> Copies, ImmutableArray<UrgeRow> Urges, ImmutableArray<CopyChoice> CopyTo, bool MayUrge)
{
    /// <summary>From when on it can be urged again by whoever looks and used up what one day allows.</summary>
    public DateOnly? UrgedOutUntil { get; init; }

    public static readonly CaseBesides None = new([], [], [], MayUrge: false);
}

/// <summary>Reads it for staff who see the case.</summary>
public sealed class BesidesReading(IUnitOfWork work, CopyCase copying, Copies copies, Cases.Organisation.Directory directory, TaskRelations relations, UrgeLimits limits)
{
    public async Task<CaseBesides> ReadAsync(CaseFile file, Visitor visitor, CancellationToken cancellation)
    {
        var (db, id) = (work.Db, file.Case.Id);
        var sent = await db.Set<CaseCopy>().AsNoTracking().Where(copy => copy.CaseId == id).OrderBy(copy => copy.SentAt).ThenBy(copy => copy.Id).ToListAsync(cancellation);
        var urged = await db.Set<Urge>().AsNoTracking().Where(urge => urge.CaseId == id).OrderBy(urge => urge.At).ThenBy(urge => urge.Id).ToListAsync(cancellation);
        var people = sent.SelectMany(copy => new[] { copy.AccountId, copy.ById }).Concat(urged.SelectMany(urge => new[] { urge.ById, urge.SeenById })).OfType<AccountId>().Distinct().ToArray();
        var names = await db.Set<Account>().AsNoTracking().Where(account => people.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => new LocalText(account.NameZh, account.NameEn), cancellation);
        LocalText? Name(AccountId? account) => account is { } known ? names.GetValueOrDefault(known) : null;

        var isOwn = await copying.HeldAsync(file, visitor.Actor, cancellation) is not null;
        var waits = file.Case is { IsOpen: true, HeldAt: null } && UrgeCase.Waiting(file) is { IsEmpty: false } waiting && !await IsAllOwnAsync(file, waiting, visitor.Actor, cancellation);
        var mayUrge = waits && UrgeCase.Waiting(file).Any(round => urged.Count(urge => urge.RoundId == round.Id && urge.ByKey == visitor.Account?.Id.ToString() && urge.On == file.Today) < limits.ADay);
        return new(
            [.. sent.Select(copy => new CopyRow(Name(copy.AccountId)!, Name(copy.ById), copy.Note, copy.SentAt, copy.ReadAt))],
            [.. urged.Select(urge => new UrgeRow(urge.RoundId, urge.Step, urge.IsByApplicant ? new("申请人", "the applicant") : Name(urge.ById)!, urge.At, urge.ToldAbove, urge.SeenAt, Name(urge.SeenById)))],
            isOwn ? await ChoicesAsync(file, visitor, cancellation) : [],
            mayUrge)
        { UrgedOutUntil = waits && !mayUrge ? file.Today.AddDays(1) : null };
    }

    private async Task<ImmutableArray<CopyChoice>> ChoicesAsync(CaseFile file, Visitor visitor, CancellationToken cancellation)
    {
        var (db, today, have) = (work.Db, file.Today, await copies.HaveAsync(file.Case.Id, cancellation));
        var possible = (await copies.PossibleAsync(file.Case.UnitId, today, cancellation)).Where(account => account.Id != visitor.Account?.Id && !have.Contains(account.Id)).ToDictionary(account => account.Id);
        var (ids, current) = (possible.Keys.ToArray(), await directory.CurrentAsync(file.Case.UnitId, today, cancellation));
        var at = await db.Set<RoleAssignment>().AsNoTracking().Where(held => ids.Contains(held.AccountId) && held.Role != Role.Applicant && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo))
            .Where(held => db.Set<UnitAncestor>().Any(line => line.UnitId == current && line.AncestorId == held.UnitId && line.ValidTo == null))
            .Join(db.Set<Unit>(), held => held.UnitId, unit => unit.Id, (held, unit) => new { held.AccountId, unit.Level, unit.NameZh, unit.NameEn }).ToListAsync(cancellation);
        return [.. at.OrderByDescending(one => one.Level).DistinctBy(one => one.AccountId)
            .OrderByDescending(one => one.Level).ThenBy(one => one.NameZh, ByPinyin.Order).ThenBy(one => possible[one.AccountId].NameZh, ByPinyin.Order).ThenBy(one => possible[one.AccountId].UserName, StringComparer.Ordinal)
            .Select(one => Choice(possible[one.AccountId], new(one.NameZh, one.NameEn)))];

        static CopyChoice Choice(Account account, LocalText at) => new(account.Id, new(account.NameZh, account.NameEn), account.UserName, at);
    }

    private async Task<bool> IsAllOwnAsync(CaseFile file, ImmutableArray<Round> waiting, Actor actor, CancellationToken cancellation)
    {
        foreach (var task in file.Tasks.Where(task => task.IsOpen && waiting.Any(round => round.Id == task.RoundId)))
        {
            if (await relations.OfAsync(task, actor, file.Today, cancellation) is null)
                return false;
        }

        return true;
    }
}
