using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Urging;

/// <summary>
/// The applicant or somebody of the staff asks those who have a case to get on with it (催办). Whoever has the step is told; often enough, or too late, the unit above is told too. Nothing is
/// decided and nobody gets another's task by it.
/// </summary>
public sealed class UrgeCase(
    IUnitOfWork work, CaseFiles files, Competence competence, Scopes scopes, TaskRelations relations, Organisation.Directory directory, Colleagues colleagues, UrgeLimits limits, AuditTrail audit, IIds ids)
{
    /// <summary>Who answers for what a unit does: those who decide above it.</summary>
    private static readonly ImmutableArray<Role> Superiors = [Role.TownshipReviewer, Role.DistrictReviewer, Role.DistrictDecider, Role.CityChecker, Role.CityDecider];

    /// <returns>The steps that were urged.</returns>
    /// <exception cref="RefusedException">case.unknown, case.not-yours, case.closed, case.on-hold, urge.nobody, urge.own, urge.too-often</exception>
    public async Task<ImmutableArray<UrgeId>> UrgeAsync(CaseId id, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(id, actor, cancellation);
        var by = await ByAsync(file, actor, cancellation);
        if (!file.Case.IsOpen)
            throw new RefusedException("case.closed", null, ("number", file.Case.ReceiptNumber));
        if (file.Case.HeldAt is not null)
            throw new RefusedException("case.on-hold");
        var waiting = Waiting(file);
        if (waiting.IsEmpty)
            throw new RefusedException("urge.nobody");
        if (by != Urge.Applicant && await IsOwnAsync(file, waiting, actor, cancellation))
            throw new RefusedException("urge.own");

        var earlier = await work.Db.Set<Urge>().AsNoTracking().Where(urge => urge.CaseId == id).ToListAsync(cancellation);
        var urged = ImmutableArray.CreateBuilder<UrgeId>();
        foreach (var round in waiting)
        {
            var number = 1 + earlier.Count(urge => urge.RoundId == round.Id && urge.ByKey == by && urge.On == file.Today);
            if (number > limits.ADay)
                continue;
            urged.Add(await UrgeAsync(file, round, by, number, 1 + earlier.Count(urge => urge.RoundId == round.Id), cancellation));
        }

        return urged.Count > 0 ? urged.ToImmutable() : throw new RefusedException("urge.too-often", null, ("times", limits.ADay));
    }

    /// <summary>Open steps that wait for somebody of the staff.</summary>
    public static ImmutableArray<Round> Waiting(CaseFile file) =>
        [.. file.OpenRounds.Where(round => file.Tasks.Exists(task => task.RoundId == round.Id && task.State is TaskState.Assigned or TaskState.InProgress))];

    private async Task<UrgeId> UrgeAsync(CaseFile file, Round round, string by, int number, int ofRound, CancellationToken cancellation)
    {
        var isLate = file.Clocks.Exists(clock => clock.RoundId == round.Id && clock.IsOverdue(file.Today));
        var above = isLate || ofRound >= limits.ToldAboveFrom;
        var urge = new Urge
        {
            Id = UrgeId.Of(ids.Next()),
            CaseId = file.Case.Id,
            RoundId = round.Id,
            Step = round.Step,
            ByKey = by,
            ById = file.Actor.Account,
            On = file.Today,
            Number = number,
            At = file.Now,
            ToldAbove = above,
        };
        work.Db.Add(urge);
        audit.Record(file.AuditStream, "case.urged", file.Actor, ("round", round.Id.ToString()), ("step", round.Step), ("by", by), ("toldAbove", above ? "yes" : null));
        var who = by == Urge.Applicant ? new LocalText("申请人", "The applicant") : await directory.NameAsync(file.Actor.Account, cancellation) ?? LocalText.Same(file.Actor.Name);

        // Once a person, however many seats they might take; not whoever has said their word already, unless it is theirs again, nor whoever stood aside from the case.
        var (told, said) = (new HashSet<AccountId>(), await work.Db.Set<Decision>().Where(decision => decision.CaseId == file.Case.Id && (decision.RoundId == round.Id || decision.Verdict == Verdict.Recuse)).Select(decision => decision.AccountId).ToHashSetAsync(cancellation));
        foreach (var task in file.Tasks.Where(task => task.RoundId == round.Id && task.State is TaskState.Assigned or TaskState.InProgress))
        {
            var holders = await directory.HoldersAsync(task.Role, task.UnitId, file.Today, cancellation);
            var claimed = holders.Where(account => account.Id == task.AssigneeId).ToList();
            colleagues.Tell(Message("urge.received", round.Id) with { About = new(round.Id, task.Role) }, (claimed.Count > 0 ? claimed : holders).Where(account => (account.Id == task.AssigneeId || !said.Contains(account.Id)) && told.Add(account.Id)).ToList());
        }

        if (above)
        {
            foreach (var unit in file.Tasks.Where(task => task.RoundId == round.Id && task.State is TaskState.Assigned or TaskState.InProgress).Select(task => task.UnitId).Distinct())
                await TellAboveAsync(Message("urge.told-above", unit) with { About = new(round.Id, AskedOf: null) }, unit, file.Today, cancellation);
        }

        return urge.Id;

        HouseMessage Message(string code, object about) => new(file.Case.Id, code, $"{code}:{urge.Id}:{about}",
            ("who", who), ("number", file.Case.ReceiptNumber), ("step", SpokenSteps.Of(round.Step)), ("times", ofRound));
    }

    /// <summary>Those who decide at the nearest unit above that has any; the administrators where none has.</summary>
    private async Task TellAboveAsync(HouseMessage message, UnitId from, DateOnly today, CancellationToken cancellation)
    {
        for (var steps = 1; await directory.AboveAsync(from, steps, today, cancellation) is { } unit; steps++)
        {
            var found = new Dictionary<AccountId, Account>();
            foreach (var role in Superiors)
                foreach (var account in await directory.HoldersAsync(role, unit, today, cancellation))
                    found.TryAdd(account.Id, account);
            if (found.Count == 0)
                continue;
            colleagues.Tell(message, found.Values);
            return;
        }

        await colleagues.TellAdministratorsAsync(message, from, cancellation);
    }

    /// <summary>Somebody of the staff is told apart; whoever stands on the applicant's side is one.</summary>
    private async Task<string> ByAsync(CaseFile file, Actor actor, CancellationToken cancellation)
    {
        if (actor.Account is { } account && await (await scopes.OfAsync(actor, cancellation)).SeesAsync(file.Case.UnitId, work.Db, cancellation))
            return account.ToString();
        await competence.RequireApplicantSideAsync(file.Case, actor, cancellation);
        return Urge.Applicant;
    }

    private async Task<bool> IsOwnAsync(CaseFile file, ImmutableArray<Round> waiting, Actor actor, CancellationToken cancellation)
    {
        foreach (var task in file.Tasks.Where(task => task.IsOpen && waiting.Any(round => round.Id == task.RoundId)))
        {
            if (await relations.OfAsync(task, actor, file.Today, cancellation) is null)
                return false;
        }

        return true;
    }
}
