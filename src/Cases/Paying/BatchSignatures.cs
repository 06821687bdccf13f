using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;
using Directory = AidWorkflow.Cases.Organisation.Directory;

namespace AidWorkflow.Cases.Paying;

/// <summary>Three different people handle a batch, and nobody handles a payment to himself.</summary>
public sealed class BatchSignatures(IUnitOfWork work, Directory directory, TimeProvider time)
{
    /// <summary>The batch, for somebody who holds one of the roles in the unit that keeps its fund.</summary>
    internal async Task<PayoutBatch> OpenAsync(BatchId id, Actor actor, AccountId? actingFor, IReadOnlyList<Role> anyOf, CancellationToken cancellation)
    {
        var batch = await work.Db.Set<PayoutBatch>().FindAsync([id], cancellation) ?? throw new RefusedException("batch.unknown", "batch");
        await RequireAsync(batch.Fund, actor, actingFor, anyOf, cancellation);
        return batch;
    }

    internal async Task<Fund> RequireAsync(FundId id, Actor actor, AccountId? actingFor, IReadOnlyList<Role> anyOf, CancellationToken cancellation)
    {
        var fund = await work.Db.Set<Fund>().FindAsync([id], cancellation) ?? throw new RefusedException("fund.unknown", "fund");
        if (actor.Account is null)
            throw new RefusedException("batch.needs-person");
        await RequireRoleAsync(actor, fund.Owner, anyOf, cancellation);
        if (actingFor is { } represented)
            await RequireRoleAsync(new Actor(represented, actor.Name), fund.Owner, anyOf, cancellation);
        return fund;
    }

    private async Task RequireRoleAsync(Actor actor, UnitId unit, IReadOnlyList<Role> anyOf, CancellationToken cancellation)
    {
        foreach (var role in anyOf)
            if (await directory.HoldsAsync(actor, role, unit, LocalDay.Today(time), cancellation))
                return;
        throw new RefusedException("batch.not-yours", null, ("name", await NameAsync(actor.Account, actor.Name, cancellation)));
    }

    private async Task<object> NameAsync(AccountId? account, string said, CancellationToken cancellation) => await directory.NameAsync(account, cancellation) ?? (object)said;

    /// <summary>Adds the signature of the role for this round; the acting account, the one acted for and the person must all be new to the round.</summary>
    internal async Task SignAsync(PayoutBatch batch, Role role, Actor actor, AccountId? actingFor, CancellationToken cancellation)
    {
        var account = actor.Account ?? throw new RefusedException("batch.needs-person");
        var earlier = await work.Db.Set<BatchSignature>().Where(signature => signature.Batch == batch.Id && signature.Round == batch.Round).ToListAsync(cancellation);
        if (earlier.Find(signature => IsSame(signature, account, actingFor, actor.Person)) is { } own)
            throw new RefusedException("batch.same-person", null, ("name", await NameAsync(own.Account, own.Name, cancellation)), ("batch", batch.Number));
        if (role is not Role.FinanceMaker && (batch.MadeBy == account || batch.MadeBy == actingFor || (batch.MadeFor is { } made && (made == account || made == actingFor))))
            throw new RefusedException("batch.same-person", null, ("name", await NameAsync(account, actor.Name, cancellation)), ("batch", batch.Number));
        if (actor.Person is { } person && await work.Db.Set<Payment>().AnyAsync(payment => payment.Batch == batch.Id && payment.Payee == person, cancellation))
            throw new RefusedException("batch.own-payment", null, ("batch", batch.Number));

        work.Db.Add(new BatchSignature
        {
            Batch = batch.Id,
            Round = batch.Round,
            Role = role,
            Account = account,
            ActingFor = actingFor,
            Person = actor.Person,
            Name = actor.Name,
            At = time.GetUtcNow(),
        });
    }

    private static bool IsSame(BatchSignature signature, AccountId account, AccountId? actingFor, PersonId? person) =>
        signature.Account == account
        || signature.ActingFor == account
        || (actingFor is { } represented && (signature.Account == represented || signature.ActingFor == represented))
        || (person is not null && signature.Person == person);
}
