using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>Payments of an accident that the bank takes back, before the formalities end and after.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class TakenBackTests(Provider provider) : AdvanceCases(provider)
{
    [Test]
    public async Task A_first_payment_at_the_bank_that_comes_back_is_paid_again_only_as_far_as_granted()
    {
        var id = await Office.AccidentAsync();
        var batch = await Office.BatchAsync(id);
        await Office.SendAsync(batch);
        var first = (await Office.PaymentsAsync(id)).Single();
        await Office.GrantAsync(id, first.Cents - 500_00);
        await ProvinceAsync(id);
        await Office.AnswerAsync(batch, returned: true);
        var between = await Office.CaseAsync(id);
        var task = (await Office.TasksAsync(id)).Single();
        await Office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await Office.NewCardAsync(id, 3) });
        await Office.PayAsync(id);

        var closed = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((between.Outcome, between.Stage), Is.EqualTo(((CaseOutcome?)null, CaseStage.Paying)), "nothing is paid while the account is being corrected");
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents - 500_00)));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents - 500_00, 0)));
        }
    }

    [Test]
    public async Task A_first_payment_that_was_taken_back_is_paid_again_also_where_nothing_more_is_granted()
    {
        var id = await Office.AccidentAsync();
        var batch = await Office.BatchAsync(id);
        await Office.SendAsync(batch);
        await Office.AnswerAsync(batch);
        var first = (await Office.PaymentsAsync(id)).Single();
        await Office.AnswerAsync(batch, returned: true);

        await Office.GrantAsync(id, first.Cents);
        await ProvinceAsync(id);

        Assert.That((await Office.TasksAsync(id)).Select(task => task.Kind), Is.EqualTo(new[] { RoundKind.Correction }), "the payee has nothing: where to pay is asked");
        var task = (await Office.TasksAsync(id)).Single();
        await Office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await Office.NewCardAsync(id, 9) });
        await Office.PayAsync(id);
        var closed = await Office.CaseAsync(id);
        Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents)));
        Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents, 0)));
    }

    [Test]
    public async Task A_case_stays_open_while_the_account_of_its_first_payment_is_corrected()
    {
        var id = await Office.AccidentAsync();
        var batch = await Office.BatchAsync(id);
        await Office.SendAsync(batch);
        var first = (await Office.PaymentsAsync(id)).Single();
        await Office.AnswerAsync(batch, returned: true);
        var task = (await Office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction);
        await Office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await Office.NewCardAsync(id, 11) });

        await Office.GrantAsync(id, first.Cents);
        await ProvinceAsync(id);
        var between = await Office.CaseAsync(id);
        await Office.PayAsync(id);

        var closed = await Office.CaseAsync(id);
        Assert.That((between.Outcome, closed.Outcome, closed.PaidCents), Is.EqualTo(((CaseOutcome?)null, (CaseOutcome?)CaseOutcome.Paid, first.Cents)));
    }

    [TestCase(true, false, true)]
    [TestCase(true, true, false)]
    [TestCase(false, true, false)]
    [TestCase(false, false, true)]
    [TestCase(true, true, true)]
    public async Task Each_of_two_payments_at_the_bank_is_answered_for_itself(bool restFirst, bool restReturned, bool firstReturned)
    {
        var id = await Office.AccidentAsync();
        var one = await Office.BatchAsync(id);
        await Office.SendAsync(one);
        var first = (await Office.PaymentsAsync(id)).Single();
        await Office.GrantAsync(id, first.Cents + 700_00);
        await ProvinceAsync(id);
        var two = await Office.BatchAsync(id);
        await Office.SendAsync(two);

        var answers = new[] { (one, firstReturned), (two, restReturned) };
        foreach (var (batch, returned) in restFirst ? answers.Reverse() : answers)
            await Office.AnswerAsync(batch, returned);
        for (var turn = 0; turn < 3; turn++)
        {
            foreach (var task in await Office.TasksAsync(id))
            {
                await Office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await Office.NewCardAsync(id, 20 + turn) });
                if ((await Office.PaymentsAsync(id)).Any(payment => payment.State == PaymentState.Ready))
                    await Office.PayAsync(id);
            }
        }

        var closed = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents + 700_00)));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents + 700_00, 0)));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task The_bank_takes_a_payment_back_of_which_a_part_was_given_back_already(bool refused)
    {
        var id = await Office.AccidentAsync();
        var batch = await Office.BatchAsync(id);
        await Office.SendAsync(batch);
        await Office.AnswerAsync(batch);
        var first = (await Office.CaseAsync(id)).PaidCents;
        if (refused)
            await RefuseAsync(id);
        else
        {
            await Office.GrantAsync(id, first - 1_000_00);
            await ProvinceAsync(id);
        }

        await RecoverAsync(id, 500_00, "A");
        await Office.AnswerAsync(batch, returned: true);

        var after = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((after.PaidCents, after.Outcome), Is.EqualTo((0L, refused ? CaseOutcome.Refused : (CaseOutcome?)null)), "what is granted is paid again; nothing where nothing is");
            Assert.That(await Office.MessagesAsync(id, "recovery.given-back-twice"), Is.Not.Empty, "finance hands out what came twice");
            Assert.That(await OwedAsync(id), Is.Null);
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task Granted_on_reconsideration_the_whole_is_paid_whatever_became_of_the_first_payment(bool takenBack)
    {
        var id = await Office.AccidentAsync();
        var batch = await Office.BatchAsync(id);
        await Office.SendAsync(batch);
        await Office.AnswerAsync(batch);
        await RefuseAsync(id);
        await AskAgainAsync(id);
        if (takenBack)
            await Office.AnswerAsync(batch, returned: true);

        await Office.UntilAsync(id, "ReconsiderDecision");
        await Office.HireAsync($"second-look-{id}", Role.CityDecider, UnitLevel.City, "370400");
        await Office.UntilAsync(id, "Payout");
        await Office.PayAsync(id);

        var closed = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, closed.ApprovedCents!.Value)));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, closed.PaidCents, 0)));
        }
    }

    [Test]
    public async Task A_payment_taken_back_after_a_part_was_given_back_is_booked_though_the_fund_has_nothing_left()
    {
        var id = await Office.AccidentAsync();
        var batch = await Office.BatchAsync(id);
        await Office.SendAsync(batch);
        await Office.AnswerAsync(batch);
        var first = (await Office.CaseAsync(id)).PaidCents;
        await Office.GrantAsync(id, first - 1_000_00);
        await ProvinceAsync(id);
        await RecoverAsync(id, 500_00, "A");
        await SpendAllAsync(id);

        await Office.AnswerAsync(batch, returned: true);
        var task = (await Office.TasksAsync(id)).Single();
        await Office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await Office.NewCardAsync(id, 44) });
        await Office.PayAsync(id);

        var closed = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first - 1_000_00)));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, first - 1_000_00, 0)));
            Assert.That(await Office.MessagesAsync(id, "recovery.given-back-twice"), Is.Not.Empty);
        }
    }

    [Test]
    public async Task A_first_payment_that_the_bank_takes_back_is_still_corrected_when_the_rest_is_paid()
    {
        var id = await Office.AccidentAsync();
        var batch = await Office.BatchAsync(id);
        await Office.SendAsync(batch);
        await Office.AnswerAsync(batch);
        var first = (await Office.PaymentsAsync(id)).Single();
        await Office.GrantAsync(id, first.Cents + 700_00);
        await ProvinceAsync(id);
        await Office.AnswerAsync(batch, returned: true);
        var between = await Office.CaseAsync(id);

        await Office.PayAsync(id);
        var task = (await Office.TasksAsync(id)).Single();
        await Office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await Office.NewCardAsync(id, 5) });
        await Office.PayAsync(id);

        var closed = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((between.Stage, between.PaidCents), Is.EqualTo((CaseStage.Paying, 0L)), "the payment of the rest is still awaited");
            Assert.That(task.Kind, Is.EqualTo(RoundKind.Correction));
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents + 700_00)));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents + 700_00, 0)));
        }
    }

    [Test]
    public async Task Two_payments_that_the_bank_takes_back_after_the_end_are_both_paid_again()
    {
        var id = await Office.AccidentAsync();
        var one = await Office.BatchAsync(id);
        await Office.SendAsync(one);
        await Office.AnswerAsync(one);
        var first = (await Office.PaymentsAsync(id)).Single();
        await Office.GrantAsync(id, first.Cents + 700_00);
        await ProvinceAsync(id);
        var two = await Office.BatchAsync(id);
        await Office.SendAsync(two);
        await Office.AnswerAsync(two);

        await Office.AnswerAsync(two, returned: true);
        await Office.AnswerAsync(one, returned: true);
        for (var seed = 16; seed < 18; seed++)
        {
            var task = (await Office.TasksAsync(id)).Single();
            await Office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = await Office.NewCardAsync(id, seed) });
            await Office.PayAsync(id);
        }

        var closed = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents + 700_00)));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents + 700_00, 0)));
        }
    }

    [Test]
    public async Task Money_that_the_bank_returns_late_of_a_recovering_case_ends_the_recovery()
    {
        var id = await Office.AccidentAsync();
        var batch = await Office.BatchAsync(id);
        await Office.SendAsync(batch);
        await Office.AnswerAsync(batch);
        await RefuseAsync(id);

        await Office.AnswerAsync(batch, returned: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Refused));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, 0, 0)));
            Assert.That(await Office.TasksAsync(id), Is.Empty);
        }
    }

    /// <summary>The fund of the case has nothing available any more.</summary>
    private async Task SpendAllAsync(CaseId id)
    {
        var fund = (await Office.CaseAsync(id)).FundId!.Value;
        var left = await Office.ReadAsync(db => db.Set<FundBalance>().Where(balance => balance.Fund == fund).Select(balance => balance.Available).SingleAsync());
        await Office.DoAsync(async (Cases.Funding.Funds funds, CancellationToken token) =>
        {
            await funds.BudgetAsync(fund, -left, "spent elsewhere", Actor.System, token);
            return true;
        });
    }
}
