namespace AidWorkflow.Cases.Acting;

/// <summary>
/// A refusal that a person can act on: a stable code, the field it speaks of, and the values its text names.
/// The words, in each language, stand in <c>Texts/*.json</c> under the code. Thrown by an act it refuses the act; thrown inside an activity it is
/// that activity's fault like any other: the decision that led there is kept, and an incident waits for a person.
/// </summary>
public sealed class RefusedException : Exception
{
    /// <param name="code">Stable, for machines and translations: "case.already-decided".</param>
    /// <param name="field">The field of the input it speaks of, as the form names it; null when it is none.</param>
    /// <param name="values">What the text names in braces.</param>
    public RefusedException(string code, string? field = null, params (string Name, object? Value)[] values)
        : base($"{code}{(field is null ? "" : $" ({field})")}{(values.Length == 0 ? "" : ": " + string.Join(", ", values.Select(value => $"{value.Name}={value.Value}")))}")
    {
        Code = code;
        Field = field;
        Values = values.ToDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
    }

    public string Code { get; }

    public string? Field { get; }

    public IReadOnlyDictionary<string, object?> Values { get; }

    /// <summary>What the same act refuses besides: told together, so that nobody mends one fault only to learn of the next.</summary>
    public IReadOnlyList<RefusedException> Others { get; internal set; } = [];
}
