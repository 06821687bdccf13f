namespace AidWorkflow.Cases.Acting;

/// <summary>Who does an act: a signed-in account, or the system itself where <see cref="Account"/> is null.</summary>
public sealed record Actor(AccountId? Account, string Name, PersonId? Person = null)
{
    /// <summary>Sweeps and jobs.</summary>
    public static Actor System { get; } = new(null, "system");
}
