using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// A numbered document of a petition as it was issued, or the opinion of a body outside the system as it was recorded, with its scan. Texts never change; one that was not delivered yet may be replaced by a later one.
/// Its delivery, not its date, starts the petitioner's time.
/// </summary>
public sealed class PetitionDocument : IRevised
{
    private PetitionDocument()
    {
    }

    public PetitionDocumentId Id { get; private init; }

    public MatterId MatterId { get; private init; }

    /// <summary>Counted within the petition, so that of two who issue at once one looks again.</summary>
    public int Ordinal { get; private init; }

    public PetitionDocumentKind Kind { get; private init; }

    /// <summary>The event that it puts into writing, as the petition counts them.</summary>
    public int Entry { get; private init; }

    /// <summary>Given by a counter of the unit in the commit that issues it; of a recorded one, its own.</summary>
    public string? Number { get; private set; }

    /// <summary>Whose seal it bears; of a recorded one, whoever recorded it.</summary>
    public UnitId UnitId { get; private init; }

    public DateOnly IssuedOn { get; private init; }

    public DateTimeOffset EnteredAt { get; private init; }

    public AccountId EnteredBy { get; private init; }

    /// <summary>What its author wrote, encrypted at <see cref="FieldsPlace"/>.</summary>
    public byte[] Fields { get; private init; } = [];

    /// <summary>The Chinese text as issued (HTML with print style), encrypted; null where it was recorded.</summary>
    public byte[]? BodyZh { get; private set; }

    public byte[]? BodyEn { get; private set; }

    /// <summary>"sha256:…" over both texts as issued.</summary>
    public string? Hash { get; private set; }

    /// <summary>Of the templates it was made from.</summary>
    public string? TemplateVersion { get; private set; }

    /// <summary>The paper of a body outside the system.</summary>
    public StoredFileId? ScanId { get; private init; }

    /// <summary>A later one was issued in its place before it went out.</summary>
    public bool IsReplaced { get; private set; }

    public DateOnly? DeliveredOn { get; private set; }

    public DeliveryMethod? Method { get; private set; }

    /// <summary>Who took it, where it was sent, or the number under which it was posted; encrypted at <see cref="DeliveryPlace"/>.</summary>
    public byte[]? DeliveredTo { get; private set; }

    public AccountId? DeliveredBy { get; private set; }

    public long Revision { get; private set; }

    public bool IsRecorded => ScanId is not null;

    public string FieldsPlace => $"petition.document-fields:{Id}";

    public string DeliveryPlace => $"petition.document-delivery:{Id}";

    internal static PetitionDocument Of(PetitionDocumentId id, PetitionDraft draft, int ordinal, byte[] fields, AccountId by, DateTimeOffset at) => new()
    {
        Id = id,
        MatterId = draft.File.Matter.Id,
        Ordinal = ordinal,
        Kind = draft.Paper.Kind,
        Entry = draft.Entry,
        UnitId = draft.Unit.Id,
        IssuedOn = draft.On,
        Fields = fields,
        EnteredBy = by,
        EnteredAt = at,
        ScanId = draft.Scan,
        Number = draft.Number,
    };

    internal void Issue(string number, byte[] zh, byte[] en, string hash, string templateVersion) => (Number, BodyZh, BodyEn, Hash, TemplateVersion) = (number, zh, en, hash, templateVersion);

    internal void Replace() => IsReplaced = true;

    internal void Deliver(DateOnly on, DeliveryMethod method, byte[] to, AccountId by) => (DeliveredOn, Method, DeliveredTo, DeliveredBy) = (on, method, to, by);

    internal static string FieldsPlaceOf(PetitionDocumentId id) => $"petition.document-fields:{id}";

    internal string BodyPlace(string language) => $"petition.document-body:{Id}:{language}";
}
