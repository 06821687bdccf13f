using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Portal.Benching;
using AidWorkflow.Portal.Replaying;
using AidWorkflow.Portal.Sweeping;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Loading;

/// <summary>A case that went through the acts to where others like it are to stand.</summary>
/// <param name="Until">The step whose tasks are left open; null where the case was closed.</param>
internal sealed record ModelCase(CaseId Id, string? Until, string? Ends);

/// <summary>Lets a few cases go through the same acts and sweeps as everybody's, on the working days of the last weeks, each to another place.</summary>
internal sealed class ModelCases(IServiceScopeFactory scopes, IActs acts, ReplayClock clock)
{
    /// <summary>Of the keys by which its cases were sent in: they tell them from everybody else's.</summary>
    public const string Key = "seed-load:";

    public const int DaysBefore = 35;

    private static readonly TimeSpan Between = TimeSpan.FromMinutes(2);

    /// <summary>What is decided at each step, by which account of the demo organisation.</summary>
    private static readonly Dictionary<string, (string[] By, DecideCommand Says)> Decisions = new(StringComparer.Ordinal)
    {
        ["Completeness"] = (["station1"], new(default, Verdict.Complete, "材料齐全，身份已核对。") { IdentityProved = true }),
        ["VillageOpinion"] = (["village1"], new(default, Verdict.Approve, "情况属实，建议给予帮扶。")),
        ["HomeVisit"] = (["township1", "township2"], new(default, Verdict.Complete)),
        ["TownshipReview"] = (["township1"], new(default, Verdict.Approve, "情况属实，建议给予帮扶。")),
        ["DistrictReview"] = (["district1"], new(default, Verdict.Approve, "同意镇级意见。")),
        ["DistrictDecision"] = (["decider1"], new(default, Verdict.Refuse, "家庭收入高于标准，不符合条件。")),
    };

    private static readonly string[] Steps = [.. Decisions.Keys];

    private readonly BenchApplication application = BenchApplication.Read();
    private readonly SyntheticPeople people = new(1);
    private readonly List<(ModelCase Case, bool Claimed)> made = [];

    public static IEnumerable<string> StepNames => Steps;

    /// <param name="now">When the real clock stands: what has fallen due until then has been done, so that a portal that starts has no flood to work off.</param>
    public async Task<IReadOnlyList<ModelCase>> MakeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var today = LocalDay.Of(now);
        var village = await ReadAsync((db, token) => db.Set<Unit>().Where(unit => unit.DivisionCode == application.Village && unit.Level == UnitLevel.Village).Select(unit => unit.Id).SingleAsync(token), cancellation);
        var calendar = await ReadCalendarAsync(cancellation);
        for (var day = today.AddDays(-DaysBefore); day < today; day = day.AddDays(1))
        {
            if (!calendar.IsWorkingDay(day).IsWorking)
                continue;
            clock.MoveTo(LocalDay.At(day, new TimeOnly(8, 31)));
            await SweepAsync(cancellation);
            var age = today.DayNumber - day.DayNumber;
            foreach (var (step, claimed) in Steps.SelectMany(step => new[] { (step, false), (step, true) }).Where(one => Fits(one.step, age)))
                made.Add((new(await SubmitAsync(village, cancellation), step, null), claimed));
            if (age is > 14 and <= 17 or > 20 and <= 23)
            {
                made.Add((new(await SubmitAsync(village, cancellation), null, "NotAccepted"), false));
                made.Add((new(await SubmitAsync(village, cancellation), null, "Refused"), false));
            }

            foreach (var one in made)
                await GoOnAsync(one.Case, one.Claimed, cancellation);
        }

