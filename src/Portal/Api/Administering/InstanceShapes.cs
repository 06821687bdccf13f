using System.Collections.Immutable;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Intervening;

namespace AidWorkflow.Portal.Api.Administering;

/// <summary>Why it is done; kept in the audit trail.</summary>
internal sealed record Reasoned(string Reason) : IAsked;

/// <param name="Value">As JSON; null too.</param>
internal sealed record NewVariable(string Name, JsonNode? Value, string Reason) : IAsked;

/// <param name="To">The id of the version, or its number; for a definition of a service that is the number of the service version.</param>
/// <param name="Mapping">Ids of activities, and what they are called in that version; one that is not named keeps its id.</param>
internal sealed record NewMigration(string To, string Reason, Dictionary<string, string>? Mapping = null) : IAsked
{
    public Intervention.Migrate Read() => new(To, Mapping ?? []);
}

/// <summary>A move that is only asked about.</summary>
/// <inheritdoc cref="NewMigration"/>
internal sealed record AskedMigration(string To, Dictionary<string, string>? Mapping = null) : IAsked
{
    public Intervention.Migrate Read() => new(To, Mapping ?? []);
}

internal enum InstanceAct
{
    Suspend,
    Activate,
    Cancel,
    SetVariable,
    Migrate,
    UndoMigration,
}

/// <summary>Which instances; what is left out is not asked for.</summary>
/// <param name="WaitsAt">Id of an activity at which they wait.</param>
/// <param name="FailedAt">Id of an activity at which they stand still because it threw.</param>
internal sealed record InstanceChoice(
    string? Definition = null, string? Version = null, InstanceStatus? Status = null, InstanceSubStatus? SubStatus = null, string? Correlation = null,
    string? WaitsAt = null, string? FailedAt = null) : IAsked
{
    public InstanceFilter Read() => new() { DefinitionId = Definition, VersionId = Version, Status = Status, SubStatus = SubStatus, CorrelationId = Correlation, WaitsAt = WaitsAt, FailedAt = FailedAt };
}

/// <summary>The same for several instances.</summary>
/// <param name="Ids">Which; or else <paramref name="Of"/>.</param>
/// <param name="To">For Migrate.</param>
/// <param name="Mapping">For Migrate.</param>
/// <param name="Variable">For SetVariable: its name.</param>
/// <param name="Value">For SetVariable.</param>
/// <param name="Reason">Needed unless nothing is to be done.</param>
/// <param name="DryRun">For Migrate: say what would happen, and change nothing.</param>
internal sealed record SameForMany(
    InstanceAct Act, ImmutableArray<Guid>? Ids = null, InstanceChoice? Of = null, string? To = null, Dictionary<string, string>? Mapping = null, string? Variable = null, JsonNode? Value = null,
    string? Reason = null, bool DryRun = false) : IAsked
{
    public Intervention Read() => Act switch
    {
        InstanceAct.Suspend => new Intervention.Suspend(),
        InstanceAct.Activate => new Intervention.Activate(),
        InstanceAct.Cancel => new Intervention.Cancel(),
        InstanceAct.SetVariable => new Intervention.SetVariable(Needed(Variable, "variable"), Value),
        InstanceAct.Migrate => ReadMove(),
        _ => new Intervention.UndoMigration(),
    };

    public Intervention.Migrate ReadMove() => new(Needed(To, "to"), Mapping ?? []);

    private static string Needed(string? said, string field) => string.IsNullOrWhiteSpace(said) ? throw new RefusedException("instance.act-incomplete", field, ("field", field)) : said;
}

