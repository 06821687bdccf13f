using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;

namespace AidWorkflow.Cases.Deciding;

/// <summary>The payee's account as verified with the applicant.</summary>
/// <param name="What">What was wrong and how it was verified.</param>
/// <param name="BankErred">The details were right and the bank confirmed its own error.</param>
public sealed record PayeeReport(string Name, string AccountNumber, string BankName, string What, bool BankErred = false)
{
    /// <summary>Who is entitled to the money, where the applicant has died.</summary>
    public SuccessorReport? Heir { get; init; }

    /// <summary>Asked for where the account is of nobody who is entitled.</summary>
    public OtherHolder? Other { get; init; }
}

/// <summary>What stays with the decision of a correction: nothing that the payment itself keeps encrypted.</summary>
internal sealed record CorrectionNote(string What, bool BankErred)
{
    /// <summary>Of a correction that is only tried: what will be corrected is not known yet, so the account may stay as it is.</summary>
    internal static readonly string Foreseen = JsonSerializer.Serialize(new CorrectionNote("-", BankErred: true));
}

/// <summary>The account is corrected, or verified as it is, before returned money is paid again; and named anew when the payee has died.</summary>
public sealed class PayeeCorrecting(CasePayees payees, Payouts payouts, RepayReturned repay)
{
    /// <exception cref="RefusedException">payee.report-missing, payment.correction-missing, payment.not-corrected, and what is wrong with the account</exception>
    public async Task<Conclusion> ConcludeAsync(CaseFile file, Round round, DecideCommand command, CancellationToken cancellation)
    {
        if (command.Verdict != Verdict.Complete)
            throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict));
        var report = command.Payee ?? throw new RefusedException("payee.report-missing", "payee");
        var refusals = new Refusals();
        CasePayees.Check(report, refusals);
        refusals.Require(!string.IsNullOrWhiteSpace(report.What), new RefusedException("payment.correction-missing", "correction"));
        if (report.Heir is { } heir)
            Succession.CheckHeir(heir, file.Today, refusals);
        if (!refusals.Any) // all that the payment would refuse is refused here, beside its field: behind it no clerk could mend it
        {
            var card = BankCard.Check(report.AccountNumber, "accountNumber").Number;
            refusals.Try(() => PayeeCheck.Require(report.Name, card, report.BankName));
            if (round.Kind == RoundKind.Correction && !report.BankErred && !refusals.Any)
                await refusals.TryAsync(() => repay.RequireChangedAsync(file.Case.Id, new Payee(report.Name, card, report.BankName), cancellation));
        }

        await refusals.TryAsync(() => payees.SetAsync(file, report, cancellation));
        refusals.ThrowIfAny();
        return new("Done") { Detail = JsonSerializer.Serialize(new CorrectionNote(report.What, report.BankErred)) };
    }

    /// <summary>A stopped payment goes to whoever is entitled now; the round goes on waiting for the bank.</summary>
    public async Task<Conclusion> NameAsync(CaseFile file, Round round, DecideCommand command, CancellationToken cancellation)
    {
        var named = await ConcludeAsync(file, round, command, cancellation);
        await payouts.PrepareAsync(file, round, round.Plan.Part, cancellation);
        return named with { Outcome = null };
    }
}
