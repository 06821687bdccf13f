using System.Collections.Immutable;
using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Portal.Serving;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Api.Session;

/// <summary>A role with the unit that it is held at.</summary>
internal sealed record HeldRole(Role Role, UnitId Unit, LocalText UnitName, DateOnly ValidFrom, DateOnly? ValidTo);

/// <summary>Whose request this is, and what they may do where.</summary>
/// <param name="Antiforgery">For a browser's session alone: what its writes carry in the header RequestVerificationToken.</param>
internal sealed record Me(string UserName, LocalText Name, ImmutableArray<HeldRole> Roles, string? Antiforgery);

/// <param name="Address">Where reminders are sent besides; null or empty: nowhere.</param>
internal sealed record MailWanted(string? Address) : IAsked;

internal sealed record MailKept(string? Address);

internal static class SessionApi
{
    public static void MapSession(this RouteGroupBuilder api)
    {
        api.MapGet("/me/mail", async (IUnitOfWork work, FieldProtector protector, Asking asking) =>
        {
            var account = asking.Visitor.Account!.Id;
            return new MailKept((await work.Db.Set<WorkMail>().AsNoTracking().FirstOrDefaultAsync(mail => mail.AccountId == account, asking.Cancellation))?.Address(protector));
        }).RequireAuthorization().WithTags("Session").Called("myMail", "Where my reminders are sent by e-mail besides; null where they are not.");
        api.MapPost("/me/mail", async (MailWanted said, Asking asking) => new MailKept(await asking.OnceAsync<KeepWorkMail, bool>(said, (act, actor, token) => act.KeepAsync(said.Address, Speech.Of(CultureInfo.CurrentUICulture), actor, token)) ? said.Address!.Trim() : null))
            .RequireAuthorization().WithTags("Session").TakesKey().Called("keepMyMail", "Have my reminders sent by e-mail besides, in the language of the request; no address ends it.");
        api.MapMe();
    }

    private static void MapMe(this RouteGroupBuilder api) => api.MapGet("/me", async (Asking asking, IUnitOfWork work, IAntiforgery antiforgery, HttpContext http) =>
    {
        var (account, units) = (asking.Visitor.Account!, asking.Visitor.Roles.Select(held => held.UnitId).ToArray());
        var names = await work.Db.Set<Unit>().AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => new LocalText(unit.NameZh, unit.NameEn), asking.Cancellation);
        return new Me(account.UserName, new(account.NameZh, account.NameEn),
            [.. asking.Visitor.Roles.Select(held => new HeldRole(held.Role, held.UnitId, names[held.UnitId], held.ValidFrom, held.ValidTo))],
            ApiGuard.IsByToken(http) ? null : antiforgery.GetAndStoreTokens(http).RequestToken);
    }).RequireAuthorization().WithTags("Session").Called("me", "Whose request this is, with its roles and where they hold.");
}
