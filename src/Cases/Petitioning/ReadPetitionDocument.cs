using System.Collections.Immutable;
using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>A document of a petition as it was issued, or recorded.</summary>
/// <param name="Html">A whole page with its print style; null where another body's opinion was recorded: its paper is the scan.</param>
public sealed record PetitionDocumentText(PetitionDocumentId Id, MatterId Matter, PetitionDocumentKind Kind, LocalText Name, string? Number, DateOnly IssuedOn, string? Html, string? Hash, string? TemplateVersion)
{
    public ImmutableDictionary<string, string> Fields { get; init; } = ImmutableDictionary<string, string>.Empty;

    public StoredFileId? Scan { get; init; }

    public bool IsReplaced { get; init; }

    public DateOnly? DeliveredOn { get; init; }

    public DeliveryMethod? Method { get; init; }

    public string DeliveredTo { get; init; } = "";
}

/// <summary>Opens a document of a petition for whoever may see the matter: of an accusation nobody whom it names. Who looked is committed before the text goes out.</summary>
public sealed class ReadPetitionDocument(IUnitOfWork work, MatterSight sight, Vault vault, AccessLog access)
{
    /// <param name="language">Both texts were issued; the Chinese one counts.</param>
    /// <exception cref="RefusedException">petition-document.unknown: there is none, or it is not for this reader: the answer does not tell which</exception>
    public async Task<PetitionDocumentText> RunAsync(MatterId matter, PetitionDocumentId id, string language, string purpose, Actor actor, CancellationToken cancellation)
    {
        var visible = await sight.OfAsync(actor, [], cancellation);
        var document = await work.Db.Set<PetitionDocument>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == id && one.MatterId == matter && visible.Any(seen => seen.Id == one.MatterId), cancellation)
            ?? throw new RefusedException("petition-document.unknown");
        access.Viewed(actor, $"matter:{matter}", $"petition-document:{id} {purpose}");
        var zh = language.StartsWith("zh", StringComparison.OrdinalIgnoreCase);
        return new(id, matter, document.Kind, PetitionPapers.Of(document.Kind).Name, document.Number, document.IssuedOn,
            (zh ? document.BodyZh : document.BodyEn) is { } body ? vault.Open(body, document.BodyPlace(zh ? "zh-CN" : "en")) : null, document.Hash, document.TemplateVersion)
        {
            Fields = JsonSerializer.Deserialize<ImmutableDictionary<string, string>>(vault.Open(document.Fields, document.FieldsPlace))!,
            Scan = document.ScanId,
            IsReplaced = document.IsReplaced,
            DeliveredOn = document.DeliveredOn,
            Method = document.Method,
            DeliveredTo = document.DeliveredTo is { } to ? vault.Open(to, document.DeliveryPlace) : "",
        };
    }
}
