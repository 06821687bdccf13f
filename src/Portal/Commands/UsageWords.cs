using System.Text.RegularExpressions;

namespace AidWorkflow.Portal.Commands;

/// <summary>What the parser of the command line says of a value that it cannot take, without the names of our types.</summary>
internal static partial class UsageWords
{
    public static string Of(SharedOptions shared, string said) => Unparsed().Replace(said, found =>
    {
        var (value, option) = (found.Groups["value"].Value, found.Groups["option"].Value);
        var names = found.Groups["names"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length == 0
            ? shared.Say(($"“{value}”不能作为 {option} 的值。", $"'{value}' is no value for {option}."))
            : shared.Say(($"“{value}”不能作为 {option} 的值，可用：{string.Join('、', names)}。", $"'{value}' is no value for {option}; it takes {string.Join(", ", names)}."));
    });

    [GeneratedRegex(@"Cannot parse argument '(?<value>[^\n]*?)' for (option|command|argument) '(?<option>[^']*)' as expected type '[^']*'\.( Did you mean one of the following\?(?<names>(\r?\n\w+)+))?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unparsed();
}
