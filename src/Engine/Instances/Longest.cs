namespace AidWorkflow.Engine.Instances;

/// <summary>How long the texts of a row may be, in characters: what every store can hold in an index.</summary>
public static class Longest
{
    public const int CorrelationId = 128;

    public const int Name = 200;

    /// <summary>What a bookmark waits for within its name.</summary>
    public const int Stimulus = 400;

    /// <exception cref="TooLongException">It is longer.</exception>
    internal static string? Text(string? text, int most, string what) => text is null || text.Length <= most ? text : throw new TooLongException($"{what} has at most {most} characters; this has {text.Length}");
}

/// <summary>A text is longer than a row can hold.</summary>
public sealed class TooLongException(string reason) : Exception(reason);
