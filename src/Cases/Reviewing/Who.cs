using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Where a rule looks for people.</summary>
public enum WhoOf
{
    /// <summary>Those with a role in a unit that has the case in its area.</summary>
    Role,

    /// <summary>The head of such a unit.</summary>
    Head,

    /// <summary>People by their user names.</summary>
    People,

    /// <summary>The members of a <see cref="Reviewing.Group"/>.</summary>
    Group,

    /// <summary>Whom the applicant named in an answer, among those with the role.</summary>
    Applicant,

    /// <summary>Whom the decision before named, among those with the role.</summary>
    Previous,
}

/// <summary>How many of those whom a rule finds are asked.</summary>
public enum Taking
{
    /// <summary>It is a task of them all, and whoever comes first does it.</summary>
    Any,

    /// <summary>Each has a seat.</summary>
    All,

    /// <summary>Whoever has the fewest open tasks.</summary>
    LeastLoaded,

    /// <summary>In turn, of this step of the service.</summary>
    RoundRobin,
}

/// <summary>What becomes of a seat for which a rule finds nobody.</summary>
public enum Otherwise
{
    /// <summary>The administrators are told, and the task waits.</summary>
    Administrators,

    /// <summary>The next one up is asked (<see cref="Ladder"/>); the administrators where there is none.</summary>
    Superior,
}

/// <summary>What becomes of a seat of somebody who has agreed at an earlier step already.</summary>
public enum Repeat
{
    AskAgain,

    /// <summary>Their earlier word counts, and says so; never where money is decided and never after the case was sent back.</summary>
    CarryOver,
}

/// <summary>Who is to decide, as an author writes it down. Whom it finds is fixed when the task is made.</summary>
public sealed record WhoRule(WhoOf Of)
{
    public Role? Role { get; init; }

    /// <summary>The unit of that level above the case; or <see cref="Above"/>.</summary>
    public UnitLevel? Level { get; init; }

    /// <summary>So many units above the one to which the case belongs, which is 0.</summary>
    public int? Above { get; init; }

    public ImmutableArray<string> People { get; init; } = [];

    public string? Group { get; init; }

    /// <summary>The key of the answer that holds a user name.</summary>
    public string? Answer { get; init; }

    public Taking Taking { get; init; }

    public int Weight { get; init; } = 1;

    public int Stage { get; init; }

    /// <summary>Only where so many cents, or more, are proposed.</summary>
    public long? FromCents { get; init; }

    /// <summary>As an author would write it, for the record.</summary>
    public override string ToString() => string.Join(' ', new[]
    {
        $"{Of}", $"{Role}", $"{Level}", Above is null ? "" : $"above={Above}", string.Join(',', People), Group, Answer, $"{Taking}",
    }.Where(part => !string.IsNullOrEmpty(part)));
}

/// <summary>
/// Reads the rules of a step from JSON: <c>[{"of": "role", "role": "DistrictReviewer", "level": "District", "take": "leastLoaded"}, {"of": "people", "people": ["li.na"], "fromCents": 500000}]</c>.
/// The same is said by lint where they stand in a definition and by the step where an expression makes them.
/// </summary>
public static class Who
{
    private const int Farthest = 4;

    private static readonly string[] Known = ["of", "role", "level", "above", "people", "group", "answer", "take", "weight", "stage", "fromCents"];

    /// <returns>The rules; none where anything is wrong, and then what.</returns>
    public static (ImmutableArray<WhoRule> Rules, ImmutableArray<Words> Faults) Read(JsonNode? written)
    {
        var (rules, faults) = (ImmutableArray.CreateBuilder<WhoRule>(), ImmutableArray.CreateBuilder<Words>());
        if (Parsed(written) is not { } node)
            return ([], [new("审批人规则不是有效的 JSON", "the rules of who decides are no valid JSON")]);
        if (node is not JsonArray list)
            return ([], [new("审批人规则应为数组", "the rules of who decides are a list")]);
        for (var at = 0; at < list.Count; at++)
        {
            var rule = new Rule(at + 1, list[at] as JsonObject, faults);
            if (rule.Read() is { } read)
                rules.Add(read);
        }

        if (faults.Count == 0 && rules.Count > 0 && rules.All(rule => rule.FromCents is not null))
            faults.Add(new("至少要有一条规则不设金额门槛，否则小额案件无人办理", "one rule at least must hold for every amount, or nobody decides small ones"));
        return faults.Count > 0 ? ([], faults.ToImmutable()) : (rules.ToImmutable(), []);
    }

    /// <summary>For lint: what is wrong with rules that stand in a definition; null where nothing is.</summary>
    public static Words? Check(JsonNode written) => Read(written).Faults is { IsEmpty: false } faults
        ? new(string.Join("；", faults.Select(fault => fault.Zh)), string.Join("; ", faults.Select(fault => fault.En))) : null;

    /// <summary>A place at the table for each rule, which is filled when its turn comes.</summary>
    /// <param name="role">Of the step: who decides where a rule names no role.</param>
    public static ImmutableArray<Seat> Seats(ImmutableArray<WhoRule> rules, Role role, UnitLevel level) =>
        [.. rules.Select(rule => new Seat(rule.Of == WhoOf.Head ? Role.UnitHead : rule.Role ?? role, rule.Level ?? level) { Rule = rule, Weight = rule.Weight, Stage = rule.Stage })];

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

