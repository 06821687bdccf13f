using System.Text.Json.Nodes;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Harness;
using AidWorkflow.Portal.Replaying.Visits;
using AidWorkflow.Portal.Tests.Commands;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Replaying;

/// <summary>A year of the visit desk, played by the acts and sweeps of the pages, and every clock of it worked out a second time.</summary>
[TestFixture]
internal sealed class VisitReplayTests
{
    private static readonly string Sample = Path.Combine(ReplayTests.Root(), "samples", "zaozhuang-2022-visits.json");

    [Test]
    public async Task A_year_of_six_thousand_visits_ends_with_every_clock_right_and_every_working_day_closed()
    {
        var result = await PlayAsync(Provider.Sqlite, JsonNode.Parse(await File.ReadAllTextAsync(Sample))!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(((int)result["visits"]!, (int)result["petitions"]!), Is.EqualTo((6000, 900)));
            Assert.That(((int)result["registerDays"]!, (int)result["workingDays"]!), Is.EqualTo((249, 249)));
            Assert.That(result["classes"]!.AsObject().Select(one => one.Key), Is.EquivalentTo(Enum.GetNames<PetitionClass>()));
            Assert.That(result["statuses"]!.AsObject().Select(one => one.Key), Is.SupersetOf(new[] { "Final", "Settled", "NotAccepted", "Routed", "Withdrawn", "Handling" }));
            Assert.That(result["refused"]!.AsObject().Select(one => one.Key), Is.EquivalentTo(new[]
            {
                "petition.extended-before", "petition.extension-late", "petition.objection-late", "petition.delivery-missing", "petition.not-now", "petition.final",
            }));
            Assert.That((int)result["limits"]!, Is.GreaterThan(4000));
            Assert.That((int)result["lateLimits"]!, Is.GreaterThan(30), "some are answered late, and that is said");
            Assert.That(result["differences"]!.AsArray(), Is.Empty);
        }
    }

    [Test]
    public async Task On_postgres_a_twentieth_of_it_agrees_as_well()
    {
        var plan = JsonNode.Parse(await File.ReadAllTextAsync(Sample))!;
        foreach (var visits in plan["visits"]!.AsArray())
            (visits!["count"], visits["repeats"]) = (Math.Max(1, (int)visits["count"]! / 20), 0);

        var result = await PlayAsync(Provider.Postgres, plan);

        Assert.That(((bool)result["agrees"]!, (int)result["registerDays"]!), Is.EqualTo((true, 249)), result["differences"]!.ToJsonString());
    }

    [TestCase("answering", 61)]
    [TestCase("review", 31)]
    public void The_second_count_finds_a_limit_that_is_a_day_off(string what, int days)
    {
        var limit = new PetitionLimit(
            new(what == "review" ? LimitKind.Reviewing : LimitKind.Handling, new(days, TimeUnit.CalendarDays), Roll.None, "34", 0, false), new(2022, 6, 1), 0, [], new(new DateOnly(2022, 6, 1).AddDays(days), false), null, false);
        var entry = new PetitionEntry { MatterId = default, Number = 1, Kind = what == "review" ? PetitionEventKind.ReviewAsked : PetitionEventKind.Accepted, On = new(2022, 6, 1), By = null, At = default };

        var check = new ClockCheck(File.ReadAllText(Path.Combine(ReplayTests.Root(), "workflows", "calendars", "cn-working-days.json")));

        Assert.That(check.Differences("XF1", isOpinion: true, [entry], [limit]).ToList(), Has.Count.EqualTo(2), "what it should be, and what the house says");
    }

    [Test]
    public async Task A_plan_that_names_a_way_it_does_not_have_is_refused_by_its_place()
    {
        var plan = JsonNode.Parse(await File.ReadAllTextAsync(Sample))!;
        plan["visits"]!.AsArray().Last()!["way"] = "nowhere";

        var (status, _, error) = await RunAsync(Provider.Sqlite, plan);

        Assert.That(status, Is.EqualTo(1));
        Assert.That(error, Does.Contain("'nowhere' is not in $.ways"));
    }

    private static async Task<JsonNode> PlayAsync(Provider provider, JsonNode plan)
    {
        var (status, output, error) = await RunAsync(provider, plan, "--json");
        Assert.That(output, Is.Not.Empty, $"{status}: {error}");
        return JsonNode.Parse(output)!;
    }

    private static async Task<(int Status, string Output, string Error)> RunAsync(Provider provider, JsonNode plan, params string[] more)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, plan.ToJsonString());
        return await CommandRun.RunAsync(["replay", file, .. ReplayTests.Place(database), "--language", "en", .. more]);
    }
}
