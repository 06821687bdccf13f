using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Signing;

/// <summary>Writes out what a decision's signature stands under, asks for the signature where the plan does, and keeps it with the decision.</summary>
public sealed class Signatures(IUnitOfWork work, Vault vault, Documents documents, Protecting.FieldProtector protector, AuditTrail audit, IIds ids)
{
    /// <summary>Under which the answers are hashed.</summary>
    internal const string AnswersField = "signature.answers";

    /// <summary>What was shown longer ago than this is shown again.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    public static bool IsAsked(ReviewPlan plan, Verdict verdict) => plan.Signed && verdict is Verdict.Approve or Verdict.Refuse;

    /// <summary>The statement for somebody about to sign.</summary>
    public SignedStatement Of(CaseFile file, Round round, DecideCommand command, AccountId signer, DateTimeOffset at) => new(
        file.Case.Id, file.Case.ReceiptNumber ?? "", command.Task, round.Step, round.Visit, command.Verdict, CentsOf(command.Verdict, command.Cents), command.Opinion?.Trim() ?? "",
        vault.Index(vault.OpenAnswers(file.Case).ToJsonString(), AnswersField), signer, at);

    /// <returns>What was signed; null where no signature is asked for.</returns>
    /// <exception cref="RefusedException">signature.missing, signature.not-asked, signature.changed, signature.late, signature.no-picture, signature.too-small, signature.blank</exception>
    internal async Task<SignedStatement?> RequireAsync(TaskInHand hand, DecideCommand command, CancellationToken cancellation)
    {
        if (!IsAsked(hand.Round.Plan, command.Verdict))
            return command.Signature is null ? null : throw new RefusedException("signature.not-asked", "signature");
        if (command.Signature is not { Picture: { } picture } signed)
            throw new RefusedException("signature.missing", "signature");
        if (signed.At > hand.File.Now || signed.At < hand.File.Now - Lasts)
            throw new RefusedException("signature.late", "signature");
        var statement = Of(hand.File, hand.Round, command, hand.By, signed.At);
        if (statement.Digest != signed.Digest)
            throw new RefusedException("signature.changed", "signature");
        var stored = await work.Db.Set<StoredFile>().FirstOrDefaultAsync(file => file.Id == picture, cancellation);
        if (stored is not { Linked: false } || stored.UploadedBy != hand.By || !stored.MediaType.StartsWith("image/", StringComparison.Ordinal))
            throw new RefusedException("signature.no-picture", "signature");
        var drawn = protector.OpenBytes(stored.Content, $"file:{stored.Id}");
        if (Ink.SizeOf(drawn) is ({ } width, { } height) && (width < Ink.LeastWidth || height < Ink.LeastHeight))
            throw new RefusedException("signature.too-small", "signature", ("width", width), ("height", height), ("leastWidth", Ink.LeastWidth), ("leastHeight", Ink.LeastHeight));
        return Ink.IsIn(drawn) ? statement : throw new RefusedException("signature.blank", "signature");
    }

    /// <summary>Keeps it with the decision that it stands under.</summary>
    internal async Task KeepAsync(TaskInHand hand, DecideCommand command, SignedStatement statement, Decision decision, CancellationToken cancellation)
    {
        var picture = command.Signature!.Picture!.Value;
        await documents.KeepAsync(picture, "signature", cancellation);
        var stored = (await work.Db.Set<StoredFile>().FindAsync([picture], cancellation))!;
        var signature = new HandSignature
        {
            Id = SignatureId.Of(ids.Next()),
            DecisionId = decision.Id,
            CaseId = decision.CaseId,
            AccountId = decision.AccountId,
            FileId = picture,
            PictureHash = stored.ContentHash,
            AnswersHash = statement.AnswersHash,
            Digest = statement.Digest,
            SignedAt = statement.At,
        };
        work.Db.Add(signature);
        audit.Record(hand.File.AuditStream, "task.signed", hand.File.Actor, ("decision", decision.Id.ToString()), ("signature", signature.Id.ToString()), ("digest", statement.Digest), ("picture", stored.ContentHash));
    }

    /// <summary>The amount that a signature stands under: a refusal grants none.</summary>
    internal static long? CentsOf(Verdict verdict, long? cents) => verdict == Verdict.Approve ? cents : null;
}
