using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Visiting;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Replaying;

/// <summary>What the people of one planned case do next, found out from where the case stands in the database.</summary>
internal sealed class Story(Stage stage, Townspeople people)
{
    private const int DaysToDeliver = 2;

    /// <summary>Townships do not change during a replay.</summary>
    private readonly Dictionary<UnitId, UnitId> stations = [];

    /// <summary>Everything that can be done next for the case. Asked again after each deed.</summary>
    public async Task<IReadOnlyList<Deed>> NextAsync(PlannedCase planned, CancellationToken cancellation)
    {
        var (aidCase, documents, rounds) = await stage.ReadAsync((db, token) => ReadAsync(db, planned.Key, token), cancellation);
        if (aidCase is null)
        {
            var at = stage.After(LocalDay.At(planned.On, TimeOnly.MinValue), 0, planned.Key);
            return [new($"{planned.Key}/submit", at, (key, token) => people.SubmitAsync(key, planned, token))];
        }

        var deeds = new List<Deed>();
        if (documents.Count > 0)
            deeds.AddRange(Deliveries(planned, documents, await StationAsync(aidCase.Unit, cancellation)));
        if (aidCase.Outcome is null)
            deeds.AddRange(Steps(planned, aidCase.Id, rounds));
        else if (aidCase.Outcome == CaseOutcome.Refused && (planned.Has(Turn.ReconsideredAndGranted) || planned.Has(Turn.ReconsideredAndUpheld)))
            deeds.AddRange(await AskAgainAsync(planned, aidCase.Id, cancellation));
        return deeds;
    }

    private static async Task<(Standing? Case, IReadOnlyList<Undelivered> Documents, IReadOnlyList<OpenRound> Rounds)> ReadAsync(DbContext db, string key, CancellationToken cancellation)
    {
        var aidCase = await db.Set<AidCase>().Where(found => found.SubmissionKey == key)
            .Select(found => new Standing(found.Id, found.UnitId, found.Outcome)).FirstOrDefaultAsync(cancellation);
        if (aidCase is null)
            return (null, [], []);
        var documents = await db.Set<IssuedDocument>().Where(document => document.CaseId == aidCase.Id && document.DeliveredOn == null)
            .Select(document => new Undelivered(document.Id, document.IssuedAt)).ToListAsync(cancellation);
        if (aidCase.Outcome is not null)
            return (aidCase, documents, []);
        var lines = await (
            from round in db.Set<Round>().AsNoTracking()
            where round.CaseId == aidCase.Id && round.State == RoundState.Open
            join task in db.Set<ReviewTask>() on round.Id equals task.RoundId into tasks
            from task in tasks.DefaultIfEmpty()
            orderby round.Id, task.Id
            select new { Round = round, Task = task }).ToListAsync(cancellation);
        return (aidCase, documents, [.. lines.GroupBy(line => line.Round.Id).Select(round => new OpenRound(round.First().Round, Seats([.. round.Select(line => line.Task).OfType<ReviewTask>()])))]);
    }

    /// <summary>The open tasks, each with its place among all of the round: also of those that are done, or whoever comes after a kill would be another.</summary>
    private static List<Seated> Seats(IReadOnlyList<ReviewTask> all) =>
        [.. all.Select((task, place) => new Seated(task, place)).Where(seated => seated.Task.State is TaskState.Assigned or TaskState.InProgress)];

    private IEnumerable<Deed> Deliveries(PlannedCase planned, IReadOnlyList<Undelivered> documents, UnitId station) => documents.Select(document =>
    {
        var key = $"{planned.Key}/deliver/{document.Id}";
        return new Deed(key, stage.After(document.IssuedAt, DaysToDeliver, key), async (once, token) =>
            await stage.DoAsync<ConfirmDelivery, CaseId>(once, async (act, inner) => await act.ConfirmAsync(
                document.Id, LocalDay.Today(stage.Clock), DeliveryMethod.InPerson, await stage.ActorAsync(Role.StationClerk, station, 0, inner), inner), token));
    });

    private async Task<IEnumerable<Deed>> AskAgainAsync(PlannedCase planned, CaseId aidCase, CancellationToken cancellation)
    {
        var (asked, delivered) = await stage.ReadAsync(async (db, token) => (
            await db.Set<CaseRun>().AnyAsync(run => run.CaseId == aidCase && run.Kind == RunKind.Reconsideration, token),
            await db.Set<IssuedDocument>().AsNoTracking().Where(document => document.CaseId == aidCase && document.Kind == DocumentKind.Refusal && document.DeliveredOn != null)
                .Select(document => document.DeliveredOn).FirstOrDefaultAsync(token)), cancellation);
        if (asked || delivered is not { } day)
            return [];
        var key = $"{planned.Key}/reconsider";
        return [new(key, stage.After(LocalDay.At(day, new TimeOnly(17, 0)), 3, key), async (once, token) =>
            await stage.DoAsync<RequestReconsideration, CaseId>(once, (act, inner) => act.RequestAsync(aidCase, "有新的费用单据，请求复核。", people.Of(planned), inner), token))];
    }

