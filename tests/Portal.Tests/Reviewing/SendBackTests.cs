using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Reviewing;

/// <summary>Two branches review a case side by side: what is sent back in one leaves neither without anybody who has it.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SendBackTests(Provider provider)
{
    private const string Any = "[\"*\",\"previous\"]";

    private Office office = null!;
    private CaseId id;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenWithAsync(provider, "branches", "workflow.json", Fork);
        await office.StaffAsync();
        id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "ReviewB");
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_branch_is_not_sent_back_to_a_step_of_the_branch_beside_it()
    {
        var round = await RoundAsync("ReviewB");
        Assert.That(round.Plan.ReturnTo, Does.Contain("HomeVisit").And.No.Member("ReviewA").And.No.Member("ReviewB").And.No.Member("TownshipReview"));

        var refused = await TogetherTests.CodeOfAsync(() => SaysAsync("district1", "ReviewB", Verdict.Return, "ReviewA"));
        Assert.That(refused, Is.EqualTo("return.not-before"), "as also where a round opened when it was still offered");
        Assert.That((await office.OpenAsync(id)).Select(task => task.Step), Is.EquivalentTo(new[] { "ReviewA", "ReviewB", "ReviewB", "ReviewB" }));
    }

    [Test]
    public async Task What_a_branch_sends_back_before_the_fork_ends_both_and_both_are_asked_again()
    {
        await SaysAsync("district1", "ReviewB", Verdict.Return, "HomeVisit");
        Assert.That((await office.OpenAsync(id)).Select(task => task.Step).Distinct(), Is.EqualTo(new[] { "HomeVisit" }));
        await office.UntilAsync(id, "ReviewB");

        Assert.That((await office.OpenAsync(id)).Select(task => task.Step), Is.EquivalentTo(new[] { "ReviewA", "ReviewB", "ReviewB", "ReviewB" }));
        await office.SaysAsync("township3", (await TaskAsync("ReviewA")).Id, Verdict.Approve);
        foreach (var person in new[] { "district1", "district2", "district3" })
            await SaysAsync(person, "ReviewB", Verdict.Approve);
        Assert.That((await office.OpenAsync(id)).Single().Step, Is.EqualTo("TownshipReview"), "they come together once");
        Assert.That(await StuckAsync(), Is.Empty);
    }

    [Test]
    public async Task Straight_back_is_not_past_a_branch_that_ended_with_it()
    {
        await SaysAsync("township3", "ReviewA", Verdict.Return, "HomeVisit");
        foreach (var visit in await office.TasksAsync(id))
            await office.AgreeAsync(visit);

        Assert.That((await office.OpenAsync(id)).Select(task => task.Step).Distinct(), Is.EquivalentTo(new[] { "ReviewA", "ReviewB" }), "the other branch would never be asked again");
    }

    [Test]
    public async Task A_step_that_stands_open_and_asks_nobody_is_shown_to_the_administrators()
    {
        Assert.That(await StuckAsync(), Is.Empty);
        await office.AskAsync(async services =>
        {
            var work = services.GetRequiredService<IUnitOfWork>();
            await work.Db.Set<ReviewTask>().Where(task => task.Step == "ReviewA").ExecuteUpdateAsync(set => set.SetProperty(task => task.State, TaskState.Cancelled));
            return true;
        });

        Assert.That(await StuckAsync(), Is.EqualTo(new[] { (id, "ReviewA") }));
    }

    private async Task<(CaseId, string)[]> StuckAsync() => await office.AskAsync(async services =>
        (await services.GetRequiredService<UnaskedRounds>().OfAsync(await office.AsAsync("admin1"), 10, CancellationToken.None)).Select(one => (one.CaseId, one.Step)).ToArray());

    private Task<Round> RoundAsync(string step) => office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(round => round.CaseId == id && round.State == RoundState.Open && round.Step == step));

    private async Task<ReviewTask> TaskAsync(string step) => (await office.OpenAsync(id)).First(task => task.Step == step);

    private async Task<DecisionReceipt> SaysAsync(string person, string step, Verdict verdict, string? to = null) => await office.SaysAsync(person, (await TaskAsync(step)).Id, verdict, "请再核实", to);

    /// <summary>Between the visits and the township's review the case forks: ReviewA of one, ReviewB of three, each in a part of its own.</summary>
    private static void Fork(JsonNode definition)
    {
        var root = definition["root"]!;
        var review = root["activities"]!.AsArray().Single(activity => activity!["name"]!.GetValue<string>() == "TownshipReview")!;
        JsonNode Part(string name, params (string, string)[] inputs)
        {
            var inside = review.DeepClone();
            (inside["id"], inside["nodeId"], inside["name"]) = ($"review{name}", $"review{name}", $"Review{name}");
            ReviewOffice.Set(inside, [("returnTo", Any), .. inputs]);
            return new JsonObject
            {
                ["id"] = $"part{name}",
                ["nodeId"] = $"part{name}",
                ["name"] = $"Part{name}",
                ["type"] = "Elsa.Flowchart",
                ["version"] = 1,
                ["activities"] = new JsonArray(inside),
                ["connections"] = new JsonArray(),
                ["variables"] = new JsonArray(),
            };
        }

        static JsonObject Plain(string id, string type) => new() { ["id"] = id, ["nodeId"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };
        var fork = Plain("forkHere", "Elsa.FlowFork");
        fork["branches"] = new JsonObject { ["typeName"] = "String[]", ["expression"] = new JsonObject { ["type"] = "Literal", ["value"] = "[\"A\",\"B\"]" } };
        var join = Plain("joinHere", "Elsa.FlowJoin");
        ReviewOffice.Set(join, ("mode", "WaitAllActive"));
        foreach (var one in new[] { fork, Part("A", ("resubmission", "StraightBack")), Part("B", ("role", "DistrictReviewer"), ("level", "District"), ("people", "3"), ("agreement", "All")), join })
            root["activities"]!.AsArray().Add(one);
        var links = root["connections"]!.AsArray();
        links.Single(link => link!["source"]!["activity"]!.GetValue<string>() == "districtVisit")!["target"]!["activity"] = "forkHere";
        foreach (var (source, port, target) in new[] { ("forkHere", "A", "partA"), ("forkHere", "B", "partB"), ("partA", "Done", "joinHere"), ("partB", "Done", "joinHere"), ("joinHere", "Done", "townshipReview") })
            links.Add(new JsonObject { ["source"] = new JsonObject { ["activity"] = source, ["port"] = port }, ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" } });
    }
}
