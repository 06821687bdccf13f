using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Applying;

/// <summary>A paper of the draft and what was uploaded for it.</summary>
public sealed record DraftPaper(DocumentRequirement Paper, ImmutableArray<DraftFile> Files)
{
    public bool IsThere => !Files.IsEmpty;
}

public sealed record DraftFile(StoredFileId Id, string Name, long Bytes)
{
    /// <summary>Other papers for which the very same file was uploaded: it may be a slip.</summary>
    public ImmutableArray<LocalText> AlsoFor { get; init; } = [];
}

/// <summary>Answers with those of one topic put in.</summary>
/// <param name="Odd">What may be right, and is asked about.</param>
public sealed record TopicCheck(JsonObject Answers, ImmutableArray<FieldFault> Faults, ImmutableArray<FieldFault> Odd);

/// <summary>A draft as its pages show it.</summary>
public sealed record DraftView(Draft Draft, ServicePackage Service, JsonObject Answers, string? Village, ImmutableArray<DraftPaper> Papers)
{
    /// <summary>The topics that these answers ask for, in their order.</summary>
    public IEnumerable<FormSection> Topics => Service.Form.Applicants.Where(section => section.When is not { } when || when.Holds(Answers));

    /// <returns>Null where these answers do not ask for it, or there is none.</returns>
    public FormSection? Topic(string key) => Topics.FirstOrDefault(topic => topic.Key == key);

    /// <summary>What these answers to a topic would be with all others, and what of the topic is wrong or odd then.</summary>
    public TopicCheck Check(FormSection topic, JsonObject sent, DateOnly today)
    {
        var whole = (JsonObject)Answers.DeepClone();
        foreach (var field in topic.Fields)
            whole[field.Key] = sent[field.Key]?.DeepClone();
        var own = topic.Fields.Select(field => field.Key).ToHashSet(StringComparer.Ordinal);
        return new(whole, [.. Service.Form.Check(whole, today).Where(fault => own.Contains(fault.Field.Split('[')[0]))], [.. Service.Form.Warn(whole).Where(odd => own.Contains(odd.Field))]);
    }

    public bool IsDone(FormSection section) => Draft.Done.Contains(section.Key);

    /// <summary>Its answers are there and nothing is wrong with them, whether or not anybody has looked at them.</summary>
    public bool IsFilled(FormSection section, DateOnly today) => IsBegun(section) && Check(section, Answers, today).Faults.IsEmpty;

    public bool IsBegun(FormSection section) => section.Fields.Any(field => !Answer.IsEmpty(Answers[field.Key]));

    /// <summary>What must still be uploaded.</summary>
    public IEnumerable<DocumentRequirement> MissingPapers => Papers.Where(paper => paper.Paper.Required && !paper.IsThere).Select(paper => paper.Paper);

    public bool PapersDone => !MissingPapers.Any();

    public bool IsComplete => Draft.UnitId is not null && Topics.All(IsDone) && PapersDone;

    /// <summary>Where the person goes next.</summary>
    public string Next => Draft.UnitId is null ? $"{Address}/place"
        : Topics.FirstOrDefault(topic => !IsDone(topic)) is { } topic ? $"{Address}/topics/{topic.Key}"
        : PapersDone ? $"{Address}/check" : $"{Address}/papers";

    public string Address => $"/drafts/{Draft.Id}";
}

/// <summary>Reads drafts for the account that writes them.</summary>
public sealed class DraftReading(IUnitOfWork work, ServiceCatalogue services, Vault vault)
{
    /// <exception cref="RefusedException">draft.unknown</exception>
    public async Task<DraftView> ReadAsync(DraftId id, Actor actor, CancellationToken cancellation)
    {
        var db = work.Db;
        var draft = await db.Set<Draft>().AsNoTracking().FirstOrDefaultAsync(draft => draft.Id == id && draft.Owner == actor.Account, cancellation) ?? throw new RefusedException("draft.unknown");
        var service = await services.GetAsync(db, draft.ServiceVersionId, cancellation);
        var answers = (JsonObject)JsonNode.Parse(vault.Open(draft.Answers, draft.Place))!;
        var village = draft.UnitId is { } unit ? await PlaceAsync(unit, cancellation) : null;
        var ids = draft.Files.Select(linked => linked.File).ToArray();
        var files = await db.Set<StoredFile>().AsNoTracking().Where(file => ids.Contains(file.Id))
            .Select(file => new { file.Id, file.FileName, file.Bytes, file.ContentHash }).ToDictionaryAsync(file => file.Id, cancellation);
        var inForce = service.Form.InForce(answers);
        return new DraftView(draft, service, answers, village,
        [
            .. service.Documents.Documents.Where(paper => paper.When is not { } when || when.Holds(inForce)).Select(paper => new DraftPaper(paper,
                [.. draft.Files.Where(linked => linked.Key == paper.Key && files.ContainsKey(linked.File)).Select(linked => files[linked.File])
                    .Select(file => new DraftFile(file.Id, file.FileName, file.Bytes) { AlsoFor = AlsoFor(paper.Key, file.ContentHash) })])),
        ]);

        ImmutableArray<LocalText> AlsoFor(string key, string hash) =>
            [.. service.Documents.Documents.Where(other => other.Key != key && draft.Files.Any(linked => linked.Key == other.Key && files.TryGetValue(linked.File, out var file) && file.ContentHash == hash)).Select(other => other.Name)];
    }

    private async Task<string> PlaceAsync(UnitId unit, CancellationToken cancellation)
    {
        var above = await work.Db.Set<UnitAncestor>().AsNoTracking().Where(line => line.UnitId == unit && line.ValidTo == null)
            .Join(work.Db.Set<Unit>().Where(one => one.Level == UnitLevel.Village || one.Level == UnitLevel.Township || one.Level == UnitLevel.District),
                line => line.AncestorId, one => one.Id, (line, one) => new { line.Depth, one.NameZh, one.NameEn })
            .OrderByDescending(one => one.Depth).ToListAsync(cancellation);
        return Serving.Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en"
            ? string.Join(", ", above.AsEnumerable().Reverse().Select(one => one.NameEn))
            : string.Concat(above.Select(one => one.NameZh));
    }
}
