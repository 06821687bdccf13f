using System.Text.Json;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>What is printed from a dark screen is dark on white.</summary>
[TestFixture]
internal sealed class PrintTests
{
    private Screen screen = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => screen = await Screen.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await screen.DisposeAsync();

    [Test]
    [CancelAfter(60_000)]
    public async Task Receipt_case_and_figures_are_readable_on_paper(CancellationToken cancellation)
    {
        var own = await screen.Office.SendAsync("applicant1", screen.Office.Answers());
        await screen.Office.UntilAsync(own, "PublicNotice");
        using (Assert.EnterMultipleScope())
        {
            foreach (var (who, path) in new[] { ("applicant1", $"/applications/{own}/receipt"), ("decider1", $"/cases/{own}"), ("leader1", "/figures") })
            {
                var page = await screen.SignedInAsync(who, 794, "zh-CN");
                await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
                await page.GotoAsync(path);
                await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark });

                var dim = await page.EvaluateAsync<JsonElement>("""
                    () => {
                      const light = colour => { const [r, g, b] = colour.match(/[\d.]+/g).map(Number); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
                      const ground = one => { for (; one; one = one.parentElement) { const c = getComputedStyle(one).backgroundColor; if (!/, 0\)$/.test(c)) return light(c); } return 255; };
                      return [...document.querySelectorAll("main *")].filter(one => one.offsetParent && [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
                        .filter(one => ground(one) < 190 || light(getComputedStyle(one).color) > 140).map(one => one.outerHTML.slice(0, 80));
                    }
                    """);
                Assert.That(dim.EnumerateArray().Select(one => one.GetString()), Is.Empty, path);
                if (path == "/figures")
                    await page.WaitForFunctionAsync("""
                        () => { const canvas = document.querySelector("[data-chart] canvas"), dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                          for (let at = 0; at < dots.length; at += 4) if (dots[at + 3] > 200 && Math.min(dots[at], dots[at + 1], dots[at + 2]) > 225) return false;
                          return true; }
                        """); // nothing in the chart's letters is nearly white
            }
        }
    }
}
