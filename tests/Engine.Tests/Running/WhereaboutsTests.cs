using AidWorkflow.Engine.Definitions;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Engine.Running;

namespace AidWorkflow.Engine.Tests.Running;

/// <summary>Where an instance stands, as its journal tells.</summary>
[TestFixture]
internal sealed class WhereaboutsTests
{
    private static readonly RunnerOptions GoesOn = new() { ContinuesWithIncidents = true };

    [Test]
    public async Task Steps_are_passed_open_faulted_or_still_ahead()
    {
        var trial = await new Trial(A.Flow("s bad:Fault e:Event b", "s -> bad", "s -> e", "e -> b"), GoesOn).StartAsync();

        var places = Whereabouts.Of(trial.Lineage, trial.Journal).ToDictionary(place => place.Name);

        Assert.That(new[] { "s", "bad", "e", "b" }.Select(name => places[name].Standing), Is.EqualTo(new[] { Standing.Visited, Standing.Faulted, Standing.Current, Standing.Ahead }));
        Assert.That((places["s"].Times, places["b"].Times, places["e"].LastAt), Is.EqualTo((1, 0, (DateTimeOffset?)trial.Clock.Now)));
    }

    [Test]
    public async Task What_has_ended_is_open_nowhere_and_what_was_done_twice_says_so()
    {
        var trial = await new Trial(A.Flow("s e:Event", "s -> e", "e -> s")).StartAsync();
        await trial.ResumeAsync("e");
        var again = Whereabouts.Of(trial.Lineage, trial.Journal).Single(place => place.Name == "s");

        await trial.CancelAsync();

        Assert.That((again.Times, again.Standing), Is.EqualTo((2, Standing.Visited)));
        Assert.That(Whereabouts.Of(trial.Lineage, trial.Journal).Select(place => place.Standing), Has.None.EqualTo(Standing.Current));
    }

    [Test]
    public async Task The_drawing_says_it_by_a_sign_and_words_and_draws_no_other_step_so()
    {
        var trial = await new Trial(A.Flow("s e:Event", "s -> e")).StartAsync();
        var key = Whereabouts.Of(trial.Lineage, trial.Journal).Single(place => place.Name == "e").Key;

        var drawn = Drawing.Svg(trial.Workflow, new Dictionary<string, DrawnStep> { [key] = new("current", "▶", "now <here>", "Wait & see") });

        Assert.That(drawn, Does.Contain("<g class=\"current\"><title>Wait &amp; see (now &lt;here&gt;)</title>").And.Contain(">▶</text>"));
        Assert.That(drawn.Split("▶"), Has.Length.EqualTo(2));
    }

    [TestCase("Wait until everybody has looked at it", "Wait until everybody", "has looked at it")]
    [TestCase("区退役军人事务局审批领导小组", "区退役军人事务局审批", "领导小组")]
    [TestCase("An_unbroken_name_that_is_far_too_long_for_a_box", "An_unbroken_name_tha", "t_is_far_too_long_f…")]
    public async Task A_label_that_is_too_long_for_a_line_goes_on_a_second_one(string label, string first, string second)
    {
        var trial = await new Trial(A.Flow("s e:Event", "s -> e")).StartAsync();
        var key = Whereabouts.Of(trial.Workflow, trial.Journal).Single(place => place.Name == "e").Key;

        var drawn = System.Net.WebUtility.HtmlDecode(Drawing.Svg(trial.Workflow, new Dictionary<string, DrawnStep> { [key] = new(null, null, null, label) }, title: "Called so"));

        Assert.That(drawn, Does.Match($">{first}<tspan[^>]*>{second}</tspan></text>").And.Contain($"<title>{label} (").And.Contain("<title>Called so</title>"));
    }
}
