using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>A made-up member of staff with every place that they serve.</summary>
public sealed record LoadedStaff(AccountId Account, string UserName, string NameZh, string NameEn, Role Role, IReadOnlyList<UnitId> Units);

/// <summary>A made-up district: so many townships, each with so many villages.</summary>
/// <param name="Number">From 1, for its code and names.</param>
public sealed record LoadedDistrict(int Number, IReadOnlyList<int> VillagesOfTownships);

/// <summary>A village with what lies above it.</summary>
/// <param name="DistrictCode">The place in the numbers of its cases.</param>
public sealed record LoadedVillage(UnitId Village, UnitId Township, UnitId District, string DistrictCode);

/// <summary>Districts and staff in numbers, beside the demo organisation: a house to measure in.</summary>
public sealed class SeedLoadOrganisation(IUnitOfWork work, UnitTree tree, AuditTrail audit, Engine.Ports.IIds ids)
{
    private static readonly DateOnly Founded = new(2019, 1, 1);

    /// <summary>A code that no real area has.</summary>
    private const string Prefix = "3790";

    public async Task<IReadOnlyList<LoadedVillage>> AddDistrictAsync(LoadedDistrict plan, CancellationToken cancellation)
    {
        var city = await work.Db.Set<Unit>().FirstAsync(unit => unit.Level == UnitLevel.City && unit.IsDemo, cancellation);
        var code = $"{Prefix}{plan.Number:00}";
        var district = await tree.OpenAsync(city.Id, new(UnitLevel.District, "district", code, $"演示第{plan.Number}区", $"Demo District {plan.Number}", IsDemo: true), Founded, cancellation);
        var villages = new List<LoadedVillage>();
        foreach (var (at, count) in plan.VillagesOfTownships.Index())
        {
            var place = $"{code}{at + 1:000}";
            var township = await tree.OpenAsync(district.Id,
                new(UnitLevel.Township, "town", place, $"演示{plan.Number}-{at + 1}镇", $"Demo Town {plan.Number}-{at + 1}", IsDemo: true), Founded, cancellation);
            for (var number = 1; number <= count; number++)
            {
                var village = await tree.OpenAsync(township.Id, new(UnitLevel.Village, "village", $"{place}{number:000}",
                    $"演示{plan.Number}-{at + 1}-{number}村", $"Demo Village {plan.Number}-{at + 1}-{number}", IsDemo: true), Founded, cancellation);
                villages.Add(new(village.Id, township.Id, district.Id, code));
            }
        }

        audit.Record($"unit:{district.Id}", "organisation.demo-seeded", Actor.System);
        return villages;
    }

    public Task<int> AddStaffAsync(IReadOnlyCollection<LoadedStaff> staff)
    {
        foreach (var one in staff)
        {
            work.Db.Add(Account.Open(one.Account, one.UserName, one.NameZh, one.NameEn, demo: true));
            foreach (var unit in one.Units)
                work.Db.Add(RoleAssignment.Of(new RoleAssignmentId(ids.Next()), one.Account, one.Role, unit, Founded));
        }

        return Task.FromResult(staff.Count);
    }
}
