using System.Globalization;
using AidWorkflow.Engine.Authoring;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using FsCheck;
using FsCheck.Fluent;
using Outcome = AidWorkflow.Engine.Authoring.Outcome;

namespace AidWorkflow.Engine.Tests.Running;

[TestFixture]
internal sealed class RewindTests
{
    private static readonly string[] Approvals = ["s -> e1", "e1 -> a", "a -> e2", "e2 -> b", "b -> e3", "e3 -> x"];

    [Test]
    public async Task Going_back_takes_what_waits_away_and_starts_the_earlier_activity_again()
    {
        var trial = await new Trial(A.Flow("s! e1:Event a e2:Event b e3:Event x.", Approvals)).StartAsync();
        await trial.ResumeAsync("e1");
        await trial.ResumeAsync("e2");
        Assert.That(trial.WaitingAt, Is.EqualTo(["e3"]));

        await trial.RewindAsync("e1");

        Assert.That(trial.WaitingAt, Is.EqualTo(["e1"]));
        await trial.ResumeAllAsync();
        Assert.That(trial.Lines, Is.EqualTo(["a", "b", "a", "b"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task Going_back_within_one_branch_leaves_the_other_alone_and_keeps_what_it_brought()
    {
        var trial = await new Trial(A.Flow("s e1:Event e2:Event f1:Event j&WaitAll after", "s -> e1", "s -> f1", "e1 -> e2", "e2 -> j", "f1 -> j", "j -> after")).StartAsync();
        await trial.ResumeAsync("e1");
        await trial.ResumeAsync("f1");
        Assert.That(trial.WaitingAt, Is.EqualTo(["e2"]));

        await trial.RewindAsync("e1");
        await trial.ResumeAsync("e1");
        await trial.ResumeAsync("e2");

        Assert.That(trial.Lines, Is.EqualTo(["s", "after"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task Going_ahead_takes_away_what_would_come_there_again_by_a_way_back()
    {
        var trial = await new Trial(A.Flow("s check:Event missing:Event review:Event", "s -> check", "check -> review", "check.Missing -> missing", "missing -> check")).StartAsync();
        await trial.RewindAsync("missing");
        Assert.That(trial.WaitingAt, Is.EqualTo(["missing"]));

        await trial.RewindAsync("review");

        Assert.That(trial.WaitingAt, Is.EqualTo(["review"]));
    }

    [Test]
    public async Task Jumping_into_one_branch_past_the_fork_does_not_leave_the_join_waiting_for_the_other()
    {
        var trial = await new Trial(A.Flow("s e0:Event e1:Event f1:Event j&WaitAll after", "s -> e0", "e0 -> e1", "e0 -> f1", "e1 -> j", "f1 -> j", "j -> after")).StartAsync();

        await trial.RewindAsync("e1");
        await trial.ResumeAsync("e1");

        Assert.That(trial.Lines, Is.EqualTo(["s", "after"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task Going_back_to_before_a_join_of_the_first_arrival_runs_it_again()
    {
        var trial = await new Trial(A.Flow("s e1:Event e2:Event j&WaitAny k:Event", "s -> e1", "s -> e2", "e1 -> j", "e2 -> j", "j -> k")).StartAsync();
        await trial.ResumeAsync("e1");
        Assert.That(trial.WaitingAt, Is.EqualTo(["k"]));

        await trial.RewindAsync("s");
        Assert.That(trial.WaitingAt, Is.EquivalentTo(["e1", "e2"]));
        await trial.ResumeAsync("e2");

        Assert.That(trial.WaitingAt, Is.EqualTo(["k"]));
    }

    [Test]
    public async Task Going_back_reaches_into_a_nested_flowchart_that_has_ended()
    {
        var inner = A.Flowchart("i1 i2:Event", "i1 -> i2");
        inner["id"] = "inner";
        var outer = A.Flowchart("a late:Event", "a -> inner", "inner -> late");
        outer["activities"]!.AsArray().Add(inner);
        var trial = await new Trial(A.Definition(outer)).StartAsync();
        await trial.ResumeAsync("i2");
        Assert.That(trial.WaitingAt, Is.EqualTo(["late"]));

        await trial.RewindAsync("i2");
        Assert.That(trial.WaitingAt, Is.EqualTo(["i2"]));
        await trial.ResumeAllAsync();

        Assert.That(trial.Lines, Is.EqualTo(["a", "i1"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    private const string Asking = "s! check:Event d?True ask:Event";

    private static readonly string[] AskingLinks = ["s -> check", "check -> d", "d.False -> ask", "ask -> check"];

    [Test]
    public async Task Going_back_to_a_step_beside_the_way_takes_away_what_will_come_again_from_there()
    {
        var trial = await new Trial(A.Flow($"{Asking} a:Event b:Event x.", [.. AskingLinks, "d.True -> a", "a -> b", "b -> x"])).StartAsync();
        await trial.ResumeAsync("check");
        await trial.ResumeAsync("a");

        await trial.RewindAsync("ask");

        Assert.That(trial.WaitingAt, Is.EqualTo(["ask"]));
        foreach (var step in (string[])["ask", "check", "a", "b"])
            await trial.ResumeAsync(step);
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task What_a_branch_brought_before_is_not_counted_when_it_will_be_walked_again()
    {
        var trial = await new Trial(A.Flow($"{Asking} a:Event f:Event j&WaitAll after", [.. AskingLinks, "d.True -> a", "d.True -> f", "a -> j", "f -> j", "j -> after"])).StartAsync();
        await trial.ResumeAsync("check");
        await trial.ResumeAsync("f");

        await trial.RewindAsync("ask");
        await trial.ResumeAsync("ask");
        await trial.ResumeAsync("check");
        await trial.ResumeAsync("a");

        Assert.That(trial.WaitingAt, Is.EqualTo(["f"]));
        await trial.ResumeAsync("f");
        Assert.That(trial.Lines, Is.EqualTo(["after"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task A_circle_around_both_branches_does_not_make_one_the_way_to_the_other()
    {
        var trial = await new Trial(A.Flow("s! o:Event a1:Event a2:Event b:Event j&WaitAll again?False x.",
            "s -> o", "o -> a1", "a1 -> a2", "o -> b", "a2 -> j", "b -> j", "j -> again", "again.True -> o", "again.False -> x")).StartAsync();
        await trial.ResumeAsync("o");
        await trial.ResumeAsync("a1");

        await trial.RewindAsync("a1");

        Assert.That(trial.WaitingAt, Is.EquivalentTo(["a1", "b"]));
    }

    [Test]
    public async Task What_is_taken_away_is_told_that_the_flow_went_back()
    {
        var watch = new Watched();
        var trial = await new Trial(A.Flow("s e1:Event w:Test.Watched x.", "s -> e1", "e1 -> w", "w -> x"), activities: [watch]).StartAsync();
        await trial.ResumeAsync("e1");

        await trial.RewindAsync("e1");
        Assert.That(watch.Told, Is.EqualTo([CancelReason.Rewound]));

        await trial.ResumeAsync("e1");
        await trial.CancelAsync();
        Assert.That(watch.Told, Is.EqualTo([CancelReason.Rewound, CancelReason.Cancelled]));
        Assert.That(trial.Bookmarks, Is.Empty);
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Cancelled));
    }

    [Test]
    public async Task Nobody_can_be_sent_where_no_way_leads()
    {
        var trial = await new Trial(A.Flow("s! e1:Event lost", "s -> e1")).StartAsync();

        await Assert.ThatAsync(() => trial.RewindAsync("lost"), Throws.TypeOf<CannotGoThereException>());
        await Assert.ThatAsync(() => trial.RewindAsync("nowhere"), Throws.TypeOf<CannotGoThereException>());
        await trial.ResumeAsync("e1");
        await Assert.ThatAsync(() => trial.RewindAsync("e1"), Throws.TypeOf<CannotGoThereException>());
    }

    [FsCheck.NUnit.Property(MaxTest = 120)]
    public Property After_going_back_anywhere_at_any_time_the_flow_can_still_finish() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed => RandomWalk(seed).GetAwaiter().GetResult());

    private static async Task<bool> RandomWalk(int seed)
    {
        var random = new Random(seed);
        var (activities, links, ids) = RandomFlow(random);
        var trial = await new Trial(A.Flow(activities, links)).StartAsync();
        for (var step = 0; step < 12 && trial.Bookmarks.Count > 0; step++)
        {
            if (random.Next(3) == 0)
                await trial.RewindAsync(ids[random.Next(ids.Count)]);
            else
                await trial.ResumeAsync(trial.Bookmarks.Values.OrderBy(row => row.ActivityId, StringComparer.Ordinal).ElementAt(random.Next(trial.Bookmarks.Count)).Id);
        }

        await trial.ResumeAllAsync();
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished), $"seed {seed}: {activities} | {string.Join("; ", links)}");
        return true;
    }

    /// <summary>Pieces in a row: an event, a decision whose ways meet again, a question that can be gone back to, or a fork whose branches join in any mode.</summary>
    private static (string Activities, string[] Links, List<string> Ids) RandomFlow(Random random)
    {
        List<string> words = ["s!"];
        List<string> links = [];
        var last = "s";
        string[] modes = ["WaitAll", "WaitAny", "WaitAllActive"];
        for (var piece = 0; piece < 2 + random.Next(3); piece++)
        {
            var name = piece.ToString(CultureInfo.InvariantCulture);
            switch (random.Next(4))
            {
                case 0:
                    words.Add($"e{name}:Event");
                    links.Add($"{last} -> e{name}");
                    last = $"e{name}";
                    break;
                case 1:
                    words.AddRange([$"d{name}?{random.Next(2) == 0}", $"t{name}:Event", $"f{name}:Event", $"m{name}"]);
                    links.AddRange([$"{last} -> d{name}", $"d{name}.True -> t{name}", $"d{name}.False -> f{name}", $"t{name} -> m{name}", $"f{name} -> m{name}"]);
                    last = $"m{name}";
                    break;
                case 2:
                    words.AddRange([$"c{name}:Event", $"q{name}?True", $"r{name}:Event", $"p{name}"]);
                    links.AddRange([$"{last} -> c{name}", $"c{name} -> q{name}", $"q{name}.False -> r{name}", $"r{name} -> c{name}", $"q{name}.True -> p{name}"]);
                    last = $"p{name}";
                    break;
                default:
                    words.Add($"j{name}&{modes[random.Next(3)]}");
                    for (var branch = 0; branch < 2 + random.Next(2); branch++)
                    {
                        var id = $"b{name}{branch.ToString(CultureInfo.InvariantCulture)}";
                        words.AddRange([$"{id}:Event", $"{id}x:Event"]);
                        links.AddRange([$"{last} -> {id}", $"{id} -> {id}x", $"{id}x -> j{name}"]);
                    }

                    last = $"j{name}";
                    break;
            }
        }

        return (string.Join(' ', words), [.. links], [.. words.Select(word => word.Split(':', '?', '&', '!')[0])]);
    }

    private sealed class Watched : Activity
    {
        public List<CancelReason> Told { get; } = [];

        public override ActivityDescriptor Descriptor { get; } = new() { TypeName = "Test.Watched", Category = "Test", DisplayName = new("", "") };

        protected internal override ValueTask<Outcome> ExecuteAsync(ActivityContext context) => new(Outcome.Wait(context.NewBookmark()));

        protected internal override void OnCancelled(ActivityContext context, CancelReason reason) => Told.Add(reason);
    }
}
