using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AidWorkflow.Cases.Forms;

public enum FieldType
{
    /// <summary>A line, or several where <see cref="FormField.Lines"/> is above one.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>Yuan with at most two decimals, kept as entered, read as cents.</summary>
    Money,

    /// <summary>"yyyy-MM-dd".</summary>
    Date,
    Choice,
    MultiChoice,
    CitizenId,

    /// <summary>A mobile number, or a landline where <see cref="FormField.Landline"/> allows it.</summary>
    Mobile,
    BankCard,
    Address,

    /// <summary>Ids of stored files.</summary>
    Document,

    /// <summary>A table: one row a person, a bill, an event; the columns are fields.</summary>
    Members,
    YesNo,
}

public sealed record FieldOption(string Value, LocalText Label);

/// <summary>One question of a form.</summary>
public sealed record FormField
{
    public required string Key { get; init; }
    public required FieldType Type { get; init; }
    public required LocalText Label { get; init; }
    public LocalText? Help { get; init; }
    public bool Required { get; init; }

    /// <summary>The question is asked only where this holds; null: always. Within a table it speaks of the row.</summary>
    public Condition? When { get; init; }
    public ImmutableArray<FieldOption> Options { get; init; } = [];

    /// <summary>The columns of a table.</summary>
    public ImmutableArray<FormField> Columns { get; init; } = [];
    public ImmutableArray<FieldCheck> Checks { get; init; } = [];

    /// <summary>Characters of a text, rows of a table, files of a document field.</summary>
    public int Most { get; init; } = 200;

    /// <summary>Rows of a table that are needed where the question is asked.</summary>
    public int Least { get; init; }
    public int Lines { get; init; } = 1;
    public bool Landline { get; init; }

    /// <summary>A person's name: masked as one (张*).</summary>
    public bool IsName { get; init; }
}

/// <summary>What an answer must keep besides its type. Sums and comparisons look at the same row or the same form.</summary>
public abstract record FieldCheck
{
    private FieldCheck() { }

    /// <param name="Value">Cents for money, units for a number.</param>
    public sealed record AtLeast(long Value) : FieldCheck;

    /// <param name="Value">Cents for money, units for a number.</param>
    public sealed record AtMost(long Value) : FieldCheck;

    /// <summary>Not above a cap of the service's rules, given with the check's context under this key.</summary>
    public sealed record Cap(string RuleKey) : FieldCheck;

    public sealed record NotInFuture : FieldCheck;

    public sealed record NotInPast : FieldCheck;

    /// <summary>Another number than another field's: somebody else.</summary>
    public sealed record DiffersFrom(string Field) : FieldCheck;

    /// <summary>A day on or after another field's day.</summary>
    public sealed record NotBefore(string Field) : FieldCheck;

    /// <summary>Not above another field's amount or number.</summary>
    public sealed record NotAbove(string Field) : FieldCheck;

    /// <summary>Exactly the sum of other fields; one not filled counts as zero.</summary>
    public sealed record SumOf(ImmutableArray<string> Fields) : FieldCheck;

    /// <summary>Not less than the sum of other fields; one not filled counts as zero.</summary>
    public sealed record AtLeastSumOf(ImmutableArray<string> Fields) : FieldCheck;

    /// <summary>The whole answer matches; the hint says in both languages what is expected.</summary>
    public sealed record Pattern(Regex Regex, LocalText Hint) : FieldCheck;

    /// <summary>A box that must be ticked: a promise.</summary>
    public sealed record MustBeYes : FieldCheck;
}

public sealed record FormSection(string Key, LocalText Title, LocalText? Help, Condition? When, ImmutableArray<FormField> Fields);
