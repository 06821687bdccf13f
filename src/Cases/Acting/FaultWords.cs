using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AidWorkflow.Cases.Acting;

/// <summary>
/// What the engine says when an activity fails, in Chinese. The engine itself knows one language; whoever mends a flow reads the other too, with the engine's own
/// words beside it, which name the place.
/// </summary>
internal static class FaultWords
{
    /// <summary>What goes wrong with an activity as a whole.</summary>
    private static readonly ImmutableArray<Kind> Activities =
    [
        new(@"More than (?<count>\d+) activities ran without a wait.*", "没有等待就连续执行了超过 {count} 个活动，可能是死循环"),
        new(@"The step has changed more than the (?<size>\d+) MB that one step may.*", "这一步改动的数据超过了 {size} MB，可能在循环里写入了很大的值"),
        new(@"It waits, but for nothing\.", "活动进入等待，却没有说明等待什么"),
        new(@"Variable '(?<name>.*)' not found\.", "找不到变量“{name}”"),
        new(@"No published version of workflow definition with ID (?<id>.+) found\.", "流程“{id}”没有已发布的版本"),
        new(@"The activity type '(?<type>.*)' is not known here\.", "这里没有“{type}”这种活动"),
        new(@"The workflow (?<name>.+) contains itself\.", "流程“{name}”把自己当作活动使用"),
        new(@"No request waits for an answer any more.*", "已经没有请求在等待应答：请求到来以后，流程又等待过别的内容"),
        new(@"The request was answered before\.", "请求已经应答过"),
        new(@"(?<code>.+) is no status of an answer \(200 to 599\)\.", "{code} 不是应答的状态码（200 到 599）"),
        new(@"'(?<url>.*)' is not an absolute address that begins with http:// or https://\.", "“{url}”不是以 http:// 或 https:// 开头的完整地址"),
        new(@"The cron expression never comes true\.", "cron 表达式永远等不到下一个时间"),
        new(@"The flow cannot go to '(?<name>.*)': no way leads there from the start\.", "流程走不到“{name}”：从开始没有路通向它"),
        new(@"Invalid backward connection: .*\('(?<source>.*)'\).*\('(?<target>.*)'\).*", "从“{source}”退回“{target}”的连线无效：从开始到“{source}”有一条路不经过“{target}”"),
        new(@"What is waited for has at most (?<most>\d+) characters; this has (?<count>\d+)", "等待的内容最长 {most} 个字符，现有 {count} 个"),
        new(@"A correlation id has at most (?<most>\d+) characters; this has (?<count>\d+)", "关联号最长 {most} 个字符，现有 {count} 个"),
        new(@"The name of an instance has at most (?<most>\d+) characters; this has (?<count>\d+)", "实例名称最长 {most} 个字符，现有 {count} 个"),
    ];

    /// <summary>What is wrong with the value of an input.</summary>
    private static readonly ImmutableArray<Kind> Values =
    [
        new("it is required and not set", "必填，但没有填写"),
        new("it is required and comes to nothing", "必填，但算出来是空的"),
        new("there is no list to go through", "没有可以逐项处理的列表"),
        new("there is no variable '(?<name>.*)' here", "这里没有变量“{name}”"),
        new(@"workflows wait for workflows, (?<count>\d+) inside each other.*", "流程等待流程，已经套了 {count} 层，是否启动了自己？"),
        new(@"(?<count>\d+) workflows at once are more than (?<most>\d+)", "一次要启动 {count} 个流程，最多 {most} 个"),
        new("(?<value>.+) is not an object of inputs", "{value} 不是由输入组成的对象"),
        new("(?<value>.+) is not a list", "{value} 不是列表"),
        new(@"(?<value>.+) is not an? (?<type>[\w\[\]<>.]+)", "{value} 不是 {type} 类型的值"),
        new("not JSON: (?<why>.+)", "不是 JSON"),
        new("Expressions of type '(?<type>.*)' are not evaluated here\\.", "这里不计算“{type}”类型的表达式"),
    ];

