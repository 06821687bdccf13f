using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Funds;

/// <summary>Where the money of the year is.</summary>
internal static class FundsPages
{
    public static void MapFunds(this IEndpointRouteBuilder pages)
    {
        pages.MapGroup("/funds").RequireAuthorization().ForHolders(FundsReading.Readers).MapGet("", async (string? year, FundsReading reading, FundDesk desk, HttpContext http) => Page.Of<FundsPage>(
            (nameof(FundsPage.View), await reading.ReadAsync(int.TryParse(year, out var chosen) ? chosen : null, http.Visitor(), http.RequestAborted)),
            (nameof(FundsPage.Waiting), await desk.WaitingAsync(http.Visitor(), http.RequestAborted))));
        pages.MapFundActs();
    }
}