/// <summary>One instance with all that is known of it.</summary>
/// <param name="MayUndo">Its last step was a move to another version.</param>
/// <param name="Variables">Of the workflow's own scope, as they are or were at its end.</param>
/// <param name="IsCut">Some value was longer than 20,000 characters of JSON: its beginning stands here as text, with its length; the command line shows all of it.</param>
internal sealed record InstanceDetails(
    InstanceLine Instance, bool MayUndo, ImmutableArray<WaitingPlace> Waiting, JsonObject Variables, JsonObject Input, JsonObject Output,
    ImmutableArray<IncidentOfInstance> Incidents, ImmutableArray<JournalEntry> Journal, bool IsCut)
{
    public static InstanceDetails Of(InstanceView view, string language)
    {
        var (variables, input, output) = (CutValue.Values(view.Variables, CutValue.InAnswer), CutValue.Values(view.Input, CutValue.InAnswer), CutValue.Values(view.Output, CutValue.InAnswer));
        var journal = view.Journal.Select(entry => CutValue.Entry(entry, CutValue.InAnswer)).ToList();
        var isCut = variables.Cut || input.Cut || output.Cut || journal.Zip(view.Journal).Any(pair => !ReferenceEquals(pair.First, pair.Second));
        return new(
            view.Line, view.MayUndo, [.. view.Waiting.Select(row => new WaitingPlace(row.Id, row.ActivityId, row.Name, row.Stimulus, row.CreatedAt, row.DueAt))],
            variables.Values, input.Values, output.Values,
            [.. view.Incidents.Select(row => new IncidentOfInstance(row.Id, row.ActivityId, row.ActivityType, Texts.SayReason(row.Reason, language), row.At, row.State, row.ResolvedAt, row.ResolvedBy))],
            [.. journal.Select(entry => new JournalEntry(entry.Revision, entry.At, entry.Event, entry.ActivityId, entry.Detail, JournalWords.Of(entry)))],
            isCut);
    }
}

/// <summary>A place where an instance waits.</summary>
/// <param name="Due">When the clock resumes it; null where it does not, and on hold.</param>
internal sealed record WaitingPlace(BookmarkId Bookmark, string Activity, string Name, string Stimulus, DateTimeOffset Since, DateTimeOffset? Due);

internal sealed record IncidentOfInstance(IncidentId Id, string Activity, string Type, string Reason, DateTimeOffset At, IncidentState State, DateTimeOffset? SettledAt, string? SettledBy);

/// <param name="Revision">Of the step that it belongs to.</param>
internal sealed record JournalEntry(long Revision, DateTimeOffset At, string Event, string? Activity, string? Detail, LocalText Words);

/// <summary>What a move would do to one instance.</summary>
/// <param name="Activities">Where it stands, and what that is in the other version.</param>
/// <param name="Obstacles">Why it cannot be moved, each with its remedy.</param>
internal sealed record PlannedMove(
    InstanceId Id, bool Possible, string From, string To, ImmutableArray<MovedActivity> Activities, ImmutableArray<MoveNote> Obstacles, ImmutableArray<MoveNote> Warnings,
    ImmutableArray<string> VariablesDropped, ImmutableArray<string> VariablesAdded)
{
    public static PlannedMove Of(MigrationPlan plan) => new(
        plan.Instance, plan.IsPossible, plan.From, plan.To, plan.Activities, Notes(plan.Obstacles), Notes(plan.Warnings), plan.VariablesDropped, plan.VariablesAdded);

    private static ImmutableArray<MoveNote> Notes(ImmutableArray<MigrationNote> notes) => [.. notes.Select(note => new MoveNote(note.Code, note.About, new(note.Why.Zh, note.Why.En)))];
}

/// <param name="About">The activity or variable.</param>
internal sealed record MoveNote(string Code, string About, LocalText Why);

/// <summary>What came of one of several.</summary>
/// <param name="Code">Why it was refused; null where it was done.</param>
/// <param name="Plan">Of a dry run.</param>
internal sealed record ResultOfOne(InstanceId Id, bool Done, Intervened? State, string? Code, LocalText? Title, PlannedMove? Plan);

/// <param name="More">How many more were meant than one request takes: ask again.</param>
internal sealed record ResultOfMany(ImmutableArray<ResultOfOne> Instances, int More);
