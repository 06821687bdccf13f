using System.Security.Cryptography;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>
/// Gives every demo account the one demo password. It is made up at the first start, lies beside the demo database and not in it, and is
/// refused in Production like everything of the demo.
/// </summary>
internal sealed class DemoSignIn(IUnitOfWork work, IPasswordHasher<Member> hasher, PortalSettings settings)
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    public static string FileOf(DatabaseSettings database) => Path.GetFullPath(
        database.Provider == Provider.Sqlite ? Path.ChangeExtension(database.File, ".demo-password") : ".data/demo-password");

    /// <returns>The password.</returns>
    public async Task<string> SeedAsync(CancellationToken cancellation)
    {
        if (settings.Production || !settings.Demo.Enabled)
            throw new InvalidOperationException("Demo accounts sign in to a demo only.");
        var password = await PasswordAsync(cancellation);
        var without = await work.Db.Set<Account>()
            .Where(account => account.IsDemo && !work.Db.Set<Credential>().Any(credential => credential.AccountId == account.Id)).ToListAsync(cancellation);
        string? hash = null;
        foreach (var account in without)
        {
            var credential = new Credential { AccountId = account.Id, SecurityStamp = RandomNumberGenerator.GetHexString(32) };
            credential.PasswordHash = hash ??= hasher.HashPassword(new Member(account, credential), password); // one for all: it is slow on purpose
            work.Db.Add(credential);
        }

        return password;
    }

    private async Task<string> PasswordAsync(CancellationToken cancellation)
    {
        var file = FileOf(settings.Database);
        if (File.Exists(file))
            return (await File.ReadAllTextAsync(file, cancellation)).Trim();
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var password = $"demo-{RandomNumberGenerator.GetString(Letters, 4)}-{RandomNumberGenerator.GetString(Letters, 4)}";
        await File.WriteAllTextAsync(file, password + "\n", cancellation);
        return password;
    }
}
