using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AidWorkflow.Cases.Protecting;

namespace AidWorkflow.Cases.Paying;

/// <summary>One line of a roll, as it was when the roll was frozen.</summary>
internal sealed record RollLine(
    int Number, string Payment, string Payee, string Account, string Bank, string? BankCode, long Cents, string Purpose, string Case);

/// <summary>All that the bank file is rendered from. Frozen by the maker; checker and releaser see exactly this.</summary>
internal sealed record Roll(string Batch, string Number, string Fund, DateOnly Day, BankFileTemplate Template, int Count, long Cents, ImmutableArray<RollLine> Lines)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // a name stays readable; the text never meets HTML
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static Roll Freeze(PayoutBatch batch, string fundCode, BankFileTemplate template, DateOnly day, IEnumerable<(PayoutLine Line, Payment Payment)> lines, FieldProtector protector) =>
        new(batch.Id.ToString(), batch.Number, fundCode, day, template, batch.Count, batch.Cents,
        [
            .. lines.OrderBy(line => line.Line.Number).Select((line, index) => Line(index + 1, line.Line, line.Payment, protector)),
        ]);

    /// <summary>A payment as a line of the roll, before it has its place.</summary>
    public static RollLine Line(int number, PayoutLine line, Payment payment, FieldProtector protector) => Line(number, payment, protector) with { Cents = line.Cents };

    public static RollLine Line(int number, Payment payment, FieldProtector protector) => new(
        number, payment.EndToEndId, payment.PayeeName, payment.AccountNumber(protector), payment.BankName, payment.BankCode, payment.Cents, payment.Purpose, payment.Case.ToString());

    public static Roll Read(ReadOnlySpan<byte> bytes) => JsonSerializer.Deserialize<Roll>(bytes, Json)!;

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>The totals are those of the lines.</summary>
    public bool AddsUp => Lines.Length == Count && Lines.Sum(line => line.Cents) == Cents;

    /// <summary>Whether both would pay the same people the same amounts into the same accounts.</summary>
    public bool PaysTheSame(Roll other) => Count == other.Count && Cents == other.Cents && Lines.SequenceEqual(other.Lines);
}
