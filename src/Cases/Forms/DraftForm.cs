using System.Collections.Immutable;

namespace AidWorkflow.Cases.Forms;

/// <summary>A form as it is written, whole or not: what a preview can show, and what is wrong.</summary>
/// <param name="Form">Null where nothing of it can be shown.</param>
public sealed record DraftForm(FormDefinition? Form, ImmutableArray<FileFault> Faults)
{
    public static DraftForm Read(string text)
    {
        var faults = new List<FileFault>();
        var form = JsonSpot.Parse(text, "form.json", faults) is { } root ? FormReading.Read(root) : null;
        return new(form is { Sections.IsEmpty: false } ? form : null, [.. faults]);
    }
}
