using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>A city in which several people decide the same step, and what they do with each other's tasks.</summary>
internal static class ReviewOffice
{
    internal const string Township = "370402001";
    internal const string District = "370402";

    /// <summary>Hardship aid whose step is decided by several, with enough people for it.</summary>
    /// <param name="inputs">Of the step's activity: name, value.</param>
    public static async Task<Office> SeveralAsync(Provider provider, string step, params (string Name, string Value)[] inputs)
    {
        var office = await Office.OpenAsync(provider, $"several-{step}-{string.Join('-', inputs)}", step1 => Set(step1(step), inputs));
        await office.StaffAsync();
        return office;
    }

    public static void Set(JsonNode activity, params (string Name, string Value)[] inputs)
    {
        foreach (var (name, value) in inputs)
            activity[name] = new JsonObject { ["typeName"] = name == "returnTo" ? "String[]" : "String", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
    }

    /// <summary>More people than the demo has: township3 to 5, district3 to 5, decider3 and 4.</summary>
    public static async Task StaffAsync(this Office office)
    {
        for (var number = 3; number <= 5; number++)
        {
            await office.HireAsync($"township{number}", Role.TownshipReviewer, UnitLevel.Township, Township);
            await office.HireAsync($"district{number}", Role.DistrictReviewer, UnitLevel.District, District);
        }

        await office.HireAsync("decider3", Role.DistrictDecider, UnitLevel.District, District);
        await office.HireAsync("decider4", Role.DistrictDecider, UnitLevel.District, District);
    }

    public static async Task<TResult> AsAsync<TAct, TResult>(this Office office, string userName, Func<TAct, Actor, CancellationToken, Task<TResult>> act)
        where TAct : notnull
    {
        var actor = await office.AsAsync(userName);
        return await office.DoAsync((TAct one, CancellationToken token) => act(one, actor, token));
    }

    public static Task<TaskId> TransferAsync(this Office office, string by, TaskId task, string to) =>
        office.AsAsync<GiveTask, TaskId>(by, (act, actor, token) => act.TransferAsync(task, to, "外出学习一周", actor, token));

    public static Task<TaskId> DelegateAsync(this Office office, string by, TaskId task, string to) =>
        office.AsAsync<GiveTask, TaskId>(by, (act, actor, token) => act.DelegateAsync(task, to, "请核实其家庭收入情况", actor, token));

    public static Task<TaskId> RecallAsync(this Office office, string by, TaskId task) =>
        office.AsAsync<GiveTask, TaskId>(by, (act, actor, token) => act.RecallAsync(task, actor, token));

    public static Task<RoundId> AddSignerAsync(this Office office, string by, TaskId task, string to, SignerPlace place) =>
        office.AsAsync<ChangeSigners, RoundId>(by, (act, actor, token) => act.AddAsync(task, to, place, "请一并把关", actor, token));

    public static Task<RoundId> RemoveSignerAsync(this Office office, string by, RoundId round, string seat) =>
        office.AsAsync<ChangeSigners, RoundId>(by, (act, actor, token) => act.RemoveAsync(round, seat, "不再需要", actor, token));

    public static Task<CaseId> TakeBackAsync(this Office office, string by, DecisionId decision) =>
        office.AsAsync<TakeBack, CaseId>(by, (act, actor, token) => act.RunAsync(decision, "看错了材料", actor, token));

    public static Task<DecisionReceipt> SaysAsync(this Office office, string by, TaskId task, Verdict verdict, string? opinion = "情况属实", string? returnTo = null) =>
        office.DecideAsync(by, new(task, verdict, opinion) { ReturnTo = returnTo });

    /// <summary>Tasks of the case that are open, those that wait for others included.</summary>
    public static Task<List<ReviewTask>> OpenAsync(this Office office, CaseId id) => office.ReadAsync(db => db.Set<ReviewTask>().AsNoTracking()
        .Where(task => task.CaseId == id && (task.State == TaskState.Assigned || task.State == TaskState.InProgress || task.State == TaskState.OnHold)).OrderBy(task => task.CreatedAt).ThenBy(task => task.SeatKey).ToListAsync());

    public static Task<Round> OpenRoundAsync(this Office office, CaseId id) => office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(round => round.CaseId == id && round.State == RoundState.Open));

    public static Task<string> NameAsync(this Office office, AccountId account) => office.ReadAsync(db => db.Set<Account>().Where(one => one.Id == account).Select(one => one.UserName).SingleAsync());

    public static Task<NomineeLists?> NomineesAsync(this Office office, string by, TaskId task) => office.AskAsync(async services =>
        await services.GetRequiredService<NomineesOfTask>().ReadAsync(task, await office.AsAsync(by), CancellationToken.None));
}
