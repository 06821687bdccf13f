using System.Runtime.InteropServices;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>A unit that receives people.</summary>
/// <param name="Code">Its division code, under which its register is numbered.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VisitDesk(UnitId Unit, string Code);

/// <summary>At which desk somebody sits.</summary>
public sealed class Desks(IUnitOfWork work, TimeProvider time)
{
    /// <exception cref="RefusedException">matter.desk-none: they receive nobody.</exception>
    public async Task<VisitDesk> OfAsync(Actor actor, CancellationToken cancellation) => await FindAsync(actor, cancellation) ?? throw new RefusedException("matter.desk-none");

    /// <summary>Where somebody receives at several desks, the first by its code.</summary>
    public async Task<VisitDesk?> FindAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Account is not { } account)
            return null;
        var today = LocalDay.Today(time);
        var desk = await work.Db.Set<RoleAssignment>().AsNoTracking()
            .Where(held => held.AccountId == account && held.Role == Role.DeskClerk && held.ValidFrom <= today && (held.ValidTo == null || today < held.ValidTo))
            .Join(work.Db.Set<Unit>(), held => held.UnitId, unit => unit.Id, (held, unit) => new { unit.Id, unit.DivisionCode })
            .OrderBy(unit => unit.DivisionCode).FirstOrDefaultAsync(cancellation);
        return desk is null ? null : new(desk.Id, desk.DivisionCode);
    }
}
