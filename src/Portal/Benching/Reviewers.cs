using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Visiting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Benching;

/// <summary>
/// The work that is measured: what people decide between an application's intake and its public notice. A decision is what a request makes
/// of it: the whole act with everything that belongs to its commit (decision, round, task, clock, reminders, instance, journal, audit).
/// </summary>
internal sealed class Reviewers(IServiceScopeFactory scopes, IActs acts, TimeProvider time)
{
    /// <summary>The visit has two seats, of two people; every other step has one.</summary>
    private static readonly ImmutableArray<(string Step, string By, DecideCommand Says)> Decisions =
    [
        ("Completeness", "station1", new(default, Verdict.Complete, "材料齐全，身份已核对。") { IdentityProved = true }),
        ("VillageOpinion", "village1", new(default, Verdict.Approve, "情况属实，建议给予帮扶。")),
        ("HomeVisit", "township1", new(default, Verdict.Complete) { Visit = new VisitReport(new DateOnly(2022, 3, 7), VisitMethod.Home, "家庭情况与申请一致，困难属实。", "家属", FamilySigned: true) }),
        ("HomeVisit", "township2", new(default, Verdict.Complete)),
        ("TownshipReview", "township1", new(default, Verdict.Approve, "情况属实，建议给予帮扶。")),
    ];

    private readonly BenchApplication application = BenchApplication.Read();
    private readonly SyntheticPeople people = new(Environment.ProcessId);

    /// <summary>Lets cases arrive and decides them, step by step for all of them; only the deciding is timed.</summary>
    /// <returns>Decisions a second, all callers together.</returns>
    public async Task<double> DecideAsync(int cases, int callers, CancellationToken cancellation)
    {
        var arrived = await ArriveAsync(cases, cancellation);
        var spent = TimeSpan.Zero;
        foreach (var (step, by, says) in Decisions)
        {
            var actor = await ReadAsync((db, token) => db.Set<Account>().AsNoTracking().SingleAsync(account => account.UserName == by, token), cancellation);
            var waiting = new ConcurrentQueue<TaskId>(await WaitingAsync(arrived, step, cancellation));
            var began = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(
                async () =>
                {
                    while (waiting.TryDequeue(out var task))
                        await acts.RunAsync<DecideTask, DecisionReceipt>((act, token) => act.DecideAsync(says with { Task = task }, actor.AsActor(), token), cancellation);
                },
                cancellation)));
            spent += Stopwatch.GetElapsedTime(began);
        }

        return cases * Decisions.Length / spent.TotalSeconds;
    }

    /// <summary>Lets so many different people apply.</summary>
    public async Task<IReadOnlySet<CaseId>> ArriveAsync(int cases, CancellationToken cancellation)
    {
        var village = await ReadAsync((db, token) => db.Set<Unit>()
            .Where(unit => unit.DivisionCode == application.Village && unit.Level == UnitLevel.Village).Select(unit => unit.Id).SingleAsync(token), cancellation);
        var applicants = Enumerable.Range(0, cases).Select(_ => people.Next(application.Village[..6], LocalDay.Today(time))).ToArray();
        var arrived = new ConcurrentBag<CaseId>();
        await Parallel.ForEachAsync(applicants, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellation }, async (applicant, token) =>
            arrived.Add(await SubmitAsync(applicant, village, token)));
        return arrived.ToHashSet();
    }

    private async Task<CaseId> SubmitAsync(SyntheticPerson applicant, UnitId village, CancellationToken cancellation)
    {
        var linked = ImmutableArray.CreateBuilder<LinkedFile>();
        foreach (var key in application.Documents)
            linked.Add(new(key, await acts.RunAsync<UploadDocument, StoredFileId>((act, _) => Task.FromResult(act.Upload($"{key}.pdf", "%PDF-1.4"u8.ToArray(), Actor.System)), cancellation)));
        var command = new SubmitCommand(application.Service, Answers(applicant), village, Intake.Station, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))) { Documents = linked.ToImmutable() };
        return (await acts.RunAsync<SubmitApplication, AidCase>((act, token) => act.SubmitAsync(command, Actor.System, token), cancellation)).Id;
    }

    private JsonObject Answers(SyntheticPerson applicant)
    {
        var answers = (JsonObject)application.Answers.DeepClone();
        answers[FormKeys.ApplicantName] = applicant.Name.Value;
        answers[FormKeys.CitizenId] = applicant.CitizenId.Value;
        answers[FormKeys.Mobile] = applicant.Phone.Number;
        answers[FormKeys.MobileOwner] = "self";
        answers[FormKeys.AccountName] = applicant.Name.Value;
        answers[FormKeys.AccountNumber] = applicant.Account.Number;
        answers[FormKeys.BankName] = applicant.BankName;
        return answers;
    }

    /// <summary>One open task a case at that step: of the visit's two seats the first that is left.</summary>
    private async Task<IEnumerable<TaskId>> WaitingAsync(IReadOnlySet<CaseId> arrived, string step, CancellationToken cancellation)
    {
        var open = await ReadAsync((db, token) => db.Set<ReviewTask>().AsNoTracking()
            .Where(task => task.Step == step && task.State == TaskState.Assigned).OrderBy(task => task.Id)
            .Select(task => new { task.Id, task.CaseId }).ToListAsync(token), cancellation);
        return open.Where(task => arrived.Contains(task.CaseId)).DistinctBy(task => task.CaseId).Select(task => task.Id);
    }

    private async Task<T> ReadAsync<T>(Func<DbContext, CancellationToken, Task<T>> read, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db, cancellation);
    }
}

/// <summary>What everybody applies with in a benchmark: complete, and never two the same person.</summary>
internal sealed record BenchApplication(string Service, string Village, ImmutableArray<string> Documents, JsonObject Answers)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static BenchApplication Read()
    {
        using var stream = typeof(BenchApplication).Assembly.GetManifestResourceStream("bench-application.json")!;
        return JsonSerializer.Deserialize<BenchApplication>(stream, Json)!;
    }
}
