using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Replaying;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Replaying;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class StoryTests(Provider provider)
{
    /// <summary>A replay that was killed between two investigators asks anew who is next, and the first may have been either.</summary>
    [TestCase(0)]
    [TestCase(1)]
    public async Task Whichever_of_two_investigators_came_first_the_other_one_comes_after_a_kill(int first)
    {
        await using var office = await Office.OpenAsync(provider);
        var aidCase = await office.SubmitCompleteAsync();
        await office.UntilAsync(aidCase.Id, "HomeVisit");
        var story = await StoryAsync(office, aidCase.SubmissionKey!);

        var before = await story.NextAsync();
        await before[first].DoAsync(before[first].Key, CancellationToken.None);
        var after = await story.NextAsync();
        await after.Single().DoAsync(after.Single().Key, CancellationToken.None);

        var visit = await office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(round => round.CaseId == aidCase.Id && round.Step == "HomeVisit"));
        Assert.That((before.Count, visit.State, visit.Decisions), Is.EqualTo((2, RoundState.Settled, 2)));
        Assert.That(after.Single(), Is.EqualTo(before[1 - first]).Using<Deed>((one, other) => one.Key == other.Key && one.At == other.At), "it is the same deed at the same moment");
    }

    private static async Task<Asked> StoryAsync(Office office, string key)
    {
        var plan = ReplayPlan.Read(ReplayTests.Sample);
        var planned = plan.Cases.First(found => found.Key == "hardship-001") with { Key = key };
        await using var scope = office.Services.CreateAsyncScope();
        var stage = new Stage(office.Services.GetRequiredService<IServiceScopeFactory>(), office.Acts, new ReplayClock(office.Clock.GetUtcNow()), plan with { Cases = [planned] })
        {
            Calendar = await scope.ServiceProvider.GetRequiredService<Calendars>().CurrentAsync(CancellationToken.None),
        };
        return new(new Story(stage, new Townspeople(stage)), planned);
    }

    private sealed record Asked(Story Story, PlannedCase Planned)
    {
        public Task<IReadOnlyList<Deed>> NextAsync() => Story.NextAsync(Planned, CancellationToken.None);
    }
}
