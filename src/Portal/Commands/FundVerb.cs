using System.CommandLine;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Portal.Commands;

/// <summary><c>fund open|budget</c>: the money of a new installation, and of a year in which nobody can reach the pages.</summary>
internal static class FundVerb
{
    public static Command Command(SharedOptions shared) => new("fund", shared.Say(("资金：设立年度资金，调整预算。", "Funds: open one for a year, or change its budget.")))
    {
        Open(shared), Budget(shared),
    };

    private static Command Open(SharedOptions shared)
    {
        var key = new Argument<string>("key") { Description = shared.Say(("资金代号，即服务的 service.json 中 fund 的 key。", "What services call it: the key of \"fund\" in their service.json.")) };
        var year = new Option<int?>("--year") { Description = shared.Say(("年度，默认今年。", "The year; this one by default.")) };
        var at = new Option<string>("--at") { Description = shared.Say(("管理单位的区划代码。", "The division code of the unit that keeps it.")), Required = true };
        var source = new Option<FundSource>("--source") { Description = shared.Say(("资金来源，默认 Provincial。", "Whose money it is; Provincial by default.")), DefaultValueFactory = _ => FundSource.Provincial };
        var zh = new Option<string>("--name-zh") { Description = shared.Say(("中文名称。", "The name in Chinese.")), Required = true };
        var en = new Option<string>("--name-en") { Description = shared.Say(("英文名称。", "The name in English.")), Required = true };
        var (yuan, reason) = (Yuan(shared, "--yuan", ("首笔预算（元），默认 0。", "The first budget in yuan; 0 by default.")), Reason(shared));
        var command = new Command("open", shared.Say(("设立一笔年度资金。", "Open the fund of a year."))) { key, year, at, source, zh, en, yuan, reason };
        command.SetAction(async (parsed, cancellation) =>
        {
            var today = LocalDay.Today(TimeProvider.System);
            var unit = await MendingSession.RunAsync<Units, Unit?>(shared, parsed, (units, token) => units.ByCodeAsync(parsed.GetRequiredValue(at), today, token), cancellation)
                ?? throw new RefusedException("unit.unknown");
            var asked = new Opening(parsed.GetRequiredValue(key), parsed.GetValue(year) ?? today.Year, unit.Id, parsed.GetValue(source), parsed.GetRequiredValue(zh), parsed.GetRequiredValue(en),
                parsed.GetValue(yuan) is { } first ? Read(first, 0) : 0, parsed.GetRequiredValue(reason));
            return await DoAsync(shared, parsed, (act, token) => act.OpenAsync(asked, MendingSession.Actor, token), cancellation);
        });
        return command;
    }

    private static Command Budget(SharedOptions shared)
    {
        var code = new Argument<string>("code") { Description = shared.Say(("资金代码，例如 shandong-hardship-aid-2027。", "The code of the fund, like shandong-hardship-aid-2027.")) };
        var add = Yuan(shared, "--add", ("追加多少元。", "How many yuan to add."));
        var take = Yuan(shared, "--take", ("收回多少元。", "How many yuan to take back."));
        var reason = Reason(shared);
        var command = new Command("budget", shared.Say(("调整资金的预算。", "Change the budget of a fund."))) { code, add, take, reason };
        command.SetAction(async (parsed, cancellation) =>
        {
            var cents = (parsed.GetValue(add), parsed.GetValue(take)) switch
            {
                ({ } more, null) => Read(more, 1),
                (null, { } less) => -Read(less, 1),
                _ => throw new WrongInputException(("请用 --add 或 --take 之一写明金额。", "Say how much by one of --add and --take.")),
            };
            return await DoAsync(shared, parsed, (act, token) => act.ChangeAsync(parsed.GetRequiredValue(code), cents, parsed.GetRequiredValue(reason), MendingSession.Actor, token), cancellation);
        });
        return command;
    }

    private static async Task<int> DoAsync(SharedOptions shared, ParseResult parsed, Func<FundAtMachine, CancellationToken, Task<Fund>> act, CancellationToken cancellation)
    {
        var fund = await MendingSession.RunAsync(shared, parsed, act, cancellation);
        var balance = await MendingSession.RunAsync<FundAtMachine, FundBalance>(shared, parsed, (reading, token) => reading.BalanceAsync(fund.Id, token), cancellation);
        await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed)
            ? SharedOptions.ToJson(new { id = fund.Id.Value, fund.Code, fund.Year, fund.Source, budgetCents = balance.Budget, availableCents = balance.Available })
            : shared.Say(($"{fund.Code}：预算 {Said(balance.Budget)} 元，可用 {Said(balance.Available)} 元。", $"{fund.Code}: the budget is {Said(balance.Budget)} yuan, {Said(balance.Available)} yuan available.")));
        return 0;
    }

    private static Option<string?> Yuan(SharedOptions shared, string name, Hosting.Said words) => new(name) { Description = shared.Say(words) };

    private static Option<string> Reason(SharedOptions shared) => new("--reason") { Description = shared.Say(("理由和依据的文件，记入审计。", "Why, and by which paper; kept in the audit trail.")), Required = true };

    private static long Read(string text, long least) => Answer.Cents(text) is { } cents && cents >= least ? cents : throw new WrongInputException(($"“{text}”不是金额，例如 5000000 或 1234.50。", $"'{text}' is not an amount, like 5000000 or 1234.50."));

    private static string Said(long cents) => Cases.Funding.Yuan.Said(cents);
}
