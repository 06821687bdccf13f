using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <param name="Lines">Answers in the file.</param>
/// <param name="News">Those that said something new, now waiting to be booked.</param>
public sealed record ReturnFileTaken(int Lines, int News);

/// <summary>Takes in the bank's return file: whole or not at all. The answers are booked line by line afterwards.</summary>
public sealed class ImportReturnFile(
    IUnitOfWork work, BatchSignatures signatures, IBankTemplates templates, Answers answers, FieldProtector protector, AuditTrail audit, TimeProvider time)
{
    private const int MostBytes = 10 * 1024 * 1024;

    /// <exception cref="RefusedException">"answer.faulty" with every fault by line; nothing was taken.</exception>
    public async Task<ReturnFileTaken> ImportAsync(BatchId id, string fileName, byte[] bytes, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var batch = await signatures.OpenAsync(id, actor, actingFor, [Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser], cancellation);
        batch.Require(BatchState.Sent, BatchState.Reconciled, BatchState.Closed);
        if (bytes.Length > MostBytes)
            throw new RefusedException("answer.too-large", "file", ("most", MostBytes / 1024 / 1024));

        var file = AnswerFile.Read(TemplateOf(batch), bytes);
        var hash = Digest.Of(bytes);
        if (await work.Db.Set<ReturnFile>().AnyAsync(taken => taken.Batch == id && taken.Hash == hash, cancellation))
            return new ReturnFileTaken(file.Lines.Count, 0);

        var newest = await answers.NewestAsync(id, cancellation);
        var lines = await work.Db.Set<PayoutLine>().AsNoTracking().Where(line => line.Batch == id).ToListAsync(cancellation);
        var byId = lines.ToDictionary(line => line.Payment.Value.ToString("N"), StringComparer.OrdinalIgnoreCase);
        RefuseFaults(fileName, [.. file.Faults, .. file.Lines.SelectMany(line => FaultsOf(line, byId, newest))]);

        var news = file.Lines.Count(line => Store(line, byId[line.EndToEndId], newest));
        batch.TakeAnswers();
        work.Db.Add(new ReturnFile
        {
            Batch = id,
            Hash = hash,
            FileName = fileName.Length <= 200 ? fileName : fileName[^200..],
            Bytes = protector.SealBytes(bytes, $"bank.return-file:{id}:{hash}"),
            ImportedBy = actor.Account,
            At = time.GetUtcNow(),
        });
        audit.Record($"fund:{batch.Fund}", "bank-answer.imported", actor,
            ("batch", batch.Number), ("file", hash), ("lines", file.Lines.Count.ToString()), ("news", news.ToString()));
        return new ReturnFileTaken(file.Lines.Count, news);
    }

    /// <summary>The template the roll was frozen with: the bank answers in the shape of the file it got.</summary>
    private BankFileTemplate TemplateOf(PayoutBatch batch) =>
        batch.Roll is { } roll ? Roll.Read(protector.OpenBytes(roll, batch.RollPlace)).Template : templates.Get(batch.Template);

    private bool Store(AnswerLine line, PayoutLine of, Dictionary<PaymentId, BankAnswer> newest) =>
        answers.Store(of.Batch, of.Payment, newest.GetValueOrDefault(of.Payment), line.Status, line.Reason);

    private static IEnumerable<AnswerFault> FaultsOf(AnswerLine line, Dictionary<string, PayoutLine> byId, Dictionary<PaymentId, BankAnswer> newest)
    {
        if (!byId.TryGetValue(line.EndToEndId, out var of))
        {
            yield return new AnswerFault(line.Line, new RefusedException("answer.unknown-payment", null, ("payment", line.EndToEndId)));
            yield break;
        }

        if (of.Cents != line.Cents)
            yield return new AnswerFault(line.Line, new RefusedException("answer.amount-differs", null, ("said", Yuan.Said(line.Cents)), ("sent", Yuan.Said(of.Cents))));
        if (newest.GetValueOrDefault(of.Payment) is { } earlier && !Answers.MayFollow(earlier, line.Status))
            yield return new AnswerFault(line.Line, new RefusedException("answer.contradicts", null, ("said", line.Status), ("earlier", earlier.Status)));
    }

    private static void RefuseFaults(string fileName, List<AnswerFault> faults)
    {
        if (faults.Count > 0)
            throw new RefusedException("answer.faulty", "file",
                ("file", fileName), ("count", faults.Count), ("faults", new AnswerFaults([.. faults.OrderBy(fault => fault.Line ?? 0)])));
    }
}
