using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AidWorkflow.Cases.Forms;

/// <summary>Reads form.json and finds everything that is wrong with it.</summary>
internal static class FormReading
{
    private static readonly Dictionary<string, FieldType> Types = new(StringComparer.Ordinal)
    {
        ["text"] = FieldType.Text,
        ["number"] = FieldType.Number,
        ["money"] = FieldType.Money,
        ["date"] = FieldType.Date,
        ["choice"] = FieldType.Choice,
        ["multi-choice"] = FieldType.MultiChoice,
        ["citizen-id"] = FieldType.CitizenId,
        ["mobile"] = FieldType.Mobile,
        ["bank-card"] = FieldType.BankCard,
        ["address"] = FieldType.Address,
        ["document"] = FieldType.Document,
        ["members"] = FieldType.Members,
        ["yes-no"] = FieldType.YesNo,
    };

    private static readonly Dictionary<string, FieldAccess> Accesses = new(StringComparer.Ordinal)
    {
        ["hidden"] = FieldAccess.Hidden,
        ["masked"] = FieldAccess.Masked,
        ["read"] = FieldAccess.Read,
        ["edit"] = FieldAccess.Edit,
        ["required"] = FieldAccess.Required,
    };

    /// <summary>A paper is seen whole or not at all.</summary>
    private static readonly Dictionary<string, bool> Papers = new(StringComparer.Ordinal) { ["hidden"] = false, ["read"] = true };

    public static FormDefinition Read(JsonSpot root)
    {
        root.Knows("sections", "steps");
        var sections = root.Items("sections").Select(Section).ToImmutableArray();
        var fields = sections.SelectMany(section => section.Fields).ToImmutableArray();
        if (fields.IsEmpty)
            root.At("sections").Fault("form-file.no-fields");
        foreach (var twin in fields.GroupBy(field => field.Key, StringComparer.Ordinal).Where(group => group.Count() > 1))
            root.At("sections").Fault("form-file.key-twice", ("key", twin.Key));
        References(root, sections);
        var steps = Steps(root.At("steps"), fields);
        return fields.DistinctBy(field => field.Key, StringComparer.Ordinal).Count() == fields.Length
            && steps.DistinctBy(step => step.Step, StringComparer.Ordinal).Count() == steps.Length
                ? new FormDefinition(sections, steps)
                : new FormDefinition([], []);
    }

    private static FormSection Section(JsonSpot spot)
    {
        spot.Knows("key", "title", "help", "when", "fields");
        return new FormSection(
            spot.Text("key"), spot.Local("title"), spot.LocalIfAny("help"), When(spot), [.. spot.Items("fields").Select(field => Field(field, column: false))]);
    }

    private static FormField Field(JsonSpot spot, bool column)
    {
        spot.Knows("key", "type", "label", "help", "required", "when", "options", "columns", "checks", "most", "least", "lines", "landline", "name");
        var key = spot.Text("key");
        if (key.Length > 0 && (!char.IsAsciiLetterLower(key[0]) || !key.All(char.IsAsciiLetterOrDigit)))
            spot.At("key").Fault("form-file.key-shape", ("key", key));
        var type = spot.OneOf("type", Types);
        if (column && type is FieldType.Members or FieldType.Document)
            spot.At("type").Fault("form-file.not-in-table");
        if (spot.Has("options") != type is FieldType.Choice or FieldType.MultiChoice)
            spot.Fault("form-file.options");
        if (spot.Has("columns") != (type == FieldType.Members))
            spot.Fault("form-file.columns");
        return new FormField
        {
            Key = key,
            Type = type,
            Label = spot.Local("label"),
            Help = spot.LocalIfAny("help"),
            Required = spot.FlagIfAny("required", otherwise: false),
            When = When(spot),
            Options = Options(spot),
            Columns = [.. spot.ItemsIfAny("columns").Select(item => Field(item, column: true))],
            Checks = [.. spot.ItemsIfAny("checks").Select(check => Check(check, type)).OfType<FieldCheck>()],
            Most = (int)spot.LongIfAny("most", type == FieldType.Members ? 50 : type == FieldType.Document ? 10 : 200, 1, 10_000),
            Least = (int)spot.LongIfAny("least", 0, 0, 100),
            Lines = (int)spot.LongIfAny("lines", 1, 1, 40),
            Landline = spot.FlagIfAny("landline", otherwise: false),
            IsName = spot.FlagIfAny("name", otherwise: false),
        };
    }

    private static ImmutableArray<FieldOption> Options(JsonSpot spot)
    {
        var options = spot.ItemsIfAny("options").Select(item =>
        {
            item.Knows("value", "label");
            return new FieldOption(item.Text("value"), item.Local("label"));
        }).ToImmutableArray();
        if (options.Select(option => option.Value).Distinct(StringComparer.Ordinal).Count() != options.Length)
            spot.At("options").Fault("form-file.option-twice");
        return options;
    }

    private static Condition? When(JsonSpot spot) => spot.Has("when") ? ConditionReading.Read(spot.At("when")) : null;

