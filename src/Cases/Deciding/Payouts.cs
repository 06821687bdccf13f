using System.Text.Json;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Deciding;

/// <summary>Turns what was granted into payments for the next roll.</summary>
public sealed class Payouts(IUnitOfWork work, Payments payments, RepayReturned repay, CasePayees payees, Rounds rounds, Colleagues colleagues, AuditTrail audit)
{
    /// <summary>Why a payment was cancelled: its payee has died.</summary>
    public const string PayeeDied = "payee deceased";

    /// <summary>Why a payment to an heir or successor was stopped: the death was recorded by mistake.</summary>
    public const string PayeeLives = "applicant alive";

    /// <summary>What this part still has to pay, in cents. What the bank sent back is paid only once its account was verified: until then another run owes it.</summary>
    public async Task<long> LeftAsync(CaseFile file, Engine.Instances.InstanceId run, Part part, CancellationToken cancellation)
    {
        var (approved, first) = (file.Case.ApprovedCents ?? 0, file.Case.FirstCents);
        return Math.Max(0, part switch
        {
            Part.Rest => approved - (first ?? 0),
            Part.First when first is { } authorised => Math.Min(authorised, approved), // less may have been granted in all while it waited for a payee
            Part.First => approved - (await payments.OfCaseAsync(file.Case.Id, cancellation)).Where(payment => payment.State is PaymentState.Ready or PaymentState.InBatch or PaymentState.Released or PaymentState.Unknown or PaymentState.Settled or PaymentState.Returned).Sum(payment => payment.Cents),
            _ when IsCorrected(file, run) => approved - file.Case.PaidCents,
            _ => approved - file.Case.PaidCents - await OwedElsewhereAsync(file, run, cancellation),
        });
    }

    /// <summary>What the bank sent back, and what another run has ordered or has at the bank: the one is owed until its account was verified, the other is on its way already.</summary>
    private async Task<long> OwedElsewhereAsync(CaseFile file, Engine.Instances.InstanceId run, CancellationToken cancellation)
    {
        var all = await payments.OfCaseAsync(file.Case.Id, cancellation);
        return all.Where(payment => payment.State == PaymentState.Returned
                || (payment.State is PaymentState.Ready or PaymentState.InBatch or PaymentState.Released or PaymentState.Unknown && !payment.IsOrderedBy(run, all)))
            .Sum(payment => payment.Cents);
    }

    /// <summary>
    /// Whether the payee has less than was granted because the bank sent a payment back that no other replaces. What is still at the bank is not owed again; what was never
    /// credited is paid again by the step that ordered it, while the case goes on.
    /// </summary>
    public async Task<bool> OwesReturnedAsync(CaseFile file, CancellationToken cancellation) =>
        file.Case.PaidCents < (file.Case.ApprovedCents ?? 0)
        && (await payments.OfCaseAsync(file.Case.Id, cancellation)).Any(payment => payment.State == PaymentState.Returned && (!file.Case.IsOpen || payment.SettledAt is not null));

    /// <summary>What came back and a correction is asked for; null where nothing did.</summary>
    public async Task<Payment?> PaysAgainAsync(CaseFile file, Round correction, CancellationToken cancellation) =>
        Returned(file, correction, await payments.OfCaseAsync(file.Case.Id, cancellation));

    /// <summary>Orders the payment, or orders again what the bank returned. Where nobody living is entitled, the station is asked who is.</summary>
    public async Task PrepareAsync(CaseFile file, Round round, Part part, CancellationToken cancellation)
    {
        var cents = await LeftAsync(file, round.InstanceId, part, cancellation);
        if (part == Part.First)
            file.Case.FirstCents = cents;
        if (await payees.EntitledAsync(file.Case, cancellation) is not { } payee)
        {
            await rounds.AskAsync(file, round, new Seat(Role.StationClerk, UnitLevel.Township), cancellation);
            audit.Record(file.AuditStream, "payment.waits-for-payee", file.Actor, ("round", round.Id.ToString()));
            return;
        }

        var all = await payments.OfCaseAsync(file.Case.Id, cancellation);
        if (IsCorrected(file, round.InstanceId) && Returned(file, round, all) is { } returned)
        {
            var note = await CorrectionAsync(file, cancellation);
            var due = Math.Min(returned.Cents, (file.Case.ApprovedCents ?? 0) - file.Case.PaidCents); // less may have been granted meanwhile
            if (file.Case.FirstCents is not null && returned.IsOf(Part.First, all))
                file.Case.FirstCents = due; // the rest is what is left above it, whichever run pays it again
            await repay.RepayAsync(returned.Id, new Correction(payee, note.What, note.BankErred) { Cents = due }, file.Actor, cancellation);
            return;
        }

        // What takes the place of a stopped repayment is no more than that was: another part of the case is paid by its own step.
        var instead = file.IsRepayment(round.InstanceId)
            ? all.LastOrDefault(payment => payment.State == PaymentState.Cancelled && payment.CreatedAt >= round.OpenedAt && payment.WasTakenBack(all)) : null;
        var reference = Reference(file, round.InstanceId, part);
        var stopped = all.Count(payment => payment.State == PaymentState.Cancelled && payment.Reference.StartsWith(reference, StringComparison.Ordinal));
        await payments.PrepareAsync(
            new PaymentOrder(file.Case.Id, file.Case.FundId!.Value, payee, Math.Min(cents, instead?.Cents ?? cents), file.Service.Description.Notice.Purpose.Zh,
                stopped == 0 ? reference : $"{reference}/{stopped + 1}", await RestsOnDemoValuesAsync(file, cancellation))
            {
                Previous = instead?.Id,
            },
            file.Actor, cancellation);
    }

