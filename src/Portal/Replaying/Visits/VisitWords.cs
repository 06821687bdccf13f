using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Commands;

namespace AidWorkflow.Portal.Replaying.Visits;

/// <summary>What a year of visits came to, for a terminal.</summary>
internal static class VisitWords
{
    public static string Of(SharedOptions shared, VisitResult result) => string.Join(Environment.NewLine, new[]
    {
        shared.Say(($"来访 {result.Visits} 次，事项 {result.Matters} 件，其中信访 {result.Petitions} 件（重复 {result.Repeats} 件）", $"{result.Visits} visits, {result.Matters} matters, {result.Petitions} of them petitions ({result.Repeats} repeats)")),
        string.Join(shared.Say(("，", ", ")), result.Statuses.Select(status => $"{PetitionWords.Of(Enum.Parse<PetitionStatus>(status.Key)).In(shared.Language)} {status.Value}")),
        shared.Say(($"登记簿封账 {result.RegisterDays} 天（工作日 {result.WorkingDays} 天）；进展 {result.Entries} 条；按计划拒绝 {result.Refused.Values.Sum()} 次", $"{result.RegisterDays} register days closed ({result.WorkingDays} working days); {result.Entries} entries; {result.Refused.Values.Sum()} refused as planned")),
        shared.Say(($"另行逐日推算期限 {result.Limits} 个，其中超期 {result.LateLimits} 个；用时 {result.Seconds:N1} 秒", $"{result.Limits} limits worked out again day by day, {result.LateLimits} of them not kept; {result.Seconds:N1} seconds")),
        result.Agrees ? shared.Say(("全部期限一致。", "Every limit agrees.")) : shared.Say(("期限不一致：", "Limits differ:")),
    }.Concat(result.Differences));
}
