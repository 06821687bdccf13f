using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Applying;
using AidWorkflow.Cases.Auditing;
using AidWorkflow.Cases.Clocks;
using AidWorkflow.Cases.Organisation;
using AidWorkflow.Cases.Petitioning;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Receiving;

/// <summary>By what a matter that is no petition came to its end.</summary>
public enum MatterEnding
{
    /// <summary>Somebody answered it in words.</summary>
    Answered,

    /// <summary>An application for aid was sent for whoever came; its number is the answer.</summary>
    Applied,

    /// <summary>Whoever they were referred to saw them.</summary>
    Attended,

    /// <summary>It was reported upward.</summary>
    Reported,
}

/// <summary>How a matter that is no petition ended, after the day on which it was entered. Written once.</summary>
public sealed class MatterAnswer
{
    public required MatterId MatterId { get; init; }

    public required MatterEnding Ending { get; init; }

    /// <summary>What was answered, encrypted at <see cref="PlaceOf"/>; null where something else is the answer.</summary>
    public byte[]? Words { get; init; }

    /// <summary>The application that it became.</summary>
    public CaseId? CaseId { get; init; }

    public required AccountId? By { get; init; }

    public required DateOnly On { get; init; }

    public required DateTimeOffset At { get; init; }

    public static string PlaceOf(MatterId matter) => $"matter.answer:{matter}";
}

/// <summary>Ends matters that are no petition, and the workflow that leads them.</summary>
public sealed class MatterEndings(IUnitOfWork work, VisitRuns visits, AuditTrail audit, TimeProvider time)
{
    internal async Task EndAsync(Matter matter, MatterEnding ending, byte[]? words, CaseId? application, Actor actor, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        work.Db.Add(new MatterAnswer { MatterId = matter.Id, Ending = ending, Words = words, CaseId = application, By = actor.Account, On = LocalDay.Of(now), At = now });
        matter.Close(LocalDay.Of(now));
        audit.Record($"matter:{matter.Id}", "matter.ended", actor, ("ending", ending.ToString()), ("case", application?.ToString()));
        if (ending == MatterEnding.Answered)
            await visits.GoOnAsync(matter, VisitEventKind.Answered, cancellation);
        else
            await visits.EndAsync(matter, ending.ToString(), cancellation);
    }
}

/// <summary>The desk, or the section, answers what is no petition.</summary>
public sealed class AnswerMatter(IUnitOfWork work, MatterSight sight, MatterEndings endings, Vault vault)
{
    /// <exception cref="RefusedException">matter.unknown, matter.answer-petition, matter.closed, matter.appointment-open, matter.answer-missing</exception>
    public async Task<MatterId> RunAsync(MatterId id, string words, Actor actor, CancellationToken cancellation)
    {
        var matter = await (await sight.OfAsync(actor, [Role.DeskClerk, Role.RightsOfficer], cancellation)).FirstOrDefaultAsync(one => one.Id == id, cancellation) ?? throw new RefusedException("matter.unknown");
        if (matter.Kind == MatterKind.Petition)
            throw new RefusedException("matter.answer-petition");
        if (matter.ClosedOn is { } closed)
            throw new RefusedException("matter.closed", null, ("on", closed));
        if (await work.Db.Set<Appointment>().AnyAsync(one => one.MatterId == id && one.State == AppointmentState.Planned, cancellation))
            throw new RefusedException("matter.appointment-open");
        if (words.Trim().Length is 0 or > MatterWords.MostSummary)
            throw new RefusedException("matter.answer-missing", "words", ("most", MatterWords.MostSummary));
        await endings.EndAsync(matter, MatterEnding.Answered, vault.Seal(words.Trim(), MatterAnswer.PlaceOf(id)), application: null, actor, cancellation);
        return id;
    }
}
