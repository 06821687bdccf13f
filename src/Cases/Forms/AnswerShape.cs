using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Cases.Forms;

/// <summary>Whether an answer can be read as its field's type at all.</summary>
internal static partial class AnswerShape
{
    public static (string Code, ImmutableArray<(string, object?)> Values)? Fault(FormField field, JsonNode node, DateOnly today) => field.Type switch
    {
        FieldType.Text or FieldType.Address => Text(field, node),
        FieldType.Number => Number(node),
        FieldType.Money => Money(node),
        FieldType.Date => Answer.Day(node) is null ? ("form.not-a-date", []) : null,
        FieldType.Choice => Choice(field, Answer.Plain(node) is { } one ? [one] : null),
        FieldType.MultiChoice => Choice(field, Answer.Choices(node)),
        FieldType.CitizenId => Said(() => CitizenId.Parse(Answer.Plain(node), today)),
        FieldType.Mobile => Telephone(field, node),
        FieldType.BankCard => Said(() => BankCard.Check(Answer.Plain(node))),
        FieldType.Document => Files(field, node),
        FieldType.Members => Answer.Rows(node) is not { } rows ? ("form.not-a-table", [])
            : rows.Length > field.Most ? ("form.too-many-rows", [("most", field.Most)]) : null,
        FieldType.YesNo => Answer.Yes(node) is null ? ("form.not-yes-no", []) : null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static (string, ImmutableArray<(string, object?)>)? Text(FormField field, JsonNode node)
    {
        if (node is not JsonValue value || value.GetValueKind() != System.Text.Json.JsonValueKind.String)
            return ("form.not-text", []);
        var text = value.GetValue<string>();
        if (text.Length > field.Most)
            return ("form.too-long", [("most", field.Most), ("length", text.Length)]);
        return text.Any(letter => char.IsControl(letter) && !(field.Lines > 1 && letter is '\n' or '\r' or '\t')) || !IsWellFormed(text)
            ? ("form.control-characters", [])
            : null;
    }

    // Half a surrogate pair cannot be written to any bank file or database.
    private static bool IsWellFormed(string text)
    {
        for (var index = 0; index < text.Length; index++)
            if (char.IsSurrogate(text[index]) && !(index + 1 < text.Length && char.IsSurrogatePair(text[index], text[++index])))
                return false;
        return true;
    }

    private static (string, ImmutableArray<(string, object?)>)? Number(JsonNode node) => Answer.Whole(node) switch
    {
        null => ("form.not-a-number", []),
        < 0 => ("form.negative", []),
        > Answer.MostCents => ("form.number-too-large", []),
        _ => null,
    };

    private static (string, ImmutableArray<(string, object?)>)? Money(JsonNode node)
    {
        if (Answer.Cents(node) is { } cents)
            return cents < 0 ? ("form.negative", []) : null;
        return (NotMoney(Answer.Plain(node) ?? ""), []);
    }

    /// <summary>What keeps it from being an amount.</summary>
    internal static string NotMoney(string text) => MoreThanTwoDecimals().IsMatch(text) ? "form.money-decimals"
        : LongDigits().IsMatch(text.Replace(",", "", StringComparison.Ordinal)) ? "form.number-too-large" : "form.not-money";

    private static (string, ImmutableArray<(string, object?)>)? Choice(FormField field, ImmutableArray<string>? ticked) =>
        ticked is { } values && values.All(value => field.Options.Any(option => option.Value == value))
            ? null
            : ("form.not-a-choice", []);

    private static (string, ImmutableArray<(string, object?)>)? Telephone(FormField field, JsonNode node)
    {
        var kind = PhoneKind.Mobile;
        return Said(() => kind = Mobile.Parse(Answer.Plain(node)).Kind) ?? (kind == PhoneKind.Landline && !field.Landline ? ("form.mobile", []) : null);
    }

    // The register's own types know these numbers; a form says their refusals of its field.
    private static (string, ImmutableArray<(string, object?)>)? Said<T>(Func<T> parse)
    {
        try
        {
            parse();
            return null;
        }
        catch (RefusedException refused)
        {
            return (refused.Code, [.. refused.Values.Select(value => (value.Key, value.Value))]);
        }
    }

    private static (string, ImmutableArray<(string, object?)>)? Files(FormField field, JsonNode node) =>
        Answer.Choices(node) is not { } ids || ids.Any(id => !Guid.TryParse(id, out _)) ? ("form.not-files", [])
        : ids.Length > field.Most ? ("form.too-many-files", [("most", field.Most)])
        : null;

    [GeneratedRegex(@"^[0-9,]+\.[0-9]{3,}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MoreThanTwoDecimals();

    [GeneratedRegex(@"^[0-9]{11,}(\.[0-9]*)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LongDigits();
}
