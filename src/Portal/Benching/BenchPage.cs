using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AidWorkflow.Portal.Benching;

/// <summary>The table of docs/performance.md, made of the lines of one run, so that no figure on it is typed.</summary>
internal static class BenchPage
{
    /// <summary>What a figure is held against, by what is measured, database and callers.</summary>
    private static readonly Dictionary<(string Bench, string Database, int Callers), string> Aims = new()
    {
        [("engine steps", "sqlite", 1)] = "0.5",
        [("engine steps", "sqlite", 8)] = "> 1",
        [("domain decisions", "sqlite", 1)] = "0.1",
        [("domain decisions", "sqlite", 8)] = "0.167",
    };

    public static string Table(IEnumerable<string> lines)
    {
        var page = new StringBuilder();
        var figures = lines.Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => JsonNode.Parse(line)!).ToList();
        if (figures.FirstOrDefault(figure => (string?)figure["bench"] == "machine") is { } machine)
        {
            page.Append(CultureInfo.InvariantCulture, $"{machine["processor"]}, {machine["cores"]} cores, {machine["system"]}; {machine["date"]}, commit {machine["commit"]}; ");
            page.Append(CultureInfo.InvariantCulture, $"load {machine["load"]} before the run (above 1 somebody else was working: read the ratios, not the rates).\n\n");
        }

        page.Append("| What | Measured | Against raw commits | Aim |\n|---|---|---|---|\n");
        foreach (var (what, measured, ratio, aim) in figures.Select(Row).OfType<(string, string, string, string)>())
            page.Append(CultureInfo.InvariantCulture, $"| {what} | {measured} | {ratio} | {aim} |\n");
        return page.ToString();
    }

    private static (string What, string Measured, string Ratio, string Aim)? Row(JsonNode figure) => (string?)figure["bench"] switch
    {
        "machine" => null,
        null => ($"replay of the year: {figure["cases"]} cases, {figure["steps"]} steps, sqlite", $"{Number(figure["seconds"]):0.#} s", "–", "–"),
        "resume" => ($"resume among {Number(figure["suspended"]):N0} that wait, sqlite", $"median {figure["medianMicroseconds"]} µs, p99 {figure["p99Microseconds"]} µs", "–", "–"),
        "resume, large against small" => ("the same, large against small", $"median {figure["medianRatio"]} ×, p99 {figure["p99Ratio"]} ×", "–", "1.25 ×, 2 ×"),
        "page" => ($"page {figure["page"]}: {Number(figure["cases"]):N0} cases, {figure["people"]} people, sqlite", $"median {figure["medianMilliseconds"]} ms, p95 {figure["p95Milliseconds"]} ms", "–", "p95 < 50 ms"),
        "workflows in memory" => ($"six-step flow with a JavaScript decision, in memory, {Callers(figure)}", $"{Number(figure["perSecond"]):N0}/s, {Number(figure["bytesEach"]):N0} bytes allocated each", "–", "50,000/s"),
        "evaluations of a condition" => ("a simple compiled condition", $"{Number(figure["perSecond"]):N0}/s", "–", "1,000,000/s"),
        "start to first finished workflow" => ("start of the program to its first finished workflow", $"{figure["seconds"]} s", "–", "1.5 s"),
        "suspended instances" => ($"{Number(figure["suspended"]):N0} suspended approvals, sqlite",
            $"{Number(figure["instanceBytes"]) + Number(figure["bookmarkBytes"]):N0} bytes each with bookmark and indexes, journal {figure["journalBytes"]}; working set {figure["workingSetMegabytes"]} MB", "–", "2 kB, 300 MB"),
        "flood" => ($"{Number(figure["timers"]):N0} timers due at once, {figure["database"]}",
            $"{figure["perSecond"]}/s; a resume meanwhile median {figure["medianMicroseconds"]} µs, p99 {figure["p99Microseconds"]} µs (before {figure["beforeMedianMicroseconds"]}, {figure["beforeP99Microseconds"]})", "–", "–"),
        { } bench => Paced(bench, figure),
    };

    private static (string What, string Measured, string Ratio, string Aim) Paced(string bench, JsonNode figure)
    {
        var (database, callers) = ((string)figure["database"]!, (int)figure["callers"]!);
        var ratio = figure["ratioToRaw"] is { } said ? string.Create(CultureInfo.InvariantCulture, $"{said} × {(Number(figure["rawCallers"]) > 1 ? "as many callers'" : "one caller's")}") : "–";
        return ($"{bench}, {database}, {Callers(figure)}",
            string.Create(CultureInfo.InvariantCulture, $"{figure["perSecond"]}/s"), ratio, Aims.GetValueOrDefault((bench, database, callers), "–"));
    }

    private static string Callers(JsonNode figure) => (int)figure["callers"]! is var callers and not 1 ? string.Create(CultureInfo.InvariantCulture, $"{callers} callers") : "1 caller";

    private static double Number(JsonNode? value) => (double)value!;
}
