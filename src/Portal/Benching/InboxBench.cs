using System.Diagnostics;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Benching;

/// <param name="People">Who work at once, each with a request every <paramref name="Pause"/>.</param>
/// <param name="Each">How long they work, after a warm-up of a quarter of it.</param>
internal sealed record InboxPlan(int People, TimeSpan Each, TimeSpan Pause);

/// <summary>
/// How long the portal takes for the day of its reviewers in a database that <c>seed-load</c> filled: the inbox, filters, search, a task, and decisions with
/// their commit. The server's own measure of each request, with whoever makes the requests on the same machine.
/// </summary>
internal static partial class InboxBench
{
    /// <summary>Of ten people: who they are, and what they say to the tasks of their step.</summary>
    private static readonly (string UserName, string Step, Dictionary<string, string> Says)[] People =
    [
        ("load-station-", "Completeness", new() { ["verdict"] = "Complete", ["opinion"] = "材料齐全，身份已核对。", ["identityProved"] = "yes" }),
        ("load-helper-", "VillageOpinion", new() { ["verdict"] = "Approve", ["opinion"] = "情况属实。" }),
        ("load-station-", "Completeness", new() { ["verdict"] = "Complete", ["opinion"] = "材料齐全，身份已核对。", ["identityProved"] = "yes" }),
        ("load-township-", "TownshipReview", new() { ["verdict"] = "Approve", ["opinion"] = "情况属实，建议给予帮扶。" }),
        ("load-helper-", "VillageOpinion", new() { ["verdict"] = "Approve", ["opinion"] = "情况属实。" }),
        ("load-station-", "Completeness", new() { ["verdict"] = "Complete", ["opinion"] = "材料齐全，身份已核对。", ["identityProved"] = "yes" }),
        ("load-township-", "TownshipReview", new() { ["verdict"] = "Approve", ["opinion"] = "情况属实，建议给予帮扶。" }),
        ("load-helper-", "VillageOpinion", new() { ["verdict"] = "Approve", ["opinion"] = "情况属实。" }),
        ("load-district-", "DistrictReview", new() { ["verdict"] = "Approve", ["opinion"] = "同意镇级意见。" }),
        ("load-decider-", "", []),
    ];

    public static async Task RunAsync(PortalSettings settings, InboxPlan plan, Figures figures, CancellationToken cancellation)
    {
        await using var portal = PortalHost.Build(settings with { Demo = new DemoSettings { Enabled = true }, SignIn = settings.SignIn with { TriesAMinute = 10_000 } }, "Development", port: 0, measured: true);
        await portal.Services.GetRequiredService<Preparation>().RunAsync(cancellation);
        await portal.StartAsync(cancellation);
        using var watch = new PageWatch(portal.Services.GetRequiredService<IHttpContextAccessor>());
        var (open, finished) = (0, 0);
        try
        {
            var password = await portal.Services.GetRequiredService<IActs>().RunAsync<DemoSignIn, string>((act, token) => act.SeedAsync(token), cancellation);
            (open, finished) = await SizeAsync(portal.Services, cancellation);
            await WorkAsync(await SignInAsync(new Uri(portal.Urls.Single()), password, plan, cancellation), plan, watch, cancellation);
        }
        finally
        {
            // Also where it failed: what is disposed while its jobs go on neither ends nor says why.
            await portal.StopAsync(CancellationToken.None);
        }

        foreach (var (what, milliseconds) in watch.Pages.Where(page => Reviewer.Asks.Contains(page.Key)).OrderBy(page => page.Key, StringComparer.Ordinal))
            await figures.SayAsync(new
            {
                bench = "inbox",
                what,
                database = settings.Database.Provider,
                openTasks = open,
                finishedTasks = finished,
                people = plan.People,
                requests = milliseconds.Count,
                medianMilliseconds = Figures.Rounded(Figures.Median(milliseconds)),
                p95Milliseconds = Figures.Rounded(Figures.Percentile(milliseconds, 0.95)),
                load = LoadNow(),
            });
    }

