using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Rules to try on a case.</summary>
/// <param name="Number">Its receipt number.</param>
/// <param name="Rules">As they stand in a definition, as JSON.</param>
/// <param name="Step">At which step; it matters for whose turn it is.</param>
/// <param name="Role">Of the step, for rules that name none.</param>
/// <param name="NotDecidersOf">Steps whose deciders may not decide here.</param>
public sealed record RuleTrial(string Number, string Rules, string Step, Role Role, UnitLevel Level, Otherwise NobodyFound = default, Otherwise ApplicantFound = default, ImmutableArray<string> NotDecidersOf = default);

/// <summary>Whom one of the rules finds.</summary>
/// <param name="Applies">False where the amount of the case is below its threshold.</param>
public sealed record RuleTried(WhoRule Rule, bool Applies, WhoFound? Found)
{
    /// <summary>User names in the rule that nobody has.</summary>
    public ImmutableArray<string> Unknown { get; init; } = [];
}

/// <summary>Lets an administrator see whom rules would find for a case today, and why each person is in or out. Nothing is changed, nobody's turn is taken.</summary>
public sealed class TestRule(IUnitOfWork work, CaseFiles files, Rounds rounds, WhoFinding who, Scopes scopes)
{
    /// <exception cref="RefusedException">who.rules-wrong, who.rules-none; case.unknown, also outside the administrator's area.</exception>
    public async Task<ImmutableArray<RuleTried>> RunAsync(RuleTrial trial, Actor actor, CancellationToken cancellation)
    {
        var number = trial.Number.Trim().ToUpperInvariant();
        if (await work.Db.Set<AidCase>().AsNoTracking().FirstOrDefaultAsync(one => one.ReceiptNumber == number, cancellation) is not { } known
            || (actor.Account is not null && !await (await scopes.OfAsync(actor, [Role.Administrator], cancellation)).SeesAsync(known.UnitId, work.Db, cancellation)))
            throw new RefusedException("case.unknown", "number");
        var (rules, faults) = Who.Read(JsonValue.Create(trial.Rules));
        if (!faults.IsEmpty)
            throw new RefusedException("who.rules-wrong", "rules", ("reason", new LocalText(string.Join("；", faults.Select(fault => fault.Zh)), string.Join("; ", faults.Select(fault => fault.En)))));

        if (rules.IsEmpty)
            throw new RefusedException("who.rules-none", "rules");
        var file = await files.LoadAsync(known.Id, actor, cancellation);
        var plan = new ReviewPlan
        {
            Seats = Who.Seats(rules, trial.Role, trial.Level),
            NobodyFound = trial.NobodyFound,
            ApplicantFound = trial.ApplicantFound,
            NotDecidersOf = trial.NotDecidersOf.IsDefault ? [] : trial.NotDecidersOf,
        };
        var round = Round.Open(default, known.Id, file.Runs.OrderBy(run => run.EndedAt is null ? 0 : 1).FirstOrDefault()?.Id ?? default(InstanceId), default, "", trial.Step.Trim(), RoundKind.Review, plan, 1, file.Now);
        var tried = ImmutableArray.CreateBuilder<RuleTried>(rules.Length);
        foreach (var seat in round.Plan.Seats)
        {
            var applies = Rounds.Applies(file, seat);
            tried.Add(new(seat.Rule!, applies, applies ? await who.FindAsync(file, round, seat, await rounds.DecidedAsync(file, round, cancellation, all: true), cancellation) : null) { Unknown = await UnknownAsync(seat.Rule!, cancellation) });
        }

        return tried.MoveToImmutable();
    }

    private async Task<ImmutableArray<string>> UnknownAsync(WhoRule rule, CancellationToken cancellation)
    {
        var names = rule.People.IsDefaultOrEmpty ? [] : rule.People.ToArray();
        var known = names.Length == 0 ? [] : await work.Db.Set<Account>().AsNoTracking().Where(account => names.Contains(account.UserName)).Select(account => account.UserName).ToListAsync(cancellation);
        return [.. names.Except(known, StringComparer.Ordinal)];
    }
}
