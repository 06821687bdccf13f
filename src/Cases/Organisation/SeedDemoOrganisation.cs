using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Organisation;

/// <summary>
/// Zaozhuang with its seven areas under their real names and codes, demo townships and villages below them, and an account for every role. Codes
/// of neighbours are alike on purpose, and one village keeps the code of the township it was moved from: a scope that compared prefixes would leak.
/// </summary>
public sealed class SeedDemoOrganisation(IUnitOfWork work, UnitTree tree, AuditTrail audit, IIds ids)
{
    private static readonly DateOnly Founded = new(2019, 1, 1);

    /// <summary>A district, five of them, the county-level city, and the zone, whose code is local.</summary>
    private static readonly ImmutableArray<(string Code, string Kind, string Zh, string En)> Districts =
    [
        ("370402", "district", "市中区", "Shizhong District"),
        ("370403", "district", "薛城区", "Xuecheng District"),
        ("370404", "district", "峄城区", "Yicheng District"),
        ("370405", "district", "台儿庄区", "Tai'erzhuang District"),
        ("370406", "district", "山亭区", "Shanting District"),
        ("370407", "high-tech zone", "高新区", "High-tech Zone"),
        ("370481", "county-level city", "滕州市", "Tengzhou City"),
    ];

    private static readonly ImmutableArray<(string Code, string Kind, string Zh, string En)> Townships =
    [
        ("001", "sub-district", "东湖街道", "Donghu Sub-district"),
        ("002", "sub-district", "东湖东街道", "Donghu East Sub-district"),
        ("100", "town", "清泉镇", "Qingquan Town"),
    ];

    private static readonly ImmutableArray<(string Code, string Zh, string En)> Villages =
    [
        ("001", "前庄村", "Qianzhuang Village"),
        ("002", "后庄村", "Houzhuang Village"),
        ("010", "新庄村", "Xinzhuang Village"),
    ];

    private const string Moved = "099";

    /// <summary>The district whose accounts have the short names.</summary>
    public const string MainDistrict = "370402";

    /// <summary>The villages there will be.</summary>
    public static IEnumerable<string> VillageCodes => Districts.SelectMany(district => Townships
        .SelectMany(township => Villages.Select(village => district.Code + township.Code + village.Code)).Append(district.Code + Townships[0].Code + Moved));

    /// <returns>False when the database has units already; nothing is changed then.</returns>
    public async Task<bool> RunAsync(Actor actor, CancellationToken cancellation)
    {
        if (await work.Db.Set<Unit>().AnyAsync(cancellation))
            return false;
        var province = await tree.OpenAsync(null, new NewUnit(UnitLevel.Province, "province", "370000", "山东省", "Shandong Province", IsDemo: true), Founded, cancellation);
        var city = await tree.OpenAsync(province.Id, new NewUnit(UnitLevel.City, "city", "370400", "枣庄市", "Zaozhuang City", IsDemo: true), Founded, cancellation);
        AddCityAccounts(city.Id);
        foreach (var (code, kind, zh, en) in Districts)
            await AddDistrictAsync(city.Id, new NewUnit(UnitLevel.District, kind, code, zh, en, IsDemo: true), cancellation);
        audit.Record($"unit:{city.Id}", "organisation.demo-seeded", actor);
        return true;
    }

