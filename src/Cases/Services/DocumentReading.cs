using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Cases.Services;

/// <summary>Reads documents.json.</summary>
internal static class DocumentReading
{
    /// <summary>A document row of the database holds no more.</summary>
    private const long MostBytes = 10 * 1024 * 1024;

    private static readonly string[] Types = ["image/jpeg", "image/png", "application/pdf"];

    /// <param name="form">Null where the form could not be read: conditions are then not held against it.</param>
    public static DocumentList Read(JsonSpot root, FormDefinition? form)
    {
        root.Knows("documents");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        return new DocumentList([.. root.Items("documents").Select(item =>
        {
            var document = Document(item, form);
            if (!keys.Add(document.Key))
                item.At("key").Fault("form-file.key-twice", ("key", document.Key));
            return document;
        })]);
    }

    private static DocumentRequirement Document(JsonSpot item, FormDefinition? form)
    {
        item.Knows("key", "name", "help", "when", "required", "types", "maxBytes", "maxFiles", "retention", "basis", "signs");
        var when = item.Has("when") ? ConditionReading.Read(item.At("when")) : null;
        foreach (var field in (when?.Fields ?? []).Where(field => form is not null && form.Field(field) is null))
            item.At("when").Fault("form-file.unknown-field", ("field", field));
        var signs = item.ItemsIfAny("signs").ToArray();
        foreach (var sentence in signs.Where(sentence => form is not null && form.Field(sentence.Text()) is null))
            sentence.Fault("form-file.unknown-field", ("field", sentence.Text()));
        var types = item.Items("types").ToArray();
        foreach (var type in types.Where(type => !Types.Contains(type.Text(), StringComparer.Ordinal)))
            type.Fault("file.not-one-of", ("found", type.Text()), ("choices", string.Join(", ", Types)));
        return new DocumentRequirement
        {
            Key = item.Text("key"),
            Name = item.Local("name"),
            Help = item.LocalIfAny("help"),
            When = when,
            Required = item.FlagIfAny("required", otherwise: true),
            Types = [.. types.Select(type => type.Text())],
            MaxBytes = item.LongIfAny("maxBytes", MostBytes, 1, MostBytes),
            MaxFiles = (int)item.LongIfAny("maxFiles", 10, 1, 50),
            Retention = DescriptionReading.Term(item.At("retention")),
            Basis = item.TextIfAny("basis"),
            Signs = [.. signs.Select(sentence => sentence.Text())],
        };
    }
}
