using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AidWorkflow.Cases.Forms;

public enum ConditionOp
{
    Equal,
    NotEqual,
    In,
    NotIn,
    Above,
    AtLeast,
    Below,
    AtMost,
    Filled,
    Empty,

    /// <summary>A multi-choice has this value ticked.</summary>
    Contains,
}

/// <summary>A simple declarative condition on answers: field, operator, value; all of, any of. An answer that is not there fails every comparison.</summary>
public abstract record Condition
{
    private Condition() { }

    public abstract bool Holds(JsonObject answers);

    /// <summary>Every field it speaks of.</summary>
    public abstract IEnumerable<string> Fields { get; }

    public sealed record All(ImmutableArray<Condition> Of) : Condition
    {
        public override bool Holds(JsonObject answers) => Of.All(condition => condition.Holds(answers));
        public override IEnumerable<string> Fields => Of.SelectMany(condition => condition.Fields);
    }

    public sealed record Any(ImmutableArray<Condition> Of) : Condition
    {
        public override bool Holds(JsonObject answers) => Of.Any(condition => condition.Holds(answers));
        public override IEnumerable<string> Fields => Of.SelectMany(condition => condition.Fields);
    }

    /// <param name="Values">One value; several for In and NotIn; none for Filled and Empty. Money is written in yuan.</param>
    public sealed record Field(string Key, ConditionOp Op, ImmutableArray<string> Values) : Condition
    {
        public override IEnumerable<string> Fields => [Key];

        public override bool Holds(JsonObject answers)
        {
            answers.TryGetPropertyValue(Key, out var node);
            if (Op is ConditionOp.Empty or ConditionOp.Filled)
                return Answer.IsEmpty(node) == (Op == ConditionOp.Empty);
            if (Op == ConditionOp.Contains)
                return Answer.Choices(node) is { } ticked && ticked.Contains(Values[0], StringComparer.Ordinal);
            if (Answer.IsEmpty(node) || Answer.Plain(node) is not { } answer)
                return false;
            return Op switch
            {
                ConditionOp.Equal => answer == Values[0],
                ConditionOp.NotEqual => answer != Values[0],
                ConditionOp.In => Values.Contains(answer, StringComparer.Ordinal),
                ConditionOp.NotIn => !Values.Contains(answer, StringComparer.Ordinal),
                _ => Compare(answer, Values[0]) is { } order && Op switch
                {
                    ConditionOp.Above => order > 0,
                    ConditionOp.AtLeast => order >= 0,
                    ConditionOp.Below => order < 0,
                    _ => order <= 0,
                },
            };
        }

        // Days compare as text (yyyy-MM-dd), amounts and numbers by value.
        private static int? Compare(string answer, string value) =>
            Answer.Cents(answer) is { } left && Answer.Cents(value) is { } right ? left.CompareTo(right)
            : Answer.Day(answer) is { } day && Answer.Day(value) is { } other ? day.CompareTo(other)
            : null;
    }
}
