using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.People;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>By what the matters of one petitioner are found, although their names are sealed: the identity number, or else name and mobile number together.</summary>
public sealed class Petitioners(Vault vault, TimeProvider time)
{
    /// <returns>The indexes under which their matters may lie; none where neither can be read.</returns>
    public string[] Of(string citizenId, string name, string phone)
    {
        var number = Read(() => CitizenId.Parse(citizenId.Trim(), LocalDay.Today(time)).Full);
        var mobile = Read(() => Mobile.Parse(phone.Trim(), "phone").Number);
        return number is not null ? vault.Indexes(number, RegisterVisit.PetitionerField)
            : mobile is not null && name.Trim() is { Length: > 0 } known ? vault.Indexes($"{known}/{mobile}", RegisterVisit.PetitionerField) : [];
    }

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
