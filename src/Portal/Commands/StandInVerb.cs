using System.Collections.Immutable;
using System.CommandLine;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.StandingIn;
using AidWorkflow.Portal.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>stand-in deputy|cover|end|hand-over|who</c>: who does whose work, and whom a rule finds.</summary>
internal static class StandInVerb
{
    public static Command Command(SharedOptions shared) => new("stand-in", shared.Say(("代理、代管、移交和审批人规则。", "Deputies, cover, hand-over, and whom a rule finds.")))
    {
        DeputyOf(shared), CoverOf(shared), End(shared), HandOverOf(shared), WhoOf(shared),
    };

    private static Command DeputyOf(SharedOptions shared)
    {
        var principal = Name(shared, "principal", ("离岗人员的用户名。", "The user name of whoever is away."));
        var deputy = Name(shared, "deputy", ("代理人的用户名。", "The user name of the deputy."));
        var (from, to, reason) = (From(shared), LastDay(shared), Reason(shared));
        var services = new Option<string[]>("--service") { Description = shared.Say(("只代理该服务，可重复；不写即全部。", "Only this service; may be repeated. All of them where none is named.")) };
        var command = new Command("deputy", shared.Say(("指定代理人。", "Name a deputy."))) { principal, deputy, from, to, reason, services };
        command.SetAction(async (parsed, cancellation) =>
        {
            var who = await AccountAsync(shared, parsed, parsed.GetRequiredValue(principal), cancellation);
            var spec = new NewDeputy(who, parsed.GetRequiredValue(deputy), parsed.GetValue(from) ?? LocalDay.Today(TimeProvider.System), parsed.GetRequiredValue(to), [.. parsed.GetValue(services) ?? []], parsed.GetRequiredValue(reason));
            var id = await MendingSession.RunAsync<NameDeputy, DeputyId>(shared, parsed, (act, token) => act.RunAsync(spec, MendingSession.Actor, token), cancellation);
            await SayAsync(shared, parsed, id.Value);
            return 0;
        });
        return command;
    }

    private static Command CoverOf(SharedOptions shared)
    {
        var role = new Option<Role>("--role") { Description = shared.Say(("被代管的岗位。", "The role whose work is done.")), DefaultValueFactory = _ => Role.StationClerk };
        var unit = new Option<string>("--unit") { Description = shared.Say(("被代管单位的区划代码。", "The division code of its unit.")), Required = true };
        var byRole = new Option<Role?>("--by-role") { Description = shared.Say(("由哪个岗位代管；默认同一岗位。", "The role that does it; the same one by default.")) };
        var byUnit = new Option<string>("--by-unit") { Description = shared.Say(("代管单位的区划代码。", "The division code of their unit.")), Required = true };
        var (from, to, reason) = (From(shared), LastDay(shared), Reason(shared));
        var command = new Command("cover", shared.Say(("安排单位代管。", "Let another unit do the work of a role for a time."))) { role, unit, byRole, byUnit, from, to, reason };
        command.SetAction(async (parsed, cancellation) =>
        {
            var today = LocalDay.Today(TimeProvider.System);
            async Task<UnitId> UnitAsync(Option<string> code) => (await MendingSession.RunAsync<Units, Unit?>(shared, parsed, (units, token) => units.ByCodeAsync(parsed.GetRequiredValue(code), today, token), cancellation) ?? throw new RefusedException("unit.unknown")).Id;
            var spec = new CoverSpec(parsed.GetValue(role), await UnitAsync(unit), parsed.GetValue(byRole) ?? parsed.GetValue(role), await UnitAsync(byUnit), parsed.GetValue(from) ?? today, parsed.GetRequiredValue(to).AddDays(1), parsed.GetRequiredValue(reason));
            var id = await MendingSession.RunAsync<ArrangeCover, CoverId>(shared, parsed, (act, token) => act.RunAsync(spec, MendingSession.Actor, token), cancellation);
            await SayAsync(shared, parsed, id.Value);
            return 0;
        });
        return command;
    }

    private static Command End(SharedOptions shared)
    {
        var id = MendingSession.IdOf(shared);
        var cover = new Option<bool>("--cover") { Description = shared.Say(("是代管而不是代理。", "It is a cover and no deputy.")) };
        var command = new Command("end", shared.Say(("结束代理或代管。", "End a deputyship or a cover."))) { id, cover };
        command.SetAction(async (parsed, cancellation) =>
        {
            var which = MendingSession.Read(parsed, id);
            if (parsed.GetValue(cover))
                await MendingSession.RunAsync<EndCover, Cover>(shared, parsed, (act, token) => act.RunAsync(new(which), MendingSession.Actor, token), cancellation);
            else
                await MendingSession.RunAsync<EndDeputy, Deputy>(shared, parsed, (act, token) => act.RunAsync(new(which), MendingSession.Actor, token), cancellation);
            await SayAsync(shared, parsed, which);
            return 0;
        });
        return command;
    }

