using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Deciding;

/// <summary>What the province decided on a case of a summary list, taken from its signed paper.</summary>
public sealed record ExternalDecision
{
    public required Guid Id { get; init; }
    public required CaseId CaseId { get; init; }
    public required RoundId RoundId { get; init; }
    public string? SummaryListNumber { get; init; }
    public required string DocumentNumber { get; init; }
    public required DateOnly DecidedOn { get; init; }

    /// <summary>In cents; zero when refused.</summary>
    public required long Cents { get; init; }
    public required bool Approved { get; init; }
    public string? Reason { get; init; }
    public StoredFileId? ScanId { get; init; }
    public required DateTimeOffset RecordedAt { get; init; }
    public required AccountId RecordedBy { get; init; }

    /// <summary>Of what the paper says beside the amount; the audit entry of the decision keeps it.</summary>
    internal string PaperDigest() => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"{DocumentNumber}\0{DecidedOn:yyyy-MM-dd}\0{Approved}\0{Reason}\0{ScanId}"))))}";
}

/// <summary>The city's batch summary list that goes to the province.</summary>
public sealed class SummaryList
{
    public required Guid Id { get; init; }
    public string? Number { get; set; }
    public required string ServiceId { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public required AccountId MadeBy { get; init; }
    public required int Count { get; init; }
    public required long Cents { get; init; }
}

/// <summary>One case on a summary list.</summary>
public sealed record SummaryListLine(Guid ListId, CaseId CaseId, RoundId RoundId, long Cents);
