using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Meetings;
using AidWorkflow.Portal.Tests.StandingIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>One case in the hands of people who do anything with it that they can think of, whether they may or not.</summary>
internal sealed class ReviewPlay(Office office, CaseId id, Random random)
{
    private const string Admin = "admin-city";

    private static readonly string[] Staff =
    [
        "township1", "township2", "township3", "township4", "township5", "district1", "district2", "district3", "district4", "district5", "decider1", "decider2", "decider3", "decider4", "city1", "admin1", "leader1",
    ];

    private int hired;

    /// <summary>What was done, for whoever reads of a fault.</summary>
    public List<string> Log { get; } = [];

    /// <summary>Somebody does something; what is refused is on the log.</summary>
    public async Task TurnAsync()
    {
        var open = await office.OpenAsync(id);
        var (did, act) = random.Next(5) == 0 ? OfTheCase() : open.Count == 0 ? ("time goes by", () => OnwardsAsync()) : await OfTaskAsync(open[random.Next(open.Count)]);
        await TryAsync(did, act);
    }

    private async Task TryAsync(string did, Func<Task> act)
    {
        try
        {
            await act();
            Log.Add(did);
        }
        catch (RefusedException refused)
        {
            Log.Add($"{did}: {refused.Code}");
        }
    }

    private async Task<(string Did, Func<Task> Act)> OfTaskAsync(ReviewTask task)
    {
        if (task.Kind is RoundKind.Payout or RoundKind.Supplement or RoundKind.Correction or RoundKind.Notice || random.Next(12) == 0)
            return ("time goes by", OnwardsAsync);
        var holder = task.AssigneeId is { } assignee && random.Next(10) > 0 ? await office.NameAsync(assignee) : random.Next(10) > 0 ? await AnyHolderAsync(task) : Anybody();
        var at = $"{holder} at {task.Step}/{task.SeatKey} ({task.Purpose})";
        if (task.Kind is not (RoundKind.Review or RoundKind.Decision))
        {
            return random.Next(4) switch
            {
                0 => ($"{at} asks an agency, or calls a hearing", () => AskAgencyAsync(holder, task)),
                1 => ($"{at} claims", () => ClaimAsync(holder, task)),
                _ => ($"{task.Step} is done", () => DoneAsync(task)),
            };
        }

        var lists = await office.NomineesAsync(holder, task.Id);
        return random.Next(22) switch
        {
            0 => ($"{at} refuses", () => office.SaysAsync(holder, task.Id, Verdict.Refuse)),
            1 => ($"{at} abstains", () => office.SaysAsync(holder, task.Id, Verdict.Abstain)),
            2 => ($"{at} stands aside", () => office.SaysAsync(holder, task.Id, Verdict.Recuse, "与申请人相识")),
            3 or 4 => ($"{at} returns", () => ReturnAsync(holder, task)),
            5 => ($"{at} transfers", () => office.TransferAsync(holder, task.Id, Pick(lists?.ToTakeOver))),
            6 or 7 => ($"{at} delegates", () => office.DelegateAsync(holder, task.Id, Pick(lists?.ToAdvise))),
            8 => ($"{at} recalls", () => office.RecallAsync(holder, task.Id)),
            9 or 10 => ($"{at} adds a signer", () => office.AddSignerAsync(holder, task.Id, Pick(lists?.ToSign), (SignerPlace)random.Next(3))),
            11 => ($"{at} removes a signer", () => RemoveAsync(task)),
            12 => ("takes back", TakeBackAsync),
            13 => ($"{at} asks an agency, or calls a hearing", () => AskAgencyAsync(holder, task)),
            14 => ($"{at} claims", () => ClaimAsync(holder, task)),
            15 => ($"{at} releases", () => office.AsAsync<ClaimTask, TaskId>(holder, (act, actor, token) => act.ReleaseAsync(task.Id, actor, token))),
            16 => ($"{at} decides with others", () => office.AsAsync<DecideOneOfMany, DecisionReceipt>(holder, (act, actor, token) => act.DecideAsync(new(task.Id, Verdict.Approve, "情况属实"), actor, token))),
            _ => ($"{at} agrees", () => AgreeAsync(holder, task)),
        };
    }

