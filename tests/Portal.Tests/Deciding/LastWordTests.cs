using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>What stands at the end of a case whose people change their mind, die, ask twice or are told twice.</summary>
[TestFixture]
internal sealed class LastWordTests
{
    private Office office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(Provider.Sqlite);

    [TearDown]
    public async Task TheBooksAgreeAsync()
    {
        await office.BooksAgreeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task The_time_to_ask_again_begins_when_one_can_where_a_first_payment_kept_the_case_open()
    {
        var id = await office.AccidentAsync();
        await RefuseAsync(id);
        await DeliverAsync(id);
        office.Clock.Advance(TimeSpan.FromDays(90));
        await office.PayAsync(id);

        await AskAsync(id);

        Assert.That((await office.CaseAsync(id)).Outcome, Is.Null);
    }

    [Test]
    public async Task That_time_is_over_some_day_all_the_same()
    {
        var id = await office.AccidentAsync();
        await RefuseAsync(id);
        await DeliverAsync(id);
        await office.PayAsync(id);
        office.Clock.Advance(TimeSpan.FromDays(200));

        await Casework.RefusedAsync("reconsideration.too-late", () => AskAsync(id));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_delivered_refusal_stands_though_the_first_payment_still_keeps_the_case_open(bool died)
    {
        var id = await office.AccidentAsync();
        await RefuseAsync(id);
        await DeliverAsync(id);
        if (died)
            await DieAsync(id);

        await EndAsync(id, died ? EndReason.Died : EndReason.Withdrawn);

        Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Refused));
    }

