using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Staffing;

/// <summary>What a field offers while somebody writes a name: what to write, and what tells it from others.</summary>
public sealed record Suggestion(string Said, string About);

/// <summary>Colleagues and units by name, each of what whoever asks may see.</summary>
internal static class SuggestPages
{
    public const string People = "/people";

    public const string Units = "/admin/units/named";

    public static void MapSuggestions(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(People, async (string? q, WhoIsMeant people, HttpContext http) => http.Visitor().IsStaff
            ? (IResult)TypedResults.Json((await people.SuggestAsync(q, http.Visitor().Actor, http.RequestAborted)).Select(one => new Suggestion(one.Said.In(Language), $"{one.Role.Words().In(Language)} · {one.UserName}")))
            : TypedResults.NotFound()).RequireAuthorization();
        pages.MapGroup(Units).RequireAuthorization().ForHolders(Role.Administrator).MapGet("", async (string? q, Units units, Scopes scopes, TimeProvider time, HttpContext http) =>
        {
            var scope = await scopes.OfAsync(http.Visitor().Actor, [Role.Administrator], http.RequestAborted);
            return TypedResults.Json((await units.SuggestAsync(q, scope, LocalDay.Today(time), http.RequestAborted)).Select(Of));
        });
    }

    private static Suggestion Of(Unit unit) => Language == "en" ? new($"{unit.NameEn} ({unit.DivisionCode})", $"{unit.Level}") : new($"{unit.NameZh}（{unit.DivisionCode}）", unit.DivisionCode);

    private static string Language => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture);
}
