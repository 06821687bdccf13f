using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Cases.Paying;

/// <summary>What no bank takes is refused before it is ordered. Whether one bank's file can carry a name is asked when a batch is made.</summary>
internal static class PayeeCheck
{
    /// <summary>The order with its texts in normal form C and without outer blanks, the name as the register writes it, and the account as bare digits and letters.</summary>
    public static PaymentOrder Clean(PaymentOrder order) => order with
    {
        Payee = order.Payee with
        {
            Name = Name(order.Payee.Name),
            AccountNumber = Account(order.Payee.AccountNumber),
            BankName = Text(order.Payee.BankName, "bankName", 100),
            BankCode = order.Payee.BankCode is null ? null : Text(order.Payee.BankCode, "bankCode", 20),
        },
        Purpose = Text(order.Purpose, "purpose", 100),
    };

    /// <exception cref="RefusedException">What no bank takes.</exception>
    public static bool Require(string name, string account, string bank) =>
        Name(name).Length > 0 && Account(account).Length > 0 && Text(bank, "bankName", 100).Length > 0;

    /// <summary>The same account, however it was written.</summary>
    public static bool IsSame(string one, string other) => Account(one) == Account(other);

    /// <summary>By the rule of <see cref="PersonName"/> alone: normal form C would turn a rare character into its everyday cousin, and the bank's holder into somebody else.</summary>
    private static string Name(string text) => PersonName.Parse(Checked(text.Trim(), "payeeName", 100), "payeeName").Value;

    private static string Text(string text, string field, int most) => Checked(text.Trim().Normalize(NormalizationForm.FormC), field, most);

    private static string Checked(string clean, string field, int most)
    {
        if (clean.Length == 0)
            throw new RefusedException("payment.missing", field);
        if (clean.Length > most)
            throw new RefusedException("payment.too-long", field, ("most", most));
        return clean.Any(char.IsControl) ? throw new RefusedException("payment.control-character", field) : clean;
    }

    private static string Account(string text)
    {
        var clean = text.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        return clean.Length is >= 8 and <= 34 && clean.All(char.IsAsciiLetterOrDigit)
            ? clean
            : throw new RefusedException("payment.account-malformed", "accountNumber");
    }
}
