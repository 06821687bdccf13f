using System.CommandLine;
using AidWorkflow.Portal.Commands;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Benching;

/// <summary>
/// <c>bench</c>: measures this machine's raw commits and our steps on it, in turns, so that a ratio holds where an absolute figure
/// would not. One JSON line a figure.
/// </summary>
internal static class BenchVerb
{
    private static readonly string[] Names = ["memory", "start", "engine", "domain", "flood", "suspended", "pages"];

    public static Command Command(SharedOptions shared)
    {
        var names = new Argument<string[]>("names")
        {
            Description = shared.Say(($"测试项，默认全部：{string.Join("、", Names)}。", $"Which benchmarks, all by default: {string.Join(", ", Names)}.")),
            Arity = ArgumentArity.ZeroOrMore,
        };
        names.AcceptOnlyFromAmong(Names);
        var seconds = new Option<double>("--seconds")
        {
            Description = shared.Say(("每次测量的秒数。", "Seconds a measurement takes.")),
            DefaultValueFactory = _ => 2,
        };
        var rounds = new Option<int>("--rounds")
        {
            Description = shared.Say(("轮数，取中位数。", "Rounds, of which the median counts.")),
            DefaultValueFactory = _ => 5,
        };
        var suspended = new Option<int>("--suspended")
        {
            Description = shared.Say(("大库中等待中的案件数。", "Suspended cases in the large database.")),
            DefaultValueFactory = _ => 100_000,
        };
        var timers = new Option<int>("--timers")
        {
            Description = shared.Say(("同时到期的定时数。", "Timers that are due at once.")),
            DefaultValueFactory = _ => 100_000,
        };
        var cases = new Option<int>("--cases")
        {
            Description = shared.Say(("测量网页时库中的案件数。", "Cases in the database while pages are measured.")),
            DefaultValueFactory = _ => 10_000,
        };
        var people = new Option<int>("--people")
        {
            Description = shared.Say(("同时浏览网页的人数，每人每两秒一次请求。", "People who look at pages at once, each with a request every two seconds.")),
            DefaultValueFactory = _ => 50,
        };
        var inbox = new Option<bool>("--inbox")
        {
            Description = shared.Say(("不测试其他，只在 --database 或 --connection 指定、由 seed-load 生成的库上测量待办、搜索、任务页和办理。", "Measures nothing else than inbox, search, task page and decisions, in the database of --database or --connection that seed-load filled.")),
        };
        var page = new Option<FileInfo?>("--page")
        {
            Description = shared.Say(("不测试，只把此文件中的结果排成 docs/performance.md 的表格。", "Measures nothing; prints the table of docs/performance.md from the lines in this file.")),
            HelpName = "FILE",
        };
        var command = new Command("bench", shared.Say((
            "性能测试，每项输出一行 JSON。默认在临时 SQLite 上运行；给出 --connection 时也测 PostgreSQL（应为空库）。",
            "Benchmarks; each prints one line of JSON. On a SQLite file of its own, and on PostgreSQL too where --connection names an empty database.")))
        {
            names, seconds, rounds, suspended, timers, cases, people, inbox, page,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(page) is { } lines)
            {
                await parsed.InvocationConfiguration.Output.WriteAsync(BenchPage.Table(await File.ReadAllLinesAsync(lines.FullName, cancellation)));
                return 0;
            }

            var plan = new BenchPlan(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rounds), parsed.GetValue(suspended), parsed.GetValue(timers));
            if (parsed.GetValue(inbox))
            {
                await InboxBench.RunAsync(shared.Settings(parsed, with => with with { Demo = new DemoSettings { Enabled = true } }), new(parsed.GetValue(people), plan.Each * 20, TimeSpan.FromSeconds(2)), new(parsed.InvocationConfiguration.Output), cancellation);
                return 0;
            }

            var chosen = parsed.GetValue(names) is { Length: > 0 } some ? some : Names;
            var figures = new Figures(parsed.InvocationConfiguration.Output);
            if (chosen.Contains("memory"))
                await MemoryBench.RunAsync(plan, figures, cancellation);
            if (chosen.Contains("start"))
                await StartBench.RunAsync(plan, figures, cancellation);
            foreach (var place in Places(shared.Connection(parsed)))
            {
                if (chosen.Contains("engine"))
                    await EngineBench.RunAsync(place, plan, figures, cancellation);
                if (chosen.Contains("domain"))
                    await DomainBench.RunAsync(place, plan, figures, cancellation);
                if (chosen.Contains("flood"))
                    await FloodBench.RunAsync(place, plan, figures, cancellation);
            }

            if (chosen.Contains("suspended"))
                await SuspendedBench.RunAsync(plan, figures, cancellation);
            if (chosen.Contains("pages"))
                await PageBench.RunAsync(new PagePlan(parsed.GetValue(cases), parsed.GetValue(people), plan.Each * 20, plan.Each), figures, cancellation);
            return 0;
        });
        return command;
    }

    private static IEnumerable<BenchPlace> Places(string? postgres)
    {
        yield return new BenchPlace(Provider.Sqlite, null);
        if (postgres is not null)
            yield return new BenchPlace(Provider.Postgres, postgres);
    }
}

/// <summary>How long and how often.</summary>
/// <param name="Each">How long one measurement takes.</param>
/// <param name="Suspended">Cases that wait in the large database.</param>
/// <param name="Timers">How many are due at once.</param>
internal sealed record BenchPlan(TimeSpan Each, int Rounds, int Suspended, int Timers);

/// <summary>Which database; on SQLite a new file in a temporary folder.</summary>
internal sealed record BenchPlace(Provider Provider, string? Connection);
