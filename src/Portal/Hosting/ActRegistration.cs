using System.Collections.Concurrent;
using System.Reflection;
using AidWorkflow.Cases.Acting;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AidWorkflow.Portal.Hosting;

/// <summary>
/// An act is a class of Cases whose constructor takes the unit of work, or another act. All of them are scoped;
/// nobody lists them, and the container refuses to start when one lacks what it needs.
/// </summary>
internal static class ActRegistration
{
    /// <summary>Each portal of a process has the same acts.</summary>
    private static readonly ConcurrentDictionary<Assembly, IReadOnlyCollection<Type>> Known = new();

    public static void AddActs(this IServiceCollection services, Assembly assembly)
    {
        foreach (var act in Known.GetOrAdd(assembly, ActsOf))
            services.TryAddScoped(act);
    }

    internal static IReadOnlyCollection<Type> ActsOf(Assembly assembly)
    {
        var candidates = assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false })
            .Select(type => (Type: type, Constructors: type.GetConstructors()))
            .Where(candidate => candidate.Constructors.Length == 1)
            .ToDictionary(candidate => candidate.Type, candidate => candidate.Constructors[0].GetParameters().Select(parameter => parameter.ParameterType).ToArray());

        var acts = new HashSet<Type>();
        while (candidates.Where(candidate => !acts.Contains(candidate.Key) && candidate.Value.Any(IsActOrWork)).Select(candidate => candidate.Key).ToList() is { Count: > 0 } found)
            acts.UnionWith(found);
        return acts;

        bool IsActOrWork(Type needed) => needed == typeof(IUnitOfWork) || needed == typeof(IActs) || acts.Contains(needed);
    }
}
