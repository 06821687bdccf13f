using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Portal.Api;

/// <summary>Tells what an act refuses by the fields of the request, where the act calls them otherwise.</summary>
internal static class Told
{
    public static async Task<T> Async<T>((string From, string To)[] fields, Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (RefusedException refusal) when (refusal.Others.Prepend(refusal).Any(one => fields.Any(field => field.From == one.Field)))
        {
            var refusals = new Refusals();
            foreach (var one in refusal.Others.Prepend(refusal))
                refusals.Add(new(one.Code, fields.FirstOrDefault(field => field.From == one.Field).To ?? one.Field, [.. one.Values.Select(value => (value.Key, value.Value))]));
            refusals.ThrowIfAny();
            throw;
        }
    }
}
