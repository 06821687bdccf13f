using System.Collections.Immutable;

namespace AidWorkflow.Engine.Authoring;

/// <summary>A text of the palette in both languages.</summary>
public sealed record Words(string Zh, string En)
{
    public static implicit operator Words((string Zh, string En) pair) => new(pair.Zh, pair.En);
}

/// <summary>An input as the palette, lint and the compiler see it.</summary>
public abstract class InputDefinition
{
    private protected InputDefinition(string name, string typeName)
    {
        Name = name;
        TypeName = typeName;
    }

    /// <summary>The key in the activity's JSON, camelCase.</summary>
    public string Name { get; }

    /// <summary>Elsa's alias: String, Boolean, Int32, …</summary>
    public string TypeName { get; }

    /// <summary>Publishing is refused where the definition leaves it out.</summary>
    public bool Required { get; init; }

    public Words? DisplayName { get; init; }

    public Words? Description { get; init; }

    public string? Category { get; init; }

    /// <summary>Elsa's editor hint; null lets the editor choose by type.</summary>
    public string? UiHint { get; init; }

    /// <summary>The values to choose from, for drop-downs and radio lists.</summary>
    public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>False for plain JSON without typeName and expression (SetVariable.variable, FlowSwitch.cases).</summary>
    public bool IsWrapped { get; init; } = true;

    /// <summary>The syntax a new node starts with.</summary>
    public string DefaultSyntax { get; init; } = "Literal";

    /// <summary>True for an input that is not evaluated before the activity asks (loop conditions).</summary>
    public bool IsLazy { get; init; }

    /// <summary>True for names of activities that come before this one; lint tells which do not. What names no activity is left to the activity itself.</summary>
    public bool NamesEarlier { get; init; }

    /// <summary>What is wrong with a value that is written down, for lint; null where nothing is.</summary>
    public Func<System.Text.Json.Nodes.JsonNode, Words?>? Check { get; init; }

    public abstract object? DefaultValue { get; }
}

/// <summary>
/// An input that an activity reads by <c>context.Get(Input)</c>. Kept in a static field of the activity.
/// Types: string, bool, int, long, double, decimal, TimeSpan, DateTimeOffset, string[], enums, JsonNode, JsonObject, JsonArray.
/// </summary>
public sealed class Input<T>(string name, T defaultValue = default!) : InputDefinition(name, TypeNames.Of(typeof(T)))
{
    public T Default { get; } = defaultValue;

    public override object? DefaultValue => Default;
}

/// <summary>An output as the palette and the compiler see it.</summary>
public abstract class OutputDefinition
{
    private protected OutputDefinition(string name, string typeName)
    {
        Name = name;
        TypeName = typeName;
    }

    /// <summary>The key in the activity's JSON, camelCase.</summary>
    public string Name { get; }

    public string TypeName { get; }

    public Words? DisplayName { get; init; }

    public Words? Description { get; init; }
}

/// <summary>An output that an activity writes by <c>context.Set(Output, value)</c>. Kept in a static field of the activity.</summary>
public sealed class Output<T>(string name) : OutputDefinition(name, TypeNames.Of(typeof(T)));
