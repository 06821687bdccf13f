using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Integrating;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Api;

/// <summary>A request that is sent again is answered as it was, and does nothing: its answer is committed with what it did.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class OnceTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task The_same_request_sent_twice_at_once_decides_once_and_is_answered_alike()
    {
        var task = await TaskAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => DecideAsync(task, "twice", "hash")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answers.Distinct(), Has.Exactly(1).Items);
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.TaskId == task)), Is.EqualTo(1));
            Assert.That(await office.ReadAsync(db => db.Set<KeptAnswer>().CountAsync(kept => kept.Key == "twice")), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task The_same_key_with_another_request_is_refused_and_changes_nothing()
    {
        var task = await TaskAsync();
        await DecideAsync(task, "reused", "hash");
        var before = await office.ReadAsync(Harness.DatabaseState.DigestAsync);

        await Casework.RefusedAsync("idempotency.key-reused", () => DecideAsync(task, "reused", "other hash"));

        Assert.That(await office.ReadAsync(Harness.DatabaseState.DigestAsync), Is.EqualTo(before));
    }

    [Test]
    public async Task A_key_is_its_accounts_alone_and_a_refusal_is_not_kept()
    {
        var task = await TaskAsync();

        await Casework.RefusedAsync("task.not-yours", () => DecideAsync(task, "mine", "hash", "station-370402-002"));
        var first = await DecideAsync(task, "mine", "hash");
        await Casework.RefusedAsync("task.not-yours", () => DecideAsync(task, "mine", "hash", "station-370402-002"));

        Assert.That(await DecideAsync(task, "mine", "hash"), Is.EqualTo(first));
    }

    [Test]
    public async Task An_answer_is_kept_for_a_day_and_then_swept()
    {
        await DecideAsync(await TaskAsync(), "swept", "hash");

        office.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await office.SweepAsync(KeptAnswerSweep.Key);
        var before = await KeptAsync();
        office.Clock.Advance(TimeSpan.FromSeconds(1));
        await office.SweepAsync(KeptAnswerSweep.Key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.EqualTo(1));
            Assert.That(await KeptAsync(), Is.Zero);
        }

        Task<int> KeptAsync() => office.ReadAsync(db => db.Set<KeptAnswer>().CountAsync(kept => kept.Key == "swept"));
    }

    private async Task<TaskId> TaskAsync() => (await office.TasksAsync((await office.SubmitCompleteAsync()).Id)).Single().Id;

    private async Task<DecisionReceipt> DecideAsync(TaskId task, string key, string hash, string who = "station1")
    {
        var actor = await office.AsAsync(who);
        var command = new DecideCommand(task, Verdict.Complete, "材料齐全。") { IdentityProved = true };
        return await office.DoAsync((Answered<DecideTask> once, CancellationToken token) =>
            once.RunAsync(new(actor.Account!.Value, key, hash), (act, same) => act.DecideAsync(command, actor, same), token));
    }
}
