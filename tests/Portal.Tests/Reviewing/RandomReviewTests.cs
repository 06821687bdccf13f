using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>
/// Every operation in any order against plans of every kind, by people who may and who may not: whatever is refused changes nothing, whatever is done leaves a legal state
/// (<see cref="ReviewLegality"/>), and from wherever that led the case comes to its end.
/// </summary>
[TestFixture]
internal sealed class RandomReviewTests
{
    private static readonly string[] Staff =
    [
        "township1", "township2", "township3", "township4", "township5", "district1", "district2", "district3", "district4", "district5", "decider1", "decider2", "decider3", "decider4", "city1", "admin1",
    ];

    private static readonly (string Name, string Value)[][] Plans =
    [
        [("people", "3"), ("agreement", "All"), ("returnTo", "[\"*\"]"), ("resubmission", "StraightBack")],
        [("people", "3"), ("agreement", "Sequence"), ("returnTo", "[\"previous\", \"Supplement\"]")],
        [("people", "4"), ("agreement", "Vote"), ("passesAt", "2/3"), ("quorum", "2/3"), ("returnTo", "[\"*\"]")],
        [("people", "2"), ("agreement", "AnyOne"), ("returnTo", "[\"previous\"]"), ("resubmission", "StraightBack"), ("opinion", "Always")],
    ];

    [Test]
    public Task Any_order_of_operations_leaves_a_legal_state([Range(1, 24)] int seed) => PlayAsync(Provider.Sqlite, seed);

    [Test]
    public Task Any_order_of_operations_leaves_a_legal_state_on_postgres([Range(101, 103)] int seed) => PlayAsync(Provider.Postgres, seed);

    private static async Task PlayAsync(Provider provider, int seed)
    {
        var random = new Random(seed);
        var plan = seed % Plans.Length;
        await using var office = await Office.OpenAsync(provider, $"random-review-{plan}", step =>
        {
            foreach (var name in new[] { "TownshipReview", "DistrictReview" })
                ReviewOffice.Set(step(name), Plans[plan]);
            ReviewOffice.Set(step("DistrictDecision"), ("people", "2"), ("agreement", Plans[plan][1].Value == "Sequence" ? "Sequence" : "All"), ("returnTo", "[\"previous\", \"*\"]"));
        });
        await office.StaffAsync();
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "TownshipReview");

        var log = new List<string>();
        for (var turn = 0; turn < 60 && (await office.CaseAsync(id)).IsOpen; turn++)
        {
            await OneAsync(office, id, random, log);
            var faults = await office.FaultsAsync(id);
            Assert.That(faults, Is.Empty, $"seed {seed}:\n{string.Join('\n', log)}");
        }

