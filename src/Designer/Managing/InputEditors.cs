using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Designer.Managing;

/// <summary>Inputs for which our editor has a field of its own. Elsa's clients go by uiHint, which says something that they know.</summary>
internal static class InputEditors
{
    /// <returns>"who" rules of who decides, "branches" ways by amounts and answers, "event" and "audience" of a message, "document", "steps" names of steps, "money" cents; null where the field goes by type and hint.</returns>
    internal static string? Of(InputDefinition input) => (input.Name, input.TypeName) switch
    {
        ("reviewers", _) => "who",
        ("branches", not "String[]") => "branches",
        ("event", "String") when input.Options.IsEmpty && input.Required => "event",
        ("audience", "String") => "audience",
        ("document", _) when !input.Options.IsEmpty => "document",
        ("returnTo" or "notDecidersOf", "String[]") => "steps",
        (_, "Int64") when input.Name.EndsWith("Cents", StringComparison.Ordinal) => "money",
        _ => null,
    };
}
