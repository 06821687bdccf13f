using AidWorkflow.Harness;
using AidWorkflow.Storage.Writing;

namespace AidWorkflow.Storage.Tests.Histories;

/// <summary>Histories are worth what they find: each promise is broken on purpose, and has to be the one that is said to be broken.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class PlantedFaultTests(Provider provider)
{
    private const int MostHistories = 40;

    [Test]
    public Task A_store_that_loses_an_acknowledged_step_is_found_out() => FindsAsync(Promise.Kept, real => new Planted.LosesSteps(real));

    [Test]
    public Task A_store_that_leaves_a_consumed_bookmark_is_found_out() => FindsAsync(Promise.LeftOnce, real => new Planted.KeepsBookmarks(real));

    [Test]
    public Task A_store_that_lets_two_through_one_bookmark_is_found_out() => FindsAsync(Promise.LeftOnce, real => new Planted.ResumesTwice(real), "was left by 2");

    [Test]
    public Task A_store_that_sends_an_effect_under_a_second_key_is_found_out() => FindsAsync(Promise.OneKey, real => new Planted.SendsAgain(real), "went out under");

    [Test]
    public Task A_store_that_forgets_a_message_is_found_out() => FindsAsync(Promise.OneKey, real => new Planted.SendsNothing(real), "wanted sent");

    [Test]
    public Task A_store_whose_state_is_not_what_the_journal_implies_is_found_out() => FindsAsync(Promise.Implied, real => new Planted.KeepsOldStates(real));

    private async Task FindsAsync(Promise promise, Func<IWriter, IWriter> planted, string words = "")
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var nodes = await Nodes.OnAsync(database, planted);
        for (var seed = 1; seed <= MostHistories; seed++)
        {
            using var history = new History(nodes, seed);
            var findings = await history.PlayAsync();
            await Nodes.ClearAsync(database);
            if (findings.Any(finding => finding.Promise == promise && finding.What.Contains(words, StringComparison.Ordinal)))
                return;
        }

        Assert.Fail($"{MostHistories} histories found nothing that breaks the promise {promise}.");
    }
}
