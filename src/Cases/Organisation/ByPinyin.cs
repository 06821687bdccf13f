using System.Globalization;

namespace AidWorkflow.Cases.Organisation;

/// <summary>
/// Names in the order in which a Chinese list has them: by their sound, as far as the machine knows it (ICU); by code point where it knows no languages. For lists that are whole in memory: a
/// database puts its pages in its own order.
/// </summary>
public static class ByPinyin
{
    public static StringComparer Order { get; } = Known();

    private static StringComparer Known()
    {
        try
        {
            return StringComparer.Create(CultureInfo.GetCultureInfo("zh-CN", predefinedOnly: true), CompareOptions.None);
        }
        catch (CultureNotFoundException)
        {
            return StringComparer.Ordinal; // without ICU: no culture but the invariant one
        }
    }
}
