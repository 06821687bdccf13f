using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Intervening;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Two branches that people work in at the same time: neither is lost, doubled or blocked by what is done in the other.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class BranchTests(Provider provider)
{
    [TestCase("WalkAgain")]
    [TestCase("StraightBack")]
    public async Task A_return_out_of_a_branch_settles_the_other_and_both_are_walked_again(string resubmission)
    {
        await using var office = await RandomPlans.BranchedAsync(provider, resubmission);
        var (id, district) = await AtBothAsync(office);
        var other = (await office.OpenAsync(id)).Single(task => task.Step == "Completeness");

        await office.SaysAsync("district1", district.Id, Verdict.Return, "请核实收入", "TownshipReview");
        var after = await office.OpenAsync(id);
        Assert.That(after.Select(task => task.Step), Is.EqualTo(new[] { "TownshipReview" }), "nothing of either branch is open");
        Assert.That(await office.ReadAsync(db => db.Set<ReviewTask>().Where(task => task.Id == other.Id).Select(task => task.CancelledBecause).SingleAsync()), Is.EqualTo("returned"));
        await office.AgreeAsync(after.Single());

        Assert.That(await OpenStepsAsync(office, id), Is.EquivalentTo(new[] { "PublicNotice", "Completeness" }), "both branches, not the one alone that sent it back");
        Assert.That(await office.FaultsAsync(id), Is.Empty);
        await office.UntilAsync(id, "DistrictDecision");
        Assert.That(await OpenStepsAsync(office, id), Is.EqualTo(new[] { "DistrictDecision" }));
    }

    [Test]
    public async Task What_somebody_does_in_the_other_branch_is_no_step_to_return_to()
    {
        await using var office = await RandomPlans.BranchedAsync(provider, "WalkAgain");
        var (id, district) = await AtBothAsync(office);
        var plan = await office.ReadAsync(async db => (await db.Set<Round>().AsNoTracking().SingleAsync(round => round.Id == district.RoundId)).Plan);

        Assert.That(plan.ReturnTo, Does.Contain("TownshipReview").And.Contain("Completeness").And.No.Member("MoneyReview"));
        await Casework.RefusedAsync("return.not-before", () => office.SaysAsync("district1", district.Id, Verdict.Return, "请核实金额", "MoneyReview"));
        Assert.That(await office.FaultsAsync(id), Is.Empty);
    }

    [Test]
    public async Task A_notice_that_ends_in_one_branch_does_not_set_the_time_going_while_the_applicant_has_the_other()
    {
        await using var office = await RandomPlans.BranchedAsync(provider, "WalkAgain");
        var id = await AtBranchesAsync(office);
        await AskApplicantAsync(office, id);
        await office.EndNoticeAsync(id);

        Assert.That(await WholeAsync(office, id), Is.EqualTo((ClockState.Paused, Holder.Applicant)));
        await SupplyAsync(office, id);
        Assert.That(await WholeAsync(office, id), Is.EqualTo((ClockState.Running, Holder.Us)));
    }

    [Test]
    public async Task What_the_applicant_brings_does_not_set_the_time_going_while_a_notice_hangs_in_the_other_branch()
    {
        await using var office = await RandomPlans.BranchedAsync(provider, "WalkAgain");
        var id = await AtBranchesAsync(office);
        await AskApplicantAsync(office, id);
        await SupplyAsync(office, id);

        Assert.That(await WholeAsync(office, id), Is.EqualTo((ClockState.Paused, Holder.Notice)));
    }

    [Test]
    public async Task Nobody_is_moved_into_one_of_two_branches_while_the_other_would_never_be_gone()
    {
        await using var office = await RandomPlans.BranchedAsync(provider, "WalkAgain");
        await office.HireAsync("admin-city", Role.Administrator, UnitLevel.City, "370400");
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "TownshipReview");
        var before = await TargetsAsync();
        await office.UntilAsync(id, "PublicNotice");
        var within = await TargetsAsync();
        await office.AsAsync<TerminateCase, CaseConsequences>("admin-city", (act, actor, token) => act.TerminateAsync(id, "终止", actor, token));
        var ended = await office.AskAsync(async services => services.GetRequiredService<LeapTargets>().Reached(await FileAsync(services)).Select(target => target.Activity).ToArray());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Does.Contain("homeVisit").And.Contain("districtDecision").And.No.Member("moneyReview").And.No.Member("districtReview"));
            Assert.That(within, Does.Contain("moneyReview").And.Contain("districtReview"), "both are under way");
            Assert.That(ended, Does.Contain("townshipReview").And.No.Member("publicNotice").And.No.Member("completenessAgain"));
        }

        Task<string[]> TargetsAsync() => office.AskAsync(async services => services.GetRequiredService<LeapTargets>().Of(await FileAsync(services)).Select(target => target.Activity).ToArray());
        Task<CaseFile> FileAsync(IServiceProvider services) => services.GetRequiredService<CaseFiles>().LoadAsync(id, Actor.System, CancellationToken.None);
    }

    /// <summary>The notice hangs, and papers are looked at.</summary>
    private static async Task<CaseId> AtBranchesAsync(Office office)
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "PublicNotice");
        return id;
    }

    /// <summary>The district gives its opinion, and papers are looked at.</summary>
    private static async Task<(CaseId Id, ReviewTask District)> AtBothAsync(Office office)
    {
        var id = await AtBranchesAsync(office);
        await office.EndNoticeAsync(id);
        return (id, (await office.OpenAsync(id)).Single(task => task.Step == "DistrictReview"));
    }

    private static async Task AskApplicantAsync(Office office, CaseId id)
    {
        var papers = (await office.OpenAsync(id)).Single(task => task.Step == "Completeness");
        await office.DecideAsync("station1", new(papers.Id, Verdict.Incomplete) { Missing = [new("householdRegister", "请补交")] });
    }

    private static async Task SupplyAsync(Office office, CaseId id)
    {
        var paper = await office.UploadAsync("householdRegister");
        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(id, [], [new("householdRegister", paper)]), Actor.System, token));
    }

    private static Task<List<string>> OpenStepsAsync(Office office, CaseId id) =>
        office.ReadAsync(db => db.Set<Round>().Where(round => round.CaseId == id && round.State == RoundState.Open).Select(round => round.Step).ToListAsync());

    internal static async Task<(ClockState State, Holder Holder)> WholeAsync(Office office, CaseId id)
    {
        var clock = await office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().SingleAsync(clock => clock.CaseId == id && clock.Kind == "case" && (clock.State == ClockState.Running || clock.State == ClockState.Paused)));
        return (clock.State, clock.Holder);
    }
}
