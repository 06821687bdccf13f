using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Cases.Forms;

/// <summary>Checks answers against their form: types first, then what the fields owe one another.</summary>
internal static class FormCheck
{
    public static IReadOnlyList<FieldFault> Run(FormDefinition form, JsonObject answers, FormContext context)
    {
        var faults = new List<FieldFault>();
        foreach (var (key, _) in answers)
            if (form.Field(key) is null)
                faults.Add(new FieldFault(key, LocalText.Same(key), "form.unknown-field", []));
        foreach (var section in form.Sections.Where(section => section.When is not { } when || when.Holds(answers)))
            Scope(section.Fields, [.. form.Fields], answers, "", context, faults);
        return faults;
    }

    public static IReadOnlyList<FieldFault> Warn(FormDefinition form, JsonObject answers) =>
        [.. form.Fields
            .Where(field => field.Type == FieldType.BankCard && form.Asks(field, answers) && !Answer.IsEmpty(answers[field.Key]))
            .SelectMany(field => Odd(answers[field.Key]).Select(code => new FieldFault(field.Key, field.Label, code, []))),
         .. Household(form, answers)];

    /// <summary>Families are told of as they live; that two numbers differ is asked about and refuses nothing.</summary>
    private static IEnumerable<FieldFault> Household(FormDefinition form, JsonObject answers)
    {
        if (form.Field(FormKeys.HouseholdSize) is not { } field || Answer.Whole(answers[FormKeys.HouseholdSize]) is not { } size || Answer.Rows(answers[FormKeys.Members]) is not { } members)
            yield break;
        var listed = members.Length + (members.Any(member => Answer.Plain(member[FormKeys.Relation]) == FormKeys.Self) ? 0 : 1); // many leave themselves out
        if (size != listed)
            yield return new FieldFault(field.Key, field.Label, "form.household-differs", [("size", size), ("listed", listed)]);
    }

    private static ImmutableArray<string> Odd(JsonNode? account)
    {
        try
        {
            return BankCard.Check(Answer.Plain(account)).Warnings;
        }
        catch (RefusedException)
        {
            return []; // wrong, not odd: the check says so
        }
    }

    /// <param name="others">What a check may compare with: the whole form, or the row's columns.</param>
    private static void Scope(ImmutableArray<FormField> fields, ImmutableArray<FormField> others, JsonObject scope, string prefix, FormContext context, List<FieldFault> faults)
    {
        foreach (var field in fields.Where(field => field.When is not { } when || when.Holds(scope)))
        {
            var path = prefix + field.Key;
            scope.TryGetPropertyValue(field.Key, out var node);
            if (Answer.IsEmpty(node))
            {
                if (field.Required || field.Least > 0)
                    faults.Add(new FieldFault(path, field.Label, "form.required", []));
                continue;
            }

            if (AnswerShape.Fault(field, node!, context.Today) is { } shape)
                faults.Add(new FieldFault(path, field.Label, shape.Code, shape.Values));
            else if (field.Type == FieldType.Members)
                Table(field, path, Answer.Rows(node)!.Value, context, faults);
            else
                faults.AddRange(field.Checks
                    .Select(check => Broken(check, field, node!, others, scope, context))
                    .OfType<(string Code, ImmutableArray<(string, object?)> Values)>()
                    .Select(broken => new FieldFault(path, field.Label, broken.Code, broken.Values)));
        }
    }

    private static void Table(FormField field, string path, ImmutableArray<JsonObject> rows, FormContext context, List<FieldFault> faults)
    {
        if (rows.Length < field.Least)
            faults.Add(new FieldFault(path, field.Label, "form.too-few-rows", [("least", field.Least)]));
        for (var index = 0; index < rows.Length; index++)
        {
            var prefix = $"{path}[{index}].";
            foreach (var (key, _) in rows[index])
                if (!field.Columns.Any(column => column.Key == key))
                    faults.Add(new FieldFault(prefix + key, LocalText.Same(key), "form.unknown-field", []));
            var inRow = new List<FieldFault>();
            Scope(field.Columns, field.Columns, rows[index], prefix, context, inRow);
            var row = new FaultyRow(field.Label, index + 1);
            faults.AddRange(inRow.Select(fault => fault with { Row = row }));
        }
    }

