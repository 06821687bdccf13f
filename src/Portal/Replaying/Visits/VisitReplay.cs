using System.Globalization;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using AidWorkflow.Portal.Sweeping;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Replaying.Visits;

/// <summary>
/// Plays a year of a visit desk by the same acts and sweeps as the pages: people come on working days, what happens to their petitions happens on its day, each working day is closed, and the clock settles what nobody
/// asks about.
/// </summary>
internal sealed class VisitReplay(IServiceScopeFactory scopes, IActs acts, ReplayClock clock, VisitPlan plan, WorkingCalendar calendar)
{
    private readonly Random dice = new(plan.Seed);
    private readonly SortedDictionary<DateOnly, List<Arrival>> arrivals = [];
    private readonly PriorityQueue<Course, (DateOnly On, int Number)> courses = new();
    private readonly Dictionary<PlannedVisits, List<int>> people = [];

    /// <summary>What is written where words are owed.</summary>
    private const string Planned = "按计划办理";

    /// <summary>Within which a task from above is reported back.</summary>
    private const int TaskDays = 20;

    private readonly Queue<(MatterId Matter, DateOnly On)> tasks = new();
    private Actor desk = null!;
    private Actor section = null!;
    private Actor head = null!;
    private int named;
    private int number;

    /// <summary>By code, what was refused as planned.</summary>
    public Dictionary<string, int> Refusals { get; } = new(StringComparer.Ordinal);

    public int Visits { get; private set; }

    /// <param name="progress">Visits so far.</param>
    public async Task RunAsync(IProgress<int> progress, CancellationToken cancellation)
    {
        (desk, section) = (await ActorAsync(plan.Desk, cancellation), await ActorAsync(plan.Section, cancellation));
        head = await HireHeadAsync(cancellation);
        Arrive();
        for (var day = new DateOnly(plan.Year, 1, 1); day.Year == plan.Year; day = day.AddDays(1))
        {
            await SweepAsync(day, new(0, 5), DueTimerSweep.Key, cancellation);
            var isWorking = calendar.IsWorkingDay(day).IsWorking;
            if (isWorking)
                await SweepAsync(day, new(8, 30), RegisterSweep.Key, cancellation);
            clock.MoveTo(LocalDay.At(day, new(9, 0)));
            foreach (var arrival in arrivals.GetValueOrDefault(day) ?? [])
                await ReceiveAsync(arrival, day, cancellation);
            while (tasks.TryPeek(out var task) && task.On <= day)
                await ReportAsync(tasks.Dequeue().Matter, day, cancellation);
            while (courses.TryPeek(out var course, out var at) && at.On <= day)
            {
                courses.Dequeue();
                await GoOnAsync(course, day, cancellation);
            }

            if (isWorking)
            {
                clock.MoveTo(LocalDay.At(day, new(16, 50)));
                await acts.RunAsync<CloseRegisterDay, RegisterDay>((act, token) => act.RunAsync(day, null, desk, token), cancellation);
                await SweepAsync(day, new(17, 0), RegisterSweep.Key, cancellation);
            }

            progress.Report(Visits);
        }
    }

    /// <summary>Chooses the day of each visit.</summary>
    private void Arrive()
    {
        var working = Enumerable.Range(0, 366).Select(new DateOnly(plan.Year, 1, 1).AddDays).Where(day => day.Year == plan.Year && calendar.IsWorkingDay(day).IsWorking).ToArray();
        foreach (var visits in plan.Visits)
        {
            var days = working.Where(day => (visits.From is not { } from || day >= from) && (visits.To is not { } to || day <= to)).ToArray();
            for (var at = 0; at < visits.Count; at++)
            {
                var day = days[dice.Next(days.Length)];
                if (!arrivals.TryGetValue(day, out var list))
                    arrivals[day] = list = [];
                list.Add(new(visits));
            }
        }
    }

