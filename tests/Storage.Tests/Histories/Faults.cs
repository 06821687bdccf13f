namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>What goes wrong at a commit.</summary>
internal enum FaultKind
{
    None,

    /// <summary>The database cannot be reached: nothing is written.</summary>
    Before,

    /// <summary>It is written, and nobody says so.</summary>
    Unacknowledged,

    /// <summary>The connection breaks while the commit is under way; on SQLite the transaction rolls back under whoever shares it.</summary>
    Dropped,

    /// <summary>The process is gone with all it had in memory, before the commit.</summary>
    KilledBefore,

    /// <summary>The process is gone after the commit, before anybody was told.</summary>
    KilledAfter,
}

/// <summary>What a caller sees when its fault was of the harness's making.</summary>
internal sealed class PlayedFaultException(string what) : Exception(what);

/// <summary>Which commits meet which fault, by chance; and how many did.</summary>
internal sealed class Faults(Random random, double share)
{
    private static readonly FaultKind[] Kinds = [FaultKind.Before, FaultKind.Unacknowledged, FaultKind.Dropped, FaultKind.KilledBefore, FaultKind.KilledAfter];

    public static Faults None { get; } = new(new Random(0), 0);

    public Dictionary<FaultKind, int> Met { get; } = [];

    /// <summary>False once everything is to go well, so that a history can come to its end.</summary>
    public bool Active { get; set; } = true;

    public FaultKind Next()
    {
        if (!Active || share == 0 || random.NextDouble() >= share)
            return FaultKind.None;
        var kind = Kinds[random.Next(Kinds.Length)];
        Met[kind] = Met.GetValueOrDefault(kind) + 1;
        return kind;
    }
}
