using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>A head at the demo's main district and one at its city, who extend limits of petitions, order recusals and sign the register, where nobody of the demo is one.</summary>
public sealed class SeedDemoHeads(IUnitOfWork work, IIds ids)
{
    /// <returns>Whether they were opened now.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        if (await work.Db.Set<RoleAssignment>().AnyAsync(held => held.Role == Role.UnitHead && work.Db.Set<Account>().Any(account => account.Id == held.AccountId && account.IsDemo), cancellation))
            return false;
        foreach (var (userName, level, code, zh, en) in ((string, UnitLevel, string, string, string)[])
                 [("head1", UnitLevel.District, SeedDemoOrganisation.MainDistrict, "市中区负责人", "Head, Shizhong District"), ("cityhead1", UnitLevel.City, "370400", "市负责人", "City head")])
            await OpenAsync(userName, level, code, zh, en, cancellation);
        return true;
    }

    private async Task OpenAsync(string userName, UnitLevel level, string code, string zh, string en, CancellationToken cancellation)
    {
        if (await work.Db.Set<Unit>().AsNoTracking().FirstOrDefaultAsync(unit => unit.Level == level && unit.DivisionCode == code && unit.ValidTo == null && unit.IsDemo, cancellation) is not { } unit || await work.Db.Set<Account>().AnyAsync(one => one.UserName == userName, cancellation))
            return;
        var account = Account.Open(new AccountId(ids.Next()), userName, zh, en, demo: true);
        work.Db.Add(account);
        work.Db.Add(RoleAssignment.Of(new RoleAssignmentId(ids.Next()), account.Id, Role.UnitHead, unit.Id, new DateOnly(2019, 1, 1)));
    }
}
