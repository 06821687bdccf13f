using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>
/// Somebody stands aside from a matter (回避), by their own word or because the head orders it; of an accusation, which no head sees, the section does. Nothing they enter is taken from then on, and the section is told, so
/// that somebody else takes it up.
/// </summary>
public sealed class RecuseFromMatter(IUnitOfWork work, MatterHands hands, MatterSight sight, PetitionTelling telling, Vault vault, AuditTrail audit, IIds ids, TimeProvider time)
{
    public const int MostWhy = 1000;

    /// <summary>Who may have a matter in hand, and so stand aside from it.</summary>
    public static readonly Role[] Handlers = [Role.DeskClerk, Role.RightsOfficer, Role.UnitHead];

    /// <summary>Who orders it, of a matter of the class.</summary>
    public static Role Orders(PetitionClass? of) => of == PetitionClass.Accusation ? Role.RightsOfficer : Role.UnitHead;

    /// <param name="person">The user name of whom it is ordered; empty for the actor themselves.</param>
    /// <exception cref="RefusedException">matter.unknown, matter.not-yours, matter.recused, recusal.head-orders, recusal.nobody, recusal.before, recusal.why</exception>
    public async Task<MatterRecusal> RunAsync(MatterId id, string person, string why, Actor actor, CancellationToken cancellation)
    {
        var name = person.Trim().ToLowerInvariant();
        var matter = await hands.TakeAsync(id, Handlers, actor, cancellation);
        var whom = name.Length == 0 ? actor : (await work.Db.Set<Account>().AsNoTracking().FirstOrDefaultAsync(account => account.UserName == name && account.Active, cancellation))?.AsActor();
        if (whom?.Account != actor.Account && !await OrdersAsync(id, actor, cancellation))
            throw new RefusedException("recusal.head-orders", "person");
        var refusals = new Refusals();
        if (whom is null || !await (await sight.OfAsync(whom, [.. Handlers], cancellation)).AnyAsync(one => one.Id == id, cancellation))
            refusals.Add(new("recusal.nobody", "person", ("name", name)));
        else if (await hands.IsOutAsync(id, whom, cancellation))
            refusals.Add(new("recusal.before", "person", ("name", whom.Name)));
        refusals.Require(why.Trim().Length is > 0 and <= MostWhy, new("recusal.why", "why", ("most", MostWhy)));
        refusals.ThrowIfAny();

        var recusalId = MatterRecusalId.Of(ids.Next());
        var recusal = MatterRecusal.Of(recusalId, id, whom!.Account!.Value, vault.Seal(why.Trim(), MatterRecusal.WhyPlaceOf(recusalId)), actor.Account!.Value, time.GetUtcNow());
        work.Db.Add(recusal);
        audit.Record($"matter:{id}", "matter.recused", actor, ("recusal", recusalId.ToString()), ("account", whom.Account.ToString()), ("how", whom.Account == actor.Account ? "self" : "order"));
        await telling.TellAsync(matter, whom.Account.Value, "matter.recusal-ordered", $"matter-recusal-ordered:{recusalId}", actor, cancellation);
        await telling.TellSectionAsync(matter, "matter.recusal", $"matter-recusal:{recusalId}", [whom.Account.Value, actor.Account.Value], cancellation);
        return recusal;
    }

    /// <summary>Whoever orders it found that there is no reason any more; nobody ends their own.</summary>
    /// <exception cref="RefusedException">matter.unknown, matter.not-yours, matter.recused, recusal.head-orders, recusal.unknown</exception>
    public async Task<MatterRecusal> EndAsync(MatterId id, MatterRecusalId recusalId, Actor actor, CancellationToken cancellation)
    {
        await hands.TakeAsync(id, Handlers, actor, cancellation);
        if (!await OrdersAsync(id, actor, cancellation))
            throw new RefusedException("recusal.head-orders");
        var recusal = await work.Db.Set<MatterRecusal>().FirstOrDefaultAsync(one => one.Id == recusalId && one.MatterId == id && one.EndedAt == null, cancellation) ?? throw new RefusedException("recusal.unknown");
        recusal.End(time.GetUtcNow(), actor.Account!.Value);
        audit.Record($"matter:{id}", "matter.recusal-ended", actor, ("recusal", recusalId.ToString()), ("account", recusal.AccountId.ToString()));
        return recusal;
    }

    private async Task<bool> OrdersAsync(MatterId id, Actor actor, CancellationToken cancellation)
    {
        var of = await work.Db.Set<Petition>().AsNoTracking().Where(petition => petition.Id == id).Select(petition => (PetitionClass?)petition.Class).FirstOrDefaultAsync(cancellation);
        return await (await sight.OfAsync(actor, [Orders(of)], cancellation)).AnyAsync(matter => matter.Id == id, cancellation);
    }
}
