using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Mending;

namespace AidWorkflow.Cases.Defining;

/// <summary>Who may write and publish definitions that belong to no service: the administrator of the whole area, and whoever has the machine.</summary>
public sealed class DefinitionRights(MendingRights rights)
{
    /// <exception cref="RefusedException">definition.not-yours</exception>
    public async Task RequireAsync(Actor actor, CancellationToken cancellation)
    {
        if (!await rights.MayAsync(actor, about: null, cancellation))
            throw new RefusedException("definition.not-yours");
    }
}