    [Test]
    public async Task A_refusal_by_the_city_stands_too_when_the_case_is_ended()
    {
        var id = await office.AccidentAsync();
        await office.GrantAsync(id, 5_000_00);
        var check = await office.ReachAsync(id, "CityCheck");
        await office.DecideAsync(await office.HolderAsync(check), new(check.Id, Verdict.Refuse, "材料不实"));
        await DeliverAsync(id);

        await EndAsync(id, EndReason.Withdrawn);

        Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Refused));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_refusal_that_stands_after_the_second_look_is_of_the_day_of_the_last_word(bool lookedAgain)
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await RefuseAsync(id);
        var first = LocalDay.Today(office.Clock);
        await DeliverAsync(id);
        office.Clock.Advance(TimeSpan.FromDays(9));
        await AskAsync(id);

        if (lookedAgain)
        {
            var task = await office.ReachAsync(id, "ReconsiderDecision");
            await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Refuse, "维持原决定"));
        }
        else
            await EndAsync(id, EndReason.Withdrawn);

        var stands = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stands.Outcome, Is.EqualTo(CaseOutcome.Refused));
            Assert.That(stands.DecidedOn, Is.EqualTo(lookedAgain ? LocalDay.Today(office.Clock) : first), "given up, the first refusal is the last word");
            Assert.That(LocalDay.Today(office.Clock), Is.GreaterThan(first));
        }
    }

    [TestCase(EndReason.Withdrawn)]
    [TestCase(EndReason.Died)]
    public async Task An_objection_to_what_the_second_look_granted_makes_the_refusal_the_last_word_again(EndReason why)
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var township = await office.ReachAsync(id, "TownshipReview");
        await office.DecideAsync(await office.HolderAsync(township), new(township.Id, Verdict.Refuse, "不符"));
        await RefuseAsync(id);
        var refused = LocalDay.Today(office.Clock);
        await DeliverAsync(id);
        office.Clock.Advance(TimeSpan.FromDays(9));
        await AskAsync(id);
        await office.UntilAsync(id, "PublicNotice");
        var granted = await office.CaseAsync(id);
        var notice = await office.ReadAsync(db => db.Set<PublicNotice>().AsNoTracking().SingleAsync(one => one.CaseId == id && one.State == NoticeState.Posted));
        await office.DoAsync((RaiseObjection act, CancellationToken token) => act.RaiseAsync(notice.Id, "他家有两套房。", Actor.System, token));
        var undecided = await office.CaseAsync(id);
        if (why == EndReason.Died)
            await DieAsync(id);

        await EndAsync(id, why);

        var ended = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((granted.DecidedOn, undecided.DecidedOn), Is.EqualTo(((DateOnly?)LocalDay.Today(office.Clock), (DateOnly?)null)));
            Assert.That((ended.Outcome, ended.DecidedOn), Is.EqualTo((CaseOutcome.Refused, (DateOnly?)refused)));
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0L, 0L, 0L, 0L)), "what was granted anew went back");
        }
    }

    [Test]
    public async Task Who_dies_after_the_second_look_granted_was_not_refused()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var township = await office.ReachAsync(id, "TownshipReview");
        await office.DecideAsync(await office.HolderAsync(township), new(township.Id, Verdict.Refuse, "不符"));
        await RefuseAsync(id);
        await DeliverAsync(id);
        await AskAsync(id);
        await office.UntilAsync(id, "PublicNotice");
        await DieAsync(id);

        await EndAsync(id, EndReason.Died);

        Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Ended));
    }

    [Test]
    public async Task An_heir_is_paid_what_was_granted_in_the_end()
    {
        var id = await office.AccidentAsync();
        var first = (await office.PaymentsAsync(id)).Single().Cents;
        await DieAsync(id);
        await office.GrantAsync(id, first - 500_00);
        await office.UntilAsync(id, "ProvincialDecision");
        await office.AgreeAsync((await office.TasksAsync(id)).First(task => task.Step == "ProvincialDecision"));
        var heir = new SyntheticPeople(77).Next("370402", LocalDay.Today(office.Clock));

        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.Complete)
        {
            Payee = new PayeeReport(heir.Name.Value, heir.Account.Number, heir.BankName, "核对")
            {
                Heir = new(heir.Name.Value, heir.CitizenId.Value, Kinship.Child, "公证书") { ProofFile = await office.PaperAsync(), Until = LocalDay.Today(office.Clock).AddYears(1) },
            },
        });
        await office.PayAsync(id);

        var closed = await office.CaseAsync(id);
        Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first - 500_00)));
    }

    [Test]
    public async Task The_same_cause_is_not_granted_by_a_second_application_and_a_second_look()
    {
        var answers = office.AccidentAnswers();
        var first = (await office.SubmitAsync((JsonObject)answers.DeepClone(), "sudden-accident-relief", Casework.AccidentPapers)).Id;
        var urgent = await office.ReachAsync(first, "EmergencyAuthorise");
        await office.DecideAsync("decider1", new(urgent.Id, Verdict.Refuse, "不急"));
        await RefuseAsync(first);
        await DeliverAsync(first);
        var village = (await office.CaseAsync(first)).UnitId;
        var linked = new List<LinkedFile>();
        foreach (var key in Casework.AccidentPapers)
            linked.Add(new(key, await office.UploadAsync(key)));
        await office.DoAsync((SubmitApplication act, CancellationToken token) => act.SubmitAsync(
            new SubmitCommand("sudden-accident-relief", answers, village, Intake.Station, "again") { Documents = [.. linked] }, Actor.System, token));

        await Casework.RefusedAsync("reconsideration.same-cause", () => AskAsync(first));
    }

    [Test]
    public async Task Each_payment_is_told_once_and_as_what_it_was()
    {
        var id = await office.AccidentAsync();
        await office.PayAsync(id);
        var first = (await office.CaseAsync(id)).PaidCents;
        office.Clock.Advance(TimeSpan.FromDays(3));
        await office.GrantAsync(id, first - 500_00); // so that nothing more is paid
        await office.UntilAsync(id, "ProvincialDecision");
        await office.StepAsync(id);

        var approved = (await office.MessagesAsync(id, Occasions.Approved)).Single().In("en").Body;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.MessagesAsync(id, Occasions.Paid)).Select(message => message.In("en").Body), Has.Exactly(1).Contains("3,000.00"));
            Assert.That(approved, Does.Contain("3,000.00 yuan were paid to you in advance").And.Not.Contain("will be paid"));
        }
    }

    [Test]
    public async Task What_came_back_is_told_of_the_payment_that_did_and_not_of_another()
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.GrantAsync(id, (await office.PaymentsAsync(id)).Single().Cents + 700_00);
        await office.UntilAsync(id, "ProvincialDecision");
        await office.StepAsync(id);

        await office.AnswerAsync(batch, returned: true);

        Assert.That((await office.MessagesAsync(id, Occasions.PaymentReturned)).Select(message => message.In("en").Body), Has.All.Contains("3,000.00").And.All.Contains("账户已销户"));
    }

    [Test]
    public async Task An_account_that_the_bank_sent_back_is_not_confirmed_as_it_is_nor_left_without_its_bank()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "Payout");
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        var task = (await office.TasksAsync(id)).Single();
        var (holder, number, bank) = await office.AskAsync(async services =>
        {
            var account = await services.GetRequiredService<IUnitOfWork>().Db.Set<PayeeAccount>().SingleAsync();
            return (account.HolderName, account.Number(services.GetRequiredService<FieldProtector>()), account.BankName);
        });

        await Casework.RefusedAsync("payment.not-corrected", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = new(holder, number, bank, "核对无误") }));
        await Casework.RefusedAsync("payee.bank-missing", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = new(holder, number, " ", "核对无误") }));
        await Casework.RefusedAsync("payment.control-character", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = new(holder, number, "银行\n二", "核对无误") }));
        await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = new(holder, number, bank, "核对无误", BankErred: true) });
        await office.PayAsync(id);

        Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
    }

    [Test]
    public async Task A_village_opinion_that_comes_round_again_does_not_answer_an_objection()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "PublicNotice");
        var notice = await office.ReadAsync(db => db.Set<PublicNotice>().AsNoTracking().SingleAsync(one => one.CaseId == id));
        await office.DoAsync((RaiseObjection act, CancellationToken token) => act.RaiseAsync(notice.Id, "他家有两套房。", Actor.System, token));
        var township = (await office.TasksAsync(id)).Single();
        await office.DecideAsync(await office.HolderAsync(township), new(township.Id, Verdict.Return, "缺户口簿") { ReturnTo = "Supplement", Missing = [new("householdRegister", "x")] });
        var file = await office.UploadAsync("householdRegister");
        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(id, [], [new("householdRegister", file)]), Actor.System, token));

        await office.AgreeAsync(await office.ReachAsync(id, "VillageOpinion"));
        var again = await office.ReachAsync(id, "TownshipReview");

        await Casework.RefusedAsync("opinion.objection-missing", async () => await office.DecideAsync(await office.HolderAsync(again), new(again.Id, Verdict.Approve)));
    }

    [Test]
    public async Task A_task_that_everybody_in_the_role_is_kept_away_from_is_told_to_the_administrators()
    {
        var second = (await office.AsAsync("citydecider2")).Account!.Value;
        await office.ReadAsync(db => db.Set<RoleAssignment>().Where(held => held.AccountId == second).ExecuteDeleteAsync());
        var id = (await office.SubmitCompleteAsync()).Id;
        var province = await office.ReachAsync(id, "ProvincialDecision");
        await office.DecideAsync("citydecider1", new(province.Id, Verdict.Refuse, "省级未批准") { External = new("鲁〔2022〕9号", LocalDay.Today(office.Clock), 0, await office.PaperAsync()) });
        await DeliverAsync(id);
        await AskAsync(id);

        var review = await office.ReachAsync(id, "ReconsiderReview");
        await office.DecideAsync("city2", new(review.Id, Verdict.Approve, "同意"));

        Assert.That(await office.MessagesAsync(id, "task.unheld"), Is.Not.Empty);
    }

    private async Task RefuseAsync(CaseId id)
    {
        var task = await office.ReachAsync(id, "DistrictDecision");
        await office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "核查不实"));
    }

    private async Task DeliverAsync(CaseId id)
    {
        var letter = await office.ReadAsync(db => db.Set<IssuedDocument>().Where(document => document.CaseId == id && document.Kind == DocumentKind.Refusal).Select(document => document.Id).SingleAsync());
        await office.AsAsync("station1", (ConfirmDelivery act, Actor actor, CancellationToken token) => act.ConfirmAsync(letter, LocalDay.Today(office.Clock), DeliveryMethod.InPerson, actor, token));
    }

    private Task<CaseId> AskAsync(CaseId id) => office.DoAsync((RequestReconsideration act, CancellationToken token) => act.RequestAsync(id, "有新单据。", Actor.System, token));

    private Task<PersonId> DieAsync(CaseId id) => office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) =>
        act.RecordAsync(new(id, LocalDay.Today(office.Clock), "死亡医学证明"), actor, token));

    private Task<CaseId> EndAsync(CaseId id, EndReason why) => office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(id, why, "不再申请", actor, token));
}
