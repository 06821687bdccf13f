using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Applying;

/// <summary>One thing the applicant is asked for: a field of the form or a document of the list.</summary>
/// <param name="Key">The field's or document's key.</param>
/// <param name="Note">What is wrong with it, in words; null when it is simply not there.</param>
public sealed record MissingItem(string Key, string? Note);

/// <summary>Everything that is missing, told once (一次性告知). Only these items may be changed while the applicant holds the case.</summary>
public sealed class SupplementRequest
{
    public required Guid Id { get; init; }
    public required CaseId CaseId { get; init; }

    /// <summary>The round whose decider asked.</summary>
    public required RoundId RoundId { get; init; }
    public required string ItemsJson { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? SuppliedAt { get; set; }

    /// <summary>The answers that were given otherwise, before and since, encrypted; null where none was.</summary>
    public byte[]? Answers { get; set; }

    /// <summary>Where the sealed answers stand.</summary>
    public string Place => $"supplement.answers:{Id}";

    public ImmutableArray<MissingItem> Items => JsonSerializer.Deserialize<ImmutableArray<MissingItem>>(ItemsJson);
}
