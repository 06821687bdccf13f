using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Several tasks get one word: each its own result.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ManyTests(Provider provider)
{
    [Test]
    public async Task Each_has_its_own_result_and_one_that_is_refused_stops_no_other()
    {
        await using var office = await Office.OpenAsync(provider);
        var first = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        var second = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        var third = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await office.SaysAsync("district2", second.Id, Verdict.Approve);

        var done = await new DecidingMany(office.Acts).DecideAsync([.. new[] { first, second, third }.Select(task => new DecideCommand(task.Id, Verdict.Approve, "同意"))], await office.AsAsync("district1"), CancellationToken.None);

        Assert.That(done.Select(one => one.Refused?.Code), Is.EqualTo(new[] { null, "task.already-decided", null }));
        Assert.That((await office.OpenAsync(third.CaseId)).Single().Step, Is.EqualTo("DistrictDecision"));
    }

    [Test]
    public async Task What_decides_money_or_is_a_village_s_own_word_is_decided_one_by_one()
    {
        await using var office = await Office.OpenAsync(provider);
        var village = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "VillageOpinion");
        var money = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictDecision");
        var many = new DecidingMany(office.Acts);

        Assert.That((await many.DecideAsync([new(village.Id, Verdict.Approve, "同意")], await office.AsAsync(await office.HolderAsync(village)), CancellationToken.None)).Single().Refused?.Code, Is.EqualTo("many.not-this"));
        Assert.That((await many.DecideAsync([await office.YesAsync(money)], await office.AsAsync("decider1"), CancellationToken.None)).Single().Refused?.Code, Is.EqualTo("many.not-this"));
        Assert.That(await TogetherTests.CodeOfAsync(async () => await many.DecideAsync([], await office.AsAsync("decider1"), CancellationToken.None)), Is.EqualTo("many.none"));
    }

    [Test]
    public async Task What_asks_for_a_look_of_its_own_is_left_out_with_the_reason()
    {
        await using var office = await Office.OpenAsync(provider);
        var duplicate = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await office.DoAsync((AuditTrail act, CancellationToken _) =>
        {
            act.Record($"case:{duplicate.CaseId}", "duplicate.overridden", Actor.System, ("finding", "duplicate.account"));
            return Task.FromResult(true);
        });
        var relative = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        await office.ReadAsync(db => db.Set<AidCase>().Where(one => one.Id == relative.CaseId).ExecuteUpdateAsync(set => set.SetProperty(one => one.RelativeOfStaff, true)));
        var often = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        for (var time = 0; time < 3; time++)
        {
            await office.SaysAsync("district2", often.Id, Verdict.Return, "请再核实", "TownshipReview");
            often = await office.ReachAsync(often.CaseId, "DistrictReview");
        }

        var done = await new DecidingMany(office.Acts).DecideAsync([.. new[] { duplicate, relative, often }.Select(task => new DecideCommand(task.Id, Verdict.Approve, "同意"))], await office.AsAsync("district1"), CancellationToken.None);
        Assert.That(done.Select(one => one.Refused?.Code), Is.EqualTo(new[] { "many.duplicate", "many.relative", "many.returned-often" }));
    }
}
