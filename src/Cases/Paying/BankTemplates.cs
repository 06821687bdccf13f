using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Paying;

/// <param name="Place">Where in the file: a JSON path, or line and column.</param>
public sealed record BankTemplateFault(string File, string Place, LocalText Reason);

/// <summary>Bank file templates from a folder of JSON files. A broken file is reported and left out; the others load.</summary>
public sealed class BankTemplates : IBankTemplates
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, // a misspelt setting is a fault, not a default
        ReadCommentHandling = JsonCommentHandling.Skip,
        RespectNullableAnnotations = true,
    };

    private readonly FrozenDictionary<string, BankFileTemplate> byId;

    public BankTemplates(IEnumerable<BankFileTemplate> templates) => byId = templates.ToFrozenDictionary(template => template.Id, StringComparer.Ordinal);

    public IReadOnlyList<BankFileTemplate> All => [.. byId.Values.OrderBy(template => template.Id, StringComparer.Ordinal)];

    public BankFileTemplate Get(string id) =>
        byId.TryGetValue(id, out var template) ? template : throw new RefusedException("bank-template.unknown", "template", ("template", id));

    /// <summary>Reads every *.json of the folder.</summary>
    public static (BankTemplates Templates, IReadOnlyList<BankTemplateFault> Faults) Load(string folder)
    {
        var templates = new Dictionary<string, BankFileTemplate>(StringComparer.Ordinal);
        var faults = new List<BankTemplateFault>();
        foreach (var file in Files(folder))
        {
            var (template, found) = Read(Path.GetFileName(file), File.ReadAllBytes(file));
            faults.AddRange(found);
            if (template is not null && !templates.TryAdd(template.Id, template))
                faults.Add(new BankTemplateFault(Path.GetFileName(file), "$.id", new($"编号“{template.Id}”已用于另一个文件。", $"{template.Id} is the id of another file.")));
        }

        return (new BankTemplates(templates.Values), faults);
    }

    /// <summary>The template, when the file has no fault.</summary>
    public static (BankFileTemplate? Template, IReadOnlyList<BankTemplateFault> Faults) Read(string file, byte[] bytes)
    {
        try
        {
            var template = JsonSerializer.Deserialize<BankFileTemplate>(WithoutMark(bytes), Json)
                ?? throw new JsonException("The file says null.");
            var faults = BankTemplateCheck.Of(template).Select(fault => new BankTemplateFault(file, fault.Place, fault.Reason)).ToList();
            return (faults.Count == 0 ? template : null, faults);
        }
        catch (JsonException broken)
        {
            var place = broken.LineNumber is { } line ? $"line {line + 1}, column {broken.BytePositionInLine + 1}" : broken.Path ?? "$";
            return (null, [new BankTemplateFault(file, place, new($"文件读不出来：{broken.Message}", broken.Message))]);
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal) : Enumerable.Empty<string>();

    private static ReadOnlySpan<byte> WithoutMark(byte[] bytes) => bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes.AsSpan(3) : bytes;
}
