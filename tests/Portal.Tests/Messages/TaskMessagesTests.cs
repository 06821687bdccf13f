using System.Data.Common;
using System.Diagnostics;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Urging;
using AidWorkflow.Portal.Sweeping;
using AidWorkflow.Portal.Tests.Deciding;
using AidWorkflow.Portal.Tests.Reviewing;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Messages;

/// <summary>Messages that tell of a task count as read once their reader has nothing to do with it any more, and stay in the list.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class TaskMessagesTests(Provider provider)
{
    private Office office = null!;

    [SetUp]
    public async Task OpenAsync()
    {
        office = await Office.OpenAsync(provider);
        await office.StaffAsync();
    }

    [TearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [Test]
    public async Task What_a_colleague_has_taken_is_over_and_to_do_again_when_they_give_it_back_and_over_for_all_when_it_is_decided()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        var step = new[] { "district1", "district2", "district3" };
        Assert.That(await UnreadAsync(task, step), Is.EqualTo("1 1 1"));

        await ReviewOffice.AsAsync<ClaimTask, TaskId>(office, "district2", (act, actor, token) => act.ClaimAsync(task.Id, actor, token));
        Assert.That(await UnreadAsync(task, step), Is.EqualTo("0 1 0"));
        await ReviewOffice.AsAsync<ClaimTask, TaskId>(office, "district2", (act, actor, token) => act.ReleaseAsync(task.Id, actor, token));
        Assert.That(await UnreadAsync(task, step), Is.EqualTo("1 1 1"));
        await office.SaysAsync("district1", task.Id, Verdict.Approve);
        Assert.That(await UnreadAsync(task, step), Is.EqualTo("0 0 0"));

        var (kept, next) = (await office.MessagesAsync(task.CaseId, Occasions.TaskAssigned), (await office.OpenAsync(task.CaseId)).Single());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(kept.Where(message => message.Round == task.RoundId).Select(message => message.IsOver), Is.Not.Empty.And.All.True, "marked, and not taken away");
            Assert.That(kept.Where(message => message.Round == next.RoundId).Select(message => message.ReadAt), Is.Not.Empty.And.All.Null, "the next step waits for its people");
            Assert.That((await office.MessagesAsync(task.CaseId, Occasions.ApplicationReceived)).Select(message => message.ReadAt), Is.All.Null, "the applicant's are their own");
        }
    }

    [Test]
    public async Task Reminders_and_urging_are_over_with_the_task_and_what_one_read_oneself_stays_read_by_that()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        var due = await office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.RoundId == task.RoundId).Select(clock => clock.DueOn).SingleAsync());
        office.Clock.MoveTo(LocalDay.At(due.AddDays(4), new TimeOnly(9, 0)));
        await ReviewOffice.AsAsync<UrgeCase, System.Collections.Immutable.ImmutableArray<UrgeId>>(office, "decider1", (act, actor, token) => act.UrgeAsync(task.CaseId, actor, token));
        await office.SweepAsync(ReminderSweep.Key);
        var before = await OfAsync("district1", task);
        await ReviewOffice.AsAsync<MarkRead, int>(office, "district1", (act, actor, token) => act.ReadAsync(before.First(message => message.Occasion == "urge.received").Id, actor, token));

        await office.SaysAsync("district2", task.Id, Verdict.Approve);

        var after = await OfAsync("district1", task);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(before.Select(message => message.Occasion), Is.SupersetOf(new[] { Occasions.TaskAssigned, "urge.received", Occasions.Overdue }));
            Assert.That(after.Select(message => message.ReadAt), Has.None.Null);
            Assert.That(after.Where(message => !message.IsOver).Select(message => message.Occasion), Is.EqualTo(new[] { "urge.received" }));
        }
    }

    [Test]
    public async Task Of_two_seats_whoever_took_one_is_done_and_the_others_are_still_asked_for_the_second()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "HomeVisit");
        var told = (await office.MessagesAsync(task.CaseId, Occasions.TaskAssigned)).Where(message => message.Round == task.RoundId).ToList();
        await office.StepAsync(task.CaseId);

        var decided = await office.ReadAsync(db => db.Set<Decision>().Where(one => one.RoundId == task.RoundId).Select(one => one.AccountId).SingleAsync());
        var now = (await office.MessagesAsync(task.CaseId, Occasions.TaskAssigned)).Where(message => message.Round == task.RoundId).ToDictionary(message => message.Account!.Value, message => message.IsOver);
        Assert.That(now[decided], Is.True);
        Assert.That(told.Select(message => message.Account!.Value).Where(account => account != decided).Select(account => now[account]), Is.Not.Empty.And.All.False);
    }

    [Test]
    public async Task What_was_given_away_is_over_for_the_giver_and_an_answer_for_whoever_gave_it()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
        var moved = await office.TransferAsync("township1", task.Id, "township3");
        Assert.That(await UnreadAsync(task, "township1", "township2", "township3"), Is.EqualTo("0 0 1"));
        var asked = await office.DelegateAsync("township3", moved, "station1");
        Assert.That(await UnreadAsync(task, "station1", "township3"), Is.EqualTo("1 1"));
        await office.SaysAsync("station1", asked, Verdict.Advise, "收入属实");
        Assert.That(await UnreadAsync(task, "station1", "township3"), Is.EqualTo("0 1"), "the answer that came stands for what was told before");
        await office.SaysAsync("township3", moved, Verdict.Approve);
        Assert.That(await UnreadAsync(task, "station1", "township3"), Is.EqualTo("0 0"));
    }

    [Test]
    public async Task A_reminder_that_comes_after_the_decision_is_over_before_it_is_told()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        var due = await office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.RoundId == task.RoundId).Select(clock => clock.DueOn).SingleAsync());
        office.Clock.MoveTo(LocalDay.At(due.AddDays(4), new TimeOnly(9, 0)));
        foreach (var rung in await office.ReadAsync(db => db.Set<Reminder>().Where(one => one.CaseId == task.CaseId && one.SentAt == null && one.DueAt <= office.Clock.GetUtcNow()).Select(one => one.Id).ToListAsync()))
            await office.DoAsync((SendReminder act, CancellationToken token) => act.SendAsync(rung, token));
        await office.SaysAsync("district2", task.Id, Verdict.Approve);
        await office.SweepAsync(ReminderSweep.Key);

        var told = (await OfAsync("district1", task)).Where(message => message.Occasion == Occasions.Overdue).ToList();
        Assert.That(told.Select(message => message.IsOver), Is.Not.Empty.And.All.True);
    }

    [Test]
    public async Task A_decision_makes_one_statement_more_and_it_reads_the_messages_of_its_case_alone()
    {
        Assume.That(provider, Is.EqualTo(Provider.Sqlite), "a server chooses by how much there is");
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictReview");
        var plan = await office.AskAsync(async all =>
        {
            var db = all.GetRequiredService<IUnitOfWork>().Db;
            await using var command = TaskMessages.Over(db, task.CaseId, task.RoundId, [task], []).CreateDbCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
            if (command.Connection!.State != System.Data.ConnectionState.Open)
                await command.Connection.OpenAsync();
            await using var reader = await command.ExecuteReaderAsync();
            var lines = new List<string>();
            while (await reader.ReadAsync())
                lines.Add(reader.GetString(3));
            return lines;
        });

        using var counted = new Statements(office.Settings.Database.File);
        await office.SaysAsync("district1", task.Id, Verdict.Approve);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(plan, Has.Some.Contains("IX_notifications_case").And.None.Contains("SCAN notifications").And.None.Contains("SCAN t"), string.Join('\n', plan));
            Assert.That(counted.Made.Count(text => text.StartsWith("UPDATE \"notifications\"", StringComparison.Ordinal)), Is.EqualTo(1), $"of {counted.Made.Count} statements");
        }

        await TestContext.Out.WriteLineAsync($"{counted.Made.Count} statements, one of them for messages");
    }

    /// <summary>How many messages about the passage each of them has unread.</summary>
    private async Task<string> UnreadAsync(ReviewTask task, params string[] users)
    {
        var unread = new List<int>();
        foreach (var user in users)
            unread.Add((await OfAsync(user, task)).Count(message => message.ReadAt is null));
        return string.Join(' ', unread);
    }

    private async Task<List<Notification>> OfAsync(string user, ReviewTask task)
    {
        var account = (await office.AsAsync(user)).Account;
        return await office.ReadAsync(db => db.Set<Notification>().AsNoTracking().Where(message => message.Account == account && message.Round == task.RoundId).ToListAsync());
    }

    /// <summary>What is asked of one database while it is there.</summary>
    private sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly string file;
        private readonly List<IDisposable> listening = [];

        public Statements(string file)
        {
            this.file = Path.GetFileName(file);
            listening.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public List<string> Made { get; } = [];

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
                listening.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == RelationalEventId.CommandExecuting.Name && value.Value is CommandEventData { Command: DbCommand command } && command.Connection?.DataSource?.EndsWith(file, StringComparison.Ordinal) == true)
                lock (Made)
                    Made.Add(command.CommandText);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose() => listening.ForEach(one => one.Dispose());
    }
}
