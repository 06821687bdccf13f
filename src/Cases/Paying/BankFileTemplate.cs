using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace AidWorkflow.Cases.Paying;

public enum BankFileFormat
{
    [JsonStringEnumMemberName("csv")]
    Csv,
    [JsonStringEnumMemberName("xlsx")]
    Xlsx,
}

/// <summary>What a cell of a bank file says.</summary>
public enum CellSource
{
    [JsonStringEnumMemberName("text")]
    Text,
    [JsonStringEnumMemberName("number")]
    Number,
    [JsonStringEnumMemberName("payment")]
    Payment,
    [JsonStringEnumMemberName("payee")]
    Payee,
    [JsonStringEnumMemberName("account")]
    Account,
    [JsonStringEnumMemberName("bank")]
    Bank,
    [JsonStringEnumMemberName("bankCode")]
    BankCode,
    [JsonStringEnumMemberName("amount")]
    Amount,
    [JsonStringEnumMemberName("purpose")]
    Purpose,
    [JsonStringEnumMemberName("batch")]
    Batch,
    [JsonStringEnumMemberName("date")]
    Date,
    [JsonStringEnumMemberName("count")]
    Count,
    [JsonStringEnumMemberName("total")]
    Total,
}

/// <summary>One column, or one cell of the header or trailer row.</summary>
public sealed record BankFileColumn
{
    /// <summary>The heading; for <see cref="CellSource.Text"/> in a header or trailer, the text itself.</summary>
    public string Title { get; init; } = "";

    public required CellSource Source { get; init; }

    /// <summary>The most the bank takes: bytes of the encoding in CSV, characters in XLSX. Null when it does not say.</summary>
    public int? Width { get; init; }

    /// <summary>For dates: "yyyyMMdd" and the like, in China Standard Time.</summary>
    public string? Format { get; init; }
}

/// <summary>How the bank words its answers.</summary>
public sealed record BankAnswerTemplate
{
    /// <summary>The headings of the columns that are read; others are ignored.</summary>
    public required string Payment { get; init; }

    public required string Amount { get; init; }

    public required string Status { get; init; }

    public string? Reason { get; init; }

    /// <summary>The bank's word for a status, and what it means.</summary>
    public required ImmutableDictionary<string, AnswerStatus> Statuses { get; init; }

    /// <summary>The row of totals, when the bank sends one: then it must agree.</summary>
    public BankAnswerTotals? Totals { get; init; }
}

/// <param name="Marker">What the first cell of the row says.</param>
/// <param name="Count">The cell with the number of lines, from zero.</param>
/// <param name="Amount">The cell with the sum in yuan, from zero.</param>
public sealed record BankAnswerTotals(string Marker, int Count, int Amount);

/// <summary>How one bank wants its file and words its answers: data, one JSON file a bank.</summary>
public sealed record BankFileTemplate
{
    public required string Id { get; init; }

    public required string NameZh { get; init; }

    public required string NameEn { get; init; }

    /// <summary>Invented for demonstrations; refused in Production.</summary>
    public bool Demo { get; init; }

    public required BankFileFormat Format { get; init; }

    /// <summary>"UTF-8", "GBK" or "GB18030". XLSX is always UTF-8 inside.</summary>
    public string Encoding { get; init; } = "UTF-8";

    /// <summary>Only for UTF-8: some programs need it to see the encoding.</summary>
    public bool ByteOrderMark { get; init; }

    public string Separator { get; init; } = ",";

    /// <summary>The most lines the bank takes in one file.</summary>
    public int MostLines { get; init; } = 5000;

    /// <summary>A row before the headings; empty for none.</summary>
    public ImmutableArray<BankFileColumn> Header { get; init; } = [];

    public bool Headings { get; init; } = true;

    public required ImmutableArray<BankFileColumn> Columns { get; init; }

    /// <summary>A row after the lines; empty for none.</summary>
    public ImmutableArray<BankFileColumn> Trailer { get; init; } = [];

    public required BankAnswerTemplate Answer { get; init; }
}
