using System.Diagnostics;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.SigningIn;
using AidWorkflow.Storage;
using Microsoft.Data.Sqlite;

namespace AidWorkflow.Portal.Benching;

/// <param name="Cases">Open cases in the database.</param>
/// <param name="People">Who look at pages at once.</param>
/// <param name="Each">How long they look, after a warm-up of a quarter of it.</param>
/// <param name="Pause">Between two requests of one person.</param>
internal sealed record PagePlan(int Cases, int People, TimeSpan Each, TimeSpan Pause);

/// <summary>
/// How long the portal itself takes for the pages that are opened most, while fifty people use it and ten thousand cases lie in it: the server's own
/// measure of each request, from its first byte read to its last byte written, with whoever makes the requests on the same machine.
/// </summary>
internal static partial class PageBench
{
    /// <summary>Of three people one applies; offices open their inbox, a task, a search.</summary>
    private static readonly string[] Staff = ["station1", "village1", "township1", "district1", "decider1"];

    public static async Task RunAsync(PagePlan plan, Figures figures, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("aidworkflow-bench-").FullName;
        try
        {
            await using (var portal = await OpenAsync(folder, cancellation))
            {
                var password = await portal.Services.GetRequiredService<IActs>().RunAsync<DemoSignIn, string>((act, token) => act.SeedAsync(token), cancellation);
                await ActivatorUtilities.CreateInstance<Reviewers>(portal.Services).ArriveAsync(plan.Cases, cancellation);
                using var watch = new PageWatch(portal.Services.GetRequiredService<IHttpContextAccessor>());
                await UseAsync(new Uri(portal.Urls.Single()), password, plan, watch, cancellation);
                await portal.StopAsync(cancellation);
                foreach (var (page, milliseconds) in watch.Pages.OrderBy(page => page.Key, StringComparer.Ordinal))
                    await figures.SayAsync(new
                    {
                        bench = "page",
                        page,
                        cases = plan.Cases,
                        people = plan.People,
                        requests = milliseconds.Count,
                        medianMilliseconds = Figures.Rounded(Figures.Median(milliseconds)),
                        p95Milliseconds = Figures.Rounded(Figures.Percentile(milliseconds, 0.95)),
                    });
            }
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<WebApplication> OpenAsync(string folder, CancellationToken cancellation)
    {
        var keys = Path.Combine(folder, "keys.json");
        KeyRing.CreateDemo(keys);
        var settings = new PortalSettings
        {
            Demo = new DemoSettings { Enabled = true, Fund = true },
            Keys = new KeySettings { File = keys },
            SignIn = new SignInSettings { TriesAMinute = 1000 },
            Database = new DatabaseSettings { Provider = Provider.Sqlite, File = Path.Combine(folder, "bench.db"), MigrateAtStart = true },
        };
        var portal = PortalHost.Build(settings, "Development", port: 0, measured: true);
        await portal.Services.GetRequiredService<Preparation>().RunAsync(cancellation);
        await portal.StartAsync(cancellation);
        return portal;
    }

    private static async Task UseAsync(Uri portal, string password, PagePlan plan, PageWatch watch, CancellationToken cancellation)
    {
        var visitors = new List<(PageVisitor Visitor, string[] Pages)>();
        try
        {
            for (var number = 0; number < plan.People; number++)
            {
                var visitor = new PageVisitor(portal);
                visitors.Add((visitor, number % 3 == 0 ? await ApplicantAsync(visitor, password, cancellation) : await StaffAsync(visitor, Staff[number % Staff.Length], password, cancellation)));
            }

            await LookAsync(visitors, TimeProvider.System, plan.Pause, plan.Each / 4, cancellation);
            watch.Begin();
            await LookAsync(visitors, TimeProvider.System, plan.Pause, plan.Each, cancellation);
            watch.End();
        }
        finally
        {
            visitors.ForEach(one => one.Visitor.Dispose());
        }
    }

    /// <summary>Everybody opens one page after another, each a little later than the one before, so that they do not march in step.</summary>
    private static Task LookAsync(List<(PageVisitor Visitor, string[] Pages)> visitors, TimeProvider time, TimeSpan pause, TimeSpan each, CancellationToken cancellation) => Task.WhenAll(visitors.Select(async (one, number) =>
    {
        var began = Stopwatch.GetTimestamp();
        await Task.Delay(pause * number / visitors.Count, time, cancellation);
        for (var next = number; Stopwatch.GetElapsedTime(began) < each; next++)
        {
            await one.Visitor.GetAsync(one.Pages[next % one.Pages.Length], cancellation);
            await Task.Delay(pause, time, cancellation);
        }
    }));

    /// <summary>Begins an application, and goes through its pages.</summary>
    private static async Task<string[]> ApplicantAsync(PageVisitor visitor, string password, CancellationToken cancellation)
    {
        await visitor.SignInAsync("applicant1", password, cancellation);
        var (overview, draft) = await visitor.PostAsync("/services/serious-illness-relief", "/services/serious-illness-relief/apply", [], cancellation);
        var topics = Topic().Matches(overview).Select(topic => topic.Groups["path"].Value).Distinct(StringComparer.Ordinal).ToArray();
        return ["/services", "/services/serious-illness-relief", draft, .. topics, "/applications"];
    }

    private static async Task<string[]> StaffAsync(PageVisitor visitor, string userName, string password, CancellationToken cancellation)
    {
        await visitor.SignInAsync(userName, password, cancellation);
        var (inbox, _) = await visitor.GetAsync("/tasks", cancellation);
        var tasks = TaskLink().Matches(inbox).Select(task => task.Groups["path"].Value).Distinct(StringComparer.Ordinal).Take(3);
        return ["/tasks", .. tasks, "/tasks", "/cases"];
    }

    [GeneratedRegex("href=\"(?<path>/drafts/[^\"/]+/topics/[^\"#?]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Topic();

    [GeneratedRegex("href=\"(?<path>/tasks/[0-9a-f-]{36})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex TaskLink();
}
