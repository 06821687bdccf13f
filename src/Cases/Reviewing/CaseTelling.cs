using System.Collections.Immutable;
using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Forms;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Paying;
using AidWorkflow.Cases.People;
using AidWorkflow.Cases.Protecting;
using AidWorkflow.Cases.Services;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Reviewing;

/// <summary>Tells the people of a case what happened, in the service's own words.</summary>
public sealed class CaseTelling(IUnitOfWork work, Notifier notifier, Recipients recipients, ServiceCatalogue services, Payments payouts)
{
    /// <param name="occasion">One of <see cref="Occasions"/>.</param>
    /// <param name="audience">One of <see cref="Audience"/>.</param>
    /// <param name="sequence">What tells this telling from another of the same event: the same again is the same message.</param>
    public async Task TellAsync(CaseFile file, string occasion, string audience, string sequence, CancellationToken cancellation, TemplateData? more = null)
    {
        var to = audience == Audience.Applicant
            ? await recipients.ApplicantAsync(file, cancellation)
            : await recipients.StaffAsync(file, cancellation);
        await TellAsync(file, occasion, to, sequence, more, cancellation);
    }

    /// <summary>The applicant, and those who hold the open tasks.</summary>
    public async Task TellBothAsync(CaseFile file, string occasion, string sequence, CancellationToken cancellation, TemplateData? more = null)
    {
        await TellAsync(file, occasion, Audience.Applicant, sequence, cancellation, more);
        await TellAsync(file, occasion, Audience.Staff, sequence, cancellation, more);
    }

    /// <summary>Colleagues are reminded of a limit, each together with what else they are reminded of.</summary>
    internal Task RemindAsync(CaseFile file, string occasion, IEnumerable<NamedRecipient> to, string sequence, TemplateData data, CancellationToken cancellation) =>
        TellAsync(file, occasion, [.. to], sequence, data, cancellation, gathered: true);

    /// <summary>A time of the applicant's has begun anew: they learn until when.</summary>
    internal Task TellOfTimeAsync(CaseFile file, CaseClock clock, CancellationToken cancellation) =>
        TellAsync(file, Occasions.Reminder, Audience.Applicant, $"{clock.Id}:begun", cancellation, SendReminder.DataOf(file, clock));

    /// <summary>A new task is there, for whoever may take it.</summary>
    /// <param name="asks">What a colleague asks with it: an answer, a signature, or to take it over; a new task where the step itself asks.</param>
    /// <param name="again">They were told before, and somebody claimed it meanwhile.</param>
    /// <param name="gathered">One of many that come to somebody at once: told together.</param>
    public async Task TellOfTaskAsync(CaseFile file, ReviewTask task, CancellationToken cancellation, string asks = Occasions.TaskAssigned, bool again = false, bool gathered = false)
    {
        var clock = file.Clocks.FirstOrDefault(clock => clock.RoundId == task.RoundId && clock is { State: ClockState.Running, Holder: not Holder.Applicant });
        var data = new TemplateData { ["taskName"] = SpokenSteps.Of(task.Step), ["wasDueOn"] = clock?.DueOn < file.Today ? clock.DueOn : null };
        if (asks != Occasions.TaskAssigned && task.GivenById is { } by && await work.Db.Set<Account>().FindAsync([by], cancellation) is { } giver)
            (data["giverName"], data["words"], data["signPlace"]) = (new LocalText(giver.NameZh, giver.NameEn), task.GivenWords, PlaceOf(file, task));
        else
            asks = Occasions.TaskAssigned; // the step itself asks
        await TellAsync(file, asks, await recipients.HoldersAsync(file, task, cancellation), again ? $"{task.Id}:{file.Now.UtcTicks}" : task.Id.ToString(),
            data.Due(clock?.DueOn < file.Today ? null : clock), cancellation, gathered); // a day that is over is said to be over, and not asked for
    }

    /// <summary>When a signer acts, seen from whoever added them.</summary>
    private static LocalText PlaceOf(CaseFile file, ReviewTask task)
    {
        var plan = file.OpenRound(task.RoundId).Plan;
        if (plan.SeatOf(task.SeatKey) is not { } seat || seat.Before is not null)
            return new("在其办理之前", "before them");
        return file.Tasks.Exists(other => other.RoundId == task.RoundId && other is { IsOpen: true, Purpose: TaskPurpose.Decide } && other.AssigneeId == task.GivenById && plan.SeatOf(other.SeatKey)?.Stage == seat.Stage)
            ? new("与其同时", "beside them")
            : new("在其办理之后", "after them");
    }