    /// <summary>What is no task's: deputies, hand-overs, meetings, clocks, and what administrators do.</summary>
    private (string Did, Func<Task> Act) OfTheCase()
    {
        var (one, other) = (Anybody(), Anybody());
        return random.Next(14) switch
        {
            0 or 1 => ("what is waited for comes", EndWaitAsync),
            2 => ($"{other} stands in for {one}", () => office.DeputeAsync(one, other, 1 + random.Next(20))),
            3 => ($"{one} hands over to {other}", () => HandOverAsync(one, random.Next(3) == 0 ? null : other)),
            4 => ("some days go by", DaysAsync),
            5 or 6 => ("the bureau meets", MeetAsync),
            7 or 8 => ("on hold, or on again", () => HoldAsync(random.Next(6) == 0 ? one : Admin)),
            9 or 10 => ("an administrator moves the case", JumpAsync),
            11 => ("ended", () => office.AsAsync<TerminateCase, CaseConsequences>(random.Next(3) == 0 ? one : Admin, (act, actor, token) => act.TerminateAsync(id, "终止", actor, token))),
            12 => ("recorded as moved away, by mistake", MovedByMistakeAsync),
            _ => ("takes back", TakeBackAsync),
        };
    }

    /// <summary>The case was ended, and is taken up again.</summary>
    public Task WakeAsync() => TryAsync("woken", async () =>
    {
        var steps = await office.AskAsync(async services => services.GetRequiredService<LeapTargets>().Reached(await FileAsync(services)));
        await office.AsAsync<WakeCase, CaseConsequences>(Admin, (act, actor, token) => act.WakeAsync(id, steps.Count == 0 ? "completeness" : steps[random.Next(steps.Count)].Activity, "误终止", actor, token));
    });

    private string Anybody() => Staff[random.Next(Staff.Length)];

    private string Pick(IReadOnlyList<Nominee>? nominees) => nominees is { Count: > 0 } && random.Next(12) > 0 ? nominees[random.Next(nominees.Count)].UserName : Anybody();

    private async Task<string> AnyHolderAsync(ReviewTask task)
    {
        var holders = await office.AskAsync(services => services.GetRequiredService<Cases.Organisation.Directory>().HoldersAsync(task.Role, task.UnitId, Cases.Clocks.LocalDay.Today(office.Clock), CancellationToken.None));
        return holders.Count == 0 ? Anybody() : holders[random.Next(holders.Count)].UserName;
    }

    private Task<TaskId> ClaimAsync(string who, ReviewTask task) => office.AsAsync<ClaimTask, TaskId>(who, (act, actor, token) => act.ClaimAsync(task.Id, actor, token));

    /// <summary>A visit, or what else one person does; papers are found wanting now and then.</summary>
    private async Task DoneAsync(ReviewTask task)
    {
        if ((await WhoMayAsync(task)).FirstOrDefault() is not { } who)
            return;
        await office.DecideAsync(who, task.Kind == RoundKind.Completeness && random.Next(4) == 0
            ? new(task.Id, Verdict.Incomplete) { Missing = [new("householdRegister", "请补交")] } : await office.YesAsync(task));
    }

    private async Task<DecisionReceipt> AgreeAsync(string who, ReviewTask task) => task.Purpose == TaskPurpose.Advise
        ? await office.SaysAsync(who, task.Id, Verdict.Advise, "收入属实")
        : await office.DecideAsync(who, await office.YesAsync(task) with { Opinion = "情况属实，同意。" });

