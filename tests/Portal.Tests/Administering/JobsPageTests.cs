using System.Net;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Administering;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Administering;

/// <summary>What runs by itself, as an administrator sees it.</summary>
[TestFixture]
internal sealed class JobsPageTests
{
    private Hall hall = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task Every_job_has_a_name_in_words_and_says_when_it_runs_next()
    {
        var names = await hall.Office.AskAsync(services => Task.FromResult(services.GetServices<ISweep>().Select(sweep => sweep.Name).ToList()));
        var (status, page) = await (await hall.SignInAsync("admin1", "en")).GetAsync("/admin/jobs");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(names, Is.Not.Empty);
            Assert.That(names.Where(name => !JobWords.Has(name)), Is.Empty);
            foreach (var name in names)
                Assert.That(page, Does.Contain(JobWords.Of(name).In("en")).And.Contain($"/admin/jobs/{name}"));
        }
    }

    [Test]
    public async Task A_job_run_by_hand_does_what_is_due_and_is_on_record()
    {
        var opened = await hall.Office.SubmitCompleteAsync();
        await hall.Office.UntilAsync(opened.Id, "PublicNotice");
        hall.Office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 4, 11), new TimeOnly(9, 0)));
        var seat = await hall.SignInAsync("admin1", "en");

        var (status, where) = await seat.PostAsync("/admin/jobs", $"/admin/jobs/{DueTimerSweep.Key}");
        var (_, page) = await seat.GetAsync(where);

        var step = await hall.Office.ReadAsync(db => db.Set<Round>().Where(round => round.CaseId == opened.Id && round.State == RoundState.Open).Select(round => round.Step).SingleAsync());
        var record = await hall.Office.ReadAsync(db => db.Set<AuditEntry>().Where(entry => entry.Act == "job.run").Select(entry => entry.ActorName).ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That((status, step), Is.EqualTo((HttpStatusCode.SeeOther, "DistrictReview")));
            Assert.That(page, Does.Contain("ran:"));
            Assert.That(record, Is.EqualTo(new[] { "admin1" }));
        }
    }

    [Test]
    public async Task Only_an_administrator_of_the_whole_city_runs_one()
    {
        var district = await hall.HireAsync("jobs-district-admin", Role.Administrator, UnitLevel.District, "370402");
        var admin = await hall.SignInAsync("admin1");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await district.GetAsync("/admin/jobs")).Text, Does.Not.Contain("立即运行"));
            Assert.That((await district.PostAsync("/admin/jobs", $"/admin/jobs/{SealSweep.Key}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await (await hall.SignInAsync("station1")).GetAsync("/admin/jobs")).Status, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await admin.PostAsync("/admin/jobs", "/admin/jobs/no-such-job")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        }
    }
}
