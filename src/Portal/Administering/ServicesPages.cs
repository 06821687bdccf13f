using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Administering;

/// <summary>Services, their versions and their rule values.</summary>
internal static class ServicesPages
{
    internal const int LongestValue = 20_000;
    internal const int LongestSource = 500;

    public static void MapServices(this IEndpointRouteBuilder pages)
    {
        var services = pages.MapGroup("/admin/services").RequireAuthorization().ForHolders(Role.Administrator);
        services.MapGet("", async (string? done, ServicesReading reading, HttpContext http) => Page.Of<ServicesPage>(
            (nameof(ServicesPage.Services), await reading.ReadAsync(http.RequestAborted)), (nameof(ServicesPage.MaySet), await reading.MaySetAsync(http.Visitor().Actor, http.RequestAborted)),
            (nameof(ServicesPage.Done), done == "set")));
        services.MapPost("/{service}/values", SetAsync);
        services.MapGet("/{service}/values", () => Page.SeeOther("/admin/services")); // where signing in again leads after a post
    }

    private static async Task<IResult> SetAsync(string service, ServicesReading reading, IActs acts, HttpContext http)
    {
        if (!await reading.MaySetAsync(http.Visitor().Actor, http.RequestAborted))
            return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        return await Trying.RunAsync(
            () =>
            {
                var from = Answer.Day(form[$"{service}.from"].ToString().Trim()) ?? throw new RefusedException("form.not-a-date", "from", ("label", Said("起始日期", "The first day")));
                var (value, source) = (Text(form, service, "value", LongestValue), Text(form, service, "source", LongestSource));
                return acts.RunAsync<AddRuleValue, RuleValueId>((act, token) => act.RunAsync(
                    http.Visitor().Actor, service, new(form[$"{service}.key"].ToString(), from, value, form[$"{service}.demo"] == "yes", source, form[$"{service}.reason"].ToString()), token), http.RequestAborted);
            },
            _ => Page.SeeOther("/admin/services?done=set"),
            async faults => Page.Faulty<ServicesPage>(
                (nameof(ServicesPage.Services), await reading.ReadAsync(http.RequestAborted)), (nameof(ServicesPage.MaySet), true), (nameof(ServicesPage.Acting), service), (nameof(ServicesPage.Written), form),
                (nameof(ServicesPage.Faults), new Faults([.. faults.All.Select(fault => fault with { Field = fault.Field is { } field ? $"{service}.{field}" : null })]))));
    }

    private static string Text(IFormCollection form, string service, string name, int most) => Limited.Text(form[$"{service}.{name}"], name, most);

    private static string Said(string chinese, string english) => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en" ? english : chinese;
}
