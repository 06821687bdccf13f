using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.StandingIn;

/// <summary>Whom each rule of a step finds, on a real case; and what happens where it finds nobody.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class WhoTests(Provider provider)
{
    private const string Step = "DistrictReview";

    private Office office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [TestCase("""[{"of":"role","role":"DistrictReviewer","level":"District"}]""", ":DistrictReviewer", TestName = "A role at a level is a task of them all")]
    [TestCase("""[{"of":"role","role":"TownshipReviewer","above":1}]""", ":TownshipReviewer", TestName = "So many units above the case's own")]
    [TestCase("""[{"of":"role","role":"DistrictReviewer","level":"District","take":"all"}]""", "district1:DistrictReviewer district2:DistrictReviewer", TestName = "All holders have a seat each")]
    [TestCase("""[{"of":"people","people":["district2","citydecider1"]}]""", "citydecider1:CityDecider district2:DistrictReviewer", TestName = "Named people sit in the capacity they hold")]
    [TestCase("""[{"of":"people","people":["nobody","maker1"]}]""", ":DistrictReviewer", TestName = "Where nobody named can sit the step's own role decides")]
    public async Task A_rule_finds(string rules, string expected)
    {
        await office.RuleAsync(rules);
        var opened = await office.SubmitCompleteAsync();

        await office.UntilAsync(opened.Id, Step);

        Assert.That(string.Join(' ', (await office.AskedAsync(opened.Id, Step)).Select(one => $"{one.Who}:{one.Role}")), Is.EqualTo(expected));
    }

    [Test]
    public async Task Where_a_rule_finds_nobody_the_administrators_are_told()
    {
        await office.RuleAsync("""[{"of":"group","group":"experts"}]""");
        var opened = await office.SubmitCompleteAsync();

        await office.UntilAsync(opened.Id, Step);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.MessagesAsync(opened.Id, "task.rule-found-nobody")).Single().In("en").Body, Does.Contain("district reviewer"));
            Assert.That(await office.AuditAsync(opened.Id), Does.Contain("task.rule-found-nobody"));
        }
    }

    [Test]
    public async Task A_group_is_asked_as_it_is_when_the_step_comes_and_the_task_stays_theirs()
    {
        var city = await office.UnitAsync("370400", UnitLevel.City);
        async Task SaveAsync(params string[] members) => await office.AsAsync("admin1", (SaveGroup act, Actor actor, CancellationToken token) => act.RunAsync(new("experts", "专家组", "Experts", city, [.. members]), actor, token));
        await SaveAsync("city1", "city2");
        await office.RuleAsync("""[{"of":"group","group":"experts"}]""");
        var opened = await office.SubmitCompleteAsync();
        await SaveAsync("city2", "district1");
        await office.UntilAsync(opened.Id, Step);

        await SaveAsync("city1");

        Assert.That((await office.AskedAsync(opened.Id, Step)).Select(one => one.Who), Is.EqualTo(new[] { "city2", "district1" }));
        await Casework.RefusedAsync("group.member", () => SaveAsync("nobody"));
    }

    [Test]
    public async Task The_head_of_a_unit_is_asked_and_nobody_else()
    {
        await office.HireAsync("head1", Role.UnitHead, UnitLevel.District, "370402");
        await office.RuleAsync("""[{"of":"head","level":"District"}]""");
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, Step);
        await Casework.RefusedAsync("task.not-yours", () => office.DecideAsync("district1", new(task.Id, Verdict.Approve, "同意。")));

        await office.DecideAsync("head1", new(task.Id, Verdict.Approve, "同意。"));
    }

    [Test]
    public async Task Whoever_pays_cannot_become_a_head()
    {
        var maker = await office.AsAsync("maker1");
        var city = await office.UnitAsync("370400", UnitLevel.City);
        await Casework.RefusedAsync("role.decides-and-pays", () => office.AsAsync("admin1", (AssignRole act, Actor actor, CancellationToken token) =>
            act.RunAsync(maker.Account!.Value, Role.UnitHead, city, new DateOnly(2022, 3, 7), null, actor, token)));
    }

    [Test]
    public async Task The_decision_before_names_who_is_next_among_those_with_the_role()
    {
        await office.RuleAsync("""[{"of":"previous"}]""");
        var opened = await office.SubmitCompleteAsync();
        var before = await office.ReachAsync(opened.Id, "TownshipReview");

        await office.DecideAsync(await office.HolderAsync(before), new(before.Id, Verdict.Approve, "同意。") { Next = ["district2"] });
        await office.UntilAsync(opened.Id, Step);

        Assert.That(await office.AskedAsync(opened.Id, Step), Is.EqualTo(new[] { ("district2", (string?)null, Role.DistrictReviewer) }));
    }

    [TestCase("nobody-here")]
    [TestCase("maker1")]
    public async Task Naming_somebody_who_cannot_sit_there_is_refused_and_nothing_is_decided(string name)
    {
        await office.RuleAsync("""[{"of":"previous"}]""", "districtDecision");
        var opened = await office.SubmitCompleteAsync();
        var before = await office.ReachAsync(opened.Id, Step);
        var reviewer = await office.HolderAsync(before);

        await office.RefusesAsync("decision.next-cannot", () => office.DecideAsync(reviewer, new(before.Id, Verdict.Approve, "同意。") { Next = ["decider2", name] }), "next");

        Assert.That((await office.TasksAsync(opened.Id)).Single().Id, Is.EqualTo(before.Id));
        await office.DecideAsync(reviewer, new(before.Id, Verdict.Approve, "同意。") { Next = ["decider2"] });
        Assert.That((await office.AskedAsync(opened.Id, "DistrictDecision")).Single().Who, Is.EqualTo("decider2"));
    }

    [Test]
    public async Task Names_that_would_count_for_nothing_are_refused_and_not_kept()
    {
        await office.RuleAsync("""[{"of":"previous"}]""", "districtDecision");
        var opened = await office.SubmitCompleteAsync();
        var check = (await office.TasksAsync(opened.Id)).Single();
        await office.RefusesAsync("decision.next-not-asked", () => office.DecideAsync("station1", new(check.Id, Verdict.NotAccept, "户籍不在本区。") { Next = ["decider2"] }), "next");
        var before = await office.ReachAsync(opened.Id, Step);
        var reviewer = await office.HolderAsync(before);

        await office.RefusesAsync("decision.next-not-asked", () => office.DecideAsync(reviewer, new(before.Id, Verdict.Recuse, "申请人是我的同学") { Next = ["decider2"] }), "next");

        Assert.That((await office.TasksAsync(opened.Id)).Single().Id, Is.EqualTo(before.Id));
    }

    [Test]
    public async Task The_applicant_chooses_among_those_with_the_role_and_nobody_else()
    {
        await office.RuleAsync("""[{"of":"applicant","answer":"bankName"}]"""); // any answer that is a text
        var (right, wrong) = (await WithAsync("district2"), await WithAsync("citydecider1"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.AskedAsync(right, Step)).Single().Who, Is.EqualTo("district2"));
            Assert.That((await office.AskedAsync(wrong, Step)).Single().Who, Is.Null);
        }

        async Task<CaseId> WithAsync(string chosen)
        {
            var answers = office.Answers();
            answers["bankName"] = chosen;
            var opened = await office.SubmitAsync(answers, "hardship-aid", "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister");
            await office.UntilAsync(opened.Id, Step);
            return opened.Id;
        }
    }

    [Test]
    public async Task An_expression_makes_the_rules_and_what_is_no_rule_stops_the_step()
    {
        await office.RuleAsync("[1].map(() => ({ of: 'people', people: ['district2'] }))".Replace("[1]", "(() => [1])()", StringComparison.Ordinal));
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, Step);

        Assert.That((await office.AskedAsync(opened.Id, Step)).Single().Who, Is.EqualTo("district2"));
    }

    [Test]
    public async Task In_turn_everybody_has_as_many_as_the_others()
    {
        await office.HireAsync("district3", Role.DistrictReviewer, UnitLevel.District, "370402");
        await office.RuleAsync("""[{"of":"role","role":"DistrictReviewer","level":"District","take":"roundRobin"}]""");
        var asked = new List<string>();
        for (var number = 0; number < 6; number++)
        {
            var opened = await office.SubmitCompleteAsync();
            await office.UntilAsync(opened.Id, Step);
            asked.Add((await office.AskedAsync(opened.Id, Step)).Single().Who!);
        }

        Assert.That(asked, Is.EqualTo(new[] { "district1", "district2", "district3", "district1", "district2", "district3" }));
    }

    [Test]
    public async Task The_least_loaded_is_asked()
    {
        await office.RuleAsync("""[{"of":"role","role":"DistrictReviewer","level":"District","take":"leastLoaded"}]""");
        var asked = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            var opened = await office.SubmitCompleteAsync();
            var task = await office.ReachAsync(opened.Id, Step);
            asked.Add((await office.AskedAsync(opened.Id, Step)).Single().Who!);
            if (number == 1)
                await office.DecideAsync(asked[1], new(task.Id, Verdict.Approve, "同意。"));
        }

        Assert.That(asked, Is.EqualTo(new[] { "district1", "district2", "district2" }));
    }

    [TestCase(100, "district1 district2", TestName = "From the amount on a second one is asked")]
    [TestCase(100_000_000_00, "district1", TestName = "Below the amount only the first is asked")]
    public async Task A_threshold(long cents, string expected)
    {
        await office.RuleAsync($$"""[{"of":"people","people":["district1"]},{"of":"people","people":["district2"],"fromCents":{{cents}}}]""");
        var opened = await office.SubmitCompleteAsync();

        await office.UntilAsync(opened.Id, Step);

        Assert.That(string.Join(' ', (await office.AskedAsync(opened.Id, Step)).Select(one => one.Who)), Is.EqualTo(expected));
    }

    [Test]
    public async Task A_later_stage_is_found_when_its_turn_comes()
    {
        var city = await office.UnitAsync("370400", UnitLevel.City);
        async Task SaveAsync(string member) => await office.AsAsync("admin1", (SaveGroup act, Actor actor, CancellationToken token) => act.RunAsync(new("experts", "专家组", "Experts", city, [member]), actor, token));
        await SaveAsync("city1");
        await office.RuleAsync("""[{"of":"people","people":["district1"]},{"of":"group","group":"experts","stage":1}]""");
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, Step);
        await SaveAsync("city2");

        var receipt = await office.DecideAsync("district1", new(task.Id, Verdict.Approve, "同意。"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipt.Settled, Is.Null);
            Assert.That((await office.AskedAsync(opened.Id, Step)).Single().Who, Is.EqualTo("city2"));
        }
    }

    [Test]
    public async Task Where_nobody_holds_the_role_the_one_above_is_asked_if_the_step_says_so()
    {
        await office.RuleAsync("""[{"of":"role","role":"DistrictReviewer","level":"District"}]""", more: ("nobodyFound", "Superior"));
        var opened = await office.SubmitCompleteAsync();
        await SendAwayAsync();

        await office.UntilAsync(opened.Id, Step);

        var task = (await office.TasksAsync(opened.Id)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.Role, Is.EqualTo(Role.DistrictDecider));
            Assert.That(await office.AuditAsync(opened.Id), Does.Contain("task.superior-asked"));
            Assert.That(await office.MessagesAsync(opened.Id, "task.unheld"), Is.Empty);
        }

        await office.DecideAsync("decider1", new(task.Id, Verdict.Approve, "同意。"));
    }

    [TestCase("Superior", Role.DistrictDecider)]
    [TestCase("Administrators", Role.DistrictReviewer)]
    public async Task Where_only_the_applicant_is_found_the_step_says_who_is_asked(string otherwise, Role asked)
    {
        await office.RuleAsync("""[{"of":"role","role":"DistrictReviewer","level":"District"}]""", more: ("applicantFound", otherwise));
        var opened = await office.SubmitCompleteAsync();
        await SendAwayAsync();
        await office.HireAsync("self", Role.DistrictReviewer, UnitLevel.District, "370402", opened.ApplicantId);

        await office.UntilAsync(opened.Id, Step);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.TasksAsync(opened.Id)).Single().Role, Is.EqualTo(asked));
            Assert.That(await office.MessagesAsync(opened.Id, "task.unheld"), Has.Count.EqualTo(asked == Role.DistrictReviewer ? 1 : 0));
        }
    }

    [Test]
    public async Task Who_agreed_at_an_earlier_step_need_not_say_it_again_where_the_step_says_so_and_never_after_a_return()
    {
        await office.RuleAsync("""[{"of":"people","people":["township1"]}]""", more: ("repeated", "CarryOver"));
        var opened = await office.SubmitCompleteAsync();
        var before = await office.ReachAsync(opened.Id, "TownshipReview");

        await office.DecideAsync("township1", new(before.Id, Verdict.Approve, "情况属实，同意。"));
        for (var turn = 0; turn < 10 && !await office.ReadAsync(db => db.Set<Round>().AnyAsync(round => round.CaseId == opened.Id && round.Step == Step)); turn++)
            await office.StepAsync(opened.Id);

        var round = await office.ReadAsync(db => db.Set<Round>().SingleAsync(round => round.CaseId == opened.Id && round.Step == Step));
        var carried = await office.ReadAsync(db => db.Set<Decision>().SingleAsync(decision => decision.RoundId == round.Id));
        using (Assert.EnterMultipleScope())
        {
            Assert.That((round.State, round.Outcome), Is.EqualTo((RoundState.Settled, "Approve")));
            Assert.That((carried.Verdict, carried.Opinion), Is.EqualTo((Verdict.Approve, "情况属实，同意。")));
            Assert.That(carried.Detail, Does.Contain("carriedFrom"));
            Assert.That(await office.AuditAsync(opened.Id), Does.Contain("task.carried"));
        }

        // Sent back by the next step, everybody is asked again.
        var decision = await office.ReachAsync(opened.Id, "DistrictDecision");
        await office.DecideAsync("decider1", new(decision.Id, Verdict.Return, "请再核实。") { ReturnTo = Step });
        Assert.That((await office.AskedAsync(opened.Id, Step)).Single().Who, Is.EqualTo("township1"));
    }

    [Test]
    public async Task Trying_a_rule_says_of_each_person_why_and_changes_nothing()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.HireAsync("self", Role.DistrictReviewer, UnitLevel.District, "370402", opened.ApplicantId);
        await office.DeputeAsync("district2", "leader1");
        var trial = new RuleTrial(opened.ReceiptNumber!, """[{"of":"role","role":"DistrictReviewer","level":"District","take":"roundRobin"},{"of":"people","people":["maker1"],"fromCents":99999999999}]""", Step, Role.DistrictReviewer, UnitLevel.District);

        var first = await office.AsAsync("admin1", (TestRule act, Actor actor, CancellationToken token) => act.RunAsync(trial, actor, token));
        var again = await office.AsAsync("admin1", (TestRule act, Actor actor, CancellationToken token) => act.RunAsync(trial, actor, token));

        var found = first[0].Found!.Candidates;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found.Select(one => (one.UserName, one.Out, one.Taken)), Is.EqualTo(new[] { ("district1", null, true), ("district2", null, false), ("self", "task.own-case", false) }));
            Assert.That(found[1].Deputy, Is.EqualTo((await office.AsAsync("leader1")).Account));
            Assert.That(again[0].Found!.Candidates.Single(one => one.Taken).UserName, Is.EqualTo("district1"), "nobody's turn was taken");
            Assert.That((first[1].Applies, first[1].Found), Is.EqualTo((false, (WhoFound?)null)).Or.EqualTo((true, first[1].Found)), "an unknown amount is high enough");
        }

        await Casework.RefusedAsync("who.rules-wrong", () => office.AsAsync("admin1", (TestRule act, Actor actor, CancellationToken token) => act.RunAsync(trial with { Rules = "[{}]" }, actor, token)));
        await Casework.RefusedAsync("case.unknown", () => office.AsAsync("district1", (TestRule act, Actor actor, CancellationToken token) => act.RunAsync(trial, actor, token)));
    }

    private async Task SendAwayAsync()
    {
        var district = await office.UnitAsync("370402", UnitLevel.District);
        await office.ReadAsync(db => db.Set<RoleAssignment>().Where(held => held.Role == Role.DistrictReviewer && held.UnitId == district).ExecuteDeleteAsync());
    }
}
