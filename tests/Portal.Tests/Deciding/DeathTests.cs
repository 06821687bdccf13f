using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>The applicant dies: docs/life-events.md, row by row.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class DeathTests(Provider provider)
{
    private readonly SyntheticPeople others = new(99);
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [TearDown]
    public Task TheBooksAgree() => office.BooksAgreeAsync();

    [Test]
    public async Task Before_a_decision_a_member_of_the_household_takes_over_and_is_told_and_paid()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "TownshipReview");
        await DieAsync(opened.Id);
        var wife = others.Next("370402", LocalDay.Today(office.Clock));

        var successor = await TakeOverAsync(opened.Id, wife, await office.PaperAsync());
        await office.UntilAsync(opened.Id, "Payout");
        var payment = (await office.PaymentsAsync(opened.Id)).Single();
        await office.PayAsync(opened.Id);

        var closed = await office.CaseAsync(opened.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(closed.ApplicantId, Is.EqualTo(opened.ApplicantId), "whose need it was stays on record");
            Assert.That(closed.Outcome, Is.EqualTo(CaseOutcome.Paid));
            Assert.That(payment.Payee, Is.EqualTo(successor));
            Assert.That(payment.PayeeName, Is.EqualTo(wife.Name.Value));
            Assert.That(await office.MessagesAsync(opened.Id, Occasions.TakenOver), Has.Exactly(1).Items.And.All.Property("Person").EqualTo(successor));
            Assert.That(await office.MessagesAsync(opened.Id, Occasions.Paid), Has.Exactly(1).Items.And.All.Property("Person").EqualTo(successor));
            Assert.That(await office.AuditAsync(opened.Id), Does.Contain("applicant.died").And.Contain("case.taken-over"));
        }
    }

    [Test]
    public async Task A_member_whom_the_register_knows_needs_no_paper_and_a_stranger_does()
    {
        var (opened, child) = (await office.SubmitCompleteAsync(), others.Next("370402", LocalDay.Today(office.Clock)));
        var stranger = others.Next("370402", LocalDay.Today(office.Clock));
        await DieAsync(opened.Id);
        await office.DoAsync(async (PersonRegister register, CancellationToken token) =>
        {
            var person = await register.EnterAsync(new NewPerson(child.Name, child.CitizenId, PersonCategory.Other, opened.UnitId), token);
            register.Join(person, await office.ReadAsync(db => db.Set<Household>().SingleAsync(household => household.Id == opened.HouseholdId)), Kinship.Child, new DateOnly(2020, 1, 1));
            return person.Id;
        });

        await Casework.RefusedAsync("successor.proof-missing", () => TakeOverAsync(opened.Id, stranger, paper: null));
        await TakeOverAsync(opened.Id, child, paper: null);

        Assert.That(await office.AuditAsync(opened.Id), Does.Contain("case.taken-over"));
    }

    [Test]
    public async Task Only_the_station_or_township_of_the_area_says_so_and_only_of_the_dead_is_anything_taken_over()
    {
        var (opened, wife) = (await office.SubmitCompleteAsync(), others.Next("370402", LocalDay.Today(office.Clock)));
        var paper = await office.PaperAsync();

        await Casework.RefusedAsync("case.not-yours", () => DieAsync(opened.Id, "station-370402-002"));
        await Casework.RefusedAsync("case.not-yours", () => DieAsync(opened.Id, "decider1"));
        await Casework.RefusedAsync("case.applicant-alive", () => TakeOverAsync(opened.Id, wife, paper));
        await Casework.RefusedAsync("case.death-not-recorded", () => EndAsync(opened.Id));
        await Casework.RefusedAsync("death.in-future", () => office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) =>
            act.RecordAsync(new(opened.Id, LocalDay.Today(office.Clock).AddDays(1), "证明"), actor, token)));
        await Casework.RefusedAsync("death.proof-missing", () => office.AsAsync("station1", (RecordDeath act, Actor actor, CancellationToken token) =>
            act.RecordAsync(new(opened.Id, LocalDay.Today(office.Clock), " "), actor, token)));
        Assert.That((await office.CaseAsync(opened.Id)).IsOpen, Is.True);
    }

    [Test]
    public async Task Before_a_decision_the_case_may_be_ended_instead()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "VillageOpinion");
        await DieAsync(opened.Id, "township1");

        await EndAsync(opened.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Ended));
            Assert.That(await office.TasksAsync(opened.Id), Is.Empty);
            Assert.That(await office.MessagesAsync(opened.Id, Occasions.Ended), Is.Empty, "nobody writes to the dead");
        }
    }

    [Test]
    public async Task Decided_and_not_yet_paid_the_payment_stops_and_goes_to_an_heir_on_proof()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var approved = (await office.CaseAsync(opened.Id)).ApprovedCents;
        await DieAsync(opened.Id);
        var (stopped, heldThen) = ((await office.PaymentsAsync(opened.Id)).Single(), await office.HeldAsync(opened.Id));
        var task = (await office.TasksAsync(opened.Id)).Single();
        var heir = others.Next("370402", LocalDay.Today(office.Clock));

        await Casework.RefusedAsync("payee.heir-missing", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = Account(heir) }));
        await Casework.RefusedAsync("successor.proof-missing", () => NameAsync(task.Id, heir, null));
        var endless = (await Assert.ThrowsAsync<RefusedException>(() => NameAsync(task.Id, heir, null, endless: true)))!;
        await NameAsync(task.Id, heir, await office.PaperAsync());
        var again = (await office.PaymentsAsync(opened.Id)).Last();
        await office.PayAsync(opened.Id);

        var closed = await office.CaseAsync(opened.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(endless.Others.Prepend(endless).Select(one => (one.Code, one.Field)),
                Is.EquivalentTo(new[] { ("successor.until-missing", "successor.until"), ("successor.proof-missing", "successor.proof") }), "by the field that forms have, together with the rest");
            Assert.That(stopped.State, Is.EqualTo(PaymentState.Cancelled));
            Assert.That(heldThen.Reserved, Is.EqualTo(approved), "released by nobody");
            Assert.That((task.Kind, task.Role), Is.EqualTo((RoundKind.Payout, Cases.Organisation.Role.StationClerk)));
            Assert.That((again.PayeeName, again.Cents), Is.EqualTo((heir.Name.Value, approved)));
            Assert.That((closed.Outcome, closed.PaidCents), Is.EqualTo((CaseOutcome.Paid, approved)));
            Assert.That(await office.ReadAsync(db => db.Set<Representative>().CountAsync(one => one.PersonId == opened.ApplicantId && one.Role == RepresentativeRole.Payee && one.ProofFileId != null)), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task Dead_before_the_payout_opens_the_station_is_asked_who_is_entitled_before_anything_is_ordered()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "ProvincialDecision");
        await DieAsync(opened.Id);

        await office.UntilAsync(opened.Id, "Payout");

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.PaymentsAsync(opened.Id), Is.Empty);
            Assert.That(await office.TasksAsync(opened.Id), Has.Exactly(1).Items.And.All.Property("Kind").EqualTo(RoundKind.Payout));
        }

        await TakeOverAsync(opened.Id, others.Next("370402", LocalDay.Today(office.Clock)), await office.PaperAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.PaymentsAsync(opened.Id), Has.Exactly(1).Items.And.All.Property("State").EqualTo(PaymentState.Ready), "a take-over names the payee as well");
            Assert.That(await office.TasksAsync(opened.Id), Is.Empty);
        }
    }

    [Test]
    public async Task Decided_and_nobody_entitled_a_person_ends_the_case_and_the_reservation_goes_back()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        await DieAsync(opened.Id);

        await EndAsync(opened.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Ended));
            Assert.That(await office.HeldAsync(opened.Id), Is.EqualTo((0, 0, 0, 0)));
            Assert.That(await office.TasksAsync(opened.Id), Is.Empty);
        }
    }

    [Test]
    public async Task Returned_by_the_bank_the_money_is_paid_again_to_an_heir_and_names_the_payment_it_replaces()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        await DieAsync(opened.Id);
        var task = (await office.TasksAsync(opened.Id)).Single();
        var heir = others.Next("370402", LocalDay.Today(office.Clock));

        await Casework.RefusedAsync("payee.heir-missing", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = Account(heir) }));
        await NameAsync(task.Id, heir, await office.PaperAsync());
        await office.PayAsync(opened.Id);

        var payments = await office.PaymentsAsync(opened.Id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(task.Kind, Is.EqualTo(RoundKind.Correction));
            Assert.That(payments.Select(payment => payment.State), Is.EqualTo(new[] { PaymentState.Replaced, PaymentState.Settled }));
            Assert.That((payments[1].Previous, payments[1].PayeeName), Is.EqualTo(((PaymentId?)payments[0].Id, heir.Name.Value)));
            Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(CaseOutcome.Paid));
        }
    }

    [Test]
    public async Task What_the_bank_returns_of_a_successor_is_paid_again_to_them_without_a_second_proof_and_to_a_stranger_only_on_one()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "TownshipReview");
        await DieAsync(opened.Id);
        var (wife, stranger) = (others.Next("370402", LocalDay.Today(office.Clock)), others.Next("370402", LocalDay.Today(office.Clock)));
        await Casework.RefusedAsync("payee.other-reason-missing", async () => await TakeOverAsync(opened.Id, wife, await office.PaperAsync(), Account(stranger)));
        var successor = await TakeOverAsync(opened.Id, wife, await office.PaperAsync());
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        var task = (await office.TasksAsync(opened.Id)).Single();
        var anew = others.Next("370402", LocalDay.Today(office.Clock)).Account.Number;

        await Casework.RefusedAsync("payee.other-reason-missing", () => office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = Account(stranger) }));
        await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = Account(wife) with { AccountNumber = anew } });
        await office.PayAsync(opened.Id);

        var paid = (await office.PaymentsAsync(opened.Id))[^1];
        using (Assert.EnterMultipleScope())
        {
            Assert.That((paid.Payee, paid.PayeeName, paid.State), Is.EqualTo(((PersonId?)successor, wife.Name.Value, PaymentState.Settled)));
            Assert.That(await office.ReadAsync(db => db.Set<Representative>().CountAsync(one => one.PersonId == opened.ApplicantId)), Is.EqualTo(1), "nobody is proved twice");
        }
    }

    [Test]
    public async Task What_the_bank_returns_of_an_heir_is_paid_again_to_them_without_a_second_proof_while_their_term_runs()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        await DieAsync(opened.Id);
        var (heir, stranger) = (others.Next("370402", LocalDay.Today(office.Clock)), others.Next("370402", LocalDay.Today(office.Clock)));
        var stopped = (await office.TasksAsync(opened.Id)).Single();
        await Casework.RefusedAsync("payee.other-reason-missing", async () => await NameAsync(stopped.Id, heir, await office.PaperAsync(), Account(stranger)));
        await NameAsync(stopped.Id, heir, await office.PaperAsync());
        var batch = await office.BatchAsync(opened.Id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        var task = (await office.TasksAsync(opened.Id)).Single();

        await office.DecideAsync("station1", new(task.Id, Verdict.Complete) { Payee = Account(heir) with { BankErred = true } });

        Assert.That((await office.PaymentsAsync(opened.Id)).Where(payment => payment.State == PaymentState.Ready).Select(payment => payment.PayeeName), Is.EqualTo(new[] { heir.Name.Value }));
    }

    [Test]
    public async Task In_a_batch_that_is_not_sent_the_maker_is_told_and_nothing_leaves_until_the_line_is_out()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await DieAsync(opened.Id);
        var payment = (await office.PaymentsAsync(opened.Id)).Single();
        var maker = await office.AsAsync("maker1");

        await Casework.RefusedAsync("batch.payee-deceased", () => office.LockAsync(batch));
        var flagged = await office.DoAsync((DeceasedPayees query, CancellationToken token) => query.OnTheirWayAsync(token));
        await office.DoAsync(async (TakeFromBatch act, CancellationToken token) =>
        {
            await act.TakeAsync(batch, payment.Id, "收款人去世", maker, null, token);
            return true;
        });

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.MessagesAsync(opened.Id, "payment.payee-died-in-batch"), Has.Exactly(1).Items.And.All.Property("Account").EqualTo(maker.Account));
            Assert.That(flagged.Select(one => one.Payment), Does.Contain(payment.Id));
            Assert.That((await office.PaymentsAsync(opened.Id)).Single().State, Is.EqualTo(PaymentState.Cancelled));
            Assert.That(await office.TasksAsync(opened.Id), Has.Exactly(1).Items.And.All.Property("Kind").EqualTo(RoundKind.Payout));
            Assert.That((await office.HeldAsync(opened.Id)).Reserved, Is.EqualTo(payment.Cents));
        }
    }

    [Test]
    public async Task A_checked_batch_with_a_dead_payee_is_not_released()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await office.CheckAsync(batch);
        await DieAsync(opened.Id);

        await Casework.RefusedAsync("batch.payee-deceased", () => office.AsAsync("releaser1", async (ReleaseBatch act, Actor actor, CancellationToken token) =>
        {
            await act.ReleaseAsync(batch, actor, null, token);
            return true;
        }));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task At_the_bank_its_answer_is_awaited(bool returned)
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        var batch = await office.BatchAsync(opened.Id);
        await office.SendAsync(batch);
        await DieAsync(opened.Id);
        var underWay = (await Assert.ThrowsAsync<RefusedException>(() => EndAsync(opened.Id)))!;
        var number = await office.ReadAsync(db => db.Set<PayoutBatch>().Where(one => one.Id == batch).Select(one => one.Number).SingleAsync());
        Assert.That((underWay.Code, Texts.Say(underWay, "en").Contains($"in batch {number}.", StringComparison.Ordinal)), Is.EqualTo(("case.money-on-its-way", true)));

        await office.AnswerAsync(batch, returned);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.MessagesAsync(opened.Id, "payment.payee-died-at-bank"), Has.Exactly(1).Items);
            Assert.That((await office.CaseAsync(opened.Id)).Outcome, Is.EqualTo(returned ? null : (CaseOutcome?)CaseOutcome.Paid));
            Assert.That((await office.TasksAsync(opened.Id)).Select(task => task.Kind), Is.EqualTo(returned ? [RoundKind.Correction] : Array.Empty<RoundKind>()));
        }
    }

    private Task<PersonId> DieAsync(CaseId id, string userName = "station1") => office.AsAsync(userName, (RecordDeath act, Actor actor, CancellationToken token) =>
        act.RecordAsync(new(id, LocalDay.Today(office.Clock), "死亡医学证明"), actor, token));

    private Task<CaseId> EndAsync(CaseId id) => office.AsAsync("station1", (EndApplication act, Actor actor, CancellationToken token) =>
        act.EndAsync(id, EndReason.Died, "家属表示不再申请", actor, token));

    private Task<PersonId> TakeOverAsync(CaseId id, SyntheticPerson who, StoredFileId? paper, PayeeReport? account = null) => office.AsAsync("station1", (TakeOverCase act, Actor actor, CancellationToken token) =>
        act.TakeOverAsync(new(id, new(who.Name.Value, who.CitizenId.Value, Kinship.Spouse, "户口簿") { ProofFile = paper, Mobile = who.Phone.Number }, account ?? Account(who)), actor, token));

    private Task<DecisionReceipt> NameAsync(TaskId task, SyntheticPerson heir, StoredFileId? paper, PayeeReport? account = null, bool endless = false) => office.DecideAsync("station1", new(task, Verdict.Complete)
    {
        Payee = (account ?? Account(heir)) with
        {
            Heir = new(heir.Name.Value, heir.CitizenId.Value, Kinship.Child, "继承公证书") { ProofFile = paper, Until = endless ? null : LocalDay.Today(office.Clock).AddYears(1) },
        },
    });

    private static PayeeReport Account(SyntheticPerson who) => new(who.Name.Value, who.Account.Number, who.BankName, "核对户口簿和存折");
}
