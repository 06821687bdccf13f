using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static AidWorkflow.Cases.Petitioning.PetitionEventKind;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>Matters that are merged and split, and officers who stand aside: nothing is lost, no day is won, and no accusation is shown to anybody who did not see it.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class MatterLinkTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;
    private Actor rights = null!;
    private Actor city = null!;
    private Actor head = null!;

    private DateOnly Today => LocalDay.Today(office.Clock);

    [OneTimeSetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 9), new TimeOnly(9, 0)));
        (desk, rights, city) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"), await office.AsAsync("cityrights1"));
        head = await office.HireAsync("bureau-head", Role.UnitHead, UnitLevel.District, "370402");
    }

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_merged_petition_stops_with_a_pointer_and_goes_on_as_it_was_where_that_is_undone()
    {
        var (lead, second) = (await RegisterAsync("李一", "13800000011", Claim("pension")), await RegisterAsync("李一", "13800000011", Claim("pension")));
        await StepAsync(second, Arrived);
        var before = await PetitionAsync(second.Id);
        await MergeAsync(rights, second, lead);
        var merged = await PetitionAsync(second.Id);
        var step = await RefusedAsync(() => StepAsync(second, Accepted));
        Later(3);
        await office.DoAsync((MergeMatters act, CancellationToken token) => act.UndoAsync(second.Id, rights, token));
        var after = await PetitionAsync(second.Id);
        await StepAsync(second, Accepted);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((merged.Status, merged.NextDueOn), Is.EqualTo((PetitionStatus.Merged, (DateOnly?)null)));
            Assert.That(step.Code, Is.EqualTo("petition.not-now"));
            Assert.That((after.Status, after.NextLimit, after.NextDueOn), Is.EqualTo((before.Status, before.NextLimit, before.NextDueOn)), "no day is won");
            Assert.That((await PetitionAsync(second.Id)).Status, Is.EqualTo(PetitionStatus.Handling), "its workflow goes on too");
            Assert.That(await office.ReadAsync(db => db.Set<PetitionEntry>().CountAsync(entry => entry.MatterId == second.Id)), Is.EqualTo(5), "nothing is lost");
        }
    }

    [Test]
    public async Task A_merge_is_not_undone_once_the_leading_petition_went_on()
    {
        var (lead, second) = (await RegisterAsync("李二", "13800000012", Claim("card")), await RegisterAsync("李二", "13800000012", Claim("card")));
        await MergeAsync(rights, second, lead);
        Later(1);
        await StepAsync(lead, Arrived);

        var late = await RefusedAsync(() => office.DoAsync((MergeMatters act, CancellationToken token) => act.UndoAsync(second.Id, rights, token)));
        var never = await RefusedAsync(() => office.DoAsync((MergeMatters act, CancellationToken token) => act.UndoAsync(lead.Id, rights, token)));

        Assert.That((late.Code, never.Code), Is.EqualTo(("merge.followed", "merge.none")));
    }

    [Test]
    public async Task Only_matters_of_one_petitioner_or_joint_group_of_one_kind_and_class_are_merged()
    {
        var lead = await RegisterAsync("李三", "13800000013", Claim("pension"));
        var other = await RegisterAsync("张四", "13800000014", Claim("pension"));
        var group = await RegisterAsync("赵五", "13800000015", Claim("pension"), people: 6, "赵五", "张四");
        var accusation = await RegisterAsync("李三", "13800000013", Accusation());
        var question = await RegisterAsync("李三", "13800000013", new(MatterKind.HelpRequest, "pension", "求助"));

        var codes = new[]
        {
            (await RefusedAsync(() => MergeAsync(rights, other, lead))).Code, (await RefusedAsync(() => MergeAsync(rights, accusation, lead))).Code, (await RefusedAsync(() => MergeAsync(rights, question, lead))).Code,
            (await RefusedAsync(() => MergeAsync(rights, lead, lead))).Code, (await RefusedAsync(() => MergeAsync(desk, other, group))).Code,
            (await RefusedAsync(() => office.DoAsync((MergeMatters act, CancellationToken token) => act.RunAsync(lead.Id, "XF0", "同一", rights, token)))).Code,
        };
        await MergeAsync(rights, other, group);

        Assert.That(codes, Is.EqualTo(new[] { "merge.people", "merge.class", "merge.kind", "merge.itself", "matter.not-yours", "merge.lead-unknown" }));
        Assert.That((await PetitionAsync(other.Id)).Status, Is.EqualTo(PetitionStatus.Merged), "one of a joint group");
    }

    [Test]
    public async Task Whom_a_merged_accusation_names_sees_neither_even_after_it_is_undone()
    {
        var lead = await RegisterAsync("钱六", "13800000016", Accusation());
        var second = await RegisterAsync("钱六", "13800000016", Accusation("rights1"));
        var before = (await SeesAsync(rights, lead), await SeesAsync(rights, second));
        await MergeAsync(city, second, lead);
        var merged = (await SeesAsync(rights, lead), await SeesAsync(city, lead), await SeesAsync(head, lead));
        await office.DoAsync((MergeMatters act, CancellationToken token) => act.UndoAsync(second.Id, city, token));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(before, Is.EqualTo((true, false)));
            Assert.That(merged, Is.EqualTo((false, true, false)));
            Assert.That((await SeesAsync(rights, lead), await SeesAsync(rights, second)), Is.EqualTo((false, false)));
        }
    }

    [Test]
    public async Task A_request_that_is_split_off_has_limits_of_its_own_from_the_day_of_the_first_receipt()
    {
        var from = await RegisterAsync("孙七", "13800000017", Claim("pension"));
        var received = Today;
        Later(4);
        var wrong = await RefusedAsync(() => SplitAsync(rights, from, new(MatterKind.Petition, "no-such", ""), ""));
        var part = await SplitAsync(desk, from, Claim("placement"), "两个诉求分属两个机关");
        var petition = await PetitionAsync(part.Id);
        var link = await office.ReadAsync(db => db.Set<MatterLink>().AsNoTracking().SingleAsync(one => one.MatterId == part.Id));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(wrong.Others.Prepend(wrong).Select(one => one.Field), Is.EquivalentTo(new[] { "why", "subject", "summary", "class" }));
            Assert.That((part.ReceivedOn, part.VisitId, part.FirstContact), Is.EqualTo((received, from.VisitId, desk.Account!.Value)));
            Assert.That((petition.NextLimit, petition.NextDueOn), Is.EqualTo(((LimitKind?)LimitKind.Registering, (DateOnly?)received.AddDays(15))), "from the original receipt");
            Assert.That(part.Number, Is.Not.Null.And.Not.EqualTo(from.Number));
            Assert.That((link.OtherId, link.Kind), Is.EqualTo((from.Id, MatterLinkKind.SplitFrom)));
        }
    }

    [Test]
    public async Task What_is_split_off_an_accusation_is_one_and_those_it_names_stay_kept_out()
    {
        var from = await RegisterAsync("周八", "13800000018", Accusation("rights1"));
        var wider = await RefusedAsync(() => SplitAsync(city, from, Claim("pension"), "另有诉求"));
        var part = await SplitAsync(city, from, Accusation(), "另一事实");
        var answered = await RegisterAsync("周九", "13800000019", Claim("pension"));
        await StepAsync(answered, Arrived, Accepted, Answered);
        var late = await RefusedAsync(() => SplitAsync(rights, answered, Claim("card"), "另有诉求"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((wider.Code, late.Code), Is.EqualTo(("split.accusation", "split.answered")));
            Assert.That((await SeesAsync(rights, part), await SeesAsync(city, part)), Is.EqualTo((false, true)));
        }
    }

    [Test]
    public async Task Whoever_stands_aside_acts_no_more_until_the_head_ends_it()
    {
        var matter = await RegisterAsync("吴十", "13800000020", Claim("pension"));
        var why = await RefusedAsync(() => RecuseAsync(rights, matter, "", " "));
        var recusal = await RecuseAsync(rights, matter, "", "与信访人是亲属");
        var codes = new[]
        {
            (await RefusedAsync(() => StepAsync(matter, Arrived))).Code,
            (await RefusedAsync(() => office.DoAsync((SuperviseMatter act, CancellationToken token) => act.RunAsync(matter.Id, Today.AddDays(3), "督办", rights, token)))).Code,
            (await RefusedAsync(() => SplitAsync(rights, matter, Claim("card"), "分"))).Code,
            (await RefusedAsync(() => RecuseAsync(rights, matter, "", "再"))).Code,
            (await RefusedAsync(() => office.DoAsync((RecuseFromMatter act, CancellationToken token) => act.EndAsync(matter.Id, recusal.Id, rights, token)))).Code,
        };
        var sees = await SeesAsync(rights, matter);
        var offers = await office.AskAsync(all => all.GetRequiredService<PetitionDrafting>().OffersAsync(matter.Id, rights, CancellationToken.None));
        await office.DoAsync((RecuseFromMatter act, CancellationToken token) => act.EndAsync(matter.Id, recusal.Id, head, token));
        await StepAsync(matter, Arrived);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((why.Code, why.Field), Is.EqualTo(("recusal.why", "why")));
            Assert.That(codes, Is.All.EqualTo("matter.recused"));
            Assert.That((sees, offers.Length), Is.EqualTo((true, 0)), "they may read it");
            Assert.That((await PetitionAsync(matter.Id)).Status, Is.EqualTo(PetitionStatus.AtBody));
        }
    }

    [Test]
    public async Task The_head_orders_it_and_of_an_accusation_the_section()
    {
        var (matter, accusation) = (await RegisterAsync("郑一", "13800000021", Claim("pension")), await RegisterAsync("郑一", "13800000021", Accusation()));
        var clerk = await RefusedAsync(() => RecuseAsync(rights, matter, "desk1", "同事"));
        var stranger = await RefusedAsync(() => RecuseAsync(head, matter, "desk-370403", "别的区"));
        await RecuseAsync(head, matter, "desk1", "与信访人有利害关系");
        var twice = await RefusedAsync(() => RecuseAsync(head, matter, "desk1", "再"));
        var blind = await RefusedAsync(() => RecuseAsync(head, accusation, "desk1", "看不到"));
        await RecuseAsync(rights, accusation, "desk1", "与被检举人同科");
        var told = await office.ReadAsync(db => db.Set<Notification>().CountAsync(one => one.Occasion == "matter.recusal-ordered" && one.Account == desk.Account));
        var sent = await RefusedAsync(() => office.DoAsync((SendPetitionOn act, CancellationToken token) => act.RunAsync(new(matter.Id, Forwarded, Today, "某局"), desk, token)));

        Assert.That((clerk.Code, stranger.Code, twice.Code, blind.Code, sent.Code, told), Is.EqualTo(("recusal.head-orders", "recusal.nobody", "recusal.before", "matter.unknown", "matter.recused", 2)));
    }

    private void Later(int days) => office.Clock.MoveTo(office.Clock.GetUtcNow().AddDays(days));

    private static MatterCommand Claim(string subject) => new(MatterKind.Petition, subject, "要求落实") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling };

    private static MatterCommand Accusation(params string[] accused) => new(MatterKind.Petition, "conduct", "举报") { Class = PetitionClass.Accusation, Accused = [.. accused] };

    private async Task<Matter> RegisterAsync(string name, string phone, MatterCommand raised, int people = 1, params string[] representatives) =>
        (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(new(MatterChannel.Visit, Today) { Name = name, Phone = phone, People = people, Representatives = [.. representatives], Matters = [raised] }, desk, token)))[0];

    private async Task StepAsync(Matter matter, params PetitionEventKind[] kinds)
    {
        foreach (var kind in kinds)
            await office.DoAsync((RecordPetitionStep act, CancellationToken token) => act.RunAsync(new(matter.Id, kind, Today, 0, "说明"), rights, token));
    }

    private Task<MatterLink> MergeAsync(Actor actor, Matter matter, Matter lead) => office.DoAsync((MergeMatters act, CancellationToken token) => act.RunAsync(matter.Id, lead.Number!, "同一事实", actor, token));

    private Task<Matter> SplitAsync(Actor actor, Matter from, MatterCommand raised, string why) => office.DoAsync((SplitMatter act, CancellationToken token) => act.RunAsync(from.Id, raised, why, actor, token));

    private Task<MatterRecusal> RecuseAsync(Actor actor, Matter matter, string person, string why) => office.DoAsync((RecuseFromMatter act, CancellationToken token) => act.RunAsync(matter.Id, person, why, actor, token));

    private Task<Petition> PetitionAsync(MatterId id) => office.ReadAsync(db => db.Set<Petition>().AsNoTracking().SingleAsync(one => one.Id == id));

    private Task<bool> SeesAsync(Actor actor, Matter matter) => office.AskAsync(async all => await (await all.GetRequiredService<MatterSight>().OfAsync(actor, [], CancellationToken.None)).AnyAsync(one => one.Id == matter.Id));

    private static async Task<RefusedException> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RefusedException>(() => act()))!;
}
