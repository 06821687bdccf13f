using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AidWorkflow.Cases.Protecting;

/// <summary>Named in every ciphertext and index, so that another can be chosen later while the old rows stay readable.</summary>
public enum ProtectionAlgorithm : byte
{
    None = 0,
    Aes256Gcm = 1,
    HmacSha256 = 2,

    /// <summary>Reserved for the national algorithms; no implementation yet.</summary>
    Sm4Gcm = 65,

    /// <summary>Likewise.</summary>
    HmacSm3 = 66,
}

/// <summary>
/// Seals single fields and small files. A sealed value is <c>version, algorithm, key id (2), nonce (12), tag (16), ciphertext</c>, and is bound to
/// the place it stands in: copied into another row or column it does not open.
/// </summary>
public sealed class FieldProtector(KeyRing ring)
{
    private const byte Version = 1;
    private const int HeaderLength = 4;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Overhead = HeaderLength + NonceLength + TagLength;

    /// <param name="place">Where it stands: "person.citizen-id:{id}".</param>
    public byte[] Seal(string value, string place) => SealBytes(Encoding.UTF8.GetBytes(value), place);

    /// <exception cref="UnreadableFieldException">It was changed, moved, or sealed with a key or algorithm that is not here.</exception>
    public string Open(ReadOnlySpan<byte> sealedValue, string place) => Encoding.UTF8.GetString(OpenBytes(sealedValue, place));

    public byte[] SealBytes(ReadOnlySpan<byte> value, string place)
    {
        var (id, key) = ring.Active(KeyPurpose.Field);
        var whole = new byte[Overhead + value.Length];
        WriteHeader(whole, ProtectionAlgorithm.Aes256Gcm, id);
        var nonce = whole.AsSpan(HeaderLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, value, whole.AsSpan(Overhead), whole.AsSpan(HeaderLength + NonceLength, TagLength), Bound(whole, place));
        return whole;
    }

    /// <exception cref="UnreadableFieldException">It was changed, moved, or sealed with a key or algorithm that is not here.</exception>
    public byte[] OpenBytes(ReadOnlySpan<byte> sealedValue, string place)
    {
        if (sealedValue.Length < Overhead || sealedValue[0] != Version)
            throw new UnreadableFieldException(place, "it is not a sealed value");
        if ((ProtectionAlgorithm)sealedValue[1] != ProtectionAlgorithm.Aes256Gcm)
            throw new UnreadableFieldException(place, $"algorithm {sealedValue[1]} is not available");
        var id = BinaryPrimitives.ReadUInt16BigEndian(sealedValue[2..]);
        var key = ring.Find(KeyPurpose.Field, id) ?? throw new UnreadableFieldException(place, $"key {id} is not in the ring");
        var plain = new byte[sealedValue.Length - Overhead];
        try
        {
            using var aes = new AesGcm(key, TagLength);
            aes.Decrypt(
                sealedValue.Slice(HeaderLength, NonceLength), sealedValue[Overhead..], sealedValue.Slice(HeaderLength + NonceLength, TagLength), plain, Bound(sealedValue, place));
            return plain;
        }
        catch (CryptographicException fault)
        {
            throw new UnreadableFieldException(place, "it was changed or stands in the wrong place", fault);
        }
    }

    /// <summary>What a sealed value says of itself, for whoever must name it without opening it.</summary>
    public static (ProtectionAlgorithm Algorithm, ushort KeyId) SealedWith(ReadOnlySpan<byte> sealedValue) =>
        ((ProtectionAlgorithm)sealedValue[1], BinaryPrimitives.ReadUInt16BigEndian(sealedValue[2..]));

    /// <summary>
    /// A keyed digest for exact search without opening anything: <c>version, algorithm, key id (2), HMAC (32)</c>. Width, spaces, hyphens and case do
    /// not matter.
    /// </summary>
    /// <param name="field">The field it indexes, "person.citizen-id": equal values of two fields do not show as equal.</param>
    public byte[] Index(string value, string field)
    {
        var (id, key) = ring.Active(KeyPurpose.Index);
        return Index(value, field, id, key);
    }

    /// <summary>The index under every key of the ring, newest first: search for any of them, as older rows may carry older keys.</summary>
    public IReadOnlyList<byte[]> Indexes(string value, string field) =>
        [.. ring.All(KeyPurpose.Index).Select(key => Index(value, field, key.Id, key.Key))];

    private static byte[] Index(string value, string field, ushort id, byte[] key)
    {
        var whole = new byte[HeaderLength + HMACSHA256.HashSizeInBytes];
        WriteHeader(whole, ProtectionAlgorithm.HmacSha256, id);
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{field}\n{Normal(value)}"), whole.AsSpan(HeaderLength));
        return whole;
    }

    private static string Normal(string value) => string.Concat(
        value.Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter) && letter is not ('-' or '\u2010' or '\u2013'))).ToUpperInvariant();

    private static void WriteHeader(Span<byte> whole, ProtectionAlgorithm algorithm, ushort keyId)
    {
        (whole[0], whole[1]) = (Version, (byte)algorithm);
        BinaryPrimitives.WriteUInt16BigEndian(whole[2..], keyId);
    }

    private static byte[] Bound(ReadOnlySpan<byte> whole, string place) => [.. whole[..HeaderLength], .. Encoding.UTF8.GetBytes(place)];
}

/// <summary>A sealed value does not open: a fault of keys or data, never a refusal to a person.</summary>
public sealed class UnreadableFieldException(string place, string reason, Exception? inner = null)
    : Exception($"The protected value of {place} cannot be read: {reason}.", inner);
