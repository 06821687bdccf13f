using System.Text.Json.Nodes;

namespace AidWorkflow.Engine.Authoring;

/// <summary>Elsa's short names of types.</summary>
internal static class TypeNames
{
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
