using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AidWorkflow.Cases.Protecting;

/// <summary>What a data key is for; keys of one purpose are never used for another.</summary>
public enum KeyPurpose
{
    Field,
    Index,
}

/// <summary>
/// The data keys, by version, unwrapped with the key-encrypting key. The ring is a JSON file that lies outside the database, the repository and the
/// backup of either; a site may keep the key-encrypting key in yet another file (<c>kekFile</c>).
/// </summary>
public sealed class KeyRing
{
    private const int KeyLength = 32;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly FrozenDictionary<(KeyPurpose Purpose, ushort Id), byte[]> keys;
    private readonly FrozenDictionary<KeyPurpose, ushort> active;

    private KeyRing(bool isDemo, Dictionary<(KeyPurpose Purpose, ushort Id), byte[]> keys)
    {
        IsDemo = isDemo;
        this.keys = keys.ToFrozenDictionary();
        active = keys.Keys.GroupBy(key => key.Purpose).ToFrozenDictionary(group => group.Key, group => group.Max(key => key.Id));
    }

    /// <summary>Made by <c>run.sh</c> for trying out. Production refuses to start with such a ring.</summary>
    public bool IsDemo { get; }

    /// <exception cref="KeyRingException">The file is missing, malformed, or its keys do not open with its key-encrypting key.</exception>
    public static KeyRing Read(string path)
    {
        try
        {
            var file = JsonSerializer.Deserialize<RingFile>(File.ReadAllBytes(path), Json);
            if (file?.Keys is null || (file.Kek is null && file.KekFile is null))
                throw new KeyRingException(path, "it lacks the keys or their key-encrypting key");
            var kek = ReadKek(path, file);
            var found = new Dictionary<(KeyPurpose, ushort), byte[]>();
            foreach (var key in file.Keys)
            {
                if (!found.TryAdd((key.Purpose, key.Id), Unwrap(kek, key)))
                    throw new KeyRingException(path, $"key {key.Purpose} {key.Id} stands there twice");
            }

            foreach (var purpose in Enum.GetValues<KeyPurpose>())
            {
                if (!found.Keys.Any(key => key.Item1 == purpose))
                    throw new KeyRingException(path, $"it has no key for {purpose}");
            }

            return new KeyRing(file.IsDemo, found);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException or FormatException or CryptographicException or ArgumentException)
        {
            throw new KeyRingException(path, fault.Message, fault);
        }
    }

    /// <summary>Writes a new ring marked as demo, readable by this user only. An existing file is never overwritten.</summary>
    public static KeyRing CreateDemo(string path) => Create(path, isDemo: true);

    /// <summary>As <see cref="CreateDemo"/>, for a real site.</summary>
    public static KeyRing Create(string path) => Create(path, isDemo: false);

    /// <summary>Adds a newer key for every purpose; the older ones go on opening what they sealed.</summary>
    public static KeyRing Rotate(string path)
    {
        var ring = Read(path);
        var file = JsonSerializer.Deserialize<RingFile>(File.ReadAllBytes(path), Json)!;
        var kek = ReadKek(path, file);
        var added = Enum.GetValues<KeyPurpose>().Select(purpose => NewKey(kek, purpose, (ushort)(ring.active[purpose] + 1)));
        var next = path + ".next";
        Write(next, file with { Keys = [.. file.Keys!, .. added] });
        File.Move(next, path, overwrite: true);
        return Read(path);
    }

    /// <summary>The newest key of a purpose: what is written is written with it.</summary>
    internal (ushort Id, byte[] Key) Active(KeyPurpose purpose) => (active[purpose], keys[(purpose, active[purpose])]);

    internal byte[]? Find(KeyPurpose purpose, ushort id) => keys.GetValueOrDefault((purpose, id));

    /// <summary>Every key of a purpose, newest first.</summary>
    internal IEnumerable<(ushort Id, byte[] Key)> All(KeyPurpose purpose) =>
        keys.Where(key => key.Key.Purpose == purpose).OrderByDescending(key => key.Key.Id).Select(key => (key.Key.Id, key.Value));

    private static byte[] ReadKek(string path, RingFile file) => Convert.FromBase64String(
        file.Kek ?? File.ReadAllText(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, file.KekFile!)).Trim());

    private static KeyRing Create(string path, bool isDemo)
    {
        var kek = RandomNumberGenerator.GetBytes(KeyLength);
        Write(path, new RingFile(isDemo, Convert.ToBase64String(kek), null, [.. Enum.GetValues<KeyPurpose>().Select(purpose => NewKey(kek, purpose, 1))]));
        return Read(path);
    }

    private static void Write(string path, RingFile file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        JsonSerializer.Serialize(stream, file, Json);
    }

    private static RingKey NewKey(byte[] kek, KeyPurpose purpose, ushort id)
    {
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var (tag, wrapped) = (new byte[AesGcm.TagByteSizes.MaxSize], new byte[KeyLength]);
        using var aes = new AesGcm(kek, tag.Length);
        aes.Encrypt(nonce, RandomNumberGenerator.GetBytes(KeyLength), wrapped, tag, Bound(purpose, id));
        return new RingKey(purpose, id, "AES-256-GCM", Convert.ToBase64String([.. nonce, .. tag, .. wrapped]));
    }

    private static byte[] Unwrap(byte[] kek, RingKey key)
    {
        if (key.WrappedWith != "AES-256-GCM")
            throw new FormatException($"key {key.Purpose} {key.Id} is wrapped with {key.WrappedWith}, which is not known here");
        var (nonceLength, tagLength) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var bytes = Convert.FromBase64String(key.Wrapped);
        if (bytes.Length != nonceLength + tagLength + KeyLength)
            throw new FormatException($"key {key.Purpose} {key.Id} has the wrong length");
        var plain = new byte[KeyLength];
        using var aes = new AesGcm(kek, tagLength);
        aes.Decrypt(bytes.AsSpan(0, nonceLength), bytes.AsSpan(nonceLength + tagLength), bytes.AsSpan(nonceLength, tagLength), plain, Bound(key.Purpose, key.Id));
        return plain;
    }

    private static byte[] Bound(KeyPurpose purpose, ushort id) => System.Text.Encoding.UTF8.GetBytes($"{purpose}:{id}");

    private sealed record RingFile(bool IsDemo, string? Kek, string? KekFile, List<RingKey>? Keys);

    private sealed record RingKey(KeyPurpose Purpose, ushort Id, string WrappedWith, string Wrapped);
}

/// <summary>The key file cannot be used; the application does not start without one.</summary>
public sealed class KeyRingException(string path, string reason, Exception? inner = null)
    : Exception($"The key file {path} cannot be used: {reason}.", inner);