    private async Task TellAsync(CaseFile file, string occasion, ImmutableArray<NamedRecipient> to, string sequence, TemplateData? more, CancellationToken cancellation, bool gathered = false)
    {
        if (to.IsEmpty)
            return;
        var moved = await MovedAsync(file, occasion, cancellation);
        if (occasion is Occasions.Paid or Occasions.PaymentReturned)
        {
            // Told once a payment: a step may pass without having paid anything, and another branch tells of its own.
            if (moved is null)
                return;
            sequence = moved.Id.ToString();
        }

        var unit = await work.Db.Set<Unit>().FirstAsync(unit => unit.Id == file.Units[UnitLevel.Township], cancellation);
        var data = await DataAsync(file, occasion, moved, cancellation);

        (var templates, occasion) = await WordsAsync(file, occasion, to[0].To.Audience, cancellation);
        foreach (var (name, value) in more ?? [])
            data[name] = value;
        data["serviceName"] = file.Service.Description.Name;
        data["serviceBrief"] = BriefWords.Service(file.Service.Description.Name);
        data["unitName"] = new LocalText(unit.NameZh, unit.NameEn);
        data["unitPhone"] = unit.Phone;
        var (applicant, tail) = (data["applicantName"], data["payeeAccountTail"]);

        // Numbers are given inside the transaction, so whoever names one is told there too.
        work.Within((_, _) =>
        {
            data["receiptNumber"] = file.Case.ReceiptNumber ?? "";
            data["documentNumber"] = file.LastDocument?.Number;
            foreach (var recipient in to)
            {
                data["name"] = recipient.Name;
                if (recipient.To.Audience == Audience.Staff)
                    Withhold(data, applicant, tail, recipient.Sights);
                notifier.Tell(templates, new(file.Case.Id, occasion, sequence, data, [recipient.To]) { Gathered = gathered });
            }

            return Task.CompletedTask;
        });
    }

    /// <summary>
    /// A running case keeps its version, also where that is older than the occasion: then it is told in the words that new cases get, and where these have none either in those of the occasion that
    /// stands for it.
    /// </summary>
    private async Task<(TemplateBook Templates, string Occasion)> WordsAsync(CaseFile file, string occasion, string audience, CancellationToken cancellation)
    {
        if (file.Service.Templates.Tells(occasion, audience))
            return (file.Service.Templates, occasion);
        var current = (await services.CurrentAsync(work.Db, file.Case.ServiceId, cancellation)).Package.Templates;
        return !current.Tells(occasion, audience) && Occasions.Find(occasion)?.Else is { } other ? await WordsAsync(file, other, audience, cancellation) : (current, occasion);
    }

    /// <summary>A message tells its reader no more than the tasks for which they get it.</summary>
    private static void Withhold(TemplateData data, object? applicant, object? tail, ImmutableArray<AnswerSight> sights)
    {
        var name = sights.Select(sight => sight.Name(Sight.Full)).DefaultIfEmpty(Sight.Full).Min();
        data["applicantName"] = name == Sight.Full || applicant is not string words ? applicant : Mask.Name(words, name);
        data["payeeAccountTail"] = sights.All(sight => sight.ShowsAccountTail) ? tail : null;
    }

    /// <summary>The payment that moved last in the way that is told of, and of which that was not told yet; null where there is none.</summary>
    private async Task<Payment?> MovedAsync(CaseFile file, string occasion, CancellationToken cancellation)
    {
        if (occasion is not (Occasions.Paid or Occasions.PaymentReturned or Occasions.PaymentSent))
            return null;
        var payments = await payouts.OfCaseAsync(file.Case.Id, cancellation);
        if (occasion == Occasions.PaymentSent)
            return payments.Count > 0 ? payments[^1] : null;
        var moved = occasion == Occasions.Paid
            ? payments.Where(payment => payment.SettledAt is not null).OrderByDescending(payment => payment.SettledAt)
            : payments.Where(payment => payment.ReturnedAt is not null).OrderByDescending(payment => payment.ReturnedAt);
        var told = await work.Db.Set<Notification>().Where(message => message.Case == file.Case.Id && message.Occasion == occasion).Select(message => message.IdempotencyKey).ToListAsync(cancellation);
        return moved.ThenByDescending(payment => payment.Id.Value).FirstOrDefault(payment => !told.Exists(key => key.StartsWith($"notify:{file.Case.Id}:{occasion}:{payment.Id}:", StringComparison.Ordinal)));
    }

