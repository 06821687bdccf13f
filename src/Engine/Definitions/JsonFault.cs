using System.Text;
using System.Text.Json;

namespace AidWorkflow.Engine.Definitions;

/// <summary>What is wrong with a text as JSON, with line and place: it is none, or an object has a property twice, of which one counts by chance.</summary>
internal static class JsonFault
{
    /// <returns>The first; null where there is none.</returns>
    internal static DefinitionFault? In(string json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return new(Severity.Error, "$", "not-json", new("文件是空的", "the file is empty"));
        var bytes = Encoding.UTF8.GetBytes(json);
        var options = WorkflowDefinition.Lenient;
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = options.CommentHandling, AllowTrailingCommas = options.AllowTrailingCommas, MaxDepth = options.MaxDepth });
        var open = new Stack<Level>();
        try
        {
            while (reader.Read())
            {
                if (Twice(ref reader, open) is { } name)
                {
                    var line = bytes.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n') + 1;
                    return new(Severity.Error, PathOf(open), "repeated-property", new($"第 {line} 行：属性“{name}”重复", $"line {line}: the property '{name}' is there twice"));
                }
            }

            return null;
        }
        catch (JsonException broken)
        {
            if (open.Count >= options.MaxDepth)
                return new(Severity.Error, "$", "not-json", new($"嵌套超过 {options.MaxDepth} 层", $"it nests more than {options.MaxDepth} levels deep"));
            var (line, place) = (broken.LineNumber + 1, broken.BytePositionInLine + 1);
            return new(Severity.Error, PathOf(open), "not-json", new($"不是 JSON：第 {line} 行第 {place} 个字节处读不下去", $"not JSON: line {line}, byte {place}, cannot be read"));
        }
    }

    /// <summary>Notes where the reader stands.</summary>
    /// <returns>The property, where its object has it already.</returns>
    private static string? Twice(ref Utf8JsonReader reader, Stack<Level> open)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                open.Pop();
                return null;
            case JsonTokenType.PropertyName:
                var level = open.Peek();
                level.Name = reader.GetString()!;
                return level.Names!.Add(level.Name) ? null : level.Name;
        }

        if (open.TryPeek(out var around) && around.Names is null)
            around.Index++;
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            open.Push(new(reader.TokenType == JsonTokenType.StartObject ? new(StringComparer.Ordinal) : null));
        return null;
    }

    private static string PathOf(Stack<Level> open) => "$" + string.Concat(open.Reverse().Select(level => level switch
    {
        { Names: null, Index: >= 0 } => $"[{level.Index}]",
        { Name: { } name } => $".{name}",
        _ => "",
    }));

    /// <param name="names">Of an object; null for a list.</param>
    private sealed class Level(HashSet<string>? names)
    {
        internal HashSet<string>? Names => names;

        /// <summary>Of the property that is being read; null before the first.</summary>
        internal string? Name { get; set; }

        internal int Index { get; set; } = -1;
    }
}
