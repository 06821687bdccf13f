using AidWorkflow.Cases.Acting;
using AidWorkflow.Cases.Deciding;
using AidWorkflow.Cases.Notifying;
using AidWorkflow.Cases.Reviewing;
using Microsoft.EntityFrameworkCore;

namespace AidWorkflow.Cases.Applying;

/// <summary>What the station may say once the applicant's time has run out: more time, go on with what is there, or not accept.</summary>
public sealed class SupplementDeciding(IUnitOfWork work, Rounds rounds, CaseTelling telling)
{
    /// <exception cref="RefusedException">opinion.missing, supplement.accepted-already, supplement.notice-undelivered</exception>
    public async Task<Conclusion> ConcludeAsync(CaseFile file, Round round, DecideCommand command, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(command.Opinion))
            throw new RefusedException("opinion.missing", "opinion");
        switch (command.Verdict)
        {
            case Verdict.Extend:
                await ExtendAsync(file, round, cancellation);
                return new((string?)null);

            case Verdict.Complete:
                return new("Supplied");

            case Verdict.NotAccept when file.Case.AcceptedOn is { } accepted:
                throw new RefusedException("supplement.accepted-already", "verdict", ("on", accepted));

            case Verdict.NotAccept when !await IsToldAsync(work.Db, file.Case.Id, cancellation):
                throw new RefusedException("supplement.notice-undelivered", "verdict");

            case Verdict.NotAccept:
                return new("NotAccepted");

            default:
                throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", command.Verdict));
        }
    }

    /// <summary>The latest notice of what is missing reached the applicant: before that no time of theirs has begun.</summary>
    public static async Task<bool> IsToldAsync(DbContext db, CaseId id, CancellationToken cancellation) => await db.Set<IssuedDocument>()
        .Where(document => document.CaseId == id && document.Kind == DocumentKind.CompletionNotice)
        .OrderByDescending(document => document.IssuedAt).Select(document => document.DeliveredOn).FirstOrDefaultAsync(cancellation) is not null;

    /// <summary>The same time again, from today; the applicant is told until when.</summary>
    private async Task ExtendAsync(CaseFile file, Round round, CancellationToken cancellation)
    {
        var clock = await rounds.StartClockAsync(file, round, cancellation) ?? throw new RefusedException("decision.verdict-not-possible", "verdict", ("verdict", Verdict.Extend));
        await telling.TellAsync(file, Occasions.Reminder, Audience.Applicant, $"{clock.Id}:extended", cancellation, SendReminder.DataOf(file, clock));
    }
}
