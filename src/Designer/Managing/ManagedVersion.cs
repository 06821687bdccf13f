using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Designer.Managing;

/// <summary>A version of a definition as the management API shows it: of the library, or of a file of a service, which look alike there.</summary>
/// <param name="Content">As it is stored.</param>
/// <param name="Stamp">Of what a writer has before them; null for versions that are not written any more.</param>
public sealed record ManagedVersion(
    string Id, string DefinitionId, int Version, bool IsLatest, bool IsPublished, DateTimeOffset CreatedAt, WorkflowDefinition Content, string? Stamp)
{
    /// <summary>It is written still: the draft of the library, or of the service.</summary>
    public bool IsDraft { get; init; }

    public string? ChangedBy { get; init; }

    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Why it was published, where somebody was asked.</summary>
    public string? Reason { get; init; }

    /// <summary>The service whose file it is; null for one of the library.</summary>
    public EditedService? Service { get; init; }

    /// <summary>The file of the service.</summary>
    public string? File { get; init; }

    public string Name => Content.Name ?? DefinitionId;

    internal static ManagedVersion Of(DefinitionVersion version, bool isLatest) =>
        new(version.Id, version.DefinitionId, version.Version, isLatest, version.State == DefinitionState.Published, version.CreatedAt, WorkflowDefinition.Parse(version.Json), isLatest ? version.Stamp : null)
        {
            IsDraft = version.State == DefinitionState.Draft,
            ChangedBy = version.ChangedBy,
            ChangedAt = version.ChangedAt,
        };

    internal static ManagedVersion Of(EditedService service, string file, string versionId, string text)
    {
        var content = WorkflowDefinition.Parse(text);
        return new(versionId, content.DefinitionId, service.Number, IsLatest: true, !service.IsDraft && service.Published == service.Number, service.ChangedAt, content, service.Stamp)
        {
            IsDraft = service.IsDraft,
            ChangedBy = service.ChangedBy,
            ChangedAt = service.ChangedAt,
            Service = service,
            File = file,
        };
    }
}

/// <summary>Which versions of definitions are asked for: Elsa's words, or a number.</summary>
public sealed record VersionWish(Func<ManagedVersion, bool> Takes, int? Number = null)
{
    public static VersionWish All { get; } = new(_ => true);

    public static VersionWish Latest { get; } = new(version => version.IsLatest);

    /// <param name="said">"Latest", "Published", "Draft", "LatestOrPublished", "LatestAndPublished", "AllVersions", "7"; anything else means Latest, as in Elsa.</param>
    public static VersionWish Parse(string? said) => said?.ToUpperInvariant() switch
    {
        "PUBLISHED" => new(version => version.IsPublished),
        "DRAFT" => new(version => version.IsDraft),
        "LATESTORPUBLISHED" => new(version => version.IsLatest || version.IsPublished),
        "LATESTANDPUBLISHED" => new(version => version is { IsLatest: true, IsPublished: true }),
        "ALLVERSIONS" => All,
        { } text when int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) => new(version => version.Version == number, number),
        _ => Latest,
    };
}
