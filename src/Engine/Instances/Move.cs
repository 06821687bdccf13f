using System.Collections.Frozen;
using System.Collections.Immutable;
using AidWorkflow.Engine.Definitions;

namespace AidWorkflow.Engine.Instances;

/// <summary>How an instance went on with another version of its definition. It holds both states, so that the way back is the very state it came from.</summary>
/// <param name="From">The id of the version that it ran on.</param>
/// <param name="IsBack">It takes an earlier move back.</param>
/// <param name="Renames">Keys of activities that are called otherwise in the new version.</param>
internal sealed record Move(string From, string To, bool IsBack, ImmutableArray<(string Old, string New)> Renames, byte[] Before, byte[] After)
{
    internal string Renamed(string key) => Renames.FirstOrDefault(pair => pair.Old == key).New ?? key;

    internal Move Back() => new(To, From, IsBack: true, [.. Renames.Select(pair => (pair.New, pair.Old))], After, Before);

    internal void Pack(Packer pack)
    {
        pack.Name(From);
        pack.Name(To);
        pack.Byte((byte)(IsBack ? 1 : 0));
        pack.Number(Renames.Length);
        foreach (var (old, now) in Renames)
        {
            pack.Name(old);
            pack.Name(now);
        }

        pack.Bytes(Before);
        pack.Bytes(After);
    }

    internal static Move Unpack(Unpacker pack)
    {
        var (from, to, isBack) = (pack.Name(), pack.Name(), pack.Byte() == 1);
        var renames = ImmutableArray.CreateBuilder<(string, string)>();
        for (var rest = pack.Count(); rest > 0; rest--)
            renames.Add((pack.Name(), pack.Name()));
        return new(from, to, isBack, renames.ToImmutable(), pack.Bytes(), pack.Bytes());
    }
}

/// <summary>The versions of its definition that an instance has run on: one for most, more for one that was moved.</summary>
public sealed class Lineage
{
    private readonly FrozenDictionary<string, CompiledWorkflow> versions;

    /// <summary>Of an instance that was never moved.</summary>
    public Lineage(CompiledWorkflow only)
        : this(only, only, [])
    {
    }

    /// <param name="since">The revision of the move to <paramref name="first"/>, where what it ran on before is gone; else 0.</param>
    internal Lineage(CompiledWorkflow first, CompiledWorkflow current, IEnumerable<CompiledWorkflow> between, long since = 0)
    {
        (First, Current, Since) = (first, current, since);
        versions = between.Append(first).Append(current).DistinctBy(version => version.Definition.Id).ToFrozenDictionary(version => version.Definition.Id, StringComparer.Ordinal);
    }

    public static implicit operator Lineage(CompiledWorkflow only) => new(only);

    /// <summary>What it started on, or was moved to when what it ran on before is gone.</summary>
    internal CompiledWorkflow First { get; }

    /// <summary>Steps before this revision speak of a version that is gone; the move of this one holds the state, so that what follows can be told.</summary>
    internal long Since { get; }

    /// <summary>What it runs on now.</summary>
    internal CompiledWorkflow Current { get; }

    /// <exception cref="InvalidDataException">The journal moves to a version that is not among them.</exception>
    internal CompiledWorkflow Version(string id) => versions.GetValueOrDefault(id) ?? throw new InvalidDataException($"the journal moves to version '{id}', which is not at hand");
}
