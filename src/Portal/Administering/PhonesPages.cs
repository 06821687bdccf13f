using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Administering;

/// <summary>The telephones of stations, which an administrator keeps right.</summary>
internal static class PhonesPages
{
    public static void MapPhones(this IEndpointRouteBuilder pages)
    {
        var phones = pages.MapGroup("/admin/phones").RequireAuthorization().ForHolders(Role.Administrator);
        phones.MapGet("", async (Guid? done, PhoneReading reading, HttpContext http) =>
            Page.Of<PhonesPage>((nameof(PhonesPage.Rows), await reading.ReadAsync(http.Visitor().Actor, http.RequestAborted)), (nameof(PhonesPage.Done), done)));
        phones.MapGet("/{id:guid}", (Guid id) => Page.SeeOther("/admin/phones")); // where signing in again leads after a post
        phones.MapPost("/{id:guid}", ChangeAsync);
    }

    private static async Task<IResult> ChangeAsync(Guid id, PhoneReading reading, IActs acts, HttpContext http)
    {
        var written = (await http.Request.ReadFormAsync(http.RequestAborted))["phone"].ToString();
        return await Trying.RunAsync(
            () => acts.RunAsync<ChangePhone, UnitId>((act, token) => act.ChangeAsync(new(id), written, http.Visitor().Actor, token), http.RequestAborted),
            _ => Page.SeeOther($"/admin/phones?done={id}#{id}"),
            async faults => Page.Faulty<PhonesPage>((nameof(PhonesPage.Rows), await reading.ReadAsync(http.Visitor().Actor, http.RequestAborted)), (nameof(PhonesPage.Written), (id, written)),
                (nameof(PhonesPage.Faults), faults.Moved("phone", $"phone.{id}"))));
    }
}
