using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Meeting;
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

    private Task<TaskId> AddAsync(MeetingId list, TaskId task) => office.AsAsync("district1", (GatherCases act, Actor actor, CancellationToken token) => act.AddAsync(list, task, actor, token));
}
