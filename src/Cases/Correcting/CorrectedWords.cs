using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Applying;

namespace AidWorkflow.Cases.Correcting;

/// <summary>What a correction changed, opened.</summary>
/// <param name="From">The answer before; null where there was none.</param>
/// <param name="To">The answer since; null where it was taken out.</param>
public sealed record CorrectedWords(JsonNode? From, JsonNode? To, string Why)
{
    /// <summary>By which the trail's digest of a correction is made: a later change of its words shows.</summary>
    private const string DigestField = "case.correction";

    public static CorrectedWords Open(Vault vault, AnswerCorrection correction) => JsonSerializer.Deserialize<CorrectedWords>(vault.Open(correction.Words, correction.Place))!;

    internal string Sealed() => JsonSerializer.Serialize(this);

    /// <summary>Keyed, as an answer may be short enough to be guessed from a plain hash.</summary>
    internal string Digest(Vault vault) => vault.Index(Sealed(), DigestField);

    /// <summary>Whether the trail's digest is of these words.</summary>
    public bool IsDigest(Vault vault, string digest) => vault.Indexes(Sealed(), DigestField).Contains(digest);
}
