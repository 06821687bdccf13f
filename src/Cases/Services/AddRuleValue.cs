using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Services;

/// <summary>A new value of a rule from a day on. It closes the row before it, and ends where a later row begins.</summary>
public sealed class AddRuleValue(IUnitOfWork work, IIds ids)
{
    public Task<RuleValueId> RunAsync(string serviceId, string key, DateOnly from, string json, bool demo, string source, CancellationToken cancellation) => throw new NotSupportedException($"{work.Db} {ids.Next()}");
}
