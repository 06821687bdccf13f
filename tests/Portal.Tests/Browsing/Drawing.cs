using Microsoft.Playwright;

namespace AidWorkflow.Portal.Tests.Browsing;

/// <summary>What is done on the editor's drawing.</summary>
internal static class Drawing
{
    /// <summary>
    /// Chooses a step, or the + of a link, by the keyboard: it brings what it chooses into sight. A press of the mouse on what is out of sight, which no hand can make, scrolls the drawing, and the drawing goes back before
    /// the press is over.
    /// </summary>
    public static Task ChooseAsync(this IPage page, string selector) => page.Locator(selector).First.PressAsync("Enter");
}
