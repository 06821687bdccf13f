using AidWorkflow.Activities;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Primitives;

namespace AidWorkflow.Portal.Hosting;

/// <summary>Everything a definition may use.</summary>
internal static class KnownActivities
{
    public static ActivityCatalog Catalog { get; } = ElsaActivities.With(AidActivities.All);
}
