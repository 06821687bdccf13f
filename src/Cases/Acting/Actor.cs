namespace AidWorkflow.Cases.Acting;

/// <summary>Who does an act: a signed-in account, or the system itself where <see cref="Account"/> is null.</summary>
public sealed record Actor(AccountId? Account, string Name, PersonId? Person = null)
{
    /// <summary>Sweeps and jobs.</summary>
    public static Actor System { get; } = new(null, "system");

    /// <summary>What comes with the installation, as long as nobody of the house has written over it; the command line is not it.</summary>
    public static Actor Installation { get; } = new(null, "installation");
}
