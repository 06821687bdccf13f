using System.Globalization;
using System.Text.Json.Nodes;
using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;
using FsCheck;
using FsCheck.Fluent;

namespace AidWorkflow.Engine.Tests.Running;

[TestFixture]
internal sealed class MigrationTests
{
    [Test]
    public async Task It_goes_on_by_the_new_version_and_whoever_holds_a_bookmark_can_still_resume_it()
    {
        var trial = await new Trial(A.Flow("s e:Event a", "s -> e", "e -> a")).StartAsync();
        var held = trial.Bookmarks.Keys.Single();

        await trial.MigrateAsync(A.Flow("s e:Event a more:Event b", "s -> e", "e -> a", "a -> more", "more -> b").Version(2));
        await trial.ResumeAsync(held);

        Assert.That(trial.WaitingAt, Is.EqualTo(["more"]));
        await trial.ResumeAsync("more");
        Assert.That(trial.Lines, Is.EqualTo(["s", "a", "b"]));
        Assert.That(trial.Instance.DefinitionVersionId, Is.EqualTo("Test-2"));
    }

    [Test]
    public async Task What_waits_without_a_counterpart_is_named_with_its_remedy_and_nothing_changes()
    {
        var trial = await new Trial(A.Flow("s e:Event f:Event", "s -> e", "s -> f")).StartAsync();
        var renamed = A.Flow("s e:Event g:Event", "s -> e", "s -> g").Version(2);

        var plan = trial.Plan(renamed);
        Assert.That(plan.Obstacles.Select(note => (note.Code, note.About)), Is.EqualTo([("no-counterpart", "f")]));
        Assert.That(plan.Obstacles.Single().Why.En, Does.Contain("f=NEW"));
        await Assert.ThatAsync(() => trial.MigrateAsync(renamed), Throws.TypeOf<CannotMigrateException>());
        Assert.That(trial.Plan(renamed, "f=g").Activities.Select(moved => (moved.Id, moved.ToId)), Is.EquivalentTo([("e", "e"), ("f", "g")]));
    }

    [Test]
    public async Task A_mapping_renames_what_waits_and_the_bookmark_keeps_its_id()
    {
        var trial = await new Trial(A.Flow("s f:Event a", "s -> f", "f -> a")).StartAsync();
        var held = trial.Bookmarks.Keys.Single();

        await trial.MigrateAsync(A.Flow("s g:Event b", "s -> g", "g -> b").Version(2), "f=g");

        Assert.That(trial.Bookmarks.Values.Select(row => (row.Id, row.ActivityId)), Is.EqualTo([(held, "g")]));
        var places = Whereabouts.Of(trial.Lineage, trial.Journal).ToDictionary(place => place.Key);
        Assert.That((places["g"].Standing, places["g"].Times, places["s"].Standing), Is.EqualTo((Standing.Current, 1, Standing.Visited)), "what was begun as f");
        await trial.ResumeAsync("g");
        Assert.That(trial.Lines, Is.EqualTo(["s", "b"]));
    }

    [Test]
    public async Task The_outermost_container_is_the_outermost_of_the_new_version_whatever_it_is_called()
    {
        var trial = await new Trial(A.Flow("s e:Event a", "s -> e", "e -> a")).StartAsync();
        var renamed = A.Flowchart("s e:Event b", "s -> e", "e -> b");
        renamed["id"] = "main";

        await trial.MigrateAsync(A.Definition(renamed).Version(2));
        await trial.ResumeAsync("e");

        Assert.That(trial.Lines, Is.EqualTo(["s", "b"]));
    }

    [Test]
    public async Task All_that_stands_in_the_way_is_named_at_once()
    {
        var trial = await new Trial(A.Flow("s e:Event f:Event", "s -> e", "s -> f")).StartAsync();
        var other = A.Definition(A.Activity("steps", "Elsa.Sequence").Put("activities", new JsonArray(A.Event("g"), A.WriteLine("f")))).Version(2);

        Assert.That(trial.Plan(other).Obstacles.Select(note => (note.Code, note.About)), Is.EquivalentTo([("no-counterpart", "flow"), ("no-counterpart", "e"), ("other-type", "f")]));
    }