    /// <summary>What stops a script.</summary>
    private static readonly ImmutableArray<Kind> Scripts =
    [
        new(@"The script ran longer than the (?<most>\d+) ms it may", "脚本运行超过了 {most} 毫秒的上限"),
        new(@"The script took more than the (?<most>\d+) steps it may", "脚本执行超过了 {most} 步的上限"),
        new(@"The script used more memory than the (?<most>\d+) MB it may", "脚本占用的内存超过了 {most} MB 的上限"),
        new(@"The script called more than (?<most>\d+) functions inside each other", "脚本中函数层层调用超过了 {most} 层"),
        new("The script is nested too deeply", "脚本嵌套太深"),
        new(@"A string would be longer than (?<most>\d+) characters", "字符串超过了 {most} 个字符的上限"),
        new(@"The value is larger than the (?<most>\d+) MB that a workflow keeps", "值超过了流程能保存的 {most} MB"),
        new("The value is nested too deeply.*", "值嵌套太深，或者包含它自己"),
        new(@"TypeError: Cannot read properties of (?<of>\w+) \(reading '(?<name>.*)'\)", "脚本出错：不能从 {of} 读取“{name}”"),
        new(@"TypeError: Cannot set properties of (?<of>\w+) \(setting '(?<name>.*)'\)", "脚本出错：不能给 {of} 设置“{name}”"),
        new("TypeError: (?<name>.+) is not a function", "脚本出错：“{name}”不是函数"),
        new("ReferenceError: (?<name>.+) is not defined", "脚本出错：“{name}”没有定义"),
        new("TypeError: .*", "脚本出错：值的类型不合操作"),
        new("RangeError: .*", "脚本出错：值超出范围"),
        new("SyntaxError: .*", "脚本出错：内容写法有误"),
        new("(?<name>\\w*Error): (?<what>.+)", "脚本自己抛出了错误“{what}”"),
        new("Uncaught (?<what>.+)", "脚本自己抛出了“{what}”"),
    ];

    private static readonly Regex Input = Whole(@"(?<activity>.+?)\.(?<input>[A-Za-z]\w*): (?<why>.+)");
    private static readonly Regex Placed = Whole(@"(?<what>.+) \(line (?<line>\d+), column (?<column>\d+)\)");

    /// <returns>Null for what is not the engine's: a message that an author wrote, the fault of a program.</returns>
    public static string? Chinese(string reason)
    {
        var words = Say(Activities, reason) ?? OfInput(reason) ?? Script(reason);
        return words is null ? null : $"{words}（原文：{reason}）";
    }

    private static string? OfInput(string reason) =>
        Input.Match(reason) is { Success: true } input && (Say(Values, input.Groups["why"].Value) ?? Script(input.Groups["why"].Value)) is { } why
            ? $"“{input.Groups["activity"]}”的输入“{input.Groups["input"]}”有误：{why}"
            : null;

    private static string? Script(string reason) => Placed.Match(reason) is { Success: true } placed
        ? $"{Say(Scripts, placed.Groups["what"].Value) ?? "脚本不能执行"}（第 {placed.Groups["line"]} 行第 {placed.Groups["column"]} 列）"
        : Say(Scripts, reason);

    private static string? Say(ImmutableArray<Kind> kinds, string reason)
    {
        foreach (var kind in kinds)
        {
            if (kind.Pattern.Match(reason) is not { Success: true } match)
                continue;
            var words = kind.Words;
            foreach (var group in match.Groups.Values.Skip(1))
                words = words.Replace($"{{{group.Name}}}", group.Value, StringComparison.Ordinal);
            return words;
        }

        return null;
    }

    private static Regex Whole(string pattern) =>
        new($"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    private sealed class Kind(string pattern, string words)
    {
        public Regex Pattern { get; } = Whole(pattern);

        public string Words { get; } = words;
    }
}
