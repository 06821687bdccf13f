using System.Globalization;

namespace AidWorkflow.Portal.Serving;

/// <summary>Which of our two languages a request is answered in.</summary>
internal static class Speech
{
    public static string Of(CultureInfo culture) => culture.TwoLetterISOLanguageName == "en" ? "en" : "zh-CN";
}
