using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>Another agency is asked: the time stands still, is given back, and is counted as its own.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class AgencyTests(Provider provider)
{
    private Office office = null!;

    [SetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [TearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task While_it_is_awaited_the_times_of_step_and_case_stand_still_and_its_days_are_given_back()
    {
        var (id, task, holder) = await AtReviewAsync();
        var before = await ClocksAsync(id);
        var wait = await AskAsync(task, holder);
        var asked = await ClocksAsync(id);
        var silent = await office.ReadAsync(db => db.Set<Reminder>().Where(rung => rung.CaseId == id && rung.SentAt == null).Select(rung => rung.DueAt).ToListAsync());
        office.Clock.Advance(TimeSpan.FromDays(7));

        await office.DoAsync((AskAgency act, CancellationToken token) => act.AnswerAsync(new(wait, "无其他收入", null), holder, token));

        var after = await ClocksAsync(id);
        var calendar = await office.AskAsync(all => all.GetRequiredService<Calendars>().CurrentAsync(CancellationToken.None));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.Select(clock => (clock.State, clock.Holder)), Has.All.EqualTo((ClockState.Paused, Holder.OtherAgency)));
            Assert.That(asked.Select(clock => clock.Kind), Is.EquivalentTo(new[] { "case", "TownshipReview" }));
            Assert.That(silent, Has.All.Null);
            Assert.That(after.Select(clock => (clock.State, clock.Holder)), Has.All.EqualTo((ClockState.Running, Holder.Us)));
            foreach (var clock in after)
                Assert.That(clock.DueOn, Is.EqualTo(calendar.Shift(before.Single(one => one.Kind == clock.Kind).DueOn, 5).On), "five working days lie in a week");
            Assert.That(await office.AuditAsync(id), Does.Contain("agency.asked").And.Contain("agency.answered"));
        }
    }

    [Test]
    public async Task A_step_that_ends_without_the_answer_ends_the_waiting_too()
    {
        var (id, task, holder) = await AtReviewAsync();
        var wait = await AskAsync(task, holder);
        office.Clock.Advance(TimeSpan.FromDays(1));

        await office.AgreeAsync(task);

        var ended = await office.ReadAsync(db => db.Set<AgencyWait>().AsNoTracking().SingleAsync(one => one.Id == wait));
        var whole = (await ClocksAsync(id)).Single(clock => clock.Kind == "case");
        using (Assert.EnterMultipleScope())
        {
            Assert.That((ended.EndedAt is not null, ended.Answer), Is.EqualTo((true, (string?)null)));
            Assert.That((whole.State, whole.Holder), Is.Not.EqualTo((ClockState.Paused, Holder.OtherAgency)));
            await Casework.RefusedAsync("agency.ended", () => office.DoAsync((AskAgency act, CancellationToken token) => act.AnswerAsync(new(wait, "迟到", null), holder, token)));
        }
    }

    [Test]
    public async Task It_takes_a_name_a_reason_and_the_letter_and_is_asked_once_at_a_time_by_whoever_has_the_task()
    {
        var (_, task, holder) = await AtReviewAsync();
        var stranger = await office.AsAsync("decider1");
        var paper = await office.UploadAsync("letter");

        using (Assert.EnterMultipleScope())
        {
            await Casework.RefusedAsync("agency.name-missing", () => office.DoAsync((AskAgency act, CancellationToken token) => act.AskAsync(new(task.Id, " ", "收入核对", paper), holder, token)));
            await Casework.RefusedAsync("agency.paper-missing", () => office.DoAsync((AskAgency act, CancellationToken token) => act.AskAsync(new(task.Id, "民政局", "收入核对", null), holder, token)));
            await Casework.RefusedAsync("task.not-yours", () => office.DoAsync((AskAgency act, CancellationToken token) => act.AskAsync(new(task.Id, "民政局", "收入核对", paper), stranger, token)));
            var wait = await AskAsync(task, holder);
            await Casework.RefusedAsync("agency.waits-already", () => AskAsync(task, holder));
            await Casework.RefusedAsync("task.not-yours", () => office.DoAsync((AskAgency act, CancellationToken token) => act.AnswerAsync(new(wait, "无", null), stranger, token)));
        }
    }

    [Test]
    public async Task Every_hour_of_a_case_is_attributed_and_the_rows_sum_exactly_to_the_whole()
    {
        var opened = await office.SubmitCompleteAsync();
        var (id, hour) = (opened.Id, TimeSpan.FromHours(26));
        var asked = false;
        for (var turn = 0; turn < 40 && !await office.ReadAsync(db => db.Set<Round>().AnyAsync(round => round.CaseId == id && round.State == RoundState.Open && round.Step == "Payout")); turn++)
        {
            office.Clock.Advance(hour);
            if (!asked && (await office.TasksAsync(id)).Find(one => one.Step == "TownshipReview") is { } task)
            {
                asked = true;
                var holder = await office.AsAsync(await office.HolderAsync(task));
                await office.DoAsync((ClaimTask act, CancellationToken token) => act.ClaimAsync(task.Id, holder, token));
                office.Clock.Advance(hour);
                var wait = await AskAsync(task, holder);
                office.Clock.Advance(hour);
                await office.DoAsync((AskAgency act, CancellationToken token) => act.AnswerAsync(new(wait, "无", null), holder, token));
            }

            await office.StepAsync(id);
        }

        office.Clock.Advance(hour);
        await office.PayAsync(id);
        var (spans, view, closed) = await office.AskAsync(async all => (
            await all.GetRequiredService<CaseTimes>().OfAsync(id, CancellationToken.None),
            await new HeldReading(all.GetRequiredService<IUnitOfWork>(), all.GetRequiredService<Cases.Organisation.Scopes>(), all.GetRequiredService<CaseTimes>(), all.GetRequiredService<Calendars>(),
                all.GetRequiredService<OfficeHours>(), office.Clock).OfCaseAsync(id, withPeople: true, CancellationToken.None),
            await office.CaseAsync(id)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((spans[0].From, spans[^1].Until), Is.EqualTo((closed.AppliedAt, closed.ClosedAt!.Value)));
            Assert.That(spans.Zip(spans.Skip(1)).All(pair => pair.First.Until == pair.Second.From));
            Assert.That(view.Length, Is.EqualTo(closed.ClosedAt!.Value - closed.AppliedAt));
            Assert.That(view.Rows.Aggregate(TimeSpan.Zero, (sum, row) => sum + row.Length), Is.EqualTo(view.Length));
            Assert.That(view.Rows.Aggregate(TimeSpan.Zero, (sum, row) => sum + row.Working), Is.EqualTo(view.Working));
            Assert.That(spans.Where(span => span.By == HeldBy.Agency).Sum(span => span.Length.TotalHours), Is.EqualTo(26));
            Assert.That(spans.Select(span => span.By), Does.Contain(HeldBy.Office).And.Contain(HeldBy.Notice).And.Contain(HeldBy.Province));
            Assert.That(spans, Has.Some.Matches<HeldSpan>(span => span is { By: HeldBy.Office, Step: "TownshipReview", Person: not null }), "claimed");
            Assert.That(spans, Has.Some.Matches<HeldSpan>(span => span is { By: HeldBy.Office, Step: "TownshipReview", Person: null }), "before it was claimed");
        }
    }

    private async Task<(CaseId Id, ReviewTask Task, Actor Holder)> AtReviewAsync()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, "TownshipReview");
        return (id, task, await office.AsAsync(await office.HolderAsync(task)));
    }

    private async Task<AgencyWaitId> AskAsync(ReviewTask task, Actor holder)
    {
        var paper = await office.UploadAsync("letter");
        return await office.DoAsync((AskAgency act, CancellationToken token) => act.AskAsync(new(task.Id, "区民政局", "请核对家庭收入", paper), holder, token));
    }

    private Task<List<CaseClock>> ClocksAsync(CaseId id) => office.ReadAsync(db =>
        db.Set<CaseClock>().AsNoTracking().Where(clock => clock.CaseId == id && (clock.State == ClockState.Running || clock.State == ClockState.Paused)).ToListAsync());
}
