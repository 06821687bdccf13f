using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Applying;

/// <summary>An answer that the applicant gave otherwise when they supplied what was missing.</summary>
/// <param name="Field">The key of the question.</param>
/// <param name="From">The answer before; null where there was none.</param>
public sealed record SuppliedAnswer(string Field, JsonNode? From, JsonNode? To)
{
    public static ImmutableArray<SuppliedAnswer> Open(Vault vault, SupplementRequest request) =>
        request.Answers is { } kept ? JsonSerializer.Deserialize<ImmutableArray<SuppliedAnswer>>(vault.Open(kept, request.Place)) : [];

    /// <returns>Null where nothing was given otherwise.</returns>
    internal static byte[]? Seal(Vault vault, SupplementRequest request, FormDefinition form, JsonObject before, JsonObject since)
    {
        var given = form.Fields.Where(field => !(Answer.IsEmpty(before[field.Key]) && Answer.IsEmpty(since[field.Key])) && !JsonNode.DeepEquals(before[field.Key], since[field.Key]))
            .Select(field => new SuppliedAnswer(field.Key, before[field.Key]?.DeepClone(), since[field.Key]?.DeepClone())).ToArray();
        return given.Length == 0 ? null : vault.Seal(JsonSerializer.Serialize(given), request.Place);
    }
}
