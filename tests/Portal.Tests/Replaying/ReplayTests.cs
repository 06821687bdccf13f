using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Harness;
using AidWorkflow.Portal.Commands;
using AidWorkflow.Storage;

namespace AidWorkflow.Portal.Tests.Replaying;

[TestFixture]
internal sealed class ReplayTests
{
    /// <summary>One case of each turn, so that every way through the flows is played in seconds.</summary>
    private static readonly string[] Few =
    [
        "illness-001", "illness-008", "illness-below-01", "illness-upheld-01", "illness-province-01", "illness-withdrawn-01", "illness-elsewhere-01",
        "hardship-001", "accident-001", "accident-005", "accident-refused-01",
    ];

    private static readonly string Sample = Path.Combine(Root(), "samples", "zaozhuang-2022-relief.json");

    /// <summary>The figures of the city's performance table of 2022: 大病救助 175 人 300 万, 生活困难 203 户 81 万, 突发意外 10 人 6.3 万.</summary>
    [TestCase(Provider.Sqlite)]
    [TestCase(Provider.Postgres)]
    public async Task A_year_ends_with_the_citys_true_totals(Provider provider)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(provider);

        var result = await PlayAsync(Sample, Place(database));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(Figures(result), Is.EqualTo(new[]
            {
                "hardship-aid household 203 81000000", "serious-illness-relief person 175 300000000", "sudden-accident-relief person 10 6300000",
            }));
            Assert.That((int)result["outcomes"]!["paid"]!, Is.EqualTo(388));
            Assert.That(result["outcomes"]!.AsObject().Sum(outcome => (int)outcome.Value!), Is.EqualTo((int)result["cases"]!));
            Assert.That((int)result["cases"]! - 388, Is.AtLeast(40));
            Assert.That((int)result["events"]!["supplemented"]!, Is.AtLeast(20));
            Assert.That((int)result["events"]!["objected"]!, Is.AtLeast(5));
            Assert.That((int)result["events"]!["returnedPayment"]!, Is.AtLeast(5));
            Assert.That((int)result["events"]!["reconsidered"]!, Is.AtLeast(2));
            Assert.That((bool)result["reconciled"]!, Is.True, result["differences"]!.ToJsonString());
            Assert.That(await AuditAsync(Place(database)), Is.Zero);
        }
    }

    [TestCase(Provider.Sqlite)]
    [TestCase(Provider.Postgres)]
    public async Task One_amount_changed_in_the_plan_changes_the_total_by_that_much(Provider provider)
    {
        await using var one = await TestDatabase.CreateEmptyAsync(provider);
        await using var other = await TestDatabase.CreateEmptyAsync(provider);

        var before = await PlayAsync(Plan("illness-001", "illness-002"), Place(one));
        var after = await PlayAsync(Plan(cases => cases["illness-001"]["yuan"] = "9876.54", "illness-001", "illness-002"), Place(other));

        var amount = (long)before["services"]![0]!["cents"]!;
        Assert.That((long)after["services"]![0]!["cents"]!, Is.EqualTo(amount - Cents("illness-001") + 987654));
    }

    [TestCase(Provider.Sqlite)]
    [TestCase(Provider.Postgres)]
    public async Task Killed_at_ten_random_moments_and_resumed_it_ends_the_same(Provider provider)
    {
        var plan = Plan(Few);
        await using var whole = await TestDatabase.CreateEmptyAsync(provider);
        await using var killed = await TestDatabase.CreateEmptyAsync(provider);
        var expected = await PlayAsync(plan, Place(whole));

        var dice = new Random(20221231);
        var kills = 0;
        for (var attempt = 0; attempt < 10; attempt++)
            kills += await KilledAsync(plan, Place(killed), attempt > 0, TimeSpan.FromMilliseconds(dice.Next(2500, 7000))) ? 1 : 0;
        var result = await PlayAsync(plan, Place(killed), "--resume");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(kills, Is.Positive, "the replay was over before it could be killed");
            Assert.That(Figures(result), Is.EqualTo(Figures(expected)));
            Assert.That(result["outcomes"]!.ToJsonString(), Is.EqualTo(expected["outcomes"]!.ToJsonString()));
            Assert.That(result["events"]!.ToJsonString(), Is.EqualTo(expected["events"]!.ToJsonString()));
            Assert.That((long)result["steps"]!, Is.EqualTo((long)expected["steps"]!), "a step was lost or done twice");
            Assert.That((bool)result["reconciled"]!, Is.True, result["differences"]!.ToJsonString());
            Assert.That(await AuditAsync(Place(killed)), Is.Zero);
        }
    }

    [Test]
    public async Task A_changed_plan_is_not_resumed_and_a_used_database_is_not_played_on()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Provider.Sqlite);
        await PlayAsync(Plan("hardship-001"), Place(database));

        var again = await RunAsync(["replay", Plan("hardship-001"), "--language", "en", .. Place(database)]);
        var changed = await RunAsync(["replay", Plan("hardship-001", "hardship-002"), "--resume", "--language", "en", .. Place(database)]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Status, changed.Status), Is.EqualTo((1, 1)));
            Assert.That(again.Error, Does.Contain("not empty"));
            Assert.That(changed.Error, Does.Contain("not the one"));
        }
    }

    [TestCase("{ nonsense", "$")]
    [TestCase("""{"name":"x","year":1800,"seed":1,"funds":[],"pace":{},"samples":{},"cases":[]}""", "$.year")]
    [TestCase("""{"name":"x","year":2022,"seed":1,"funds":[],"pace":{},"samples":{},"cases":[{"key":"a","service":"nothing","unit":"1","on":"2022-02-30","yuan":"1"}]}""", "$.cases[0].on")]
    [TestCase("""{"name":"x","year":2022,"seed":1,"funds":[{"code":"f","nameZh":"f","nameEn":"f","source":"provincial","yuan":"ten"}],"pace":{},"samples":{},"cases":[{"key":"a","service":"s","unit":"1","on":"2022-03-01","yuan":"-5"}]}""", "$.cases[0].yuan")]
    public async Task A_plan_with_nonsense_is_refused_with_its_place(string text, string place)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("replay-test-").FullName, "plan.json");
        await File.WriteAllTextAsync(file, text);

        var run = await RunAsync(["replay", file, "--language", "en", "--database", Path.ChangeExtension(file, ".db")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Status, Is.EqualTo(1));
            Assert.That(run.Error, Does.Contain(place));
            Assert.That(File.Exists(Path.ChangeExtension(file, ".db")), Is.False);
        }
    }

    private static string[] Figures(JsonNode result) =>
        [.. result["services"]!.AsArray().Select(service => $"{service!["id"]} {service["unit"]} {service["count"]} {service["cents"]}")];

    private static async Task<JsonNode> PlayAsync(string plan, string[] place, params string[] more)
    {
        var run = await RunAsync(["replay", plan, "--json", .. place, .. more]);
        Assert.That(run.Status, Is.Zero, run.Error + run.Output);
        return JsonNode.Parse(run.Output)!;
    }

    private static async Task<int> AuditAsync(string[] place) => (await RunAsync(["audit", "verify", "--json", .. place])).Status;

    private static async Task<(int Status, string Output, string Error)> RunAsync(string[] args)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var status = await CommandLine.RunAsync(args, output, error, CancellationToken.None);
        return (status, output.ToString(), error.ToString());
    }

    /// <returns>False when it had ended by itself.</returns>
    private static async Task<bool> KilledAsync(string plan, string[] place, bool resume, TimeSpan after)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        foreach (var argument in (string[])[typeof(CommandLine).Assembly.Location, "replay", plan, "--json", .. place, .. resume ? ["--resume"] : Array.Empty<string>()])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var alarm = new CancellationTokenSource(after);
        try
        {
            await process.WaitForExitAsync(alarm.Token);
            return false;
        }
        catch (OperationCanceledException)
        {
            process.Kill(); // SIGKILL: nothing can be tidied up
            await process.WaitForExitAsync();
            return true;
        }
    }

    private static string[] Place(TestDatabase database) => database.Provider == Provider.Sqlite
        ? ["--database", new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(database.Options.Connection).DataSource]
        : ["--provider", "postgres", "--connection", database.Options.Connection];

    private static string Plan(params string[] keys) => Plan(_ => { }, keys);

    /// <summary>The sample with only these cases, changed as the test wants.</summary>
    private static string Plan(Action<Dictionary<string, JsonNode>> change, params string[] keys)
    {
        var plan = JsonNode.Parse(File.ReadAllText(Sample))!;
        var cases = plan["cases"]!.AsArray().Where(planned => keys.Contains((string)planned!["key"]!)).Select(planned => planned!.DeepClone()).ToList();
        change(cases.ToDictionary(planned => (string)planned["key"]!));
        plan["cases"] = new JsonArray([.. cases]);
        var file = Path.Combine(Directory.CreateTempSubdirectory("replay-test-").FullName, "plan.json");
        File.WriteAllText(file, plan.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        return file;
    }

    private static long Cents(string key) => JsonNode.Parse(File.ReadAllText(Sample))!["cases"]!.AsArray()
        .Where(planned => (string)planned!["key"]! == key).Select(planned => (long)(decimal.Parse((string)planned!["yuan"]!, System.Globalization.CultureInfo.InvariantCulture) * 100)).Single();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
