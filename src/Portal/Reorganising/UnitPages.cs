using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Reorganising;

/// <summary>Units renamed, moved, opened, merged, split and closed, each after a look at what it moves.</summary>
internal static class UnitPages
{
    public static void MapUnits(this IEndpointRouteBuilder pages)
    {
        var units = pages.MapGroup("/admin/units").RequireAuthorization().ForHolders(Role.Administrator);
        units.MapGet("/{id:guid?}", ShowAsync);
        units.MapPost("/{id:guid}/{act:regex(^(rename|move|open|merge|split|close)$)}", ChangeAsync);
        units.MapGet("/{id:guid}/{act:regex(^(rename|move|open|merge|split|close)$)}", (Guid id) => Page.SeeOther($"/admin/units/{id}")); // where signing in again leads after a post
    }

    private static async Task<IResult> ShowAsync(Guid? id, string? done, HouseReading reading, UnitDesk desk, TimeProvider time, HttpContext http)
    {
        var actor = http.Visitor().Actor;
        return await reading.UnitAsync(id is { } unit ? new UnitId(unit) : null, actor, http.RequestAborted) is { } view
            ? Page.Of<UnitsPage>((nameof(UnitsPage.View), view), (nameof(UnitsPage.Choices), await desk.ChoicesAsync(view.At.Id, actor, http.RequestAborted)),
                (nameof(UnitsPage.Today), LocalDay.Today(time)), (nameof(UnitsPage.Done), DoneWords(done)))
            : TypedResults.NotFound();
    }

    private static async Task<IResult> ChangeAsync(Guid id, string act, HouseReading reading, UnitDesk desk, IActs acts, DryRun dryRun, TimeProvider time, HttpContext http)
    {
        var (unit, actor, today, cancellation) = (new UnitId(id), http.Visitor().Actor, LocalDay.Today(time), http.RequestAborted);
        if (await reading.UnitAsync(unit, actor, cancellation) is not { } view)
            return TypedResults.NotFound();
        var form = await http.Request.ReadFormAsync(cancellation);
        var choices = await desk.ChoicesAsync(unit, actor, cancellation);
        return await Trying.RunAsync<IResult>(
            async () =>
            {
                var change = UnitForm.Read(act, unit, choices, form, actor, today);
                if (form["sure"] == "yes")
                {
                    await change.DoAsync(acts, cancellation);
                    return Page.SeeOther($"/admin/units/{id}?done={act}");
                }

                await change.TryAsync(dryRun, cancellation);
                return Page.Of<UnitCheck>((nameof(UnitCheck.At), view.At), (nameof(UnitCheck.Act), act), (nameof(UnitCheck.Written), form), (nameof(UnitCheck.Choices), choices),
                    (nameof(UnitCheck.Effects), await desk.EffectsAsync(unit, change.Closes, cancellation)));
            },
            answer => answer,
            faults => Task.FromResult<IResult>(Page.Faulty<UnitsPage>((nameof(UnitsPage.View), view), (nameof(UnitsPage.Choices), choices), (nameof(UnitsPage.Today), today),
                (nameof(UnitsPage.Acting), act), (nameof(UnitsPage.Written), form),
                (nameof(UnitsPage.Faults), new Faults([.. faults.All.Select(fault => fault with { Field = fault.Field is { } field ? $"{act}.{field}" : null })])))));
    }

    private static string? DoneWords(string? done) => done switch
    {
        "rename" => Said("已更名；以前的文书仍显示当时的名称。", "It is renamed. Papers of earlier days keep the earlier name."),
        "move" => Said("已调整隶属关系。", "It lies under the other unit now."),
        "open" => Said("已设立新单位，请为它安排人员。", "The unit is set up. Give somebody a role there."),
        "merge" => Said("已并入。", "It is merged."),
        "split" => Said("已拆分，请为新单位安排人员。", "It is split. Give people roles at the new units."),
        "close" => Said("已撤销。", "It is closed."),
        _ => null,
    };

    private static string Said(string chinese, string english) => Speech.Of(System.Globalization.CultureInfo.CurrentUICulture) == "en" ? english : chinese;
}
