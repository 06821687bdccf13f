using System.Collections.Immutable;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Who raised a matter and what they said, as it is kept sealed.</summary>
/// <param name="Name">Empty where nobody gave one.</param>
/// <param name="Summary">What they ask for, and why.</param>
/// <param name="Representatives">Of a joint petition.</param>
/// <param name="Result">What was answered on the spot; empty where nothing was.</param>
public sealed record MatterWords(string Name, string CitizenId, string Phone, string Address, string Summary, ImmutableArray<string> Representatives, string Result)
{
    public const int MostSummary = 4000;
    public const int MostName = 60;
    public const int MostAddress = 200;
}
