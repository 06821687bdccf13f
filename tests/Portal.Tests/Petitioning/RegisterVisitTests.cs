using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>The visit desk enters what people come for, and the authority takes petitions through the steps of the law; the register of each day is closed by name.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class RegisterVisitTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;
    private Actor rights = null!;
    private Actor head = null!;

    private DateOnly Today => LocalDay.Today(office.Clock);

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 9), new TimeOnly(9, 0)));
        (desk, rights) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"));
        head = await office.HireAsync("bureau-head", Role.UnitHead, UnitLevel.District, "370402");
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task One_visit_brings_several_matters_and_only_the_petition_starts_a_clock()
    {
        var entered = await RegisterAsync(Visit("王大山", Petition("pension"), new(MatterKind.Consultation, "card", "优待证怎么补办") { Result = "告知到银行挂失后来站补办" }, new(MatterKind.HelpRequest, "hardship", "家中失火")));

        var ids = entered.Select(matter => matter.Id).ToArray();
        var petitions = await office.ReadAsync(db => db.Set<Petition>().Where(one => ids.Contains(one.Id)).ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(entered.Select(matter => matter.VisitId).Distinct().Count(), Is.EqualTo(1));
            Assert.That(entered.Select(matter => matter.Number), Is.Unique.And.All.StartsWith("XF3704022022"));
            Assert.That(entered.Select(matter => matter.ClosedOn is not null), Is.EqualTo(new[] { false, true, false }));
            Assert.That(petitions.Single(), Has.Property("LawKey").EqualTo("regulation-2022").And.Property("NextLimit").EqualTo(LimitKind.Registering).And.Property("NextDueOn").EqualTo(Today.AddDays(15)));
        }
    }

    [Test]
    public async Task What_is_missing_is_told_at_once_and_nothing_is_kept()
    {
        var before = await office.ReadAsync(db => db.Set<Matter>().CountAsync());
        var wrong = Visit("", new MatterCommand(MatterKind.Petition, "no-such", "") { Class = PetitionClass.Claim }) with { CitizenId = "370402196508010012", People = 7, Representatives = ["甲", "乙", "丙", "丁", "戊", "己"] };

        var refusal = (await Assert.ThrowsAsync<RefusedException>(() => RegisterAsync(wrong)))!;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal.Others.Prepend(refusal).Select(one => one.Field), Is.EquivalentTo(new[] { "name", "citizenId", "representatives", "matters[0].subject", "matters[0].summary", "matters[0].branch" }));
            Assert.That(refusal.Others.Prepend(refusal).Select(one => one.Code), Does.Contain("matter.representatives"));
            Assert.That(await office.ReadAsync(db => db.Set<Matter>().CountAsync()), Is.EqualTo(before));
        }
    }

    [Test]
    public async Task What_does_not_fit_together_is_told_and_not_passed_over()
    {
        async Task<(string, string?)[]> FaultsAsync(VisitCommand command) =>
            (await Assert.ThrowsAsync<RefusedException>(() => RegisterAsync(command)))! is var first ? [.. first.Others.Prepend(first).Select(one => (one.Code, one.Field))] : [];

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await FaultsAsync(Visit("周一", Petition("card")) with { Representatives = ["甲", "乙"] }), Is.EqualTo(new[] { ("matter.people-few", (string?)"people") }));
            Assert.That(await FaultsAsync(Visit("周一", Petition("card")) with { People = 4, Representatives = ["甲", "甲"] }), Is.EqualTo(new[] { ("matter.representatives-twice", (string?)"representatives") }));
            Assert.That(await FaultsAsync(Visit("周一", new MatterCommand(MatterKind.HelpRequest, "other", "求助") { Class = PetitionClass.Claim })), Is.EqualTo(new[] { ("matter.class-needless", (string?)"matters[0].kind") }));
            Assert.That(await FaultsAsync(Visit("周一", Petition("card") with { Class = PetitionClass.Suggestion })), Is.EqualTo(new[] { ("matter.branch-needless", (string?)"matters[0].class") }));
        }
    }

    [Test]
    public async Task Every_petition_is_told_to_the_section_and_to_nobody_whom_it_accuses_be_it_by_name()
    {
        var accused = await office.HireAsync("named-officer", Role.RightsOfficer, UnitLevel.District, "370402");
        var plain = (await RegisterAsync(Visit("吴六", Petition("card")))).Single().Id;
        var accusation = (await RegisterAsync(Visit("吴六", new MatterCommand(MatterKind.Petition, "conduct", "反映某人") { Class = PetitionClass.Accusation, Accused = ["named-officer"] }))).Single().Id;
        var byName = (await RegisterAsync(Visit("吴六", new MatterCommand(MatterKind.Petition, "conduct", "反映某人") { Class = PetitionClass.Accusation, Accused = ["法律援助律师"] }))).Single().Id;
        var lawyer = (await office.AsAsync("lawyer1")).Account!.Value;
        var unknown = (await Assert.ThrowsAsync<RefusedException>(() => RegisterAsync(Visit("吴六", new MatterCommand(MatterKind.Petition, "conduct", "反映某人") { Class = PetitionClass.Accusation, Accused = ["没有这个人"] }))))!;

        async Task<AccountId?[]> ToldAsync(MatterId id) => [.. await office.ReadAsync(db => db.Set<Cases.Notifying.Notification>().Where(told => told.IdempotencyKey.StartsWith($"petition-new:{id}")).Select(told => told.Account).ToListAsync())];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ToldAsync(plain), Does.Contain(rights.Account).And.Contain(accused.Account).And.Not.Contain(desk.Account));
            Assert.That(await ToldAsync(accusation), Does.Contain(rights.Account).And.Not.Contain(accused.Account));
            Assert.That(await office.ReadAsync(db => db.Set<MatterAccused>().Where(one => one.MatterId == byName).Select(one => one.AccountId).ToListAsync()), Is.EqualTo(new[] { lawyer }));
            Assert.That((unknown.Code, unknown.Field), Is.EqualTo(("matter.accused", "matters[0].accused")));
        }
    }

    [Test]
    public async Task Whoever_objected_does_not_settle_the_objection_and_withdrawing_needs_words()
    {
        var id = (await RegisterAsync(Visit("郑七", Petition("card")))).Single().Id;
        await StepAsync(rights, id, PetitionEventKind.Arrived, 0);
        await StepAsync(rights, id, PetitionEventKind.Objected, 0);

        var own = (await Assert.ThrowsAsync<RefusedException>(() => StepAsync(rights, id, PetitionEventKind.ObjectionAllowed, 0)))!;
        await StepAsync(desk, id, PetitionEventKind.ObjectionAllowed, 0);
        var bare = (await Assert.ThrowsAsync<RefusedException>(() => office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, PetitionEventKind.Withdrawn, Today, Words: " "), desk, token))))!;

        Assert.That((own.Code, own.Field, bare.Code, bare.Field), Is.EqualTo(("petition.own-objection", "kind", "petition.words-missing", "words")));
    }

    [Test]
    public async Task The_same_petitioner_about_the_same_subject_is_a_repeat_and_a_stranger_or_an_unnamed_one_is_not()
    {
        var first = (await RegisterAsync(Visit("李二河", Petition("placement")) with { Phone = "13800000001" })).Single();
        var again = (await RegisterAsync(Visit("李二河", Petition("placement")) with { Phone = "13800000001" })).Single();
        var other = (await RegisterAsync(Visit("李二河", Petition("placement")) with { Phone = "13800000002" })).Single();
        var unnamed = (await RegisterAsync(Visit("", Petition("placement")) with { IsAnonymous = true })).Single();

        Assert.That((again.RepeatOf, other.RepeatOf, unnamed.RepeatOf), Is.EqualTo(((MatterId?)first.Id, (MatterId?)null, (MatterId?)null)));
    }

    [Test]
    public async Task A_letter_that_was_found_late_is_entered_by_the_day_on_which_it_came()
    {
        var late = (await RegisterAsync(Visit("冯八里", Petition("card")) with { Channel = MatterChannel.Letter, ReceivedOn = Today.AddDays(-90) })).Single();
        var old = (await Assert.ThrowsAsync<RefusedException>(() => RegisterAsync(Visit("冯八里", Petition("honour")) with { ReceivedOn = Today.AddDays(-366) })))!;

        var due = await office.ReadAsync(db => db.Set<Petition>().Where(petition => petition.Id == late.Id).Select(petition => petition.NextDueOn).SingleAsync());
        Assert.That((due, old.Code, old.Field), Is.EqualTo(((DateOnly?)Today.AddDays(-75), "matter.received-late", "receivedOn")), "late at once, and said so");
    }

    [Test]
    public async Task Whoever_brought_their_card_once_is_found_by_name_and_mobile_number_too_and_the_other_way_round()
    {
        var number = (string)office.Answers()["citizenId"]!;
        var with = (await RegisterAsync(Visit("刘五湖", Petition("honour")) with { Phone = "13800000051", CitizenId = number })).Single();
        var without = (await RegisterAsync(Visit("刘五湖", Petition("honour")) with { Phone = "13800000051" })).Single();
        var moved = (await RegisterAsync(Visit("刘五湖", Petition("honour")) with { Phone = "13800000052", CitizenId = number })).Single();
        var son = (await RegisterAsync(Visit("刘小湖", Petition("honour")) with { Phone = "13800000051" })).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That((without.RepeatOf, moved.RepeatOf), Is.EqualTo(((MatterId?)with.Id, (MatterId?)with.Id)));
            Assert.That(son.RepeatOf, Is.Null, "one telephone in a family makes nobody the same");
            Assert.That(with.ContactIndex, Is.EqualTo(without.PetitionerIndex).And.Not.Contain("13800000051"));
        }
    }

    [Test]
    public async Task A_petition_goes_from_the_desk_to_the_third_word_and_is_not_accepted_again_without_new_facts()
    {
        var visit = Visit("赵三江", Petition("enterprise-officers")) with { Phone = "13800000003" };
        var id = (await RegisterAsync(visit)).Single().Id;
        var day = Today;
        await StepAsync(desk, id, PetitionEventKind.Forwarded, 1);
        await StepAsync(rights, id, PetitionEventKind.Arrived, 0);
        await StepAsync(rights, id, PetitionEventKind.Accepted, 3);
        var stranger = (await Assert.ThrowsAsync<RefusedException>(() => StepAsync(rights, id, PetitionEventKind.Extended, 20, days: 30)))!;
        await StepAsync(head, id, PetitionEventKind.Extended, 0, days: 30);
        var due = await office.ReadAsync(db => db.Set<Petition>().Where(petition => petition.Id == id).Select(petition => petition.NextDueOn).SingleAsync());
        await StepAsync(rights, id, PetitionEventKind.Answered, 40);
        var undelivered = (await Assert.ThrowsAsync<RefusedException>(() => StepAsync(desk, id, PetitionEventKind.ReviewAsked, 1)))!;
        foreach (var kind in (PetitionEventKind[])[PetitionEventKind.Delivered, PetitionEventKind.ReviewAsked, PetitionEventKind.ReviewAnswered, PetitionEventKind.ReviewDelivered, PetitionEventKind.ReReviewAsked, PetitionEventKind.ReReviewAnswered])
            await StepAsync(rights, id, kind, 2);

        var again = (await Assert.ThrowsAsync<RefusedException>(() => RegisterAsync(visit with { ReceivedOn = Today })))!;
        var anew = await RegisterAsync(visit with { ReceivedOn = Today, Matters = [visit.Matters[0] with { NewFacts = "新的工资档案" }] });
        using (Assert.EnterMultipleScope())
        {
            Assert.That(stranger.Code, Is.EqualTo("petition.head-extends"));
            Assert.That(due, Is.EqualTo(day.AddDays(4 + 90)), "sixty days from the acceptance, and thirty more");
            Assert.That(undelivered.Code, Is.EqualTo("petition.delivery-missing"));
            Assert.That((again.Code, again.Field), Is.EqualTo(("petition.final-before", "matters[0].newFacts")));
            Assert.That(anew.Single().RepeatOf, Is.EqualTo(id));
        }
    }

    [Test]
    public async Task Of_two_who_enter_the_next_step_one_is_told_that_it_moved_and_outside_the_area_there_is_no_such_matter()
    {
        var id = (await RegisterAsync(Visit("钱四海", Petition("card")))).Single().Id;
        var elsewhere = await office.AsAsync("rights-370403");
        await StepAsync(rights, id, PetitionEventKind.Arrived, 0, seen: 1);

        var second = (await Assert.ThrowsAsync<RefusedException>(() => StepAsync(rights, id, PetitionEventKind.Accepted, 0, seen: 1)))!;
        var outside = (await Assert.ThrowsAsync<RefusedException>(() => StepAsync(elsewhere, id, PetitionEventKind.Accepted, 0)))!;
        var clerk = (await Assert.ThrowsAsync<RefusedException>(() => StepAsync(desk, id, PetitionEventKind.Accepted, 0)))!;

        Assert.That((second.Code, outside.Code, clerk.Code), Is.EqualTo(("petition.changed-meanwhile", "matter.unknown", "petition.not-yours")));
    }

    [Test]
    public async Task An_accusation_exists_for_the_section_and_whoever_received_it_and_for_nobody_whom_it_accuses()
    {
        var (leader, other) = (await office.AsAsync("leader1"), await office.HireAsync("desk-second", Role.DeskClerk, UnitLevel.District, "370402"));
        var accused = await office.HireAsync("accused-officer", Role.RightsOfficer, UnitLevel.District, "370402");
        var raised = new MatterCommand(MatterKind.Petition, "conduct", "反映某工作人员") { Class = PetitionClass.Accusation, Accused = ["accused-officer"] };
        var id = (await RegisterAsync(Visit("孙五湖", raised) with { Phone = "13800000005" })).Single().Id;

        async Task<bool> SeesAsync(Actor actor) => await office.AskAsync(async all => await (await all.GetRequiredService<MatterSight>().OfAsync(actor, [], CancellationToken.None)).AnyAsync(matter => matter.Id == id));
        var step = (await Assert.ThrowsAsync<RefusedException>(() => StepAsync(accused, id, PetitionEventKind.Routed, 0)))!;
        using (Assert.EnterMultipleScope())
        {
            Assert.That((await SeesAsync(rights), await SeesAsync(desk)), Is.EqualTo((true, true)));
            Assert.That((await SeesAsync(accused), await SeesAsync(leader), await SeesAsync(other)), Is.EqualTo((false, false, false)));
            Assert.That(step.Code, Is.EqualTo("matter.unknown"));
        }
    }

    [Test]
    public async Task A_day_is_closed_by_name_also_where_nobody_came_and_signed_by_the_head_and_then_the_leader()
    {
        var (other, leader) = (await office.AsAsync("desk-370406"), await office.AsAsync("leader1"));
        var hill = await office.HireAsync("hill-head", Role.UnitHead, UnitLevel.District, "370406");
        var day = await CloseAsync(other, Today);

        var twice = (await Assert.ThrowsAsync<RefusedException>(() => CloseAsync(other, Today)))!;
        var ahead = (await Assert.ThrowsAsync<RefusedException>(() => CloseAsync(other, Today.AddDays(1))))!;
        var early = (await Assert.ThrowsAsync<RefusedException>(() => SignAsync(leader, day.Id)))!;
        await SignAsync(hill, day.Id);
        var signed = await SignAsync(leader, day.Id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((day.Matters, day.ClosedBy), Is.EqualTo((0, other.Account!.Value)));
            Assert.That((twice.Code, ahead.Code, early.Code), Is.EqualTo(("register.closed-before", "register.day-ahead", "register.head-first")));
            Assert.That((signed.HeadBy, signed.LeaderBy), Is.EqualTo((hill.Account, leader.Account)));
        }
    }

    private VisitCommand Visit(string name, params MatterCommand[] matters) => new(MatterChannel.Visit, Today) { Name = name, Matters = [.. matters] };

    private static MatterCommand Petition(string subject) => new(MatterKind.Petition, subject, "要求落实待遇") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling };

    private Task<ImmutableArray<Matter>> RegisterAsync(VisitCommand command) => office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(command, desk, token));

    private async Task StepAsync(Actor actor, MatterId id, PetitionEventKind kind, int later, int days = 0, int? seen = null)
    {
        office.Clock.MoveTo(office.Clock.GetUtcNow().AddDays(later));
        if (PetitionPapers.DeliveredBy(kind) is { } paper)
            await office.DeliverAsync(id, paper, actor);
        else
            await office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(id, kind, Today, days, "见附件", seen), actor, token));
    }

    private Task<RegisterDay> CloseAsync(Actor actor, DateOnly day) => office.DoAsync((CloseRegisterDay act, CancellationToken token) => act.RunAsync(day, null, actor, token));

    private Task<RegisterDay> SignAsync(Actor actor, RegisterDayId id) => office.DoAsync((SignRegisterDay act, CancellationToken token) => act.RunAsync(id, actor, token));
}
