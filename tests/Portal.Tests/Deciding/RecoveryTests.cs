using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>Money paid before formalities (先行救助) that turns out to be more than is granted after them.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class RecoveryTests(Provider provider) : AdvanceCases(provider)
{
    [Test]
    public async Task A_lower_decision_after_the_first_payment_leaves_the_difference_to_be_recovered()
    {
        var id = await Office.AccidentAsync();
        await Office.PayAsync(id);
        var first = (await Office.CaseAsync(id)).PaidCents;
        await Office.GrantAsync(id, first - 500_00);
        await ProvinceAsync(id);

        var closed = await Office.CaseAsync(id);
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
        var between = await Office.CaseAsync(id);
        await RecoverAsync(id, 300_00, "B");

        var ended = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((left, between.Outcome), Is.EqualTo((300_00L, (CaseOutcome?)CaseOutcome.Recovering)));
            Assert.That((ended.Outcome, ended.PaidCents), Is.EqualTo((CaseOutcome.Paid, first - 500_00)));
            Assert.That(await OwedAsync(id), Is.Null);
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, first - 500_00, 0)));
        }

        await Casework.RefusedAsync("recovery.not-owed", () => RecoverAsync(id, 1, "C"));
    }

    [Test]
    public async Task A_refusal_after_the_first_payment_is_recovered_whole_and_then_stands_as_a_refusal()
    {
        var id = await Office.AccidentAsync();
        await Office.PayAsync(id);
        var first = (await Office.CaseAsync(id)).PaidCents;
        await RefuseAsync(id);
        var recovering = await Office.CaseAsync(id);
        var paidThen = await YearCentsAsync();

        await RecoverAsync(id, first, "A");

        var ended = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((recovering.Outcome, recovering.ApprovedCents), Is.EqualTo((CaseOutcome.Recovering, 0)));
            Assert.That((ended.Outcome, ended.PaidCents), Is.EqualTo((CaseOutcome.Refused, 0)));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, 0, 0)));
            Assert.That(paidThen - await YearCentsAsync(), Is.EqualTo(first), "the year's figure is what stayed paid");
        }
    }

    [Test]
    public async Task A_first_payment_that_has_not_left_is_lowered_and_nothing_is_recovered()
    {
        var id = await Office.AccidentAsync();
        var first = (await Office.PaymentsAsync(id)).Single();
        await Office.GrantAsync(id, first.Cents - 500_00);
        await ProvinceAsync(id);

        var payments = await Office.PaymentsAsync(id);
        await Office.PayAsync(id);

        var closed = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(payments.Select(payment => (payment.State, payment.Cents)), Is.EqualTo(new[] { (PaymentState.Cancelled, first.Cents), (PaymentState.Ready, first.Cents - 500_00) }));
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, first.Cents - 500_00)));
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, first.Cents - 500_00, 0)));
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task An_objection_to_the_notice_of_an_accident_does_not_end_the_case_with_its_first_payment(bool paidBefore)
    {
        var id = await Office.AccidentAsync();
        if (paidBefore)
            await Office.PayAsync(id);
        await Office.UntilAsync(id, "PublicNotice");
        var notice = await Office.ReadAsync(db => db.Set<PublicNotice>().AsNoTracking().Where(notice => notice.CaseId == id).Select(notice => notice.Id).SingleAsync());
        await Office.DoAsync((RaiseObjection act, CancellationToken token) => act.RaiseAsync(notice, "他家有两套房。", Actor.System, token));
        if (!paidBefore)
            await Office.PayAsync(id);
        var between = await Office.CaseAsync(id);
        var tasks = (await Office.TasksAsync(id)).Select(task => task.Step);

        await Office.GrantAsync(id, 5_000_00);
        await ProvinceAsync(id);
        await Office.PayAsync(id);
        var closed = await Office.CaseAsync(id);
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
        var id = await Office.AccidentAsync();
        if (paidBefore)
            await Office.PayAsync(id);
        var task = (await Office.TasksAsync(id)).Single(task => task.Step == "VillageOpinion");
        await Office.DecideAsync(await Office.HolderAsync(task), new(task.Id, Verdict.Return, "缺户口簿") { ReturnTo = "Supplement", Missing = [new("householdRegister", "请补交清晰的原件照片")] });
        var file = await Office.UploadAsync("householdRegister");
        await Office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(id, [], [new("householdRegister", file)]), Actor.System, token));
        var supplied = await Office.ReadAsync(db => db.Set<Round>().Where(round => round.CaseId == id && round.State == RoundState.Open).Select(round => round.Step).ToListAsync());
        if (!paidBefore)
            await Office.PayAsync(id);

        await Office.GrantAsync(id, 5_000_00);
        await ProvinceAsync(id);
        await Office.PayAsync(id);
        var closed = await Office.CaseAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(supplied, Is.EquivalentTo(paidBefore ? new[] { "Completeness" } : ["Completeness", "FirstPayout"]), "the first payment goes its own way");
            Assert.That((closed.Outcome, closed.PaidCents, (await Office.PaymentsAsync(id)).Count), Is.EqualTo((CaseOutcome.Paid, 5_000_00L, 2)));
        }
    }

    [Test]
    public async Task What_is_owed_stays_owed_when_the_applicant_dies_while_the_refusal_is_looked_at_again()
    {
        var id = await Office.AccidentAsync();
        await Office.PayAsync(id);
        var first = (await Office.CaseAsync(id)).PaidCents;
        await RefuseAsync(id);
        await AskAgainAsync(id);
        await Office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) => act.RecordAsync(new(id, LocalDay.Today(Office.Clock), "死亡证明1号"), actor, token));

        await Office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(id, EndReason.Died, "去世", actor, token));

        Assert.That(((await Office.CaseAsync(id)).Outcome, await OwedAsync(id)), Is.EqualTo(((CaseOutcome?)CaseOutcome.Recovering, (long?)first)));
    }

    [Test]
    public async Task Money_given_back_while_the_refusal_is_looked_at_again_is_booked_and_no_longer_owed_when_it_stands()
    {
        var id = await Office.AccidentAsync();
        await Office.PayAsync(id);
        var first = (await Office.CaseAsync(id)).PaidCents;
        await RefuseAsync(id);
        await AskAgainAsync(id);
        Assert.That(await OwedAsync(id), Is.EqualTo(first));

        await RecoverAsync(id, first, "A");
        await Office.UntilAsync(id, "ReconsiderDecision");
        await Office.HireAsync("second-look", Role.CityDecider, UnitLevel.City, "370400");
        var task = (await Office.TasksAsync(id)).Single();
        await Office.DecideAsync("second-look", new(task.Id, Verdict.Refuse, "维持原决定"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await Office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.Refused));
            Assert.That(await OwedAsync(id), Is.Null);
            Assert.That(await Office.HeldAsync(id), Is.EqualTo((0, 0, 0, 0)));
        }
    }

    [Test]
    public async Task Nothing_is_given_back_before_the_last_word()
    {
        var id = await Office.AccidentAsync();
        await Office.PayAsync(id);
        var first = (await Office.CaseAsync(id)).PaidCents;
        await Office.GrantAsync(id, first - 1_000_00);
        var check = await Office.ReachAsync(id, "CityCheck");

        Assert.That(await OwedAsync(id), Is.Null);
        await Casework.RefusedAsync("recovery.not-owed", () => RecoverAsync(id, 1_000_00, "A"));
        await Office.DecideAsync(await Office.HolderAsync(check), new(check.Id, Verdict.Return, "请重新核定") { ReturnTo = "DistrictDecision" });
        await Office.GrantAsync(id, first + 1_000_00);
        await ProvinceAsync(id);
        await Office.PayAsync(id);

        Assert.That((await Office.CaseAsync(id)).PaidCents, Is.EqualTo(first + 1_000_00));
    }

    [Test]
    public async Task Paid_too_much_and_dead_before_the_province_decides_the_difference_stays_owed()
    {
        var id = await Office.AccidentAsync();
        await Office.PayAsync(id);
        await Office.GrantAsync(id, (await Office.CaseAsync(id)).PaidCents - 1_000_00);
        await Office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) => act.RecordAsync(new(id, LocalDay.Today(Office.Clock), "死亡医学证明"), actor, token));

        await Office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) => act.EndAsync(id, EndReason.Died, "无人承接", actor, token));

        Assert.That(await OwedAsync(id), Is.EqualTo(1_000_00));
    }

    [Test]
    public async Task A_refusal_by_the_province_leaves_nothing_reserved()
    {
        var opened = await Office.SubmitCompleteAsync();
        await Office.UntilAsync(opened.Id, "ProvincialDecision");
        var task = (await Office.TasksAsync(opened.Id)).Single();
        await Office.DecideAsync("citydecider1", new(task.Id, Verdict.Refuse, "省级未批准") { External = new("鲁〔2022〕9号", LocalDay.Today(Office.Clock), 0, await Office.PaperAsync()) });

        var closed = await Office.CaseAsync(opened.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((closed.Outcome, closed.ApprovedCents), Is.EqualTo((CaseOutcome.Refused, 0)));
            Assert.That(await Office.HeldAsync(opened.Id), Is.EqualTo((0, 0, 0, 0)));
        }
    }

    private async Task<long> YearCentsAsync() =>
        (await Office.DoAsync((YearFigures query, CancellationToken token) => query.OfAsync(2022, token))).Services.Single(service => service.Id == Accident).Cents;
}
