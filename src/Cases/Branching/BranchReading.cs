using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Cases.Branching;

/// <summary>
/// Reads the branches of a step from JSON:
/// <c>[{"label": "大额", "tests": [{"of": "proposed", "op": "at-least", "cents": 500000}]}, {"label": "受灾", "match": "any", "tests": [{"of": "answer", "field": "situation", "op": "equal", "value": "disaster"}]}]</c>.
/// The same is said by lint where they stand in a definition and by the step where an expression makes them.
/// </summary>
public static class BranchReading
{
    /// <summary>The type of the step whose ways they are.</summary>
    public const string Step = "Aid.Branch";

    private const int Most = 20;
    private const int LongestLabel = 80;
    private const long MostCents = 100_000_000_000;

    /// <returns>The branches; none where anything is wrong, and then what.</returns>
    public static (ImmutableArray<Branch> Branches, ImmutableArray<Words> Faults) Read(JsonNode? written)
    {
        var faults = ImmutableArray.CreateBuilder<Words>();
        if (Parsed(written) is not JsonArray list || !list.All(one => one is JsonObject))
            return ([], [new("分支应为数组，每项一个分支", "the branches are a list, each an object")]);
        if (list.Count is 0 or > Most)
            return ([], [new($"应有 1 至 {Most} 个分支", $"there are 1 to {Most} branches")]);
        Branch[] branches = [.. list.Select((one, at) => Branch((JsonObject)one!, at + 1, faults))];
        foreach (var twice in branches.GroupBy(branch => branch.Label, StringComparer.Ordinal).Where(group => group.Count() > 1 && group.Key.Length > 0))
            faults.Add(new($"有两个分支都叫“{twice.Key}”", $"two branches are called '{twice.Key}'"));
        return faults.Count > 0 ? ([], faults.ToImmutable()) : ([.. branches], []);
    }

    /// <summary>For lint: what is wrong with branches that stand in a definition; null where nothing is.</summary>
    public static Words? Check(JsonNode written) => Read(written).Faults is { IsEmpty: false } faults ? Joined(faults) : null;

    /// <summary>All of them, as a refusal says it.</summary>
    public static LocalText Reason(ImmutableArray<Words> faults) => new(Joined(faults).Zh, Joined(faults).En);

    private static Words Joined(ImmutableArray<Words> faults) => new(string.Join("；", faults.Select(fault => fault.Zh)), string.Join("; ", faults.Select(fault => fault.En)));

    private static JsonNode? Parsed(JsonNode? written)
    {
        try
        {
            return written is JsonValue value && value.TryGetValue<string>(out var text) ? JsonNode.Parse(text) : written;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Branch Branch(JsonObject json, int number, ImmutableArray<Words>.Builder faults)
    {
        void Wrong(string zh, string en) => faults.Add(new($"第 {number} 个分支{zh}", $"branch {number} {en}"));
        foreach (var unknown in json.Select(member => member.Key).Where(key => key is not ("label" or "match" or "tests")))
            Wrong($"没有“{unknown}”这一项", $"has no '{unknown}'");
        var label = (Text(json, "label") ?? "").Trim();
        if (label.Length is 0 or > LongestLabel)
            Wrong($"应有名称，不超过 {LongestLabel} 字", $"has a name of at most {LongestLabel} letters");
        else if (label == BranchTaken.Otherwise || label.Contains(", ", StringComparison.Ordinal))
            Wrong("不能用这个名称", "cannot be called so"); // ways are joined by that in the record of a run
        if (json["match"] is not null && Text(json, "match") is not ("all" or "any"))
            Wrong("“match”应为 all 或 any", "has a 'match' of all or any");
        var tests = json["tests"] is JsonArray list ? list : [];
        if (tests.Count is 0 or > Most)
            Wrong($"还没有写条件（1 至 {Most} 个）", $"has no condition yet (1 to {Most})");
        return new(label, Text(json, "match") == "any", [.. tests.Select(test => Test(test as JsonObject ?? [], Wrong)).OfType<BranchTest>()]);
    }

    private static BranchTest? Test(JsonObject json, Action<string, string> wrong)
    {
        foreach (var unknown in json.Select(member => member.Key).Where(key => key is not ("of" or "field" or "op" or "value" or "cents")))
            wrong($"的条件没有“{unknown}”这一项", $"has a condition with '{unknown}'");
        if (!Enum.TryParse<BranchOf>(Text(json, "of"), ignoreCase: true, out var of) || !Enum.IsDefined(of) || char.IsAsciiDigit(Text(json, "of")![0]))
            return Not("的条件没有写看什么（of）", "has a condition that does not say what it looks at");
        var field = Text(json, "field");
        if ((of == BranchOf.Answer) == string.IsNullOrWhiteSpace(field))
            return Not(of == BranchOf.Answer ? "的条件还没有选问题（field）" : "的金额条件不写“field”", of == BranchOf.Answer ? "has a condition for which no question is chosen" : "has a condition on an amount with a 'field'");
        if (Text(json, "op") is not { } said || !ConditionReading.Ops.TryGetValue(said, out var op) || (of != BranchOf.Answer && op is ConditionOp.In or ConditionOp.NotIn or ConditionOp.Contains))
            return Not("的条件没有写怎样比较（op）", "has a condition that does not say how it compares");
        if (op is ConditionOp.Filled or ConditionOp.Empty)
            return new(of, field, op, [], null);
        if (json["cents"] is { } amount)
        {
            if (!long.TryParse(amount.ToJsonString(), NumberStyles.None, CultureInfo.InvariantCulture, out var cents) || cents is < 0 or > MostCents)
                return Not($"的金额应为 0 至 {MostCents} 分的整数", $"has an amount that is no whole number of cents from 0 to {MostCents}");
            return op is ConditionOp.In or ConditionOp.NotIn or ConditionOp.Contains ? Not("的金额不能这样比较", "compares an amount in a way that it cannot be") : new(of, field, op, [], cents);
        }

        if (of != BranchOf.Answer)
            return Not("的条件还没有填金额", "has a condition without its amount");
        string[] values = op is ConditionOp.In or ConditionOp.NotIn ? [.. (json["value"] as JsonArray ?? []).Select(Answer.Plain).OfType<string>()] : Answer.Plain(json["value"]) is { } one ? [one] : [];
        if (values.Length == 0 || values.Any(value => value.Length == 0))
            return Not("的条件还没有填与什么比较", "has a condition that does not say with what it compares");
        return op is ConditionOp.Above or ConditionOp.AtLeast or ConditionOp.Below or ConditionOp.AtMost && Answer.Cents(values[0]) is null && Answer.Day(values[0]) is null
            ? Not($"：“{values[0]}”不是数字、金额或日期，不能比大小", $"compares with '{values[0]}', which is no number, amount or day")
            : new(of, field, op, [.. values], null);

        BranchTest? Not(string zh, string en)
        {
            wrong(zh, en);
            return null;
        }
    }

    private static string? Text(JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
