using System.CommandLine;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Commands;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Following;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Replaying.Visits;
using AidWorkflow.Portal.Sweeping;
using Spectre.Console;

namespace AidWorkflow.Portal.Replaying;

/// <summary>
/// <c>replay PLAN</c>: drives a year of applications, or of visits, through the same acts, sweeps and delivery as the pages do, with a clock it moves.
/// </summary>
internal static class ReplayVerb
{
    public static Command Command(SharedOptions shared)
    {
        var plan = new Argument<FileInfo>("plan") { Description = shared.Say(("重放计划文件（JSON）。", "The plan to replay (JSON).")) };
        var resume = new Option<bool>("--resume") { Description = shared.Say(("接着上次中断处继续。", "Go on where an earlier run of the same plan was interrupted.")) };
        var command = new Command("replay", shared.Say(("按计划重放全年申请或来访，并核对台账、案件与银行文件，或全部信访期限。",
            "Replay a year of applications, or of visits, from a plan, and compare ledger, cases and bank files, or every limit of every petition."))) { plan, resume };
        command.SetAction((parsed, cancellation) => RunAsync(shared, parsed, parsed.GetRequiredValue(plan), parsed.GetValue(resume), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(SharedOptions shared, ParseResult parsed, FileInfo file, bool resume, CancellationToken cancellation)
    {
        try
        {
            return VisitPlan.Is(file.FullName)
                ? await PlayAsync(shared, parsed, VisitPlan.Read(file.FullName), resume, cancellation)
                : await PlayAsync(shared, parsed, ReplayPlan.Read(file.FullName), resume, cancellation);
        }
        catch (PlanException wrong)
        {
            throw new WrongInputException((
                $"重放计划 {file.Name} 有误：{Environment.NewLine}{wrong.Words.Chinese}", $"The plan {file.Name} is wrong:{Environment.NewLine}{wrong.Words.English}"), wrong);
        }
    }

    private static async Task<int> PlayAsync(SharedOptions shared, ParseResult parsed, ReplayPlan plan, bool resume, CancellationToken cancellation)
    {
        var settings = Settings(shared, parsed);
        var clock = new ReplayClock(ReplaySession.StartOf(plan));
        await using var built = House(settings, clock);
        var session = new ReplaySession(built, clock, plan);
        var result = await WithProgressAsync(shared, parsed, ("结案", "Cases closed"), plan.Cases.Length, progress => session.RunAsync(resume, progress, cancellation));
        await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed) ? SharedOptions.ToJson(result) : Words(shared, result, Names(settings, shared.Language)));
        return result.Reconciled ? 0 : 1;
    }

    private static async Task<int> PlayAsync(SharedOptions shared, ParseResult parsed, VisitPlan plan, bool resume, CancellationToken cancellation)
    {
        if (resume)
            throw new WrongInputException(("来访计划不能接着重放，请从空数据库开始。", "A plan of visits is not resumed: begin with an empty database."));
        var clock = new ReplayClock(LocalDay.At(new DateOnly(plan.Year, 1, 1), TimeOnly.MinValue));
        await using var built = House(Settings(shared, parsed), clock);
        var session = new VisitSession(built, clock, plan);
        var result = await WithProgressAsync(shared, parsed, ("来访", "Visits"), plan.Visits.Sum(visits => visits.Count), progress => session.RunAsync(progress, cancellation));
        await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed) ? SharedOptions.ToJson(result) : VisitWords.Of(shared, result));
        return result.Agrees ? 0 : 1;
    }

    private static PortalSettings Settings(SharedOptions shared, ParseResult parsed)
    {
        var settings = shared.Settings(parsed, with => with with { Demo = new DemoSettings { Enabled = true } });
        return settings.Production
            ? throw new WrongInputException(("生产环境不得重放演示数据，请设置 ASPNETCORE_ENVIRONMENT=Development。", "A replay makes up people and money, so it does not run in Production. Set ASPNETCORE_ENVIRONMENT=Development."))
            : settings;
    }

    private static ServiceProvider House(PortalSettings settings, ReplayClock clock)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        services.AddAidWorkflow(settings with { Database = settings.Database with { MigrateAtStart = true } }).AddSweeps().AddDelivery(settings);
        services.AddScoped<OpenFunds>();
        return services.BuildServiceProvider();
    }

    private static async Task<TResult> WithProgressAsync<TResult>(SharedOptions shared, ParseResult parsed, Said what, int most, Func<IProgress<int>, Task<TResult>> run)
    {
        if (!shared.HasTerminal(parsed))
            return await run(new Told(_ => { }));
        return await AnsiConsole.Progress().StartAsync(async display =>
        {
            var bar = display.AddTask(shared.Say(what), maxValue: most);
            return await run(new Told(done => bar.Value = done));
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
