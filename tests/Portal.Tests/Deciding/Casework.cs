using System.Globalization;
using System.Text;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Reporting;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using AidWorkflow.Cases.Visiting;
using AidWorkflow.Engine.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AidWorkflow.Portal.Tests.Deciding;

/// <summary>What the people of the demo city do with a case, a step at a time.</summary>
internal static class Casework
{
    private const string Bank = "demo-csv-utf8";

    /// <summary>Lets everybody agree until the case stands at the step.</summary>
    public static async Task UntilAsync(this Office office, CaseId id, string step)
    {
        for (var turn = 0; turn < 40; turn++)
        {
            if (await office.ReadAsync(db => db.Set<Round>().AnyAsync(round => round.CaseId == id && round.State == RoundState.Open && round.Step == step)))
                return;
            await office.StepAsync(id);
        }

        Assert.Fail($"The case never came to {step}.");
    }

    /// <summary>As <see cref="UntilAsync"/>, to a step where somebody has a task.</summary>
    public static async Task<ReviewTask> ReachAsync(this Office office, CaseId id, string step)
    {
        await office.UntilAsync(id, step);
        return (await office.TasksAsync(id)).First(task => task.Step == step);
    }

    /// <summary>Whoever holds the task says yes to it.</summary>
    public static async Task<DecisionReceipt> AgreeAsync(this Office office, ReviewTask task)
    {
        var before = await office.ReadAsync(db => db.Set<Decision>().CountAsync(decision => decision.RoundId == task.RoundId));
        return await office.DecideAsync(await office.HolderAsync(task, before), await office.YesAsync(task));
    }

    internal static readonly string[] AccidentPapers =
        ["identityCard", "dischargePapers", "bankCard", "signedPromise", "eventProof", "damagePhotos", "treatmentProof", "deathProof", "compensationProof", "householdRegister"];

    /// <summary>Of a new person whose home a traffic accident damaged three days ago.</summary>
    public static System.Text.Json.Nodes.JsonObject AccidentAnswers(this Office office)
    {
        var answers = office.Answers("sudden-accident-relief");
        foreach (var (key, value) in new[] { ("situation", "traffic"), ("consequence", "home-damaged"), ("eventOn", $"{LocalDay.Today(office.Clock).AddDays(-3):yyyy-MM-dd}"), ("loss", "51200.00"), ("compensated", "3500.00") })
            answers[key] = value;
        return answers;
    }

    /// <summary>An accident whose first payment is authorised and waits for a batch.</summary>
    public static async Task<CaseId> AccidentAsync(this Office office)
    {
        var opened = await office.SubmitAsync(office.AccidentAnswers(), "sudden-accident-relief", AccidentPapers);
        await office.UntilAsync(opened.Id, "FirstPayout");
        return opened.Id;
    }

    /// <summary>The district grants another amount than was proposed.</summary>
    public static async Task GrantAsync(this Office office, CaseId id, long cents)
    {
        await office.UntilAsync(id, "DistrictDecision");
        var task = (await office.TasksAsync(id)).Single(task => task.Step == "DistrictDecision");
        await office.DecideAsync("decider1", new(task.Id, Verdict.Approve, "核减") { Cents = cents });
    }

    /// <summary>The next thing that somebody says yes to.</summary>
    public static async Task StepAsync(this Office office, CaseId id)
    {
        var task = (await office.TasksAsync(id)).FirstOrDefault(task => task.Kind is not (RoundKind.Payout or RoundKind.Supplement or RoundKind.Correction));
        if (task is not null)
            await office.AgreeAsync(task);
        else
            await office.EndNoticeAsync(id);
    }

    public static async Task<AidCase> CaseAsync(this Office office, CaseId id) => await office.ReadAsync(db => db.Set<AidCase>().AsNoTracking().SingleAsync(aidCase => aidCase.Id == id));

    /// <summary>So many days after the applicant's last day to supplement.</summary>
    public static async Task UntilDayOfAsync(this Office office, CaseId id, int daysAfter)
    {
        var clock = await office.ReadAsync(db => db.Set<CaseClock>().AsNoTracking().SingleAsync(clock => clock.CaseId == id && clock.Kind == "Supplement" && clock.State == ClockState.Running));
        office.Clock.MoveTo(LocalDay.At(clock.DueOn.AddDays(daysAfter), new TimeOnly(9, 0)));
    }

    public static Task<List<Payment>> PaymentsAsync(this Office office, CaseId id) =>
        office.ReadAsync(db => db.Set<Payment>().AsNoTracking().Where(payment => payment.Case == id).OrderBy(payment => payment.CreatedAt).ThenBy(payment => payment.Id).ToListAsync());

