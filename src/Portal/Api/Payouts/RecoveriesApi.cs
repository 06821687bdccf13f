using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Portal.Recovering;
using AidWorkflow.Portal.Showing;

namespace AidWorkflow.Portal.Api.Payouts;

/// <summary>Money that the payee of a case still has to give back.</summary>
/// <param name="CanBook">The reader keeps the books of the fund that paid.</param>
internal sealed record OwedBack(CaseId Case, string? Number, LocalText Service, LocalText Unit, long PaidCents, long GrantedCents, long OwedCents, bool CanBook)
{
    public static OwedBack Of(RecoveryRow row) => new(row.Owed.Case, row.Owed.ReceiptNumber, row.Service, row.Unit, row.Owed.PaidCents, row.Owed.GrantedCents, row.Owed.OwedCents, row.CanBook);
}

/// <summary>Money that came back.</summary>
/// <param name="Slip">The number of the bank's slip: the same slip is booked once.</param>
internal sealed record CameBack(long Cents, string Slip, DateOnly ReceivedOn) : IAsked;

/// <param name="StillOwedCents">What is still to be given back.</param>
internal sealed record BackBooked(CaseId Case, long StillOwedCents);

/// <summary>What was paid before formalities and is owed back.</summary>
internal static class RecoveriesApi
{
    public static void MapRecoveries(this RouteGroupBuilder api)
    {
        var recoveries = api.Room("/recoveries", "Payouts").RequireAuthorization();
        recoveries.MapGet("", async (int? page, RecoveryReading reading, Asking asking) =>
        {
            var view = await reading.ReadAsync(asking.Visitor, asking.Cancellation);
            await asking.ListedAsync("recoveries", "owed", view.Owed.Length);
            return Paging.Of([.. view.Owed.Select(OwedBack.Of)], page);
        }).Called("recoveries", "What is owed back within my area. The look is recorded.");
        recoveries.MapPost("/{id:guid}", async (Guid id, CameBack said, Asking asking) => new BackBooked(new(id), await asking.OnceAsync<RecordRecovery, long>(said, (act, actor, token) =>
            act.RecordAsync(new(new(id), said.Cents, Limited.Text(said.Slip, "slip", 200), said.ReceivedOn), actor, token)))).TakesKey().Called("bookRecovery", "Book money that came back.");
    }
}
