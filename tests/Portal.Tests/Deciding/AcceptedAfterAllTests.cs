using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>A non-acceptance is looked at again by the district: docs/life-events.md.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class AcceptedAfterAllTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task What_should_have_been_accepted_starts_anew_and_is_no_longer_turned_away()
    {
        var id = await TurnedAwayAsync();
        await Casework.RefusedAsync("reconsideration.not-delivered", () => AskAsync(id));
        await DeliverAsync(id);
        await AskAsync(id);
        var again = (await office.TasksAsync(id)).Single();

        await office.DecideAsync("decider1", new(again.Id, Verdict.Approve, "户籍在本区，应予受理。"));
        var check = (await office.TasksAsync(id)).Single();
        await Casework.RefusedAsync("completeness.accepted-already", () => office.DecideAsync("station1", new(check.Id, Verdict.NotAccept, "户籍不在本区。")));
        await office.UntilAsync(id, "Payout");
        await office.PayAsync(id);

        var paid = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.Step, again.Role), Is.EqualTo(("AcceptanceReview", Role.DistrictDecider)));
            Assert.That(check.Step, Is.EqualTo("Completeness"));
            Assert.That(await office.MessagesAsync(id, Occasions.AcceptedAfterAll), Has.Exactly(1).Items);
            Assert.That((paid.Outcome, paid.AcceptedOn), Is.EqualTo(((CaseOutcome?)CaseOutcome.Paid, (DateOnly?)LocalDay.Of(check.CreatedAt))));
            Assert.That(await office.ReadAsync(db => db.Set<CaseRun>().Where(run => run.CaseId == id).OrderBy(run => run.StartedAt).Select(run => run.Kind).ToListAsync()),
                Is.EqualTo(new[] { RunKind.Main, RunKind.Acceptance, RunKind.Main }));
        }
    }

    [Test]
    public async Task Upheld_it_stands_with_a_paper_that_offers_no_third_look()
    {
        var id = await TurnedAwayAsync();
        await DeliverAsync(id);
        await AskAsync(id);

        await office.DecideAsync("decider1", new((await office.TasksAsync(id)).Single().Id, Verdict.Refuse, "户籍确不在本区。"));
        await DeliverAsync(id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.NotAccepted));
            Assert.That(await office.ReadAsync(db => db.Set<IssuedDocument>().CountAsync(document => document.CaseId == id && document.Kind == DocumentKind.NonAcceptance)), Is.EqualTo(2));
            Assert.That(await office.ReadAsync(db => db.Set<CaseClock>().CountAsync(clock => clock.CaseId == id && clock.Kind == ConfirmDelivery.ReconsiderationClock)), Is.EqualTo(1));
        }

        await Casework.RefusedAsync("reconsideration.already", () => AskAsync(id));
    }

    [Test]
    public async Task A_refusal_after_it_may_be_reconsidered_on_its_own()
    {
        var id = await TurnedAwayAsync();
        await DeliverAsync(id);
        await AskAsync(id);
        await office.DecideAsync("decider1", new((await office.TasksAsync(id)).Single().Id, Verdict.Approve));
        var task = await office.ReachAsync(id, "DistrictDecision");
        await office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "未达到标准。"));
        await DeliverAsync(id);

        await AskAsync(id);

        Assert.That((await office.TasksAsync(id)).Single().Step, Is.EqualTo("ReconsiderReview"));
    }

    private async Task<CaseId> TurnedAwayAsync()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.DecideAsync("station1", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.NotAccept, "户籍不在本区。"));
        return opened.Id;
    }

    private async Task DeliverAsync(CaseId id)
    {
        var letter = await office.ReadAsync(db => db.Set<IssuedDocument>().Where(document => document.CaseId == id && document.DeliveredOn == null).Select(document => document.Id).SingleAsync());
        await office.AsAsync("station1", (ConfirmDelivery act, Actor actor, CancellationToken token) => act.ConfirmAsync(letter, LocalDay.Today(office.Clock), DeliveryMethod.InPerson, actor, token));
    }

    private Task<CaseId> AskAsync(CaseId id) => office.DoAsync((RequestReconsideration act, CancellationToken token) => act.RequestAsync(id, "户籍在本区。", Actor.System, token));
}
