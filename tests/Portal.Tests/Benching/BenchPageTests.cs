using System.Runtime.CompilerServices;
using AidWorkflow.Portal.Benching;

namespace AidWorkflow.Portal.Tests.Benching;

[TestFixture]
internal sealed class BenchPageTests
{
    [Test]
    public void A_table_names_the_machine_and_holds_each_figure_against_its_aim()
    {
        var table = BenchPage.Table(
        [
            """{"bench":"machine","processor":"Abacus","cores":2,"system":"Linux","date":"2022-03-07","commit":"abc","load":0.2}""",
            """{"bench":"raw commits","database":"sqlite","callers":1,"perSecond":4050}""",
            """{"bench":"domain decisions","database":"sqlite","callers":8,"perSecond":700,"rawCallers":1,"ratioToRaw":0.173}""",
            """{"bench":"resume, large against small","database":"sqlite","medianRatio":1.02,"p99Ratio":1.17}""",
            """{"services":[],"cases":429,"steps":4629,"seconds":41.26}""",
        ]);

        Assert.That(table.Split('\n'), Is.EqualTo(new[]
        {
            "Abacus, 2 cores, Linux; 2022-03-07, commit abc; load 0.2 before the run (above 1 somebody else was working: read the ratios, not the rates).",
            "",
            "| What | Measured | Against raw commits | Aim |",
            "|---|---|---|---|",
            "| raw commits, sqlite, 1 caller | 4050/s | – | – |",
            "| domain decisions, sqlite, 8 callers | 700/s | 0.173 × one caller's | 0.167 |",
            "| the same, large against small | median 1.02 ×, p99 1.17 × | – | 1.25 ×, 2 × |",
            "| replay of the year: 429 cases, 4629 steps, sqlite | 41.3 s | – | – |",
            "",
        }));
    }

    /// <summary>bench/page.sh writes both; a figure that is changed by hand on the page fails here.</summary>
    [Test]
    public void The_page_says_what_the_last_run_measured()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "performance.md"));

        Assert.That(page, Does.Contain(BenchPage.Table(File.ReadAllLines(Path.Combine(Root(), "bench", "latest.jsonl")))));
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