    private static (string Code, ImmutableArray<(string, object?)> Values)? Broken(
        FieldCheck check, FormField field, JsonNode node, ImmutableArray<FormField> siblings, JsonObject scope, FormContext context)
    {
        var amount = Amount(field, node);
        switch (check)
        {
            case FieldCheck.AtLeast least when amount < least.Value:
                return ("form.too-small", [("least", Shown(field, least.Value))]);
            case FieldCheck.AtMost most when amount > most.Value:
                return ("form.too-large", [("most", Shown(field, most.Value))]);
            case FieldCheck.Cap cap when context.Caps.TryGetValue(cap.RuleKey, out var ceiling) && amount > ceiling:
                return ("form.above-cap", [("cap", Shown(field, ceiling))]);
            case FieldCheck.NotInFuture when Answer.Day(node) > context.Today:
                return ("form.in-future", [("today", context.Today)]);
            case FieldCheck.NotInPast when Answer.Day(node) < context.Today:
                return ("form.in-past", [("today", context.Today)]);
            case FieldCheck.DiffersFrom other when Answer.Digits(node) is { } digits && digits.Equals(Answer.Digits(scope[other.Field]), StringComparison.OrdinalIgnoreCase):
                return ("form.same-as-other", [("other", Label(siblings, other.Field))]);
            case FieldCheck.NotBefore other when Answer.Day(node) < Answer.Day(scope[other.Field]):
                return ("form.before-other", [("other", Label(siblings, other.Field))]);
            case FieldCheck.NotAbove other when amount > Amount(Sibling(siblings, other.Field), scope[other.Field]):
                return ("form.above-other", [("other", Label(siblings, other.Field))]);
            case FieldCheck.SumOf sum when amount != Sum(sum.Fields, siblings, scope):
                return ("form.sum-differs", [("sum", Shown(field, Sum(sum.Fields, siblings, scope))), ("fields", Labels(siblings, sum.Fields))]);
            case FieldCheck.AtLeastSumOf sum when amount < Sum(sum.Fields, siblings, scope):
                return ("form.below-sum", [("sum", Shown(field, Sum(sum.Fields, siblings, scope))), ("fields", Labels(siblings, sum.Fields))]);
            case FieldCheck.Pattern pattern when !pattern.Regex.IsMatch(Answer.Plain(node) ?? ""):
                return ("form.pattern", [("hint", pattern.Hint)]);
            case FieldCheck.MustBeYes when Answer.Yes(node) != true:
                return ("form.must-be-yes", []);
            default:
                return null;
        }
    }

    private static FormField? Sibling(ImmutableArray<FormField> siblings, string key) => siblings.FirstOrDefault(field => field.Key == key);

    private static LocalText Label(ImmutableArray<FormField> siblings, string key) => Sibling(siblings, key)?.Label ?? LocalText.Same(key);

    private static LocalText Labels(ImmutableArray<FormField> siblings, ImmutableArray<string> keys) =>
        new(string.Join("、", keys.Select(key => Label(siblings, key).Zh)), string.Join(", ", keys.Select(key => Label(siblings, key).En)));

    private static long Sum(ImmutableArray<string> keys, ImmutableArray<FormField> siblings, JsonObject scope) =>
        keys.Sum(key => Amount(Sibling(siblings, key), scope[key]) ?? 0);

    private static long? Amount(FormField? field, JsonNode? node) => field?.Type switch
    {
        FieldType.Money => Answer.Cents(node),
        FieldType.Number => Answer.Whole(node),
        _ => null,
    };

    private static string Shown(FormField field, long value) => field.Type == FieldType.Money
        ? (value / 100m).ToString("#,##0.00", CultureInfo.InvariantCulture)
        : value.ToString(CultureInfo.InvariantCulture);
}
