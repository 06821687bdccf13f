using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Mending;
using AidWorkflow.Cases.Organisation;

namespace AidWorkflow.Cases.Defining;

/// <summary>Who may write and publish definitions that belong to no service: the administrator of the whole area, and whoever has the machine.</summary>
public sealed class DefinitionRights(MendingRights rights, Scopes scopes)
{
    /// <summary>Whoever may write, and auditors: by which workflow a case went is theirs to read.</summary>
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task RequireReaderAsync(Actor actor, CancellationToken cancellation)
    {
        if (!await rights.MayAsync(actor, about: null, cancellation) && (await scopes.OfAsync(actor, [Role.Auditor], cancellation)).IsEmpty)
            throw new RefusedException("definition.not-yours");
    }

    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task RequireAsync(Actor actor, CancellationToken cancellation)
    {
        if (!await rights.MayAsync(actor, about: null, cancellation))
            throw new RefusedException("definition.not-yours");
    }
}