    private static async Task<(int Open, int Finished)> SizeAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        var tasks = scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db.Set<ReviewTask>();
        return (await tasks.CountAsync(task => task.State == TaskState.Assigned || task.State == TaskState.InProgress, cancellation), await tasks.CountAsync(task => task.State == TaskState.Completed, cancellation));
    }

    private static async Task<List<Reviewer>> SignInAsync(Uri portal, string password, InboxPlan plan, CancellationToken cancellation)
    {
        var reviewers = new List<Reviewer>();
        for (var number = 0; number < plan.People; number++)
        {
            var (name, step, says) = People[number % People.Length];
            var visitor = new PageVisitor(portal);
            await visitor.SignInAsync($"{name}{(number / People.Length) + (number % People.Length) + 1}", password, cancellation);
            reviewers.Add(new(visitor, step, says, number));
        }

        return reviewers;
    }

    private static async Task WorkAsync(List<Reviewer> reviewers, InboxPlan plan, PageWatch watch, CancellationToken cancellation)
    {
        try
        {
            await WorkAsync(reviewers, plan, TimeProvider.System, plan.Each / 4, cancellation);
            watch.Begin();
            await WorkAsync(reviewers, plan, TimeProvider.System, plan.Each, cancellation);
            watch.End();
        }
        finally
        {
            reviewers.ForEach(one => one.Dispose());
        }
    }

    private static Task WorkAsync(List<Reviewer> reviewers, InboxPlan plan, TimeProvider time, TimeSpan each, CancellationToken cancellation) => Task.WhenAll(reviewers.Select(async (one, number) =>
    {
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(plan.Pause * number / reviewers.Count, time, cancellation);
        while (Stopwatch.GetElapsedTime(began) < each)
        {
            var asked = Stopwatch.GetTimestamp();
            await one.GoOnAsync(cancellation);
            if (plan.Pause - Stopwatch.GetElapsedTime(asked) is { Ticks: > 0 } rest)
                await Task.Delay(rest, time, cancellation);
        }
    }));

    /// <summary>Of the last minute, where the system tells: above the number of cores others were waiting too.</summary>
    private static double? LoadNow() => File.Exists("/proc/loadavg") ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>One reviewer at a browser: looks at the inbox, filters, searches, opens a task, decides it.</summary>
    private sealed partial class Reviewer(PageVisitor visitor, string step, Dictionary<string, string> says, int number) : IDisposable
    {
        public const string Inbox = "inbox, first page";
        public const string Filtered = "inbox, filtered and sorted";
        public const string SearchName = "inbox, search by name";
        public const string SearchNumber = "inbox, search by identity number";
        public const string SearchCases = "cases, search by name";
        public const string Task = "task page";
        public const string Decision = "decision";

        public static readonly string[] Asks = [Inbox, Filtered, SearchName, SearchNumber, SearchCases, Task, Decision];

        private readonly HashSet<string> decided = new(StringComparer.Ordinal);
        private int turn = number;
        private string inbox = "";
        private string? opened;
        private string page = "";

        public void Dispose() => visitor.Dispose();

        public async Task GoOnAsync(CancellationToken cancellation)
        {
            switch (turn++ % 10)
            {
                case 0 or 4 or 7:
                    inbox = await visitor.AskAsync(Inbox, "/tasks?tab=Team", cancellation);
                    break;
                case 1 or 5 or 8:
                    if (TaskOf() is { } found)
                        (opened, page) = (found, await visitor.AskAsync(Task, found, cancellation));
                    break;
                case 2 or 6:
                    await DecideAsync(cancellation);
                    break;
                case 3:
                    await visitor.AskAsync(turn % 20 < 10 ? SearchName : SearchNumber, turn % 20 < 10 ? $"/tasks?tab=Team&q={Uri.EscapeDataString(turn % 3 == 0 ? "建国" : "王")}" : "/tasks?tab=Team&q=379000194001010012", cancellation);
                    break;
                case 9 when turn % 20 < 10:
                    await visitor.AskAsync(SearchCases, $"/cases?q={Uri.EscapeDataString(turn % 3 == 0 ? "王建国" : "建国")}", cancellation);
                    break;
                default:
                    await visitor.AskAsync(Filtered, Filters[turn / 10 % Filters.Length], cancellation);
                    break;
            }
        }

        private static readonly string[] Filters = ["/tasks?tab=Team&sort=Due", "/tasks?tab=Overdue&sort=Name", "/tasks?tab=Team&step=Completeness&sort=Amount", "/tasks?tab=Done"];

        private async Task DecideAsync(CancellationToken cancellation)
        {
            if (opened is null || !decided.Add(opened) || !page.Contains("name=\"verdict\"", StringComparison.Ordinal))
                await visitor.AskAsync(Inbox, "/tasks?tab=Team", cancellation);
            else
                await visitor.SendAsync(Decision, page, $"{opened}/decision", says, cancellation);
            opened = null;
        }

        /// <summary>A task of the list that stands at this reviewer's step and was not decided; the next one each time.</summary>
        private string? TaskOf() => TaskLink().Matches(inbox).Select(task => task.Groups["path"].Value).Distinct(StringComparer.Ordinal)
            .Where(path => !decided.Contains(path)).Skip(step.Length == 0 ? turn % 5 : 0).FirstOrDefault();

        [GeneratedRegex("href=\"(?<path>/tasks/[0-9a-f-]{36})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
        private static partial Regex TaskLink();
    }
}
