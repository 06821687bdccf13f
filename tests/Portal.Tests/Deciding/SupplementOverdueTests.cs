using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Portal.Handling;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class SupplementOverdueTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task Open() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task Close() => await office.DisposeAsync();

    [Test]
    public async Task When_the_time_has_run_out_the_station_is_asked_once_and_nothing_is_decided()
    {
        var id = await SupplementingAsync();
        await office.UntilDayOfAsync(id, 0);
        var early = await AskAsync(id);
        await office.UntilDayOfAsync(id, 1);

        var (asked, again) = (await AskAsync(id), await AskAsync(id));

        var task = (await office.TasksAsync(id)).Single();
        using (Assert.EnterMultipleScope())
        {
            Assert.That((early, asked, again), Is.EqualTo((0, 1, 0)), "not on the last day, then once");
            Assert.That((task.Kind, task.Role), Is.EqualTo((RoundKind.Supplement, Role.StationClerk)));
            Assert.That((await office.CaseAsync(id)).Stage, Is.EqualTo(CaseStage.Supplementing));
        }
    }

    [Test]
    public async Task The_applicant_may_still_supply_and_the_task_goes()
    {
        var id = await OverdueAsync();
        var paper = await office.PaperAsync();

        await office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(id, [], [new("householdRegister", paper)]), Actor.System, token));

        Assert.That((await office.TasksAsync(id)).Single().Step, Is.EqualTo("Completeness"));
    }

    [Test]
    public async Task More_time_needs_a_reason_is_told_and_runs_out_again()
    {
        var id = await OverdueAsync();
        var task = (await office.TasksAsync(id)).Single();
        await Casework.RefusedAsync("opinion.missing", () => office.DecideAsync("station1", new(task.Id, Verdict.Extend)));

        await office.DecideAsync("station1", new(task.Id, Verdict.Extend, "住院，出院后补交"));

        var clock = await office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().SingleAsync(clock => clock.CaseId == id && clock.Kind == "Supplement" && clock.State == ClockState.Running));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(clock.DueOn, Is.GreaterThan(LocalDay.Today(office.Clock)));
            Assert.That(await office.TasksAsync(id), Is.Empty);
            Assert.That(await office.MessagesAsync(id, Occasions.Reminder), Has.Exactly(1).Items);
        }

        await office.UntilDayOfAsync(id, 1);
        Assert.That(await AskAsync(id), Is.EqualTo(1));
    }

    [Test]
    public async Task Going_on_with_what_is_there_returns_to_the_completeness_check_and_the_offices_clocks_run_again()
    {
        var id = await OverdueAsync();
        var task = (await office.TasksAsync(id)).Single();

        await office.DecideAsync("station1", new(task.Id, Verdict.Complete, "缺件可由部门共享数据核对"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.TasksAsync(id)).Single().Step, Is.EqualTo("Completeness"));
            Assert.That(await office.ReadAsync(db => db.Set<CaseClock>().AnyAsync(clock => clock.CaseId == id && clock.State == ClockState.Paused)), Is.False);
        }
    }

    [Test]
    public async Task Of_two_notices_of_which_the_first_was_never_answered_the_second_is_owed_and_nothing_else()
    {
        var id = await OverdueAsync();
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.Complete, "户口簿可由部门共享数据核对"));
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.Incomplete) { Missing = [new("bankCard", "复印件不清")] });
        var (register, card) = (new LinkedFile("householdRegister", await office.PaperAsync()), new LinkedFile("bankCard", await office.PaperAsync()));

        await Casework.RefusedAsync("supplement.not-asked-for", () => SupplyAsync(register, card));
        await SupplyAsync(card);
        await Casework.RefusedAsync("supplement.none-asked", () => SupplyAsync(register));

        var asked = await office.ReadAsync(db => db.Set<SupplementRequest>().AsNoTracking().Where(request => request.CaseId == id).OrderBy(request => request.RequestedAt).ToListAsync());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(asked.Select(request => (request.Items.Single().Key, request.SuppliedAt is not null)), Is.EqualTo(new[] { ("householdRegister", false), ("bankCard", true) }));
            Assert.That((await office.TasksAsync(id)).Single().Step, Is.EqualTo("Completeness"));
        }

        Task<CaseId> SupplyAsync(params LinkedFile[] files) => office.DoAsync((SupplyMissing act, CancellationToken token) => act.SupplyAsync(new(id, [], [.. files]), Actor.System, token));
    }

    [Test]
    public async Task Not_accepted_is_a_persons_word_and_comes_with_its_document()
    {
        var id = await SupplementingAsync();
        await DeliverAsync(id);
        await office.UntilDayOfAsync(id, 1);
        await AskAsync(id);
        var task = (await office.TasksAsync(id)).Single();

        await office.DecideAsync("station1", new(task.Id, Verdict.NotAccept, "逾期未补正"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.NotAccepted));
            Assert.That(await office.MessagesAsync(id, Occasions.NonAcceptance), Has.Exactly(1).Items);
        }
    }

    [Test]
    public async Task The_time_counts_from_the_day_on_which_the_notice_reached_the_applicant()
    {
        var id = await SupplementingAsync();
        var (before, early) = (await ClockAsync(id), await RowsAsync(id));
        office.Clock.Advance(TimeSpan.FromDays(5));

        await DeliverAsync(id);

        var after = await ClockAsync(id);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(after.StartedOn, Is.EqualTo(LocalDay.Today(office.Clock)));
            Assert.That(after.DueOn, Is.GreaterThan(before.DueOn));
            Assert.That((await office.MessagesAsync(id, Occasions.Reminder)).Single().In("en").Body, Does.Contain(after.DueOn.ToString("d MMMM yyyy", System.Globalization.CultureInfo.InvariantCulture)), "the applicant learns until when");
            Assert.That((early.Select(Standing), (await RowsAsync(id)).Select(Standing)), Is.EqualTo((new[] { "provisional until delivered" }, new[] { "not counted: undelivered", "running" })));
            Assert.That(await office.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.Id == before.Id).Select(clock => clock.State).SingleAsync()), Is.EqualTo(ClockState.Ended));
        }
    }

    [Test]
    public async Task Nobody_is_turned_away_while_the_notice_is_undelivered_and_its_delivery_gives_the_whole_time()
    {
        var id = await OverdueAsync();
        var task = (await office.TasksAsync(id)).Single();
        await Casework.RefusedAsync("supplement.notice-undelivered", () => office.DecideAsync("station1", new(task.Id, Verdict.NotAccept, "逾期未补正")));

        var undelivered = await RowsAsync(id);
        await DeliverAsync(id);
        var (waiting, clock) = (await office.TasksAsync(id), await ClockAsync(id));
        await Casework.RefusedAsync("task.gone", () => office.DecideAsync("station1", new(task.Id, Verdict.NotAccept, "逾期未补正")));
        await office.UntilDayOfAsync(id, 1);
        await AskAsync(id);
        var lapsed = await RowsAsync(id);
        await office.DecideAsync("station1", new((await office.TasksAsync(id)).Single().Id, Verdict.NotAccept, "逾期未补正"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(waiting, Is.Empty);
            Assert.That(clock.DueOn, Is.GreaterThan(clock.StartedOn));
            Assert.That(undelivered.Select(Standing), Is.EqualTo(new[] { "not counted: undelivered" }), "time begins with the delivery");
            Assert.That(lapsed.Select(Standing), Is.EqualTo(new[] { "not counted: undelivered", "lapsed, nothing supplied" }));
            Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.NotAccepted));
        }
    }

    [Test]
    public async Task A_delivery_that_is_only_recorded_late_gives_no_second_time()
    {
        var id = await SupplementingAsync();
        var issued = LocalDay.Today(office.Clock);
        await office.UntilDayOfAsync(id, 1);
        await AskAsync(id);

        await DeliverAsync(id, issued);

        Assert.That((await RowsAsync(id)).Select(Standing), Is.EqualTo(new[] { "lapsed, nothing supplied" }), "it counted from a delivery that was recorded later");
        var task = (await office.TasksAsync(id)).Single();
        await office.DecideAsync("station1", new(task.Id, Verdict.NotAccept, "逾期未补正"));
        Assert.That((await office.CaseAsync(id)).Outcome, Is.EqualTo(CaseOutcome.NotAccepted));
    }

    [Test]
    public async Task An_accepted_case_is_no_longer_turned_away()
    {
        var opened = await office.SubmitCompleteAsync();
        await office.UntilAsync(opened.Id, "TownshipReview");
        var review = (await office.TasksAsync(opened.Id)).Single();
        await office.DecideAsync("township1", new(review.Id, Verdict.Return, "请补充") { ReturnTo = "Supplement", Missing = [new("householdRegister", "不清晰")] });
        await office.UntilDayOfAsync(opened.Id, 1);
        await AskAsync(opened.Id);
        var task = (await office.TasksAsync(opened.Id)).Single();

        await Casework.RefusedAsync("supplement.accepted-already", () => office.DecideAsync("station1", new(task.Id, Verdict.NotAccept, "逾期")));
    }

    [Test]
    public async Task A_provisional_date_ends_nothing_until_the_calendar_confirms_it()
    {
        await using var later = await Office.OpenAsync(provider);
        later.Clock.MoveTo(LocalDay.At(new DateOnly(2026, 12, 28), new TimeOnly(9, 0)));
        var id = await SupplementingAsync(later);
        later.Clock.MoveTo(LocalDay.At(new DateOnly(2027, 2, 1), new TimeOnly(9, 0)));
        var unknown = await AskAsync(id, later);
        var off = string.Join(',', StatutoryDays.Of(2027).Select(day => $"\"{day:yyyy-MM-dd}\""));

        await later.DoAsync((LoadCalendarYear act, CancellationToken token) => act.RunAsync(
            CalendarFile.Read($$"""{ "source": "test", "years": { "2027": { "offDays": [{{off}}] } } }""", "test").Years, Actor.System, token));

        Assert.That((unknown, await AskAsync(id, later)), Is.EqualTo((0, 1)));
    }

    private async Task<CaseId> SupplementingAsync(Office? at = null)
    {
        var place = at ?? office;
        var opened = await place.SubmitAsync(place.Answers(), "hardship-aid", "identityCard", "dischargePapers", "bankCard", "signedPromise", "hardshipStatement");
        var task = (await place.TasksAsync(opened.Id)).Single();
        await place.DecideAsync("station1", new(task.Id, Verdict.Incomplete) { Missing = [new("householdRegister", null)] });
        return opened.Id;
    }

    private Task<CaseClock> ClockAsync(CaseId id) =>
        office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().SingleAsync(clock => clock.CaseId == id && clock.Kind == "Supplement" && clock.State == ClockState.Running));

    private async Task DeliverAsync(CaseId id, DateOnly? on = null)
    {
        var notice = await office.ReadAsync(db => db.Set<IssuedDocument>().Where(document => document.CaseId == id).Select(document => document.Id).SingleAsync());
        await office.AsAsync("station1", (ConfirmDelivery act, Actor actor, CancellationToken token) => act.ConfirmAsync(notice, on ?? LocalDay.Today(office.Clock), DeliveryMethod.InPerson, actor, token));
    }

    private async Task<CaseId> OverdueAsync()
    {
        var id = await SupplementingAsync();
        await office.UntilDayOfAsync(id, 1);
        Assert.That(await AskAsync(id), Is.EqualTo(1));
        return id;
    }

    /// <summary>The applicant's limits as the page of the case shows them.</summary>
    private Task<List<CaseClockRow>> RowsAsync(CaseId id) => office.AskAsync(async services =>
    {
        var clocks = await services.GetRequiredService<IUnitOfWork>().Db.Set<CaseClock>().AsNoTracking().Where(clock => clock.CaseId == id && clock.EndsRight).ToListAsync();
        var documents = (await services.GetRequiredService<IUnitOfWork>().Db.Set<IssuedDocument>().AsNoTracking().Where(document => document.CaseId == id).ToListAsync())
            .Select(document => new CaseDocumentRow(document.Id, document.Kind, document.Number, LocalDay.Of(document.IssuedAt), document.DeliveredOn, document.Method)).ToList();
        return CaseClockRow.Of(clocks, documents, await services.GetRequiredService<CaseFiles>().LoadAsync(id, Actor.System, CancellationToken.None)).ToList();
    });

    private static string Standing(CaseClockRow clock) => HandlingWords.Of(clock).En;

    /// <summary>What the sweep does, counted for this case alone.</summary>
    private async Task<int> AskAsync(CaseId id, Office? at = null)
    {
        var place = at ?? office;
        var mine = await place.ReadAsync(db => db.Set<CaseClock>().Where(clock => clock.CaseId == id).Select(clock => clock.Id).ToListAsync());
        var asked = 0;
        foreach (var clock in (await place.DoAsync((OverdueSupplements query, CancellationToken token) => query.FirstAsync(100, token))).Where(mine.Contains))
            asked += await place.DoAsync((AskAboutSupplement act, CancellationToken token) => act.AskAsync(clock, token)) ? 1 : 0;
        return asked;
    }
}