    public static Task<List<string>> AuditAsync(this Office office, CaseId id) =>
        office.ReadAsync(db => db.Set<AuditEntry>().AsNoTracking().Where(entry => entry.Stream == $"case:{id}").OrderBy(entry => entry.Number).Select(entry => entry.Act).ToListAsync());

    public static Task<List<Notification>> MessagesAsync(this Office office, CaseId id, string occasion) =>
        office.ReadAsync(db => db.Set<Notification>().AsNoTracking().Where(message => message.Case == id && message.Occasion == occasion).ToListAsync());

    /// <summary>Puts the waiting payment of the case, and no other, into a batch.</summary>
    /// <summary>Another account of the applicant, as the station verifies it after a return.</summary>
    public static async Task<PayeeReport> NewCardAsync(this Office office, CaseId id, int seed)
    {
        var card = new SyntheticPeople(seed).Next("370402", LocalDay.Today(office.Clock));
        var name = await office.ReadAsync(db => db.Set<AidCase>().Where(one => one.Id == id).Join(db.Set<Person>(), one => one.ApplicantId, person => person.Id, (_, person) => person.Name).SingleAsync());
        return new(name, card.Account.Number, card.BankName, "换卡");
    }

    /// <param name="of">How many payments of the case wait for a batch.</param>
    public static async Task<BatchId> BatchAsync(this Office office, CaseId id, int of = 1)
    {
        var ready = (await office.PaymentsAsync(id)).Where(payment => payment.State == PaymentState.Ready).ToArray();
        Assert.That(ready, Has.Length.EqualTo(of));
        var maker = await office.AsAsync("maker1");
        return (await office.DoAsync((MakeBatch act, CancellationToken token) => act.MakeAsync(new BatchRequest(ready[0].Fund, Bank, [.. ready.Select(payment => payment.Id)]), maker, null, token))).Batch!.Value;
    }

    public static Task LockAsync(this Office office, BatchId batch) => office.FinanceAsync("maker1", (LockBatch act, Actor actor, CancellationToken token) => act.LockAsync(batch, actor, null, token));

    public static async Task CheckAsync(this Office office, BatchId batch)
    {
        await office.LockAsync(batch);
        await office.FinanceAsync("checker1", (CheckBatch act, Actor actor, CancellationToken token) => act.CheckAsync(batch, actor, null, token));
    }

    public static async Task SendAsync(this Office office, BatchId batch)
    {
        await office.CheckAsync(batch);
        await office.FinanceAsync("releaser1", (ReleaseBatch act, Actor actor, CancellationToken token) => act.ReleaseAsync(batch, actor, null, token));
        await office.FinanceAsync("maker1", (DownloadBankFile act, Actor actor, CancellationToken token) => act.DownloadAsync(batch, actor, null, token));
        await office.FinanceAsync("maker1", (SendBatch act, Actor actor, CancellationToken token) => act.SendAsync(batch, actor, null, token));
    }

