using System.Net;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Handling;
using AidWorkflow.Portal.Tests.Serving;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Rating;

/// <summary>Applicants say how they were served, once a case; leaders read it without names, and those who decided do not.</summary>
[TestFixture]
internal sealed class RatingTests
{
    private const string Said = "办得快，态度好。";

    private Hall hall = null!;

    private Office Office => hall.Office;

    [OneTimeSetUp]
    public async Task OpenAsync() => hall = await Hall.OpenAsync();

    [OneTimeTearDown]
    public async Task CloseAsync() => await hall.DisposeAsync();

    [Test]
    public async Task A_closed_case_is_rated_once_and_changed_within_ten_days_and_leaders_read_it_without_a_name()
    {
        var answers = Office.Answers();
        var id = await Office.SendAsync("applicant1", answers);
        var task = await Office.ReachAsync(id, "DistrictDecision");
        var applicant = await hall.SignInAsync("applicant1");
        await Casework.RefusedAsync("rating.case-open", () => RateAsync("applicant1", id, 5));
        await Office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "未达到救助标准。"));

        var (missing, _) = await applicant.PostAsync($"/applications/{id}/rating", $"/applications/{id}/rating", ("words", Said));
        var (sent, _) = await applicant.PostAsync($"/applications/{id}/rating", $"/applications/{id}/rating", ("stars", "2"), ("words", Said));
        await RateAsync("applicant1", id, 4, $"{Said} 我的电话 138 0013 8000");
        await Casework.RefusedAsync("case.unknown", () => RateAsync("station1", id, 1));
        var (page, leader, station, auditor) = ((await applicant.GetAsync($"/applications/{id}")).Text, await hall.SignInAsync("leader1", "en"), await hall.SignInAsync("station1"), await hall.SignInAsync("auditor1"));
        var (_, read) = await leader.GetAsync("/ratings");
        var (hidden, _) = await station.GetAsync("/ratings");
        var number = (await Office.CaseAsync(id)).ReceiptNumber!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((missing, sent), Is.EqualTo((HttpStatusCode.UnprocessableEntity, HttpStatusCode.SeeOther)));
            Assert.That(page, Does.Contain("修改评价"));
            Assert.That(read, Does.Contain("4.0").And.Contain(Said));
            Assert.That(read, Does.Not.Contain("8000").And.Not.Contain("· Donghu"), "words do not say whose they are");
            Assert.That(read, Does.Not.Contain(number).And.Not.Contain((string)answers["applicantName"]!));
            Assert.That(hidden, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That((await station.GetAsync($"/cases/{id}")).Text, Does.Not.Contain(Said).And.Not.Contain("评价服务"));
            Assert.That((await auditor.GetAsync($"/audit?number={number}")).Text, Does.Contain("评价服务").And.Not.Contain(Said));
            Assert.That(await Office.ReadAsync(db => db.Set<ServiceRating>().CountAsync(rating => rating.Id == RatedId.Of(id))), Is.EqualTo(1));
            Assert.That((await Office.ReadAsync(db => db.Set<ServiceRating>().SingleAsync(rating => rating.Id == RatedId.Of(id)))).Words, Is.Not.EqualTo(System.Text.Encoding.UTF8.GetBytes(Said)));
        }

        Office.Clock.MoveTo(LocalDay.At(LocalDay.Today(Office.Clock).AddDays(ServiceRating.DaysToChange), new TimeOnly(9, 0)));
        await RateAsync("applicant1", id, 3);
        Office.Clock.Advance(TimeSpan.FromDays(1));
        await Casework.RefusedAsync("rating.too-late", () => RateAsync("applicant1", id, 5));
    }

    [Test]
    public async Task With_a_name_the_office_follows_it_up_without_those_who_decided_and_a_better_one_ends_that()
    {
        var id = await Office.SendAsync("applicant1", Office.Answers());
        var task = await Office.ReachAsync(id, "DistrictDecision");
        await Office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "未达到救助标准。"));
        var district = await Office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == "370402" && unit.Level == UnitLevel.District).Select(unit => unit.Id).SingleAsync());
        var decider = await Office.AsAsync("decider1");
        await Office.DoAsync((AssignRole act, CancellationToken token) => act.RunAsync(decider.Account!.Value, Role.UnitHead, district, LocalDay.Today(Office.Clock), null, Actor.System, token));
        var applicant = await hall.SignInAsync("applicant1");
        var (sent, _) = await applicant.PostAsync($"/applications/{id}/rating", $"/applications/{id}/rating", ("stars", "1"), ("words", Said), ("named", "yes"));
        var (page, rights, head) = ($"/ratings/negative/{id}", await hall.SignInAsync("rights1"), await hall.SignInAsync("decider1"));
        var (open, own) = (await rights.GetAsync(page), await head.GetAsync(page));
        await Casework.RefusedAsync("follow-up.own", () => Office.AsAsync("decider1", (FollowRating act, Actor actor, CancellationToken token) => act.CallAsync(RatedId.Of(id), LocalDay.Today(Office.Clock), "x", actor, token)));
        await RateAsync("applicant1", id, 4);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent, Is.EqualTo(HttpStatusCode.SeeOther));
            Assert.That(open.Text, Does.Contain(Said).And.Contain("回访核实").And.Contain("待回访"));
            Assert.That(own.Text, Does.Contain("评价的是您经办的事").And.Not.Contain("核实到什么"));
            Assert.That((await Office.ReadAsync(db => db.Set<RatingFollowUp>().SingleAsync(one => one.Id == RatedId.Of(id)))).State, Is.EqualTo(FollowUpState.TakenBack));
        }
    }

    [Test]
    public async Task Two_townships_of_one_name_are_counted_apart_and_named_with_their_district()
    {
        await using (var scope = Office.Services.CreateAsyncScope())
        {
            var work = scope.ServiceProvider.GetRequiredService<IUnitOfWork>();
            var townships = await work.Db.Set<Unit>().Where(unit => unit.Level == UnitLevel.Township && (unit.DivisionCode == "370403001" || unit.DivisionCode == "370404001")).OrderBy(unit => unit.DivisionCode).ToListAsync();
            foreach (var (township, stars) in townships.Zip([1, 5]))
            {
                work.Db.Entry(township).Property(unit => unit.NameZh).CurrentValue = "同名镇";
                work.Db.Entry(township).Property(unit => unit.NameEn).CurrentValue = "Sametown";
                work.Db.Add(new ServiceRating { Id = new(Guid.CreateVersion7()), ServiceId = "hardship-aid", UnitId = township.Id, Stars = stars, RatedOn = LocalDay.Today(Office.Clock) });
            }

            await work.CommitAsync(CancellationToken.None);
        }

        var (_, zh) = await (await hall.SignInAsync("leader1")).GetAsync("/ratings");
        var (_, en) = await (await hall.SignInAsync("leader1", "en")).GetAsync("/ratings");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(zh, Does.Match("薛城区同名镇</th><td[^>]*>1.0</td><td[^>]*>1</td>").And.Match("峄城区同名镇</th><td[^>]*>5.0</td><td[^>]*>1</td>"));
            Assert.That(en, Does.Contain("Sametown, Xuecheng").And.Contain("Sametown, Yicheng"));
        }
    }

    private Task<CaseId> RateAsync(string userName, CaseId id, int stars, string? words = null) =>
        Office.AsAsync(userName, (RateService act, Actor actor, CancellationToken token) => act.RateAsync(id, stars, words, false, null, actor, token));
}
