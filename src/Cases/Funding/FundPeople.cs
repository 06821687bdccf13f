using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Directory = AidWorkflow.Cases.Organisation.Directory;

namespace AidWorkflow.Cases.Funding;

/// <summary>Who may touch the budget of a unit's funds: the finance people of exactly that unit, as with its payment rolls.</summary>
public sealed class FundPeople(Directory directory, TimeProvider time)
{
    /// <exception cref="RefusedException">fund.not-yours</exception>
    public async Task RequireAsync(UnitId owner, Actor actor, IReadOnlyList<Role> anyOf, CancellationToken cancellation)
    {
        foreach (var role in anyOf)
            if (await directory.HoldsAsync(actor, role, owner, LocalDay.Today(time), cancellation))
                return;
        throw new RefusedException("fund.not-yours", null, ("name", await NameAsync(actor.Account, actor.Name, cancellation)));
    }

    /// <summary>As people are called; who is on the machine itself, by what they said.</summary>
    public async Task<object?> NameAsync(AccountId? account, string? said, CancellationToken cancellation) => await directory.NameAsync(account, cancellation) ?? (object?)said;
}
