using System.Text;
using System.Text.RegularExpressions;
using AidWorkflow.Cases.Acting;

namespace AidWorkflow.Cases.People;

public enum PhoneKind
{
    Mobile,
    Landline,
}

/// <summary>Whose telephone it is: old people often give a child's or the village office's.</summary>
public enum PhoneOwner
{
    Self,
    Spouse,
    Child,
    Relative,
    Neighbour,
    VillageOffice,
    Other,
}

/// <summary>A number somebody can be reached at: a mobile, or a landline with its area code.</summary>
public sealed partial record Mobile(string Number, PhoneKind Kind)
{
    public static Mobile Parse(string? text, string field = "mobile")
    {
        var number = string.Concat((text ?? "").Normalize(NormalizationForm.FormKC)
            .Where(letter => !char.IsWhiteSpace(letter) && letter is not ('-' or '(' or ')' or '\u2010' or '\u2013')));
        number = CountryCode().Replace(number, "");
        if (MobileNumber().IsMatch(number))
            return new Mobile(number, PhoneKind.Mobile);

        return Landline().IsMatch(number)
            ? new Mobile(number, PhoneKind.Landline)
            : throw new RefusedException("phone.malformed", field);
    }

    public override string ToString() => "telephone";

    [GeneratedRegex(@"^(\+|00)86", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 100)]
    private static partial Regex CountryCode();

    [GeneratedRegex(@"^1[3-9][0-9]{9}$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex MobileNumber();

    [GeneratedRegex(@"^0[1-9][0-9]{8,10}$", RegexOptions.CultureInvariant, 100)]
    private static partial Regex Landline();
}
