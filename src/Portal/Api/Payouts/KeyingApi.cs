using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Keying;
using AidWorkflow.Portal.Showing;

namespace AidWorkflow.Portal.Api.Payouts;

/// <summary>Finance keys what the bank said of each line; two people must read the same. A line is an act of its own, and a request.</summary>
internal static class KeyingApi
{
    public static void MapKeying(this RouteGroupBuilder roll)
    {
        var keying = roll.MapGroup("/keying").ForHolders(Role.FinanceMaker, Role.FinanceChecker, Role.FinanceReleaser);
        keying.MapGet("", async (Guid id, int? page, KeyingReading reading, Asking asking) =>
        {
            var view = await reading.ReadAsync(new(id), asking.Visitor, asking.Cancellation);
            await asking.LookedAsync($"batch:{id}", $"keying roll {view.Roll.Batch.Number}, {view.Lines.Length} lines");
            return Paging.Of([.. view.Lines.Select(one => new LineToKey(
                one.Line.Payment, one.Line.Number, one.Line.Payee, one.Line.AccountTail, one.Line.Cents, one.Said, one.KeyedBy, one.Mine, one.Choices))], page);
        }).Called("keyingLines", "The lines of a roll with what was keyed so far. The look is recorded.");
        keying.MapPost("/{payment:guid}", async (Guid id, Guid payment, KeyedSlip slip, Asking asking) =>
        {
            var reading = new KeyedReading(new(payment), slip.Status, slip.Cents, Limited.Text(slip.Reason, "reason", 200));
            return new SlipKeyed(new(payment), await asking.OnceAsync<KeyBankAnswer, bool>(slip, (act, actor, token) => act.KeyAsync(new(id), reading, actor, null, token)));
        }).TakesKey().Called("keySlip", "Key what the bank's slip says of a line.");
    }
}
