using System.Collections.Immutable;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Notifying;

/// <summary>
/// What is missing, short enough for a text message and fit for a screen that others see: names of papers and questions and no notes of a clerk; what would
/// tell of an illness is counted and not named.
/// </summary>
internal static class BriefList
{
    private const int MostNames = 4;
    private const int LongestName = 16;

    public static LocalText Of(ImmutableArray<LocalText> names)
    {
        var named = names.Where(name => IllnessWords.In(name.Zh) is null && IllnessWords.In(name.En) is null).Take(MostNames).ToArray();
        var rest = names.Length - named.Length;
        var (zh, en) = (string.Join("、", named.Select(name => Short(name.Zh, LongestName))), string.Join(", ", named.Select(name => Short(name.En, 3 * LongestName))));
        return (named.Length, rest) switch
        {
            (_, 0) => new(zh, en),
            (0, _) => new($"{rest} 项材料或信息（清单见书面告知，也可问服务站）", $"{rest} {(rest == 1 ? "thing" : "things")} (the list is in the written notice; the station knows it too)"),
            _ => new($"{zh}，另有 {rest} 项（见书面告知，也可问服务站）", $"{en} and {rest} more (see the written notice, or ask the station)"),
        };
    }

    private static string Short(string name, int most) => name.Length <= most ? name : name[..(most - 1)] + "…";
}
