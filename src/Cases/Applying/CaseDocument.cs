using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Applying;

/// <summary>A stored file, linked to a case under a document of the service's list.</summary>
public sealed class CaseDocument
{
    public required CaseId CaseId { get; init; }
    public required StoredFileId FileId { get; init; }

    /// <summary>The key in documents.json.</summary>
    public required string Key { get; init; }
    public required DateTimeOffset LinkedAt { get; init; }
}

/// <summary>An uploaded file: encrypted, kept by what it contains. One that no case links to is removed after 24 hours.</summary>
public sealed class StoredFile
{
    public required StoredFileId Id { get; init; }

    /// <summary>Hash of the plain content with its algorithm: "sha256:…".</summary>
    public required string ContentHash { get; init; }
    public required string FileName { get; init; }

    /// <summary>As found in the content.</summary>
    public required string MediaType { get; init; }
    public required long Bytes { get; init; }
    public required byte[] Content { get; init; }
    public AccountId? UploadedBy { get; init; }
    public required DateTimeOffset UploadedAt { get; init; }
    public bool Linked { get; set; }
}
