using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Forms;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Api.Session;

/// <summary>A role with the unit that it is held at.</summary>
internal sealed record HeldRole(Role Role, UnitId Unit, LocalText UnitName, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>Whose request this is, and what they may do where.</summary>
/// <param name="Antiforgery">For a browser's session alone: what its writes carry in the header RequestVerificationToken.</param>
internal sealed record Me(string UserName, LocalText Name, ImmutableArray<HeldRole> Roles, string? Antiforgery);

internal static class SessionApi
{
    public static void MapSession(this RouteGroupBuilder api) => api.MapGet("/me", async (Asking asking, IUnitOfWork work, IAntiforgery antiforgery, HttpContext http) =>
    {
        var (account, units) = (asking.Visitor.Account!, asking.Visitor.Roles.Select(held => held.UnitId).ToArray());
        var names = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), asking.Cancellation);
        return new Me(account.UserName, new(account.NameZh, account.NameEn),
            [.. asking.Visitor.Roles.Select(held => new HeldRole(held.Role, held.UnitId, names[held.UnitId], held.ValidFrom, held.ValidTo))],
            ApiGuard.IsByToken(http) ? null : antiforgery.GetAndStoreTokens(http).RequestToken);
    }).RequireAuthorization().WithTags("Session").Called("me", "Whose request this is, with its roles and where they hold.");
}
