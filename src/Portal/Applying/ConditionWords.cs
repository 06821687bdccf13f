using AidWorkflow.Cases.Forms;

namespace AidWorkflow.Portal.Applying;

/// <summary>When a question is to be answered, in words: every question stands on the page, so that it can be filled in without script.</summary>
internal static class ConditionWords
{
    /// <param name="among">The questions that the condition may speak of.</param>
    public static LocalText Of(Condition condition, IReadOnlyCollection<FormField> among) =>
        new($"如{Zh(condition, among)}，请填写", $"Only if {En(condition, among)}");

    private static string Zh(Condition condition, IReadOnlyCollection<FormField> among) => condition switch
    {
        Condition.All all => string.Join("，并且", all.Of.Select(one => Zh(one, among))),
        Condition.Any any => string.Join("，或者", any.Of.Select(one => Zh(one, among))),
        Condition.Field field => ChineseField(field, Asked(field, among)),
        _ => "适用",
    };

    private static string En(Condition condition, IReadOnlyCollection<FormField> among) => condition switch
    {
        Condition.All all => string.Join(" and ", all.Of.Select(one => En(one, among))),
        Condition.Any any => string.Join(" or ", any.Of.Select(one => En(one, among))),
        Condition.Field field => EnglishField(field, Asked(field, among)),
        _ => "it applies",
    };

    private static string ChineseField(Condition.Field field, FormField? asked)
    {
        var (label, values) = ($"“{asked?.Label.Zh ?? field.Key}”", string.Join("或", field.Values.Select(value => $"“{Value(asked, value).Zh}”")));
        return field.Op switch
        {
            ConditionOp.Filled => $"{label}已填写",
            ConditionOp.Empty => $"{label}未填写",
            ConditionOp.NotEqual or ConditionOp.NotIn => $"{label}不是{values}",
            ConditionOp.Above => $"{label}大于{values}",
            ConditionOp.AtLeast => $"{label}不小于{values}",
            ConditionOp.Below => $"{label}小于{values}",
            ConditionOp.AtMost => $"{label}不大于{values}",
            ConditionOp.Contains => $"{label}包括{values}",
            _ => $"{label}为{values}",
        };
    }

    private static string EnglishField(Condition.Field field, FormField? asked)
    {
        var (label, values) = ($"“{asked?.Label.En ?? field.Key}”", string.Join(" or ", field.Values.Select(value => $"“{Value(asked, value).En}”")));
        return field.Op switch
        {
            ConditionOp.Filled => $"{label} is filled in",
            ConditionOp.Empty => $"{label} is left empty",
            ConditionOp.NotEqual or ConditionOp.NotIn => $"{label} is not {values}",
            ConditionOp.Above => $"{label} is more than {values}",
            ConditionOp.AtLeast => $"{label} is {values} or more",
            ConditionOp.Below => $"{label} is less than {values}",
            ConditionOp.AtMost => $"{label} is {values} or less",
            ConditionOp.Contains => $"{label} includes {values}",
            _ => $"{label} is {values}",
        };
    }

    private static FormField? Asked(Condition.Field field, IReadOnlyCollection<FormField> among) => among.FirstOrDefault(one => one.Key == field.Key);

    private static LocalText Value(FormField? asked, string value) => asked?.Type == FieldType.YesNo
        ? value is "true" or "yes" ? new("是", "Yes") : new("否", "No")
        : asked?.Options.FirstOrDefault(option => option.Value == value)?.Label ?? LocalText.Same(value);
}
