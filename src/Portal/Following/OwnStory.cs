using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Correcting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Funding;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Publicising;
using AidWorkflow.Cases.Reviewing;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Portal.Following;

/// <summary>One thing that happened to a case, as its applicant is told of it.</summary>
public sealed record Happened(DateTimeOffset At, LocalText What)
{
    public DateOnly On => LocalDay.Of(At);
}

/// <summary>
/// What happened to a case, oldest first: each step says what came of it. Who decided, what was objected and which opinion went against the applicant
/// before anything was decided stay inside the house.
/// </summary>
public sealed class OwnStory(IUnitOfWork work, ServiceCatalogue services, Vault vault)
{
    public async Task<IReadOnlyList<Happened>> OfAsync(AidCase aidCase, IReadOnlyList<Round> rounds, IReadOnlyList<Payment> payments, CancellationToken cancellation)
    {
        var (db, id) = (work.Db, aidCase.Id);
        var cents = (await db.Set<Decision>().AsNoTracking().Where(decision => decision.CaseId == id && decision.Cents != null).ToListAsync(cancellation))
            .GroupBy(decision => decision.RoundId).ToDictionary(decisions => decisions.Key, decisions => decisions.MaxBy(decision => decision.At)!.Cents!.Value);
        foreach (var above in await db.Set<ExternalDecision>().AsNoTracking().Where(above => above.CaseId == id && above.Approved).ToListAsync(cancellation))
            cents[above.RoundId] = above.Cents;
        var asked = await db.Set<SupplementRequest>().AsNoTracking().Where(request => request.CaseId == id).ToListAsync(cancellation);

        var story = new List<Happened> { new(aidCase.AppliedAt, new("您提交了申请", "You applied")) };
        foreach (var request in asked)
        {
            story.Add(new(request.RequestedAt, new($"请您补充 {request.Items.Length} 样材料或信息", request.Items.Length == 1 ? "You were asked for 1 more thing" : $"You were asked for {request.Items.Length} more things")));
            if (request.SuppliedAt is { } supplied)
                story.Add(new(supplied, new("您补交了材料或信息", "You added what was missing")));
        }

        var moved = await db.Set<ReviewTask>().AsNoTracking().Where(task => task.CaseId == id && task.CancelledBecause == "jumped").Select(task => task.RoundId).ToListAsync(cancellation);
        var retaken = await Retaken.OfAsync(db, id, rounds, cancellation); // what an official took back happened to nobody
        foreach (var round in rounds.Where(round => round.ClosedAt is not null && !retaken.Undone.Contains(round.Id)))
            if (round.State == RoundState.Returned && moved.Contains(round.Id))
                story.Add(new(round.ClosedAt!.Value, new("工作人员调整了办理环节，继续办理", "The staff moved it to another step, and it goes on there")));
            else if (PlainWords.Happened(round, aidCase.AcceptedOn, cents.TryGetValue(round.Id, out var granted) ? granted : null, Supplied(round, asked)) is { } what)
                story.Add(new(round.ClosedAt!.Value, what));
        story.AddRange((await db.Set<Objection>().AsNoTracking().Where(objection => objection.CaseId == id).Select(objection => objection.RaisedAt).ToListAsync(cancellation))
            .Select(at => new Happened(at, new("公示期间有人提出不同意见，公示停止，重新核实", "Somebody objected during the public notice: it was stopped, and your application is looked at again"))));
        story.AddRange((await db.Set<CaseRun>().AsNoTracking().Where(run => run.CaseId == id && (run.Kind == RunKind.Reconsideration || run.Kind == RunKind.Acceptance)).ToListAsync(cancellation))
            .Select(run => new Happened(run.StartedAt, AskedAgain(run))));
        await AddCorrectionsAsync(story, aidCase, cancellation);
        await AddPapersAsync(story, id, cancellation);
        await AddMoneyAsync(story, id, payments, cancellation);
        await AddDeathAsync(story, aidCase, cancellation);
        if (aidCase is { Outcome: { } outcome, ClosedAt: { } closed } && !(outcome == CaseOutcome.NotAccepted && story.Exists(one => one.At == closed && PlainWords.IsNonAcceptance(one.What))))
            story.Add(new(closed, PlainWords.Of(outcome)));
        return [.. story.OrderBy(one => one.At)]; // a stable order: of one moment what is written first stands first
    }

    private LocalText AskedAgain(CaseRun run)
    {
        var reasons = run.Reasons is { } words ? vault.Open(words, run.ReasonsPlace) : null;
        return new(
            $"您申请了复核，由其他人员重新审查{(reasons is null ? "" : $"。您的理由：{reasons}")}",
            $"You asked for reconsideration; other people look at it again{(reasons is null ? "" : $". Your reasons: {reasons}")}");
    }

    /// <summary>The applicant's own act ended the round; otherwise a person of the station did.</summary>
    private static bool Supplied(Round round, List<SupplementRequest> asked) => asked.Any(request => request.SuppliedAt == round.ClosedAt);