    /// <summary>The applicant has died: what has not left is stopped, and finance is told of what has.</summary>
    public async Task StopAsync(CaseFile file, CancellationToken cancellation)
    {
        foreach (var payment in await payments.OfCaseAsync(file.Case.Id, cancellation))
        {
            if (payment.State == PaymentState.Ready)
                await RedirectAsync(file, payment, cancellation);
            else if (payment.State is PaymentState.InBatch or PaymentState.Released or PaymentState.Unknown)
                await TellFinanceAsync(file, payment, cancellation);
        }
    }

    /// <summary>A payment to the dead that has not left: it ends, and whoever is entitled is paid instead, once that is known.</summary>
    public async Task RedirectAsync(CaseFile file, Payment payment, CancellationToken cancellation)
    {
        if ((await payees.EntitledAsync(file.Case, cancellation))?.Person == payment.Payee)
            return;
        await ReplaceAsync(file, payment, PayeeDied, cancellation);
    }

    private async Task ReplaceAsync(CaseFile file, Payment payment, string because, CancellationToken cancellation)
    {
        await payments.CancelAsync(payment.Id, because, file.Actor, cancellation);
        var all = await payments.OfCaseAsync(file.Case.Id, cancellation);
        if (payment.AwaitingRound(file, all) is { } waiting)
            await PrepareAsync(file, waiting, waiting.Plan.Part, cancellation);
    }

    /// <summary>Somebody entitled is known now: what waited for a payee is ordered.</summary>
    public async Task GoOnAsync(CaseFile file, CancellationToken cancellation)
    {
        foreach (var round in file.OpenRounds.Where(round => round.Kind == RoundKind.Payout && file.Tasks.Any(task => task.RoundId == round.Id && task.IsOpen)).ToArray())
        {
            rounds.Withdraw(file, round, "payee-known");
            await PrepareAsync(file, round, round.Plan.Part, cancellation);
        }
    }

    /// <summary>The applicant lives after all: what was to go to somebody else is not sent, and what waited for an heir is ordered for the applicant.</summary>
    /// <exception cref="RefusedException">undo.money-on-its-way: a payment to somebody else is on a roll or at the bank.</exception>
    public async Task BringBackAsync(CaseFile file, CancellationToken cancellation)
    {
        var entitled = (await payees.EntitledAsync(file.Case, cancellation))?.Person;
        foreach (var payment in (await payments.OfCaseAsync(file.Case.Id, cancellation)).Where(payment => payment.Payee != entitled))
        {
            if (payment.State is PaymentState.InBatch or PaymentState.Released or PaymentState.Unknown)
                throw new RefusedException("undo.money-on-its-way", null, ("number", file.Case.ReceiptNumber));
            if (payment.State == PaymentState.Ready)
                await ReplaceAsync(file, payment, PayeeLives, cancellation);
        }

        await GoOnAsync(file, cancellation);
    }

    private async Task TellFinanceAsync(CaseFile file, Payment payment, CancellationToken cancellation)
    {
        var fund = (await work.Db.Set<Fund>().FindAsync([payment.Fund], cancellation))!;
        var batch = (await work.Db.Set<PayoutBatch>().FindAsync([payment.Batch!.Value], cancellation))!;
        var code = batch.State is BatchState.Open or BatchState.Locked or BatchState.Checked ? "payment.payee-died-in-batch" : "payment.payee-died-at-bank";
        await colleagues.TellAsync(
            new(file.Case.Id, code, $"payee-died:{payment.Id}", ("batch", batch.Number), ("payment", payment.EndToEndId)), Role.FinanceMaker, fund.Owner, cancellation);
        audit.Record(file.AuditStream, "payment.payee-died", file.Actor, ("payment", payment.Id.ToString()), ("batch", batch.Number), ("state", payment.State.ToString()));
    }

    /// <summary>Whether the station verified an account in this run of the case.</summary>
    private static bool IsCorrected(CaseFile file, Engine.Instances.InstanceId run) => file.Rounds.Any(round => round.InstanceId == run && round.Kind == RoundKind.Correction && round.State == RoundState.Settled);

    /// <summary>What came back and this round pays again: a repayment what had been credited, or takes its place; another run what never was. Each has its own correction.</summary>
    private static Payment? Returned(CaseFile file, Round round, IReadOnlyList<Payment> all) => all
        .Where(payment => payment.State == PaymentState.Returned && payment.IsOf(round.Plan.Part, all))
        .OrderBy(payment => payment.WasTakenBack(all) == file.IsRepayment(round.InstanceId)).LastOrDefault();

    /// <summary>One payment for one part of one run: ordering it twice gives the one that is there.</summary>
    private static string Reference(CaseFile file, Engine.Instances.InstanceId run, Part part) => $"{file.Case.Id}/{run}/{part}";

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
        file.Service.Description.Demo || await work.Db.Set<RuleValue>().AnyAsync(value => value.ServiceId == file.Case.ServiceId && value.Demo && (value.To == null || value.To >= file.Case.AppliedOn), cancellation);
}
