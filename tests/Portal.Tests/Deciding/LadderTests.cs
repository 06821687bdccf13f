using System.Text.Json.Nodes;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Portal.Inbox;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>Whom the ladder of a limit reaches, and that nobody's trouble is anybody else's.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class LadderTests(Provider provider)
{
    private const string Step = "TownshipReview";

    private Office office = null!;

    [SetUp]
    public async Task Open() => office = await Office.OpenWithAsync(provider, "ladder", "service.json", service =>
    {
        service["clocks"]![Step] = new JsonObject
        {
            ["amber"] = 3,
            ["red"] = 0,
            ["ladder"] = new JsonArray(
                Rung(-1, "assignee", "remind"), Rung(0, "holders", "remind"), Rung(1, "next-level", "inform"), Rung(2, "holders", "reassign"), Rung(3, "next-level", "reassign"), Rung(4, "next-level", "inform")),
        };
    });

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task One_recipient_whose_data_is_broken_stops_nobody_elses_reminder()
    {
        var (broken, sound) = (await OwingAsync(), await OwingAsync());
        var phone = await BreakPhoneAsync(broken);

        await SweepOnAsync(await DueOfAsync(broken, "Supplement"), 0);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.MessagesAsync(sound, Occasions.Reminder), Is.Not.Empty);
            Assert.That(await office.MessagesAsync(broken, Occasions.Reminder), Is.Empty);
        }

        await MendPhoneAsync(broken, phone);
        office.Clock.Advance(TimeSpan.FromHours(1));
        await office.SweepAsync(ReminderSweep.Key);
        Assert.That(await office.MessagesAsync(broken, Occasions.Reminder), Is.Not.Empty, "what could not be told is not lost");
    }

    [Test]
    public async Task A_colleague_who_cannot_be_told_keeps_no_other_from_being_told()
    {
        var other = await office.HireAsync("township9", Role.TownshipReviewer, UnitLevel.Township, "370402001");
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, Step);
        await office.SweepAsync(ReminderSweep.Key);
        office.Clock.MoveTo(Morning(await DueOfAsync(id, Step), 0));
        foreach (var rung in await DueRungsAsync())
            await office.DoAsync((SendReminder act, CancellationToken token) => act.SendAsync(rung, token));
        var first = (await office.AsAsync(await office.HolderAsync(task))).Account;
        await TakeKeyAsync(first!.Value);

        await office.SweepAsync(ReminderSweep.Key);

        var told = (await office.MessagesAsync(id, Occasions.Reminder)).Select(message => message.Account);
        Assert.That(told, Does.Contain(other.Account).And.Not.Contain(first));
    }

    [Test]
    public async Task Reminders_are_not_lost_after_a_return()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, Step);
        var before = await RungsAsync(id);
        await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Return, "补充走访情况") { ReturnTo = (await RoundAsync(task)).Plan.ReturnTo[^1] });
        var between = await RungsAsync(id);
        var again = await office.ReachAsync(id, Step);

        var after = await RungsAsync(id);
        await SweepOnAsync(await DueOfAsync(id, Step), 0);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((before.Count, between.Count, after.Count), Is.EqualTo((6, 0, 6)), "rungs belong to the clock of the round, and the new round has its own");
            Assert.That(after.Select(rung => rung.Id), Is.Not.SupersetOf(before.Select(rung => rung.Id)));
            Assert.That(again.Id, Is.Not.EqualTo(task.Id));
            Assert.That(await office.MessagesAsync(id, Occasions.Reminder), Is.Not.Empty);
        }
    }

    [Test]
    public async Task A_transferred_task_keeps_its_clock_and_its_rungs_reach_whoever_has_it_now()
    {
        var other = await office.HireAsync("township9", Role.TownshipReviewer, UnitLevel.Township, "370402001");
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, Step);
        var before = await RungsAsync(id);
        var holder = await office.AsAsync(await office.HolderAsync(task));
        await office.DoAsync((GiveTask act, CancellationToken token) => act.TransferAsync(task.Id, "township9", "我休假", holder, token));

        var after = await RungsAsync(id);
        await SweepOnAsync(await DueOfAsync(id, Step), -1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.Select(rung => rung.Id), Is.EquivalentTo(before.Select(rung => rung.Id)));
            Assert.That((await office.MessagesAsync(id, Occasions.Reminder)).Where(message => message.In("en").Title.Contains("ownship", StringComparison.Ordinal)).Select(message => message.Account), Is.EqualTo(new[] { other.Account }));
        }
    }

    [Test]
    public async Task What_waits_too_long_is_told_to_the_level_above_and_opened_to_it_once_and_never_decided()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, Step);
        var holder = await office.HolderAsync(task);
        var actor = await office.AsAsync(holder);
        await office.DoAsync((ClaimTask act, CancellationToken token) => act.ClaimAsync(task.Id, actor, token));
        var due = await DueOfAsync(id, Step);

        await SweepOnAsync(due, 1);
        var informed = await office.MessagesAsync(id, "clock.waits");
        var claimed = (await office.TasksAsync(id)).Single();
        await SweepOnAsync(due, 2);
        var pooled = (await office.TasksAsync(id)).Single();
        await SweepOnAsync(due, 3);
        var above = (await office.TasksAsync(id)).Single();
        await SweepOnAsync(due, 4);
        await SweepOnAsync(due, 30);
        var last = (await office.TasksAsync(id)).Single();

        var reviewer = (await office.AsAsync("district1")).Account;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(informed.Select(message => message.Account), Does.Contain(reviewer));
            Assert.That(informed[0].In("zh-CN").Body, Does.Contain((await office.CaseAsync(id)).ReceiptNumber!).And.Contain("起在").And.Contain("等待"));
            Assert.That((claimed.AssigneeId, pooled.Id, pooled.AssigneeId), Is.EqualTo((actor.Account, task.Id, (AccountId?)null)));
            Assert.That((above.Role, above.PreviousId, above.RoundId), Is.EqualTo((Role.DistrictReviewer, (TaskId?)task.Id, task.RoundId)));
            Assert.That(last.Id, Is.EqualTo(above.Id), "a ladder is climbed once");
            Assert.That((await office.AuditAsync(id)).Count(act => act == "task.escalated"), Is.EqualTo(4));
            Assert.That(await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.RoundId == task.RoundId)), Is.Zero);
        }

        await office.AgreeAsync(last);
        Assert.That((await office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(round => round.Id == task.RoundId))).State, Is.EqualTo(RoundState.Settled));
    }

    [Test]
    public async Task An_escalation_that_fails_for_one_case_stops_no_other()
    {
        var (broken, sound) = ((await office.SubmitCompleteAsync()).Id, (await office.SubmitCompleteAsync()).Id);
        await office.ReachAsync(broken, Step);
        await office.ReachAsync(sound, Step);
        var due = await DueOfAsync(broken, Step);
        await office.ReadAsync(db => db.Set<ReviewTask>().Where(task => task.CaseId == broken).ExecuteUpdateAsync(set => set.SetProperty(task => task.UnitId, new UnitId(Guid.Parse("00000000-0000-0000-0000-000000000009")))));

        await SweepOnAsync(due, 1);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.MessagesAsync(sound, "clock.waits"), Is.Not.Empty);
            Assert.That(await office.MessagesAsync(broken, "clock.waits"), Is.Empty);
        }
    }

    [Test]
    public async Task Whoever_would_be_flooded_gets_one_list_and_nothing_is_lost_or_told_twice_though_the_process_is_killed_between()
    {
        var cases = new List<CaseId>();
        for (var number = 0; number < 7; number++)
        {
            cases.Add((await office.SubmitCompleteAsync()).Id);
            await office.ReachAsync(cases[^1], Step);
        }

        await office.SweepAsync(ReminderSweep.Key);
        office.Clock.MoveTo(Morning(await DueOfAsync(cases[0], Step), 0));
        var rungs = await DueRungsAsync();
        foreach (var rung in rungs.Take(rungs.Count / 2)) // and then the process is gone
            await office.DoAsync((SendReminder act, CancellationToken token) => act.SendAsync(rung, token));

        await using var next = office.Another();
        for (var turn = 0; turn < 2; turn++)
        {
            await using var scope = next.CreateAsyncScope();
            var sweep = scope.ServiceProvider.GetServices<ISweep>().Single(sweep => sweep.Name == ReminderSweep.Key);
            while (await sweep.SweepAsync(CancellationToken.None) > 0)
            {
            }
        }

        var reviewer = (await office.AsAsync(await office.HolderAsync((await office.TasksAsync(cases[0])).Single()))).Account;
        var lists = await office.ReadAsync(db => db.Set<Notification>().AsNoTracking().Where(message => message.Account == reviewer && message.Occasion == DeliverReminders.Digest).ToListAsync());
        var lines = string.Join('\n', lists.Select(list => list.In("zh-CN").Body)).Split('\n').Where(line => line.StartsWith('·')).ToArray();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(lists, Has.Count.EqualTo(1));
            Assert.That(lines, Is.Unique);
            foreach (var id in cases)
                Assert.That(lines.Count(line => line.EndsWith($"/cases/{id}", StringComparison.Ordinal)), Is.EqualTo(1), "two rungs that say the same at the same time are said once");
            Assert.That(await office.ReadAsync(db => db.Set<Notification>().CountAsync(message => message.Account == reviewer && (message.Occasion == Occasions.Reminder || message.Occasion == Occasions.Overdue))), Is.Zero);
            Assert.That(await office.ReadAsync(db => db.Set<ReminderLine>().CountAsync()), Is.Zero);
        }
    }

    [TestCase(1)]
    [TestCase(7)]
    public async Task Who_wants_their_reminders_by_e_mail_gets_one_mail_of_all_of_them_that_names_nobody(int count)
    {
        var cases = new List<CaseId>();
        for (var number = 0; number < count; number++)
        {
            cases.Add((await office.SubmitCompleteAsync()).Id);
            await office.ReachAsync(cases[^1], Step);
        }

        await office.SweepAsync(ReminderSweep.Key);
        var reviewer = await office.AsAsync(await office.HolderAsync((await office.TasksAsync(cases[0])).Single()));
        await office.DoAsync((KeepWorkMail act, CancellationToken token) => act.KeepAsync(" reviewer@example.gov.cn ", "en", reviewer, token));
        office.Clock.MoveTo(Morning(await DueOfAsync(cases[0], Step), 0));

        await office.SweepAsync(ReminderSweep.Key);
        await office.SweepAsync(ReminderSweep.Key);

        var protector = office.Services.GetRequiredService<FieldProtector>();
        var mails = (await office.ReadAsync(db => db.Set<OutboxRow>().AsNoTracking().Where(row => row.Channel == Channel.Email).ToListAsync())).Where(row => row.IdempotencyKey.Contains(DeliverReminders.Digest, StringComparison.Ordinal)).ToList();
        Assert.That(mails, Has.Count.EqualTo(1), "one mail, however many it tells of");
        var mail = System.Text.Json.Nodes.JsonNode.Parse(SealedPayload.Open(mails[0], protector))!;
        var names = await office.ReadAsync(db => db.Set<Cases.People.Person>().Select(person => person.Name).ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(((string?)mail["to"], (string?)mail["language"]), Is.EqualTo(("reviewer@example.gov.cn", "en")));
            Assert.That(((string)mail["text"]!).Split('\n').Count(line => line.StartsWith('·')), Is.EqualTo(cases.Count));
            Assert.That(cases.All(id => ((string)mail["text"]!).Contains($"/cases/{id}", StringComparison.Ordinal)));
            Assert.That(names.Where(name => name.Length > 1 && mail.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).Contains(name, StringComparison.Ordinal)), Is.Empty);
            Assert.That(mails[0].Payload, Does.Not.Contain("reviewer"), "sealed as every mail");
            Assert.That(await office.ReadAsync(db => db.Set<Notification>().CountAsync(message => message.Account == reviewer.Account && (message.Occasion == Occasions.Reminder || message.Occasion == DeliverReminders.Digest))), Is.Positive, "in the portal too");
        }

        await office.DoAsync((KeepWorkMail act, CancellationToken token) => act.KeepAsync(null, "en", reviewer, token));
        Assert.That(await office.ReadAsync(db => db.Set<WorkMail>().CountAsync()), Is.Zero);
    }

    [TestCase("somebody")]
    [TestCase("a b@example.org")]
    [TestCase("Wang <wang@example.org>")]
    [TestCase("wang@example.org,li@example.org")]
    [TestCase("wang@example.org\r\nBcc: li@example.org")]
    [TestCase("wang@localhost")]
    public async Task What_is_no_address_is_not_kept(string address)
    {
        var reviewer = await office.AsAsync("township1");

        await Casework.RefusedAsync("work-mail.malformed", () => office.DoAsync((KeepWorkMail act, CancellationToken token) => act.KeepAsync(address, "en", reviewer, token)));
        await Casework.RefusedAsync("work-mail.staff-only", async () => await office.DoAsync((KeepWorkMail act, CancellationToken token) => act.KeepAsync("wang@example.org", "en", Actor.System, token)));
    }

    [Test]
    public async Task The_time_of_the_whole_case_stands_still_while_the_citizen_holds_it()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, Step);
        var running = await ClockAsync(id, "case");
        var back = (await RoundAsync(task)).Plan.ReturnTo[0];
        await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Return, "材料不清") { ReturnTo = back, Missing = [new("householdRegister", null)] });

        var held = await ClockAsync(id, "case");

        Assert.That((running.State, held.State, held.Holder), Is.EqualTo((ClockState.Running, ClockState.Paused, Holder.Applicant)));
    }

    [TestCase(-4, Pressure.Calm)]
    [TestCase(-3, Pressure.Amber)]
    [TestCase(0, Pressure.Red)]
    [TestCase(2, Pressure.Red)]
    public async Task The_inbox_says_how_pressing_a_limit_is_by_the_points_of_the_service(int workingDays, Pressure expected)
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, Step);
        var holder = await office.HolderAsync(task);
        office.Clock.MoveTo(Morning(await DueOfAsync(id, Step), workingDays));

        var page = await office.AskAsync(async all => await new InboxReading(
            all.GetRequiredService<IUnitOfWork>(), all.GetRequiredService<Cases.Services.ServiceCatalogue>(), all.GetRequiredService<Calendars>(), all.GetRequiredService<Cases.Protecting.FieldProtector>(), all.GetRequiredService<Cases.StandingIn.Reaches>(), office.Clock)
            .ReadAsync(await all.GetRequiredService<IUnitOfWork>().Db.Set<Account>().SingleAsync(account => account.UserName == holder), InboxTab.Team, InboxFilter.None, 1, [Role.TownshipReviewer], CancellationToken.None));

        Assert.That(page.Rows.Single(row => row.Id == task.Id).Left!.Pressure, Is.EqualTo(expected));
    }

    private static JsonObject Rung(int days, string to, string does) => new() { ["days"] = days, ["at"] = "08:30", ["to"] = to, ["does"] = does };

    /// <summary>A case whose applicant was asked for a paper.</summary>
    private async Task<CaseId> OwingAsync()
    {
        var opened = await office.SubmitAsync(office.Answers(), "hardship-aid", "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement");
        var task = (await office.TasksAsync(opened.Id)).Single();
        await office.DecideAsync(await office.HolderAsync(task), new(task.Id, Verdict.Incomplete) { Missing = [new("householdRegister", null)] });
        return opened.Id;
    }

    private Task<byte[]?> BreakPhoneAsync(CaseId id) => office.ReadAsync(async db =>
    {
        var person = (await db.Set<Cases.Applying.AidCase>().AsNoTracking().SingleAsync(one => one.Id == id)).ApplicantId;
        var sealedPhone = await db.Set<Person>().AsNoTracking().Where(one => one.Id == person).Select(one => one.PhoneSealed).SingleAsync();
        await db.Set<Person>().Where(one => one.Id == person).ExecuteUpdateAsync(set => set.SetProperty(one => one.PhoneSealed, new byte[] { 1, 2, 3 }));
        return sealedPhone;
    });

    private Task<int> MendPhoneAsync(CaseId id, byte[]? phone) => office.ReadAsync(async db =>
    {
        var person = (await db.Set<Cases.Applying.AidCase>().AsNoTracking().SingleAsync(one => one.Id == id)).ApplicantId;
        return await db.Set<Person>().Where(one => one.Id == person).ExecuteUpdateAsync(set => set.SetProperty(one => one.PhoneSealed, phone));
    });

    /// <summary>Another message has the key of one that the account is to get, so that no commit with it succeeds.</summary>
    private Task<int> TakeKeyAsync(AccountId account) => office.ReadAsync(async db =>
    {
        var key = await db.Set<ReminderLine>().Where(line => line.Account == account).Select(line => line.IdempotencyKey).FirstAsync();
        var taken = await db.Set<Notification>().Where(message => message.Occasion == Occasions.TaskAssigned).Select(message => message.Id).FirstAsync();
        return await db.Set<Notification>().Where(message => message.Id == taken).ExecuteUpdateAsync(set => set.SetProperty(message => message.IdempotencyKey, key));
    });

    private async Task SweepOnAsync(DateOnly due, int workingDays)
    {
        office.Clock.MoveTo(Morning(due, workingDays));
        await office.SweepAsync(ReminderSweep.Key);
    }

    /// <summary>A quarter of an hour after the morning's rungs, so many days from Monday to Friday after the day; no holiday lies there.</summary>
    private static DateTimeOffset Morning(DateOnly due, int workingDays)
    {
        var day = due;
        for (var left = Math.Abs(workingDays); left > 0;)
        {
            day = day.AddDays(Math.Sign(workingDays));
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                left--;
        }

        return LocalDay.At(day, new TimeOnly(8, 45));
    }

    private Task<DateOnly> DueOfAsync(CaseId id, string kind) =>
        office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.CaseId == id && clock.Kind == kind && clock.State == ClockState.Running).Select(clock => clock.DueOn).SingleAsync());

    private Task<CaseClock> ClockAsync(CaseId id, string kind) => office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().SingleAsync(clock => clock.CaseId == id && clock.Kind == kind));

    private Task<Round> RoundAsync(ReviewTask task) => office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(round => round.Id == task.RoundId));

    private Task<List<Reminder>> RungsAsync(CaseId id) => office.ReadAsync(db => db.Set<Reminder>().AsNoTracking()
        .Where(rung => rung.CaseId == id && rung.SentAt == null && db.Set<CaseClock>().Any(clock => clock.Id == rung.ClockId && clock.Kind == Step)).ToListAsync());

    private Task<List<ReminderId>> DueRungsAsync() => office.ReadAsync(async db =>
        (await db.DueRemindersAsync(office.Clock.GetUtcNow(), 1000, CancellationToken.None)).Select(rung => rung.Id).ToList());
}
