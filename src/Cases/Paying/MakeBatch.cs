using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <param name="Payments">Which payments; null for all that wait in the fund, oldest first, as many as the bank takes.</param>
public sealed record BatchRequest(FundId Fund, string Template, IReadOnlyList<PaymentId>? Payments = null);

/// <summary>A payment that the bank's file cannot carry. It stays ready; the refusal says the remedy.</summary>
public sealed record ExcludedPayment(PaymentId Payment, RefusedException Why);

/// <param name="Batch">Null when not a single line could go.</param>
public sealed record BatchMade(BatchId? Batch, string? Number, int Count, long Cents, IReadOnlyList<ExcludedPayment> Excluded);

/// <summary>Puts ready payments of a fund into a new, open batch and commits their money.</summary>
public sealed class MakeBatch(
    IUnitOfWork work, IIds ids, TimeProvider time, Funds funds, BatchSignatures signatures, IBankTemplates templates, FieldProtector protector, AuditTrail audit, Deployment deployment)
{
    public async Task<BatchMade> MakeAsync(BatchRequest request, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var fund = await signatures.RequireAsync(request.Fund, actor, actingFor, [Role.FinanceMaker], cancellation);
        var template = templates.Get(request.Template);
        DemoMoney.Refuse(template, deployment);
        await DemoMoney.RefuseAsync(work.Db, request.Fund, byDemoValues: false, deployment, cancellation);

        var (carried, excluded) = Sort(await WaitingAsync(request, template.MostLines, cancellation), template);
        if (carried.Count == 0)
            return excluded.Count > 0 ? new BatchMade(null, null, 0, 0, excluded) : throw new RefusedException("batch.empty");

        var id = BatchId.Of(ids.Next());
        var number = $"{fund.Code}-{fund.NextBatch():0000}";
        var cents = carried.Sum(payment => payment.Cents);
        work.Db.Add(PayoutBatch.Make(id, number, fund.Id, template.Id, carried.Count, cents, actor.Account!.Value, actingFor, time.GetUtcNow()));
        await EnterAsync(id, carried, actor, cancellation);
        audit.Record($"fund:{fund.Id}", "batch.made", actor,
            ("batch", number), ("count", carried.Count.ToString()), ("cents", Yuan.Of(cents)), ("excluded", excluded.Count.ToString()), ("actingFor", actingFor?.ToString()));
        return new BatchMade(id, number, carried.Count, cents, excluded);
    }

    private async Task<List<Payment>> WaitingAsync(BatchRequest request, int most, CancellationToken cancellation)
    {
        var ready = work.Db.Set<Payment>().Where(payment => payment.Fund == request.Fund && payment.State == PaymentState.Ready)
            .Where(payment => !work.Db.Set<Applying.AidCase>().Any(held => held.Id == payment.Case && held.HeldAt != null)); // a case on hold pays nothing
        if (request.Payments is not { } asked)
            return await WithFundingAsync(ready, most, cancellation);

        if (asked.Count > most)
            throw new RefusedException("batch.too-large", null, ("most", most));
        var found = await WithFundingAsync(ready.Where(payment => asked.Contains(payment.Id)), most, cancellation);
        return found.Count == asked.Distinct().Count() ? found : throw new RefusedException("batch.not-ready", null, ("count", asked.Distinct().Count() - found.Count));
    }

    /// <summary>Payments and what their cases hold, by one statement: read by two, the pair could be torn by another maker's commit.</summary>
    private async Task<List<Payment>> WithFundingAsync(IQueryable<Payment> ready, int most, CancellationToken cancellation)
    {
        var pairs = await ready
            .Join(
                work.Db.Set<CaseFunding>(),
                payment => new { payment.Fund, payment.Case },
                held => new { held.Fund, held.Case },
                (payment, held) => new { payment, held })
            .OrderBy(pair => pair.payment.CreatedAt).ThenBy(pair => pair.payment.Id).Take(most).ToListAsync(cancellation);
        return [.. pairs.Select(pair => pair.payment)];
    }

    private (List<Payment> Carried, List<ExcludedPayment> Excluded) Sort(List<Payment> waiting, BankFileTemplate template)
    {
        var text = new BankText(template);
        var carried = new List<Payment>();
        var excluded = new List<ExcludedPayment>();
        foreach (var payment in waiting)
        {
            if (BankFileRows.WhyNot(template, text, Roll.Line(carried.Count + 1, payment, protector)) is { } why)
                excluded.Add(new ExcludedPayment(payment.Id, why));
            else
                carried.Add(payment);
        }

        return (carried, excluded);
    }

    private async Task EnterAsync(BatchId id, List<Payment> carried, Actor actor, CancellationToken cancellation)
    {
        for (var place = 0; place < carried.Count; place++)
        {
            var payment = carried[place];
            payment.Enter(id);
            work.Db.Add(new PayoutLine { Batch = id, Payment = payment.Id, Number = place + 1, Cents = payment.Cents });
            await funds.PostAsync(
                new Posting(PostingKind.Commit, payment.Fund, payment.Case, payment.Cents, $"commit:{id}:{payment.Id}", actor) { Payment = payment.Id, Batch = id },
                cancellation);
        }
    }
}
