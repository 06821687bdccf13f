using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>A payment that the bank took back is paid again beside the rest of its case: each goes its own way, and nothing goes twice.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class PaidAgainBesideTests(Provider provider) : AdvanceCases(provider)
{
    [Test]
    public async Task A_first_payment_that_the_bank_takes_back_is_a_task_at_once_and_paid_again_while_the_formalities_go_on()
    {
        var (id, first) = await TakenBackAsync();
        var task = (await Office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction);
        var asked = await Office.CaseAsync(id);

        await Office.UntilAsync(id, "TownshipReview");
        await Office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await Office.NewCardAsync(id, 41) });
        await Office.PayAsync(id);
        var between = await Office.CaseAsync(id);
        await Office.GrantAsync(id, first + 700_00);
        await ProvinceAsync(id);
        await Office.PayAsync(id);

        var closed = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((task.Step, task.Role, asked.Stage), Is.EqualTo(("CorrectPayee", Role.StationClerk, CaseStage.Reviewing)), "the applicant still reads that the case is reviewed");
            Assert.That(await Office.MessagesAsync(id, Occasions.PaymentReturned), Has.Exactly(1).Items);
            Assert.That((between.Outcome, between.PaidCents), Is.EqualTo(((CaseOutcome?)null, first)));
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first + 700_00)));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, first + 700_00, 0)));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Two_payments_that_come_back_together_are_each_paid_again_by_their_own_correction(bool olderFirst)
    {
        var (id, first) = await TakenBackAsync();
        await CorrectAsync(id, (await Office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction), 41);
        await Office.GrantAsync(id, first + 700_00);
        await ProvinceAsync(id);
        var batch = await Office.BatchAsync(id, of: 2);
        await Office.SendAsync(batch);
        await Office.AnswerAsync(batch, returned: true);

        var tasks = (await Office.TasksAsync(id)).Where(task => task.Kind == RoundKind.Correction).OrderBy(task => task.Id.Value).ToArray();
        await CorrectAsync(id, tasks[olderFirst ? 0 : 1], 42);
        await CorrectAsync(id, tasks[olderFirst ? 1 : 0], 43);
        await Office.PayAsync(id, of: 2);

        var closed = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(tasks, Has.Length.EqualTo(2));
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first + 700_00)));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, first + 700_00, 0)));
        }
    }

    [Test]
    public async Task What_is_granted_above_a_lowered_repayment_is_paid_whole()
    {
        var (id, first) = await TakenBackAsync();
        var task = (await Office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction);
        await Office.GrantAsync(id, first - 1_000_00);
        await CorrectAsync(id, task, 41);
        var check = await Office.ReachAsync(id, "CityCheck");
        await Office.DecideAsync("city1", new(check.Id, Verdict.Return, "请重新核定金额。") { ReturnTo = "DistrictDecision" });
        await Office.GrantAsync(id, first + 500_00);
        await ProvinceAsync(id);
        await Office.PayAsync(id, of: 2);

        var closed = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first + 500_00)));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, first + 500_00, 0)));
        }
    }

    [Test]
    public async Task Granted_on_reconsideration_while_a_repayment_is_on_its_way_only_the_rest_is_ordered()
    {
        var id = await Office.AccidentAsync();
        var batch = await Office.BatchAsync(id);
        await Office.SendAsync(batch);
        await Office.AnswerAsync(batch);
        await RefuseAsync(id);
        await AskAgainAsync(id);
        await Office.UntilAsync(id, "ReconsiderDecision");
        await Office.HireAsync($"second-look-{id}", Role.CityDecider, UnitLevel.City, "370400");
        await Office.StepAsync(id);
        await Office.AnswerAsync(batch, returned: true);
        await CorrectAsync(id, (await Office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction), 41);
        for (var turn = 0; turn < 20 && await Office.ReadAsync(db => db.Set<Round>().CountAsync(round => round.CaseId == id && round.Kind == RoundKind.Payout && round.State == RoundState.Open)) < 2; turn++)
            await Office.StepAsync(id);
        await Office.PayAsync(id, of: 2);

        var closed = await Office.CaseAsync(id);
        Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, closed.ApprovedCents!.Value)));
        Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, closed.PaidCents, 0)));
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
            await Office.DecideAsync("station1", new((await Office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction).Id, Verdict.Complete) { Payee = await Office.NewCardAsync(id, 42) });
        if (stage is not ("asked" or "ordered"))
            batch = await Office.BatchAsync(id);
        if (stage == "at the bank")
            await Office.SendAsync(batch);

        await RefuseAsync(id);
        var refused = await Office.CaseAsync(id);
        if (stage == "taken out")
            await Office.AsAsync("maker1", async (TakeFromBatch act, Actor actor, CancellationToken token) =>
            {
                await act.TakeAsync(batch, (await Office.PaymentsAsync(id)).Single(payment => payment.State == PaymentState.InBatch).Id, "未批准", actor, null, token);
                return true;
            });
        if (stage == "on a roll")
            await Office.SendAsync(batch);
        if (stage is "at the bank" or "on a roll")
            await Office.AnswerAsync(batch);

        var gone = stage is "at the bank" or "on a roll";
        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused.Outcome, Is.EqualTo(CaseOutcome.Refused));
            Assert.That(await Office.TasksAsync(id), Is.Empty);
            Assert.That((await Office.PaymentsAsync(id)).Count(payment => payment.State is PaymentState.Ready or PaymentState.Returned), Is.Zero);
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0L, 0L, gone ? first : 0, 0L)));
            Assert.That((await Office.CaseAsync(id)).Outcome, Is.EqualTo(gone ? CaseOutcome.Recovering : CaseOutcome.Refused), "what has left is owed");
            Assert.That(await OwedAsync(id), Is.EqualTo(gone ? first : (long?)null));
            Assert.That(await Office.ReadAsync(db => db.Set<CaseRun>().CountAsync(run => run.CaseId == id && run.EndedAt == null)), Is.Zero);
        }
    }

    [Test]
    public async Task Of_a_dead_applicant_each_of_both_payments_goes_to_the_heir_and_neither_twice()
    {
        var (id, first) = await TakenBackAsync();
        await Office.DecideAsync("station1", new((await Office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction).Id, Verdict.Complete) { Payee = await Office.NewCardAsync(id, 43) });
        await Office.GrantAsync(id, first + 700_00);
        await ProvinceAsync(id);
        await Office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) => act.RecordAsync(new(id, LocalDay.Today(Office.Clock), "死亡医学证明"), actor, token));

        var heir = new SyntheticPeople(78).Next("370402", LocalDay.Today(Office.Clock));
        for (var turn = 0; turn < 2; turn++)
        {
            await Office.DecideAsync("station1", new((await Office.TasksAsync(id))[0].Id, Verdict.Complete)
            {
                Payee = new PayeeReport(heir.Name.Value, heir.Account.Number, heir.BankName, "核对")
                {
                    Heir = new(heir.Name.Value, heir.CitizenId.Value, Kinship.Child, "公证书") { ProofFile = await Office.PaperAsync(), Until = LocalDay.Today(Office.Clock).AddYears(1) },
                },
            });
            await Office.PayAsync(id);
        }

        var closed = await Office.CaseAsync(id);
        Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first + 700_00)));
        Assert.That((await Office.PaymentsAsync(id)).Where(payment => payment.State == PaymentState.Settled).Select(payment => payment.Cents), Is.EquivalentTo(new[] { first, 700_00 }));
    }

    /// <summary>An accident whose first payment was credited and taken back while the formalities go on.</summary>
    private async Task<(CaseId Id, long First)> TakenBackAsync()
    {
        var id = await Office.AccidentAsync();
        var batch = await Office.BatchAsync(id);
        await Office.SendAsync(batch);
        await Office.AnswerAsync(batch);
        var first = (await Office.CaseAsync(id)).PaidCents;
        await Office.AnswerAsync(batch, returned: true);
        return (id, first);
    }

    private async Task CorrectAsync(CaseId id, ReviewTask task, int card) =>
        await Office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await Office.NewCardAsync(id, card) });
}