    private static Command HandOverOf(SharedOptions shared)
    {
        var leaver = Name(shared, "user-name", ("离职人员的用户名。", "The user name of whoever leaves."));
        var to = new Option<string?>("--to") { Description = shared.Say(("接收人的用户名；不写则退回岗位。", "The user name of the successor; back to the role where there is none.")) };
        var why = new Option<string?>("--reason") { Description = shared.Say(("移交的原因；真正移交时须写。", "Why; needed to do it.")) };
        var sure = new Option<bool>("--sure") { Description = shared.Say(("真正移交；不写只列出结果。", "Do it; without it only what would happen is listed.")) };
        var command = new Command("hand-over", shared.Say(("移交未办任务。", "Hand over all open tasks of somebody."))) { leaver, to, why, sure };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (who, successor, output) = (await AccountAsync(shared, parsed, parsed.GetRequiredValue(leaver), cancellation), parsed.GetValue(to), parsed.InvocationConfiguration.Output);
            var items = await MendingSession.RunAsync<HandOverReading, ImmutableArray<HandOverItem>>(shared, parsed, (reading, token) => reading.ReadAsync(who, successor, MendingSession.Actor, token), cancellation);
            var refused = items.ToDictionary(item => item.Task, item => item.WhyNot);
            if (parsed.GetValue(sure))
            {
                var results = await MendingSession.UseAsync<HandOver, ImmutableArray<HandOverResult>>(shared, parsed, (act, token) => act.RunAsync(who, successor, parsed.GetValue(why), MendingSession.Actor, token), cancellation);
                foreach (var result in results)
                    refused[result.Task] = result.Refused;
            }

            if (shared.Json(parsed))
            {
                await output.WriteLineAsync(SharedOptions.ToJson(new { done = parsed.GetValue(sure), tasks = items.Select(item => new { task = item.Task.Value, number = item.Number, step = item.Step, role = $"{item.Role}", to = refused[item.Task] is null && item.For is null ? successor : null, refused = refused[item.Task]?.Code }) }));
                return 0;
            }

            foreach (var item in items)
                await output.WriteLineAsync($"{item.Number}  {item.Step}  {(item.For is not null ? shared.Say(("退回被代理人", "to whom it belongs")) : refused[item.Task] is { } why ? shared.Say(("退回岗位：", "back to the role: ")) + Texts.Say(why, shared.Language) : successor ?? shared.Say(("退回岗位", "back to the role")))}");
            await output.WriteLineAsync(parsed.GetValue(sure) ? shared.Say(($"已移交 {items.Length} 项。", $"{items.Length} handed over.")) : shared.Say(($"共 {items.Length} 项；加 --sure 真正移交。", $"{items.Length} in all. Add --sure to do it.")));
            return 0;
        });
        return command;
    }

    private static Command WhoOf(SharedOptions shared)
    {
        var number = Name(shared, "number", ("案件受理号。", "The receipt number of a case."));
        var rules = new Option<string>("--rules") { Description = shared.Say(("规则（JSON 数组）。", "The rules, as a list in JSON.")), Required = true };
        var step = new Option<string>("--step") { Description = shared.Say(("环节名称。", "The name of the step.")), DefaultValueFactory = _ => "DistrictReview" };
        var role = new Option<Role>("--role") { Description = shared.Say(("环节的岗位。", "The role of the step.")), DefaultValueFactory = _ => Role.DistrictReviewer };
        var level = new Option<UnitLevel>("--level") { Description = shared.Say(("环节的层级。", "The level of the step.")), DefaultValueFactory = _ => UnitLevel.District };
        var command = new Command("who", shared.Say(("看规则会为案件找到谁；不改变任何数据。", "See whom rules would find for a case; nothing is changed."))) { number, rules, step, role, level };
        command.SetAction(async (parsed, cancellation) =>
        {
            var trial = new RuleTrial(parsed.GetRequiredValue(number), parsed.GetRequiredValue(rules), parsed.GetValue(step)!, parsed.GetValue(role), parsed.GetValue(level));
            var tried = await MendingSession.RunAsync<TestRule, ImmutableArray<RuleTried>>(shared, parsed, (act, token) => act.RunAsync(trial, MendingSession.Actor, token), cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (shared.Json(parsed))
            {
                await output.WriteLineAsync(SharedOptions.ToJson(new { rules = tried.Select(Api.Administering.StandInsApi.Of) }));
                return 0;
            }

            foreach (var one in tried)
            {
                await output.WriteLineAsync(one.Rule.ToString() + (one.Applies ? "" : shared.Say(("（未达金额门槛）", " (below its threshold)"))));
                foreach (var candidate in one.Found?.Candidates ?? [])
                    await output.WriteLineAsync($"  {(candidate.Taken ? "*" : " ")} {candidate.UserName}  {candidate.Role}  {(candidate.Out is { } code ? Texts.Say(new RefusedException(code, null, ("step", "")), shared.Language) : "")}{(candidate.Load is { } load ? $"{load}" : "")}".TrimEnd());
                if (one.Found is { Nobody: true })
                    await output.WriteLineAsync(shared.Say(("  找不到可办理的人：告知系统管理员。", "  nobody who may: the administrators are told.")));
            }

            return 0;
        });
        return command;
    }

    private static async Task<AccountId> AccountAsync(SharedOptions shared, ParseResult parsed, string userName, CancellationToken cancellation)
    {
        var name = userName.Trim().ToLowerInvariant();
        return await MendingSession.RunAsync<IUnitOfWork, AccountId?>(shared, parsed, (work, token) => work.Db.Set<Account>().Where(account => account.UserName == name).Select(account => (AccountId?)account.Id).FirstOrDefaultAsync(token), cancellation)
            ?? throw new RefusedException("account.unknown", null, ("account", userName));
    }

    private static async Task SayAsync(SharedOptions shared, ParseResult parsed, Guid id) => await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed) ? SharedOptions.ToJson(new { id }) : id.ToString());

    private static Argument<string> Name(SharedOptions shared, string name, Said words) => new(name) { Description = shared.Say(words) };

    private static Option<DateOnly?> From(SharedOptions shared) => new("--from") { Description = shared.Say(("第一天，默认今天。", "The first day; today by default.")) };

    private static Option<DateOnly> LastDay(SharedOptions shared) => new("--last-day") { Description = shared.Say(("最后一天，例如 2026-12-31。", "The last day, like 2026-12-31.")), Required = true };

    private static Option<string> Reason(SharedOptions shared) => new("--reason") { Description = shared.Say(("原因。", "Why.")), Required = true };
}
