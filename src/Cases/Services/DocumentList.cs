using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>A paper that the service asks for, and when.</summary>
public sealed record DocumentRequirement
{
    public required string Key { get; init; }
    public required LocalText Name { get; init; }
    public LocalText? Help { get; init; }

    /// <summary>Asked only where this holds on the answers; null: always.</summary>
    public Condition? When { get; init; }

    /// <summary>False for papers that help but are not owed.</summary>
    public bool Required { get; init; } = true;

    /// <summary>Media types by content: "image/jpeg", "application/pdf".</summary>
    public required ImmutableArray<string> Types { get; init; }
    public required long MaxBytes { get; init; }
    public int MaxFiles { get; init; } = 10;

    /// <summary>How long the paper is kept after the case is closed.</summary>
    public required ServiceTerm Retention { get; init; }
    public string? Basis { get; init; }

    /// <summary>Questions of the form whose sentences are signed by it, on the screen or on a printed sheet; empty where the paper is no such one.</summary>
    public ImmutableArray<string> Signs { get; init; } = [];
}

/// <summary>documents.json.</summary>
public sealed record DocumentList(ImmutableArray<DocumentRequirement> Documents)
{
    /// <summary>The papers owed with these answers.</summary>
    public ImmutableArray<DocumentRequirement> Owed(JsonObject answers) =>
        [.. Documents.Where(document => document.Required && (document.When is not { } when || when.Holds(answers)))];

    /// <summary>Everything that is missing, in one list: a person is told once.</summary>
    public ImmutableArray<DocumentRequirement> Missing(JsonObject answers, IReadOnlyCollection<string> present) =>
        [.. Owed(answers).Where(document => !present.Contains(document.Key, StringComparer.Ordinal))];

    /// <param name="mediaType">As found in the content, never as claimed by the browser.</param>
    /// <exception cref="RefusedException">The paper is not asked for, of a forbidden type, empty, too large, or one too many.</exception>
    public void Accept(string key, string mediaType, long bytes, int already)
    {
        var document = Documents.FirstOrDefault(document => document.Key == key)
            ?? throw new RefusedException("document.unknown", key, ("document", key));
        if (!document.Types.Contains(mediaType, StringComparer.OrdinalIgnoreCase))
            throw new RefusedException("document.type", key, ("type", mediaType), ("types", string.Join(", ", document.Types.Select(Short))));
        if (bytes <= 0)
            throw new RefusedException("document.empty", key);
        if (bytes > document.MaxBytes)
            throw new RefusedException("document.too-large", key, ("size", Megabytes(bytes)), ("most", Megabytes(document.MaxBytes)));
        if (already >= document.MaxFiles)
            throw new RefusedException("document.too-many", key, ("most", document.MaxFiles));
    }

    private static string Short(string mediaType) => mediaType switch
    {
        "image/jpeg" => "JPG",
        "image/png" => "PNG",
        "application/pdf" => "PDF",
        _ => mediaType,
    };

    private static string Megabytes(long bytes) => (bytes / 1048576m).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
