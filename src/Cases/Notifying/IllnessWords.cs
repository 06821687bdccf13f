namespace AidWorkflow.Cases.Notifying;

/// <summary>Words that would tell the village what a family suffers from. The wording of a public notice has none of them.</summary>
internal static class IllnessWords
{
    private static readonly string[] Words =
    [
        "病", "疾", "癌", "瘤", "医", "残", "伤", "精神", "手术", "住院", "透析", "诊", "艾滋", "意外", "事故",
        "illness", "disease", "cancer", "tumour", "tumor", "medical", "hospital", "disab", "injur", "accident", "surgery", "diagnos", "dialysis", "mental health",
    ];

    /// <summary>The first such word; null when the text has none.</summary>
    public static string? In(string text) => Words.FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
