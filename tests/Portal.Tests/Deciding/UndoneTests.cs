using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>A death or a move that was recorded by mistake: docs/life-events.md, row by row.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class UndoneTests(Provider provider)
{
    private readonly SyntheticPeople others = new(77);
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [TearDown]
    public Task TheBooksAgree() => office.BooksAgreeAsync();

    [Test]
    public async Task A_death_before_the_application_is_asked_about_once_more()
    {
        var opened = await office.SubmitCompleteAsync();
        var before = opened.AppliedOn.AddDays(-1);

        await Casework.RefusedAsync("death.before-application", () => DieAsync(opened.Id, before));
        await DieAsync(opened.Id, before, isSure: true);

        Assert.That((await PersonAsync(opened)).DeceasedOn, Is.EqualTo(before));
    }

    [Test]
    public async Task A_death_recorded_by_mistake_is_taken_back_by_somebody_else_with_a_paper_and_the_applicant_is_paid()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        await DieAsync(opened.Id);
        var paper = await office.PaperAsync();

        await Casework.RefusedAsync("undo.same-person", () => LivesAsync(opened.Id, paper, "station1"));
        await Casework.RefusedAsync("undo.paper-missing", () => LivesAsync(opened.Id, null));
        await Casework.RefusedAsync("undo.reason-missing", () => LivesAsync(opened.Id, paper, why: " "));
        await Casework.RefusedAsync("case.not-yours", () => LivesAsync(opened.Id, paper, "decider1"));
        await LivesAsync(opened.Id, paper);
        await Casework.RefusedAsync("undo.not-dead", () => LivesAsync(opened.Id, paper));

        var payment = (await office.PaymentsAsync(opened.Id)).Single(payment => payment.State == PaymentState.Ready);
        var waiting = await office.TasksAsync(opened.Id);
        await office.PayAsync(opened.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await PersonAsync(opened)).DeceasedOn, Is.Null);
            Assert.That(payment.Payee, Is.EqualTo(opened.ApplicantId));
            Assert.That(waiting, Is.Empty, "no heir is asked for any more");
            Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
            Assert.That(await office.AuditAsync(opened.Id), Does.Contain("applicant.died").And.Contain("applicant.death-undone"));
            Assert.That(await office.ReadAsync(db => db.Set<StoredFile>().Where(file => file.Id == paper).Select(file => file.Linked).SingleAsync()), Is.True, "the paper is kept");
        }
    }

    [Test]
    public async Task Who_took_over_does_so_no_more_and_money_to_them_is_not_sent()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "TownshipReview");
        await DieAsync(opened.Id);
        var wife = others.Next("370402", LocalDay.Today(office.Clock));
        await office.AsAsync("station1", async (TakeOverCase act, Actor actor, CancellationToken token) => await act.TakeOverAsync(
            new(opened.Id, new(wife.Name.Value, wife.CitizenId.Value, Kinship.Spouse, "户口簿") { ProofFile = await office.PaperAsync() }, new(wife.Name.Value, wife.Account.Number, wife.BankName, "核对存折")), actor, token));
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await Casework.RefusedAsync("undo.money-on-its-way", async () => await LivesAsync(opened.Id, await office.PaperAsync()));
        var line = (await office.PaymentsAsync(opened.Id)).Single();
        await office.AsAsync("maker1", async (TakeFromBatch act, Actor actor, CancellationToken token) =>
        {
            await act.TakeAsync(batch, line.Id, "误登记", actor, null, token);
            return true;
        });

        await LivesAsync(opened.Id, await office.PaperAsync());

        var payments = await office.PaymentsAsync(opened.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payments.Select(payment => (payment.State, payment.Payee == opened.ApplicantId)), Is.EqualTo(new[] { (PaymentState.Cancelled, false), (PaymentState.Ready, true) }));
            Assert.That(await office.ReadAsync(db => db.Set<Representative>().AsNoTracking().Where(one => one.PersonId == opened.ApplicantId).ToListAsync()),
                Has.Exactly(1).Items.And.All.Matches<Representative>(one => one?.Holds(LocalDay.Today(office.Clock)) == false));
        }
    }

    [Test]
    public async Task A_move_recorded_by_mistake_is_taken_back_and_the_case_goes_on()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "VillageOpinion");
        await office.AsAsync("station1", (RecordMove act, Actor actor, CancellationToken token) => act.RecordAsync(new(opened.Id, LocalDay.Today(office.Clock), null, "济宁市任城区"), actor, token));
        var paper = await office.PaperAsync();

        await Casework.RefusedAsync("undo.same-person", () => StaysAsync(opened.Id, paper, "station1"));
        await Casework.RefusedAsync("undo.paper-missing", () => StaysAsync(opened.Id, null));
        await StaysAsync(opened.Id, paper);
        await Casework.RefusedAsync("undo.not-moved", () => StaysAsync(opened.Id, paper));
        await Casework.RefusedAsync("case.move-not-recorded", () => office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) =>
            act.EndAsync(opened.Id, EndReason.MovedAway, "济宁市任城区", actor, token)));

        var person = await PersonAsync(opened);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((person.MovedOn, person.MovedTo, person.UnitId), Is.EqualTo(((DateOnly?)null, (string?)null, opened.UnitId)));
            Assert.That((await office.TasksAsync(opened.Id)).Single().Step, Is.EqualTo("VillageOpinion"));
            Assert.That(await office.AuditAsync(opened.Id), Does.Contain("applicant.move-undone"));
        }
    }

    [TestCase("VillageOpinion")]
    [TestCase("Payout")]
    public async Task A_case_that_was_ended_only_for_a_death_recorded_by_mistake_is_taken_up_again_with_its_number_and_day(string step)
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, step);
        await DieAsync(opened.Id);
        await EndAsync(opened.Id, EndReason.Died);
        office.Clock.Advance(TimeSpan.FromDays(1));

        await LivesAsync(opened.Id, await office.PaperAsync());

        var again = await office.CaseAsync(opened.Id);
        var check = (await office.TasksAsync(opened.Id)).Single();
        await Casework.RefusedAsync("completeness.accepted-already", () => office.DecideAsync("station1", new(check.Id, Verdict.NotAccept, "不予受理")));
        var told = await office.MessagesAsync(opened.Id, Occasions.TakenUpAgain);
        await office.UntilAsync(opened.Id, "Payout");
        await office.PayAsync(opened.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.IsOpen, again.ReceiptNumber, again.AppliedOn, again.ApprovedCents), Is.EqualTo((true, opened.ReceiptNumber, opened.AppliedOn, (long?)null)));
            Assert.That(check.Step, Is.EqualTo("Completeness"));
            Assert.That(told.Single().In("en").Body, Does.Contain(opened.ReceiptNumber!).And.Contain("need not apply anew"));
            Assert.That(await office.AuditAsync(opened.Id), Does.Contain(EndedByMistake.Act));
            Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
        }
    }

    [Test]
    public async Task A_case_ended_for_a_move_is_taken_up_again_unless_it_was_applied_for_anew()
    {
        var answers = office.Answers();
        var opened = await office.SubmitAsync((System.Text.Json.Nodes.JsonObject)answers.DeepClone(), "hardship-aid", Papers);
        var withdrawn = await office.SubmitCompleteAsync();
        foreach (var id in new[] { opened.Id, withdrawn.Id })
        {
            await office.UntilAsync(id, "VillageOpinion");
            await office.AsAsync("station1", (RecordMove act, Actor actor, CancellationToken token) => act.RecordAsync(new(id, LocalDay.Today(office.Clock), null, "济宁市任城区"), actor, token));
        }

        await EndAsync(opened.Id, EndReason.MovedAway);
        await EndAsync(withdrawn.Id, EndReason.Withdrawn);
        var village = opened.UnitId;
        var linked = new List<LinkedFile>();
        foreach (var key in Papers)
            linked.Add(new(key, await office.UploadAsync(key)));
        office.Clock.Advance(TimeSpan.FromDays(1));
        await office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand("hardship-aid", answers, village, Intake.Station, "anew") { Documents = [.. linked], OverrideReason = "前次因误登记终止，重新申请。" }, Actor.System, token));

        await StaysAsync(opened.Id, await office.PaperAsync());
        await StaysAsync(withdrawn.Id, await office.PaperAsync());

        Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Ended), "the new application goes on in its place");
        Assert.That((await office.CaseAsync(withdrawn.Id)).Outcome, Is.EqualTo(CaseOutcome.Withdrawn), "that was the applicant's own word");
    }

    private static readonly string[] Papers = ["identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement", "householdRegister"];

    private Task<CaseId> EndAsync(CaseId id, EndReason reason) => office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(id, reason, "误登记", actor, token));

    private Task<Person> PersonAsync(AidCase opened) => office.ReadAsync(db => db.Set<Person>().AsNoTracking().SingleAsync(person => person.Id == opened.ApplicantId));

    private Task<PersonId> DieAsync(CaseId id, DateOnly? on = null, bool isSure = false) => office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) =>
        act.RecordAsync(new(id, on ?? LocalDay.Today(office.Clock), "死亡医学证明", isSure), actor, token));

    private Task<PersonId> LivesAsync(CaseId id, StoredFileId? paper, string userName = "township1", string why = "同名同姓，误登记") => office.AsAsync(userName, (UndoLifeEvent act, Actor actor, CancellationToken token) =>
        act.DeathAsync(new(id, why, paper), actor, token));

    private Task<PersonId> StaysAsync(CaseId id, StoredFileId? paper, string userName = "township1") => office.AsAsync(userName, (UndoLifeEvent act, Actor actor, CancellationToken token) =>
        act.MoveAsync(new(id, "派出所证明户籍未迁出", paper), actor, token));
}
