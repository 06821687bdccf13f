namespace AidWorkflow.Cases.Applying;

/// <summary>The last number given out under a name, a unit and a year; raised in the commit that uses the number.</summary>
public sealed class Counter
{
    /// <summary>"receipt/370402/2022", "document/refusal/370402/2022".</summary>
    public required string Key { get; init; }

    public long Last { get; set; }
}
