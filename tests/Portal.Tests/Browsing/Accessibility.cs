using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Asks axe-core what keeps somebody from using a page, in its light and its dark look; serious and critical findings fail.</summary>
internal static class Accessibility
{
    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(Root(), "node_modules", "axe-core", "axe.min.js")));

    public static async Task CheckAsync(IPage page)
    {
        await page.EvaluateAsync(Axe.Value);
        foreach (var look in new[] { ColorScheme.Dark, ColorScheme.Light })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = look });
            await CheckAsync(page, look);
        }
    }

    private static async Task CheckAsync(IPage page, ColorScheme look)
    {
        var found = await page.EvaluateAsync<JsonElement>("async () => (await axe.run()).violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => v.id + ': ' + v.nodes.map(n => n.html).slice(0, 3).join(' | '))");
        Assert.That(found.EnumerateArray().Select(violation => violation.GetString()), Is.Empty, $"{page.Url}, {look}");
    }

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, ".."));
}
