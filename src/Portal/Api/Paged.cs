namespace AidWorkflow.Portal.Api;

/// <summary>A page of a list.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Size">How many a page holds.</param>
/// <param name="Count">Of the whole list.</param>
internal sealed record Paged<T>(IReadOnlyList<T> Items, int Page, int Size, int Count);

internal static class Paging
{
    public const int Size = 50;

    public static int Number(int? asked) => Math.Clamp(asked ?? 1, 1, int.MaxValue / Size);

    /// <summary>Of a list that is short enough to be read whole.</summary>
    public static Paged<T> Of<T>(IReadOnlyList<T> all, int? page)
    {
        var number = Number(page);
        return new([.. all.Skip((number - 1) * Size).Take(Size)], number, Size, all.Count);
    }
}