    private static FieldCheck? Check(JsonSpot spot, FieldType type)
    {
        spot.Knows("check", "value", "field", "fields", "pattern", "hint");
        var kind = spot.Text("check");
        var amount = type is FieldType.Money or FieldType.Number;
        var fits = kind switch
        {
            "at-least" or "at-most" or "not-above" or "sum-of" or "at-least-sum-of" => amount,
            "cap" => type == FieldType.Money,
            "not-in-future" or "not-in-past" or "not-before" => type == FieldType.Date,
            "differs-from" => type == FieldType.CitizenId,
            "pattern" => type is FieldType.Text or FieldType.Address,
            "must-be-yes" => type == FieldType.YesNo,
            _ => false,
        };
        if (!fits)
        {
            spot.At("check").Fault("form-file.check-unfit", ("check", kind), ("type", Types.First(known => known.Value == type).Key));
            return null;
        }

        return kind switch
        {
            "at-least" => new FieldCheck.AtLeast(Bound(spot, type)),
            "at-most" => new FieldCheck.AtMost(Bound(spot, type)),
            "cap" => new FieldCheck.Cap(spot.Text("value")),
            "not-above" => new FieldCheck.NotAbove(spot.Text("field")),
            "not-before" => new FieldCheck.NotBefore(spot.Text("field")),
            "sum-of" => new FieldCheck.SumOf([.. spot.Items("fields").Select(item => item.Text())]),
            "at-least-sum-of" => new FieldCheck.AtLeastSumOf([.. spot.Items("fields").Select(item => item.Text())]),
            "not-in-future" => new FieldCheck.NotInFuture(),
            "not-in-past" => new FieldCheck.NotInPast(),
            "differs-from" => new FieldCheck.DiffersFrom(spot.Text("field")),
            "must-be-yes" => new FieldCheck.MustBeYes(),
            _ => Pattern(spot),
        };
    }

    private static long Bound(JsonSpot spot, FieldType type) =>
        type == FieldType.Money ? spot.At("value").Cents() : spot.LongIfAny("value", 0, 0, Answer.MostCents);

    // NonBacktracking: a pattern comes from a file, and no pattern may hang a page.
    private static FieldCheck.Pattern? Pattern(JsonSpot spot)
    {
        var hint = spot.Local("hint");
        var pattern = spot.Text("pattern");
        try
        {
            return new FieldCheck.Pattern(new Regex($"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), hint);
        }
        catch (Exception broken) when (broken is ArgumentException or NotSupportedException)
        {
            spot.At("pattern").Fault("form-file.pattern", ("detail", broken.Message));
            return null;
        }
    }

    // Conditions and comparisons may only speak of fields that exist: of the row within a table, of the form elsewhere.
    private static void References(JsonSpot root, ImmutableArray<FormSection> sections)
    {
        var known = sections.SelectMany(section => section.Fields).Select(field => field.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var (section, index) in sections.Select((section, index) => (section, index)))
        {
            var spot = root.At("sections").Item(index);
            Unknown(spot, section.When?.Fields ?? [], known);
            References(spot.At("fields"), section.Fields, known);
        }
    }

    private static void References(JsonSpot list, ImmutableArray<FormField> fields, HashSet<string> known)
    {
        foreach (var (field, index) in fields.Select((field, index) => (field, index)))
        {
            var spot = list.Item(index);
            Unknown(spot, (field.When?.Fields ?? []).Concat(field.Checks.SelectMany(Named)), known);
            if (field.Columns.Select(column => column.Key).ToHashSet(StringComparer.Ordinal) is var columns && columns.Count < field.Columns.Length)
                spot.At("columns").Fault("form-file.key-twice", ("key", field.Key));
            if (!field.Columns.IsEmpty)
                References(spot.At("columns"), field.Columns, columns);
        }
    }

    private static IEnumerable<string> Named(FieldCheck check) => check switch
    {
        FieldCheck.NotAbove other => [other.Field],
        FieldCheck.NotBefore other => [other.Field],
        FieldCheck.DiffersFrom other => [other.Field],
        FieldCheck.SumOf sum => sum.Fields,
        FieldCheck.AtLeastSumOf sum => sum.Fields,
        _ => [],
    };

    private static void Unknown(JsonSpot spot, IEnumerable<string> named, HashSet<string> known)
    {
        foreach (var name in named.Where(name => !known.Contains(name)))
            spot.Fault("form-file.unknown-field", ("field", name));
    }

    private static ImmutableArray<StepAccess> Steps(JsonSpot spot, ImmutableArray<FormField> fields) =>
        [.. spot.Properties().Select(step =>
        {
            step.Spot.Knows("default", "fields", "papers");
            var exceptions = step.Spot.Has("fields") ? step.Spot.At("fields").Properties() : [];
            FieldAccess? otherwise = step.Spot.Has("default") || FormSteps.Owed.Contains(step.Name) ? step.Spot.OneOf("default", Accesses) : null;
            return new StepAccess(step.Name, otherwise, exceptions.Select(field =>
            {
                if (!fields.Any(known => known.Key == field.Name))
                    field.Spot.Fault("form-file.unknown-field", ("field", field.Name));
                return (field.Name, Access: step.Spot.At("fields").OneOf(field.Name, Accesses));
            }).ToFrozenDictionary(field => field.Name, field => field.Access, StringComparer.Ordinal))
            {
                Papers = (step.Spot.Has("papers") ? step.Spot.At("papers").Properties() : [])
                    .Select(paper => (paper.Name, Shown: step.Spot.At("papers").OneOf(paper.Name, Papers)))
                    .ToFrozenDictionary(paper => paper.Name, paper => paper.Shown, StringComparer.Ordinal),
            };
        })];
}
