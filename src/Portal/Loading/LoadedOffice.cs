using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;

namespace AidWorkflow.Portal.Loading;

/// <summary>Who works in the area of one village: the second of two seats is another person than the first.</summary>
internal sealed record LoadedPlace(LoadedVillage Units, ImmutableDictionary<Post, LoadedStaff> People);

/// <summary>A desk of an office.</summary>
internal enum Post
{
    Helper,
    Station,
    Township,
    Township2,
    District,
    District2,
    Decider,
    Decider2,
}

/// <summary>Sets up districts, townships, villages and their staff: so many in all, in the proportions of a city. Whoever has several places has neighbours.</summary>
internal sealed class LoadedOffice(IActs acts, IIds ids)
{
    private const int UnitsOfDistrict = 250;
    private const int VillagesOfTownship = 11;

    /// <summary>Of a hundred people; a desk that would get less than one person gets one.</summary>
    private static readonly ImmutableArray<(Post Post, Role Role, string Zh, string En, int Share)> Desks =
    [
        (Post.Helper, Role.VillageHelper, "联络员", "Helper", 35),
        (Post.Station, Role.StationClerk, "服务站", "Station clerk", 20),
        (Post.Township, Role.TownshipReviewer, "镇审核员", "Township reviewer", 20),
        (Post.Township2, Role.TownshipReviewer, "镇第二审核员", "Second township reviewer", 20),
        (Post.District, Role.DistrictReviewer, "区审核员", "District reviewer", 2),
        (Post.District2, Role.DistrictReviewer, "区第二审核员", "Second district reviewer", 1),
        (Post.Decider, Role.DistrictDecider, "区审批人", "Decider", 1),
        (Post.Decider2, Role.DistrictDecider, "区第二审批人", "Second decider", 1),
    ];

    public async Task<IReadOnlyList<LoadedPlace>> SetUpAsync(LoadPlan plan, CancellationToken cancellation)
    {
        var villages = new List<LoadedVillage>();
        foreach (var district in Districts(plan.Units))
            villages.AddRange(await acts.RunAsync<SeedLoadOrganisation, IReadOnlyList<LoadedVillage>>((act, token) => act.AddDistrictAsync(district, token), cancellation));

        var serving = Desks.ToDictionary(desk => desk.Post, desk => Serve(desk, plan.Staff, villages));
        foreach (var some in serving.Values.SelectMany(staff => staff).Chunk(500))
            await acts.RunAsync<SeedLoadOrganisation, int>((act, _) => act.AddStaffAsync(some), cancellation);
        var first = serving.ToDictionary(desk => desk.Key, desk => desk.Value.SelectMany(one => one.Units.Select(unit => (Unit: unit, Staff: one))).DistinctBy(one => one.Unit).ToDictionary(one => one.Unit, one => one.Staff));
        return [.. villages.Select(village => new LoadedPlace(village, Desks.ToImmutableDictionary(desk => desk.Post, desk => first[desk.Post][UnitOf(desk.Post, village)])))];
    }

    /// <summary>Exactly so many units in all.</summary>
    private static IEnumerable<LoadedDistrict> Districts(int units)
    {
        var districts = Math.Clamp(units / UnitsOfDistrict, 1, 99);
        for (var number = 1; number <= districts; number++)
        {
            var own = (units * number / districts) - (units * (number - 1) / districts) - 1;
            var townships = Math.Max(1, own / (VillagesOfTownship + 1));
            var villages = Math.Max(1, own - townships);
            yield return new(number, [.. Enumerable.Range(0, townships).Select(at => (villages * (at + 1) / townships) - (villages * at / townships))]);
        }
    }

    /// <summary>Where there are fewer people than places, each has some that lie together; where there are more, some share one.</summary>
    private List<LoadedStaff> Serve((Post Post, Role Role, string Zh, string En, int Share) desk, int staff, List<LoadedVillage> villages)
    {
        var units = villages.Select(village => UnitOf(desk.Post, village)).Distinct().ToList();
        var count = desk.Post == Post.Helper ? staff - Desks.Where(other => other.Post != Post.Helper).Sum(other => CountOf(other.Share, staff)) : CountOf(desk.Share, staff);
        var name = desk.Post.ToString().ToLowerInvariant();
        return [.. Enumerable.Range(0, count).Select(number => new LoadedStaff(
            new AccountId(ids.Next()), $"load-{name}-{number + 1}", $"{desk.Zh}{number + 1}", $"{desk.En} {number + 1}", desk.Role,
            count > units.Count ? [units[number % units.Count]] : units[(units.Count * number / count)..(units.Count * (number + 1) / count)]))];
    }

    private static int CountOf(int share, int staff) => Math.Max(1, staff * share / 100);

    private static UnitId UnitOf(Post post, LoadedVillage village) => post switch
    {
        Post.Helper => village.Village,
        Post.Station or Post.Township or Post.Township2 => village.Township,
        _ => village.District,
    };
}