    private Task<Round> RoundAsync(RoundId round) => office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(one => one.Id == round));

    private async Task ReturnAsync(string who, ReviewTask task)
    {
        var targets = (await RoundAsync(task.RoundId)).Plan.ReturnTo;
        var target = targets.IsEmpty ? "TownshipReview" : targets[random.Next(targets.Length)];
        await office.DecideAsync(who, new(task.Id, Verdict.Return, "请重新核实") { ReturnTo = target, Missing = target == StepNames.Supplement ? [new("householdRegister", "请补交")] : [] });
    }

    private async Task RemoveAsync(ReviewTask task)
    {
        var round = await RoundAsync(task.RoundId);
        var seat = round.Plan.Seats[random.Next(round.Plan.Seats.Length)];
        await office.RemoveSignerAsync(seat.AddedBy is { } by && random.Next(2) == 0 ? await office.NameAsync(by) : Admin, round.Id, seat.Key);
    }

    private async Task TakeBackAsync()
    {
        var decisions = await office.ReadAsync(db => db.Set<Decision>().AsNoTracking().Where(decision => decision.CaseId == id).OrderByDescending(decision => decision.At).ThenByDescending(decision => decision.Id).Take(3).ToListAsync());
        if (decisions.Count == 0)
            return;
        var decision = decisions[random.Next(decisions.Count)];
        await office.TakeBackAsync(await office.NameAsync(decision.AccountId), decision.Id);
    }

    private async Task AskAgencyAsync(string who, ReviewTask task)
    {
        var letter = await office.UploadAsync("letter");
        if (random.Next(2) == 0)
        {
            await office.AsAsync<HoldHearing, AgencyWaitId>(who, (act, actor, token) => act.CallAsync(new(task.Id, Cases.Clocks.LocalDay.Today(office.Clock), "街道会议室", "申请人及邻居", "收入争议", letter), actor, token));
            return;
        }

        await office.AsAsync<AskAgency, AgencyWaitId>(who, (act, actor, token) => act.AskAsync(new(task.Id, "民政局", "收入核对", letter), actor, token));
    }

    private Task<AgencyWait?> OpenHearingAsync(RoundId round) =>
        office.ReadAsync(db => db.Set<AgencyWait>().AsNoTracking().FirstOrDefaultAsync(wait => wait.RoundId == round && wait.Cause == WaitCause.Hearing && wait.EndedAt == null));

    private async Task EndWaitAsync()
    {
        if (await office.ReadAsync(db => db.Set<AgencyWait>().AsNoTracking().Where(wait => wait.CaseId == id && wait.EndedAt == null).FirstOrDefaultAsync()) is not { } wait
            || (await office.OpenAsync(id)).Find(task => task.RoundId == wait.RoundId) is not { } task)
            return;
        var who = await AnyHolderAsync(task);
        var paper = await office.UploadAsync("record");
        if (wait.Cause == WaitCause.Hearing)
            await office.AsAsync<HoldHearing, AgencyWaitId>(who, (act, actor, token) =>
                random.Next(2) == 0 ? act.CallOffAsync(wait.Id, "申请人住院", actor, token) : act.RecordAsync(new(wait.Id, "各方无异议", paper), actor, token));
        else
            await office.AsAsync<AskAgency, AgencyWaitId>(who, (act, actor, token) => act.AnswerAsync(new(wait.Id, "无其他收入", null), actor, token));
    }

    private Task<int> HandOverAsync(string leaver, string? to) => office.AskAsync(async services =>
        (await services.GetRequiredService<HandOver>().RunAsync((await office.AsAsync(leaver)).Account!.Value, to, "调离", await office.AsAsync(Admin), CancellationToken.None)).Length);

    /// <summary>Limits run out and deputies' times end meanwhile.</summary>
    private async Task DaysAsync()
    {
        office.Clock.Advance(TimeSpan.FromDays(1 + random.Next(9)));
        await office.SweepAsync(ReminderSweep.Key);
        await office.SweepAsync(DisplacedTaskSweep.Key);
        await office.SweepAsync(SupplementSweep.Key);
    }

    /// <summary>From gathering to carrying out, or as far as that goes.</summary>
    private async Task MeetAsync()
    {
        var list = await office.OpenListAsync();
        if (await office.GatherAsync(list) == 0)
            return;
        await office.FreezeAsync(list);
        Log.Add("a list is frozen");
        if (random.Next(3) == 0)
            await TryAsync("somebody decides meanwhile", async () => await AgreeAsync("decider1", (await office.OpenAsync(id)).First(task => task.Step == "DistrictDecision")));
        var sheet = await office.SheetAsync(list);
        var minutes = (await office.MinutesAsync(list)).With(sheet.Lines[0].Task, result => random.Next(4) switch
        {
            0 => result with { Outcome = MeetingOutcome.Refuse, Reason = "未达到救助标准。" },
            1 => result with { Outcome = MeetingOutcome.Defer, Reason = "再议。" },
            _ => result,
        });
        await office.ConfirmAsync(list, await office.EnterAsync(list, minutes));
        await office.CarryOutAsync(list);
    }

    private async Task HoldAsync(string who)
    {
        var held = (await office.CaseAsync(id)).HeldAt is not null;
        await office.AsAsync<SuspendCase, CaseConsequences>(who, (act, actor, token) => held ? act.ActivateAsync(id, "核查完毕", actor, token) : act.SuspendAsync(id, "核查中", actor, token));
    }

    private async Task JumpAsync()
    {
        var targets = await office.AskAsync(async services => services.GetRequiredService<LeapTargets>().Of(await FileAsync(services)));
        if (targets.Count == 0)
            return;
        var to = targets[random.Next(targets.Count)];
        Log.Add($"an administrator means {to.Activity}");
        await office.AsAsync<JumpCase, CaseConsequences>(Admin, (act, actor, token) => act.JumpAsync(new(id, to.Activity, "调整", Knowing: random.Next(3) > 0), actor, token));
    }

    private async Task MovedByMistakeAsync()
    {
        var paper = await office.PaperAsync();
        await office.AsAsync<RecordMove, PersonId>("station1", (act, actor, token) => act.RecordAsync(new(id, Cases.Clocks.LocalDay.Today(office.Clock), null, "济南市"), actor, token));
        await TryAsync("ended for the move", () => office.AsAsync<EndApplication, CaseId>("station1", (act, actor, token) => act.EndAsync(id, EndReason.MovedAway, "济南市", actor, token)));
        await office.AsAsync<UndoLifeEvent, PersonId>("station-b", (act, actor, token) => act.MoveAsync(new UndoReport(id, "登记有误", paper), actor, token));
    }

    /// <summary>What is nobody's opinion: a notice, a payment, what the applicant brings.</summary>
    private async Task OnwardsAsync()
    {
        if ((await office.CaseAsync(id)).HeldAt is not null)
            throw new RefusedException("case.on-hold");
        var open = await office.ReadAsync(db => db.Set<Round>().AsNoTracking().Where(round => round.CaseId == id && round.State == RoundState.Open).ToListAsync());
        if (open.Exists(round => round.Kind == RoundKind.Supplement))
        {
            var paper = await office.UploadAsync("householdRegister");
            await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(id, [], [new("householdRegister", paper)]), Actor.System, token));
        }
        else if (open.Exists(round => round.Kind == RoundKind.Payout))
        {
            await office.PayAsync(id);
        }
        else if (open.Exists(round => round.Kind == RoundKind.Notice))
        {
            await office.EndNoticeAsync(id);
        }
    }

    /// <summary>Everybody agrees and answers, and where nobody is left who may, an administrator hires somebody: the case ends.</summary>
    /// <param name="afterEach">Asked after each step.</param>
    /// <returns>False where it goes on and on.</returns>
    public async Task<bool> FinishAsync(Func<Task> afterEach)
    {
        if ((await office.CaseAsync(id)).HeldAt is not null)
            await HoldAsync(Admin);
        for (var turn = 0; turn < 150; turn++)
        {
            if (!(await office.CaseAsync(id)).IsOpen)
                return true;
            var all = await office.OpenAsync(id);
            var task = all.Find(task => task.State != TaskState.OnHold && task.Kind is not (RoundKind.Payout or RoundKind.Supplement or RoundKind.Correction));
            Log.Add(task is null ? "onwards" : $"agreed at {task.Step}/{task.SeatKey}");
            if (task is null)
                await OnwardsAsync();
            else if (await office.ReadAsync(db => db.Set<ListedTask>().AsNoTracking().FirstOrDefaultAsync(listed => listed.TaskId == task.Id && db.Set<MeetingList>().Any(list => list.Id == listed.MeetingId && list.State != MeetingState.Open))) is { } listed)
                await office.AsAsync<TakeOffList, TaskId>("district1", (act, actor, token) => act.TakeAsync(listed.MeetingId, task.Id, "不再上会", actor, token));
            else if (task.Purpose == TaskPurpose.Decide && await OpenHearingAsync(task.RoundId) is { } hearing)
                await office.AsAsync<HoldHearing, AgencyWaitId>(await AnyHolderAsync(task), (act, actor, token) => act.CallOffAsync(hearing.Id, "不再需要", actor, token));
            else
                await SayYesAsync(task);
            await afterEach();
        }

        return false;
    }

    private async Task SayYesAsync(ReviewTask task)
    {
        var who = task.AssigneeId is { } assignee ? [await office.NameAsync(assignee)] : await WhoMayAsync(task);
        if (who.Count == 0)
        {
            var unit = await office.ReadAsync(db => db.Set<Unit>().SingleAsync(unit => unit.Id == task.UnitId));
            await office.HireAsync($"help{++hired}", task.Role, unit.Level, unit.DivisionCode);
            return;
        }

        if (task.Kind is RoundKind.Review or RoundKind.Decision)
            await AgreeAsync(who[0], task);
        else
            await office.DecideAsync(who[0], await office.YesAsync(task));
    }

    private Task<List<string>> WhoMayAsync(ReviewTask task) => office.AskAsync(async services =>
    {
        var rounds = services.GetRequiredService<Rounds>();
        var file = await FileAsync(services);
        return (await rounds.WhoMayAsync(file, file.Rounds.Single(round => round.Id == task.RoundId), file.Tasks.Single(one => one.Id == task.Id), CancellationToken.None)).Select(account => account.UserName).ToList();
    });

    private Task<CaseFile> FileAsync(IServiceProvider services) => services.GetRequiredService<CaseFiles>().LoadAsync(id, Actor.System, CancellationToken.None);
}
