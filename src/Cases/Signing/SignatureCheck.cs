using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Signing;

/// <summary>What holding a signature against the record showed.</summary>
/// <param name="IsAsSigned">What is on record is what was signed: the decision, its case and its picture, and the audit trail says the same.</param>
/// <param name="Differs">What does not agree: "record", "picture", "trail".</param>
/// <param name="AnswersSince">The applicant's answers have changed since; that is no fault of the signature.</param>
public sealed record CheckedSignature(
    SignatureId Id, DecisionId Decision, string Step, Verdict Verdict, LocalText Signer, DateTimeOffset SignedAt, StoredFileId Picture, string Digest, bool IsAsSigned, ImmutableArray<string> Differs, bool AnswersSince);

/// <summary>Holds every signature of a case against what is on record today.</summary>
public sealed class SignatureCheck(IUnitOfWork work, Vault vault, FieldProtector protector)
{
    public async Task<ImmutableArray<CheckedSignature>> OfAsync(CaseId id, CancellationToken cancellation)
    {
        var db = work.Db;
        var found = await (
            from signature in db.Set<HandSignature>().AsNoTracking()
            where signature.CaseId == id
            join decision in db.Set<Decision>().AsNoTracking() on signature.DecisionId equals decision.Id
            join round in db.Set<Round>().AsNoTracking() on decision.RoundId equals round.Id
            join account in db.Set<Account>().AsNoTracking() on signature.AccountId equals account.Id
            join file in db.Set<StoredFile>().AsNoTracking() on signature.FileId equals file.Id
            orderby signature.SignedAt, signature.Id
            select new { Signature = signature, Decision = decision, round.Visit, Signer = new LocalText(account.NameZh, account.NameEn), File = file }).ToListAsync(cancellation);
        if (found.Count == 0)
            return [];
        var aidCase = await db.Set<AidCase>().AsNoTracking().SingleAsync(one => one.Id == id, cancellation);
        var stream = $"case:{id}";
        var trail = (await db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == stream && entry.Act == "task.signed").Select(entry => entry.Facts).ToListAsync(cancellation))
            .Select(facts => JsonNode.Parse(facts)!).ToLookup(facts => (string?)facts["signature"], facts => ((string?)facts["digest"], (string?)facts["picture"]));
        var answers = vault.Indexes(vault.OpenAnswers(aidCase).ToJsonString(), Signatures.AnswersField);
        return
        [
            .. found.Select(one =>
            {
                var (signature, decision) = (one.Signature, one.Decision);
                var statement = new SignedStatement(id, aidCase.ReceiptNumber ?? "", decision.TaskId, decision.Step, one.Visit, decision.Verdict, Signatures.CentsOf(decision.Verdict, decision.Cents), decision.Opinion ?? "", signature.AnswersHash, decision.AccountId, signature.SignedAt);
                var differs = ImmutableArray.CreateBuilder<string>();
                if (statement.Digest != signature.Digest)
                    differs.Add("record");
                if (HashOf(one.File) != signature.PictureHash)
                    differs.Add("picture");
                if (!trail[signature.Id.ToString()].Contains((signature.Digest, signature.PictureHash)))
                    differs.Add("trail");
                return new CheckedSignature(signature.Id, decision.Id, decision.Step, decision.Verdict, one.Signer, signature.SignedAt, signature.FileId, signature.Digest, differs.Count == 0, differs.ToImmutable(), !answers.Contains(signature.AnswersHash));
            }),
        ];
    }

    /// <summary>Of the picture as it opens now: a picture that no longer opens is another one.</summary>
    private string HashOf(StoredFile file)
    {
        try
        {
            return "sha256:" + Convert.ToHexStringLower(SHA256.HashData(protector.OpenBytes(file.Content, $"file:{file.Id}")));
        }
        catch (UnreadableFieldException)
        {
            return "";
        }
    }
}