    private async Task ReceiveAsync(Arrival arrival, DateOnly day, CancellationToken cancellation)
    {
        var visits = arrival.Visits;
        if (!people.TryGetValue(visits, out var known))
            people[visits] = known = [];

        // Those who raise the same again come once enough of the others were there.
        var isRepeat = known.Count > 0 && Visits % 3 == 0 && arrival.Visits.Repeats > known.Count(person => person < 0);
        var person = isRepeat ? known[dice.Next(known.Count)] : ++named;
        known.Add(isRepeat ? -Math.Abs(person) : person);
        var who = Math.Abs(person);
        var command = new VisitCommand(visits.Channel, day)
        {
            IsAnonymous = visits.Anonymous,
            Name = visits.Anonymous ? "" : string.Create(CultureInfo.InvariantCulture, $"来访人{who:0000}"),
            Phone = visits.Anonymous ? "" : string.Create(CultureInfo.InvariantCulture, $"139{who:00000000}"),
            People = visits.People,
            Representatives = visits.People > 1 ? [.. Enumerable.Range(1, Math.Min(visits.People, 5)).Select(one => string.Create(CultureInfo.InvariantCulture, $"代表{one}"))] : [],
            Matters = [new(visits.Kind, visits.Subject, visits.Summary) { Class = visits.Class, Branch = visits.Branch, IsUrgent = visits.Urgent, Result = visits.Result, Accused = visits.Accused.IsDefault ? [] : visits.Accused, Source = visits.Source, ReplyBy = visits.Source.Length > 0 ? day.AddDays(TaskDays) : null, NewFacts = isRepeat ? "补充了新的材料" : "" }],
        };
        clock.MoveTo(clock.GetUtcNow().AddMinutes(1));
        var matter = (await acts.RunAsync<RegisterVisit, System.Collections.Immutable.ImmutableArray<Matter>>((act, token) => act.RunAsync(command, desk, token), cancellation))[0];
        Visits++;
        if (visits.Source.Length > 0)
            tasks.Enqueue((matter.Id, day.AddDays(TaskDays - 2)));
        if (visits.Way is { } way)
            await PlanAsync(new(matter.Id, plan.Ways[way], 0, ++number, visits is { Branch: ClaimBranch.PetitionHandling, Anonymous: false }), day, cancellation);
    }

    /// <summary>When the next thing happens: so many days after the last, on a working day unless it may be any.</summary>
    private async Task PlanAsync(Course course, DateOnly last, CancellationToken cancellation)
    {
        if (course.At >= course.Steps.Length)
            return;
        var step = course.Steps[course.At];
        var from = step.Late ? await DueAsync(course.Matter, cancellation) ?? last : last;
        var on = from.AddDays(dice.Next(step.After[0], step.After[1] + 1));
        while (!step.AnyDay && !calendar.IsWorkingDay(on).IsWorking)
            on = on.AddDays(1);
        courses.Enqueue(course, (on, course.Number));
    }

    private async Task GoOnAsync(Course course, DateOnly day, CancellationToken cancellation)
    {
        var step = course.Steps[course.At];
        var actor = step.Step == PetitionEventKind.Extended ? head : step.Step is PetitionEventKind.Forwarded or PetitionEventKind.ObjectionAllowed or PetitionEventKind.ObjectionDenied or PetitionEventKind.Delivered or PetitionEventKind.ReviewAsked ? desk : section;
        clock.MoveTo(clock.GetUtcNow().AddSeconds(30));
        try
        {
            if (course.IsByOpinion && PetitionPapers.DeliveredBy(step.Step) is { } paper)
                await DeliverAsync(course.Matter, paper, day, actor, cancellation);
            else
                await acts.RunAsync<RecordPetitionStep, PetitionStatus>((act, token) => act.RunAsync(new(course.Matter, step.Step, day, step.Days, Planned), actor, token), cancellation);
            if (step.Refused is not null)
                throw new PlanException([($"{step.Step} 应被拒绝（{step.Refused}），却登记了", $"{step.Step} was to be refused as {step.Refused}, and was entered")]);
        }
        catch (RefusedException refused) when (refused.Code == step.Refused)
        {
            Refusals[refused.Code] = Refusals.GetValueOrDefault(refused.Code) + 1;
        }
        catch (RefusedException refused)
        {
            throw new PlanException([($"{day:yyyy-MM-dd} {step.Step}：{Texts.Say(refused, "zh-CN")}", $"{day:yyyy-MM-dd} {step.Step}: {Texts.Say(refused, "en")}")], refused);
        }

        await PlanAsync(course with { At = course.At + 1 }, day, cancellation);
    }

