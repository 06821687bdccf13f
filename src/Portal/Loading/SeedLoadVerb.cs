using System.CommandLine;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Portal.Commands;
using AidWorkflow.Portal.Delivering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Replaying;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Storage;
using AidWorkflow.Storage.Loading;
using Spectre.Console;

namespace AidWorkflow.Portal.Loading;

/// <summary><c>seed-load</c>: makes a demo database of the size of a city, to measure in.</summary>
internal static class SeedLoadVerb
{
    public static Command Command(SharedOptions shared)
    {
        var open = Number(shared, "--open", ("待办任务数。", "Open tasks."), LoadPlan.Default.Open);
        var finished = Number(shared, "--finished", ("已办结案件数。", "Finished cases."), LoadPlan.Default.Finished);
        var staff = Number(shared, "--staff", ("工作人员数。", "Members of staff."), LoadPlan.Default.Staff);
        var units = Number(shared, "--units", ("机构数。", "Units."), LoadPlan.Default.Units);
        var seed = Number(shared, "--seed", ("随机种子，同日同种子生成的内容相同。", "The seed: the same one makes the same on the same day."), LoadPlan.Default.Seed);
        var command = new Command("seed-load", shared.Say((
            "生成大规模演示数据（没有案件的演示库；生产环境不可用），用于性能测试。", "Fill a demo database that has no cases with made-up ones in numbers, to measure in; never in Production."))) { open, finished, staff, units, seed };
        command.SetAction((parsed, cancellation) => RunAsync(
            shared, parsed, new(parsed.GetValue(open), parsed.GetValue(finished), parsed.GetValue(staff), parsed.GetValue(units), parsed.GetValue(seed)), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(SharedOptions shared, ParseResult parsed, LoadPlan plan, CancellationToken cancellation)
    {
        if (plan.Open < 1 || plan.Finished < 1 || plan.Staff < 8 || plan.Units < 3)
            throw new WrongInputException(("至少需要 1 件待办、1 件办结、8 名人员、3 个机构。", "At least one open task, one finished case, eight people and three units are needed."));
        var settings = shared.Settings(parsed, with => with with { Demo = new DemoSettings { Enabled = true } });
        if (settings.Production)
            throw new WrongInputException(("生产环境不得生成演示数据，请设置 ASPNETCORE_ENVIRONMENT=Development。", "Made-up cases do not go into Production. Set ASPNETCORE_ENVIRONMENT=Development."));
        if (settings.Database.Provider == Provider.SqlServer)
            throw new WrongInputException(("只能生成到 SQLite 或 PostgreSQL。", "Only SQLite and PostgreSQL are filled."));

        var now = TimeProvider.System.GetUtcNow();
        await using var services = Build(settings with { Database = settings.Database with { MigrateAtStart = true } }, LocalDay.Of(now));
        var result = await WithProgressAsync(shared, parsed, plan, progress => services.GetRequiredService<SeedLoad>().RunAsync(plan, now, progress, cancellation));
        await parsed.InvocationConfiguration.Output.WriteLineAsync(shared.Json(parsed) ? SharedOptions.ToJson(result) : shared.Say((
            $"已生成：机构 {result.Units}、人员 {result.Staff}、待办任务 {result.OpenTasks}（{result.OpenCases} 件）、已办任务 {result.FinishedTasks}（{result.FinishedCases} 件办结），用时 {result.Seconds:N1} 秒。",
            $"Made {result.Units} units, {result.Staff} people, {result.OpenTasks} open tasks in {result.OpenCases} cases and {result.FinishedTasks} finished tasks, with {result.FinishedCases} finished cases, in {result.Seconds:N1} seconds.")));
        return 0;
    }

    /// <summary>The whole house with a clock that starts some weeks before the day.</summary>
    internal static ServiceProvider Build(PortalSettings settings, DateOnly today)
    {
        var clock = new ReplayClock(LocalDay.At(today.AddDays(-ModelCases.DaysBefore), TimeOnly.MinValue));
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock).AddSingleton(clock);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        services.AddAidWorkflow(settings).AddSweeps().AddDelivery(settings).AddBulkLoad(settings.Database.Storage);
        services.AddSingleton<ModelCases>().AddSingleton<LoadedOffice>().AddSingleton<SeedLoad>();
        return services.BuildServiceProvider();
    }

    private static Option<int> Number(SharedOptions shared, string name, Said words, int usual) => new(name)
    {
        Description = shared.Say((words.Chinese, words.English)),
        DefaultValueFactory = _ => usual,
    };

    private static async Task<LoadResult> WithProgressAsync(SharedOptions shared, ParseResult parsed, LoadPlan plan, Func<IProgress<int>, Task<LoadResult>> run)
    {
        if (!shared.HasTerminal(parsed))
            return await run(new Told(_ => { }));
        return await AnsiConsole.Progress().StartAsync(async display =>
        {
            var bar = display.AddTask(shared.Say(("生成", "Making")), maxValue: plan.Finished + plan.Open);
            return await run(new Told(made => bar.Value = made));
        });
    }

    /// <summary>Tells at once: the framework's own Progress posts to a pool and may tell late.</summary>
    private sealed class Told(Action<int> tell) : IProgress<int>
    {
        public void Report(int value) => tell(value);
    }
}
