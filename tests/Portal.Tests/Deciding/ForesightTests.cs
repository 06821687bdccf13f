using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Engine.Instances;
using AidWorkflow.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>Who is next is said before somebody decides: what is foreseen is what then comes, and foreseeing writes nothing.</summary>
[TestFixture(Provider.Sqlite)]
[TestFixture(Provider.Postgres)]
internal sealed class ForesightTests(Provider provider)
{
    private Office office = null!;

    [OneTimeSetUp]
    public async Task OpenAsync() => office = await Office.OpenAsync(provider);

    [OneTimeTearDown]
    public async Task CloseAsync() => await office.DisposeAsync();

    [TestCase("hardship-aid")]
    [TestCase("sudden-accident-relief")]
    public async Task At_every_step_the_next_one_is_told_with_whoever_gets_it(string service)
    {
        var id = service == "hardship-aid"
            ? (await office.SubmitCompleteAsync()).Id : (await office.SubmitAsync(office.AccidentAnswers(), service, Casework.AccidentPapers)).Id;
        var steps = new List<string>();

        for (var turn = 0; turn < 20 && await NextTaskAsync(id) is { } task; turn++)
        {
            var yes = await office.YesAsync(task);
            var before = await FingerprintAsync(id);
            var foreseen = await AfterAsync(task, new(yes.Verdict, Cents: yes.Cents));
            Assert.That(await FingerprintAsync(id), Is.EqualTo(before), "foreseeing wrote something");
            await office.AgreeAsync(task);

            var came = (await OpenAsync(id)).Except(before.Open).ToList();
            steps.Add(task.Step);
            if (came.Count > 0) // the second seat of a visit opens no round
                Assert.That(foreseen!.Next.Select(next => $"{next.Step} {next.Role} {next.Unit?.Zh}"), Is.EqualTo(came), $"after {task.Step}");
            else
                Assert.That(foreseen!.Next.Select(next => next.Step), Is.EqualTo(new[] { task.Step }), $"after {task.Step}");
            Assert.That(foreseen.Next.Where(next => next.Role is not null).Select(next => next.People), Has.All.Not.Empty);
        }

        Assert.That(steps, Has.Count.GreaterThan(4), string.Join(", ", steps));
    }

