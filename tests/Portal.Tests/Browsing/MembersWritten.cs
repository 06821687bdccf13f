using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>The table of who was at a meeting, which begins with those of the unit who may be.</summary>
internal static class MembersWritten
{
    /// <summary>Takes out whoever stands behind the first so many.</summary>
    public static async Task OnlyAsync(this IPage page, int members)
    {
        for (var row = members + 1; await page.Locator($"[name='member{row}.name']").CountAsync() > 0; row++)
            if (await page.InputValueAsync($"[name='member{row}.name']") is { Length: > 0 })
                await page.FillAsync($"[name='member{row}.name']", "");
    }
}