    [TestCase("e=nowhere", "mapping-to-unknown")]
    [TestCase("nobody=e", "mapping-from-unknown")]
    [TestCase("e=s", "other-type")]
    public async Task A_wrong_mapping_is_refused(string mapping, string code)
    {
        var trial = await new Trial(A.Flow("s e:Event", "s -> e")).StartAsync();

        Assert.That(trial.Plan(A.Flow("s e:Event", "s -> e").Version(2), mapping).Obstacles.Select(note => note.Code), Does.Contain(code));
    }

    [Test]
    public async Task Another_definition_the_same_version_and_an_ended_instance_are_refused()
    {
        var trial = await new Trial(A.Flow("e:Event")).StartAsync();
        Assert.That(trial.Plan(A.Flow("e:Event")).Obstacles.Single().Code, Is.EqualTo("same-version"));
        Assert.That(trial.Plan(A.Definition(A.Flowchart("e:Event"), name: "Other")).Obstacles.Single().Code, Is.EqualTo("other-definition"));

        await trial.ResumeAsync("e");
        Assert.That(trial.Plan(A.Flow("e:Event").Version(2)).Obstacles.Single().Code, Is.EqualTo("ended"));
    }

    [Test]
    public async Task An_activity_that_moved_into_another_container_is_refused()
    {
        var inner = A.Flowchart("e:Event");
        inner["id"] = "inner";
        var trial = await new Trial(A.Flow("s e:Event", "s -> e")).StartAsync();

        var plan = trial.Plan(A.Definition(A.Flowchart("s", "s -> inner").Holding(A.WriteLine("s"), inner)).Version(2));

        Assert.That(plan.Obstacles.Single().Code, Is.EqualTo("other-container"));
    }

    [Test]
    public async Task Variables_go_by_id_then_by_name_convert_where_they_can_and_are_listed_where_not()
    {
        const string Before = """[{"id":"1","name":"Count","typeName":"String","value":"1"},{"id":"2","name":"Note","typeName":"String"},{"id":"3","name":"Gone","typeName":"String"},{"id":"4","name":"Bad","typeName":"String"},{"id":"5","name":"Kept","typeName":"String","value":"old"}]""";
        const string After = """[{"id":"1","name":"Number","typeName":"Int32"},{"id":"x","name":"Note","typeName":"String"},{"id":"4","name":"Bad","typeName":"Int32"},{"id":"5","name":"Kept","typeName":"String","value":"new"},{"id":"6","name":"Fresh","typeName":"Int32","value":"7"}]""";
        var trial = await new Trial(A.Definition(A.Flowchart("e:Event"), Before)).StartAsync();
        await trial.SetVariableAsync("Count", "42");
        await trial.SetVariableAsync("Note", "n");
        await trial.SetVariableAsync("Bad", "no number");
        var to = A.Definition(A.Flowchart("e:Event"), After).Version(2);

        var plan = trial.Plan(to);
        Assert.That((plan.VariablesDropped.Single(), plan.VariablesAdded.Single()), Is.EqualTo(("Gone", "Fresh")));
        Assert.That(plan.Warnings.Select(note => (note.Code, note.About)), Is.EquivalentTo([("not-converted", "Bad"), ("other-default", "Kept")]));

        await trial.MigrateAsync(to);
        Assert.That(new[] { "Number", "Note", "Bad", "Kept", "Fresh" }.Select(trial.Variable), Is.EqualTo(["42", "\"n\"", "\"no number\"", "\"new\"", "7"]));
    }

