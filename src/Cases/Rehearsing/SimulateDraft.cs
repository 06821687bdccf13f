using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Defining;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Cases.Rehearsing;

/// <summary>A trial that was kept, and whether the draft still brings it to its end.</summary>
/// <param name="Fault">What is otherwise; null where nothing is.</param>
public sealed record KeptTrial(ServiceTrial Trial, FileFault? Fault);

/// <summary>A link that no case was led along.</summary>
public sealed record UntriedLink(string From, string Way, string To);

/// <summary>A case played on the draft of a service, with the trials kept for it.</summary>
/// <param name="Labels">What the authors of the steps wrote at them, by name.</param>
/// <param name="Fund">Whose money it is played with.</param>
/// <param name="Asks">What the case can be told because branches look at it.</param>
/// <param name="Links">How many links a case can follow.</param>
/// <param name="Untried">Those that neither this case nor a kept trial followed.</param>
/// <param name="Steps">How many steps a case can come to.</param>
/// <param name="Unreached">Those to which neither came.</param>
public sealed record Simulation(EditedService Service, LocalText Name, SimulatedCase Case, IReadOnlyList<KeptTrial> Trials, IReadOnlyDictionary<string, string> Labels, FundRoute Fund, IReadOnlyList<AskedFact> Asks, int Links, IReadOnlyList<UntriedLink> Untried, int Steps, IReadOnlyList<string> Unreached);

/// <summary>
/// Plays a case on a draft with what somebody chooses to say at each step, and keeps it as a trial that publishing runs again. Nothing is written but the trial.
/// The same answers always lead to the same place, so whoever asks says everything that was chosen so far.
/// </summary>
public sealed class SimulateDraft(DefinitionRights rights, EditedServices services, SaveServiceDraft save, PublishCheck check, Calendars calendars, ActivityCatalog catalog, TimeProvider time)
{
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="RefusedException">definition.not-yours, service.unknown, simulation.draft-wrong, simulation.too-long; an amount that cannot be read, by its key</exception>
    public async Task<Simulation> RunAsync(Actor actor, string serviceId, Tried what, CancellationToken cancellation)
    {
        await rights.RequireAsync(actor, cancellation);
        if (what.Answers.Count > ServiceTrial.MostAnswers)
            throw new RefusedException("simulation.too-long", null, ("most", ServiceTrial.MostAnswers));
        var edited = await services.GetAsync(serviceId, cancellation);
        var reading = ServicePackage.Parse(serviceId, edited.Files);
        FileFault[] faults = [.. reading.Faults, .. check.Definitions(edited.Files)];
        if (faults.Length > 0)
            throw Wrong(faults[0]);
        var draft = reading.Package!;
        var (trials, from) = (new Trials(catalog, draft, await calendars.CurrentAsync(cancellation)), time.GetUtcNow());
        var played = await trials.RunAsync(what, from, false, cancellation);
        var (passed, reached) = (played.Passed, played.Reached);
        var kept = new List<KeptTrial>();
        for (var index = 0; index < draft.Trials.Length; index++)
        {
            kept.Add(new(draft.Trials[index], await trials.FaultAsync(draft.Trials[index], index, from, cancellation)));
            var again = await trials.RunAsync(draft.Trials[index].Tried, from, true, cancellation);
            (passed, reached) = (passed.Union(again.Passed), reached.Union(again.Reached));
        }

        var links = trials.Links;
        return new(edited, draft.Description.Name, played, kept, trials.Labels, what.Fund ?? draft.Description.Route, TrialFacts.Of(draft),
            links.Count, [.. links.Where(link => !passed.Contains(link.Key)).Select(link => new UntriedLink(link.From, link.Way, link.To))],
            trials.Steps.Count, [.. trials.Steps.Where(step => !reached.Contains(step.Id)).Select(step => step.Step)]);
    }

    /// <summary>Keeps the case as a trial; one of the same name is replaced.</summary>
    /// <param name="stamp">Of the draft that it was played on.</param>
    /// <exception cref="RefusedException">What playing is refused for; trials.name-missing, trials.name-too-long, trials.back-forbidden, trials.not-over: it has not come to an end; service.draft-changed-meanwhile</exception>
    public async Task<EditedService> KeepAsync(Actor actor, string serviceId, string name, Tried what, string stamp, CancellationToken cancellation)
    {
        var simulated = await RunAsync(actor, serviceId, what, cancellation);
        name = name.Trim();
        if (name.Length == 0)
            throw new RefusedException("trials.name-missing", "name");
        if (name.Length > ServiceTrial.LongestName)
            throw new RefusedException("trials.name-too-long", "name", ("most", ServiceTrial.LongestName));
        if (simulated.Case.Forbidden is { } forbidden)
            throw new RefusedException("trials.back-forbidden", null, ("trial", name), ("step", SpokenSteps.Of(forbidden.Step)), ("to", SpokenSteps.Of(forbidden.BackTo)));
        if (simulated.Case is not { Outcome: { } outcome, Waiting: [], Fault: null })
            throw new RefusedException("trials.not-over");
        var unused = simulated.Case.Unused.ToList(); // the last ones said at their steps
        var trial = new ServiceTrial(name, [.. what.Answers.Reverse().Where(answer => !unused.Remove(answer)).Reverse()], outcome, simulated.Case.Route) { Fund = what.Fund, Facts = what.Facts };
        return await WriteAsync(actor, simulated.Service, [.. simulated.Trials.Select(kept => kept.Trial).Where(kept => kept.Name != name), trial], stamp, cancellation);
    }

    /// <exception cref="RefusedException">What playing is refused for; service.draft-changed-meanwhile</exception>
    public async Task<EditedService> DropAsync(Actor actor, string serviceId, string name, string stamp, CancellationToken cancellation)
    {
        var simulated = await RunAsync(actor, serviceId, Tried.Nothing, cancellation);
        return await WriteAsync(actor, simulated.Service, [.. simulated.Trials.Select(kept => kept.Trial).Where(kept => kept.Name != name)], stamp, cancellation);
    }

    private static RefusedException Wrong(FileFault fault) => new("simulation.draft-wrong", null, ("file", fault.File), ("reason", new LocalText(fault.Reason("zh-CN"), fault.Reason("en"))));

    private Task<EditedService> WriteAsync(Actor actor, EditedService service, IReadOnlyList<ServiceTrial> trials, string stamp, CancellationToken cancellation)
    {
        var file = trials.Count == 0 ? null : new JsonObject { ["trials"] = new JsonArray([.. trials.Select(Json)]) }.ToJsonString(Written) + "\n";
        return save.RunAsync(actor, service.ServiceId, new(new Dictionary<string, string?> { [ServiceTrial.File] = file }, stamp), cancellation);
    }

    private static JsonNode Json(ServiceTrial trial)
    {
        var json = new JsonObject { ["name"] = trial.Name };
        if (trial.Fund is { } fund)
            json["fund"] = fund.ToString();
        if (!trial.Facts.IsEmpty)
            json["facts"] = new JsonObject(trial.Facts.Select(fact => KeyValuePair.Create(fact.Key, (JsonNode?)fact.Value)));
        json["answers"] = new JsonArray([.. trial.Answers.Select(answer => (JsonNode)(answer.Way is { } way
            ? new JsonObject { ["step"] = answer.Step, ["way"] = way, ["days"] = answer.Days }
            : new JsonObject { ["step"] = answer.Step, ["back"] = answer.BackTo, ["days"] = answer.Days }))]);
        json["ends"] = trial.Ends.ToString();
        json["route"] = new JsonArray([.. trial.Route.Select(step => (JsonNode)step)]);
        return json;
    }
}
