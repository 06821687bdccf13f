using System.Text.Json.Nodes;
using AidWorkflow.Engine.Authoring;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>Asks the outside for something once, and throws now and then after it has asked.</summary>
/// <param name="throws">Whether it throws this time.</param>
internal sealed class Errand(Func<bool> throws) : Activity
{
    public const string TypeName = "Test.Errand";
    public const string Channel = "errand";

    public override ActivityDescriptor Descriptor { get; } = new()
    {
        TypeName = TypeName,
        Category = "Test",
        DisplayName = new("差事", "Errand"),
    };

    protected internal override ValueTask<Outcome> ExecuteAsync(ActivityContext context)
    {
        context.Send(Channel, context.ExecutionKey, new JsonObject { ["errand"] = context.ExecutionKey }.ToJsonString());
        if (throws())
            throw new InvalidOperationException("Nobody was there.");
        return new(Outcome.Done);
    }
}