    private async Task<TemplateData> DataAsync(CaseFile file, string occasion, Payment? payment, CancellationToken cancellation)
    {
        var reason = await ReasonAsync(file, payment, cancellation);
        return new TemplateData
        {
            ["receivedOn"] = file.Today,
            ["reconsiderBy"] = occasion switch
            {
                Occasions.Refused => ReconsiderBy(file, DocumentKind.Refusal),
                Occasions.NonAcceptance => ReconsiderBy(file, DocumentKind.NonAcceptance),
                _ => null,
            },
            ["reason"] = reason,
            ["reasonBrief"] = BriefWords.Reason(reason),
            ["amount"] = payment?.Cents ?? file.Case.ApprovedCents ?? 0L,
            ["paidBefore"] = occasion == Occasions.Approved && file.Case.PaidCents > 0 && file.Case.PaidCents >= (file.Case.ApprovedCents ?? 0) ? file.Case.PaidCents : null,
            ["payeeAccountTail"] = payment?.AccountTail,
            ["decidedOn"] = file.Case.DecidedOn ?? file.Today,
            ["paidOn"] = payment?.SettledAt is { } settled ? LocalDay.Of(settled) : file.Today,
            ["sentOn"] = file.Today,
            ["returnedOn"] = file.Today,
            ["withdrawnOn"] = file.Today,
            ["openedOn"] = file.Today,
            ["suppliedOn"] = file.Today,
            ["applicantName"] = (await work.Db.Set<Person>().FindAsync([file.Case.ApplicantId], cancellation))!.Name,
        }.Due(file.Clocks.Where(clock => clock.State == ClockState.Running).MinBy(clock => clock.DueOn));
    }

    /// <summary>Null where it cannot be asked for.</summary>
    private static LocalText? ReconsiderBy(CaseFile file, DocumentKind kind) =>
        Reconsideration.IsOffered(file, kind) && file.Service.Term(ConfirmDelivery.ReconsiderationClock) is { } term ? Reconsideration.Within(term, new("书面决定", "the letter")) : null;

    /// <summary>What the last person said, or the bank.</summary>
    private async Task<string> ReasonAsync(CaseFile file, Payment? payment, CancellationToken cancellation)
    {
        if (payment?.ReturnReason is { } bank)
            return bank;
        var spoken = work.Db.Set<Decision>().Local.Where(decision => decision.CaseId == file.Case.Id && decision.Opinion is not null).MaxBy(decision => decision.At)?.Opinion;
        return spoken ?? await work.Db.Set<Decision>().Where(decision => decision.CaseId == file.Case.Id && decision.Opinion != null)
            .OrderByDescending(decision => decision.At).Select(decision => decision.Opinion).FirstOrDefaultAsync(cancellation) ?? "";
    }
}

/// <param name="Name">As the message addresses them.</param>
public sealed record NamedRecipient(Recipient To, string Name)
{
    /// <summary>Of an official: what is seen at each task for which they are told.</summary>
    public ImmutableArray<AnswerSight> Sights { get; init; } = [];
}

/// <summary>Who is told of a case, and where they can be reached.</summary>
public sealed class Recipients(IUnitOfWork work, Succession succession, FieldProtector protector, Candidates candidates)
{
    /// <summary>The applicant, by the account that applied and by mobile; after their death whoever goes on for them, or nobody.</summary>
    public async Task<ImmutableArray<NamedRecipient>> ApplicantAsync(CaseFile file, CancellationToken cancellation)
    {
        var person = (await work.Db.Set<Person>().FindAsync([file.Case.ApplicantId], cancellation))!;
        if (person.DeceasedOn is not null)
        {
            if (await succession.CurrentAsync(person.Id, file.Today, cancellation) is not { } successor)
                return [];
            person = successor;
        }

        return [new(new Recipient(Audience.Applicant, "zh-CN", [Channel.InApp, Channel.Sms], Person: person.Id, Mobile: person.Phone(protector)), person.Name)];
    }

    /// <summary>Those who hold the roles of the open tasks today.</summary>
    public async Task<ImmutableArray<NamedRecipient>> StaffAsync(CaseFile file, CancellationToken cancellation)
    {
        var found = new List<NamedRecipient>();
        foreach (var task in file.Tasks.Where(task => task.IsOpen))
            found.AddRange(await HoldersAsync(file, task, cancellation));
        return [.. found.GroupBy(recipient => recipient.To.Key).Select(same => same.First() with { Sights = [.. same.SelectMany(recipient => recipient.Sights)] })];
    }

    /// <summary>Whoever claimed the task; while nobody did, or who did no longer has to do with it, everybody who does: those with the role, whose deputies are told instead of nobody, and those whose unit does the work.</summary>
    public async Task<ImmutableArray<NamedRecipient>> HoldersAsync(CaseFile file, ReviewTask task, CancellationToken cancellation)
    {
        await candidates.KnowAsync(file, cancellation);
        var all = await candidates.ConcernedAsync(file, task, cancellation);
        var claimed = all.Where(account => account.Id == task.AssigneeId).ToArray();
        return [.. (claimed.Length > 0 ? claimed : all).Select(account => Staff(file, task, account))];
    }

    /// <summary>A colleague who is told of a task, with what its step may see.</summary>
    internal static NamedRecipient Staff(CaseFile file, ReviewTask task, Account account) =>
        new(new Recipient(Audience.Staff, "zh-CN", [Channel.InApp], Account: account.Id) { About = new(task.RoundId, task.Role) }, account.NameZh) { Sights = [AnswerSight.AtTask(file.Service, task.Step, task.Role)] };
}
