using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Awaiting;

/// <summary>What waits on whom.</summary>
internal static class WaitPages
{
    public static void MapWaits(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/cases/waiting", async (string? unit, string? on, int? page, WaitReading reading, Scopes scopes, IUnitOfWork work, IActs acts, HttpContext http) =>
        {
            var waits = await reading.OfAreaAsync(http.Visitor(), Guid.TryParse(unit, out var area) ? area : null, On(on), Math.Max(1, page ?? 1), http.RequestAborted);
            await ListedAsync(acts, http, "waits", waits);
            return Page.Of<WaitPage>((nameof(WaitPage.Waits), waits), (nameof(WaitPage.Units), await UnitsAsync(http.Visitor(), scopes, work, http.RequestAborted)));
        }).RequireAuthorization();
        pages.MapGet("/tasks/waiting", async (string? on, int? page, WaitReading reading, IActs acts, HttpContext http) =>
        {
            var waits = await reading.OfMineAsync(http.Visitor(), On(on), Math.Max(1, page ?? 1), http.RequestAborted);
            await ListedAsync(acts, http, "waits-mine", waits);
            return Page.Of<WaitPage>((nameof(WaitPage.Waits), waits), (nameof(WaitPage.IsMine), true));
        }).RequireAuthorization();
    }

    internal static string Looked(WaitingPage waits) => $"unit={waits.Unit} on={waits.On}";

    private static WaitsOn? On(string? said) => said is not { Length: > 0 } ? null
        : Enum.TryParse<WaitsOn>(said, out var on) && WaitReading.Choices.Contains(on) ? on : throw new RefusedException("inbox.filter-choice", "on", ("label", Inbox.InboxFilter.Labels["on"]), ("value", said));

    /// <summary>The visitor's places and those right below them.</summary>
    private static async Task<List<UnitChoice>> UnitsAsync(Visitor visitor, Scopes scopes, IUnitOfWork work, CancellationToken cancellation)
    {
        var roots = (await scopes.OfAsync(visitor.Actor, cancellation)).Roots.ToArray();
        return roots.Length == 0 ? [] : await work.Db.Set<Unit>().AsNoTracking()
            .Where(unit => unit.ValidTo == null && (roots.Contains(unit.Id) || (unit.ParentId != null && roots.Contains(unit.ParentId.Value))))
            .OrderBy(unit => unit.DivisionCode).ThenBy(unit => unit.Id).Take(InboxChoices.MostUnits).Select(unit => new UnitChoice(unit.Id.Value, new LocalText(unit.NameZh, unit.NameEn))).ToListAsync(cancellation);
    }

    private static Task<bool> ListedAsync(IActs acts, HttpContext http, string list, WaitingPage waits) => acts.RunAsync<AccessLog, bool>((act, _) =>
    {
        act.Listed(http.Visitor().Actor, list, Looked(waits), waits.Steps.Length);
        return Task.FromResult(true);
    }, http.RequestAborted);
}
