using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class DeliveryTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [TestCase("station1")]
    [TestCase("township2")]
    [TestCase("decider2", Description = "of the office that issued it")]
    [TestCase("citydecider1")]
    public async Task The_station_or_an_office_above_says_when_a_paper_was_delivered(string userName)
    {
        var paper = await RefusalAsync();

        await ConfirmAsync(paper, await office.AsAsync(userName), DeliveryMethod.Post);

        var delivered = await ReadAsync(paper);
        Assert.That((delivered.DeliveredOn, delivered.Method), Is.EqualTo(((DateOnly?)LocalDay.Today(office.Clock), (DeliveryMethod?)DeliveryMethod.Post)));
    }

    [TestCase("village1", Description = "a helper helps the applicant and receives for them")]
    [TestCase("station-370402-002", Description = "the township next door")]
    [TestCase("district-370403", Description = "the district next door")]
    [TestCase("maker1")]
    [TestCase("auditor1")]
    [TestCase("leader1")]
    [TestCase("admin1")]
    public async Task Nobody_else_does(string userName)
    {
        var paper = await RefusalAsync();

        await Casework.RefusedAsync("case.not-yours", async () => await ConfirmAsync(paper, await office.AsAsync(userName)));

        Assert.That((await ReadAsync(paper)).DeliveredOn, Is.Null);
    }

    [Test]
    public async Task A_job_of_the_house_does_not_and_neither_does_a_clerk_whose_own_paper_it_is()
    {
        var paper = await RefusalAsync();
        var applicant = (await office.CaseAsync(paper.CaseId)).ApplicantId;
        var clerk = await office.HireAsync($"clerk-{paper.Id}", Role.StationClerk, UnitLevel.Township, "370402001", applicant);

        await Casework.RefusedAsync("case.not-yours", () => ConfirmAsync(paper, Actor.System));
        await Casework.RefusedAsync("task.own-case", () => ConfirmAsync(paper, clerk));
    }

    [Test]
    public async Task An_applicant_who_opens_a_paper_has_received_it_and_may_ask_again_at_once()
    {
        var paper = await RefusalAsync();
        var applicant = await ApplicantOfAsync(paper);

        await OpenAsync(paper, applicant);
        office.Clock.Advance(TimeSpan.FromDays(2));
        await OpenAsync(paper, applicant);

        var (delivered, clocks) = (await ReadAsync(paper), await office.ReadAsync(db => db.Set<CaseClock>().CountAsync(clock => clock.CaseId == paper.CaseId && clock.Kind == ConfirmDelivery.ReconsiderationClock)));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(delivered.DeliveredOn, Is.EqualTo(LocalDay.Today(office.Clock).AddDays(-2)));
            Assert.That(delivered.Method, Is.EqualTo(DeliveryMethod.Electronic));
            Assert.That(delivered.RecordedBy, Is.EqualTo(applicant.Account));
            Assert.That(clocks, Is.EqualTo(1));
        }

        await office.DoAsync((RequestReconsideration act, CancellationToken token) => act.RequestAsync(paper.CaseId, "有新单据。", applicant, token));
    }

    [Test]
    public async Task Staff_who_open_a_paper_do_not_deliver_it()
    {
        var paper = await RefusalAsync();

        await OpenAsync(paper, await office.AsAsync("station1"));

        Assert.That((await ReadAsync(paper)).DeliveredOn, Is.Null);
    }

    [Test]
    public async Task Two_who_record_it_at_once_leave_one_day_and_one_clock()
    {
        var paper = await RefusalAsync();
        var (station, applicant) = (await office.AsAsync("station1"), await ApplicantOfAsync(paper));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(turn => Task.Run(async () =>
        {
            try
            {
                if (turn % 2 == 0)
                    await ConfirmAsync(paper, station);
                else
                    await OpenAsync(paper, applicant);
            }
            catch (RefusedException refused) when (refused.Code == "delivery.already-recorded")
            {
            }
        })));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.ReadAsync(db => db.Set<CaseClock>().CountAsync(clock => clock.CaseId == paper.CaseId && clock.Kind == ConfirmDelivery.ReconsiderationClock)), Is.EqualTo(1));
            Assert.That((await office.AuditAsync(paper.CaseId)).Count(act => act == "document.delivered"), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task A_summary_list_takes_the_cases_below_the_unit_that_makes_it_and_no_others()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "ProvincialDecision");
        var (province, city) = await office.ReadAsync(async db => (
            await db.Set<Unit>().Where(unit => unit.Level == UnitLevel.Province).Select(unit => unit.Id).SingleAsync(),
            await db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City && unit.DivisionCode == "370400").Select(unit => unit.Id).SingleAsync()));
        var other = await office.DoAsync((OpenUnit act, CancellationToken token) => act.RunAsync(
            province, new NewUnit(UnitLevel.City, "city", "370800", "济宁市", "Jining City", IsDemo: true), LocalDay.Today(office.Clock), Actor.System, token));
        var elsewhere = await office.HireAsync($"elsewhere-{provider}", Role.CityDecider, UnitLevel.City, "370800");

        var theirs = await office.DoAsync((MakeSummaryList act, CancellationToken token) => act.MakeAsync("hardship-aid", other, elsewhere, token));
        var ours = await office.AsAsync("citydecider1", (MakeSummaryList act, Actor decider, CancellationToken token) => act.MakeAsync("hardship-aid", city, decider, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(theirs, Is.Null);
            Assert.That(await office.ReadAsync(db => db.Set<SummaryListLine>().Where(line => line.ListId == ours).Select(line => line.CaseId).ToListAsync()), Does.Contain(opened.Id));
        }
    }

    private async Task<IssuedDocument> RefusalAsync()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "DistrictDecision");
        await office.DecideAsync("decider1", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.Refuse, "未达到标准。"));
        return await office.ReadAsync(db => db.Set<IssuedDocument>().AsNoTracking().SingleAsync(paper => paper.CaseId == opened.Id));
    }

    private async Task<Actor> ApplicantOfAsync(IssuedDocument paper) =>
        await office.HireAsync($"applicant-{paper.Id}", Role.Applicant, UnitLevel.Village, "370402001001", (await office.CaseAsync(paper.CaseId)).ApplicantId);

    private Task<CaseId> ConfirmAsync(IssuedDocument paper, Actor actor, DeliveryMethod method = DeliveryMethod.InPerson) =>
        office.DoAsync((ConfirmDelivery act, CancellationToken token) => act.ConfirmAsync(paper.Id, LocalDay.Today(office.Clock), method, actor, token));

    private Task<DocumentText> OpenAsync(IssuedDocument paper, Actor actor) =>
        office.DoAsync((ReadIssuedDocument act, CancellationToken token) => act.ReadAsync(paper.Id, "zh-CN", "test", actor, token));

    private Task<IssuedDocument> ReadAsync(IssuedDocument paper) => office.ReadAsync(db => db.Set<IssuedDocument>().AsNoTracking().SingleAsync(found => found.Id == paper.Id));
}
