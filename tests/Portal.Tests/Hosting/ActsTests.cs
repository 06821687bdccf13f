using AidWorkflow.Cases.Acting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Ports;
using AidWorkflow.Engine.Running;
using AidWorkflow.Portal.Hosting;
using AidWorkflow.Storage.Writing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Hosting;

[TestFixture]
internal sealed class ActsTests
{
    [Test]
    public async Task An_act_is_committed_once_and_its_answer_returned()
    {
        var world = new World();

        var answer = await world.Acts.RunAsync<Act, string>((act, _) => Task.FromResult(act.Say("done")), CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer, Is.EqualTo("done"));
            Assert.That(world.Commits, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_lost_race_runs_the_act_again_on_a_fresh_scope()
    {
        var world = new World { Losses = 2 };
        var seen = new HashSet<Act>(ReferenceEqualityComparer.Instance);

        await world.Acts.RunAsync<Act, bool>((act, _) => Task.FromResult(seen.Add(act)), CancellationToken.None);

        Assert.That(seen, Has.Exactly(3).Items);
    }

    [Test]
    public void The_third_lost_race_is_told_to_the_person()
    {
        var world = new World { Losses = 3 };

        Assert.That(
            async () => await world.Acts.RunAsync<Act, bool>((_, _) => Task.FromResult(true), CancellationToken.None),
            Throws.InstanceOf<RefusedException>().With.Property(nameof(RefusedException.Code)).EqualTo("act.contended"));
    }

    [Test]
    public void A_connection_that_breaks_within_the_commit_is_not_said_to_have_changed_nothing_and_is_not_tried_again()
    {
        var world = new World { Breaks = new CommitInDoubtException(new TimeoutException()) };

        Assert.That(
            async () => await world.Acts.RunAsync<Act, bool>((_, _) => Task.FromResult(true), CancellationToken.None),
            Throws.InstanceOf<RefusedException>().With.Property(nameof(RefusedException.Code)).EqualTo("act.unsure"));
        Assert.That(world.Commits, Is.EqualTo(1));
    }

    [Test]
    public async Task An_activity_that_threw_runs_the_act_again_with_its_fault_marked_and_commits_only_that()
    {
        var world = new World();
        var rerun = new Rerun(FakeClock.Monday, 7, [new FaultMark(2, "broken", null)]);

        var told = await world.Acts.RunAsync<Act, Rerun?>(
            (act, _) => act.Rerun is null ? throw new ActivityThrewException(rerun, new InvalidOperationException("broken")) : Task.FromResult<Rerun?>(act.Rerun),
            CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(told, Is.SameAs(rerun));
            Assert.That(world.Commits, Is.EqualTo(1));
        }
    }

    [Test]
    public async Task After_a_lost_race_the_burst_starts_anew_and_keeps_no_fault_of_the_state_it_lost()
    {
        var world = new World { Losses = 1 };
        var reruns = new List<Rerun?>();
        var rerun = new Rerun(FakeClock.Monday, 7, []);

        await world.Acts.RunAsync<Act, bool>(
            (act, _) =>
            {
                reruns.Add(act.Rerun);
                return reruns.Count == 1 ? throw new ActivityThrewException(rerun, new InvalidOperationException("broken")) : Task.FromResult(true);
            },
            CancellationToken.None);

        Assert.That(reruns, Is.EqualTo(new[] { null, rerun, null }));
    }

    [Test]
    public void A_refusal_commits_nothing_and_is_not_tried_again()
    {
        var world = new World();
        var runs = 0;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                async () => await world.Acts.RunAsync<Act, bool>((_, _) => ++runs > 0 ? throw new RefusedException("act.contended") : Task.FromResult(true), CancellationToken.None),
                Throws.InstanceOf<RefusedException>());
            Assert.That((runs, world.Commits), Is.EqualTo((1, 0)));
        }
    }

    private sealed class Act(Attempt attempt)
    {
        public Rerun? Rerun => attempt.Rerun;

        public string Say(string words) => words;
    }

    private sealed class World : IUnitOfWork
    {
        public World()
        {
            var services = new ServiceCollection().AddScoped<IUnitOfWork>(_ => this).AddScoped<Attempt>().AddScoped<Act>().BuildServiceProvider(validateScopes: true);
            Acts = new Acts(services.GetRequiredService<IServiceScopeFactory>());
        }

        public Acts Acts { get; }

        public int Losses { get; set; }

        public Exception? Breaks { get; init; }

        public int Commits { get; private set; }

        public DbContext Db => throw new NotSupportedException();

        public void Add(StepWrites step) => throw new NotSupportedException();

        public void Within(Func<DbContext, CancellationToken, Task> write) => throw new NotSupportedException();

        public Task CommitAsync(CancellationToken cancellation)
        {
            if (Losses-- > 0)
                throw new LostRaceException("test");
            Commits++;
            return Breaks is null ? Task.CompletedTask : throw Breaks;
        }
    }
}
