using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Accounts;

/// <summary>Something that may be done only so often within an hour.</summary>
/// <param name="Prefix">What its counters begin with.</param>
/// <param name="Refusal">The code of what is refused once it was too often.</param>
public sealed record Paced(string Prefix, string Refusal, string Field)
{
    /// <summary>Codes by text message, by the address that asks for them.</summary>
    public static readonly Paced Codes = new("codes/", "code.too-many-from-here", "mobile");

    /// <summary>Look-ups of a receipt number with characters that are not its applicant's.</summary>
    public static readonly Paced LookUps = new("look-ups/", "progress.too-many-tries", "number");
}

/// <summary>
/// Counts by the hour, in the commit that does what is counted: all nodes on a database count together. Whose it is stands there as a keyed digest, and
/// no longer than its hour.
/// </summary>
public sealed class HourlyPace(IUnitOfWork work, FieldProtector protector, TimeProvider time)
{
    private const string WhoseField = "sign-in.address";

    /// <exception cref="RefusedException">The code of <paramref name="what"/>, where it was counted so often within this hour.</exception>
    public async Task RequireAsync(Paced what, string whose, int most, CancellationToken cancellation)
    {
        if (await SeenAsync(KeyOf(what, whose), cancellation) >= most)
            throw new RefusedException(what.Refusal, what.Field);
    }

    public async Task CountAsync(Paced what, string whose, CancellationToken cancellation)
    {
        var (hour, key) = (HourOf(what), KeyOf(what, whose));
        var seen = await SeenAsync(key, cancellation);
        work.Within(async (db, token) =>
        {
            if (seen is null)
            {
                await db.Set<Counter>().Where(counter => counter.Key.StartsWith(what.Prefix) && !counter.Key.StartsWith(hour)).ExecuteDeleteAsync(token);
                db.Add(new Counter { Key = key, Last = 1 }); // two firsts at once: the unique key lets one through
            }
            else if (await db.Set<Counter>().Where(counter => counter.Key == key && counter.Last == seen)
                .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Last, counter => counter.Last + 1), token) == 0)
                throw new LostRaceException("It was counted once more meanwhile.");
        });
    }

    private Task<long?> SeenAsync(string key, CancellationToken cancellation) =>
        work.Db.Set<Counter>().AsNoTracking().Where(counter => counter.Key == key).Select(counter => (long?)counter.Last).FirstOrDefaultAsync(cancellation);

    private string HourOf(Paced what) => $"{what.Prefix}{time.GetUtcNow().UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)}/";

    private string KeyOf(Paced what, string whose) => HourOf(what) + Convert.ToHexStringLower(protector.Index(whose, WhoseField));
}

/// <summary>Somebody at an address asks for a code by text message.</summary>
public sealed class AskForCode(HourlyPace pace, SendSignInCode send)
{
    /// <returns>Until when the code is taken.</returns>
    /// <exception cref="RefusedException">code.too-many-from-here, and what the sending refuses.</exception>
    public async Task<DateTimeOffset> RunAsync(string mobile, string language, string address, int mostAnHour, CancellationToken cancellation)
    {
        await pace.RequireAsync(Paced.Codes, address, mostAnHour, cancellation);
        await pace.CountAsync(Paced.Codes, address, cancellation);
        return await send.RunAsync(mobile, language, cancellation);
    }
}
