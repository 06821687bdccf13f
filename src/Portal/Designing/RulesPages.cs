using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Services;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Designing;

/// <summary>The values of a service's rules in a table: changed, tried on the closed cases of a year, and entered from a day on.</summary>
internal static class RulesPages
{
    public static void MapRuleTables(this IEndpointRouteBuilder designer)
    {
        designer.MapGet("/{service}/rules", async (string service, string? from, string? done, RuleTableReading reading, TimeProvider time, HttpContext http) =>
        {
            var day = Answer.Day(from ?? "") ?? NextMonth(time);
            var view = await reading.ReadAsync(http.Visitor().Actor, service, day, http.RequestAborted);
            return Page.Of<RuleTablePage>((nameof(RuleTablePage.View), view), (nameof(RuleTablePage.Table), RuleTable.Of(view.Formula, view.InForce)), (nameof(RuleTablePage.From), Day(day)), (nameof(RuleTablePage.Today), LocalDay.Today(time)), (nameof(RuleTablePage.Done), done == "entered"));
        });
        designer.MapPost("/{service}/rules", SentAsync);
    }

    private static async Task<IResult> SentAsync(string service, RuleTableReading reading, IActs acts, TimeProvider time, HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var from = Answer.Day(form["from"].ToString().Trim());
        var view = await reading.ReadAsync(http.Visitor().Actor, service, from ?? NextMonth(time), http.RequestAborted);
        var table = RuleTable.Posted(view.Formula, form);
        RulesTried? tried = null;
        IResult Shown(Faults faults)
        {
            var parameters = ((string, object?)[])
            [
                (nameof(RuleTablePage.View), view), (nameof(RuleTablePage.Table), table), (nameof(RuleTablePage.From), form["from"].ToString()), (nameof(RuleTablePage.Today), LocalDay.Today(time)),
                (nameof(RuleTablePage.Written), form), (nameof(RuleTablePage.Faults), faults), (nameof(RuleTablePage.Tried), tried),
            ];
            return faults.Any ? Page.Faulty<RuleTablePage>(parameters) : Page.Of<RuleTablePage>(parameters);
        }

        switch (form["do"].ToString().Split(':'))
        {
            case ["add"]:
                table = table.WithBand();
                return Shown(Faults.None);
            case ["remove" or "up", var row] when !(int.TryParse(row, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < table.Bands):
                return Shown(Trying.Of(new RefusedException("rules.no-row", null, ("row", row))));
            case ["remove", var row]:
                table = table.WithoutBand(int.Parse(row, CultureInfo.InvariantCulture));
                return Shown(Faults.None);
            case ["up", var row]:
                table = table.WithBandUp(int.Parse(row, CultureInfo.InvariantCulture));
                return Shown(Faults.None);
        }

        if (table.Faults(Speech.Of(CultureInfo.CurrentUICulture)).ToList() is { Count: > 0 } wrong)
            return Shown(new(wrong));
        var changed = table.Changed(view.InForce);
        return await Trying.RunAsync(
            async () =>
            {
                if (form["do"] == "try")
                {
                    var year = int.TryParse(form["year"], CultureInfo.InvariantCulture, out var asked) ? asked : LocalDay.Today(time).Year - 1;
                    tried = await acts.RunAsync<RulesTrial, RulesTried>((trial, token) => trial.RunAsync(http.Visitor().Actor, service, year, changed, token), http.RequestAborted);
                    return false;
                }

                if (from is not { } day)
                    throw new RefusedException("form.not-a-date", "from", ("label", new LocalText("起始日期", "The first day")));
                if (changed.IsEmpty)
                    throw new RefusedException("rules.nothing-changed");
                var (source, reason) = (Limited.Text(form["source"], "source", ServicesPages.LongestSource), form["reason"].ToString());
                return await acts.RunAsync<AddRuleValue, bool>(async (act, token) => // one commit: a change of several values holds whole or not at all
                {
                    foreach (var (key, json) in changed.OrderBy(one => one.Key, StringComparer.Ordinal))
                        await act.RunAsync(http.Visitor().Actor, service, new(key, day, json, form["demo"] == "yes", source, reason), token);
                    return true;
                }, http.RequestAborted);
            },
            isEntered => isEntered ? Page.SeeOther($"/admin/designer/{Uri.EscapeDataString(service)}/rules?done=entered&from={form["from"]}") : Shown(Faults.None),
            faults => Task.FromResult(Shown(faults)));
    }

    private static DateOnly NextMonth(TimeProvider time)
    {
        var today = LocalDay.Today(time);
        return new DateOnly(today.Year, today.Month, 1).AddMonths(1);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
