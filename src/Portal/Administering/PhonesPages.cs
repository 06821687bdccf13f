using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Administering;

/// <summary>A station or bureau with the telephone that applicants are told.</summary>
public sealed record PhoneRow(UnitId Id, LocalText Name, LocalText Above, UnitLevel Level, string? Phone);

/// <summary>The telephones of stations, which an administrator keeps right.</summary>
internal static class PhonesPages
{
    public static void MapPhones(this IEndpointRouteBuilder pages)
    {
        var phones = pages.MapGroup("/admin/phones").RequireAuthorization().ForHolders(Role.Administrator);
        phones.MapGet("", async (Guid? done, IUnitOfWork work, Scopes scopes, HttpContext http) =>
            Page.Of<PhonesPage>((nameof(PhonesPage.Rows), await ReadAsync(work, scopes, http)), (nameof(PhonesPage.Done), done)));
        phones.MapGet("/{id:guid}", (Guid id) => Page.SeeOther("/admin/phones")); // where signing in again leads after a post
        phones.MapPost("/{id:guid}", ChangeAsync);
    }

    private static async Task<IResult> ChangeAsync(Guid id, IUnitOfWork work, Scopes scopes, IActs acts, HttpContext http)
    {
        var written = (await http.Request.ReadFormAsync(http.RequestAborted))["phone"].ToString();
        return await Trying.RunAsync(
            () => acts.RunAsync<ChangePhone, UnitId>((act, token) => act.ChangeAsync(new(id), written, http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/admin/phones?done={id}#{id}"),
            async faults => Page.Faulty<PhonesPage>((nameof(PhonesPage.Rows), await ReadAsync(work, scopes, http)), (nameof(PhonesPage.Written), (id, written)),
                (nameof(PhonesPage.Faults), faults.Moved("phone", $"phone.{id}"))));
    }

    /// <summary>Districts and townships of the administrator's area: applicants turn to these.</summary>
    private static async Task<ImmutableArray<PhoneRow>> ReadAsync(IUnitOfWork work, Scopes scopes, HttpContext http)
    {
        var db = work.Db;
        var roots = (await scopes.OfAsync(http.Visitor().Actor, [Role.Administrator], http.RequestAborted)).Roots.ToArray();
        var units = await db.Set<Unit>().AsNoTracking()
            .Where(unit => unit.ValidTo == null && (unit.Level == UnitLevel.District || unit.Level == UnitLevel.Township))
            .Where(unit => db.Set<UnitAncestor>().Any(line => line.UnitId == unit.Id && line.ValidTo == null && roots.Contains(line.AncestorId)))
            .GroupJoin(db.Set<Unit>(), unit => unit.ParentId, above => above.Id, (unit, above) => new { unit, above }).SelectMany(pair => pair.above.DefaultIfEmpty(), (pair, above) => new { pair.unit, above })
            .OrderBy(pair => pair.unit.DivisionCode).ThenBy(pair => pair.unit.Level).ToListAsync(http.RequestAborted);
        return [.. units.Select(pair => new PhoneRow(pair.unit.Id, new(pair.unit.NameZh, pair.unit.NameEn), new(pair.above?.NameZh ?? "", pair.above?.NameEn ?? ""), pair.unit.Level, pair.unit.Phone))];
    }
}