        await FinishAsync(office, id, log, seed);
        Assert.That(await office.DoAsync((MoneyAgrees check, CancellationToken token) => check.DifferencesAsync(token)), Is.Empty);
    }

    private static async Task OneAsync(Office office, CaseId id, Random random, List<string> log)
    {
        var open = await office.OpenAsync(id);
        if (open.Count == 0 || open.TrueForAll(task => task.Kind is not (RoundKind.Review or RoundKind.Decision or RoundKind.HomeVisit or RoundKind.Completeness)))
        {
            await OnwardsAsync(office, id);
            log.Add("time goes by, or somebody else acts");
            return;
        }

        var task = open[random.Next(open.Count)];
        if (task.Kind is not (RoundKind.Review or RoundKind.Decision))
        {
            await DoneAsync(office, task);
            log.Add($"{task.Step} is done");
            return;
        }

        // Whoever has it, mostly; or anybody.
        var who = task.AssigneeId is { } assignee && random.Next(10) > 0 ? await office.NameAsync(assignee) : random.Next(10) > 0 ? await AnyHolderAsync(office, task, random) : Staff[random.Next(Staff.Length)];
        var lists = await office.NomineesAsync(who, task.Id);
        var (did, act) = random.Next(16) switch
        {
            0 => ("refuses", () => office.SaysAsync(who, task.Id, Verdict.Refuse)),
            1 => ("abstains", () => office.SaysAsync(who, task.Id, Verdict.Abstain)),
            2 => ("stands aside", () => office.SaysAsync(who, task.Id, Verdict.Recuse, "与申请人相识")),
            3 => ("returns", () => ReturnAsync(office, who, task, random)),
            4 or 5 => ("transfers", () => office.TransferAsync(who, task.Id, Pick(lists?.ToTakeOver, random))),
            6 or 7 => ("delegates", () => office.DelegateAsync(who, task.Id, Pick(lists?.ToAdvise, random))),
            8 => ("recalls", () => office.RecallAsync(who, task.Id)),
            9 or 10 => ("adds a signer", () => office.AddSignerAsync(who, task.Id, Pick(lists?.ToSign, random), (SignerPlace)random.Next(3))),
            11 => ("removes a signer", () => RemoveAsync(office, task, random)),
            12 => ("takes back", () => TakeBackAsync(office, id, random)),
            _ => ("agrees", (Func<Task>)(() => AgreeAsync(office, who, task))),
        };
        try
        {
            await act();
            log.Add($"{who} {did} at {task.Step}/{task.SeatKey} ({task.Purpose})");
        }
        catch (RefusedException refused)
        {
            log.Add($"{who} {did} at {task.Step}/{task.SeatKey} ({task.Purpose}): {refused.Code}");
        }
    }

    private static async Task<string> AnyHolderAsync(Office office, ReviewTask task, Random random)
    {
        var holders = await office.AskAsync(services => services.GetRequiredService<Cases.Organisation.Directory>().HoldersAsync(task.Role, task.UnitId, Cases.Clocks.LocalDay.Today(office.Clock), CancellationToken.None));
        return holders.Count == 0 ? Staff[random.Next(Staff.Length)] : holders[random.Next(holders.Count)].UserName;
    }

    /// <summary>A visit, or what else one person does.</summary>
    private static async Task DoneAsync(Office office, ReviewTask task)
    {
        if ((await WhoMayAsync(office, task)).FirstOrDefault() is { } who)
            await office.DecideAsync(who, await office.YesAsync(task));
    }

    private static async Task<DecisionReceipt> AgreeAsync(Office office, string who, ReviewTask task) => task.Purpose == TaskPurpose.Advise
        ? await office.SaysAsync(who, task.Id, Verdict.Advise, "收入属实")
        : await office.DecideAsync(who, await office.YesAsync(task) with { Opinion = "情况属实，同意。" });

    private static async Task<DecisionReceipt> ReturnAsync(Office office, string who, ReviewTask task, Random random)
    {
        var round = await office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(round => round.Id == task.RoundId));
        var targets = round.Plan.ReturnTo.Where(step => step != StepNames.Supplement).ToArray();
        return targets.Length == 0 ? throw new RefusedException("return.not-possible") : await office.SaysAsync(who, task.Id, Verdict.Return, "请重新核实", targets[random.Next(targets.Length)]);
    }

    private static async Task<RoundId> RemoveAsync(Office office, ReviewTask task, Random random)
    {
        var round = await office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(round => round.Id == task.RoundId));
        var seat = round.Plan.Seats[random.Next(round.Plan.Seats.Length)];
        return await office.RemoveSignerAsync(seat.AddedBy is { } by && random.Next(2) == 0 ? await office.NameAsync(by) : "admin1", round.Id, seat.Key);
    }

    private static async Task<CaseId> TakeBackAsync(Office office, CaseId id, Random random)
    {
        var decisions = await office.ReadAsync(db => db.Set<Decision>().AsNoTracking().Where(decision => decision.CaseId == id).OrderByDescending(decision => decision.At).ThenByDescending(decision => decision.Id).Take(3).ToListAsync());
        var decision = decisions[random.Next(decisions.Count)];
        return await office.TakeBackAsync(await office.NameAsync(decision.AccountId), decision.Id);
    }

    private static string Pick(IReadOnlyList<Nominee>? nominees, Random random) =>
        nominees is { Count: > 0 } && random.Next(12) > 0 ? nominees[random.Next(nominees.Count)].UserName : Staff[random.Next(Staff.Length)];

    /// <summary>What is nobody's opinion: a notice, a payment, an account.</summary>
    private static async Task OnwardsAsync(Office office, CaseId id)
    {
        if (await office.ReadAsync(db => db.Set<Round>().AnyAsync(round => round.CaseId == id && round.State == RoundState.Open && round.Kind == RoundKind.Payout)))
            await office.PayAsync(id);
        else
            await office.StepAsync(id);
    }

    /// <summary>Everybody agrees and answers, and where nobody is left who may, an administrator hires somebody: the case ends.</summary>
    private static async Task FinishAsync(Office office, CaseId id, List<string> log, int seed)
    {
        var hired = 0;
        for (var turn = 0; turn < 150; turn++)
        {
            if (!(await office.CaseAsync(id)).IsOpen)
                return;
            var open = (await office.OpenAsync(id)).Where(task => task.State != TaskState.OnHold && task.Kind is not (RoundKind.Payout or RoundKind.Supplement or RoundKind.Correction)).ToList();
            if (open.Count == 0)
            {
                await OnwardsAsync(office, id);
                continue;
            }

            var task = open[0];
            var who = task.AssigneeId is { } assignee ? [await office.NameAsync(assignee)] : await WhoMayAsync(office, task);
            if (who.Count == 0)
            {
                var unit = await office.ReadAsync(db => db.Set<Cases.Organisation.Unit>().SingleAsync(unit => unit.Id == task.UnitId));
                await office.HireAsync($"help{++hired}", task.Role, unit.Level, unit.DivisionCode);
                continue;
            }

            if (task.Kind is RoundKind.Review or RoundKind.Decision)
                await AgreeAsync(office, who[0], task);
            else
                await office.DecideAsync(who[0], await office.YesAsync(task));
            log.Add($"{who[0]} agrees at {task.Step}/{task.SeatKey}");
            Assert.That(await office.FaultsAsync(id), Is.Empty, $"seed {seed}:\n{string.Join('\n', log)}");
        }

        Assert.Fail($"seed {seed}: the case never ends:\n{string.Join('\n', log)}");
    }

    private static Task<List<string>> WhoMayAsync(Office office, ReviewTask task) => office.AskAsync(async services =>
    {
        var files = services.GetRequiredService<CaseFiles>();
        var rounds = services.GetRequiredService<Rounds>();
        var file = await files.LoadAsync(task.CaseId, Actor.System, CancellationToken.None);
        return (await rounds.WhoMayAsync(file, file.Rounds.Single(round => round.Id == task.RoundId), file.Tasks.Single(one => one.Id == task.Id), CancellationToken.None)).Select(account => account.UserName).ToList();
    });
}
