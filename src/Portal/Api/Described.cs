namespace AidWorkflow.Portal.Api;

/// <summary>A request that takes an idempotency key.</summary>
internal sealed record TakesKey;

/// <summary>How endpoints are told of in the document.</summary>
internal static class Described
{
    /// <param name="name">What client code calls it.</param>
    public static RouteHandlerBuilder Called(this RouteHandlerBuilder endpoint, string name, string summary) => endpoint.WithName($"api.{name}").WithSummary(summary);

    /// <summary>Sent again with the same key, it answers as it did and does nothing.</summary>
    public static RouteHandlerBuilder TakesKey(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new TakesKey());

    public static RouteGroupBuilder Room(this RouteGroupBuilder api, string prefix, string tag) => api.MapGroup(prefix).WithTags(tag);
}
