using System.Text.Json;
using System.Text.RegularExpressions;
using AidWorkflow.Portal.Hosting;

namespace AidWorkflow.Portal.Replaying;

/// <summary>What is wrong with a malformed plan, in words for whoever wrote it: the reader of JSON speaks of classes and converters.</summary>
internal static partial class PlanFault
{
    private const string Dates = "2022-03-01";

    public static Said Of(JsonException malformed)
    {
        if (malformed.InnerException is JsonException)
            return Broken(malformed);
        if (malformed.Message.Contains("missing required properties", StringComparison.Ordinal))
        {
            var names = string.Join(", ", Quoted().Matches(malformed.Message[malformed.Message.IndexOf("including", StringComparison.Ordinal)..]).Select(name => name.Groups[1].Value));
            return ($"缺少 {names}，请补上", $"{names} is missing; add it");
        }

        if (Member(malformed) is { } member)
            return ($"计划中没有“{member}”这一项，请改正名称或删去", $"a plan has no '{member}' here; correct its name or take it out");
        return Expected((malformed.Path ?? "$").Split('.')[^1].Split('[')[0], malformed.Path ?? "");
    }

    private static Said Broken(JsonException malformed) => (
        $"第 {malformed.LineNumber + 1} 行第 {malformed.BytePositionInLine + 1} 个字节处不是正确的 JSON，请检查逗号、引号和括号",
        $"line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1} is no JSON; look for a comma, a quotation mark or a bracket");

    private static Said Expected(string last, string path) => last switch
    {
        "on" => ($"这里应是 {Dates} 这样的日期", $"a date like {Dates} belongs here"),
        "turns" => ($"这里应是以下各项之一：{Names<Turn>()}", $"one of these belongs here: {Names<Turn>()}"),
        "source" => ($"这里应是以下各项之一：{Names<Cases.Funding.FundSource>()}", $"one of these belongs here: {Names<Cases.Funding.FundSource>()}"),
        "year" or "seed" => ("这里应是整数", "a whole number belongs here"),
        _ when path.StartsWith("$.pace", StringComparison.Ordinal) => ("这里应是整数个工作日", "a whole number of working days belongs here"),
        "cases" or "funds" or "documents" => ("这里应是列表 […]", "a list, […], belongs here"),
        "answers" or "samples" or "pace" => ("这里应是对象 {…}", "an object, {…}, belongs here"),
        _ => ("这里的值类型不对，请与 samples 中的例子对照", "this is another kind of value than a plan has here; compare it with the plan in samples"),
    };

    private static string? Member(JsonException malformed) => malformed.Message.Contains("could not be mapped to any", StringComparison.Ordinal) && Quoted().Match(malformed.Message) is { Success: true } name ? name.Groups["name"].Value : null;

    private static string Names<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName));

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
