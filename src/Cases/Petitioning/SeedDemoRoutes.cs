using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Petitioning;

/// <summary>Rules of a made-up list of competences, so that a demo suggests a body; each is marked as demo, and none is written where the city has rules.</summary>
public sealed class SeedDemoRoutes(IUnitOfWork work, IIds ids, TimeProvider time)
{
    private const string List = "枣庄市信访事项职责清单（演示）";
    private static readonly DateOnly From = new(2022, 1, 1);

    /// <returns>Whether they were written.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        if (await work.Db.Set<RouteRule>().AnyAsync(cancellation))
            return false;
        var city = await work.Db.Set<Unit>().AsNoTracking().Where(unit => unit.Level == UnitLevel.City && unit.ValidTo == null).OrderBy(unit => unit.DivisionCode).FirstAsync(cancellation);
        var now = time.GetUtcNow();
        foreach (var (subject, of, branch, body) in (ReadOnlySpan<(string?, PetitionClass?, ClaimBranch?, string)>)
                 [(null, PetitionClass.Accusation, null, "纪检监察机关"), (null, PetitionClass.Claim, ClaimBranch.Litigation, "人民法院"), (null, PetitionClass.Claim, ClaimBranch.Arbitration, "劳动人事争议仲裁委员会"), ("employment", null, null, "人力资源和社会保障局")])
            work.Db.Add(RouteRule.Enter(RouteRuleId.Of(ids.Next()), city.Id, new(subject, of, branch, null, null, body, List, From), null, now, isDemo: true));
        work.Db.Add(RouteRule.Enter(RouteRuleId.Of(ids.Next()), city.Id, new("enterprise-officers", PetitionClass.Claim, null, null, city.Id, "", List, From), null, now, isDemo: true));
        return true;
    }
}