    /// <summary>Applicants learn which of their answers was corrected and why, where the question is theirs; not by whom.</summary>
    private async Task AddCorrectionsAsync(List<Happened> story, AidCase aidCase, CancellationToken cancellation)
    {
        var id = aidCase.Id;
        var form = (await services.GetAsync(work.Db, aidCase.ServiceVersionId, cancellation)).Form;
        var seen = form.At(FormSteps.Applicant);
        foreach (var correction in await work.Db.Set<AnswerCorrection>().AsNoTracking().Where(correction => correction.CaseId == id).OrderBy(correction => correction.Number).ToListAsync(cancellation))
            if (form.Field(correction.Field) is { } field && seen.Reads(field.Key))
            {
                var why = CorrectedWords.Open(vault, correction).Why;
                story.Add(new(correction.At, new($"工作人员更正了“{field.Label.Zh}”。理由：{why}", $"“{field.Label.En}” was corrected by the staff. Reason: {why}")));
            }
    }

    private async Task AddPapersAsync(List<Happened> story, CaseId id, CancellationToken cancellation)
    {
        foreach (var paper in await work.Db.Set<IssuedDocument>().AsNoTracking().Where(paper => paper.CaseId == id)
            .Select(paper => new { paper.Kind, paper.Number, paper.IssuedAt, paper.DeliveredOn }).ToListAsync(cancellation))
        {
            var name = PlainWords.Of(paper.Kind);
            story.Add(new(paper.IssuedAt, new($"发出《{name.Zh}》（{paper.Number}）", $"{name.En} ({paper.Number}) was issued")));
            if (paper.DeliveredOn is { } day)
                story.Add(new(Latest(paper.IssuedAt, day), new($"《{name.Zh}》（{paper.Number}）已送达您", $"{name.En} ({paper.Number}) reached you")));
        }
    }

    private async Task AddMoneyAsync(List<Happened> story, CaseId id, IReadOnlyList<Payment> payments, CancellationToken cancellation)
    {
        var batches = payments.Select(payment => payment.Batch).OfType<BatchId>().ToArray();
        var sent = await work.Db.Set<PayoutBatch>().AsNoTracking().Where(batch => batches.Contains(batch.Id) && batch.SentAt != null).ToDictionaryAsync(batch => batch.Id, batch => batch.SentAt!.Value, cancellation);
        foreach (var payment in payments)
        {
            var (zh, en) = PlainWords.Money(payment.IsOf(Part.First, payments), payment.Cents);
            if (payment.Batch is { } batch && sent.TryGetValue(batch, out var at))
                story.Add(new(at, new($"{zh}已交银行，汇往尾号 {payment.AccountTail} 的账户", $"{en} went to the bank, for the account ending in {payment.AccountTail}")));
            if (payment.SettledAt is { } arrived)
                story.Add(new(arrived, new($"{zh}已到账", $"{en} arrived")));
            if (payment.ReturnedAt is { } returned)
                story.Add(new(returned, new($"{zh}被银行退回", $"{en} came back from the bank")));
        }

        story.AddRange((await work.Db.Set<LedgerEntry>().AsNoTracking().Where(entry => entry.Case == id && entry.Kind == PostingKind.Recover).ToListAsync(cancellation))
            .Select(entry => new Happened(entry.At, new($"收到您退回的 {Yuan.Said(entry.Cents)} 元", $"{Yuan.Said(entry.Cents)} yuan that you gave back arrived"))));
    }

    private async Task AddDeathAsync(List<Happened> story, AidCase aidCase, CancellationToken cancellation)
    {
        var ended = aidCase.ClosedAt is { } closed ? LocalDay.Of(closed) : DateOnly.MaxValue;
        if (await work.Db.Set<Person>().AsNoTracking().Where(person => person.Id == aidCase.ApplicantId).Select(person => person.DeceasedOn).FirstAsync(cancellation) is not { } died
            || died < aidCase.AppliedOn || died > ended)
            return;
        story.Add(new(Latest(aidCase.AppliedAt, died), new("申请人去世", "The applicant died")));
        foreach (var taken in await work.Db.Set<Representative>().AsNoTracking().Where(one => one.PersonId == aidCase.ApplicantId && one.Role == RepresentativeRole.Successor && one.ValidFrom <= ended)
            .Join(work.Db.Set<Person>(), one => one.ByPersonId, person => person.Id, (one, person) => new { one.ValidFrom, person.Name }).ToListAsync(cancellation))
            story.Add(new(Latest(aidCase.AppliedAt, taken.ValidFrom), new($"由{taken.Name}承接申请，今后的通知和款项都给{taken.Name}", $"{taken.Name} goes on with the application, and is told and paid from now on")));
    }

    /// <summary>What is known by its day alone stands at its beginning, and never before what it follows.</summary>
    private static DateTimeOffset Latest(DateTimeOffset after, DateOnly day) => LocalDay.At(day, TimeOnly.MinValue) is var start && start > after ? start : after;
}
