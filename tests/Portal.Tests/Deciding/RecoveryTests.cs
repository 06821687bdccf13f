using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>Money paid before formalities (先行救助) that turns out to be more than is granted after them.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class RecoveryTests(Provider provider)
{
    private const string Accident = "sudden-accident-relief";
    private Office office = null!;

    [SetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task TheBooksAgree()
    {
        await office.BooksAgreeAsync();
        await office.DisposeAsync();
    }

    [Test]
    public async Task A_lower_decision_after_the_first_payment_leaves_the_difference_to_be_recovered()
    {
        var id = await office.AccidentAsync();
        await office.PayAsync(id);
        var first = (await office.CaseAsync(id)).PaidCents;
        await office.GrantAsync(id, first - 500_00);
        await ProvinceAsync(id);

        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.ApprovedCents, closed.PaidCents), Is.EqualTo((CaseOutcome.Recovering, first - 500_00, first)));
            Assert.That(await OwedAsync(id), Is.EqualTo(500_00));
        }

        await Casework.RefusedAsync("recovery.amount", () => RecoverAsync(id, 500_01, "A"));
        await Casework.RefusedAsync("recovery.amount", () => RecoverAsync(id, 0, "A"));
        await Casework.RefusedAsync("recovery.not-yours", () => RecoverAsync(id, 200_00, "A", "station1"));
        await Casework.RefusedAsync("recovery.slip-missing", () => RecoverAsync(id, 200_00, " "));
        var left = await RecoverAsync(id, 200_00, "A");
        await Casework.RefusedAsync("recovery.already-booked", () => RecoverAsync(id, 200_00, "A"));
        var between = await office.CaseAsync(id);
        await RecoverAsync(id, 300_00, "B");

        var ended = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((left, between.Outcome), Is.EqualTo((300_00L, (CaseOutcome?)CaseOutcome.Recovering)));
            Assert.That((ended.Outcome, ended.PaidCents), Is.EqualTo((CaseOutcome.Paid, first - 500_00)));
            Assert.That(await OwedAsync(id), Is.Null);
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, first - 500_00, 0)));
        }

        await Casework.RefusedAsync("recovery.not-owed", () => RecoverAsync(id, 1, "C"));
    }

    [Test]
    public async Task A_refusal_after_the_first_payment_is_recovered_whole_and_then_stands_as_a_refusal()
    {
        var id = await office.AccidentAsync();
        await office.PayAsync(id);
        var first = (await office.CaseAsync(id)).PaidCents;
        await RefuseAsync(id);
        var recovering = await office.CaseAsync(id);
        var paidThen = await YearCentsAsync();

        await RecoverAsync(id, first, "A");

        var ended = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((recovering.Outcome, recovering.ApprovedCents), Is.EqualTo((CaseOutcome.Recovering, 0)));
            Assert.That((ended.Outcome, ended.PaidCents), Is.EqualTo((CaseOutcome.Refused, 0)));
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, 0, 0)));
            Assert.That(paidThen - await YearCentsAsync(), Is.EqualTo(first), "the year's figure is what stayed paid");
        }
    }

    [Test]
    public async Task A_first_payment_that_has_not_left_is_lowered_and_nothing_is_recovered()
    {
        var id = await office.AccidentAsync();
        var first = (await office.PaymentsAsync(id)).Single();
        await office.GrantAsync(id, first.Cents - 500_00);
        await ProvinceAsync(id);

        var payments = await office.PaymentsAsync(id);
        await office.PayAsync(id);

        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payments.Select(payment => (payment.State, payment.Cents)), Is.EqualTo(new[] { (PaymentState.Cancelled, first.Cents), (PaymentState.Ready, first.Cents - 500_00) }));
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents - 500_00)));
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents - 500_00, 0)));
        }
    }

    [Test]
    public async Task A_first_payment_at_the_bank_that_comes_back_is_paid_again_only_as_far_as_granted()
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        var first = (await office.PaymentsAsync(id)).Single();
        await office.GrantAsync(id, first.Cents - 500_00);
        await ProvinceAsync(id);
        await office.AnswerAsync(batch, returned: true);
        var between = await office.CaseAsync(id);
        var task = (await office.TasksAsync(id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, 3) });
        await office.PayAsync(id);

        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((between.Outcome, between.Stage), Is.EqualTo(((CaseOutcome?)null, CaseStage.Paying)), "nothing is paid while the account is being corrected");
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents - 500_00)));
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents - 500_00, 0)));
        }
    }

    [Test]
    public async Task A_first_payment_that_was_taken_back_is_paid_again_also_where_nothing_more_is_granted()
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch);
        var first = (await office.PaymentsAsync(id)).Single();
        await office.AnswerAsync(batch, returned: true);

        await office.GrantAsync(id, first.Cents);
        await ProvinceAsync(id);

        Assert.That((await office.TasksAsync(id)).Select(task => task.Kind), Is.EqualTo(new[] { RoundKind.Correction }), "the payee has nothing: where to pay is asked");
        var task = (await office.TasksAsync(id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, 9) });
        await office.PayAsync(id);
        var closed = await office.CaseAsync(id);
        Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents)));
        Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents, 0)));
    }

    [Test]
    public async Task A_case_stays_open_while_the_account_of_its_first_payment_is_corrected()
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        var first = (await office.PaymentsAsync(id)).Single();
        await office.AnswerAsync(batch, returned: true);
        var task = (await office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction);
        await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, 11) });

        await office.GrantAsync(id, first.Cents);
        await ProvinceAsync(id);
        var between = await office.CaseAsync(id);
        await office.PayAsync(id);

        var closed = await office.CaseAsync(id);
        Assert.That((between.Outcome, closed.Outcome, closed.PaidCents), Is.EqualTo(((CaseOutcome?)null, (CaseOutcome?)CaseOutcome.Paid, first.Cents)));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_objection_to_the_notice_of_an_accident_does_not_end_the_case_with_its_first_payment(bool paidBefore)
    {
        var id = await office.AccidentAsync();
        if (paidBefore)
            await office.PayAsync(id);
        await office.UntilAsync(id, "PublicNotice");
        var notice = await office.ReadAsync(db => db.Set<PublicNotice>().AsNoTracking().Where(notice => notice.CaseId == id).Select(notice => notice.Id).SingleAsync());
        await office.DoAsync((RaiseObjection act, CancellationToken token) => act.RaiseAsync(notice, "他家有两套房。", Actor.System, token));
        if (!paidBefore)
            await office.PayAsync(id);
        var between = await office.CaseAsync(id);
        var tasks = (await office.TasksAsync(id)).Select(task => task.Step);

        await office.GrantAsync(id, 5_000_00);
        await ProvinceAsync(id);
        await office.PayAsync(id);
        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((between.Outcome, tasks), Is.EqualTo(((CaseOutcome?)null, new[] { "TownshipReview" })));
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, 5_000_00L)));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_supplement_asked_for_in_the_formalities_pays_nothing_twice(bool paidBefore)
    {
        var id = await office.AccidentAsync();
        if (paidBefore)
            await office.PayAsync(id);
        var task = (await office.TasksAsync(id)).Single(task => task.Step == "VillageOpinion");
        await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Return, "缺户口簿") { ReturnTo = "Supplement", Missing = [new("householdRegister", "请补交清晰的原件照片")] });
        var file = await office.UploadAsync("householdRegister");
        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(id, [], [new("householdRegister", file)]), Actor.System, token));
        var supplied = await office.ReadAsync(db => db.Set<Round>().Where(round => round.CaseId == id && round.State == RoundState.Open).Select(round => round.Step).ToListAsync());
        if (!paidBefore)
            await office.PayAsync(id);

        await office.GrantAsync(id, 5_000_00);
        await ProvinceAsync(id);
        await office.PayAsync(id);
        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(supplied, Is.EquivalentTo(paidBefore ? new[] { "Completeness" } : ["Completeness", "FirstPayout"]), "the first payment goes its own way");
            Assert.That((closed.Outcome, closed.PaidCents, (await office.PaymentsAsync(id)).Count), Is.EqualTo((CaseOutcome.Paid, 5_000_00L, 2)));
        }
    }

    [TestCase(true, false, true)]
    [TestCase(true, true, false)]
    [TestCase(false, true, false)]
    [TestCase(false, false, true)]
    [TestCase(true, true, true)]
    public async Task Each_of_two_payments_at_the_bank_is_answered_for_itself(bool restFirst, bool restReturned, bool firstReturned)
    {
        var id = await office.AccidentAsync();
        var one = await office.BatchAsync(id);
        await office.SendAsync(one);
        var first = (await office.PaymentsAsync(id)).Single();
        await office.GrantAsync(id, first.Cents + 700_00);
        await ProvinceAsync(id);
        var two = await office.BatchAsync(id);
        await office.SendAsync(two);

        var answers = new[] { (one, firstReturned), (two, restReturned) };
        foreach (var (batch, returned) in restFirst ? answers.Reverse() : answers)
            await office.AnswerAsync(batch, returned);
        for (var turn = 0; turn < 3; turn++)
        {
            foreach (var task in await office.TasksAsync(id))
            {
                await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, 20 + turn) });
                if ((await office.PaymentsAsync(id)).Any(payment => payment.State == PaymentState.Ready))
                    await office.PayAsync(id);
            }
        }

        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents + 700_00)));
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents + 700_00, 0)));
        }
    }

    [Test]
    public async Task What_is_owed_stays_owed_when_the_applicant_dies_while_the_refusal_is_looked_at_again()
    {
        var id = await office.AccidentAsync();
        await office.PayAsync(id);
        var first = (await office.CaseAsync(id)).PaidCents;
        await RefuseAsync(id);
        await AskAgainAsync(id);
        await office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) => act.RecordAsync(new(id, LocalDay.Today(office.Clock), "死亡证明1号"), actor, token));

        await office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(id, EndReason.Died, "去世", actor, token));

        Assert.That(((await office.CaseAsync(id)).Outcome, await OwedAsync(id)), Is.EqualTo(((CaseOutcome?)CaseOutcome.Recovering, (long?)first)));
    }

    [Test]
    public async Task Money_given_back_while_the_refusal_is_looked_at_again_is_booked_and_no_longer_owed_when_it_stands()
    {
        var id = await office.AccidentAsync();
        await office.PayAsync(id);
        var first = (await office.CaseAsync(id)).PaidCents;
        await RefuseAsync(id);
        await AskAgainAsync(id);
        Assert.That(await OwedAsync(id), Is.EqualTo(first));

        await RecoverAsync(id, first, "A");
        await office.UntilAsync(id, "ReconsiderDecision");
        await office.HireAsync("second-look", Role.CityDecider, UnitLevel.City, "370400");
        var task = (await office.TasksAsync(id)).Single();
        await office.DecideAsync("second-look", new(task.Id, Verdict.Refuse, "维持原决定"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Refused));
            Assert.That(await OwedAsync(id), Is.Null);
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, 0, 0)));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_bank_takes_a_payment_back_of_which_a_part_was_given_back_already(bool refused)
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch);
        var first = (await office.CaseAsync(id)).PaidCents;
        if (refused)
            await RefuseAsync(id);
        else
        {
            await office.GrantAsync(id, first - 1_000_00);
            await ProvinceAsync(id);
        }

        await RecoverAsync(id, 500_00, "A");
        await office.AnswerAsync(batch, returned: true);

        var after = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((after.PaidCents, after.Outcome), Is.EqualTo((0L, refused ? CaseOutcome.Refused : (CaseOutcome?)null)), "what is granted is paid again; nothing where nothing is");
            Assert.That(await office.MessagesAsync(id, "recovery.given-back-twice"), Is.Not.Empty, "finance hands out what came twice");
            Assert.That(await OwedAsync(id), Is.Null);
        }
    }

    [Test]
    public async Task Nothing_is_given_back_before_the_last_word()
    {
        var id = await office.AccidentAsync();
        await office.PayAsync(id);
        var first = (await office.CaseAsync(id)).PaidCents;
        await office.GrantAsync(id, first - 1_000_00);
        var check = await office.ReachAsync(id, "CityCheck");

        Assert.That(await OwedAsync(id), Is.Null);
        await Casework.RefusedAsync("recovery.not-owed", () => RecoverAsync(id, 1_000_00, "A"));
        await office.DecideAsync(await office.HolderAsync(check), new(check.Id, Verdict.Return, "请重新核定") { ReturnTo = "DistrictDecision" });
        await office.GrantAsync(id, first + 1_000_00);
        await ProvinceAsync(id);
        await office.PayAsync(id);

        Assert.That((await office.CaseAsync(id)).PaidCents, Is.EqualTo(first + 1_000_00));
    }

    [Test]
    public async Task Paid_too_much_and_dead_before_the_province_decides_the_difference_stays_owed()
    {
        var id = await office.AccidentAsync();
        await office.PayAsync(id);
        await office.GrantAsync(id, (await office.CaseAsync(id)).PaidCents - 1_000_00);
        await office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) => act.RecordAsync(new(id, LocalDay.Today(office.Clock), "死亡医学证明"), actor, token));

        await office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(id, EndReason.Died, "无人承接", actor, token));

        Assert.That(await OwedAsync(id), Is.EqualTo(1_000_00));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Granted_on_reconsideration_the_whole_is_paid_whatever_became_of_the_first_payment(bool takenBack)
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch);
        await RefuseAsync(id);
        await AskAgainAsync(id);
        if (takenBack)
            await office.AnswerAsync(batch, returned: true);

        await office.UntilAsync(id, "ReconsiderDecision");
        await office.HireAsync($"second-look-{id}", Role.CityDecider, UnitLevel.City, "370400");
        await office.UntilAsync(id, "Payout");
        await office.PayAsync(id);

        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, closed.ApprovedCents!.Value)));
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, closed.PaidCents, 0)));
        }
    }

    [Test]
    public async Task A_first_payment_that_the_bank_takes_back_is_a_task_at_once_and_paid_again_while_the_formalities_go_on()
    {
        var (id, first) = await TakenBackAsync();
        var task = (await office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction);
        var asked = await office.CaseAsync(id);

        await office.UntilAsync(id, "TownshipReview");
        await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, 41) });
        await office.PayAsync(id);
        var between = await office.CaseAsync(id);
        await office.GrantAsync(id, first + 700_00);
        await ProvinceAsync(id);
        await office.PayAsync(id);

        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((task.Step, task.Role, asked.Stage), Is.EqualTo(("CorrectPayee", Role.StationClerk, CaseStage.Reviewing)), "the applicant still reads that the case is reviewed");
            Assert.That(await office.MessagesAsync(id, Occasions.PaymentReturned), Has.Exactly(1).Items);
            Assert.That((between.Outcome, between.PaidCents), Is.EqualTo(((CaseOutcome?)null, first)));
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first + 700_00)));
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, first + 700_00, 0)));
        }
    }

    [TestCase("asked")]
    [TestCase("ordered")]
    [TestCase("on a roll")]
    [TestCase("taken out")]
    [TestCase("at the bank")]
    public async Task Refused_the_first_payment_that_was_taken_back_is_not_paid_again_unless_it_has_left(string stage)
    {
        var (id, first) = await TakenBackAsync();
        var batch = default(BatchId);
        if (stage != "asked")
            await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction).Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, 42) });
        if (stage is not ("asked" or "ordered"))
            batch = await office.BatchAsync(id);
        if (stage == "at the bank")
            await office.SendAsync(batch);

        await RefuseAsync(id);
        var refused = await office.CaseAsync(id);
        if (stage == "taken out")
            await office.AsAsync("maker1", async (TakeFromBatch act, Actor actor, CancellationToken token) =>
            {
                await act.TakeAsync(batch, (await office.PaymentsAsync(id)).Single(payment => payment.State == PaymentState.InBatch).Id, "未批准", actor, null, token);
                return true;
            });
        if (stage == "on a roll")
            await office.SendAsync(batch);
        if (stage is "at the bank" or "on a roll")
            await office.AnswerAsync(batch);

        var gone = stage is "at the bank" or "on a roll";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Outcome, Is.EqualTo(CaseOutcome.Refused));
            Assert.That(await office.TasksAsync(id), Is.Empty);
            Assert.That((await office.PaymentsAsync(id)).Count(payment => payment.State is PaymentState.Ready or PaymentState.Returned), Is.Zero);
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0L, 0L, gone ? first : 0, 0L)));
            Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(gone ? CaseOutcome.Recovering : CaseOutcome.Refused), "what has left is owed");
            Assert.That(await OwedAsync(id), Is.EqualTo(gone ? first : (long?)null));
            Assert.That(await office.ReadAsync(db => db.Set<CaseRun>().CountAsync(run => run.CaseId == id && run.EndedAt == null)), Is.Zero);
        }
    }

    [Test]
    public async Task Of_a_dead_applicant_each_of_both_payments_goes_to_the_heir_and_neither_twice()
    {
        var (id, first) = await TakenBackAsync();
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction).Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, 43) });
        await office.GrantAsync(id, first + 700_00);
        await ProvinceAsync(id);
        await office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) => act.RecordAsync(new(id, LocalDay.Today(office.Clock), "死亡医学证明"), actor, token));

        var heir = new SyntheticPeople(78).Next("370402", LocalDay.Today(office.Clock));
        for (var turn = 0; turn < 2; turn++)
        {
            await office.DecideAsync("station1", new((await office.TasksAsync(id))[0].Id, Verdict.Complete)
            {
                Payee = new PayeeReport(heir.Name.Value, heir.Account.Number, heir.BankName, "核对")
                {
                    Heir = new(heir.Name.Value, heir.CitizenId.Value, Kinship.Child, "公证书") { ProofFile = await office.PaperAsync(), Until = LocalDay.Today(office.Clock).AddYears(1) },
                },
            });
            await office.PayAsync(id);
        }

        var closed = await office.CaseAsync(id);
        Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first + 700_00)));
        Assert.That((await office.PaymentsAsync(id)).Where(payment => payment.State == PaymentState.Settled).Select(payment => payment.Cents), Is.EquivalentTo(new[] { first, 700_00 }));
    }

    [Test]
    public async Task A_payment_taken_back_after_a_part_was_given_back_is_booked_though_the_fund_has_nothing_left()
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch);
        var first = (await office.CaseAsync(id)).PaidCents;
        await office.GrantAsync(id, first - 1_000_00);
        await ProvinceAsync(id);
        await RecoverAsync(id, 500_00, "A");
        await SpendAllAsync(id);

        await office.AnswerAsync(batch, returned: true);
        var task = (await office.TasksAsync(id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, 44) });
        await office.PayAsync(id);

        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first - 1_000_00)));
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, first - 1_000_00, 0)));
            Assert.That(await office.MessagesAsync(id, "recovery.given-back-twice"), Is.Not.Empty);
        }
    }

    [Test]
    public async Task A_first_payment_that_the_bank_takes_back_is_still_corrected_when_the_rest_is_paid()
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch);
        var first = (await office.PaymentsAsync(id)).Single();
        await office.GrantAsync(id, first.Cents + 700_00);
        await ProvinceAsync(id);
        await office.AnswerAsync(batch, returned: true);
        var between = await office.CaseAsync(id);

        await office.PayAsync(id);
        var task = (await office.TasksAsync(id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, 5) });
        await office.PayAsync(id);

        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((between.Stage, between.PaidCents), Is.EqualTo((CaseStage.Paying, 0L)), "the payment of the rest is still awaited");
            Assert.That(task.Kind, Is.EqualTo(RoundKind.Correction));
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents + 700_00)));
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents + 700_00, 0)));
        }
    }

    [Test]
    public async Task Two_payments_that_the_bank_takes_back_after_the_end_are_both_paid_again()
    {
        var id = await office.AccidentAsync();
        var one = await office.BatchAsync(id);
        await office.SendAsync(one);
        await office.AnswerAsync(one);
        var first = (await office.PaymentsAsync(id)).Single();
        await office.GrantAsync(id, first.Cents + 700_00);
        await ProvinceAsync(id);
        var two = await office.BatchAsync(id);
        await office.SendAsync(two);
        await office.AnswerAsync(two);

        await office.AnswerAsync(two, returned: true);
        await office.AnswerAsync(one, returned: true);
        for (var seed = 16; seed < 18; seed++)
        {
            var task = (await office.TasksAsync(id)).Single();
            await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await office.NewCardAsync(id, seed) });
            await office.PayAsync(id);
        }

        var closed = await office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents + 700_00)));
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents + 700_00, 0)));
        }
    }

    [Test]
    public async Task Money_that_the_bank_returns_late_of_a_recovering_case_ends_the_recovery()
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch);
        await RefuseAsync(id);

        await office.AnswerAsync(batch, returned: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Refused));
            Assert.That(await office.HeldAsync(id), Is.EqualTo((0, 0, 0, 0)));
            Assert.That(await office.TasksAsync(id), Is.Empty);
        }
    }

    [Test]
    public async Task A_refusal_by_the_province_leaves_nothing_reserved()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "ProvincialDecision");
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.DecideAsync("citydecider1", new(task.Id, Verdict.Refuse, "省级未批准") { External = new("鲁〔2022〕9号", LocalDay.Today(office.Clock), 0, await office.PaperAsync()) });

        var closed = await office.CaseAsync(opened.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.ApprovedCents), Is.EqualTo((CaseOutcome.Refused, 0)));
            Assert.That(await office.HeldAsync(opened.Id), Is.EqualTo((0, 0, 0, 0)));
        }
    }

    /// <summary>An accident whose first payment was credited and taken back while the formalities go on.</summary>
    private async Task<(CaseId Id, long First)> TakenBackAsync()
    {
        var id = await office.AccidentAsync();
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch);
        var first = (await office.CaseAsync(id)).PaidCents;
        await office.AnswerAsync(batch, returned: true);
        return (id, first);
    }

    /// <summary>The fund of the case has nothing available any more.</summary>
    private async Task SpendAllAsync(CaseId id)
    {
        var fund = (await office.CaseAsync(id)).FundId!.Value;
        var left = await office.ReadAsync(db => db.Set<FundBalance>().Where(balance => balance.Fund == fund).Select(balance => balance.Available).SingleAsync());
        await office.DoAsync(async (Cases.Funding.Funds funds, CancellationToken token) =>
        {
            await funds.BudgetAsync(fund, -left, "spent elsewhere", Actor.System, token);
            return true;
        });
    }

    private async Task RefuseAsync(CaseId id)
    {
        await office.UntilAsync(id, "DistrictDecision");
        var task = (await office.TasksAsync(id)).Single(task => task.Step == "DistrictDecision");
        await office.DecideAsync("decider1", new(task.Id, Verdict.Refuse, "核查不实"));
    }

    private async Task AskAgainAsync(CaseId id)
    {
        var letter = await office.ReadAsync(db => db.Set<IssuedDocument>().Where(document => document.CaseId == id && document.Kind == DocumentKind.Refusal).Select(document => document.Id).SingleAsync());
        await office.AsAsync("station1", (ConfirmDelivery act, Actor actor, CancellationToken token) => act.ConfirmAsync(letter, LocalDay.Today(office.Clock), DeliveryMethod.InPerson, actor, token));
        await office.DoAsync((RequestReconsideration act, CancellationToken token) => act.RequestAsync(id, "有新单据。", Actor.System, token));
    }

    private async Task ProvinceAsync(CaseId id)
    {
        await office.UntilAsync(id, "ProvincialDecision");
        await office.StepAsync(id);
    }

    private async Task<long?> OwedAsync(CaseId id) =>
        (await office.AsAsync("auditor1", (Recoveries query, Actor actor, CancellationToken token) => query.OwedAsync(actor, token))).SingleOrDefault(owed => owed.Case == id)?.OwedCents;

    private async Task<long> YearCentsAsync() =>
        (await office.DoAsync((YearFigures query, CancellationToken token) => query.OfAsync(2022, token))).Services.Single(service => service.Id == Accident).Cents;

    private Task<long> RecoverAsync(CaseId id, long cents, string slip, string userName = "maker1") => office.AsAsync(userName, (RecordRecovery act, Actor actor, CancellationToken token) =>
        act.RecordAsync(new(id, cents, slip, LocalDay.Today(office.Clock)), actor, token));
}
