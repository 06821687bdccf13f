using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Portal.Showing;

/// <summary>What people write is kept whole or refused, never cut short.</summary>
internal static class Limited
{
    private static readonly LocalText This = new("内容", "This");

    /// <exception cref="RefusedException">form.too-long</exception>
    public static string Text(string? written, string field, int most)
    {
        var text = written?.Trim() ?? "";
        return text.Length <= most ? text : throw new RefusedException("form.too-long", field, ("label", This), ("most", most), ("length", text.Length));
    }
}