    private List<Deed> Steps(PlannedCase planned, CaseId aidCase, IReadOnlyList<OpenRound> rounds)
    {
        var deeds = new List<Deed>();
        foreach (var (round, mine) in rounds)
        {
            switch (round.Kind)
            {
                case RoundKind.Supplement:
                    var supply = $"{planned.Key}/supply/{round.Visit}";
                    deeds.Add(new(supply, stage.After(round.OpenedAt, stage.Pace(round.Step), supply), (once, token) => people.SupplyAsync(once, planned, aidCase, token)));
                    break;
                case RoundKind.Notice when planned.Has(Turn.Objection) && round.Visit == 1:
                    // A villager reads the notice on any day, and it may hang over a holiday.
                    var object1 = $"{planned.Key}/object";
                    deeds.Add(new(object1, LocalDay.At(LocalDay.Of(round.OpenedAt).AddDays(2), new TimeOnly(10, 0)), (once, token) => ObjectAsync(once, round, token)));
                    break;
                case RoundKind.ExternalDecision:
                    break; // the province decides by list
                case RoundKind.Review when planned.Has(Turn.WithdrawnBeforeVisit) && round.Step == "VillageOpinion":
                    var withdraw = $"{planned.Key}/withdraw";
                    deeds.Add(new(withdraw, stage.After(round.OpenedAt, 1, withdraw), async (once, token) =>
                        await stage.DoAsync<EndApplication, CaseId>(once, (act, inner) => act.EndAsync(aidCase, EndReason.Withdrawn, "家里情况好转，申请撤回。", people.Of(planned), inner), token)));
                    break;
                default:
                    deeds.AddRange(mine.Select(seated => Decide(planned, round, seated.Task, seated.Place)));
                    break;
            }
        }

        return deeds;
    }

    private Deed Decide(PlannedCase planned, Round round, ReviewTask task, int place)
    {
        var key = $"{planned.Key}/{round.Step}/{round.Visit}/{task.Id}";
        return new(key, stage.After(task.CameAt, stage.Pace(round.Step), key).AddMinutes(20 * place), async (once, token) =>
        {
            var actor = await stage.ActorAsync(task.Role, task.UnitId, place, token);
            var command = await CommandAsync(planned, round, task, token);
            await stage.DoAsync<DecideTask, DecisionReceipt>(once, (act, inner) => act.DecideAsync(command, actor, inner), token);
        });
    }

    private async Task<DecideCommand> CommandAsync(PlannedCase planned, Round round, ReviewTask task, CancellationToken cancellation) => round.Kind switch
    {
        RoundKind.Completeness when planned.Has(Turn.NotAccepted) => new(task.Id, Verdict.NotAccept, "户籍不在本区（市），请到户籍所在地镇街退役军人服务站申请。"),
        RoundKind.Completeness when planned.Has(Turn.Supplement) && round.Visit == 1 => new(task.Id, Verdict.Incomplete) { Missing = people.Missing(planned) },
        RoundKind.Completeness => new(task.Id, Verdict.Complete) { IdentityProved = true, Opinion = "材料齐全，身份已核对。" },
        RoundKind.HomeVisit => new(task.Id, Verdict.Complete)
        {
            Visit = new VisitReport(LocalDay.Today(stage.Clock), VisitMethod.Home, "家庭情况与申请一致，困难属实。", "家属", FamilySigned: true),
        },
        RoundKind.Review => new(task.Id, Verdict.Approve, "情况属实，建议给予帮扶。"),
        RoundKind.Decision => await DecisionAsync(planned, round, task, cancellation),
        RoundKind.Correction => new(task.Id, Verdict.Complete) { Payee = people.Corrected(planned) },
        _ => throw new InvalidOperationException($"The replay does not know what to say to {round.Kind}"),
    };

    private async Task<DecideCommand> DecisionAsync(PlannedCase planned, Round round, ReviewTask task, CancellationToken cancellation)
    {
        var isAgain = round.Step.StartsWith("Reconsider", StringComparison.Ordinal);
        var refused = isAgain
            ? planned.Has(Turn.ReconsideredAndUpheld)
            : planned.Has(Turn.RefusedByDistrict) || planned.Has(Turn.ReconsideredAndGranted) || planned.Has(Turn.ReconsideredAndUpheld);
        if (refused)
            return new(task.Id, Verdict.Refuse, "自付费用未达到救助起付标准。");
        var cents = round.Plan.Part == Part.First ? Math.Min(planned.Cents, await FirstShareAsync(round.CaseId, cancellation)) : planned.Cents;
        return new(task.Id, Verdict.Approve, "按规定审定。") { Cents = cents };
    }

    /// <summary>What the rules propose to pay before formalities.</summary>
    private Task<long> FirstShareAsync(CaseId id, CancellationToken cancellation) => stage.WithAsync<CaseFiles, Proposals, long>(async (files, proposals, token) =>
        (await proposals.ComputeAsync(await files.LoadAsync(id, Actor.System, token), token)).Amount.FirstPaymentCents ?? 0, cancellation);

    private async Task ObjectAsync(string once, Round round, CancellationToken cancellation)
    {
        var notice = await stage.ReadAsync((db, token) => db.Set<PublicNotice>().AsNoTracking().Where(notice => notice.RoundId == round.Id).Select(notice => notice.Id).FirstAsync(token), cancellation);
        await stage.DoAsync<RaiseObjection, CaseId>(once, (act, inner) => act.RaiseAsync(notice, "听说他家在外地还有一套房子，请再核实。", Actor.System, inner), cancellation);
    }

    private async Task<UnitId> StationAsync(UnitId village, CancellationToken cancellation)
    {
        if (!stations.TryGetValue(village, out var station))
        {
            station = await stage.ReadAsync((db, token) => db.Set<UnitAncestor>().Where(above => above.UnitId == village && above.ValidTo == null)
                .Join(db.Set<Unit>().Where(above => above.Level == UnitLevel.Township), above => above.AncestorId, found => found.Id, (_, found) => found.Id).FirstAsync(token), cancellation);
            stations.Add(village, station);
        }

        return station;
    }

    private sealed record Standing(CaseId Id, UnitId Unit, CaseOutcome? Outcome);

    private sealed record Undelivered(IssuedDocumentId Id, DateTimeOffset IssuedAt);

    private sealed record OpenRound(Round Round, IReadOnlyList<Seated> Tasks);

    private sealed record Seated(ReviewTask Task, int Place);
}
