using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Copying;

/// <summary>Whoever has a task of a case sends the case to colleagues for their information (抄送).</summary>
public sealed class CopyCase(CaseFiles files, TaskRelations relations, Candidates candidates, Copies copies)
{
    /// <returns>To how many it was sent.</returns>
    /// <exception cref="RefusedException">case.unknown, task.stood-aside, copy.not-yours, copy.nobody, copy.not-staff-here, copy.already</exception>
    public async Task<int> CopyAsync(CaseId id, IReadOnlyCollection<AccountId> to, string? note, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(id, actor, cancellation);
        if (actor.Account is { } sender && (await candidates.StoodAsideAsync(file, cancellation)).Contains(sender))
            throw new RefusedException("task.stood-aside");
        var task = await HeldAsync(file, actor, cancellation) ?? throw new RefusedException("copy.not-yours");
        if (to.Count == 0)
            throw new RefusedException("copy.nobody", "to");
        var possible = (await copies.PossibleAsync(file.Case.UnitId, file.Today, cancellation)).Where(account => account.Id != actor.Account).ToDictionary(account => account.Id);
        if (to.Any(account => !possible.ContainsKey(account)))
            throw new RefusedException("copy.not-staff-here", "to");
        var have = await copies.HaveAsync(id, cancellation);
        if (to.Where(have.Contains).Select(account => possible[account]).ToList() is { Count: > 0 } already)
            throw new RefusedException("copy.already", "to", ("names", new LocalText(string.Join('、', already.Select(account => account.NameZh)), string.Join(", ", already.Select(account => account.NameEn)))));
        copies.Send(file, task.Step, [.. to.Distinct().Select(account => possible[account])], actor.Account, string.IsNullOrWhiteSpace(note) ? null : note.Trim());
        return to.Distinct().Count();
    }

    /// <summary>The open task that makes the case somebody's to send; null where they have none, or left the case to others.</summary>
    public async Task<ReviewTask?> HeldAsync(CaseFile file, Actor actor, CancellationToken cancellation)
    {
        if (actor.Account is not { } account || (await candidates.StoodAsideAsync(file, cancellation)).Contains(account))
            return null;
        foreach (var task in file.Tasks.Where(task => task.IsOpen))
        {
            if (await relations.OfAsync(task, actor, file.Today, cancellation) is not null)
                return task;
        }

        return null;
    }
}