    [Test]
    public async Task Of_a_vote_it_is_told_how_it_would_stand_and_the_reader_is_none_of_those_who_come_next()
    {
        await using var voting = await Reviewing.ReviewOffice.SeveralAsync(provider, "DistrictReview", ("people", "2"), ("agreement", "Vote"), ("passesAt", "2/3"));
        var task = await voting.ReachAsync((await voting.SubmitCompleteAsync()).Id, "DistrictReview");
        var actor = await voting.AsAsync("district1");
        Task<Foreseen?> SeenAsync(Verdict verdict) => voting.AskAsync(services => services.GetRequiredService<Foresight>().AfterAsync(task.Id, new(verdict), actor, CancellationToken.None));

        var (yes, no) = ((await SeenAsync(Verdict.Approve))!, (await SeenAsync(Verdict.Refuse))!);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((yes.Vote, no.Vote), Is.EqualTo(((TallyState?)TallyState.Open, (TallyState?)TallyState.Refused)));
            Assert.That(yes.Next.Single().People!.Value.Select(name => name.Zh), Is.Not.Empty.And.Not.Contain("市中区审核员"), "who decides one seat takes no other");
            Assert.That(AidWorkflow.Portal.Inbox.NextWords.Of(yes).Zh, Is.EqualTo("表决继续，还有 1 人正在表决"));
            Assert.That(AidWorkflow.Portal.Inbox.NextWords.Of(no).Zh, Is.EqualTo("表决不通过，转入“区级审批”"), "the result in one line");
        }
    }

    [Test]
    public async Task Of_an_account_to_be_corrected_it_is_told_that_the_payment_goes_out_again()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        await office.UntilAsync(id, "Payout");
        var batch = await office.BatchAsync(id);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch, returned: true);
        var task = (await office.TasksAsync(id)).Single(task => task.Kind == RoundKind.Correction);

        var foreseen = await AfterAsync(task, new(Verdict.Complete));

        Assert.That(foreseen!.Next.Select(next => next.Step), Is.EqualTo(new[] { "Payout" }));
    }

    [Test]
    public async Task A_notice_is_told_with_its_last_day_and_whoever_comes_after_it()
    {
        var id = (await office.SubmitCompleteAsync()).Id;
        var task = await office.ReachAsync(id, "TownshipReview");
        var before = await FingerprintAsync(id);

        var notice = (await AfterAsync(task, new(Verdict.Approve)))!.Next.Single();

        Assert.That(await FingerprintAsync(id), Is.EqualTo(before), "foreseeing wrote something");
        await office.AgreeAsync(task);
        var posted = await office.ReadAsync(db => db.Set<PublicNotice>().SingleAsync(one => one.CaseId == id));
        await office.EndNoticeAsync(id);
        Assert.That(notice.Notice, Is.EqualTo(new NoticeSpan(posted.Days, posted.DayType, posted.ToDay)));
        Assert.That(notice.Then.Select(next => $"{next.Step} {next.Role} {next.Unit?.Zh}"), Is.EqualTo(await OpenAsync(id)));
        Assert.That(notice.Then.Single(), Has.Property(nameof(NextStep.People)).Not.Empty.And.Property(nameof(NextStep.By)).Null);
    }

    [Test]
    public async Task A_refusal_ends_the_case_or_goes_where_the_service_sends_it()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "DistrictDecision");

        var refused = await AfterAsync(task, new(Verdict.Refuse));

        Assert.That(refused, Has.Property(nameof(Foreseen.Ends)).EqualTo(CaseOutcome.Refused));
        Assert.That(refused!.Next, Is.Empty);
    }

    [Test]
    public async Task Sending_back_tells_who_gets_it_for_every_step_that_it_may_go_to()
    {
        var task = await office.ReachAsync((await office.SubmitCompleteAsync()).Id, "TownshipReview");
        var steps = (await office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(round => round.Id == task.RoundId))).Plan.ReturnTo;

        var told = new List<Foreseen?>();
        foreach (var step in steps)
            told.Add(await AfterAsync(task, new(Verdict.Return, step)));

        Assert.That(steps, Is.Not.Empty);
        Assert.That(told.Select(one => one!.Next.Single().Step), Is.EqualTo(steps));
    }

    private Task<Foreseen?> AfterAsync(ReviewTask task, Choice choice) => office.AskAsync(async services =>
    {
        var actor = await office.AsAsync(await office.HolderAsync(task, await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.RoundId == task.RoundId))));
        return await services.GetRequiredService<Foresight>().AfterAsync(task.Id, choice, actor, CancellationToken.None);
    });

    private async Task<ReviewTask?> NextTaskAsync(CaseId id)
    {
        if (await office.ReadAsync(db => db.Set<Round>().AnyAsync(round => round.CaseId == id && round.State == RoundState.Open && round.Kind == RoundKind.Notice)))
            await office.EndNoticeAsync(id);
        return (await office.TasksAsync(id)).FirstOrDefault(task => task.Kind is not (RoundKind.Payout or RoundKind.Supplement or RoundKind.Correction));
    }

    /// <summary>Every open round with whoever is to act on it.</summary>
    private Task<List<string>> OpenAsync(CaseId id) => office.ReadAsync(async db =>
    {
        var open = await db.Set<Round>().AsNoTracking().Where(round => round.CaseId == id && round.State == RoundState.Open).OrderBy(round => round.OpenedAt).ToListAsync();
        var seats = await db.Set<ReviewTask>().AsNoTracking().Where(task => task.CaseId == id && (task.State == TaskState.Assigned || task.State == TaskState.InProgress))
            .Join(db.Set<Cases.Organisation.Unit>(), task => task.UnitId, unit => unit.Id, (task, unit) => new { task.RoundId, task.Role, unit.NameZh }).ToListAsync();
        return open.Select(round => seats.FirstOrDefault(seat => seat.RoundId == round.Id) is { } seat ? $"{round.Step} {seat.Role} {seat.NameZh}" : $"{round.Step}  ").ToList();
    });

    private async Task<Kept> FingerprintAsync(CaseId id) => new(await OpenAsync(id), await office.ReadAsync(async db => string.Join(' ',
        await db.Set<Decision>().CountAsync(), await db.Set<ReviewTask>().CountAsync(), await db.Set<AuditEntry>().CountAsync(), await db.Set<JournalRow>().CountAsync(),
        await db.Set<OutboxRow>().CountAsync(), await db.Set<BookmarkRow>().CountAsync(), await db.Set<FundBalance>().SumAsync(fund => fund.Available))));

    private sealed record Kept(List<string> Open, string Counts)
    {
        public bool Equals(Kept? other) => other is not null && Counts == other.Counts && Open.SequenceEqual(other.Open);

        public override int GetHashCode() => Counts.GetHashCode(StringComparison.Ordinal);
    }
}