    /// <summary>One rule on its way from JSON.</summary>
    private sealed class Rule(int number, JsonObject? json, ImmutableArray<Words>.Builder faults)
    {
        public WhoRule? Read()
        {
            if (json is null)
                return Wrong("应为对象", "is an object");
            foreach (var unknown in json.Select(member => member.Key).Where(key => !Known.Contains(key)))
                Wrong($"没有“{unknown}”这一项", $"has no '{unknown}'");
            if (One<WhoOf>("of") is not { } of)
                return json["of"] is null ? Wrong("缺少“of”", "lacks 'of'") : null;
            var rule = new WhoRule(of)
            {
                Role = One<Role>("role"),
                Level = One<UnitLevel>("level"),
                Above = Number("above", 0, Farthest) is { } above ? (int)above : null,
                People = [.. Texts("people")],
                Group = Text("group"),
                Answer = Text("answer"),
                Taking = One<Taking>("take") ?? (of is WhoOf.Role or WhoOf.Head ? Taking.Any : Taking.All),
                Weight = (int)(Number("weight", 1, 1000) ?? 1),
                Stage = (int)(Number("stage", 0, 20) ?? 0),
                FromCents = Number("fromCents", 1, 100_000_000_000),
            };
            return Fits(rule) ? rule : null;
        }

        private bool Fits(WhoRule rule)
        {
            var before = faults.Count;
            if (rule.Of == WhoOf.Role && rule.Role is null)
                Wrong("缺少岗位（role）", "lacks 'role': no role is chosen");
            if (rule.Role is { } role && (!Duties.IsOpenToOthers(role) || (rule.Level is { } level && !RoleLevels.Fits(role, level))))
                Wrong($"“{role}”不能在该层级审核", $"'{role}' does not review at that level");
            if (rule.Of == WhoOf.Head && rule.Role is not null)
                Wrong("负责人规则不写“role”", "of heads names no 'role'");
            if (rule.Of is WhoOf.Role or WhoOf.Head && (rule.Level is null) == (rule.Above is null))
                Wrong("“level”与“above”应写其中一个", "names either 'level' or 'above'");
            if ((rule.Of == WhoOf.People) == rule.People.IsEmpty)
                Wrong(rule.People.IsEmpty ? "还没有选人员（people）" : "“people”只用于指定人员", rule.People.IsEmpty ? "lacks 'people': nobody is chosen" : "has 'people' only where it is of people");
            if ((rule.Of == WhoOf.Group) == (rule.Group is null))
                Wrong(rule.Group is null ? "还没有选人员组（group）" : "“group”只用于人员组", rule.Group is null ? "lacks 'group': no group is chosen" : "has a 'group' only where it is of a group");
            if ((rule.Of == WhoOf.Applicant) == (rule.Answer is null))
                Wrong(rule.Answer is null ? "还没有选表单中的问题（answer）" : "“answer”只用于申请人选择", rule.Answer is null ? "lacks 'answer': no question of the form is chosen" : "has an 'answer' only where the applicant chooses");
            if (rule is { Taking: Taking.Any, Of: not (WhoOf.Role or WhoOf.Head) })
                Wrong("指定的人员不能用“any”：要其中任一人同意，用“all”并把步骤设为或签", "of named people takes no 'any': for any one of them take 'all' and let any one of the step decide");
            return faults.Count == before;
        }

        private T? One<T>(string key)
            where T : struct, Enum
        {
            if (json![key] is null)
                return null;
            if (Text(key) is { } text && Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]))
                return value;
            Wrong($"“{key}”应为 {string.Join("、", Enum.GetNames<T>())} 之一", $"'{key}' is one of {string.Join(", ", Enum.GetNames<T>())}");
            return null;
        }

        private string? Text(string key) => json![key] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) && text.Trim() is { Length: > 0 and <= 100 } said => said,
            _ => WrongText(key),
        };

        private string? WrongText(string key)
        {
            Wrong($"“{key}”应为文字", $"'{key}' is a text");
            return null;
        }

        private string[] Texts(string key)
        {
            if (json![key] is null)
                return [];
            if (json[key] is JsonArray list && list.All(one => one is JsonValue value && value.TryGetValue<string>(out var text) && text.Trim().Length > 0))
                return list.Select(one => one!.GetValue<string>().Trim().ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToArray();
            Wrong($"“{key}”应为用户名的数组", $"'{key}' is a list of user names");
            return [];
        }

        private long? Number(string key, long least, long most)
        {
            if (json![key] is not { } node)
                return null;
            if (node is JsonValue value && decimal.TryParse(value.ToJsonString(), System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var number)
                && number == decimal.Truncate(number) && number >= least && number <= most)
                return (long)number;
            Wrong($"“{key}”应为 {least} 至 {most} 的整数", $"'{key}' is a whole number from {least} to {most}");
            return null;
        }

        private WhoRule? Wrong(string zh, string en)
        {
            faults.Add(new($"第 {number} 条规则{zh}", $"rule {number} {en}"));
            return null;
        }
    }
}
