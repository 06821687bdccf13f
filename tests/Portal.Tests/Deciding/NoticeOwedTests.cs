using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>Nothing is paid that the village could not read of, and what somebody objects is answered in words.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class NoticeOwedTests(Provider provider)
{
    private Office office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task What_the_district_grants_against_the_township_hangs_in_the_village_before_it_is_paid()
    {
        var id = await AgainstTheTownshipAsync();

        await office.UntilAsync(id, "PublicNotice");
        var decided = await office.CaseAsync(id);
        await office.UntilAsync(id, "Payout");
        await office.PayAsync(id);

        var notice = await NoticeAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
            Assert.That(notice.State, Is.EqualTo(NoticeState.Ended));
            Assert.That(notice.TextZh, Does.Contain((decided.DecidedCents!.Value / 100m).ToString("#,##0.00", System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    [Test]
    public async Task An_objection_to_it_goes_back_to_the_township()
    {
        var id = await AgainstTheTownshipAsync();
        await office.UntilAsync(id, "PublicNotice");
        await ObjectAsync(id);

        Assert.That((await office.TasksAsync(id)).Select(task => task.Step), Is.EqualTo(new[] { "TownshipReview" }));
        await office.UntilAsync(id, "Payout");
        await office.PayAsync(id);
        Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
    }

    [Test]
    public async Task What_is_granted_only_on_reconsideration_hangs_there_too()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var township = await office.ReachAsync(id, "TownshipReview");
        await office.DecideAsync(await office.HolderAsync(township), new(township.Id, Verdict.Refuse, "不符"));
        await RefuseAsync(id);
        await AskAgainAsync(id);

        await office.UntilAsync(id, "PublicNotice");

        Assert.That((await NoticeAsync(id)).State, Is.EqualTo(NoticeState.Posted));
    }

    [Test]
    public async Task An_objection_is_answered_in_words_that_stand_with_it()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "PublicNotice");
        await ObjectAsync(id);
        var task = (await office.TasksAsync(id)).Single();

        await Casework.RefusedAsync("opinion.objection-missing", async () => await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Approve)));
        await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Approve, "已上门核实，异议不属实。"));

        var objection = await office.ReadAsync(db => db.Set<Objection>().AsNoTracking().SingleAsync(one => one.CaseId == id));
        Assert.That((objection.AnsweredAt, objection.AnsweredBy), Is.EqualTo(((DateTimeOffset?)office.Clock.GetUtcNow(), (RoundId?)task.RoundId)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_refusal_stands_when_the_second_look_at_it_is_given_up(bool died)
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await RefuseAsync(id);
        await AskAgainAsync(id);
        if (died)
            await office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) => act.RecordAsync(new(id, LocalDay.Today(office.Clock), "死亡证明1号"), actor, token));

        await office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(id, died ? EndReason.Died : EndReason.Withdrawn, "不再复核。", actor, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Refused));
            Assert.That(await office.MessagesAsync(id, Occasions.Withdrawn), Is.Empty, "only the second look was given up");
            Assert.That(await office.MessagesAsync(id, Occasions.RefusalStands), Has.Exactly(died ? 0 : 1).Items, "whoever died is told nothing");
        }
    }

    private async Task<CaseId> AgainstTheTownshipAsync()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, "TownshipReview");
        await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Refuse, "家庭情况不符"));
        Assert.That((await office.TasksAsync(id)).Select(next => next.Step), Is.EqualTo(new[] { "DistrictReview" }));
        return id;
    }

    private async Task RefuseAsync(CaseId id)
    {
        var task = await office.ReachAsync(id, "DistrictDecision");
        await office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "不符"));
    }

    private async Task AskAgainAsync(CaseId id)
    {
        var letter = await office.ReadAsync(db => db.Set<IssuedDocument>().Where(document => document.CaseId == id && document.Kind == DocumentKind.Refusal).Select(document => document.Id).SingleAsync());
        await office.AsAsync("station1", (ConfirmDelivery act, Actor actor, CancellationToken token) => act.ConfirmAsync(letter, LocalDay.Today(office.Clock), DeliveryMethod.InPerson, actor, token));
        await office.DoAsync((RequestReconsideration act, CancellationToken token) => act.RequestAsync(id, "有新单据。", Actor.System, token));
    }

    private async Task ObjectAsync(CaseId id)
    {
        var notice = await NoticeAsync(id);
        await office.DoAsync((RaiseObjection act, CancellationToken token) => act.RaiseAsync(notice.Id, "他家有两套房。", Actor.System, token));
    }

    private Task<PublicNotice> NoticeAsync(CaseId id) => office.ReadAsync(db => db.Set<PublicNotice>().AsNoTracking().Where(notice => notice.CaseId == id).OrderByDescending(notice => notice.Id).FirstAsync());
}
