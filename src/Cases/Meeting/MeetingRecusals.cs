using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Meeting;

/// <summary>Who may not take part in which case.</summary>
/// <param name="Members">By task, the places of those members who must withdraw.</param>
/// <param name="Actor">Cases that whoever enters or compares the minutes stood aside from, or is close to themselves.</param>
public sealed record MustWithdraw(IReadOnlyDictionary<TaskId, ImmutableArray<int>> Members, IReadOnlySet<TaskId> Actor);

/// <summary>
/// The house's rules of recusal (<see cref="Recusal"/>) held against those who were there: by the person of their account, and, where they have none, by the
/// name that the applicant gave for a relative on the staff.
/// </summary>
public sealed class MeetingRecusals(IUnitOfWork work, Recusal recusal, Vault vault, TimeProvider time)
{
    public async Task<MustWithdraw> OfAsync(ImmutableArray<Member> members, IReadOnlyCollection<TaskId> tasks, Actor actor, CancellationToken cancellation)
    {
        var (today, known) = (LocalDay.Today(time), members.Select(member => member.Account).OfType<AccountId>().ToArray());
        var persons = await work.Db.Set<Account>().AsNoTracking().Where(account => known.Contains(account.Id)).ToDictionaryAsync(account => account.Id, account => account.PersonId, cancellation);
        var cases = (await work.Db.Set<ReviewTask>().AsNoTracking().Where(task => tasks.Contains(task.Id))
            .Join(work.Db.Set<AidCase>(), task => task.CaseId, aidCase => aidCase.Id, (task, aidCase) => new { task.Id, aidCase }).ToListAsync(cancellation)).ToDictionary(one => one.Id, one => one.aidCase);
        var stood = await StoodAsideAsync([.. cases.Values.Where(aidCase => aidCase.SomebodyStoodAside).Select(aidCase => aidCase.Id)], cancellation);
        var (withdraw, own) = (new Dictionary<TaskId, ImmutableArray<int>>(), new HashSet<TaskId>());
        foreach (var (task, aidCase) in cases)
        {
            var close = ImmutableArray.CreateBuilder<int>();
            for (var place = 0; place < members.Length; place++)
            {
                var person = members[place].Account is { } account ? persons.GetValueOrDefault(account) : null;
                if (await recusal.WhyAsync(person, aidCase, today, cancellation) is not null || IsNamed(members[place].Name, aidCase) || stood.Contains((aidCase.Id, members[place].Account)))
                    close.Add(place);
            }

            withdraw[task] = close.ToImmutable();
            if (await recusal.WhyAsync(actor.Person, aidCase, today, cancellation) is not null || stood.Contains((aidCase.Id, actor.Account)))
                own.Add(task);
        }

        return new(withdraw, own);
    }

    /// <summary>Who said of a case that they stand aside from it.</summary>
    private async Task<HashSet<(CaseId Case, AccountId? Account)>> StoodAsideAsync(CaseId[] cases, CancellationToken cancellation) => cases.Length == 0 ? []
        : [.. (await work.Db.Set<Decision>().AsNoTracking().Where(decision => cases.Contains(decision.CaseId) && decision.Verdict == Verdict.Recuse).Select(decision => new { decision.CaseId, decision.AccountId }).ToListAsync(cancellation))
            .Select(one => (one.CaseId, (AccountId?)one.AccountId))];

    private bool IsNamed(string member, AidCase aidCase) => aidCase.RelativeOfStaff && member.Trim() is { Length: > 1 } name
        && Answer.Plain(vault.OpenAnswers(aidCase)[FormKeys.StaffRelativeDetail])?.Contains(name, StringComparison.Ordinal) == true;
}