    /// <summary>The bank credits or returns every line of the batch, and the answers are booked.</summary>
    public static async Task AnswerAsync(this Office office, BatchId batch, bool returned = false)
    {
        var lines = await office.ReadAsync(db => db.Set<Payment>().AsNoTracking().Where(payment => payment.Batch == batch).ToListAsync());
        var text = new StringBuilder("付款编号,金额,状态,原因\r\n");
        foreach (var line in lines)
            text.Append(CultureInfo.InvariantCulture, $"{line.EndToEndId},{line.Cents / 100m:0.00},{(returned ? "退票" : "成功")},{(returned ? "账户已销户" : "")}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"合计,{lines.Count},{lines.Sum(line => line.Cents) / 100m:0.00}\r\n");
        await office.FinanceAsync("checker1", (ImportReturnFile act, Actor actor, CancellationToken token) =>
            act.ImportAsync(batch, "return.csv", Encoding.UTF8.GetBytes(text.ToString()), actor, null, token));
        foreach (var line in lines)
            await office.DoAsync((SettleLine act, CancellationToken token) => act.SettleAsync(line.Id, Actor.System, token));
    }

    public static async Task PayAsync(this Office office, CaseId id, int of = 1)
    {
        var batch = await office.BatchAsync(id, of);
        await office.SendAsync(batch);
        await office.AnswerAsync(batch);
    }

    public static async Task BooksAgreeAsync(this Office office)
    {
        Assert.That(await office.DoAsync((MoneyAgrees check, CancellationToken token) => check.DifferencesAsync(token)), Is.Empty);
        Assert.That((await office.DoAsync((BooksCheck check, CancellationToken token) => check.RunAsync(token))).Differences, Is.Empty);
    }

    /// <summary>What the case holds of its fund: reserved, committed, paid, returned.</summary>
    public static Task<(long Reserved, long Committed, long Paid, long Returned)> HeldAsync(this Office office, CaseId id) => office.ReadAsync(async db =>
        await db.Set<Cases.Funding.CaseFunding>().AsNoTracking().SingleOrDefaultAsync(held => held.Case == id) is { } held
            ? (held.Reserved, held.Committed, held.Paid, held.Returned) : (0L, 0L, 0L, 0L));

    public static async Task<StoredFileId> PaperAsync(this Office office) =>
        await office.DoAsync((UploadDocument act, CancellationToken _) => Task.FromResult(act.Upload("proof.pdf", "%PDF-1.4"u8.ToArray(), Actor.System)));

    /// <summary>Does an act as somebody of the demo city.</summary>
    public static async Task<TResult> AsAsync<TAct, TResult>(this Office office, string userName, Func<TAct, Actor, CancellationToken, Task<TResult>> act)
        where TAct : notnull
    {
        office.Clock.Advance(TimeSpan.FromSeconds(1)); // so that what is done later is later
        var actor = await office.AsAsync(userName);
        return await office.DoAsync((TAct ready, CancellationToken token) => act(ready, actor, token));
    }

    public static async Task RefusedAsync(string code, Func<Task> act)
    {
        var refused = (await Assert.ThrowsAsync<RefusedException>(() => act()))!;
        Assert.That(refused.Code, Is.EqualTo(code));
    }

    internal static async Task EndNoticeAsync(this Office office, CaseId id)
    {
        var notice = await office.ReadAsync(db => db.Set<Round>().AsNoTracking().SingleAsync(round => round.CaseId == id && round.State == RoundState.Open && round.Kind == RoundKind.Notice));
        office.Clock.Advance(TimeSpan.FromDays(15));
        var due = await office.DoAsync((IInstances instances, CancellationToken token) => instances.DueAsync(office.Clock.GetUtcNow(), 10_000, token));
        var bookmark = due.Single(bookmark => bookmark.Id == notice.BookmarkId);
        await office.DoAsync((ResumeDue act, CancellationToken token) => act.ResumeAsync(bookmark, input: null, token));
    }

    internal static async Task<DecideCommand> YesAsync(this Office office, ReviewTask task)
    {
        var aidCase = await office.CaseAsync(task.CaseId);
        var part = await office.ReadAsync(async db => (await db.Set<Round>().AsNoTracking().SingleAsync(round => round.Id == task.RoundId)).Plan.Part);
        return task.Kind switch
        {
            RoundKind.Completeness => new(task.Id, Verdict.Complete, "材料齐全。") { IdentityProved = true },
            RoundKind.HomeVisit => new(task.Id, Verdict.Complete) { Visit = new VisitReport(LocalDay.Today(office.Clock), VisitMethod.Home, "情况属实。", "家属", FamilySigned: true) },
            RoundKind.Review => new(task.Id, Verdict.Approve, "同意。"),
            RoundKind.Decision => new(task.Id, Verdict.Approve, "审定。") { Cents = part == Part.First ? await office.FirstCentsAsync(task.CaseId) : aidCase.ProposedCents },
            RoundKind.ExternalDecision => new(task.Id, Verdict.Approve) { External = new ExternalReport("鲁退役困助〔2022〕1号", LocalDay.Today(office.Clock), aidCase.ApprovedCents!.Value, await office.PaperAsync()) },
            _ => throw new InvalidOperationException($"Nobody says yes to {task.Kind}."),
        };
    }

    /// <summary>What the rules propose to pay before formalities.</summary>
    public static async Task<long> FirstCentsAsync(this Office office, CaseId id) => (await office.ProposalAsync(id)).FirstPaymentCents ?? 0;

    /// <summary>What the rules propose.</summary>
    public static async Task<long> ProposedAsync(this Office office, CaseId id) => (await office.ProposalAsync(id)).Cents;

    private static Task<AmountProposal> ProposalAsync(this Office office, CaseId id) => office.AskAsync(async services =>
    {
        var file = await services.GetRequiredService<CaseFiles>().LoadAsync(id, Actor.System, CancellationToken.None);
        return (await services.GetRequiredService<Proposals>().ComputeAsync(file, CancellationToken.None)).Amount;
    });

    private static Task<bool> FinanceAsync<TAct>(this Office office, string userName, Func<TAct, Actor, CancellationToken, Task> act)
        where TAct : notnull => office.AsAsync(userName, async (TAct ready, Actor actor, CancellationToken token) =>
        {
            await act(ready, actor, token);
            return true;
        });
}
