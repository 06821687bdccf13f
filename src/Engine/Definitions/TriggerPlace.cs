namespace AidWorkflow.Engine.Definitions;

/// <summary>What starts a workflow from outside: an activity that may start it, and what it waits for.</summary>
/// <param name="ActivityId">Where an instance then begins.</param>
/// <param name="Type">The activity's type: "Elsa.Event", "Elsa.Cron", …</param>
/// <param name="Stimulus">What must be brought, within the type: the event's name; empty for the clock.</param>
/// <param name="DueAt">When the clock starts it; null where something must be brought.</param>
public sealed record TriggerPlace(string ActivityId, string Type, string Stimulus, DateTimeOffset? DueAt = null);
