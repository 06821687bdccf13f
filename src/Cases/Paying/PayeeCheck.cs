using System.Text;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.Paying;

/// <summary>What no bank takes is refused before it is ordered. Whether one bank's file can carry a name is asked when a batch is made.</summary>
internal static class PayeeCheck
{
    /// <summary>The order with its texts in normal form C and without outer blanks, and the account as bare digits and letters.</summary>
    public static PaymentOrder Clean(PaymentOrder order) => order with
    {
        Payee = order.Payee with
        {
            Name = Text(order.Payee.Name, "payeeName", 100),
            AccountNumber = Account(order.Payee.AccountNumber),
            BankName = Text(order.Payee.BankName, "bankName", 100),
            BankCode = order.Payee.BankCode is null ? null : Text(order.Payee.BankCode, "bankCode", 20),
        },
        Purpose = Text(order.Purpose, "purpose", 100),
    };

    private static string Text(string text, string field, int most)
    {
        var clean = text.Trim().Normalize(NormalizationForm.FormC);
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
