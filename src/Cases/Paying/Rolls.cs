using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Protecting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Paying;

/// <summary>Freezes the roll of a batch, and finds out whether anything moved since.</summary>
public sealed class Rolls(IUnitOfWork work, IBankTemplates templates, FieldProtector protector, TimeProvider time)
{
    internal async Task FreezeAsync(PayoutBatch batch, CancellationToken cancellation)
    {
        var roll = await LiveAsync(batch, templates.Get(batch.Template), cancellation);
        var text = new BankText(roll.Template);
        if (roll.Lines.IsEmpty)
            throw new RefusedException("batch.empty");
        if (!roll.AddsUp)
            throw new RefusedException("batch.totals-wrong", null, ("batch", batch.Number));
        foreach (var line in roll.Lines)
            if (BankFileRows.WhyNot(roll.Template, text, line) is { } why)
                throw why; // the template was changed since the batch was made

        var bytes = roll.ToBytes();
        batch.Lock(protector.SealBytes(bytes, batch.RollPlace), Digest.Of(bytes));
    }

    /// <summary>The roll as it was frozen, when it still says what it said and the payments are still what it says.</summary>
    /// <exception cref="RefusedException">"batch.roll-changed".</exception>
    internal async Task<Roll> VerifiedAsync(PayoutBatch batch, CancellationToken cancellation)
    {
        if (batch.Roll is null || batch.RollHash is null)
            throw new RefusedException("batch.wrong-state", null, ("batch", batch.Number), ("state", batch.State.Words()));
        var bytes = protector.OpenBytes(batch.Roll, batch.RollPlace);
        if (!Digest.Matches(bytes, batch.RollHash))
            throw Changed(batch);
        var frozen = Roll.Read(bytes);
        var live = await LiveAsync(batch, frozen.Template, cancellation);
        return frozen.AddsUp && frozen.PaysTheSame(live) ? frozen : throw Changed(batch);
    }

    private async Task<Roll> LiveAsync(PayoutBatch batch, BankFileTemplate template, CancellationToken cancellation)
    {
        var fund = await work.Db.Set<Fund>().FindAsync([batch.Fund], cancellation);
        var lines = await work.Db.Set<PayoutLine>().Where(line => line.Batch == batch.Id)
            .Join(work.Db.Set<Payment>(), line => line.Payment, payment => payment.Id, (line, payment) => new { line, payment })
            .ToListAsync(cancellation);
        return Roll.Freeze(batch, fund!.Code, template, LocalDay.Today(time), lines.Select(pair => (pair.line, pair.payment)), protector);
    }

    private static RefusedException Changed(PayoutBatch batch) => new("batch.roll-changed", null, ("batch", batch.Number));
}
