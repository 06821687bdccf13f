using System.CommandLine;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Commands;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Following;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Sweeping;
using Spectre.Console;

namespace AidWorkflow.Portal.Replaying;

/// <summary>
/// <c>replay PLAN</c>: drives a year of applications through the same acts, sweeps and delivery as the pages do, with a clock it moves.
/// </summary>
internal static class ReplayVerb
{
    public static Command Command(SharedOptions shared)
    {
        var plan = new Argument<FileInfo>("plan") { Description = shared.Say(("重放计划文件（JSON）。", "The plan to replay (JSON).")) };
        var resume = new Option<bool>("--resume") { Description = shared.Say(("接着上次中断处继续。", "Go on where an earlier run of the same plan was interrupted.")) };
        var command = new Command("replay", shared.Say(("按计划重放全年申请，并核对台账、案件与银行文件。",
            "Replay a year of applications from a plan and compare ledger, cases and bank files."))) { plan, resume };
        command.SetAction((parsed, cancellation) => RunAsync(shared, parsed, parsed.GetRequiredValue(plan), parsed.GetValue(resume), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(SharedOptions shared, ParseResult parsed, FileInfo file, bool resume, CancellationToken cancellation)
    {
        try
        {
            return await PlayAsync(shared, parsed, ReplayPlan.Read(file.FullName), resume, cancellation);
        }
        catch (PlanException wrong)
        {
            throw new WrongInputException((
                $"重放计划 {file.Name} 有误：{Environment.NewLine}{wrong.Words.Chinese}", $"The plan {file.Name} is wrong:{Environment.NewLine}{wrong.Words.English}"), wrong);
        }
    }

    private static async Task<int> PlayAsync(SharedOptions shared, ParseResult parsed, ReplayPlan plan, bool resume, CancellationToken cancellation)
    {
        var settings = shared.Settings(parsed, with => with with { Demo = new DemoSettings { Enabled = true } });
        if (settings.Production)
            throw new WrongInputException(("生产环境不得重放演示数据，请设置 ASPNETCORE_ENVIRONMENT=Development。", "A replay makes up people and money, so it does not run in Production. Set ASPNETCORE_ENVIRONMENT=Development."));

        var clock = new ReplayClock(ReplaySession.StartOf(plan));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        services.AddAidWorkflow(settings with { Database = settings.Database with { MigrateAtStart = true } }).AddSweeps().AddDelivery(settings);
        services.AddScoped<OpenFunds>();
        await using var built = services.BuildServiceProvider();
        var session = new ReplaySession(built, clock, plan);
        var result = await WithProgressAsync(shared, parsed, plan, progress => session.RunAsync(resume, progress, cancellation));
        await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed) ? SharedOptions.ToJson(result) : Words(shared, result, Names(settings, shared.Language)));
        return result.Reconciled ? 0 : 1;
    }

    private static async Task<ReplayResult> WithProgressAsync(SharedOptions shared, ParseResult parsed, ReplayPlan plan, Func<IProgress<int>, Task<ReplayResult>> run)
    {
        if (!shared.HasTerminal(parsed))
            return await run(new Told(_ => { }));
        return await AnsiConsole.Progress().StartAsync(async display =>
        {
            var bar = display.AddTask(shared.Say(("结案", "Cases closed")), maxValue: plan.Cases.Length);
            return await run(new Told(closed => bar.Value = closed));
        });
    }

    private static string Words(SharedOptions shared, ReplayResult result, Dictionary<string, string> names)
    {
        var lines = result.Services.Select(service => shared.Say((
                $"{names.GetValueOrDefault(service.Id, service.Id)}：{service.Count} {(service.Unit == GrantUnit.Household ? "户" : "人")}，{service.Cents / 100m:N2} 元",
                $"{names.GetValueOrDefault(service.Id, service.Id)}: {service.Count} {(service.Unit == GrantUnit.Household ? "households" : "persons")}, {service.Cents / 100m:N2} yuan")))
            .Append(shared.Say(($"案件 {result.Cases}：", $"cases {result.Cases}: "))
                + string.Join(shared.Say(("，", ", ")), result.Outcomes.OrderBy(outcome => outcome.Key, StringComparer.Ordinal).Select(outcome => $"{OutcomeWord(shared, outcome.Key)} {outcome.Value}")))
            .Append(shared.Say((
                $"补正 {result.Events.Supplemented}，公示异议 {result.Events.Objected}，退票 {result.Events.ReturnedPayment}，复核 {result.Events.Reconsidered}",
                $"supplemented {result.Events.Supplemented}, objected {result.Events.Objected}, returned payments {result.Events.ReturnedPayment}, reconsidered {result.Events.Reconsidered}")))
            .Append(shared.Say((
                $"用时 {result.Seconds:N1} 秒，模拟 {result.SimulatedFrom:yyyy-MM-dd} 至 {result.SimulatedTo:yyyy-MM-dd}；{result.Steps} 步，每秒 {result.StepsPerSecond:N0} 步",
                $"{result.Seconds:N1} seconds for {result.SimulatedFrom:yyyy-MM-dd} to {result.SimulatedTo:yyyy-MM-dd}; {result.Steps} steps, {result.StepsPerSecond:N0} a second")))
            .Append(result.Reconciled
                ? shared.Say(("台账、案件与银行文件分文不差。", "Ledger, cases and bank files agree to the cent."))
                : shared.Say(("台账、案件与银行文件不一致：", "Ledger, cases and bank files differ:")))
            .Concat(result.Differences);
        return string.Join(Environment.NewLine, lines);
    }

    private static Dictionary<string, string> Names(PortalSettings settings, string language) => ServiceFolder.ReadAll(settings.WorkflowFolder(""))
        .Select(reading => reading.Package).OfType<ServicePackage>().ToDictionary(service => service.Id, service => service.Description.Name.In(language), StringComparer.Ordinal);

    private static string OutcomeWord(SharedOptions shared, string outcome) => Enum.TryParse<CaseOutcome>(outcome, ignoreCase: true, out var known)
        ? PlainWords.Of(known).In(shared.Language).ToLowerInvariant()
        : shared.Say(("未办结", "open"));

    /// <summary>Tells at once: the framework's own Progress posts to a pool and may tell late.</summary>
    private sealed class Told(Action<int> tell) : IProgress<int>
    {
        public void Report(int value) => tell(value);
    }
}
