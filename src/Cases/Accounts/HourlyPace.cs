using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Accounts;

/// <summary>
/// Counts the codes that one address asks for within an hour, in the commit that sends them: all nodes on a database count together. The address stands
/// there as a keyed digest, and no longer than its hour.
/// </summary>
public sealed class CodePace(IUnitOfWork work, FieldProtector protector, TimeProvider time)
{
    private const string AddressField = "sign-in.address";
    private const string Prefix = "codes/";

    /// <exception cref="RefusedException">code.too-many-from-here</exception>
    public async Task PassAsync(string address, int most, CancellationToken cancellation)
    {
        var hour = $"{Prefix}{time.GetUtcNow().UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)}/";
        var key = hour + Convert.ToHexStringLower(protector.Index(address, AddressField));
        var seen = await work.Db.Set<Counter>().AsNoTracking().Where(counter => counter.Key == key).Select(counter => (long?)counter.Last).FirstOrDefaultAsync(cancellation);
        if (seen >= most)
            throw new RefusedException("code.too-many-from-here", "mobile");
        work.Within(async (db, token) =>
        {
            if (seen is null)
            {
                await db.Set<Counter>().Where(counter => counter.Key.StartsWith(Prefix) && !counter.Key.StartsWith(hour)).ExecuteDeleteAsync(token);
                db.Add(new Counter { Key = key, Last = 1 }); // two firsts at once: the unique key lets one through
            }
            else if (await db.Set<Counter>().Where(counter => counter.Key == key && counter.Last == seen)
                .ExecuteUpdateAsync(set => set.SetProperty(counter => counter.Last, counter => counter.Last + 1), token) == 0)
                throw new LostRaceException("Another code was asked for from there meanwhile.");
        });
    }
}

/// <summary>Somebody at an address asks for a code by text message.</summary>
public sealed class AskForCode(CodePace pace, SendSignInCode send)
{
    /// <returns>Until when the code is taken.</returns>
    /// <exception cref="RefusedException">code.too-many-from-here, and what the sending refuses.</exception>
    public async Task<DateTimeOffset> RunAsync(string mobile, string language, string address, int mostAnHour, CancellationToken cancellation)
    {
        await pace.PassAsync(address, mostAnHour, cancellation);
        return await send.RunAsync(mobile, language, cancellation);
    }
}
