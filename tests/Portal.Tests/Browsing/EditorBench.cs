using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Designer.Managing;
using AidWorkflow.Portal.Tests.Api;
using AidWorkflow.Portal.Tests.Deciding;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>
/// How long a frame takes while a definition of 300 steps is opened, dragged and undone in a real browser: `bench/designer.sh` runs it. What it says depends on the machine, so nothing else does.
/// </summary>
[TestFixture]
[Explicit("a benchmark")]
internal sealed class EditorBench
{
    private const int Steps = 300;
    private const int Wide = 1440;

    /// <summary>Takes the time from one frame to the next, from the first of the page on.</summary>
    private const string Watch = """
        window.frames60 = []; (() => { let last; const tick = (now) => { if (last !== undefined) window.frames60.push(now - last); last = now; requestAnimationFrame(tick); }; requestAnimationFrame(tick); })();
        """;

    /// <summary>A place to put a step in at that is not behind the edge of the canvas: which are, depends on where its view stands.</summary>
    private const string InSight = """
        () => [...document.querySelectorAll('[data-link]')].find((button) => {
            const box = button.getBoundingClientRect();
            return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === button;
        }).dataset.link
        """;

    [Test]
    [CancelAfter(240_000)]
    public async Task Of_300_steps_no_frame_is_long(CancellationToken cancellation)
    {
        var office = await Office.OpenAsync(Storage.Provider.Sqlite);
        await using var screen = await Screen.OpenAsync(office);
        using (var admin = await screen.Site.CallerAsync(office, "admin1"))
            (await admin.PostAsync("/elsa/api/workflow-definitions", new { model = Model(), publish = false })).Ok();
        var page = await screen.SignedInAsync("admin1", Wide, "zh-CN", older: false);
        await page.Context.AddInitScriptAsync(Watch);
        var inside = await page.Context.NewCDPSessionAsync(page);
        await inside.SendAsync("Performance.enable", new() { ["timeDomain"] = "threadTicks" });
        Task MeasureAsync(string what, Func<Task> act, bool isNew = false) => EditorBench.MeasureAsync(page, inside, what, act, isNew);

        await MeasureAsync("open", async () =>
        {
            await page.GotoAsync("/admin/designer/bench-300");
            await page.WaitForSelectorAsync("[data-step]");
            await Expect(page.Locator(".problems h3")).Not.ToContainTextAsync("正在检查");
        }, isNew: true);
        await page.ClickAsync(".tools button:text('自由摆放')");
        var box = (await page.Locator("[data-step]").Nth(3).BoundingBoxAsync())!;
        var (x, y) = (box.X + 30, box.Y + 20);
        await MeasureAsync("drag a step", async () =>
        {
            await page.Mouse.MoveAsync(x, y);
            await page.Mouse.DownAsync();
            for (var move = 1; move <= 120; move++)
                await page.Mouse.MoveAsync(x + (2 * move), y + move);
            await page.Mouse.UpAsync();
        });
        await MeasureAsync("undo dragging", () => page.Keyboard.PressAsync("Control+z"));
        await page.ClickAsync(".tools button:text('自由摆放')");
        await page.ClickAsync($"[data-link='{await page.EvaluateAsync<string>(InSight)}']");
        await MeasureAsync("insert a step", () => page.ClickAsync("[data-type='Aid.Review']"));
        await page.Keyboard.PressAsync("Escape");
        await MeasureAsync("undo inserting", () => page.Keyboard.PressAsync("Control+z"));

        foreach (var name in (string[])["designer", "forms", "versions"])
            Say(new() { ["bench"] = "editor, compressed", ["page"] = name, ["bytes"] = Packed($"{name}.js") + Packed($"{name}.css"), ["most"] = 250_000 });
    }

    /// <param name="isNew">The page begins with what is done.</param>
    private static async Task MeasureAsync(IPage page, ICDPSession inside, string what, Func<Task> act, bool isNew)
    {
        if (!isNew)
            await page.EvaluateAsync("() => { window.frames60.length = 0; }");
        var before = await WorkAsync(inside);
        await act();
        await page.EvaluateAsync("() => new Promise((done) => setTimeout(done, 1500))"); // saving and the check come a moment later
        var frames = (await page.EvaluateAsync<JsonElement>("() => window.frames60")).EnumerateArray().Select(frame => frame.GetDouble()).Order().ToArray();
        Say(new()
        {
            ["bench"] = "editor",
            ["what"] = what,
            ["steps"] = Steps,
            ["frames"] = frames.Length,
            ["longestMilliseconds"] = Math.Round(frames[^1], 1),
            ["p95Milliseconds"] = Math.Round(frames[(int)(frames.Length * 0.95)], 1),
            ["processorMilliseconds"] = isNew ? null : Math.Round(await WorkAsync(inside) - before, 1),
            ["load"] = double.Parse((await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0], CultureInfo.InvariantCulture),
        });
    }

    /// <summary>What the page's thread has worked so far, in milliseconds of processor time: other work on the machine does not make it longer.</summary>
    private static async Task<double> WorkAsync(ICDPSession inside) =>
        (await inside.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray().Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble() * 1000;

    private static long Packed(string name)
    {
        using var plain = typeof(ManagementApi).Assembly.GetManifestResourceStream($"web/{name}")!;
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            plain.CopyTo(brotli);
        return packed.Length;
    }

    private static void Say(JsonObject line)
    {
        TestContext.Progress.WriteLine(line.ToJsonString());
        if (Environment.GetEnvironmentVariable("BENCH_LINES") is { Length: > 0 } file)
            File.AppendAllText(file, line.ToJsonString() + "\n");
    }

    /// <summary>Reviews one after the other; each fifth tells the applicant on another way, which comes together again, and each tenth sends on to one far below.</summary>
    private static JsonObject Model()
    {
        var (steps, links) = (new JsonArray(), new JsonArray());
        void Link(string from, string port, string to) => links.Add(new JsonObject { ["source"] = new JsonObject { ["activity"] = from, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = to, ["port"] = "In" } });
        static JsonObject Said(string type, string value) => new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = value } };
        for (var number = 0; number < Steps; number++)
        {
            var (id, next) = ($"s{number}", $"s{number + 1}");
            var step = new JsonObject { ["id"] = id, ["name"] = $"Step{number}", ["version"] = 1, ["metadata"] = new JsonObject { ["displayText"] = $"第 {number} 步" } };
            if (number % 5 == 4)
                (step["type"], step["event"], step["audience"]) = ("Aid.Notify", Said("String", "approved"), Said("String", "applicant"));
            else
                (step["type"], step["role"], step["level"]) = ("Aid.Review", Said("Role", "DistrictReviewer"), Said("UnitLevel", "District"));
            steps.Add((JsonNode)step);
            if (number == Steps - 1)
                continue;
            if (number % 5 == 4)
            {
                Link(id, "Done", next);
            }
            else
            {
                Link(id, "Approve", number % 5 == 3 && number + 2 < Steps ? $"s{number + 2}" : next);
                Link(id, "Refuse", number % 10 == 0 && number + 25 < Steps ? $"s{number + 25}" : next);
            }
        }

        return new()
        {
            ["definitionId"] = "bench-300",
            ["name"] = "300 steps",
            ["root"] = new JsonObject { ["id"] = "flow", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = steps, ["connections"] = links },
        };
    }
}
