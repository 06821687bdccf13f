using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Tests.Clocks;

namespace AidWorkflow.Cases.Tests.Petitioning;

/// <summary>The laws of petitions of the repository, and stories under them.</summary>
internal static class Laws
{
    public static readonly string Json = File.ReadAllText(Path.Combine(A.Root(), "workflows", "petition", "laws.json"));

    public static readonly PetitionLaws All = PetitionLaws.Read(Json, "laws.json").Laws!;

    /// <param name="events">"Received 2022-05-01", "Extended 2022-07-01 30".</param>
    public static PetitionStory Story(params string[] events) => PetitionStory.Of(All.Of(Event(events[0]).On), events.Select(Event), A.Calendar);

    public static PetitionEvent Event(string said)
    {
        var parts = said.Split(' ');
        return new(Enum.Parse<PetitionEventKind>(parts[0]), A.Day(parts[1]), parts.Length > 2 ? int.Parse(parts[2]) : 0);
    }
}