    /// <summary>The section issues the answer, or records what the body above gave, and it reaches the petitioner on the same day.</summary>
    private async Task DeliverAsync(MatterId matter, PetitionPaper paper, DateOnly day, Actor by, CancellationToken cancellation)
    {
        var fields = (paper.LooksAgainAt is null ? paper.Fields : paper.Recorded).ToDictionary(one => one.Name, one => one.Kind switch
        {
            PaperFieldKind.Choice => one.Choices[0].Key,
            PaperFieldKind.Day => $"{day:yyyy-MM-dd}",
            _ => Planned,
        });
        PetitionDocument document;
        if (paper.LooksAgainAt is null)
            document = await acts.RunAsync<IssuePetitionDocument, PetitionDocument>((act, token) => act.RunAsync(new(matter, paper.Kind, fields), section, token), cancellation);
        else
        {
            var scan = await acts.RunAsync<UploadDocument, StoredFileId>((act, _) => Task.FromResult(act.Upload($"{paper.Template}.pdf", Encoding.UTF8.GetBytes($"%PDF-1.4\n% {paper.Template} {matter}\n%%EOF\n"), section)), cancellation);
            document = await acts.RunAsync<RecordSuperiorOpinion, PetitionDocument>((act, token) => act.RunAsync(new(matter, paper.Kind, fields, scan), section, token), cancellation);
        }

        await acts.RunAsync<RecordPetitionDelivery, PetitionDocument>((act, token) => act.RunAsync(new(matter, document.Id, DeliveryMethod.InPerson, day, Planned), by, token), cancellation);
    }

    private async Task ReportAsync(MatterId matter, DateOnly day, CancellationToken cancellation)
    {
        var duty = await ReadAsync(db => db.Set<ReplyDuty>().AsNoTracking().FirstAsync(one => one.MatterId == matter, cancellation));
        await acts.RunAsync<AnswerDuty, ReplyDuty>((act, token) => act.RunAsync(new(matter, duty.Id, day, duty.Party, "已核实并书面报告", IsLast: true), section, token), cancellation);
    }

    private async Task SweepAsync(DateOnly day, TimeOnly at, string name, CancellationToken cancellation)
    {
        clock.MoveTo(LocalDay.At(day, at));
        await using var scope = scopes.CreateAsyncScope();
        var sweep = scope.ServiceProvider.GetServices<ISweep>().Single(one => one.Name == name);
        while (await sweep.SweepAsync(cancellation) > 0)
        {
            // until nothing is due
        }
    }

    private Task<DateOnly?> DueAsync(MatterId matter, CancellationToken cancellation) => ReadAsync(db => db.Set<Petition>().Where(petition => petition.Id == matter).Select(petition => petition.NextDueOn).SingleAsync(cancellation));

    private Task<Actor> ActorAsync(string userName, CancellationToken cancellation) => ReadAsync(async db =>
        (await db.Set<Account>().AsNoTracking().FirstOrDefaultAsync(account => account.UserName == userName, cancellation))?.AsActor() ?? throw new PlanException([($"没有账号“{userName}”", $"there is no account '{userName}'")]));

    /// <summary>Who extends limits: the head of the unit of the desk.</summary>
    private async Task<Actor> HireHeadAsync(CancellationToken cancellation)
    {
        var unit = await ReadAsync(db => db.Set<RoleAssignment>().Where(held => held.AccountId == desk.Account && held.Role == Role.DeskClerk).Select(held => held.UnitId).FirstAsync(cancellation));
        var id = await acts.RunAsync<Cases.Accounts.OpenAccount, AccountId>((act, token) => act.RunAsync(new("replay-head", "负责人", "Head", Role.UnitHead, unit, new DateOnly(plan.Year, 1, 1), null), "-", "replay", Actor.System, token), cancellation);
        return await ReadAsync(async db => (await db.Set<Account>().AsNoTracking().SingleAsync(account => account.Id == id, cancellation)).AsActor());
    }

    private async Task<T> ReadAsync<T>(Func<DbContext, Task<T>> read)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<IUnitOfWork>().Db);
    }

    private sealed record Arrival(PlannedVisits Visits);

    /// <summary>A petition and what is still to happen to it.</summary>
    /// <param name="IsByOpinion">It is answered in writing, and what reaches the petitioner is a document.</param>
    private sealed record Course(MatterId Matter, System.Collections.Immutable.ImmutableArray<PlannedStep> Steps, int At, int Number, bool IsByOpinion);
}
