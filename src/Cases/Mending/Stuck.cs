using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Instances;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Mending;

/// <summary>An activity that threw and waits for a person.</summary>
/// <param name="Definition">The definitionId of what runs.</param>
/// <param name="Case">Null for an instance that belongs to no case.</param>
public sealed record OpenIncident(
    IncidentId Id, InstanceId Instance, string Definition, CaseId? Case, string? ReceiptNumber, string ActivityId, string ActivityType, string Reason, DateTimeOffset At);

/// <summary>A message that nobody would take and that waits for a person. What it says to whom is not shown.</summary>
public sealed record ParkedMessage(MessageId Id, string Channel, CaseId? Case, string? ReceiptNumber, int Attempts, string? LastError, DateTimeOffset CreatedAt);

/// <summary>What is stuck in the area of whoever asks, oldest first.</summary>
public sealed class Stuck(IUnitOfWork work, MendingRights rights, Scopes scopes)
{
    public async Task<IReadOnlyList<OpenIncident>> IncidentsAsync(Actor actor, int most, CancellationToken cancellation)
    {
        var db = work.Db;
        var open = db.Set<IncidentRow>().AsNoTracking().Where(incident => incident.State == IncidentState.Open);
        if (!await rights.MayAsync(actor, about: null, cancellation))
        {
            var mine = db.Set<AidCase>().Within(await scopes.OfAsync(actor, [Role.Administrator], cancellation), db);
            open = open.Where(incident => db.Set<CaseRun>().Any(run => run.Id == incident.InstanceId && mine.Any(aidCase => aidCase.Id == run.CaseId)));
        }

        var rows = await open.OrderBy(incident => incident.At).ThenBy(incident => incident.Id).Take(most).ToListAsync(cancellation);
        var instances = rows.Select(row => row.InstanceId).Distinct().ToArray();
        var cases = await db.Set<CaseRun>().Where(run => instances.Contains(run.Id))
            .Join(db.Set<AidCase>(), run => run.CaseId, aidCase => aidCase.Id, (run, aidCase) => new { run.Id, Case = aidCase.Id, aidCase.ReceiptNumber })
            .ToDictionaryAsync(run => run.Id, cancellation);
        var definitions = await db.Set<InstanceRow>().Where(row => instances.Contains(row.Id)).Select(row => new { row.Id, row.DefinitionId }).ToDictionaryAsync(row => row.Id, row => row.DefinitionId, cancellation);
        return [.. rows.Select(row => new OpenIncident(
            row.Id, row.InstanceId, definitions.GetValueOrDefault(row.InstanceId) ?? "", cases.GetValueOrDefault(row.InstanceId)?.Case, cases.GetValueOrDefault(row.InstanceId)?.ReceiptNumber,
            row.ActivityId, row.ActivityType, row.Reason, row.At))];
    }

    public async Task<IReadOnlyList<ParkedMessage>> MessagesAsync(Actor actor, int most, CancellationToken cancellation)
    {
        var db = work.Db;
        var parked = await db.Set<OutboxRow>().AsNoTracking().Where(message => message.State == OutboxState.Parked)
            .OrderBy(message => message.CreatedAt).ThenBy(message => message.Id)
            .Select(message => new { message.Id, message.Channel, message.CorrelationId, message.Attempts, message.LastError, message.CreatedAt })
            .ToListAsync(cancellation);
        var about = parked.Select(message => CaseOf(message.CorrelationId)).OfType<CaseId>().Distinct().ToArray();
        var all = await rights.MayAsync(actor, about: null, cancellation);
        var seen = db.Set<AidCase>().Where(aidCase => about.Contains(aidCase.Id));
        if (!all)
            seen = seen.Within(await scopes.OfAsync(actor, [Role.Administrator], cancellation), db);
        var cases = await seen.ToDictionaryAsync(aidCase => aidCase.Id, aidCase => aidCase.ReceiptNumber, cancellation);
        return [.. parked
            .Select(message => (Message: message, Case: CaseOf(message.CorrelationId) is { } id && cases.ContainsKey(id) ? id : (CaseId?)null))
            .Where(found => all || found.Case is not null)
            .Take(most)
            .Select(found => new ParkedMessage(found.Message.Id, found.Message.Channel, found.Case, found.Case is { } id ? cases[id] : null,
                found.Message.Attempts, found.Message.LastError, found.Message.CreatedAt))];
    }

    internal static CaseId? CaseOf(OutboxRow message) => CaseOf(message.CorrelationId);

    private static CaseId? CaseOf(string? correlation) => Guid.TryParseExact(correlation, "D", out var id) ? CaseId.Of(id) : null;
}
