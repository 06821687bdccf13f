using System.Globalization;

namespace AidWorkflow.Cases.Auditing;

/// <summary>Number and hash of a seal, as somebody noted them outside the system.</summary>
public sealed record NotedSeal(long Number, string Hash)
{
    /// <summary>Reads "12:sha-256:9f86…", or with a space after the number; null when it is no such note.</summary>
    public static NotedSeal? TryRead(string note) =>
        note.Trim().Split([':', ' '], 2, StringSplitOptions.TrimEntries) is [var number, { Length: > 0 } hash]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? new(read, hash) : null;

    public override string ToString() => $"{Number}:{Hash}";
}
