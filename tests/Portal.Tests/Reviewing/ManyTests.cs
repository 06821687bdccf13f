using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;

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
}
