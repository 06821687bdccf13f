using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>What documents, notices and messages of a case say, and to whom.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ToldTests(Provider provider)
{
    private const string Accident = "sudden-accident-relief";
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task A_document_cites_the_law_of_its_day_and_is_signed_by_the_bureau()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.DecideAsync("station1", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.NotAccept, "户籍不在本区。"));

        var (zh, en) = (await DocumentAsync(opened.Id, "zh-CN"), await DocumentAsync(opened.Id, "en"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(zh, Does.Contain("退役军人保障法").And.Not.Contain("2024年修订"), "the regulation was revised two years later");
            Assert.That(zh, Does.Contain("市中区退役军人事务局（印章）"));
            Assert.That(en, Does.Contain("Shizhong District Veterans Affairs Bureau (seal)"));
        }
    }

    /// <summary>What is to be done can be read without opening anything, and on a locked screen nothing tells of an illness.</summary>
    [Test]
    public async Task A_text_message_lists_what_is_missing_and_names_no_illness()
    {
        var answers = office.Answers("serious-illness-relief");
        (answers["diagnosis"], answers["admittedOn"], answers["bills"]) = ("肝癌", "2021-09-23", new JsonArray(new JsonObject { ["settledOn"] = "2021-10-16", ["hospital"] = "枣庄市立医院", ["total"] = "347300.00" }));
        var opened = await office.SubmitAsync(answers, "serious-illness-relief", "identityCard", "dischargePapers", "signedPromise");
        await office.DecideAsync("station1", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.Incomplete)
        {
            Missing = [new("householdRegister", "肝癌复查后再拍"), new("bankCard", null), new("diagnosisProof", null)],
        });

        var (text, message) = (await TextAsync(opened.Id, Occasions.CompletionNotice), (await office.MessagesAsync(opened.Id, Occasions.CompletionNotice)).First());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(text, Does.Contain("请重新提交或补充：户口簿").And.Contain("银行卡").And.Contain("另有 1 项").And.Contain("前办理"));
            Assert.That(text, Does.Not.Contain("癌").And.Not.Contain("诊").And.Not.Contain("病"));
            Assert.That(message.In("zh-CN").Body, Does.Contain("肝癌复查后再拍").And.Contain("诊断"), "inside the account everything stands");
            Assert.That(message.In("en").Body, Does.Contain("Household register"));
        }
    }

    [TestCase("zh-CN", "之日起60日内申请复核")]
    [TestCase("en", "within 60 calendar days from receiving the letter")]
    public async Task Who_is_refused_reads_why_and_how_and_until_when_to_ask_again(string language, string words)
    {
        var opened = await office.SubmitCompleteAsync();
        await office.DecideAsync("decider1", new((await office.ReachAsync(opened.Id, "DistrictDecision")).Id, Verdict.Refuse, "收入高于标准。"));

        var message = (await office.MessagesAsync(opened.Id, Occasions.Refused)).First();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(message.In(language).Body, Does.Contain("收入高于标准。").And.Contain(words));
            Assert.That(await TextAsync(opened.Id, Occasions.Refused), Does.Contain("未获批准").And.Contain("之日起60日内申请复核").And.Not.Contain("收入"));
        }
    }

    [Test]
    public async Task A_provisional_day_is_said_to_be_provisional()
    {
        await using var later = await LateAsync();
        var opened = await later.SubmitAsync(later.Answers(), "hardship-aid", "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement");
        await later.DecideAsync("station1", new((await later.TasksAsync(opened.Id)).Single().Id, Verdict.Incomplete) { Missing = [new("householdRegister", null)] });
        await RemindAsync(later, opened.Id);

        using (Assert.EnterMultipleScope())
        {
            foreach (var occasion in new[] { Occasions.ApplicationReceived, Occasions.TaskAssigned, Occasions.CompletionNotice, Occasions.Reminder })
            {
                var message = (await later.MessagesAsync(opened.Id, occasion)).First();
                Assert.That(message.In("zh-CN").Body, Does.Contain("（暂定，"), occasion);
                Assert.That(message.In("en").Body, Does.Contain("(provisional until"), occasion);
            }

            Assert.That(await DocumentAsync(opened.Id, "zh-CN", later), Does.Contain("（暂定，"));
            Assert.That(await DocumentAsync(opened.Id, "en", later), Does.Contain("(provisional until"));
        }
    }

    [Test]
    public async Task A_notice_whose_end_is_provisional_stays_up_until_the_calendar_confirms_it()
    {
        await using var later = await LateAsync();
        var id = await AccidentAsync(later);
        await later.UntilAsync(id, "PublicNotice");
        var posted = await NoticeAsync(later, id);

        later.Clock.MoveTo(LocalDay.At(posted.ToDay.AddDays(3), new TimeOnly(9, 0)));
        await later.SweepAsync(DueTimerSweep.Key);
        var (standing, round) = (await NoticeAsync(later, id), await RoundAsync(later, id));
        await LoadAsync(later, 2027);
        later.Clock.Advance(TimeSpan.FromDays(1));
        await later.SweepAsync(DueTimerSweep.Key);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(posted.TextZh, Does.Contain("（暂定，").And.Not.Contain("电话"), "a township whose telephone is not known gives none");
            Assert.That((standing.State, round), Is.EqualTo((NoticeState.Posted, RoundState.Open)));
            Assert.That(standing.ToDay, Is.EqualTo(posted.ToDay.AddDays(3)));
            Assert.That(((await NoticeAsync(later, id)).State, await RoundAsync(later, id)), Is.EqualTo((NoticeState.Ended, RoundState.Settled)));
        }
    }

    [Test]
    public async Task A_provisional_end_takes_the_right_to_object_from_nobody()
    {
        await using var later = await LateAsync();
        var id = await AccidentAsync(later);
        await later.UntilAsync(id, "PublicNotice");
        var notice = await NoticeAsync(later, id);
        later.Clock.MoveTo(LocalDay.At(notice.ToDay.AddDays(1), new TimeOnly(9, 0)));

        await ObjectAsync(later, notice.Id);

        Assert.That((await NoticeAsync(later, id)).State, Is.EqualTo(NoticeState.Held));
    }

    [Test]
    public async Task The_receipt_promises_the_day_of_the_first_check()
    {
        var opened = await office.SubmitCompleteAsync();
        var clock = await office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().SingleAsync(clock => clock.CaseId == opened.Id));

        var said = (await office.MessagesAsync(opened.Id, Occasions.ApplicationReceived)).Single();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(said.In("zh-CN").Body, Does.Contain($"我们将在{clock.DueOn:yyyy年M月d日}前告知您材料是否齐全"));
            Assert.That(clock.DueOn, Is.GreaterThan(opened.AppliedOn));
        }
    }

    [Test]
    public async Task A_reminder_names_the_step_as_people_do_and_counts_working_days()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.AgreeAsync((await office.TasksAsync(opened.Id)).Single());

        await RemindAsync(office, opened.Id);

        var said = (await office.MessagesAsync(opened.Id, Occasions.Reminder)).First();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(said.In("zh-CN").Body, Does.Contain("“村级意见”").And.Match("还有 \\d 个工作日").And.Not.Contain("VillageOpinion"));
            Assert.That(said.In("en").Body, Does.Contain("'Village opinion'").And.Match("in (1 working day|[02-9] working days)[ .,]"));
        }
    }

    [Test]
    public async Task A_reminder_on_the_last_day_says_today_and_not_no_days()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.ReachAsync(id, "VillageOpinion");
        var due = await office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.CaseId == id && clock.Kind == "VillageOpinion").Select(clock => clock.DueOn).SingleAsync());
        office.Clock.MoveTo(LocalDay.At(due, new TimeOnly(9, 0)));

        await RemindAsync(office, id);

        var said = (await office.MessagesAsync(id, Occasions.Reminder)).First();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(said.In("zh-CN").Body, Does.Contain("就是今天").And.Not.Contain("还有"));
            Assert.That(said.In("en").Body, Does.Contain(", today.").And.Not.Contain(" 0 "));
        }
    }

    [Test]
    public async Task An_approval_is_told_with_the_date_of_the_final_decision()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "ProvincialDecision");
        office.Clock.Advance(TimeSpan.FromDays(5));
        var (task, on) = ((await office.TasksAsync(opened.Id)).Single(), LocalDay.Today(office.Clock));
        await office.DecideAsync("citydecider1", new(task.Id, Verdict.Approve) { External = new("鲁〔2022〕7号", on, (await office.CaseAsync(opened.Id)).ApprovedCents!.Value, await office.PaperAsync()) });

        var said = (await office.MessagesAsync(opened.Id, Occasions.Approved)).Single();

        Assert.That(said.In("zh-CN").Body, Does.Contain($"已于{on:yyyy年M月d日}批准"));
        Assert.That(await DocumentAsync(opened.Id, "zh-CN"), Does.Contain($"<br>{on:yyyy年M月d日}"));
    }

    [Test]
    public async Task An_approval_explains_the_amount_down_to_what_is_granted_also_where_people_granted_less_than_proposed()
    {
        var opened = await office.SubmitCompleteAsync();
        var task = await office.ReachAsync(opened.Id, "DistrictDecision");
        var proposed = await office.ProposedAsync(opened.Id);
        await office.DecideAsync("decider1", new(task.Id, Verdict.Approve, "已获慈善救助，核减。") { Cents = proposed - 100_00 });
        task = await office.ReachAsync(opened.Id, "ProvincialDecision");
        await office.DecideAsync("citydecider1", new(task.Id, Verdict.Approve) { External = new("鲁〔2022〕8号", LocalDay.Today(office.Clock), proposed - 300_00, await office.PaperAsync()) });

        var (zh, en) = (await DocumentAsync(opened.Id, "zh-CN"), await DocumentAsync(opened.Id, "en"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(zh, Does.Match($"审定金额.*已获慈善救助，核减。.*{(proposed - 100_00) / 100m:#,##0.00}"));
            Assert.That(zh, Does.Match($"上级批复金额.*鲁〔2022〕8号.*{(proposed - 300_00) / 100m:#,##0.00}"));
            Assert.That(en, Does.Match($"Amount granted above.*{(proposed - 300_00) / 100m:#,##0.00}"));
        }
    }

    [Test]
    public async Task A_notice_and_an_objection_to_it_are_told()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "PublicNotice");
        var notice = await NoticeAsync(office, opened.Id);
        await ObjectAsync(office, notice.Id);

        var (posted, objected) = ((await office.MessagesAsync(opened.Id, Occasions.NoticePublished)).Single(), await office.MessagesAsync(opened.Id, Occasions.ObjectionReceived));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(posted.Person, Is.EqualTo(opened.ApplicantId));
            Assert.That(posted.In("zh-CN").Body, Does.Contain($"自{notice.FromDay:yyyy年M月d日}至{notice.ToDay:yyyy年M月d日}。"));
            Assert.That(objected.Count(message => message.Person == opened.ApplicantId), Is.EqualTo(1));
            Assert.That(objected.Count(message => message.Account is not null), Is.AtLeast(1), "whoever has to look into it");
            Assert.That(objected.Select(message => message.In("zh-CN").Body), Has.None.Contain("有私车"));
        }
    }

    [Test]
    public async Task What_is_supplied_is_told_to_the_station()
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement");
        await office.DecideAsync("station1", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.Incomplete) { Missing = [new("householdRegister", null)] });
        var paper = await office.PaperAsync();

        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(opened.Id, [], [new("householdRegister", paper)]), Actor.System, token));

        Assert.That((await office.MessagesAsync(opened.Id, Occasions.Supplemented)).Single().Account, Is.EqualTo((await office.AsAsync("station1")).Account));
    }

    [Test]
    public async Task Reconsideration_is_told_to_both_sides()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "DistrictDecision");
        await office.DecideAsync("decider1", new((await office.TasksAsync(opened.Id)).Single().Id, Verdict.Refuse, "未达到标准。"));
        var refusal = await office.ReadAsync(db => db.Set<IssuedDocument>().Where(issued => issued.CaseId == opened.Id).Select(issued => issued.Id).SingleAsync());
        await office.AsAsync("station1", (ConfirmDelivery act, Actor station, CancellationToken token) => act.ConfirmAsync(refusal, LocalDay.Today(office.Clock), DeliveryMethod.InPerson, station, token));

        await office.DoAsync((RequestReconsideration act, CancellationToken token) => act.RequestAsync(opened.Id, "有新单据。", Actor.System, token));

        var told = await office.MessagesAsync(opened.Id, Occasions.ReconsiderationOpened);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(told.Count(message => message.Person == opened.ApplicantId), Is.EqualTo(1));
            Assert.That(told.Count(message => message.Account is not null), Is.AtLeast(1));
        }
    }

    [Test]
    public async Task Money_that_is_at_the_bank_is_told_and_so_is_every_new_task()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "Payout");
        await office.SendAsync(await office.BatchAsync(opened.Id));

        var (sent, tasks) = ((await office.MessagesAsync(opened.Id, Occasions.PaymentSent)).Single(), await office.MessagesAsync(opened.Id, Occasions.TaskAssigned));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(sent.Person, Is.EqualTo(opened.ApplicantId));
            Assert.That(tasks.Select(message => message.In("zh-CN").Title.Split('（')[0]).Distinct(), Is.SupersetOf(new[] { "新任务：受理审查", "新任务：村级意见", "新任务：区级审批" }));
        }
    }

    [Test]
    public async Task Only_those_who_hold_the_role_today_are_told()
    {
        var today = LocalDay.Today(office.Clock);
        var village = "370402001001";
        var ends = await office.HireAsync("helper-until-tomorrow", Role.VillageHelper, UnitLevel.Village, village);
        var gone = await office.HireAsync("helper-who-left", Role.VillageHelper, UnitLevel.Village, village);
        var next = await office.HireAsync("helper-of-next-month", Role.VillageHelper, UnitLevel.Village, village);
        await SetAsync(ends, today, today.AddMonths(1));
        await SetAsync(next, today.AddMonths(1), null);
        await office.ReadAsync(db => db.Set<Account>().Where(account => account.Id == gone.Account).ExecuteUpdateAsync(set => set.SetProperty(account => account.Active, false)));
        var opened = await office.SubmitCompleteAsync();
        await office.AgreeAsync((await office.TasksAsync(opened.Id)).Single());

        await RemindAsync(office, opened.Id);

        var told = (await office.MessagesAsync(opened.Id, Occasions.Reminder)).Select(message => message.Account);
        Assert.That(told, Does.Contain(ends.Account).And.Not.Contain(gone.Account).And.Not.Contain(next.Account));

        Task<int> SetAsync(Actor actor, DateOnly from, DateOnly? to) => office.ReadAsync(db => db.Set<RoleAssignment>().Where(held => held.AccountId == actor.Account)
            .ExecuteUpdateAsync(set => set.SetProperty(held => held.ValidFrom, from).SetProperty(held => held.ValidTo, to)));
    }

    /// <summary>At the end of the last year whose calendar is known.</summary>
    /// <summary>The words of a text message as they were sent.</summary>
    private Task<string> TextAsync(CaseId id, string occasion) => office.ReadAsync(async db =>
    {
        var message = await db.Set<OutboxRow>().AsNoTracking().Where(row => row.Channel == Channel.Sms && row.IdempotencyKey.StartsWith($"notify:{id}:{occasion}:")).FirstAsync();
        return (string)JsonNode.Parse(SealedPayload.Open(message, office.Services.GetRequiredService<FieldProtector>()))!["text"]!;
    });

    private async Task<Office> LateAsync()
    {
        var later = await Office.OpenAsync(provider);
        later.Clock.MoveTo(LocalDay.At(new DateOnly(2026, 12, 28), new TimeOnly(9, 0)));
        var city = await later.ReadAsync(db => db.Set<Unit>().Where(unit => unit.Level == UnitLevel.City).Select(unit => unit.Id).SingleAsync());
        await later.DoAsync((OpenFund act, CancellationToken token) => act.OpenAsync(
            new NewFund("shandong-hardship-aid-2026", "演示", "demo", 2026, FundSource.Provincial, city, 100_000_00, IsDemo: true), Actor.System, token));
        return later;
    }

    private static async Task<CaseId> AccidentAsync(Office place)
    {
        var answers = place.Answers(Accident);
        foreach (var (key, value) in new[] { ("situation", "traffic"), ("consequence", "home-damaged"), ("eventOn", $"{LocalDay.Today(place.Clock).AddDays(-3):yyyy-MM-dd}"), ("loss", "51200.00"), ("compensated", "3500.00") })
            answers[key] = JsonValue.Create(value);
        var opened = await place.SubmitAsync(answers, Accident,
            "identityCard", "dischargePapers", "bankCard", "signedPromise", "eventProof", "damagePhotos", "treatmentProof", "deathProof", "compensationProof", "householdRegister");
        return opened.Id;
    }

    private static Task<IReadOnlyList<MovedDeadline>> LoadAsync(Office place, int year)
    {
        var off = string.Join(',', StatutoryDays.Of(year).Select(day => $"\"{day:yyyy-MM-dd}\""));
        return place.DoAsync((LoadCalendarYear act, CancellationToken token) => act.RunAsync(
            CalendarFile.Read($$"""{ "source": "test", "years": { "{{year}}": { "offDays": [{{off}}] } } }""", "test").Years, Actor.System, token));
    }

    private static Task<PublicNotice> NoticeAsync(Office place, CaseId id) => place.ReadAsync(db => db.Set<PublicNotice>().AsNoTracking().SingleAsync(notice => notice.CaseId == id));

    private static Task<RoundState> RoundAsync(Office place, CaseId id) =>
        place.ReadAsync(db => db.Set<Round>().Where(round => round.CaseId == id && round.Kind == RoundKind.Notice).Select(round => round.State).SingleAsync());

    private static Task<CaseId> ObjectAsync(Office place, NoticeId id) =>
        place.DoAsync((RaiseObjection act, CancellationToken token) => act.RaiseAsync(id, "他家有私车。", Actor.System, token));

    /// <summary>Sends the first reminder of the clock that runs now, whatever the day is.</summary>
    private static async Task RemindAsync(Office place, CaseId id)
    {
        var first = await place.ReadAsync(db => db.Set<Reminder>().Where(reminder => reminder.CaseId == id && reminder.SentAt == null && reminder.DueAt != null)
            .OrderBy(reminder => reminder.DueAt).Select(reminder => reminder.Id).FirstAsync());
        await place.DoAsync((SendReminder act, CancellationToken token) => act.SendAsync(first, token));
        foreach (var account in await place.ReadAsync(db => db.ToRemindAsync(100, CancellationToken.None)))
            await place.DoAsync((DeliverReminders act, CancellationToken token) => act.DeliverAsync(account, token));
    }

    private async Task<string> DocumentAsync(CaseId id, string language, Office? at = null)
    {
        var place = at ?? office;
        var document = await place.ReadAsync(db => db.Set<IssuedDocument>().Where(issued => issued.CaseId == id).Select(issued => issued.Id).SingleAsync());
        var reader = await place.AsAsync("district1");
        return (await place.DoAsync((ReadIssuedDocument act, CancellationToken token) => act.ReadAsync(document, language, "test", reader, token))).Html;
    }
}
