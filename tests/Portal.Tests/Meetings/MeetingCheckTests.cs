using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Meeting;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Meetings;

/// <summary>The minutes of a meeting are entered by one person and checked by another.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class MeetingCheckTests(Provider provider)
{
    private Office office = null!;

    [SetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task Whoever_entered_it_may_not_check_it_and_it_is_compared_with_the_scan_as_it_stands()
    {
        await office.WaitingAsync(1);
        var list = await office.FrozenAsync();
        await Casework.RefusedAsync("meeting.not-yours", async () => await office.EnterAsync(list, await office.MinutesAsync(list), "district1"));
        var digest = await office.EnterAsync(list, await office.MinutesAsync(list));

        await Casework.RefusedAsync("meeting.same-person", () => office.ConfirmAsync(list, digest, "decider1"));
        await Casework.RefusedAsync("meeting.not-compared", () => office.ConfirmAsync(list, digest, compared: false));
        await Casework.RefusedAsync("meeting.not-yours", () => office.ConfirmAsync(list, digest, "city1"));
        await office.EnterAsync(list, await office.MinutesAsync(list) with { Number = "局办公会纪要〔2022〕4号" });
        await Casework.RefusedAsync("meeting.entry-changed", () => office.ConfirmAsync(list, digest));
        await office.ConfirmAsync(list, (await office.ListAsync(list)).EntryDigest!, "decider2");

        Assert.That((await office.ListAsync(list)).State, Is.EqualTo(MeetingState.Confirmed));
    }

    [Test]
    public async Task One_person_with_two_accounts_does_not_enter_and_check()
    {
        await office.WaitingAsync(1);
        var person = await office.ReadAsync(db => db.Set<Cases.People.Person>().Select(one => one.Id).FirstAsync());
        await office.HireAsync("decider3", Role.DistrictDecider, UnitLevel.District, "370402", person);
        await office.HireAsync("reviewer3", Role.DistrictReviewer, UnitLevel.District, "370402", person);
        var other = await office.SubmitCompleteAsync(); // not theirs
        await office.UntilAsync(other.Id, "DistrictDecision");
        var list = await office.OpenListAsync();
        var task = (await office.TasksAsync(other.Id)).Single().Id;
        await AddAsync(list, task);
        await office.FreezeAsync(list);

        var digest = await office.EnterAsync(list, await office.MinutesAsync(list), "decider3");

        await Casework.RefusedAsync("meeting.same-person", () => office.ConfirmAsync(list, digest, "reviewer3"));
    }

    [Test]
    public async Task Whoever_stood_aside_from_a_case_of_the_list_does_not_confirm_it_unless_that_case_is_put_off()
    {
        var aside = (await office.WaitingAsync(2))[0];
        await office.DecideAsync("decider2", new((await office.TasksAsync(aside)).Single().Id, Verdict.Recuse, "申请人是我的同学"));
        var list = await office.FrozenAsync();
        var line = (await office.SheetAsync(list)).Lines.Single(line => line.Case == aside);
        var minutes = await office.MinutesAsync(list);
        var digest = await office.EnterAsync(list, minutes);

        var refused = (await Assert.ThrowsAsync<RefusedException>(() => office.ConfirmAsync(list, digest, "decider2")))!;
        var entered = (await office.ListAsync(list)).State;
        digest = await office.EnterAsync(list, minutes.With(line.Task, result => result with { Outcome = MeetingOutcome.Defer }));
        await office.ConfirmAsync(list, digest, "decider2");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused.Code, refused.Values["numbers"]), Is.EqualTo(("meeting.checker-close", (object)$"{line.Number}")));
            Assert.That(entered, Is.EqualTo(MeetingState.Entered), "nothing of the list was confirmed");
            Assert.That((await office.ListAsync(list)).State, Is.EqualTo(MeetingState.Confirmed), "nothing is decided of the case that they stood aside from");
        }
    }

    [Test]
    public async Task An_entry_that_is_sent_back_is_entered_anew_and_decides_nothing_meanwhile()
    {
        var id = (await office.WaitingAsync(1)).Single();
        var list = await office.FrozenAsync();
        var minutes = await office.MinutesAsync(list);
        await office.EnterAsync(list, minutes);

        await office.AsAsync("district1", (CheckMinutes act, Actor actor, CancellationToken token) => act.SendBackAsync(list, "第 1 号金额与扫描件不符。", actor, token));
        await Casework.RefusedAsync("meeting.wrong-state", async () => await office.ConfirmAsync(list, (await office.ListAsync(list)).EntryDigest!));
        var digest = await office.EnterAsync(list, minutes with { Once = new(2, 1) });

        var again = await office.ListAsync(list);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await office.TasksAsync(id), Has.Count.EqualTo(1));
            Assert.That((again.Round, again.State, again.EntryDigest), Is.EqualTo((2, MeetingState.Entered, digest)));
            Assert.That(await office.AskAsync(services => Task.FromResult(services.GetRequiredService<Lists>().EarlierEntry(again)!.Once)), Is.EqualTo(new Votes(3, 0)), "what was sent back is kept to be compared");
        }
    }

    [Test]
    public async Task Those_who_may_check_it_are_told_once_until_it_is_confirmed_and_whoever_entered_it_why_it_came_back()
    {
        var aside = (await office.WaitingAsync(2))[0];
        await office.DecideAsync("decider2", new((await office.TasksAsync(aside)).Single().Id, Verdict.Recuse, "申请人是我的同学"));
        var list = await office.FrozenAsync();
        var minutes = await office.MinutesAsync(list);

        await office.EnterAsync(list, minutes);
        var first = await UnreadAsync();
        await office.EnterAsync(list, minutes with { Number = "局办公会纪要〔2022〕4号" });
        var second = await UnreadAsync();
        await office.AsAsync("district1", (CheckMinutes act, Actor actor, CancellationToken token) => act.SendBackAsync(list, "第 1 号金额与扫描件不符。", actor, token));
        var back = await UnreadAsync();
        var digest = await office.EnterAsync(list, minutes with { Once = new(2, 1) });
        var again = await UnreadAsync();
        await office.ConfirmAsync(list, digest);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Select(one => one.Who), Is.EquivalentTo(await SecondsAsync("decider1", "decider2")), "neither who entered it nor who stood aside");
            Assert.That(first[0].Message.In("zh-CN").Body, Does.Contain("局办公会纪要〔2022〕3号").And.Contain("录入人以外的一人").And.EndWith($" /meetings/{list}"));
            Assert.That(first[0].Message.In("en").Title, Is.EqualTo("Minutes 局办公会纪要〔2022〕3号 wait for your check"));
            Assert.That(second.Select(one => one.Who), Is.EquivalentTo(first.Select(one => one.Who)), "each has one that is open");
            Assert.That(second.Select(one => one.Message.In("zh-CN").Title), Has.All.Contains("4号"));
            Assert.That(back.Select(one => (one.Who, one.Message.Occasion)), Is.EqualTo(new[] { ("decider1", "meeting.minutes-back") }));
            Assert.That(back[0].Message.In("zh-CN").Body, Does.Contain("第 1 号金额与扫描件不符。").And.EndWith($" /meetings/{list}"));
            Assert.That(again.Select(one => one.Who), Is.EquivalentTo(first.Select(one => one.Who)));
            Assert.That(await UnreadAsync(), Is.Empty, "nothing is owed any more");
        }
    }

    [Test]
    public async Task Where_nobody_may_check_it_the_administrators_are_told()
    {
        var id = (await office.WaitingAsync(1)).Single();
        var list = await office.FrozenAsync();
        var (others, applicant) = (await SecondsAsync("decider1"), (await office.CaseAsync(id)).ApplicantId);
        await office.AskAsync(async services =>
        {
            var work = services.GetRequiredService<IUnitOfWork>();
            foreach (var account in await work.Db.Set<Account>().Where(account => others.Contains(account.UserName)).ToListAsync())
                account.LinkTo(applicant); // all of them are the applicant
            await work.CommitAsync(CancellationToken.None);
            return true;
        });

        await office.EnterAsync(list, await office.MinutesAsync(list));

        var told = await UnreadAsync();
        Assert.That(told.Select(one => one.Message.Occasion).Distinct(), Is.EqualTo(new[] { "meeting.nobody-compares" }));
    }

    /// <summary>What the people of the house have not read of minutes.</summary>
    private async Task<List<(string Who, Notification Message)>> UnreadAsync() => [.. (await office.ReadAsync(db => db.Set<Notification>().AsNoTracking().Where(one => one.ReadAt == null && one.Occasion.StartsWith("meeting."))
        .Join(db.Set<Account>(), one => one.Account, account => account.Id, (one, account) => new { account.UserName, one }).OrderBy(pair => pair.UserName).ToListAsync())).Select(pair => (pair.UserName, pair.one))];

    private async Task<List<string>> SecondsAsync(params string[] without)
    {
        var unit = await office.UnitAsync(UnitLevel.District, "370402");
        return await office.ReadAsync(db => db.Set<RoleAssignment>().Where(held => held.UnitId == unit && (held.Role == Role.DistrictDecider || held.Role == Role.DistrictReviewer))
            .Join(db.Set<Account>(), held => held.AccountId, account => account.Id, (_, account) => account.UserName).Distinct().Where(name => !without.Contains(name)).ToListAsync());
    }

    private Task<TaskId> AddAsync(MeetingId list, TaskId task) => office.AsAsync("district1", (GatherCases act, Actor actor, CancellationToken token) => act.AddAsync(list, task, actor, token));
}
