using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Deciding;

/// <summary>Issues numbered documents from the service's templates. What was issued is kept as it was, whatever the templates become.</summary>
public sealed class Issuing(IUnitOfWork work, IIds ids, AuditTrail audit, Numbers numbers, Vault vault, DocumentFacts facts)
{
    public async Task IssueAsync(CaseFile file, DocumentKind kind, CancellationToken cancellation) =>
        Issue(file, kind, await facts.OfAsync(file, kind, cancellation));

    /// <summary>The one list of everything that is missing.</summary>
    public async Task IssueCompletionNoticeAsync(CaseFile file, ImmutableArray<MissingItem> items, CancellationToken cancellation)
    {
        var data = await facts.OfAsync(file, DocumentKind.CompletionNotice, cancellation);
        data["missing"] = items.Select(item => Wording(file, item)).ToArray();
        data["missingBrief"] = BriefList.Of([.. items.Select(item => Name(file, item))]);
        data.Due(file.Calendar.After(file.Today, file.Service.Term(StepNames.Supplement) ?? Clocks.Term.WorkingDays(10)));
        var document = Issue(file, DocumentKind.CompletionNotice, data);
        await facts.TellAsync(file, Occasions.CompletionNotice, document, data, cancellation);
    }

    /// <summary>The case ended without a decision on the merits; a service older than this paper has none.</summary>
    /// <param name="applyAt">Where to apply now, in words.</param>
    public async Task IssueEndingAsync(CaseFile file, string applyAt, CancellationToken cancellation)
    {
        if (!Texts.Languages.All(language => file.Service.Files.ContainsKey(TemplateBook.PathOfDocument(DocumentKinds.Ending, language))))
            return;
        var data = await facts.OfAsync(file, DocumentKind.Ending, cancellation);
        data["reason"] = new LocalText("户籍已迁出本市", "your household registration left the city");
        data["applyAt"] = applyAt;
        Issue(file, DocumentKind.Ending, data);
    }

    private IssuedDocumentId Issue(CaseFile file, DocumentKind kind, TemplateData data)
    {
        var id = IssuedDocumentId.Of(ids.Next());
        audit.Record(file.AuditStream, "document.issued", file.Actor, ("document", id.ToString()), ("kind", kind.ToString()));
        numbers.Give(kind.ToString(), facts.Place(file), file.Today.Year, number =>
        {
            data["documentNumber"] = number;
            data["receiptNumber"] = file.Case.ReceiptNumber ?? "";
            file.LastDocument = new IssuedDocument
            {
                Id = id,
                CaseId = file.Case.Id,
                Kind = kind,
                Number = number,
                BodyZh = vault.Seal(file.Service.Templates.RenderDocument(Template(kind), "zh-CN", data), $"document.body:{id}"),
                BodyEn = vault.Seal(file.Service.Templates.RenderDocument(Template(kind), "en", data), $"document.body-en:{id}"),
                IssuedAt = file.Now,
            };
            work.Db.Add(file.LastDocument);
        });
        return id;
    }

    private static string Template(DocumentKind kind) => kind switch
    {
        DocumentKind.Approval => DocumentKinds.Approval,
        DocumentKind.Refusal => DocumentKinds.Refusal,
        DocumentKind.CompletionNotice => DocumentKinds.CompletionNotice,
        DocumentKind.NonAcceptance => DocumentKinds.NonAcceptance,
        DocumentKind.Ending => DocumentKinds.Ending,
        _ => throw new InvalidOperationException($"No template is known for {kind}."),
    };

    private static LocalText Name(CaseFile file, MissingItem item) =>
        file.Service.Form.Field(item.Key)?.Label ?? file.Service.Documents.Documents.First(document => document.Key == item.Key).Name;

    private static LocalText Wording(CaseFile file, MissingItem item)
    {
        var name = Name(file, item);
        return item.Note is { Length: > 0 } note ? new(name.Zh + "：" + note, name.En + ": " + note) : name;
    }
}
