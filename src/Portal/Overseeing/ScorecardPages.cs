using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Petitioning;
using AidWorkflow.Portal.Serving;
using AidWorkflow.Portal.Showing;
using AidWorkflow.Portal.SigningIn;

namespace AidWorkflow.Portal.Overseeing;

/// <summary>What visit desks are measured by: each figure with what it is made of, and the list behind it.</summary>
internal static class ScorecardPages
{
    public static void MapScorecard(this IEndpointRouteBuilder pages)
    {
        var scorecard = pages.MapGroup("/scorecard").RequireAuthorization().ForHolders(ScorecardReading.Readers);
        scorecard.MapGet("", async (string? from, string? to, ScorecardReading reading, IActs acts, HttpContext http) =>
        {
            var ((first, last), faults) = Asked(from, to, reading);
            var view = await reading.ReadAsync(first, last, http.Visitor(), http.RequestAborted);
            await LookAsync(acts, http, $"{first:yyyy-MM-dd} {last:yyyy-MM-dd}", view.Units.Length);
            var page = Page.Of<ScorecardPage>((nameof(ScorecardPage.View), view), (nameof(ScorecardPage.From), from), (nameof(ScorecardPage.To), to), (nameof(ScorecardPage.Faults), faults));
            page.StatusCode = faults.Any ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK;
            return page;
        });
        scorecard.MapGet("/list", async (string? figure, Guid? unit, string? from, string? to, ScorecardReading reading, IActs acts, HttpContext http) =>
        {
            var ((first, last), _) = Asked(from, to, reading);
            var view = await reading.ListAsync(PostedVisit.Chosen<ScoreFigure>(figure) ?? ScoreFigure.TimelyAcceptance, unit is { } one ? new UnitId(one) : null, first, last, http.Visitor(), http.RequestAborted);
            await LookAsync(acts, http, $"{view.Figure} {first:yyyy-MM-dd} {last:yyyy-MM-dd}", view.Lines.Length);
            return Page.Of<ScoreListPage>((nameof(ScoreListPage.View), view));
        });
        scorecard.MapGet("/csv", async (string? from, string? to, ScorecardReading reading, IActs acts, HttpContext http) =>
        {
            var ((first, last), _) = Asked(from, to, reading);
            var view = await reading.ReadAsync(first, last, http.Visitor(), http.RequestAborted);
            await LookAsync(acts, http, $"csv {first:yyyy-MM-dd} {last:yyyy-MM-dd}", view.Units.Length);
            return TypedResults.File(ScoreWords.Csv(view, Speech.Of(CultureInfo.CurrentUICulture)), "text/csv; charset=utf-8", $"scorecard-{first.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}-{last.ToString("yyyyMMdd", CultureInfo.InvariantCulture)}.csv");
        });
    }

    /// <summary>The days that were asked for; this month and what is wrong where they cannot be.</summary>
    private static ((DateOnly From, DateOnly To) Period, Faults Faults) Asked(string? from, string? to, ScorecardReading reading)
    {
        var refusals = new Refusals();
        var first = refusals.Try<DateOnly?>(() => string.IsNullOrEmpty(from) ? null : Answer.Day(from) ?? throw new RefusedException("matter.day-unreadable", "from"));
        var last = refusals.Try<DateOnly?>(() => string.IsNullOrEmpty(to) ? null : Answer.Day(to) ?? throw new RefusedException("matter.day-unreadable", "to"));
        var period = reading.Period(first, last);
        refusals.Require(period.From <= period.To, new("scorecard.backwards", "to", ("from", period.From)));
        try
        {
            refusals.ThrowIfAny();
            return (period, Faults.None);
        }
        catch (RefusedException refusal)
        {
            return (reading.Period(null, null), Trying.Of(refusal));
        }
    }

    private static Task<bool> LookAsync(IActs acts, HttpContext http, string filter, int rows) => acts.RunAsync<AccessLog, bool>((act, _) =>
    {
        act.Listed(http.Visitor().Actor, "scorecard", filter, rows);
        return Task.FromResult(true);
    }, http.RequestAborted);
}
