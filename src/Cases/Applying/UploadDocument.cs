using System.Globalization;
using System.Security.Cryptography;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Cases.Applying;

/// <summary>Keeps an uploaded file, encrypted, until a submit links it or a day has passed.</summary>
public sealed class UploadDocument(IUnitOfWork work, FieldProtector protector, IIds ids, TimeProvider time)
{
    /// <summary>The most a file may have, whatever a service allows: 10 MB.</summary>
    public const long MostBytes = 10 * 1024 * 1024;

    private const string Types = "JPG, PNG, PDF";

    private static readonly string[] Accepted = [".jpg", ".jpeg", ".png", ".pdf"];

    /// <exception cref="RefusedException">document.empty, document.too-large, document.type, document.content</exception>
    public StoredFileId Upload(string fileName, byte[] content, Actor actor)
    {
        if (content.Length == 0)
            throw new RefusedException("document.empty", "file");
        if (content.Length > MostBytes)
            throw new RefusedException("document.too-large", "file", ("size", string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(content.Length / 10485.76m) / 100:0.##}")), ("most", "10"));
        var id = StoredFileId.Of(ids.Next());
        work.Db.Add(new StoredFile
        {
            Id = id,
            ContentHash = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(content)),
            FileName = Path.GetFileName(fileName),
            MediaType = MediaType(content) ?? throw Unlike(Path.GetExtension(fileName)),
            Bytes = content.Length,
            Content = protector.SealBytes(content, $"file:{id}"),
            UploadedBy = actor.Account,
            UploadedAt = time.GetUtcNow(),
        });
        return id;
    }

    /// <summary>By the first bytes, never by the name or the browser's word.</summary>
    public static string? MediaType(ReadOnlySpan<byte> content) => content switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
        [0x25, 0x50, 0x44, 0x46, 0x2D, ..] => "application/pdf",
        _ => null,
    };

    private static RefusedException Unlike(string extension) => Accepted.Contains(extension, StringComparer.OrdinalIgnoreCase)
        ? new("document.content", "file", ("types", Types))
        : new("document.type", "file", ("type", extension), ("types", Types));
}
