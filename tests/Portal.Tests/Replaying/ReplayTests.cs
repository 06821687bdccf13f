using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AidWorkflow.Harness;
using AidWorkflow.Portal.Commands;
using AidWorkflow.Storage;
using Microsoft.Data.Sqlite;

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

    internal static readonly string Sample = Path.Combine(Root(), "samples", "zaozhuang-2022-relief.json");

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
    public async Task Killed_at_random_moments_of_its_work_and_resumed_it_ends_the_same(Provider provider)
    {
        var plan = Plan(Few);
        await using var whole = await TestDatabase.CreateEmptyAsync(provider);
        await using var killed = await TestDatabase.CreateEmptyAsync(provider);
        var expected = await PlayAsync(plan, Place(whole));

        var seed = Random.Shared.Next();
        await TestContext.Out.WriteLineAsync($"seed {seed}");
        var dice = new Random(seed);
        var kills = 0;
        while (kills < 10 && await KilledAsync(plan, killed, kills > 0, TimeSpan.FromMilliseconds(dice.Next(300))))
            kills++;
        var result = await PlayAsync(plan, Place(killed), "--resume");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(kills, Is.EqualTo(10), "the replay was over before it could be killed so often");
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

    [TestCase("{ nonsense", "$: line 1, byte 3 is no JSON")]
    [TestCase("""{"name":"x","year":2022}""", "$: seed, funds, pace, samples, cases is missing")]
    [TestCase("""{"name":"x","year":2022,"seed":1,"funds":[],"pace":{},"samples":{},"cases":[],"wat":1}""", "a plan has no 'wat' here")]
    [TestCase("""{"name":"x","year":2022,"seed":1,"funds":[],"pace":{},"samples":{},"cases":[{"key":"a","service":"nothing","unit":"1","on":"2022-02-30","yuan":"1"}]}""", "case a, $.cases[0].on: a date like 2022-03-01 belongs here")]
    [TestCase("""{"name":"x","year":2022,"seed":1,"funds":[],"pace":{},"samples":{},"cases":[{"key":"a","service":"s","unit":"1","on":"2022-03-01","yuan":"1","turns":["explodes"]}]}""", "one of these belongs here: supplement, objection")]
    [TestCase("""{"name":"x","year":"soon","seed":1,"funds":[],"pace":{},"samples":{},"cases":[]}""", "$.year: a whole number belongs here")]
    [TestCase("""{"name":"x","year":1800,"seed":1,"funds":[],"pace":{},"samples":{},"cases":[]}""", "$.year: 1800")]
    [TestCase("""{"name":"x","year":2022,"seed":1,"funds":[{"code":"f","nameZh":"f","nameEn":"f","source":"provincial","yuan":"ten"}],"pace":{},"samples":{},"cases":[{"key":"a","service":"s","unit":"1","on":"2022-03-01","yuan":"-5"}]}""", "$.cases[0].yuan: '-5'")]
    public async Task A_plan_with_nonsense_is_refused_with_its_place_in_words_of_plans(string text, string told)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("replay-test-").FullName, "plan.json");
        await File.WriteAllTextAsync(file, text);

        var english = await RunAsync(["replay", file, "--language", "en", "--database", Path.ChangeExtension(file, ".db")]);
        var chinese = await RunAsync(["replay", file, "--language", "zh-CN", "--database", Path.ChangeExtension(file, ".db")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((english.Status, chinese.Status), Is.EqualTo((1, 1)));
            Assert.That(english.Error, Does.Contain(told).And.Not.Contain("AidWorkflow.").And.Not.Contain("System."));
            Assert.That(chinese.Error, Does.Contain("请").Or.Contain("应是").Or.Contain("不是").And.Not.Contain("AidWorkflow.").And.Not.Contain("converted"));
            Assert.That(File.Exists(Path.ChangeExtension(file, ".db")), Is.False);
        }
    }

    [TestCase("unit", "370402001555", "hardship-001", ".unit", "370402001555")]
    [TestCase("unit", "37", "hardship-001", ".unit", "no village 37")]
    [TestCase("yuan", "999999.00", "hardship-001", ".yuan", "that the rules allow")]
    [TestCase("yuan", "ten", "hardship-001", ".yuan", "not an amount")]
    [TestCase("service", "nothing", "hardship-001", ".service", "no whole sample")]
    [TestCase("answers", """{"situation":"rich"}""", "hardship-001", ".answers.situation", "situation")]
    [TestCase("answers", """{"noSuchField":1}""", "hardship-001", ".answers.noSuchField", "noSuchField")]
    [TestCase("answers", """{"category":"special-care","specialCareKind":"disabled","situation":"recognised"}""", "hardship-001", ".answers", "specialCarePapers")]
    public async Task A_case_that_could_not_be_played_is_named_with_field_and_remedy_and_nothing_is_written(string field, string value, string key, string place, string remedy)
    {
        var wrong = Plan(cases => cases[key][field] = field == "answers" ? JsonNode.Parse(value) : value, "hardship-001", "hardship-002");
        var database = Path.ChangeExtension(wrong, ".db");

        var english = await RunAsync(["replay", wrong, "--language", "en", "--database", database]);
        var chinese = await RunAsync(["replay", wrong, "--language", "zh-CN", "--database", database]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((english.Status, chinese.Status), Is.EqualTo((1, 1)));
            Assert.That(english.Error, Does.Contain($"case {key}, $.cases[").And.Contain($"]{place}: ").And.Contain(remedy).And.Not.Contain("   at "));
            Assert.That(chinese.Error, Does.Contain($"案件 {key}，").And.Contain($"]{place}："));
            Assert.That(File.Exists(database), Is.False);
        }
    }

    [TestCase("""[]""", "add one to $.funds")]
    [TestCase("""[{"code":"shandong-hardship-aid-2022","nameZh":"演示","nameEn":"demo","source":"provincial","yuan":"5000.00"}]""", "are used up")]
    public async Task A_purse_that_is_missing_or_too_small_is_said_with_the_case_that_it_fails(string funds, string remedy)
    {
        var wrong = Plan("hardship-001", "hardship-002");
        var plan = JsonNode.Parse(await File.ReadAllTextAsync(wrong))!;
        plan["funds"] = JsonNode.Parse(funds);
        await File.WriteAllTextAsync(wrong, plan.ToJsonString());

        var run = await RunAsync(["replay", wrong, "--language", "en", "--database", Path.ChangeExtension(wrong, ".db")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Status, Is.EqualTo(1));
            Assert.That(run.Error, Does.Contain("case hardship-00").And.Contain(remedy));
            Assert.That(File.Exists(Path.ChangeExtension(wrong, ".db")), Is.False);
        }
    }

    [Test]
    public async Task A_pace_for_a_step_that_no_service_has_is_refused_by_its_name()
    {
        var wrong = Plan("hardship-001");
        await File.WriteAllTextAsync(wrong, (await File.ReadAllTextAsync(wrong)).Replace("\"HomeVisit\"", "\"HomeVisits\"", StringComparison.Ordinal));

        var run = await RunAsync(["replay", wrong, "--language", "en", "--database", Path.ChangeExtension(wrong, ".db")]);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(run.Status, Is.EqualTo(1));
            Assert.That(run.Error, Does.Contain("$.pace.HomeVisits: no service has a step").And.Not.Contain("$.pace.HomeVisit:"));
            Assert.That(File.Exists(Path.ChangeExtension(wrong, ".db")), Is.False);
        }
    }

    [Test]
    public async Task Asked_in_Chinese_it_answers_in_Chinese_with_local_days()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Provider.Sqlite);

        var run = await RunAsync(["replay", Plan("hardship-001"), "--language", "zh-CN", .. Place(database)]);

        Assert.That(run.Output, Does.Contain("生活困难一次性帮扶：1 户").And.Contain("已发放 1").And.Contain("模拟 2022-01-01 至").And.Not.Contain("hardship-aid"), run.Error);
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

    /// <summary>Kills a run a while after the first step that it committed itself.</summary>
    /// <returns>False when it had ended by itself.</returns>
    private static async Task<bool> KilledAsync(string plan, TestDatabase database, bool resume, TimeSpan later)
    {
        var time = TimeProvider.System;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3), time); // a run that stands still is a fault, not a long test
        var before = await StepsAsync(database);
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = AppContext.BaseDirectory };
        foreach (var argument in (string[])[typeof(CommandLine).Assembly.Location, "replay", plan, "--json", .. Place(database), .. resume ? ["--resume"] : Array.Empty<string>()])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None)); // a full pipe would stop it
        while (!process.HasExited && !patience.IsCancellationRequested && await StepsAsync(database) == before)
            await Task.Delay(TimeSpan.FromMilliseconds(20), time, CancellationToken.None);
        if (!process.HasExited)
            await Task.Delay(later, time, CancellationToken.None);
        process.Kill(); // SIGKILL: nothing can be tidied up
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.That(patience.IsCancellationRequested, Is.False, $"no step within three minutes: {string.Join('\n', await said)}");
        Assert.That(process.ExitCode, Is.Zero.Or.EqualTo(128 + 9), string.Join('\n', await said));
        return process.ExitCode != 0;
    }

    /// <summary>Steps that are committed; none where there are no tables yet.</summary>
    private static async Task<long> StepsAsync(TestDatabase database)
    {
        await using System.Data.Common.DbConnection connection = database.Provider == Provider.Sqlite
            ? new SqliteConnection(new SqliteConnectionStringBuilder(database.Options.Connection) { Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString)
            : new Npgsql.NpgsqlConnection(database.Options.Connection);
        try
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT COALESCE(SUM(revision), 0) FROM instances";
            return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (System.Data.Common.DbException)
        {
            return 0;
        }
    }

    internal static string[] Place(TestDatabase database) => database.Provider == Provider.Sqlite
        ? ["--database", new SqliteConnectionStringBuilder(database.Options.Connection).DataSource]
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

    internal static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
