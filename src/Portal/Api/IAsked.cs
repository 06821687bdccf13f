using System.Collections.Concurrent;
using System.Reflection;

namespace AidWorkflow.Portal.Api;

/// <summary>The body of a request, or a part of it. A field that it does not know is a mistake, and so is one that is null where something is needed.</summary>
internal interface IAsked;

/// <summary>Finds what a body leaves null: JSON says null where C# says that there is something.</summary>
internal static class Wholeness
{
    private static readonly ConcurrentDictionary<Type, (PropertyInfo Property, bool MayBeNull)[]> Known = new();

    /// <returns>The fields, as the request names them.</returns>
    public static IEnumerable<string> Missing(object asked, string prefix = "")
    {
        foreach (var (property, mayBeNull) in Known.GetOrAdd(asked.GetType(), Properties))
        {
            var name = prefix + System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var value = property.GetValue(asked);
            if (value is null && !mayBeNull)
                yield return name;
            var parts = value switch
            {
                IAsked part => Missing(part, $"{name}."),
                IEnumerable<IAsked> list => list.SelectMany((part, index) => part is null ? [$"{name}[{index}]"] : Missing(part, $"{name}[{index}].")),
                _ => [],
            };
            foreach (var missing in parts)
                yield return missing;
        }
    }

    private static (PropertyInfo, bool)[] Properties(Type type)
    {
        var nullability = new NullabilityInfoContext();
        return [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0)
            .Select(property => (property, property.PropertyType.IsValueType || nullability.Create(property).ReadState != NullabilityState.NotNull))];
    }
}