        clock.MoveTo(now);
        await SweepAsync(cancellation);
        return [.. made.Select(one => one.Case)];
    }

    /// <summary>Cases before the notice arrived in the last two weeks; those behind it had to wait for its end.</summary>
    private static bool Fits(string step, int age) => step is "DistrictReview" or "DistrictDecision" ? age is > 9 and <= 24 : age <= 12;

    /// <summary>Decides what waits, as far as this case is to go today.</summary>
    private async Task GoOnAsync(ModelCase model, bool claimed, CancellationToken cancellation)
    {
        while (await NextAsync(model, cancellation) is { } task)
        {
            var (by, says) = Decisions[task.Step];
            if (task.Step == model.Until)
            {
                var actor = await ActorAsync(by[0], cancellation);
                if (claimed && task.AssigneeId is null)
                    await acts.RunAsync<ClaimTask, TaskId>((act, token) => act.ClaimAsync(task.Id, actor, token), cancellation);
                return;
            }

            var first = task.Kind != RoundKind.HomeVisit || !await ReadAsync((db, token) => db.Set<HomeVisit>().AnyAsync(visit => visit.RoundId == task.RoundId, token), cancellation);
            var decider = await ActorAsync(by[first ? 0 : 1], cancellation);
            var said = says with
            {
                Task = task.Id,
                Visit = task.Kind == RoundKind.HomeVisit && first ? new VisitReport(LocalDay.Today(clock), VisitMethod.Home, "家庭情况与申请一致，困难属实。", "家属", FamilySigned: true) : null,
            };
            if (model.Ends == "NotAccepted")
                said = new(task.Id, Verdict.NotAccept, "不属于受理范围。");
            clock.MoveTo(clock.GetUtcNow() + Between); // so that it is told later who decided first
            await acts.RunAsync<DecideTask, DecisionReceipt>((act, token) => act.DecideAsync(said, decider, token), cancellation);
        }
    }

    private Task<ReviewTask?> NextAsync(ModelCase model, CancellationToken cancellation) => ReadAsync(
        (db, token) => db.Set<ReviewTask>().AsNoTracking().Where(task => task.CaseId == model.Id && (task.State == TaskState.Assigned || task.State == TaskState.InProgress))
            .OrderBy(task => task.Id).FirstOrDefaultAsync(token), cancellation);

    private async Task<CaseId> SubmitAsync(UnitId village, CancellationToken cancellation)
    {
        var applicant = people.Next(application.Village[..6], LocalDay.Today(clock));
        var linked = new List<LinkedFile>();
        foreach (var key in application.Documents)
            linked.Add(new(key, await acts.RunAsync<UploadDocument, StoredFileId>((act, _) => Task.FromResult(act.Upload($"{key}.pdf", "%PDF-1.4"u8.ToArray(), Actor.System)), cancellation)));
        var answers = (JsonObject)application.Answers.DeepClone();
        answers[FormKeys.ApplicantName] = applicant.Name.Value;
        answers[FormKeys.CitizenId] = applicant.CitizenId.Value;
        answers[FormKeys.Mobile] = applicant.Phone.Number;
        answers[FormKeys.MobileOwner] = "self";
        answers[FormKeys.AccountName] = applicant.Name.Value;
        answers[FormKeys.AccountNumber] = applicant.Account.Number;
        answers[FormKeys.BankName] = applicant.BankName;
        var command = new SubmitCommand(application.Service, answers, village, Intake.Station, $"{Key}{made.Count}:{RandomNumberGenerator.GetHexString(8)}") { Documents = [.. linked] };
        return (await acts.RunAsync<SubmitApplication, AidCase>((act, token) => act.SubmitAsync(command, Actor.System, token), cancellation)).Id;
    }

    private async Task<Actor> ActorAsync(string userName, CancellationToken cancellation) =>
        (await ReadAsync((db, token) => db.Set<Account>().AsNoTracking().SingleAsync(account => account.UserName == userName, token), cancellation)).AsActor();

    /// <summary>Until nothing is due: notices end, reminders go out.</summary>
    private async Task SweepAsync(CancellationToken cancellation)
    {
        for (var done = 1; done > 0;)
        {
            await using var scope = scopes.CreateAsyncScope();
            done = 0;
            foreach (var sweep in scope.ServiceProvider.GetServices<ISweep>().Where(sweep => sweep is not SealSweep))
                done += await sweep.SweepAsync(cancellation);
        }
    }

    private async Task<WorkingCalendar> ReadCalendarAsync(CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Calendars>().CurrentAsync(cancellation);
    }

    private async Task<T> ReadAsync<T>(Func<DbContext, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db, cancellation);
    }
}
