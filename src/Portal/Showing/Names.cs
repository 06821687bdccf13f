namespace AidWorkflow.Portal.Showing;

/// <summary>How fields of a form are named in a page.</summary>
public static class Names
{
    /// <summary>The id of a field's element: what a fault's link leads to.</summary>
    public static string Id(string field) => "f-" + field.Replace('[', '-').Replace("].", "-", StringComparison.Ordinal).Replace('.', '-').TrimEnd(']');
}
