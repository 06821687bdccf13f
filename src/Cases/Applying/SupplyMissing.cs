using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <param name="Answers">Only fields that the notice lists may differ from what is stored.</param>
public sealed record SupplyCommand(CaseId Case, JsonObject Answers, ImmutableArray<LinkedFile> Documents);

/// <summary>An uploaded file, offered under a document of the service's list.</summary>
public sealed record LinkedFile(string Key, StoredFileId File);

/// <summary>The applicant, or the station for them, supplies what the completion notice lists; the office's clocks run again.</summary>
public sealed class SupplyMissing(
    IUnitOfWork work, ServiceCatalogue services, CaseFiles files, CaseRuns runs, Rounds rounds, Vault vault, Applicants applicants, Proposals proposals, Documents documents, Competence competence,
    CaseTelling telling, AuditTrail audit)
{
    /// <exception cref="RefusedException">case.not-yours, supplement.none-asked, supplement.not-asked-for, supplement.still-missing, payee.reason-missing, payee.proof-missing</exception>
    /// <exception cref="MalformedFormException">The answers do not fit the form.</exception>
    public async Task<CaseId> SupplyAsync(SupplyCommand command, Actor actor, CancellationToken cancellation)
    {
        var file = await files.LoadAsync(command.Case, actor, cancellation);
        await competence.RequireApplicantSideAsync(file.Case, actor, cancellation);
        var round = file.Open(RoundKind.Supplement) ?? throw new RefusedException("supplement.none-asked");
        var request = await work.Db.Set<SupplementRequest>().Where(request => request.CaseId == command.Case && request.SuppliedAt == null)
            .OrderByDescending(request => request.RequestedAt).FirstOrDefaultAsync(cancellation) ?? throw new RefusedException("supplement.none-asked");
        var listed = request.Items.Select(item => item.Key).ToHashSet(StringComparer.Ordinal);

        var values = await services.ValuesAsync(work.Db, file.Service.Id, file.Case.AppliedOn, cancellation); // as when the application was checked
        var view = file.Service.Form.At("supplement", listed);
        var before = vault.OpenAnswers(file.Case);
        var merged = view.Merge(before, command.Answers);
        var wrong = view.Check(merged, new FormContext(file.Today) { Caps = values.Caps() });
        if (wrong.Concat(Unanswered(file.Service.Form, view, listed, merged).Where(owed => wrong.All(fault => fault.Field != owed.Field))).ToArray() is { Length: > 0 } faults)
            throw new MalformedFormException(faults);
        foreach (var document in command.Documents)
        {
            if (!listed.Contains(document.Key))
                throw new RefusedException("supplement.not-asked-for", document.Key, ("document", document.Key));
            await documents.LinkAsync(file.Case.Id, file.Service, document, cancellation);
        }

        foreach (var key in listed.Where(key => file.Service.Form.Field(key) is null && !command.Documents.Any(document => document.Key == key)))
            throw new RefusedException("supplement.still-missing", key, ("document", file.Service.Documents.Documents.First(document => document.Key == key).Name));

        file.Case.Answers = vault.SealAnswers(file.Case.Id, merged);
        if (file.Case.Submitted is not null)
            file.Case.Submitted = vault.SealAnswers(file.Case.Id, Given(vault.OpenSubmitted(file.Case), merged, command.Answers));
        if (listed.Contains(FormKeys.AccountName) || listed.Contains(FormKeys.PayeeReason))
        {
            var kept = await work.Db.Set<CaseDocument>().Where(document => document.CaseId == command.Case).Select(document => document.Key).ToListAsync(cancellation);
            PayeeProof.Require(file.Service, merged, kept.Concat(command.Documents.Select(document => document.Key)));
        }

        if (listed.Any(key => file.Service.Form.Field(key) is not null))
            await applicants.AmendAsync(file.Case, file.Service, merged, cancellation);
        await proposals.ProposeAsync(file, cancellation);
        request.SuppliedAt = file.Now;
        request.Answers = SuppliedAnswer.Seal(vault, request, file.Service.Form, before, merged);
        audit.Record(file.AuditStream, Act, actor, ("request", request.Id.ToString()));
        rounds.Settle(file, round, "Supplied");
        await runs.ResumeAsync(file, round, "Supplied", cancellation);
        await telling.TellAsync(file, Occasions.Supplemented, Audience.Staff, request.Id.ToString(), cancellation);
        return command.Case;
    }

    /// <summary>The request that an entry of the trail tells was met.</summary>
    public static Guid RequestOf(AuditEntry entry) => Guid.Parse((string)JsonNode.Parse(entry.Facts)!["request"]!);

    /// <summary>The act in the trail.</summary>
    public const string Act = "case.supplemented";

    /// <summary>What the applicant sent now takes the place of what they sent before; what officials corrected beside it does not become the applicant's.</summary>
    private static JsonObject Given(JsonObject before, JsonObject merged, JsonObject sent)
    {
        foreach (var (key, _) in sent)
            before[key] = merged[key]?.DeepClone();
        return before;
    }

    /// <summary>What the notice asks is owed, also where the form itself leaves it open; a question that no longer arises is not.</summary>
    private static IEnumerable<FieldFault> Unanswered(FormDefinition form, FormView view, IEnumerable<string> listed, JsonObject answers) =>
        from key in listed
        let field = form.Field(key)
        where field is not null && view.To(key) >= FieldAccess.Edit && form.Asks(field, answers) && Answer.IsEmpty(answers[key])
        select new FieldFault(key, field.Label, "form.required", []);
}
