using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Replaying;

/// <summary>The city sends summary lists twice a month; the province answers ten working days later, and the city records its paper case by case.</summary>
internal sealed class Province(Stage stage, IReadOnlyDictionary<string, PlannedCase> byKey)
{
    private const int DaysToAnswer = 10;

    public async Task<IReadOnlyList<Deed>> NextAsync(CancellationToken cancellation)
    {
        var waiting = await stage.ReadAsync((db, token) => (
            from round in db.Set<Round>().AsNoTracking()
            where round.Kind == RoundKind.ExternalDecision && round.State == RoundState.Open
            join aidCase in db.Set<AidCase>() on round.CaseId equals aidCase.Id
            join line in db.Set<SummaryListLine>() on round.Id equals line.RoundId into lines
            from line in lines.DefaultIfEmpty()
            join list in db.Set<SummaryList>() on line.ListId equals list.Id into lists
            from list in lists.DefaultIfEmpty()
            select new Waiting(round.Id, aidCase.SubmissionKey!, aidCase.ServiceId, aidCase.ApprovedCents ?? 0, round.OpenedAt, list.Number, (DateTimeOffset?)list.MadeAt)).ToListAsync(token), cancellation);

        var deeds = new List<Deed>();
        foreach (var service in waiting.Where(line => line.MadeAt is null).GroupBy(line => line.Service, StringComparer.Ordinal))
        {
            var at = NextListDay(service.Min(line => line.OpenedAt));
            deeds.Add(new($"list/{service.Key}/{at:yyyyMMdd}", at, (once, token) => MakeListAsync(once, service.Key, token)));
        }

        deeds.AddRange(waiting.Where(line => line.MadeAt is not null).Select(line =>
        {
            var key = $"{line.CaseKey}/province/{line.Round}";
            return new Deed(key, stage.After(line.MadeAt!.Value, DaysToAnswer, line.Number!), (once, token) => RecordAsync(once, line, token));
        }));
        return deeds;
    }

    private async Task MakeListAsync(string once, string service, CancellationToken cancellation)
    {
        var city = await CityAsync(cancellation);
        var actor = await stage.ActorAsync(Role.CityDecider, city, 0, cancellation);
        await stage.DoAsync<MakeSummaryList, Guid?>(once, (act, token) => act.MakeAsync(service, city, actor, token), cancellation);
    }

    private async Task RecordAsync(string once, Waiting line, CancellationToken cancellation)
    {
        var planned = byKey[line.CaseKey];
        var task = await stage.ReadAsync((db, token) => db.Set<ReviewTask>().AsNoTracking().Where(task => task.RoundId == line.Round).FirstAsync(token), cancellation);
        var actor = await stage.ActorAsync(task.Role, task.UnitId, 0, cancellation);
        var today = LocalDay.Today(stage.Clock);
        var refused = planned.Has(Turn.RefusedByProvince);
        var scan = await ScanAsync(line.Number!, actor, cancellation);
        var command = new DecideCommand(task.Id, refused ? Verdict.Refuse : Verdict.Approve, refused ? "省级审核：本年度已由其他渠道救助。" : "按省级批复登记。")
        {
            External = new ExternalReport($"鲁退役军人救字〔{today.Year}〕{line.Number![^2..]}号", today, line.Cents, scan),
        };
        await stage.DoAsync<DecideTask, DecisionReceipt>(once, (act, token) => act.DecideAsync(command, actor, token), cancellation);
    }

    /// <summary>One paper answers a whole list, and is kept once.</summary>
    private async Task<StoredFileId> ScanAsync(string list, Actor actor, CancellationToken cancellation)
    {
        var paper = Encoding.UTF8.GetBytes($"%PDF-1.4\n% {list}\n%%EOF\n");
        var id = await stage.DoAsync<UploadDocument, StoredFileId>($"scan/{list}", (act, _) => Task.FromResult(act.Upload($"{list}.pdf", paper, actor)), cancellation);
        return StoredFileId.Of(Guid.Parse(id!));
    }

    private Task<UnitId> CityAsync(CancellationToken cancellation) =>
        stage.ReadAsync((db, token) => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City && unit.ValidTo == null).Select(unit => unit.Id).FirstAsync(token), cancellation);

    /// <summary>The first working day on or after the 5th or the 20th.</summary>
    private DateTimeOffset NextListDay(DateTimeOffset opened)
    {
        var day = LocalDay.Of(opened).AddDays(1);
        var due = day.Day <= 5 ? new DateOnly(day.Year, day.Month, 5) : day.Day <= 20 ? new DateOnly(day.Year, day.Month, 20) : new DateOnly(day.Year, day.Month, 5).AddMonths(1);
        return stage.After(LocalDay.At(due, TimeOnly.MinValue), 0, $"list/{due:yyyyMMdd}");
    }

    private sealed record Waiting(RoundId Round, string CaseKey, string Service, long Cents, DateTimeOffset OpenedAt, string? Number, DateTimeOffset? MadeAt);
}
