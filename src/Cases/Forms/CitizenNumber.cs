namespace AidWorkflow.Cases.Forms;

/// <summary>
/// GB 11643-1999: six digits of the place first registered (any past code), the birth date, three digits of sequence, one check character.
/// Only what a form must say to the person who typed it; the register's own type is in People.
/// </summary>
internal static class CitizenNumber
{
    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    public static string? Fault(string number, DateOnly today)
    {
        if (number.Length != 18 || !number.AsSpan(0, 17).ToString().All(char.IsAsciiDigit) || !(char.IsAsciiDigit(number[17]) || number[17] == 'X'))
            return "form.citizen-id-shape";
        if (!DateOnly.TryParseExact(number.AsSpan(6, 8), "yyyyMMdd", out var born))
            return "form.citizen-id-birth";
        if (born > today)
            return "form.citizen-id-future";
        var sum = 0;
        for (var index = 0; index < 17; index++)
            sum += (number[index] - '0') * Weights[index];
        return "10X98765432"[sum % 11] == number[17] ? null : "form.citizen-id-check-digit";
    }
}
