using System.Collections.Immutable;
using System.Text;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.People;

/// <summary>A payee's account number, and what is odd about it. Passbooks may bear numbers no rule fits, so oddities warn and do not block.</summary>
/// <param name="Warnings">Codes of texts: "bank-account.luhn", "bank-account.unusual-length".</param>
public sealed record BankCard(string Number, ImmutableArray<string> Warnings)
{
    public bool IsUnionPay => Number.StartsWith("62", StringComparison.Ordinal);

    public static BankCard Check(string? text, string field = "account")
    {
        var number = string.Concat((text ?? "").Normalize(NormalizationForm.FormKC).Where(letter => !char.IsWhiteSpace(letter) && letter != '-'));
        if (number.Length == 0 || !number.All(char.IsAsciiDigit))
            throw new RefusedException("bank-account.characters", field);
        if (number.Length is < 8 or > 32)
            throw new RefusedException("bank-account.length", field, ("length", number.Length));

        var warnings = ImmutableArray.CreateBuilder<string>();
        if (number.Length is < 13 or > 19)
            warnings.Add("bank-account.unusual-length");
        else if (!Luhn(number))
            warnings.Add("bank-account.luhn");
        return new BankCard(number, warnings.ToImmutable());
    }

    /// <summary>ISO/IEC 7812: from the right every second digit is doubled; the digits sum to a multiple of ten.</summary>
    public static bool Luhn(ReadOnlySpan<char> number) => Sum(number, doubled: false) % 10 == 0;

    public static char CheckDigit(ReadOnlySpan<char> body) => (char)('0' + ((10 - (Sum(body, doubled: true) % 10)) % 10));

    public override string ToString() => "bank account";

    private static int Sum(ReadOnlySpan<char> digits, bool doubled)
    {
        var sum = 0;
        for (var at = digits.Length - 1; at >= 0; at--, doubled = !doubled)
        {
            var digit = (digits[at] - '0') * (doubled ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum;
    }
}
