using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Petitioning;

/// <summary>Where a petition is suggested to go and why, replies that are owed by a day, and what the section supervises.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class MatterWorkTests(Provider provider)
{
    private Office office = null!;
    private Actor desk = null!;
    private Actor rights = null!;

    private DateOnly Today => LocalDay.Today(office.Clock);

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 9), new TimeOnly(9, 0)));
        (desk, rights) = (await office.AsAsync("desk1"), await office.AsAsync("rights1"));
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task A_petition_is_suggested_the_body_of_the_rule_that_names_most_of_it_with_the_reason()
    {
        var petition = await RegisterAsync(Claim("employment"));
        var byDemo = await SuggestedAsync(petition);
        await WriteAsync(new("employment", PetitionClass.Claim, ClaimBranch.PetitionHandling, null, null, "市中区人社局", "市中政办〔2022〕5号", Today));
        var byOwn = await SuggestedAsync(petition);
        var level = await SuggestedAsync(await RegisterAsync(Claim("honour")));
        var own = await SuggestedAsync(await RegisterAsync(Claim("pension")));
        var nobody = await SuggestedAsync(await RegisterAsync(Claim("pension") with { Branch = ClaimBranch.PartyAppeal }));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((byDemo.Body!.Zh, byDemo.Rule is null), Is.EqualTo(("人力资源和社会保障局", false)));
            Assert.That((byOwn.Body!.Zh, byOwn.Why.Zh), Is.EqualTo(("市中区人社局", "按 2022-05-09 起施行的规则（市中政办〔2022〕5号），市中区退役军人事务局范围内“就业创业”（申诉求决、信访程序）由市中区人社局负责。")));
            Assert.That((level.Body!.Zh, level.Rule, level.IsOwn), Is.EqualTo(("枣庄市退役军人事务局", (RouteRuleId?)null, false)));
            Assert.That((own.Body!.Zh, own.IsOwn), Is.EqualTo(("市中区退役军人事务局", true)));
            Assert.That((nobody.Body, nobody.Why.Zh), Is.EqualTo(((Cases.Forms.LocalText?)null, "没有建议：市中区退役军人事务局没有适用于“抚恤优待”（申诉求决、党内申诉）的规则，此类事项只按规则确定去向。请填写机关并说明理由，或请权益维护科补充规则。")));
        }
    }

    [Test]
    public async Task A_rule_is_followed_by_another_and_ended_and_is_for_the_section_of_its_area()
    {
        var petition = await RegisterAsync(Claim("card"));
        var first = await WriteAsync(new("card", null, null, null, null, "银行", "甲文", Today));
        var second = await WriteAsync(new("card", null, null, null, await UnitAsync("370400"), "", "乙文", Today.AddDays(3), Follows: first.Id));
        var before = await SuggestedAsync(petition);
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 12), new TimeOnly(9, 0)));
        var after = await SuggestedAsync(petition);
        await office.DoAsync(async (WriteRouteRule act, CancellationToken token) =>
        {
            await act.EndAsync(second.Id, Today, rights, token);
            return true;
        });
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 13), new TimeOnly(9, 0)));
        var ended = await SuggestedAsync(petition);
        var clerk = await RefusedAsync(() => office.DoAsync((WriteRouteRule act, CancellationToken token) => act.RunAsync(new("card", null, null, null, null, "银行", "丙文", Today), desk, token)));
        var wrong = await RefusedAsync(() => WriteAsync(new("no-such", PetitionClass.Suggestion, ClaimBranch.Litigation, null, null, " ", "", Today, Today.AddDays(-1))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((before.Body!.Zh, after.Body!.Zh), Is.EqualTo(("银行", "枣庄市退役军人事务局")));
            Assert.That(ended.Why.Zh, Does.StartWith("适用的规则已于 2022-05-12 停用；按事项目录"));
            Assert.That(clerk.Code, Is.EqualTo("route.not-yours"));
            Assert.That(wrong.Others.Prepend(wrong).Select(one => one.Field), Is.EquivalentTo(new[] { "subject", "branch", "body", "basis", "to" }));
            Assert.That(await office.ReadAsync(db => db.Set<RouteRule>().CountAsync(rule => rule.IsDemo && rule.EnteredBy == null)), Is.EqualTo(5), "those of the demo are marked");
        }
    }

    [Test]
    public async Task Going_elsewhere_than_suggested_needs_a_reason_that_is_kept_and_an_assignment_a_day_to_report_by()
    {
        var id = await RegisterAsync(Claim("employment"));
        var bare = await RefusedAsync(() => SendAsync(desk, new(id, PetitionEventKind.Forwarded, Today, "")));
        var unexplained = await RefusedAsync(() => SendAsync(desk, new(id, PetitionEventKind.Forwarded, Today, "滕州市人社局")));
        var undated = await RefusedAsync(() => SendAsync(rights, new(id, PetitionEventKind.Assigned, Today, "人力资源和社会保障局")));
        var backwards = await RefusedAsync(() => SendAsync(rights, new(id, PetitionEventKind.Assigned, Today, "人力资源和社会保障局", ReplyBy: Today)));
        var status = await SendAsync(rights, new(id, PetitionEventKind.Assigned, Today, "滕州市人社局", "档案在滕州", Today.AddDays(20)));
        var kept = await office.ReadAsync(db => db.Set<PetitionSending>().AsNoTracking().SingleAsync(sent => sent.MatterId == id));
        var duty = await DutyAsync(id);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((bare.Code, bare.Field), Is.EqualTo(("send.body", "body")));
            Assert.That((unexplained.Code, unexplained.Field), Is.EqualTo(("send.why", "why")));
            Assert.That((undated.Code, backwards.Code), Is.EqualTo(("duty.reply-by-missing", "duty.reply-by-early")));
            Assert.That((status, kept.Body, kept.Suggested), Is.EqualTo((PetitionStatus.OnItsWay, "滕州市人社局", "人力资源和社会保障局")));
            Assert.That((kept.Why, kept.RuleId), Is.Not.EqualTo(((byte[]?)null, (RouteRuleId?)null)));
            Assert.That((duty.Kind, duty.Party, duty.ReplyBy), Is.EqualTo((ReplyDutyKind.AssignedOn, "滕州市人社局", Today.AddDays(20))));
        }
    }

    [Test]
    public async Task A_task_from_above_needs_its_source_and_day_and_ends_with_the_last_report()
    {
        var missing = await RefusedAsync(() => RegisterAsync(new(MatterKind.AssignedTask, "pension", "核实待遇发放")));
        var id = await RegisterAsync(new(MatterKind.AssignedTask, "pension", "核实待遇发放") { Source = "省退役军人事务厅", ReplyBy = Today.AddDays(10) });
        var duty = await DutyAsync(id);
        await ReplyAsync(desk, new(id, duty.Id, Today, "省退役军人事务厅", "已着手核实", IsLast: false));
        var open = await DutyAsync(id);
        var silent = await RefusedAsync(() => ReplyAsync(desk, new(id, duty.Id, Today.AddDays(1), "", "", IsLast: true)));
        await ReplyAsync(desk, new(id, duty.Id, Today, "省退役军人事务厅", "全部按期发放", IsLast: true));
        var again = await RefusedAsync(() => ReplyAsync(desk, new(id, duty.Id, Today, "省退役军人事务厅", "再报", IsLast: true)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(missing.Others.Prepend(missing).Select(one => (one.Code, one.Field)), Is.EquivalentTo(new[] { ("duty.source", "matters[0].source"), ("duty.reply-by-missing", "matters[0].replyBy") }));
            Assert.That((open.EndedOn, open.Replies), Is.EqualTo(((DateOnly?)null, 1)));
            Assert.That(silent.Others.Prepend(silent).Select(one => one.Field), Is.EquivalentTo(new[] { "on", "whom", "words" }));
            Assert.That(again.Code, Is.EqualTo("duty.ended"));
            Assert.That(await office.ReadAsync(db => db.Set<Matter>().Where(matter => matter.Id == id).Select(matter => matter.ClosedOn).SingleAsync()), Is.EqualTo(Today), "the task is done");
            Assert.That(await office.ReadAsync(db => db.Set<ReplyGiven>().CountAsync(reply => reply.DutyId == duty.Id)), Is.EqualTo(2));
        }
    }

    [Test]
    public async Task Replies_that_are_overdue_are_told_with_the_limits_and_of_an_accusation_to_no_head()
    {
        var head = await office.HireAsync("bureau-head", Role.UnitHead, UnitLevel.District, "370402");
        var task = await RegisterAsync(new(MatterKind.AssignedTask, "pension", "核实") { Source = "省厅", ReplyBy = new(2022, 5, 11) });
        var accusation = await RegisterAsync(new(MatterKind.Petition, "conduct", "举报") { Class = PetitionClass.Accusation });
        await SuperviseAsync(rights, accusation, new(2022, 5, 11));
        office.Clock.MoveTo(LocalDay.At(new DateOnly(2022, 5, 12), new TimeOnly(8, 30)));
        await office.SweepAsync(RegisterSweep.Key);
        var told = await office.ReadAsync(db => db.Set<Notification>().AsNoTracking().Where(one => one.Occasion == "petition.limits").ToListAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Single(one => one.Account == desk.Account).In("zh-CN").Body, Does.Contain("上级交办回复 2022-05-11（已超期）").And.Contain("督办回复 2022-05-11（已超期）"));
            Assert.That(told.Single(one => one.Account == head.Account).Texts, Does.Contain(task.ToString()).And.Not.Contain(accusation.ToString()));
        }
    }

    [Test]
    public async Task The_section_supervises_a_matter_the_holder_is_told_and_replies_and_the_section_ends_it()
    {
        var id = await RegisterAsync(Claim("pension"));
        var clerk = await RefusedAsync(() => SuperviseAsync(desk, id, Today.AddDays(5)));
        var duty = await SuperviseAsync(rights, id, Today.AddDays(5));
        var twice = await RefusedAsync(() => SuperviseAsync(rights, id, Today.AddDays(5)));
        await ReplyAsync(desk, new(id, duty.Id, Today, "", "已约见", IsLast: true));
        var going = await DutyAsync(id);
        var self = await RefusedAsync(() => EndAsync(desk, id, duty.Id));
        await EndAsync(rights, id, duty.Id);
        var told = await office.ReadAsync(db => db.Set<Notification>().AsNoTracking().Where(one => one.Occasion == "matter.supervised" || one.Occasion == "matter.replied").OrderBy(one => one.CreatedAt).ThenBy(one => one.Id).ToListAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That((clerk.Code, twice.Code, self.Code), Is.EqualTo(("matter.not-yours", "duty.supervised-before", "matter.not-yours")));
            Assert.That((going.EndedOn, going.Replies), Is.EqualTo(((DateOnly?)null, 1)), "supervision goes on until the section ends it");
            Assert.That((await DutyAsync(id)).EndedOn, Is.EqualTo(Today));
            Assert.That(told.Select(one => (one.Occasion, one.Account)), Is.EqualTo(new[] { ("matter.supervised", desk.Account), ("matter.replied", rights.Account) }));
        }
    }

    private static MatterCommand Claim(string subject) => new(MatterKind.Petition, subject, "要求落实") { Class = PetitionClass.Claim, Branch = ClaimBranch.PetitionHandling };

    private async Task<MatterId> RegisterAsync(MatterCommand raised) =>
        (await office.DoAsync((RegisterVisit act, CancellationToken token) => act.RunAsync(new(MatterChannel.Visit, Today) { Name = "王大山", Matters = [raised] }, desk, token)))[0].Id;

    private Task<RouteRule> WriteAsync(RouteRuleCommand said) => office.DoAsync((WriteRouteRule act, CancellationToken token) => act.RunAsync(said, rights, token));

    private Task<UnitId> UnitAsync(string code) => office.ReadAsync(db => db.Set<Unit>().Where(unit => unit.DivisionCode == code).Select(unit => unit.Id).SingleAsync());

    private Task<PetitionStatus> SendAsync(Actor actor, PetitionSendCommand command) => office.DoAsync((SendPetitionOn act, CancellationToken token) => act.RunAsync(command, actor, token));

    private Task<ReplyDuty> SuperviseAsync(Actor actor, MatterId id, DateOnly by) => office.DoAsync((SuperviseMatter act, CancellationToken token) => act.RunAsync(id, by, "久拖不决", actor, token));

    private Task<ReplyDuty> ReplyAsync(Actor actor, ReplyCommand command) => office.DoAsync((AnswerDuty act, CancellationToken token) => act.RunAsync(command, actor, token));

    private Task<ReplyDuty> EndAsync(Actor actor, MatterId id, ReplyDutyId duty) => office.DoAsync((AnswerDuty act, CancellationToken token) => act.EndAsync(id, duty, "已整改", actor, token));

    private Task<ReplyDuty> DutyAsync(MatterId id) => office.ReadAsync(db => db.Set<ReplyDuty>().AsNoTracking().SingleAsync(duty => duty.MatterId == id));

    private Task<RouteSuggestion> SuggestedAsync(MatterId id) => office.AskAsync(async all =>
    {
        var db = all.GetRequiredService<IUnitOfWork>().Db;
        return await all.GetRequiredService<PetitionRouting>().OfAsync(await db.Set<Matter>().SingleAsync(matter => matter.Id == id), await db.Set<Petition>().SingleAsync(petition => petition.Id == id), CancellationToken.None);
    });

    private static async Task<RefusedException> RefusedAsync(Func<Task> act) => (await Assert.ThrowsAsync<RefusedException>(() => act()))!;
}
