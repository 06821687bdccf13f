using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Tests.Commands;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Loading;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SeedLoadTests(Provider provider)
{
    private LoadedCity city = null!;
    private AsyncServiceScope scoped;

    [OneTimeSetUp]
    public async Task MakeAsync() => city = await LoadedCity.MakeAsync(provider);

    [OneTimeTearDown]
    public async Task CloseAsync() => await city.DisposeAsync();

    [SetUp]
    public void Open() => scoped = city.Services.CreateAsyncScope();

    [TearDown]
    public async Task Leave() => await scoped.DisposeAsync();

    [Test]
    public async Task As_much_is_made_as_was_asked_for()
    {
        var demo = await city.ReadAsync(db => db.Set<Unit>().CountAsync(unit => !unit.DivisionCode.StartsWith("3790")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await city.ReadAsync(db => db.Set<Unit>().CountAsync()) - demo, Is.EqualTo(LoadedCity.Plan.Units));
            Assert.That(await city.ReadAsync(db => db.Set<Account>().CountAsync(account => account.UserName.StartsWith("load-"))), Is.EqualTo(LoadedCity.Plan.Staff));
            Assert.That(city.Result.OpenTasks, Is.EqualTo(LoadedCity.Plan.Open).Within(6)); // a visit has two
            Assert.That(await Copies().CountAsync(one => one.ClosedAt != null && one.ClosedAt < LocalDay.At(LoadedCity.Today, TimeOnly.MinValue)), Is.EqualTo(LoadedCity.Plan.Finished)); // another test closes one today
        }
    }

    [TestCase("Completeness")]
    [TestCase("VillageOpinion")]
    [TestCase("HomeVisit")]
    [TestCase("TownshipReview")]
    [TestCase("DistrictReview")]
    [TestCase("DistrictDecision")]
    public async Task An_open_task_is_decided_like_any_other_by_whoever_has_it(string step)
    {
        var task = await city.ReadAsync(db => db.Set<ReviewTask>().AsNoTracking().Where(task => task.Step == step && task.State == TaskState.Assigned)
            .Where(task => db.Set<AidCase>().Any(one => one.Id == task.CaseId && one.SubmissionKey!.StartsWith("seed-load:copy"))).OrderBy(task => task.Id).FirstAsync());
        var holder = await city.ReadAsync(db => db.Set<Account>().AsNoTracking().FirstAsync(account => db.Set<RoleAssignment>().Any(held => held.AccountId == account.Id && held.Role == task.Role && held.UnitId == task.UnitId)));
        var says = step switch
        {
            "Completeness" => new DecideCommand(task.Id, Verdict.Complete, "材料齐全。") { IdentityProved = true },
            "HomeVisit" => new DecideCommand(task.Id, Verdict.Complete) { Visit = new VisitReport(LoadedCity.Today, VisitMethod.Home, "情况属实。", "家属", FamilySigned: true) },
            "DistrictDecision" => new DecideCommand(task.Id, Verdict.Refuse, "不符合条件。"),
            _ => new DecideCommand(task.Id, Verdict.Approve, "情况属实。"),
        };
        var before = await city.ReadAsync(db => db.Set<InstanceRow>().AsNoTracking().Where(row => row.CorrelationId == task.CaseId.ToString()).Select(row => row.Revision).SingleAsync());

        var receipt = await city.DoAsync((DecideTask act, CancellationToken token) => act.DecideAsync(says, holder.AsActor(), token));

        Assert.That(receipt.Settled, step == "HomeVisit" ? Is.Null : Is.Not.Null);
        Assert.That(await city.ReadAsync(db => db.Set<InstanceRow>().AsNoTracking().Where(row => row.CorrelationId == task.CaseId.ToString()).Select(row => row.Revision).SingleAsync()),
            Is.EqualTo(step == "HomeVisit" ? before : before + 1));
        Assert.That(await city.ReadAsync(db => db.Set<Round>().CountAsync(round => round.CaseId == task.CaseId && round.State == RoundState.Open)), Is.EqualTo(step == "DistrictDecision" ? 0 : 1));
    }

    [Test]
    public async Task The_audit_trails_of_open_cases_are_sound()
    {
        var report = await city.ReadAsync(db => AuditVerifier.VerifyAsync(db, CancellationToken.None));

        // Finished cases are leaner than life: what they would have left is not there, and nothing else is wrong.
        var finished = await Copies().Where(one => one.ClosedAt != null).Select(one => one.Id).ToListAsync();
        var streams = finished.Select(one => $"case:{one}").ToHashSet(StringComparer.Ordinal);
        Assert.That(report.Problems.Where(problem => !streams.Contains(problem.Stream)), Is.Empty);
    }

    [Test]
    public async Task A_person_is_found_by_the_number_that_the_form_says()
    {
        var (number, person) = await city.AskAsync(async all =>
        {
            var aidCase = await all.GetRequiredService<IUnitOfWork>().Db.Set<AidCase>().AsNoTracking().Where(one => one.SubmissionKey!.StartsWith("seed-load:copy") && one.ClosedAt == null).OrderBy(one => one.Id).FirstAsync();
            var said = (string)all.GetRequiredService<Vault>().OpenAnswers(aidCase)["citizenId"]!;
            return (said, await all.GetRequiredService<PersonRegister>().FindAsync(CitizenId.Parse(said, LoadedCity.Today), CancellationToken.None));
        });

        Assert.That(person?.CitizenId(city.Services.GetRequiredService<FieldProtector>()), Is.EqualTo(number));
    }

    [Test]
    public async Task A_copy_is_due_when_its_clock_says()
    {
        var calendar = await city.AskAsync(all => all.GetRequiredService<Calendars>().CurrentAsync(CancellationToken.None));
        foreach (var clock in await city.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().ToListAsync()))
            Assert.That(calendar.After(clock.StartedOn, clock.Term, clock.Roll, clock.Pauses).On, Is.EqualTo(clock.DueOn));
    }

    [Test]
    public async Task The_next_case_of_a_district_is_numbered_after_those_that_were_made()
    {
        var last = await city.ReadAsync(db => db.Set<Counter>().AsNoTracking().Where(counter => counter.Key == "receipt/379001/2022").Select(counter => counter.Last).SingleAsync());
        var highest = await Copies().Where(one => one.ReceiptNumber!.StartsWith("SQ3790012022")).MaxAsync(one => one.ReceiptNumber);

        Assert.That(highest, Is.EqualTo($"SQ3790012022{last:00000}"));
    }

    [Test]
    public async Task The_same_seed_makes_the_same_people_again()
    {
        await using var again = await LoadedCity.MakeAsync(provider);

        Assert.That(await PeopleAsync(again), Is.EqualTo(await PeopleAsync(city)));
    }

    [Test]
    public async Task A_database_with_cases_is_left_alone()
    {
        var file = Path.Combine(Path.GetTempPath(), $"load-{TestContext.CurrentContext.Test.ID}.db");
        string[] args = ["seed-load", "--database", file, "--open", "6", "--finished", "2", "--staff", "8", "--units", "3", "--language", "en"];
        try
        {
            var (status, output, _) = await CommandRun.RunAsync([.. args, "--json"]);
            Assert.That((status, (int)JsonNode.Parse(output)!["finishedCases"]!), Is.EqualTo((0, 2)));

            var second = await CommandRun.RunAsync(args);

            Assert.That((second.Status, second.Error), Is.EqualTo((1, "The database has cases already. Made-up ones in numbers go only into a demo database that has none." + Environment.NewLine)));
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            foreach (var left in System.IO.Directory.GetFiles(Path.GetTempPath(), Path.GetFileNameWithoutExtension(file) + "*"))
                File.Delete(left);
        }
    }

    private static Task<List<string>> PeopleAsync(LoadedCity city) => city.ReadAsync(db => db.Set<AidCase>().AsNoTracking().Where(one => one.SubmissionKey!.StartsWith("seed-load:copy"))
        .Join(db.Set<Person>(), one => one.ApplicantId, person => person.Id, (one, person) => one.SubmissionKey + person.Name + one.ReceiptNumber + one.AppliedOn).OrderBy(said => said).ToListAsync());

    private IQueryable<AidCase> Copies() => scoped.ServiceProvider.GetRequiredService<IUnitOfWork>().Db.Set<AidCase>().AsNoTracking().Where(one => one.SubmissionKey!.StartsWith("seed-load:copy"));
}
