using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>By what the matters of one petitioner are found, although their names are sealed: the identity number, and name and mobile number together.</summary>
public sealed class Petitioners(Vault vault, TimeProvider time)
{
    /// <returns>The indexes under which their matters may lie; none where neither can be read.</returns>
    public string[] Of(string citizenId, string name, string phone)
    {
        var number = Read(() => CitizenId.Parse(citizenId.Trim(), LocalDay.Today(time)).Full);
        var mobile = Read(() => Mobile.Parse(phone.Trim(), "phone").Number);
        return
        [
            .. number is not null ? vault.Indexes(number, RegisterVisit.PetitionerField) : [],
            .. mobile is not null && Contact(name, mobile) is { } contact ? vault.Indexes(contact, RegisterVisit.PetitionerField) : [],
        ];
    }

    /// <summary>What stands for somebody whose identity number nobody knows; null without a name.</summary>
    internal static string? Contact(string name, string mobile) => name.Trim() is { Length: > 0 } known ? $"{known}/{mobile}" : null;

    private static string? Read(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (RefusedException)
        {
            return null; // half typed
        }
    }
}

/// <summary>Matters by who raised them.</summary>
public static class MattersOf
{
    /// <param name="petitioner">Indexes of one petitioner; without any there is none.</param>
    public static IQueryable<Matter> Of(this IQueryable<Matter> matters, string[] petitioner) => matters
        .Where(matter => (matter.PetitionerIndex != null && petitioner.Contains(matter.PetitionerIndex)) || (matter.ContactIndex != null && petitioner.Contains(matter.ContactIndex)));
}
