using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Authoring;

/// <summary>Elsa's short names of types.</summary>
internal static class TypeNames
{
    private const string Unregistered = "UnregisteredClrType:";

    /// <summary>
    /// The short name of a type that a definition writes out ("System.Int32, System.Private.CoreLib"), also behind
    /// <c>UnregisteredClrType:</c>. "Object" for one that has none, as nothing is converted to it.
    /// </summary>
    internal static string Alias(string written)
    {
        var name = written.StartsWith(Unregistered, StringComparison.Ordinal) ? written[Unregistered.Length..] : written;
        if (!name.Contains('.', StringComparison.Ordinal))
            return name;
        if (name.Split("[[", 2) is [var generic, var arguments])
        {
            return generic switch
            {
                "System.Nullable`1" => Alias(arguments),
                _ when generic.Contains("Dictionary`2", StringComparison.Ordinal) => "ObjectDictionary",
                _ when generic.StartsWith("System.Collections.Generic.", StringComparison.Ordinal) => $"{Alias(arguments)}[]",
                _ => "Object",
            };
        }

        name = name.Split(',', ']')[0];
        if (name.EndsWith('['))
            return Alias(name[..^1]) is "Byte" ? "ByteArray" : $"{Alias(name[..^1])}[]";
        return name switch
        {
            "System.Dynamic.ExpandoObject" => "JSON",
            "System.Text.Json.JsonElement" or "System.Text.Json.Nodes.JsonNode" or "System.Text.Json.Nodes.JsonObject" or "System.Text.Json.Nodes.JsonArray" => name[(name.LastIndexOf('.') + 1)..],
            _ when name.StartsWith("System.", StringComparison.Ordinal) && name.LastIndexOf('.') == "System".Length => name["System.".Length..],
            _ => "Object",
        };
    }

    internal static string Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return "String";
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[]";
        return type switch
        {
            _ when type == typeof(string) => "String",
            _ when type == typeof(bool) => "Boolean",
            _ when type == typeof(int) => "Int32",
            _ when type == typeof(long) => "Int64",
            _ when type == typeof(double) => "Double",
            _ when type == typeof(decimal) => "Decimal",
            _ when type == typeof(TimeSpan) => "TimeSpan",
            _ when type == typeof(DateTimeOffset) => "DateTimeOffset",
            _ when type == typeof(DateTime) => "DateTime",
            _ when type == typeof(Guid) => "Guid",
            _ when type == typeof(JsonObject) => "JsonObject",
            _ when type == typeof(JsonArray) => "JsonArray",
            _ => "Object",
        };
    }
}
