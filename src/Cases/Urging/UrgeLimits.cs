namespace AidWorkflow.Cases.Urging;

/// <summary>How often a step may be urged, as the house has set it.</summary>
/// <param name="ADay">By each who urges, for one passage through a step, within one calendar day.</param>
/// <param name="ToldAboveFrom">From the how-manieth urge of one passage on the unit above is told as well.</param>
public sealed record UrgeLimits(int ADay, int ToldAboveFrom);
