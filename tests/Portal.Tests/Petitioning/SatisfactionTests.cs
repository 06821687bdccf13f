using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Rating;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>How satisfied a petitioner is with the answer: asked once, after its delivery, and never mixed with how the service was.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SatisfactionTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;
    private Actor rights = null!;

    private DateOnly Today => LocalDay.Today(office.Clock);

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 9), new TimeOnly(9, 0)));
        (desk, rights) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"));
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task The_desk_writes_down_what_was_said_once_and_after_the_delivery()
    {
        var id = await EnterAsync();
        await StepsAsync(id, PetitionEventKind.Arrived, PetitionEventKind.Accepted, PetitionEventKind.Answered);
        var early = await CodeAsync(new(id, 4, "", SatisfactionMeans.Phone, Today));
        await StepsAsync(id, PetitionEventKind.Delivered);
        var wrong = (await Assert.ThrowsAsync<RefusedException>(() => RecordAsync(new(id, 6, "", SatisfactionMeans.Portal, Today.AddDays(1)))))!;
        await RecordAsync(new(id, 2, "没有解决", SatisfactionMeans.Phone, Today));

        var kept = await office.ReadAsync(db => db.Set<PetitionSatisfaction>().SingleAsync(one => one.MatterId == id));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(early, Is.EqualTo("satisfaction.too-early"));
            Assert.That(wrong.Others.Prepend(wrong).Select(one => one.Field), Is.EquivalentTo(new[] { "level", "means", "saidOn" }));
            Assert.That((kept.Level, kept.Means, kept.AskedBy), Is.EqualTo((2, SatisfactionMeans.Phone, desk.Account)));
            Assert.That(System.Text.Encoding.UTF8.GetString(kept.Words!), Does.Not.Contain("解决"));
            Assert.That(await CodeAsync(new(id, 5, "", SatisfactionMeans.Paper, Today)), Is.EqualTo("satisfaction.given-before"));
            Assert.That(await office.ReadAsync(db => db.Set<ServiceRating>().AnyAsync(one => one.Id == RatedId.Of(id))), Is.False, "it is no rating of the service");
        }
    }

    [Test]
    public async Task The_petitioner_says_it_where_they_have_an_account_and_nobody_elses()
    {
        var answers = office.Answers();
        var application = await office.SubmitAsync(answers);
        var person = await office.ReadAsync(db => db.Set<Person>().SingleAsync(one => one.Id == application.ApplicantId));
        var petitioner = await office.HireAsync("own-petitioner", Role.Applicant, UnitLevel.District, "370402", person.Id);
        var id = await EnterAsync((string)answers["citizenId"]!);
        await StepsAsync(id, PetitionEventKind.Arrived, PetitionEventKind.Accepted, PetitionEventKind.Answered, PetitionEventKind.Delivered);

        var stranger = (await Assert.ThrowsAsync<RefusedException>(async () => await SayAsync(id, await office.AsAsync("applicant1"))))!;
        await SayAsync(id, petitioner);
        var kept = await office.ReadAsync(db => db.Set<PetitionSatisfaction>().SingleAsync(one => one.MatterId == id));

        Assert.That((stranger.Code, kept.Means, kept.AskedBy), Is.EqualTo(("matter.unknown", SatisfactionMeans.Portal, (AccountId?)null)));
    }

    private async Task<MatterId> EnterAsync(string citizenId = "") => (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(new(MatterChannel.Visit, Today)
    {
        Name = "王大山",
        CitizenId = citizenId,
        Matters = [new(MatterKind.Petition, "pension", "要求落实待遇") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling }],
    }, desk, token))).Single().Id;

    private async Task StepsAsync(MatterId id, params PetitionEventKind[] kinds)
    {
        foreach (var kind in kinds)
            await office.HappensAsync(id, kind, rights);
    }

    private Task<MatterId> RecordAsync(SatisfactionCommand command) => office.DoAsync((RecordSatisfaction act, CancellationToken token) => act.RecordAsync(command, desk, token));

    private Task<MatterId> SayAsync(MatterId id, Actor by) => office.DoAsync((RecordSatisfaction act, CancellationToken token) => act.SayAsync(id, 5, "", by, token));

    private async Task<string> CodeAsync(SatisfactionCommand command) => (await Assert.ThrowsAsync<RefusedException>(() => RecordAsync(command)))!.Code;
}
