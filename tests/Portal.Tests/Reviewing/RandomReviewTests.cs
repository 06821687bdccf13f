using System.Globalization;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>
/// Every operation in any order against plans of every kind (<see cref="RandomPlans"/>), by people who may and who may not: whatever is refused changes nothing, whatever is done leaves a legal
/// state (<see cref="ReviewLegality"/>, <see cref="Standstill"/>), and from wherever that led the case comes to its end. <c>REVIEW_SEEDS=1000-1200</c> plays others than the run does.
/// </summary>
[TestFixture]
internal sealed class RandomReviewTests
{
    [TestCaseSource(nameof(Seeds))]
    public Task Any_order_of_operations_leaves_a_legal_state(int seed) => PlayAsync(Provider.Sqlite, seed);

    [Test]
    public Task Any_order_of_operations_leaves_a_legal_state_on_postgres([Range(101, 104)] int seed) => PlayAsync(Provider.Postgres, seed);

    private static IEnumerable<int> Seeds()
    {
        var asked = Environment.GetEnvironmentVariable("REVIEW_SEEDS")?.Split('-').Select(one => int.Parse(one, CultureInfo.InvariantCulture)).ToArray();
        return asked is null ? Enumerable.Range(1, 32) : Enumerable.Range(asked[0], asked[^1] - asked[0] + 1);
    }

    private static async Task PlayAsync(Provider provider, int seed)
    {
        var random = new Random(seed);
        await using var office = await RandomPlans.OpenAsync(provider, seed % RandomPlans.Count);
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "TownshipReview");
        var (play, still) = (new ReviewPlay(office, id, random), new Standstill(office, id));
        await CheckAsync();

        for (var turn = 0; turn < 60; turn++)
        {
            if (!(await office.CaseAsync(id)).IsOpen)
            {
                await play.WakeAsync();
                await CheckAsync();
            }

            if (!(await office.CaseAsync(id)).IsOpen)
                break;
            await play.TurnAsync();
            await CheckAsync();
        }

        try
        {
            Assert.That(await play.FinishAsync(CheckAsync), Is.True, $"seed {seed}: the case never ends:\n{string.Join('\n', play.Log)}");
        }
        catch (RefusedException refused)
        {
            Assert.Fail($"seed {seed}: at the end somebody is refused:\n{string.Join('\n', play.Log)}\n{refused.Code}");
        }

        Assert.That(await office.DoAsync((MoneyAgrees check, CancellationToken token) => check.DifferencesAsync(token)), Is.Empty, $"seed {seed}");

        async Task CheckAsync() => Assert.That((await office.FaultsAsync(id)).Concat(await still.FaultsAsync()), Is.Empty, $"seed {seed}:\n{string.Join('\n', play.Log)}");
    }
}