    private async Task AddDistrictAsync(UnitId city, NewUnit spec, CancellationToken cancellation)
    {
        var district = await tree.OpenAsync(city, spec, Founded, cancellation);
        var isMain = spec.DivisionCode == MainDistrict;
        AddAccount(isMain ? "district1" : $"district-{spec.DivisionCode}", $"{spec.NameZh}审核员", $"Reviewer, {spec.NameEn}", district.Id, Role.DistrictReviewer);
        AddAccount(isMain ? "district2" : $"district-{spec.DivisionCode}-2", $"{spec.NameZh}第二审核员", $"Second reviewer, {spec.NameEn}", district.Id, Role.DistrictReviewer);
        AddAccount(isMain ? "decider1" : $"decider-{spec.DivisionCode}", $"{spec.NameZh}审批人", $"Decider, {spec.NameEn}", district.Id, Role.DistrictDecider);
        AddAccount(isMain ? "decider2" : $"decider-{spec.DivisionCode}-2", $"{spec.NameZh}复核审批人", $"Second decider, {spec.NameEn}", district.Id, Role.DistrictDecider);

        AddAccount(isMain ? "desk1" : $"desk-{spec.DivisionCode}", $"{spec.NameZh}接访员", $"Visit desk, {spec.NameEn}", district.Id, Role.DeskClerk);
        AddAccount(isMain ? "rights1" : $"rights-{spec.DivisionCode}", $"{spec.NameZh}权益维护科", $"Rights section, {spec.NameEn}", district.Id, Role.RightsOfficer);
        if (isMain)
        {
            AddAccount("counsellor1", "心理咨询师", "Counsellor", district.Id, Role.Professional);
            AddAccount("lawyer1", "法律援助律师", "Legal aid lawyer", district.Id, Role.Professional);
        }

        var townships = new List<Unit>();
        foreach (var (code, kind, zh, en) in Townships)
        {
            var township = await tree.OpenAsync(
                district.Id, new NewUnit(UnitLevel.Township, kind, spec.DivisionCode + code, zh, en, IsDemo: true), Founded, cancellation);
            townships.Add(township);
            var (short1, place) = (isMain && townships.Count == 1, $"{spec.DivisionCode}-{code}");
            AddAccount(short1 ? "station1" : $"station-{place}", $"{zh}服务站", $"Station, {en}", township.Id, Role.StationClerk);
            AddAccount(short1 ? "township1" : $"township-{place}", $"{zh}审核员", $"Reviewer, {en}", township.Id, Role.TownshipReviewer);
            AddAccount(short1 ? "township2" : $"township-{place}-2", $"{zh}第二审核员", $"Second reviewer, {en}", township.Id, Role.TownshipReviewer);
            foreach (var village in Villages)
                await AddVillageAsync(township, village, short1 && village.Code == "001" ? "village1" : $"village-{place}-{village.Code}", cancellation);
        }

        // Moved from the first township to the second on paper of long ago; its code still says the first.
        await AddVillageAsync(townships[1], (Moved, "河东村", "Hedong Village"), $"village-{spec.DivisionCode}-001-099", cancellation, townships[0].DivisionCode);
    }

    private async Task AddVillageAsync(
        Unit township, (string Code, string Zh, string En) village, string userName, CancellationToken cancellation, string? codeOf = null)
    {
        var spec = new NewUnit(UnitLevel.Village, "village", (codeOf ?? township.DivisionCode) + village.Code, village.Zh, village.En, IsDemo: true);
        var unit = await tree.OpenAsync(township.Id, spec, Founded, cancellation);
        AddAccount(userName, $"{village.Zh}联络员", $"Helper, {village.En}", unit.Id, Role.VillageHelper);
        if (userName == "village1")
            AddAccount("applicant1", "演示申请人", "Demo applicant", unit.Id, Role.Applicant);
    }

    private void AddCityAccounts(UnitId city)
    {
        AddAccount("city1", "市级复核员", "City checker", city, Role.CityChecker);
        AddAccount("city2", "市级第二复核员", "Second city checker", city, Role.CityChecker);
        AddAccount("citydecider1", "市级审批人", "City decider", city, Role.CityDecider);
        AddAccount("citydecider2", "市级第二审批人", "Second city decider", city, Role.CityDecider);
        AddAccount("maker1", "财务制单人", "Payment maker", city, Role.FinanceMaker);
        AddAccount("checker1", "财务复核人", "Payment checker", city, Role.FinanceChecker);
        AddAccount("releaser1", "财务放款人", "Payment releaser", city, Role.FinanceReleaser);
        AddAccount("admin1", "系统管理员", "Administrator", city, Role.Administrator);
        AddAccount("auditor1", "审计员", "Auditor", city, Role.Auditor);
        AddAccount("citydesk1", "市接访员", "City visit desk", city, Role.DeskClerk);
        AddAccount("cityrights1", "市权益维护科", "City rights section", city, Role.RightsOfficer);
        AddAccount("leader1", "分管领导", "Leader", city, Role.Leader);
    }

    private void AddAccount(string userName, string zh, string en, UnitId unit, Role role)
    {
        var account = Account.Open(new AccountId(ids.Next()), userName, zh, en, demo: true);
        work.Db.Add(account);
        work.Db.Add(RoleAssignment.Of(new RoleAssignmentId(ids.Next()), account.Id, role, unit, Founded));
    }
}
