using System.Xml.Linq;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Protecting;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.SigningIn;

/// <summary>Keeps the keys of cookies and form tokens in the database, for all nodes, sealed by the key ring outside it.</summary>
internal sealed class SessionKeys(IServiceScopeFactory scopes, FieldProtector protector, TimeProvider time) : IXmlRepository
{
    // Data protection asks without a task: it runs a few times a day, at start and when a key is made.
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db.Set<SessionKey>().AsNoTracking().ToList()
            .Select(key => XElement.Parse(protector.Open(key.Sealed, Place(key.Name))))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
        work.Db.Add(new SessionKey
        {
            Name = friendlyName,
            Sealed = protector.Seal(element.ToString(SaveOptions.DisableFormatting), Place(friendlyName)),
            MadeAt = time.GetUtcNow(),
        });
        work.CommitAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    private static string Place(string name) => $"session.key:{name}";
}
