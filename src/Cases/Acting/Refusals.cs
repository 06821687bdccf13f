namespace AidWorkflow.Cases.Acting;

/// <summary>Gathers everything that is refused, each with its field, so that it is told in one go. Of one field only the first is.</summary>
public sealed class Refusals
{
    private readonly List<RefusedException> all = [];

    public bool Any => all.Count > 0;

    public bool Has(string field) => all.Exists(refusal => refusal.Field == field);

    public void Add(RefusedException refusal)
    {
        foreach (var one in refusal.Others.Prepend(refusal))
            if (one.Field is null || !Has(one.Field))
                all.Add(one);
    }

    /// <summary>Refuses unless it holds.</summary>
    public void Require(bool holds, RefusedException otherwise)
    {
        if (!holds)
            Add(otherwise);
    }

    /// <returns>What was read; the default where it was refused, and then <see cref="ThrowIfAny"/> throws.</returns>
    public T? Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RefusedException refusal)
        {
            Add(refusal);
            return default;
        }
    }

    /// <returns>As <see cref="Try"/>.</returns>
    public async Task<T?> TryAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (RefusedException refusal)
        {
            Add(refusal);
            return default;
        }
    }

    /// <inheritdoc cref="TryAsync{T}"/>
    public Task TryAsync(Func<Task> act) => TryAsync(async () =>
    {
        await act();
        return true;
    });

    /// <summary>The first, with the others; null where there is none.</summary>
    public RefusedException? Together()
    {
        if (Any)
            all[0].Others = [.. all.Skip(1)];
        return all.FirstOrDefault();
    }

    /// <exception cref="RefusedException">The first, with the others.</exception>
    public void ThrowIfAny()
    {
        if (Together() is { } refused)
            throw refused;
    }
}
