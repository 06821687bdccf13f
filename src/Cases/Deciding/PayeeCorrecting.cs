using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Deciding;

/// <summary>The payee's account as verified with the applicant.</summary>
/// <param name="What">What was wrong and how it was verified.</param>
/// <param name="BankErred">The details were right and the bank confirmed its own error.</param>
public sealed record PayeeReport(string Name, string AccountNumber, string BankName, string What, bool BankErred = false);

/// <summary>What stays with the decision of a correction: nothing that the payment itself keeps encrypted.</summary>
internal sealed record CorrectionNote(string What, bool BankErred);

/// <summary>After a returned payment: the account is corrected, or verified as it is, before anything is paid again.</summary>
public sealed class PayeeCorrecting(CasePayees payees)
{
    public async Task<Conclusion> ConcludeAsync(CaseFile file, Round round, DecideCommand command, CancellationToken cancellation)
    {
        if (command.Verdict != Verdict.Complete)
            throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict));
        var report = command.Payee ?? throw new RefusedException("payee.report-missing", "payee");
        if (string.IsNullOrWhiteSpace(report.What))
            throw new RefusedException("payment.correction-missing", "correction");
        await payees.SetAsync(file.Case, report, cancellation);
        return new("Done") { Detail = JsonSerializer.Serialize(new CorrectionNote(report.What, report.BankErred)) };
    }
}
