using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Cases.Receiving;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Serving;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Receiving;

/// <summary>Whoever asks the desk for help is applied for by it, and nothing that was written down is typed again.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class HelpRequestTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        desk = await office.AsAsync("desk1");
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task The_application_begins_with_what_the_desk_wrote_and_the_matter_ends_with_its_number()
    {
        var answers = office.Answers();
        var matter = await EnterAsync(answers);

        var draft = await BeginAsync(matter);
        var known = await AnswersAsync(draft);
        await office.FillAsync(draft, desk, answers, Drafting.Papers);
        var application = await office.DoAsync((SubmitDraft act, CancellationToken token) => act.SubmitAsync(draft, null, desk, token));

        var ended = await office.ReadAsync(db => db.Set<MatterEnd>().SingleAsync(one => one.MatterId == matter));
        var link = await office.ReadAsync(db => db.Set<MatterApplication>().SingleAsync(one => one.MatterId == matter));
        var late = (await Assert.ThrowsAsync<RefusedException>(() => AnswerAsync(matter, "已告知政策")))!;
        using (Assert.EnterMultipleScope())
        {
            foreach (var key in new[] { "applicantName", "citizenId", "mobile" })
                Assert.That((string?)known[key], Is.EqualTo((string?)answers[key]), key);
            Assert.That((string?)known["residenceAddress"], Is.EqualTo("市中区文化路 1 号"));
            Assert.That((ended.Ending, ended.CaseId, link.CaseId), Is.EqualTo((MatterEnding.Applied, (CaseId?)application, (CaseId?)application)));
            Assert.That((await MatterAsync(matter)).ClosedOn, Is.EqualTo(LocalDay.Today(office.Clock)));
            Assert.That((await office.CaseAsync(application)).SubmittedBy, Is.EqualTo(desk.Account));
            Assert.That(late.Code, Is.EqualTo("matter.over"));
        }
    }

    [Test]
    public async Task Whom_the_register_knows_is_applied_for_in_their_village()
    {
        var answers = office.Answers();
        await office.SubmitAsync(answers, "hardship-aid");
        var matter = await EnterAsync(answers);

        var draft = await BeginAsync(matter, "serious-illness-relief");

        Assert.That(await office.ReadAsync(db => db.Set<Draft>().Where(one => one.Id == draft).Select(one => one.UnitId).SingleAsync()), Is.Not.Null);
    }

    [Test]
    public async Task A_draft_that_is_given_up_leaves_the_matter_open_and_another_may_follow()
    {
        var matter = await EnterAsync(office.Answers());
        var draft = await BeginAsync(matter);
        var second = (await Assert.ThrowsAsync<RefusedException>(() => BeginAsync(matter)))!;

        await office.DoAsync((WriteDraft act, CancellationToken token) => act.DropAsync(draft, desk, token));
        var open = (await MatterAsync(matter)).ClosedOn;
        await BeginAsync(matter);
        await AnswerAsync(matter, "已告知先到社区开证明");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(second.Code, Is.EqualTo("matter.application-open"));
            Assert.That(open, Is.Null);
            Assert.That((await MatterAsync(matter)).ClosedOn, Is.Not.Null);
            Assert.That((await office.ReadAsync(db => db.Set<MatterApplication>().Where(one => one.MatterId == matter).OrderBy(one => one.Number).ToListAsync())).Select(one => one.IsBeingWritten), Is.EqualTo(new[] { false, true }));
        }
    }

    [Test]
    public async Task Only_the_desk_begins_one_for_a_named_person_who_asked_for_help_in_its_area()
    {
        var help = await EnterAsync(office.Answers());
        var other = await EnterAsync(office.Answers(), MatterKind.LegalAid);
        var nobody = await EnterAsync([], anonymous: true);
        var (elsewhere, rights) = (await office.AsAsync("desk-370403"), await office.AsAsync("rights1"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await RefusedAsync(() => BeginAsync(other))).Code, Is.EqualTo("matter.no-help-request"));
            Assert.That((await RefusedAsync(() => BeginAsync(nobody))).Code, Is.EqualTo("matter.help-anonymous"));
            Assert.That((await RefusedAsync(() => BeginAsync(help, ""))).Field, Is.EqualTo("service"));
            Assert.That((await RefusedAsync(() => BeginAsync(help, by: elsewhere))).Code, Is.EqualTo("matter.unknown"));
            Assert.That((await RefusedAsync(() => BeginAsync(help, by: rights))).Code, Is.EqualTo("matter.unknown"));
            Assert.That((await RefusedAsync(() => AnswerAsync(help, " "))).Field, Is.EqualTo("words"));
        }
    }

    private async Task<MatterId> EnterAsync(JsonObject answers, MatterKind kind = MatterKind.HelpRequest, bool anonymous = false) => (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(new(MatterChannel.Visit, LocalDay.Today(office.Clock))
    {
        IsAnonymous = anonymous,
        Name = (string?)answers["applicantName"] ?? "",
        CitizenId = (string?)answers["citizenId"] ?? "",
        Phone = (string?)answers["mobile"] ?? "",
        Address = "市中区文化路 1 号",
        Matters = [new(kind, "hardship", "家中失火，生活困难")],
    }, desk, token))).Single().Id;

    private Task<DraftId> BeginAsync(MatterId matter, string service = "hardship-aid", Actor? by = null) => office.DoAsync((ApplyForMatter act, CancellationToken token) => act.BeginAsync(matter, service, by ?? desk, token));

    private Task<Matter> AnswerAsync(MatterId matter, string words) => office.DoAsync((RecordVisitStep act, CancellationToken token) => act.RunAsync(new(matter, VisitEventKind.Answered, LocalDay.Today(office.Clock), words), desk, token));

    private Task<Matter> MatterAsync(MatterId id) => office.ReadAsync(db => db.Set<Matter>().SingleAsync(one => one.Id == id));

    private async Task<JsonObject> AnswersAsync(DraftId id)
    {
        var draft = await office.ReadAsync(db => db.Set<Draft>().SingleAsync(one => one.Id == id));
        return (JsonObject)JsonNode.Parse(await office.AskAsync(all => Task.FromResult(all.GetRequiredService<Vault>().Open(draft.Answers, draft.Place))))!;
    }

    private static async Task<RefusedException> RefusedAsync<T>(Func<Task<T>> act) => (await Assert.ThrowsAsync<RefusedException>(async () => await act()))!;
}
