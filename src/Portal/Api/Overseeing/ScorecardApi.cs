using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Overseeing;
using AidWorkflow.Portal.Serving;

namespace AidWorkflow.Portal.Api.Overseeing;

/// <summary>What visit desks are measured by.</summary>
internal static class ScorecardApi
{
    public static void MapScorecard(this RouteGroupBuilder api)
    {
        var scorecard = api.Room("/scorecard", "Overseeing").RequireAuthorization().ForHolders(ScorecardReading.Readers);
        scorecard.MapGet("", async (DateOnly? from, DateOnly? to, ScorecardReading reading, Asking asking) =>
        {
            var (first, last) = reading.Period(from, to);
            var view = await reading.ReadAsync(first, last, asking.Visitor, asking.Cancellation);
            await asking.ListedAsync("scorecard", $"{first:yyyy-MM-dd} {last:yyyy-MM-dd}", view.Units.Length);
            return view;
        }).Called("scorecard", "What visit desks are measured by, from the first of the month where no days are named: each figure with numerator and denominator.");
        scorecard.MapGet("/list", async (ScoreFigure figure, Guid? unit, DateOnly? from, DateOnly? to, ScorecardReading reading, Asking asking) =>
        {
            var (first, last) = reading.Period(from, to);
            var view = await reading.ListAsync(figure, unit is { } one ? new UnitId(one) : null, first, last, asking.Visitor, asking.Cancellation);
            await asking.ListedAsync("scorecard", $"{figure} {first:yyyy-MM-dd} {last:yyyy-MM-dd}", view.Lines.Length);
            return view;
        }).Called("scoreList", "What a figure is made of, as far as it exists for me.");
        scorecard.MapGet("/csv", async (DateOnly? from, DateOnly? to, ScorecardReading reading, Asking asking) =>
        {
            var (first, last) = reading.Period(from, to);
            var view = await reading.ReadAsync(first, last, asking.Visitor, asking.Cancellation);
            await asking.ListedAsync("scorecard", $"csv {first:yyyy-MM-dd} {last:yyyy-MM-dd}", view.Units.Length);
            return TypedResults.File(ScoreWords.Csv(view, Speech.Of(CultureInfo.CurrentUICulture)), "text/csv; charset=utf-8");
        }).Called("scorecardCsv", "The same as a table for spreadsheets.");
    }
}
