using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace AidWorkflow.Engine.Authoring;

/// <summary>Every activity type that definitions may use, by type name. Does not change while the program runs.</summary>
public sealed class ActivityCatalog
{
    private readonly FrozenDictionary<string, Activity> activities;

    /// <param name="activities">A later one of the same type name is a mistake and refused.</param>
    public ActivityCatalog(IEnumerable<Activity> activities) =>
        this.activities = activities.ToFrozenDictionary(activity => activity.Descriptor.TypeName, StringComparer.Ordinal);

    public IEnumerable<Activity> All => activities.Values;

    public bool TryGet(string typeName, [NotNullWhen(true)] out Activity? activity) => activities.TryGetValue(typeName, out activity);
}