    [Test]
    public async Task A_join_does_not_wait_for_a_branch_that_the_instance_has_passed()
    {
        var trial = await new Trial(A.Flow("s e:Event f:Event j&WaitAll after", "s -> e", "s -> f", "e -> j", "f -> j", "j -> after")).StartAsync();
        await trial.ResumeAsync("e");

        await trial.MigrateAsync(A.Flow("s e:Event f:Event n:Event j&WaitAll after", "s -> e", "s -> f", "s -> n", "e -> j", "f -> j", "n -> j", "j -> after").Version(2));
        await trial.ResumeAsync("f");

        Assert.That(trial.Lines, Is.EqualTo(["s", "after"]));
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Finished));
    }

    [Test]
    public async Task A_join_still_waits_for_a_new_branch_that_is_ahead()
    {
        var trial = await new Trial(A.Flow("s e:Event j&WaitAll after", "s -> e", "e -> j", "j -> after")).StartAsync();

        await trial.MigrateAsync(A.Flow("s e:Event f:Event n:Event j&WaitAll after", "s -> e", "e -> f", "e -> n", "f -> j", "n -> j", "j -> after").Version(2));
        await trial.ResumeAsync("e");
        await trial.ResumeAsync("f");
        Assert.That(trial.Lines, Is.EqualTo(["s"]));
        await trial.ResumeAsync("n");

        Assert.That(trial.Lines, Is.EqualTo(["s", "after"]));
    }

    [Test]
    public async Task A_join_that_nothing_would_start_any_more_is_told_of()
    {
        var trial = await new Trial(A.Flow("s e:Event f:Event j&WaitAll after", "s -> e", "s -> f", "e -> j", "f -> j", "j -> after")).StartAsync();
        await trial.ResumeAsync("e");

        var plan = trial.Plan(A.Flow("s e:Event f:Event j&WaitAll after", "s -> e", "s -> f", "e -> j", "j -> after").Version(2));

        Assert.That(plan.Warnings.Select(note => (note.Code, note.About)), Is.EqualTo([("join-not-begun", "j")]));
    }

    [Test]
    public async Task A_sequence_goes_on_behind_the_step_that_it_stands_at()
    {
        static WorkflowDefinition Sequence(string activities)
        {
            var sequence = A.Activity("seq", "Elsa.Sequence");
            sequence["activities"] = A.Activities(activities);
            return A.Definition(sequence);
        }

        var trial = await new Trial(Sequence("a e:Event b")).StartAsync();

        await trial.MigrateAsync(Sequence("new a e:Event c b").Version(2));
        await trial.ResumeAsync("e");

        Assert.That(trial.Lines, Is.EqualTo(["a", "c", "b"]));
    }

    [Test]
    public async Task New_steps_that_an_instance_has_passed_already_are_named_and_those_ahead_or_beside_it_are_not()
    {
        var trial = await new Trial(A.Flow("a e:Event b", "a -> e", "e -> b")).StartAsync();

        var plan = trial.Plan(A.Flow("a before e:Event after b beside", "a -> before", "before -> e", "e -> after", "after -> b", "a -> beside", "beside -> b").Version(2));

        Assert.That(plan.IsPossible);
        Assert.That(plan.Warnings.Where(note => note.Code == "step-passed").Select(note => note.About), Is.EqualTo(["before"]));
    }

    [Test]
    public async Task Changed_settings_of_what_waits_and_branches_not_begun_are_told_of()
    {
        var both = A.Activity("both", "Elsa.Parallel");
        both["activities"] = A.Activities("e:Event");
        var more = A.Activity("both", "Elsa.Parallel");
        more["activities"] = new JsonArray(A.Activity("e", "Elsa.Event").With("eventName", "String", "other"), A.Activity("f", "Elsa.Event").With("eventName", "String", "f"));
        var trial = await new Trial(A.Definition(both)).StartAsync();

        Assert.That(trial.Plan(A.Definition(more).Version(2)).Warnings.Select(note => (note.Code, note.About)), Is.EquivalentTo([("settings-changed", "e"), ("branch-not-begun", "both")]));
    }

    [Test]
    public async Task A_faulted_instance_moves_with_its_incident_to_the_version_that_mends_it()
    {
        static WorkflowDefinition Saying(string script, string id) => A.Definition(A.Flowchart("").Holding(A.Activity(id, "Elsa.SetName").Script("value", "String", script)));
        var trial = await new Trial(Saying("nothing.at.all", "say")).StartAsync();
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Faulted));

        await trial.MigrateAsync(Saying("'good'", "tell").Version(2), "say=tell");
        Assert.That(trial.OpenIncident.ActivityId, Is.EqualTo("tell"));
        await trial.RetryAsync(trial.OpenIncident.Id);

        Assert.That((trial.Instance.SubStatus, trial.Instance.Name), Is.EqualTo((InstanceSubStatus.Finished, "good")));
    }

    [Test]
    public async Task Taken_back_before_anything_ran_it_is_what_it_was()
    {
        var trial = await new Trial(A.Flow("s e:Event a", "s -> e", "e -> a")).StartAsync();
        var before = (Convert.ToHexString(trial.Instance.State), trial.Bookmarks.Values.Single());

        await trial.MigrateAsync(A.Flow("s f:Event b", "s -> f", "f -> b").Version(2), "e=f");
        await trial.UndoMigrationAsync();

        Assert.That((Convert.ToHexString(trial.Instance.State), trial.Bookmarks.Values.Single()), Is.EqualTo(before));
        Assert.That(trial.Instance.DefinitionVersionId, Is.EqualTo("Test-1"));
        await Assert.ThatAsync(trial.UndoMigrationAsync, Throws.TypeOf<NothingToUndoException>(), "there is nothing more to take back");
        await trial.ResumeAsync("e");
        Assert.That(trial.Lines, Is.EqualTo(["s", "a"]));
    }

    [Test]
    public async Task Once_something_has_run_the_move_cannot_be_taken_back()
    {
        var trial = await new Trial(A.Flow("e:Event f:Event", "e -> f")).StartAsync();
        await trial.MigrateAsync(A.Flow("e:Event f:Event", "e -> f").Version(2));
        await trial.ResumeAsync("e");

        await Assert.ThatAsync(trial.UndoMigrationAsync, Throws.TypeOf<NothingToUndoException>());
    }

    [Test]
    public async Task What_a_version_says_of_incidents_holds_from_the_move_on()
    {
        static WorkflowDefinition Flow(string options) => A.Definition(A.Flowchart("s bad:Fault e:Event", "s -> bad", "s -> e"), options: options);
        var trial = await new Trial(Flow("""{"incidentStrategyType":"Elsa.Workflows.IncidentStrategies.FaultStrategy, Elsa.Workflows.Core"}"""), new() { ContinuesWithIncidents = true }).StartAsync();
        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Faulted), "it beats what the runner does where nothing is said");

        await trial.MigrateAsync(Flow("""{"incidentStrategyType":"ContinueWithIncidentsStrategy"}""").Version(2));

        Assert.That(trial.Instance.SubStatus, Is.EqualTo(InstanceSubStatus.Suspended));
        Assert.That(trial.WaitingAt, Is.EqualTo(["e"]));
        await trial.UndoMigrationAsync();
        Assert.That((trial.Instance.SubStatus, trial.Bookmarks.Count), Is.EqualTo((InstanceSubStatus.Faulted, 0)));
    }

    /// <summary>Whatever the history and the new version: the move and its way back leave the state as it was, and after a move the flow can still end.</summary>
    [FsCheck.NUnit.Property(MaxTest = 200)]
    public Property Any_instance_moved_and_taken_back_is_unchanged_and_moved_it_can_still_finish() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed => Moved(seed).GetAwaiter().GetResult());

    private static async Task<bool> Moved(int seed)
    {
        var random = new Random(seed);
        var tokens = random.Next(4) == 0;
        var first = RandomFlow.Make(random);
        var trial = await new Trial(first.Definition(random), new() { Mode = tokens ? FlowchartMode.Token : FlowchartMode.Counter }).StartAsync();
        var version = 1;
        var flow = first;
        for (var step = 0; step < 12 && trial.Bookmarks.Count > 0; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    flow = flow.Changed(random, keep: [.. trial.WaitingAt]);
                    var (state, status, rows) = (Convert.ToHexString(trial.Instance.State), trial.Instance.SubStatus, trial.Bookmarks.Values.ToList());
                    var to = flow.Definition(random).Version(++version);
                    Assert.That(trial.Plan(to).Obstacles, Is.Empty, $"seed {seed}");
                    await trial.MigrateAsync(to);
                    if (random.Next(2) == 0)
                        break;
                    await trial.UndoMigrationAsync();
                    Assert.That(Convert.ToHexString(trial.Instance.State), Is.EqualTo(state), $"seed {seed}");
                    Assert.That(trial.Instance.SubStatus, Is.EqualTo(status));
                    Assert.That(trial.Bookmarks.Values, Is.EquivalentTo(rows));
                    await trial.MigrateAsync(to);
                    break;
                case 1 when trial.Instance.SubStatus != InstanceSubStatus.OnHold:
                    await trial.SuspendAsync();
                    break;
                default:
                    if (trial.Instance.SubStatus == InstanceSubStatus.OnHold)
                        await trial.ActivateAsync();
                    await trial.ResumeAsync(trial.Bookmarks.Values.OrderBy(row => row.ActivityId, StringComparer.Ordinal).ElementAt(random.Next(trial.Bookmarks.Count)).Id);
                    break;
            }
        }

        if (trial.Instance.SubStatus == InstanceSubStatus.OnHold)
            await trial.ActivateAsync();
        await trial.ResumeAllAsync();
        if (!tokens)
            Assert.That((trial.Instance.SubStatus, trial.Lines.Contains("z")), Is.EqualTo((InstanceSubStatus.Finished, true)), $"seed {seed}");
        return true;
    }

    /// <summary>Pieces in a row, each of them an event, a decision whose ways meet again, or a fork whose branches join.</summary>
    private sealed record RandomFlow(System.Collections.Immutable.ImmutableList<(string Name, int Kind, int Branches, string Mode)> Pieces, int Made)
    {
        private static readonly string[] Modes = ["WaitAll", "WaitAny", "WaitAllActive"];

        public static RandomFlow Make(Random random)
        {
            var flow = new RandomFlow([], 0);
            for (var piece = 0; piece < 2 + random.Next(3); piece++)
                flow = flow.With(random, flow.Pieces.Count);
            return flow;
        }

        /// <summary>Pieces come and go and forks get or lose branches; what is waited at stays.</summary>
        public RandomFlow Changed(Random random, string[] keep)
        {
            var flow = this;
            for (var change = 0; change < 1 + random.Next(3); change++)
            {
                var at = random.Next(flow.Pieces.Count);
                var piece = flow.Pieces[at];
                var isHeld = keep.Any(id => id[1..].Split('_')[0] == piece.Name);
                flow = random.Next(3) switch
                {
                    0 => flow.With(random, at),
                    1 when !isHeld && flow.Pieces.Count > 1 => flow with { Pieces = flow.Pieces.RemoveAt(at) },
                    _ when piece.Kind == 2 => flow with { Pieces = flow.Pieces.SetItem(at, piece with { Branches = isHeld ? piece.Branches + 1 : 2 + random.Next(3) }) },
                    _ => flow,
                };
            }

            return flow;
        }

        public WorkflowDefinition Definition(Random random)
        {
            List<string> words = ["s!"];
            List<string> links = [];
            var last = "s";
            foreach (var (name, kind, branches, mode) in Pieces)
            {
                switch (kind)
                {
                    case 0:
                        words.Add($"e{name}:Event");
                        links.Add($"{last} -> e{name}");
                        last = $"e{name}";
                        break;
                    case 1:
                        words.AddRange([$"d{name}?{mode == "WaitAll"}", $"t{name}:Event", $"f{name}:Event", $"m{name}"]);
                        links.AddRange([$"{last} -> d{name}", $"d{name}.True -> t{name}", $"d{name}.False -> f{name}", $"t{name} -> m{name}", $"f{name} -> m{name}"]);
                        last = $"m{name}";
                        break;
                    default:
                        words.Add($"j{name}&{mode}");
                        for (var branch = 0; branch < branches; branch++)
                        {
                            var id = $"b{name}_{branch.ToString(CultureInfo.InvariantCulture)}";
                            words.AddRange([$"{id}:Event", $"{id}x:Event"]);
                            links.AddRange([$"{last} -> {id}", $"{id} -> {id}x", $"{id}x -> j{name}"]);
                        }

                        last = $"j{name}";
                        break;
                }
            }

            words.Add("z");
            links.Add($"{last} -> z");
            return A.Flow(string.Join(' ', words.OrderBy(_ => random.Next())), [.. links]);
        }

        private RandomFlow With(Random random, int at) => new(
            Pieces.Insert(at, (Made.ToString(CultureInfo.InvariantCulture), random.Next(3), 2 + random.Next(2), Modes[random.Next(3)])), Made + 1);
    }
}
