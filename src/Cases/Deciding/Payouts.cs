using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>Turns what was granted into payments for the next roll.</summary>
public sealed class Payouts(IUnitOfWork work, Payments payments, RepayReturned repay, CasePayees payees)
{
    /// <summary>What this part still has to pay, in cents.</summary>
    public long Left(CaseFile file, Part part) => part == Part.Rest
        ? (file.Case.ApprovedCents ?? 0) - (file.Case.FirstCents ?? 0)
        : part == Part.First ? file.Case.FirstCents ?? file.Case.ApprovedCents ?? 0 : file.Case.ApprovedCents ?? 0;

    /// <summary>Orders the payment, or orders again what the bank returned.</summary>
    public async Task PrepareAsync(CaseFile file, Round round, Part part, CancellationToken cancellation)
    {
        var cents = Left(file, part);
        if (part == Part.First)
            file.Case.FirstCents = cents;
        var payee = await payees.OfAsync(file.Case, cancellation);
        if (await ReturnedAsync(file, part, cancellation) is { } returned)
        {
            var note = await CorrectionAsync(file, cancellation);
            await repay.RepayAsync(returned.Id, new Correction(payee, note.What, note.BankErred), file.Actor, cancellation);
            return;
        }

        await payments.PrepareAsync(
            new PaymentOrder(file.Case.Id, file.Case.FundId!.Value, payee, cents, file.Service.Description.Notice.Purpose.Zh,
                Reference(file, round.InstanceId, part), await RestsOnDemoValuesAsync(file, cancellation)),
            file.Actor, cancellation);
    }

    /// <summary>One payment for one part of one run: ordering it twice gives the one that is there.</summary>
    private static string Reference(CaseFile file, Engine.Instances.InstanceId run, Part part) => $"{file.Case.Id}/{run}/{part}";

    private async Task<Payment?> ReturnedAsync(CaseFile file, Part part, CancellationToken cancellation)
    {
        var all = await payments.OfCaseAsync(file.Case.Id, cancellation);
        return all.LastOrDefault(payment => payment.State == PaymentState.Returned && payment.Cents == Left(file, part));
    }

    /// <summary>What the station found when it verified the account: written in this act or in an earlier one.</summary>
    private async Task<CorrectionNote> CorrectionAsync(CaseFile file, CancellationToken cancellation)
    {
        var corrections = file.Rounds.Where(round => round.Kind == RoundKind.Correction).Select(round => round.Id).ToHashSet();
        var last = work.Db.Set<Decision>().Local.Where(decision => corrections.Contains(decision.RoundId)).MaxBy(decision => decision.At)
            ?? await work.Db.Set<Decision>().Where(decision => decision.CaseId == file.Case.Id && corrections.Contains(decision.RoundId))
                .OrderByDescending(decision => decision.At).FirstOrDefaultAsync(cancellation);
        return last?.Detail is { } detail ? JsonSerializer.Deserialize<CorrectionNote>(detail)! : throw new RefusedException("payment.not-corrected", "payee");
    }

    private async Task<bool> RestsOnDemoValuesAsync(CaseFile file, CancellationToken cancellation) =>
        file.Service.Description.Demo || await work.Db.Set<RuleValue>().AnyAsync(value => value.ServiceId == file.Case.ServiceId && value.Demo, cancellation);
}
