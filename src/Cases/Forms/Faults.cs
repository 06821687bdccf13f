using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Forms;

/// <summary>What is wrong with one answer: the field, a stable code, and what its text names. The words stand in <c>Texts/forms.json</c>.</summary>
/// <param name="Field">The key of the field; in a table "members[2].birthDate" (rows counted from 0).</param>
public sealed record FieldFault(string Field, LocalText Label, string Code, ImmutableArray<(string Name, object? Value)> Values)
{
    /// <summary>The row of a table that it stands in; null where it is in none.</summary>
    public FaultyRow? Row { get; init; }

    /// <summary>The sentence for a person: which row, which field, and what to do.</summary>
    public string Say(string language) => (Row is null ? "" : Row.Words.In(language)) + Saying.In(language, Code, Field, Values.Add(("label", Label)));
}

/// <param name="Number">As people count, from 1.</param>
public sealed record FaultyRow(LocalText Table, int Number)
{
    internal LocalText Words => LocalText.Of($"“{Table.Zh}”第 {Number} 行：", $"{Table.En}, row {Number}: ");
}

/// <summary>What is wrong with a file of a service: where, a stable code, and the reason.</summary>
/// <param name="File">Relative to the service's folder: "form.json", "templates/approved.applicant.sms.en.hbs".</param>
/// <param name="Place">A JSON path ("$.sections[0].fields[2].type") or "line 12"; empty when the whole file is meant.</param>
public sealed record FileFault(string File, string Place, string Code, ImmutableArray<(string Name, object? Value)> Values)
{
    /// <summary>Worth knowing; it forbids nothing.</summary>
    public bool IsHint { get; init; }

    /// <summary>The reason alone.</summary>
    public string Reason(string language) => Saying.In(language, Code, null, Values);

    /// <summary>File, place and reason on one line.</summary>
    public string Say(string language) => Place.Length == 0 ? $"{File}: {Reason(language)}" : $"{File} ({Place}): {Reason(language)}";

    public override string ToString() => $"{Code}: {Say("en")}";
}

/// <summary>Answers that do not fit their form. Nothing was stored and nothing was lost: the person corrects the fields named and sends again.</summary>
public sealed class MalformedFormException(IReadOnlyList<FieldFault> faults)
    : Exception(string.Join("; ", faults.Select(fault => $"{fault.Field}: {fault.Code}")))
{
    public IReadOnlyList<FieldFault> Faults { get; } = faults;
}

internal static class Saying
{
    public static string In(string language, string code, string? field, ImmutableArray<(string Name, object? Value)> values) =>
        Texts.Say(new RefusedException(code, field, [.. values.Select(value => (value.Name, Resolve(value.Value, language)))]), language);

    private static object? Resolve(object? value, string language) => value switch
    {
        LocalText text => text.In(language),
        _ => value,
    };
}
