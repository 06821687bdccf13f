using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>Presses that send a form: a script sends it, so the answer comes when it comes, and not with the click.</summary>
internal static class Sending
{
    /// <summary>Presses a button, and waits for the page that answers.</summary>
    /// <param name="script">Without script the browser waits by itself.</param>
    public static async Task SendAsync(this IPage page, string button, bool script = true)
    {
        if (script)
            await page.EvaluateAsync("() => document.documentElement.setAttribute('data-sent-from', '')");
        await page.ClickAsync(button);
        if (script)
            await page.WaitForSelectorAsync("html:not([data-sent-from])", new() { State = WaitForSelectorState.Attached });
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
    }
}
