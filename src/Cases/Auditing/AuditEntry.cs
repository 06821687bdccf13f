using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Auditing;

/// <summary>One thing that happened, chained to the one before it in its stream. Only ever added.</summary>
public sealed class AuditEntry
{
    /// <summary>What the first entry of a stream is chained to.</summary>
    internal const string Beginning = "";

    private AuditEntry()
    {
    }

    public string Stream { get; private init; } = "";

    /// <summary>From 1, without gaps.</summary>
    public long Number { get; private init; }

    public DateTimeOffset At { get; private init; }

    public string Act { get; private init; } = "";

    public AccountId? ActorAccount { get; private init; }

    public string ActorName { get; private init; } = "";

    public string? Subject { get; private init; }

    /// <summary>Canonical JSON: one object of strings, names in ordinal order.</summary>
    public string Facts { get; private init; } = "";

    public string PreviousHash { get; private init; } = "";

    /// <summary>With the name of its algorithm: "sha-256:…".</summary>
    public string Hash { get; private init; } = "";

    internal static AuditEntry After(string previousHash, long number, Happening happening) => new()
    {
        Stream = happening.Stream,
        Number = number,
        At = happening.At,
        Act = happening.Act,
        ActorAccount = happening.Actor.Account,
        ActorName = happening.Actor.Name,
        Subject = happening.Subject,
        Facts = happening.Facts,
        PreviousHash = previousHash,
        Hash = ChainHash.Of(previousHash, happening.Stream, number, happening.At, happening.Act, $"{happening.Actor.Account}", happening.Actor.Name, happening.Subject, happening.Facts),
    };

    /// <summary>The hash of an entry that is written past the trail, as <see cref="After"/> gives it: for data that is made up in numbers.</summary>
    public static string HashOf(string previousHash, string stream, long number, DateTimeOffset at, string act, AccountId? actorAccount, string actorName, string? subject, string facts) =>
        ChainHash.Of(previousHash, stream, number, at, act, $"{actorAccount}", actorName, subject, facts);

    /// <summary>The hash that what stands here should have.</summary>
    internal string Recomputed() => ChainHash.Of(PreviousHash, Stream, Number, At, Act, $"{ActorAccount}", ActorName, Subject, Facts);
}

/// <summary>How far a stream has come. Its number is taken before its entries are written.</summary>
internal sealed class AuditHead
{
    private AuditHead()
    {
    }

    public string Stream { get; private init; } = "";

    public long Number { get; private set; }

    /// <summary>Up to where a seal holds it.</summary>
    public long SealedNumber { get; private set; }

    public static AuditHead Of(string stream, long number) => new() { Stream = stream, Number = number };

    public void Seal(long number) => SealedNumber = number;
}

/// <summary>SHA-256 over length-prefixed parts, so that no two different rows can read the same.</summary>
internal static class ChainHash
{
    private const string Algorithm = "sha-256:";

    public static string Of(string previous, string stream, long number, DateTimeOffset at, params ReadOnlySpan<string?> rest)
    {
        var bytes = new ArrayBufferWriter<byte>(512);
        Put(bytes, previous);
        Put(bytes, stream);
        Put(bytes, number);
        Put(bytes, at.UtcTicks);
        foreach (var part in rest)
            Put(bytes, part);
        return Algorithm + Convert.ToHexStringLower(SHA256.HashData(bytes.WrittenSpan));
    }

    private static void Put(ArrayBufferWriter<byte> bytes, string? text)
    {
        if (text is null)
        {
            Put(bytes, -1);
            return;
        }

        Put(bytes, Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, bytes);
    }

    private static void Put(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(sizeof(long)), number);
        bytes.Advance(sizeof(long));
    }
}
